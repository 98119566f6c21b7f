/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "expand/build.h"
#include "expand/locale.h"
#include "expand/pathname.h"

void expand_ifs_changed(struct expander *expander)
{
	expander->ifs_ready = false;
}

/* Notes the character of a multibyte IFS, for ifs_wide. */
static void ifs_add_wide(struct expander *expander, struct strbuf *wide, const char *bytes,
			 size_t len)
{
	expander->ifs_class[(unsigned char)bytes[0]] |= EXPAND_IFS_LEAD;
	strbuf_add_char(wide, (char)len);
	strbuf_add(wide, bytes, len);
}

static void ifs_add_characters(struct expander *expander, const char *ifs, size_t len)
{
	struct strbuf wide = STRBUF_INIT;
	enum locale_charset charset = LOCALE_BYTES;
	size_t at = 0;

	if (locale_has_high(ifs, len)) {
		expand_locale_ready(expander);
		charset = locale_charset();
	}
	while (at < len) {
		unsigned char c = (unsigned char)ifs[at];
		uint32_t code;
		size_t used = locale_decode(charset, ifs + at, len - at, &code);

		if (at == 0 && used < sizeof(expander->ifs_first)) {
			memcpy(expander->ifs_first, ifs, used);
			expander->ifs_first_len = (unsigned char)used;
		}
		if (used > 1) {
			ifs_add_wide(expander, &wide, ifs + at, used);
		} else if (c == ' ' || c == '\t' || c == '\n') {
			expander->ifs_class[c] |= EXPAND_IFS_SPACE;
		} else {
			expander->ifs_class[c] |= EXPAND_IFS_OTHER;
		}
		at += used;
	}
	if (wide.len > 0) {
		expander->ifs_wide = strbuf_detach(&wide);
	}
}

void ifs_load(struct expander *expander)
{
	struct expand_value value = expander->host->get(expander->context, expander->ifs_symbol);
	struct strbuf copy = STRBUF_INIT;

	free(expander->ifs_wide);
	expander->ifs_wide = NULL;
	expander->ifs_first_len = 0;
	memset(expander->ifs_class, 0, sizeof(expander->ifs_class));
	expander->ifs_class['*'] = EXPAND_PATTERN;
	expander->ifs_class['?'] = EXPAND_PATTERN;
	expander->ifs_class['['] = EXPAND_PATTERN;
	expander->ifs_class['\\'] = EXPAND_PATTERN;
	if (!value.data) {
		ifs_add_characters(expander, " \t\n", 3);
	} else if (locale_has_high(value.data, value.len)) {
		/* The locale's variables are looked up before it is used. */
		strbuf_add(&copy, value.data, value.len);
		ifs_add_characters(expander, copy.data, copy.len);
		strbuf_finish(&copy);
	} else {
		ifs_add_characters(expander, value.data, value.len);
	}
	expander->ifs_ready = true;
}

/* The length of the multibyte separator that TEXT begins with, or 0. */
static size_t ifs_wide_length(const struct expander *expander, const char *text, size_t len)
{
	const char *wide = expander->ifs_wide;

	while (wide && *wide) {
		size_t size = (unsigned char)*wide;

		if (size <= len && memcmp(wide + 1, text, size) == 0) {
			return size;
		}
		wide += 1 + size;
	}
	return 0;
}

/* The length of the separator that is not white space at TEXT, or 0. */
static inline size_t ifs_other_length(const struct expander *expander, const char *text, size_t len)
{
	unsigned kind = expander->ifs_class[(unsigned char)text[0]];

	if (kind & EXPAND_IFS_OTHER) {
		return 1;
	}
	return kind & EXPAND_IFS_LEAD ? ifs_wide_length(expander, text, len) : 0;
}

static inline bool ifs_is_space(const struct expander *expander, char c)
{
	return expander->ifs_class[(unsigned char)c] & EXPAND_IFS_SPACE;
}

