/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/json.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/utf8.h"

/* What a byte that is no part of a character is added to. */
enum { JSON_STRAY = 0xdc00 };

static void json_next(struct json *json)
{
	if (json->comma) {
		strbuf_add_char(json->out, ',');
	}
	json->comma = true;
}

static void json_begin(struct json *json, char bracket)
{
	json_next(json);
	strbuf_add_char(json->out, bracket);
	json->comma = false;
}

static void json_end(struct json *json, char bracket)
{
	strbuf_add_char(json->out, bracket);
	json->comma = true;
}

void json_begin_object(struct json *json)
{
	json_begin(json, '{');
}

void json_end_object(struct json *json)
{
	json_end(json, '}');
}

void json_begin_array(struct json *json)
{
	json_begin(json, '[');
}

void json_end_array(struct json *json)
{
	json_end(json, ']');
}

void json_key(struct json *json, const char *key)
{
	json_string(json, key);
	strbuf_add_char(json->out, ':');
	json->comma = false;
}

/* Numbers and words. */
static void json_literal(struct json *json, const char *text)
{
	json_next(json);
	strbuf_add_string(json->out, text);
}

void json_null(struct json *json)
{
	json_literal(json, "null");
}

void json_bool(struct json *json, bool value)
{
	json_literal(json, value ? "true" : "false");
}

void json_integer(struct json *json, int64_t value)
{
	json_next(json);
	strbuf_printf(json->out, "%" PRId64, value);
}

void json_unsigned(struct json *json, uint64_t value)
{
	json_next(json);
	strbuf_printf(json->out, "%" PRIu64, value);
}

void json_seconds(struct json *json, int64_t ns)
{
	uint64_t amount = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
	uint64_t second = (uint64_t)CLOCK_SECOND;

	json_next(json);
	strbuf_printf(json->out, "%s%" PRIu64 ".%09" PRIu64, ns < 0 ? "-" : "", amount / second,
		      amount % second);
}

void json_maybe_unsigned(struct json *json, const char *key, bool known, uint64_t value)
{
	json_key(json, key);
	if (known) {
		json_unsigned(json, value);
	} else {
		json_null(json);
	}
}

void json_maybe_seconds(struct json *json, const char *key, bool known, int64_t ns)
{
	json_key(json, key);
	if (known) {
		json_seconds(json, ns);
	} else {
		json_null(json);
	}
}

/* ---- strings ---- */

static void json_escape(struct strbuf *out, uint32_t code)
{
	static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* in pairs */
	size_t i;

	for (i = 0; letters[i] != '\0'; i += 2) {
		if (code == (unsigned char)letters[i]) {
			strbuf_add_char(out, '\\');
			strbuf_add_char(out, letters[i + 1]);
			return;
		}
	}
	strbuf_printf(out, "\\u%04" PRIx32, code);
}

/* Those that JSON forbids, and those that a terminal might obey. */
static bool json_is_special(uint32_t code)
{
	return code < ' ' || code == '"' || code == '\\' || (code >= 0x7f && code < 0xa0);
}

void json_bytes(struct json *json, const char *bytes, size_t len)
{
	size_t at = 0;

	json_next(json);
	strbuf_reserve(json->out, len + 2);
	strbuf_add_char(json->out, '"');
	while (at < len) {
		uint32_t code;
		size_t used = utf8_decode(bytes + at, len - at, &code);

		if (used == 0) {
			json_escape(json->out, JSON_STRAY + (unsigned char)bytes[at++]);
			continue;
		}
		if (json_is_special(code)) {
			json_escape(json->out, code);
		} else {
			strbuf_add(json->out, bytes + at, used);
		}
		at += used;
	}
	strbuf_add_char(json->out, '"');
}

void json_string(struct json *json, const char *string)
{
	if (!string) {
		json_null(json);
		return;
	}
	json_bytes(json, string, strlen(string));
}
