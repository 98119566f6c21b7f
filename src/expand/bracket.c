/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/bracket.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

/* No character: only the end is asked for. */
#define BRACKET_NO_CODE UINT32_MAX

struct bracket {
	const char *text;
	const unsigned char *quoted;
	size_t len;
	size_t at; /* what comes next */
	enum locale_charset charset;
	uint32_t code; /* what is looked for */
	bool found;
};

enum bracket_item { BRACKET_INVALID, BRACKET_CHARACTER, BRACKET_SET };

static bool bracket_unquoted(const struct bracket *b, size_t at, char c)
{
	return at < b->len && b->text[at] == c && !(b->quoted && b->quoted[at]);
}

/* In a locale of single bytes the library's wide classes want wide characters. */
static wint_t bracket_wide(const struct bracket *b, uint32_t code)
{
	if (code & LOCALE_INVALID) {
		return WEOF;
	}
	if (code < 0x80) {
		return (wint_t)code;
	}
	return b->charset == LOCALE_UTF8 || b->charset == LOCALE_OTHER ? (wint_t)code
								       : btowc((int)code);
}

/* [:name:] with NAME of LEN bytes; false: there is no such class. */
static bool bracket_class(struct bracket *b, const char *name, size_t len)
{
	char copy[32];
	wctype_t type;

	if (len == 0 || len >= sizeof(copy)) {
		return false;
	}
	memcpy(copy, name, len);
	copy[len] = '\0';
	type = wctype(copy);
	if (type == (wctype_t)0) {
		return false;
	}
	if (b->code != BRACKET_NO_CODE && iswctype(bracket_wide(b, b->code), type)) {
		b->found = true;
	}
	return true;
}

/*
 * Do two characters collate alike at the first level? There is no portable question for it;
 * glibc's strxfrm() separates the levels by a byte of value 1, and where the transformation
 * is the identity nothing but the character itself compares equal.
 */
static bool bracket_equivalent(const struct bracket *b, uint32_t one, uint32_t other)
{
	uint32_t codes[2] = { one, other };
	char keys[2][64];
	size_t lens[2];
	size_t i;

	for (i = 0; i < 2; i++) {
		char bytes[MB_LEN_MAX + 1];
		mbstate_t state = { 0 };
		wint_t wide = bracket_wide(b, codes[i]);
		size_t len = wide == WEOF ? (size_t)-1 : wcrtomb(bytes, (wchar_t)wide, &state);

		if (len == (size_t)-1) {
			return false;
		}
		bytes[len] = '\0';
		if (strxfrm(keys[i], bytes, sizeof(keys[i])) >= sizeof(keys[i])) {
			return false;
		}
		lens[i] = strcspn(keys[i], "\1");
	}
	return lens[0] > 0 && lens[0] == lens[1] && memcmp(keys[0], keys[1], lens[0]) == 0;
}

/* Behind "[" KIND: where KIND "]" stands, or 0. */
static size_t bracket_inner_end(const struct bracket *b, char kind)
{
	size_t i;

	for (i = b->at + 2; i + 1 < b->len; i++) {
		if (bracket_unquoted(b, i, kind) && bracket_unquoted(b, i + 1, ']')) {
			return i;
		}
	}
	return 0;
}

/* [:c:] [=c=] [.c.] at b->at. */
static enum bracket_item bracket_inner(struct bracket *b, size_t end, uint32_t *code)
{
	char kind = b->text[b->at + 1];
	const char *start = b->text + b->at + 2;
	size_t len = end - b->at - 2;

	b->at = end + 2;
	if (kind == ':') {
		return bracket_class(b, start, len) ? BRACKET_SET : BRACKET_INVALID;
	}
	/* Elements of several characters are of no locale's collation that we know of. */
	if (len == 0 || locale_decode(b->charset, start, len, code) != len) {
		return BRACKET_INVALID;
	}
	if (kind == '=' && *code != b->code && b->code != BRACKET_NO_CODE &&
	    bracket_equivalent(b, *code, b->code)) {
		b->found = true;
	}
	return BRACKET_CHARACTER;
}

