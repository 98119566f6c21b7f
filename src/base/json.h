/* SPDX-License-Identifier: MIT */
/*
 * Writes JSON (RFC 8259), on one line. The commas are seen to here; that keys and values come in turn
 * and that what was begun is ended is the caller's business.
 *
 * Strings are bytes. What is UTF-8 goes as it is, but for quotes, backslashes and control characters,
 * which are escaped. A byte XX that is no part of a character becomes \udcXX, half of a surrogate pair,
 * which no UTF-8 decodes to: so every string can be had back. Python does it with
 * os.fsencode(string), or string.encode('utf-8', 'surrogateescape').
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct json {
	struct strbuf *out; /* the caller's */
	bool comma;         /* one is due before what comes next */
};

#define JSON_INIT(strbuf)       \
	{                       \
		(strbuf), false \
	}

void json_begin_object(struct json *json);
void json_end_object(struct json *json);
void json_begin_array(struct json *json);
void json_end_array(struct json *json);

/* Of an object; its value is to follow. */
void json_key(struct json *json, const char *key);

void json_null(struct json *json);
void json_bool(struct json *json, bool value);
void json_integer(struct json *json, int64_t value);
void json_unsigned(struct json *json, uint64_t value);
void json_bytes(struct json *json, const char *bytes, size_t len);
/* NULL is null. */
void json_string(struct json *json, const char *string);
/* Nanoseconds, as seconds with nine digits behind the point: exact, whoever reads it. */
void json_seconds(struct json *json, int64_t ns);

/* A key with its value, which is null unless KNOWN. */
void json_maybe_unsigned(struct json *json, const char *key, bool known, uint64_t value);
void json_maybe_seconds(struct json *json, const char *key, bool known, int64_t ns);

#endif
