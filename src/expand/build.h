/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A word being expanded: its bytes, and beside each a mark that says where it
 * came from. Marks decide field splitting, pathname expansion and the meaning of
 * pattern characters. They are kept only from the first byte on for which
 * that matters; as long as there are none, every byte counts as
 * quoted, which for bytes that are no separators and no pattern
 * characters makes no difference.
 */
#ifndef EXPAND_BUILD_H
#define EXPAND_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "expand/expand.h"

enum build_mode {
	BUILD_STRING,  /* one string; nothing is marked */
	BUILD_PATTERN, /* one string, of which MARK_QUOTED bytes stand for themselves */
	BUILD_FIELDS,  /* to be split; "$@" makes fields */
};

enum build_mark {
	MARK_LITERAL = 0,
	MARK_QUOTED = 1 << 0,   /* or from a tilde */
	MARK_EXPANDED = 1 << 1, /* from an unquoted expansion: split it */
	MARK_BEGIN = 1 << 2,    /* the first byte of such an expansion */
	MARK_BREAK = 1 << 3,    /* no byte: here a field of "$@" ends */
	MARK_NULL = 1 << 4,     /* no byte: here stood quotes with nothing in them */
};

struct build {
	struct expander *expander;
	char *text;           /* in the arena; CAPACITY is a multiple of its alignment */
	unsigned char *marks; /* NULL: see above; else as long as text */
	size_t len;
	size_t capacity; /* one more than len can be: room for a terminator */
	enum build_mode mode;
	bool null; /* quotes with nothing in them, before there were marks */
};

void build_init(struct build *build, struct expander *expander, enum build_mode mode);
/* Terminates the text and gives the arena back what it did not need. */
void build_close(struct build *build);
void build_grow(struct build *build, size_t extra);
void build_add_slow(struct build *build, const char *bytes, size_t len, enum build_mark mark);

static inline void build_reserve(struct build *build, size_t extra)
{
	if (build->capacity - build->len <= extra) {
		build_grow(build, extra);
	}
}

static inline void build_add(struct build *build, const char *bytes, size_t len,
			     enum build_mark mark)
{
	if (build->marks || (build->mode != BUILD_STRING && mark != MARK_QUOTED)) {
		build_add_slow(build, bytes, len, mark);
	} else if (len > 0) {
		build_reserve(build, len);
		memcpy(build->text + build->len, bytes, len);
		build->len += len;
	}
}

/* An empty quoted string. */
void build_add_null(struct build *build);
/* The end of a field of "$@"; BUILD_FIELDS only. */
void build_add_break(struct build *build);

/* The result of an expansion. */
static inline void build_add_value(struct build *build, const char *bytes, size_t len, bool quoted)
{
	if (len > 0) {
		build_add(build, bytes, len, quoted ? MARK_QUOTED : MARK_EXPANDED);
	} else if (quoted) {
		build_add_null(build);
	}
}

/* Expands the parts of WORD. QUOTED: it stands within double-quotes. NESTED: it is the word of
   a ${x-word}, so that its literals are results of an expansion. */
enum expand_status build_add_word(struct build *build, const struct word *word, bool quoted,
				  bool nested);

/* Runs a command substitution into a buffer that capture_release() takes back; trailing
   newlines are gone. On an error nothing is to be released. */
enum expand_status capture_command(struct expander *expander, const struct part *part,
				   struct strbuf **capture, struct strbuf *own);
void capture_release(struct expander *expander, struct strbuf *capture);

/* Room for ITEM and the NULL behind it. */
void fields_grow(struct arena *arena, struct fields *fields, size_t extra);

static inline void fields_add(struct arena *arena, struct fields *fields, const char *item)
{
	if (fields->count + 1 >= fields->capacity) {
		fields_grow(arena, fields, 1);
	}
	fields->items[fields->count++] = (char *)item;
	fields->items[fields->count] = NULL;
}

/* A number in decimal: its first digit, in BUFFER, which it fills to the end. */
enum { NUMBER_SIZE = 24 };
char *number_format(char buffer[NUMBER_SIZE], int64_t number, size_t *len);

#endif
