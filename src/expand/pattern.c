/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pattern is segments with asterisks between them; a segment is matched at a place in
 * the string, and takes a number of characters known beforehand. An asterisk
 * takes as little as the next segment allows, and need never be reconsidered: what is
 * left of the string is then as long as it can be. So no match takes longer than the
 * product of the lengths; a segment of plain bytes is found by memmem().
 */
#include <config.h>

#include "expand/pattern.h"

#include <string.h>

#include "expand/bracket.h"
#include "expand/locale.h"

/* No such place. */
#define PATTERN_NONE ((size_t)-1)

/* More segments than these are trimmed from the end the slow way. */
enum { PATTERN_SEGMENTS = 16 };

struct pattern {
	const char *text;
	const unsigned char *quoted;
	size_t len;
	const char *string;
	size_t string_len;
	enum locale_charset charset; /* LOCALE_UNKNOWN until it matters */
};

/* Pattern bytes FROM to TO, without an asterisk. */
struct segment {
	size_t from;
	size_t to;
	bool plain;   /* bytes that stand for themselves */
	bool wide;    /* there are bytes above 0x7f, so COUNT is not known */
	size_t count; /* the characters it takes */
};

static inline enum locale_charset pattern_charset(struct pattern *p)
{
	if (p->charset == LOCALE_UNKNOWN) {
		p->charset = locale_charset();
	}
	return p->charset;
}

/* The character of the string at AT. */
static inline size_t pattern_decode(struct pattern *p, size_t at, uint32_t *code)
{
	unsigned char c = (unsigned char)p->string[at];

	if (c < 0x80) {
		*code = c;
		return 1;
	}
	return locale_decode(pattern_charset(p), p->string + at, p->string_len - at, code);
}

static inline bool pattern_quoted(const struct pattern *p, size_t at)
{
	return p->quoted && p->quoted[at];
}

/* An unquoted backslash with something unquoted behind it: it came from an expansion. */
static inline bool pattern_escapes(const struct pattern *p, size_t at, size_t end)
{
	return at + 1 < end && !pattern_quoted(p, at + 1);
}

/* The end of the bracket expression at AT; 0: none. */
static size_t pattern_bracket(struct pattern *p, size_t at)
{
	return bracket_end(p->text, p->quoted, p->len, at, pattern_charset(p));
}

static struct segment pattern_segment(struct pattern *p, size_t from)
{
	struct segment segment = { from, from, true, false, 0 };
	size_t i = from;

	for (; i < p->len; segment.count++) {
		char c = p->text[i];
		size_t end;

		if ((c == '*' || c == '?' || c == '[' || c == '\\') && !pattern_quoted(p, i)) {
			if (c == '*') {
				break;
			}
			if (c == '?') {
				segment.plain = false;
			} else if (c == '\\' && pattern_escapes(p, i, p->len)) {
				segment.plain = false;
				i++;
			} else if (c == '[' && (end = pattern_bracket(p, i)) > 0) {
				segment.plain = false;
				i = end;
				continue;
			}
		}
		segment.wide |= (unsigned char)p->text[i++] >= 0x80;
	}
	segment.to = i;
	return segment;
}

static size_t pattern_skip_stars(const struct pattern *p, size_t at)
{
	while (at < p->len && p->text[at] == '*' && !pattern_quoted(p, at)) {
		at++;
	}
	return at;
}

/* One element of a segment at *I against the string at AT: the place behind, or none. */
static inline size_t pattern_element(struct pattern *p, size_t *i, size_t to, size_t at)
{
	char c = p->text[*i];
	uint32_t code;

	if (at == p->string_len) {
		return PATTERN_NONE;
	}
	if (!pattern_quoted(p, *i)) {
		if (c == '?') {
			++*i;
			return at + pattern_decode(p, at, &code);
		}
		if (c == '[') {
			bool matches = false;
			size_t len = pattern_decode(p, at, &code);
			size_t end = bracket_match(p->text, p->quoted, to, *i, pattern_charset(p),
						   code, &matches);

			if (end > 0) {
				*i = end;
				return matches ? at + len : PATTERN_NONE;
			}
		}
		if (c == '\\' && pattern_escapes(p, *i, to)) {
			c = p->text[++*i];
		}
	}
	++*i;
	return p->string[at] == c ? at + 1 : PATTERN_NONE;
}

/* SEGMENT at AT: the place behind it, or none. */
static size_t segment_match(struct pattern *p, const struct segment *segment, size_t at)
{
	size_t i = segment->from;

	if (segment->plain) {
		size_t len = segment->to - segment->from;

		return p->string_len - at >= len && memcmp(p->string + at, p->text + i, len) == 0
			       ? at + len
			       : PATTERN_NONE;
	}
	while (i < segment->to && at != PATTERN_NONE) {
		at = pattern_element(p, &i, segment->to, at);
	}
	return at;
}

/* May plain bytes be looked for without regard to characters? In UTF-8 none begins within
   another. */