/* A field is complete; PATTERN: it may be one. */
static inline enum expand_status split_emit(struct expander *expander, char *text,
					    const unsigned char *quoted, size_t len, bool pattern,
					    struct fields *fields)
{
	text[len] = '\0';
	if (pattern && !expander->noglob) {
		return pathname_expand(expander, text, quoted, len, fields);
	}
	fields_add(expander->arena, fields, text);
	return EXPAND_OK;
}

/* Where the first separator from AT on is, or LEN. *SEEN: the classes of the bytes before it. */
static inline size_t split_find(const struct expander *expander, const char *text, size_t at,
				size_t len, unsigned *seen)
{
	const unsigned char *classes = expander->ifs_class;
	unsigned all = 0;

	for (; at < len; at++) {
		unsigned kind = classes[(unsigned char)text[at]];

		if (kind & (EXPAND_IFS_SPACE | EXPAND_IFS_OTHER)) {
			break;
		}
		if ((kind & EXPAND_IFS_LEAD) && ifs_wide_length(expander, text + at, len - at)) {
			break;
		}
		all |= kind;
	}
	*seen = all;
	return at;
}

/* In TEXT, which is written over; no byte before AT is a separator or a pattern character. */
static enum expand_status split_plain(struct expander *expander, char *text, size_t len, size_t at,
				      struct fields *fields)
{
	enum expand_status status = EXPAND_OK;
	size_t start = 0;

	while (start < len && status == EXPAND_OK) {
		unsigned seen;
		size_t end = split_find(expander, text, at, len, &seen);
		size_t other = 0;

		at = end;
		while (at < len && ifs_is_space(expander, text[at])) {
			at++;
		}
		if (at < len) {
			other = ifs_other_length(expander, text + at, len - at);
			at += other;
		}
		if (end > start || other > 0) {
			status = split_emit(expander, text + start, NULL, end - start,
					    seen & EXPAND_PATTERN, fields);
		}
		start = at;
	}
	return status;
}

enum expand_status split_value(struct expander *expander, const char *data, size_t len,
			       struct fields *fields)
{
	const unsigned char *classes = expander->ifs_class;
	size_t at = 0;
	char *text;

	ifs_ready(expander);
	while (at < len && classes[(unsigned char)data[at]] == 0) {
		at++;
	}
	if (len == 0) {
		return EXPAND_OK;
	}
	text = arena_copy(expander->arena, data, len);
	if (at == len) {
		fields_add(expander->arena, fields, text);
		return EXPAND_OK;
	}
	return split_plain(expander, text, len, at, fields);
}

/* The length of a separator other than white space at AT that is wholly of one expansion. */
static size_t split_other_length(const struct build *build, size_t at)
{
	size_t len = ifs_other_length(build->expander, build->text + at, build->len - at);
	size_t i;

	for (i = 1; i < len; i++) {
		if ((build->marks[at + i] & (MARK_EXPANDED | MARK_BEGIN)) != MARK_EXPANDED) {
			return 0;
		}
	}
	return len;
}

/* Passes over IFS white space and at most one other separator; *OTHER: there was one. */
static size_t split_skip(const struct build *build, size_t at, bool *other)
{
	size_t len;

	while (at < build->len && (build->marks[at] & MARK_EXPANDED) &&
	       ifs_is_space(build->expander, build->text[at])) {
		at++;
	}
	*other = false;
	if (at < build->len && (build->marks[at] & MARK_EXPANDED)) {
		len = split_other_length(build, at);
		*other = len > 0;
		at += len;
	}
	return at;
}

/*
 * The candidate field of 2.6.5 is moved together at START..TO of the text; "not empty" in its sense
 * is FILLED, since quotes count until they are removed.
 */
static enum expand_status split_marked(struct build *build, struct fields *fields)
{
	struct expander *expander = build->expander;
	enum expand_status status = EXPAND_OK;
	char *text = build->text;
	unsigned char *marks = build->marks;
	bool filled = false;
	bool pattern = false;
	size_t start = 0;
	size_t to = 0;
	size_t at = 0;