/* The next item: a character, whose value is in *CODE, or a set, already looked through. */
static enum bracket_item bracket_next(struct bracket *b, uint32_t *code)
{
	if (bracket_unquoted(b, b->at, '[') && b->at + 1 < b->len &&
	    (bracket_unquoted(b, b->at + 1, ':') || bracket_unquoted(b, b->at + 1, '=') ||
	     bracket_unquoted(b, b->at + 1, '.'))) {
		size_t end = bracket_inner_end(b, b->text[b->at + 1]);

		if (end > 0) {
			return bracket_inner(b, end, code);
		}
	}
	if (bracket_unquoted(b, b->at, '\\') && b->at + 1 < b->len) {
		b->at++;
	}
	b->at += locale_decode(b->charset, b->text + b->at, b->len - b->at, code);
	return BRACKET_CHARACTER;
}

/* One item or range, noted if it holds b->code. */
static bool bracket_take(struct bracket *b)
{
	uint32_t first;
	uint32_t last;
	enum bracket_item item = bracket_next(b, &first);

	if (item != BRACKET_CHARACTER) {
		return item == BRACKET_SET;
	}
	last = first;
	if (bracket_unquoted(b, b->at, '-') && b->at + 1 < b->len &&
	    !bracket_unquoted(b, b->at + 1, ']')) {
		b->at++;
		if (bracket_next(b, &last) != BRACKET_CHARACTER) {
			return false;
		}
		if ((first ^ last) & LOCALE_INVALID) {
			return true; /* a byte and a character: nothing lies between */
		}
	}
	if (b->code >= first && b->code <= last && b->code != BRACKET_NO_CODE) {
		b->found = true;
	}
	return true;
}

/* What is not as simple as most: classes and their like, backslashes, bytes above 0x7f. */
static inline bool bracket_hard(const struct bracket *b, size_t at)
{
	unsigned char c = (unsigned char)b->text[at];

	return c == '[' || c == '\\' || c >= 0x80;
}

/*
 * The same as bracket_match() for single bytes and ranges of such. 0: no end was found, or
 * something else before it.
 */
static size_t bracket_match_simple(const struct bracket *b, size_t at, bool negated, bool *matches)
{
	size_t first = at;
	bool found = false;

	for (; at < b->len && !bracket_hard(b, at); at++) {
		unsigned char low = (unsigned char)b->text[at];
		unsigned char high = low;

		if (low == ']' && at > first && bracket_unquoted(b, at, ']')) {
			*matches = found != negated;
			return at + 1;
		}
		if (bracket_unquoted(b, at + 1, '-') && at + 2 < b->len &&
		    !bracket_unquoted(b, at + 2, ']')) {
			at += 2;
			if (bracket_hard(b, at)) {
				return 0;
			}
			high = (unsigned char)b->text[at];
		}
		found |= b->code >= low && b->code <= high;
	}
	return 0;
}

size_t bracket_match(const char *text, const unsigned char *quoted, size_t len, size_t at,
		     enum locale_charset charset, uint32_t code, bool *matches)
{
	struct bracket b = { text, quoted, len, at + 1, charset, code, false };
	bool negated = bracket_unquoted(&b, b.at, '!') || bracket_unquoted(&b, b.at, '^');
	size_t first;

	if (negated) {
		b.at++;
	}
	first = bracket_match_simple(&b, b.at, negated, matches);
	if (first > 0) {
		return first;
	}
	first = b.at;
	while (b.at < len) {
		if (b.at > first && bracket_unquoted(&b, b.at, ']')) {
			*matches = b.found != negated;
			return b.at + 1;
		}
		if (!bracket_take(&b)) {
			return 0;
		}
	}
	return 0;
}

size_t bracket_end(const char *text, const unsigned char *quoted, size_t len, size_t at,
		   enum locale_charset charset)
{
	bool matches;

	return bracket_match(text, quoted, len, at, charset, BRACKET_NO_CODE, &matches);
}