static bool pattern_bytes(struct pattern *p)
{
	return pattern_charset(p) != LOCALE_OTHER || !locale_has_high(p->string, p->string_len);
}

/* The first match of SEGMENT from AT on: *START, and the place behind it. */
static size_t segment_search(struct pattern *p, const struct segment *segment, size_t at,
			     size_t *start)
{
	uint32_t code;

	if (segment->plain && pattern_bytes(p)) {
		size_t len = segment->to - segment->from;
		const char *found =
			memmem(p->string + at, p->string_len - at, p->text + segment->from, len);

		*start = found ? (size_t)(found - p->string) : PATTERN_NONE;
		return found ? *start + len : PATTERN_NONE;
	}
	for (;;) {
		size_t end = segment_match(p, segment, at);

		if (end != PATTERN_NONE) {
			*start = at;
			return end;
		}
		if (at == p->string_len) {
			return PATTERN_NONE;
		}
		at += pattern_decode(p, at, &code);
	}
}

/* The same as pattern_back() where it takes more than a step. */
static size_t pattern_back_far(struct pattern *p, size_t at)
{
	uint32_t code;
	size_t i;

	if (pattern_charset(p) == LOCALE_UTF8) {
		for (i = 2; i <= 4 && i <= at; i++) {
			if (locale_decode(LOCALE_UTF8, p->string + at - i, i, &code) == i) {
				return at - i;
			}
		}
		return at - 1;
	}
	for (i = 0;;) {
		size_t len = locale_decode(p->charset, p->string + i, p->string_len - i, &code);

		if (i + len >= at) {
			return i;
		}
		i += len;
	}
}

/* Where the character that ends before AT (above 0) begins. */
static inline size_t pattern_back(struct pattern *p, size_t at)
{
	enum locale_charset charset = pattern_charset(p);

	if (charset == LOCALE_BYTES ||
	    (charset == LOCALE_UTF8 && (unsigned char)p->string[at - 1] < 0x80)) {
		return at - 1;
	}
	return pattern_back_far(p, at);
}

/* How many characters a segment takes. */
static size_t segment_characters(struct pattern *p, const struct segment *segment)
{
	size_t count = 0;
	size_t i = segment->from;
	uint32_t code;

	while (i < segment->to) {
		size_t end = 0;

		if (!pattern_quoted(p, i)) {
			if (p->text[i] == '[') {
				end = pattern_bracket(p, i);
			} else if (p->text[i] == '\\' && pattern_escapes(p, i, segment->to)) {
				i++;
			}
		}
		i = end > 0 ? end
			    : i + locale_decode(pattern_charset(p), p->text + i, segment->to - i,
						&code);
		count++;
	}
	return count;
}

/* Where a match of SEGMENT that ends at END begins, not before LOW; or none. */
static size_t segment_match_end(struct pattern *p, const struct segment *segment, size_t low,
				size_t end)
{
	size_t at = end;
	size_t count = segment->count;

	if (segment->plain) {
		size_t len = segment->to - segment->from;

		return end - low >= len && memcmp(p->string + end - len, p->text + segment->from,
						  len) == 0
			       ? end - len
			       : PATTERN_NONE;
	}
	if (segment->wide) {
		count = segment_characters(p, segment);
	}
	for (; count > 0; count--) {
		if (at <= low) {
			return PATTERN_NONE;
		}
		at = pattern_back(p, at);
	}
	return at >= low && segment_match(p, segment, at) == end ? at : PATTERN_NONE;
}

/* The last match of SEGMENT that begins at LOW or later and ends at LIMIT or before: *END and
   where it begins. */
static size_t segment_search_back(struct pattern *p, const struct segment *segment, size_t low,
				  size_t limit, size_t *end)
{
	size_t len = segment->to - segment->from;
	size_t at = limit;

	if (segment->plain && len > 0 && pattern_bytes(p)) {
		char first = p->text[segment->from];
		const char *found = NULL;

		if (limit - low < len) {
			return PATTERN_NONE;
		}
		at = limit - len + 1;
		while ((found = memrchr(p->string + low, first, at - low))) {
			at = (size_t)(found - p->string);
			if (memcmp(found, p->text + segment->from, len) == 0) {
				*end = at + len;
				return at;
			}
		}
		return PATTERN_NONE;
	}
	for (;;) {
		size_t start = segment_match_end(p, segment, low, at);

		if (start != PATTERN_NONE) {
			*end = at;
			return start;
		}
		if (at <= low) {
			return PATTERN_NONE;
		}
		at = pattern_back(p, at);
	}
}

/* The first or last byte of a pattern, which may well not be that of the string. An element ends in
   a special character or in a byte that stands for itself. */
static inline bool pattern_differs(const struct pattern *p, size_t at, char c)
{
	char byte = p->text[at];

	return byte != c &&
	       ((byte != '*' && byte != '?' && byte != '[' && byte != ']' && byte != '\\') ||
		pattern_quoted(p, at));
}