	while (at < build->len && status == EXPAND_OK) {
		unsigned mark = marks[at];
		unsigned kind = expander->ifs_class[(unsigned char)text[at]];
		bool other = false;
		size_t next = at;

		if (mark & MARK_NULL) {
			filled = true;
			at++;
			continue;
		}
		if (mark & MARK_BREAK) {
			next++;
		} else if ((mark & MARK_EXPANDED) && (kind & ~(unsigned)EXPAND_PATTERN)) {
			next = split_skip(build, at, &other);
		}
		if (next == at) {
			pattern |= (kind & EXPAND_PATTERN) && !(mark & MARK_QUOTED);
			text[to] = text[at];
			marks[to++] = mark & MARK_QUOTED;
			at++;
			filled = true;
			continue;
		}
		if (filled || other) {
			status = split_emit(expander, text + start, marks + start, to - start,
					    pattern, fields);
		}
		start = to = at = next;
		filled = pattern = false;
	}
	if (filled && status == EXPAND_OK) {
		status = split_emit(expander, text + start, marks + start, to - start, pattern,
				    fields);
	}
	return status;
}

enum expand_status split_build(struct build *build, struct fields *fields)
{
	build_close(build);
	if (build->marks) {
		ifs_ready(build->expander);
		return split_marked(build, fields);
	}
	if (build->len > 0 || build->null) {
		fields_add(build->expander->arena, fields, build->text);
	}
	return EXPAND_OK;
}

/* ---- read ----------------------------------------------------------- */

struct read_split {
	const struct expander *expander;
	const char *text;
	const unsigned char *quoted;
	size_t len;
};

static bool read_quoted(const struct read_split *split, size_t at)
{
	return split->quoted && split->quoted[at];
}

static size_t read_skip_space(const struct read_split *split, size_t at)
{
	while (at < split->len && !read_quoted(split, at) &&
	       ifs_is_space(split->expander, split->text[at])) {
		at++;
	}
	return at;
}

static size_t read_other_length(const struct read_split *split, size_t at)
{
	size_t len;
	size_t i;

	if (at == split->len || read_quoted(split, at)) {
		return 0;
	}
	len = ifs_other_length(split->expander, split->text + at, split->len - at);
	for (i = 1; i < len; i++) {
		if (read_quoted(split, at + i)) {
			return 0;
		}
	}
	return len;
}

/* The end of the field that begins at AT, and where what follows its separator begins. */
static size_t read_field_end(const struct read_split *split, size_t at, size_t *next)
{
	const unsigned char *classes = split->expander->ifs_class;

	for (; at < split->len; at++) {
		size_t behind;
		size_t other;

		if ((classes[(unsigned char)split->text[at]] & ~(unsigned)EXPAND_PATTERN) == 0) {
			continue;
		}
		behind = read_skip_space(split, at);
		other = read_other_length(split, behind);
		if (behind > at || other > 0) {
			*next = read_skip_space(split, behind + other);
			return at;
		}
	}
	*next = at;
	return at;
}

static size_t read_trim_end(const struct read_split *split, size_t at)
{
	size_t end = split->len;

	while (end > at && !read_quoted(split, end - 1) &&
	       ifs_is_space(split->expander, split->text[end - 1])) {
		end--;
	}
	return end;
}

void expand_split_read(struct expander *expander, const char *text, const unsigned char *quoted,
		       size_t len, size_t max, struct fields *fields)
{
	struct read_split split = { expander, text, quoted, len };
	size_t taken = 0;
	size_t at;

	ifs_ready(expander);
	at = read_skip_space(&split, 0);
	while (at < len && taken < max) {
		size_t next;
		size_t end = read_field_end(&split, at, &next);

		if (++taken == max && next < len) {
			end = read_trim_end(&split, at);
		}
		fields_add(expander->arena, fields,
			   arena_copy(expander->arena, text + at, end - at));
		at = next;
	}
}