bool pattern_match(const char *text, const unsigned char *quoted, size_t len, const char *string,
		   size_t string_len)
{
	struct pattern p = { text, quoted, len, string, string_len, LOCALE_UNKNOWN };
	struct segment segment;
	size_t start;
	size_t at;

	if (string_len > 0 && len > 0 &&
	    (pattern_differs(&p, 0, string[0]) ||
	     pattern_differs(&p, len - 1, string[string_len - 1]))) {
		return false;
	}
	segment = pattern_segment(&p, 0);
	at = segment_match(&p, &segment, 0);
	while (at != PATTERN_NONE && segment.to < len) {
		size_t next = pattern_skip_stars(&p, segment.to);

		if (next == len) {
			return true;
		}
		segment = pattern_segment(&p, next);
		if (segment.to == len) {
			return segment_match_end(&p, &segment, at, string_len) != PATTERN_NONE;
		}
		at = segment_search(&p, &segment, at, &start);
	}
	return at == string_len;
}

bool pattern_special(const char *text, const unsigned char *quoted, size_t len)
{
	struct pattern p = { text, quoted, len, "", 0, LOCALE_UNKNOWN };
	size_t i;

	for (i = 0; i < len; i++) {
		if (pattern_quoted(&p, i)) {
			continue;
		}
		if (text[i] == '*' || text[i] == '?' ||
		    (text[i] == '[' && pattern_bracket(&p, i) > 0)) {
			return true;
		}
		if (text[i] == '\\' && pattern_escapes(&p, i, len)) {
			i++;
		}
	}
	return false;
}

static bool pattern_trim_prefix(struct pattern *p, bool longest, size_t *taken)
{
	struct segment segment = pattern_segment(p, 0);
	size_t at = segment_match(p, &segment, 0);
	size_t start;
	size_t end;

	while (at != PATTERN_NONE && segment.to < p->len) {
		size_t next = pattern_skip_stars(p, segment.to);

		if (next == p->len) {
			*taken = longest ? p->string_len : at;
			return true;
		}
		segment = pattern_segment(p, next);
		if (longest && segment.to == p->len) {
			if (segment_search_back(p, &segment, at, p->string_len, &end) ==
			    PATTERN_NONE) {
				return false;
			}
			*taken = end;
			return true;
		}
		at = segment_search(p, &segment, at, &start);
	}
	*taken = at;
	return at != PATTERN_NONE;
}

/* Tries every place, for patterns of very many asterisks. */
static bool pattern_trim_suffix_slow(struct pattern *p, bool longest, size_t *taken)
{
	size_t at = longest ? 0 : p->string_len;
	uint32_t code;

	for (;;) {
		if (pattern_match(p->text, p->quoted, p->len, p->string + at, p->string_len - at)) {
			*taken = p->string_len - at;
			return true;
		}
		if (at == (longest ? p->string_len : 0)) {
			return false;
		}
		at = longest ? at + pattern_decode(p, at, &code) : pattern_back(p, at);
	}
}

/* The first segment of several, with the others matched behind LIMIT. */
static size_t pattern_trim_first(struct pattern *p, const struct segment *segment, size_t limit,
				 bool longest)
{
	struct pattern head = *p;
	size_t start;
	size_t end;

	if (segment->from == segment->to) {
		return longest ? 0 : limit;
	}
	if (!longest) {
		return segment_search_back(p, segment, 0, limit, &end);
	}
	head.string_len = limit;
	return segment_search(&head, segment, 0, &start) == PATTERN_NONE ? PATTERN_NONE : start;
}

static bool pattern_trim_suffix(struct pattern *p, bool longest, size_t *taken)
{
	struct segment segments[PATTERN_SEGMENTS];
	size_t count = 0;
	size_t next = 0;
	size_t end;
	size_t at;

	for (;;) {
		if (count == PATTERN_SEGMENTS) {
			return pattern_trim_suffix_slow(p, longest, taken);
		}
		segments[count] = pattern_segment(p, next);
		next = segments[count++].to;
		if (next == p->len) {
			break;
		}
		next = pattern_skip_stars(p, next);
	}
	at = segment_match_end(p, &segments[count - 1], 0, p->string_len);
	while (at != PATTERN_NONE && --count > 0) {
		at = count > 1 ? segment_search_back(p, &segments[count - 1], 0, at, &end)
			       : pattern_trim_first(p, &segments[0], at, longest);
	}
	*taken = p->string_len - at;
	return at != PATTERN_NONE;
}

bool pattern_trim(const char *text, const unsigned char *quoted, size_t len, const char *string,
		  size_t string_len, enum pattern_end end, bool longest, size_t *taken)
{
	struct pattern p = { text, quoted, len, string, string_len, LOCALE_UNKNOWN };

	return end == PATTERN_PREFIX ? pattern_trim_prefix(&p, longest, taken)
				     : pattern_trim_suffix(&p, longest, taken);
}
