/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/utf8.h"
#include "expand/expand.h"

enum locale_charset locale_charset(void)
{
	if (MB_CUR_MAX == 1) {
		return LOCALE_BYTES;
	}
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? LOCALE_UTF8 : LOCALE_OTHER;
}

bool locale_has_high(const char *text, size_t len)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t bits = 0;
	uint64_t last = 0;
	size_t i;

	if (len >= sizeof(bits)) {
		for (i = 0; i + sizeof(bits) <= len; i += sizeof(bits)) {
			memcpy(&last, text + i, sizeof(last));
			bits |= last;
		}
		memcpy(&last, text + len - sizeof(last), sizeof(last));
	} else if (len >= sizeof(uint32_t)) {
		memcpy(&bits, text, sizeof(uint32_t));
		memcpy(&last, text + len - sizeof(uint32_t), sizeof(uint32_t));
	} else {
		for (i = 0; i < len; i++) {
			bits |= (unsigned char)text[i];
		}
	}
	return (bits | last) & high;
}

static size_t locale_decode_utf8(const char *text, size_t len, uint32_t *code)
{
	size_t used = utf8_decode(text, len, code);

	if (used == 0) {
		*code = LOCALE_INVALID | (unsigned char)text[0];
		return 1;
	}
	return used;
}

static size_t locale_decode_other(const char *text, size_t len, uint32_t *code)
{
	mbstate_t state = { 0 };
	wchar_t wide = 0;
	size_t used = mbrtowc(&wide, text, len, &state);

	if (used == (size_t)-1 || used == (size_t)-2 || used == 0) {
		*code = LOCALE_INVALID | (unsigned char)text[0];
		return 1;
	}
	*code = (uint32_t)wide;
	return used;
}

size_t locale_decode(enum locale_charset charset, const char *text, size_t len, uint32_t *code)
{
	unsigned char first = (unsigned char)text[0];

	if (first < 0x80 || charset == LOCALE_BYTES || charset == LOCALE_UNKNOWN) {
		*code = first;
		return 1;
	}
	if (charset == LOCALE_UTF8) {
		return locale_decode_utf8(text, len, code);
	}
	return locale_decode_other(text, len, code);
}

size_t locale_count(enum locale_charset charset, const char *text, size_t len)
{
	size_t count = 0;
	size_t at = 0;
	uint32_t code;

	if (charset == LOCALE_BYTES || charset == LOCALE_UNKNOWN) {
		return len;
	}
	while (at < len) {
		at += locale_decode(charset, text + at, len - at, &code);
		count++;
	}
	return count;
}

size_t locale_offset(enum locale_charset charset, const char *text, size_t len, size_t count)
{
	size_t at = 0;
	uint32_t code;

	if (charset == LOCALE_BYTES || charset == LOCALE_UNKNOWN) {
		return count < len ? count : len;
	}
	for (; count > 0 && at < len; count--) {
		at += locale_decode(charset, text + at, len - at, &code);
	}
	return at;
}

static size_t locale_encode_utf8(uint32_t code, char *buffer)
{
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	size_t i;

	if (len == 1) {
		buffer[0] = (char)code;
		return 1;
	}
	for (i = len - 1; i > 0; i--) {
		buffer[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	buffer[0] = (char)((0xf00u >> len & 0xf0) | code);
	return len;
}

size_t locale_change_case(enum locale_charset charset, uint32_t code, bool upper,
			  char buffer[LOCALE_CHARACTER_MAX])
{
	mbstate_t state = { 0 };
	uint32_t other;
	size_t len;

	if (code < 0x80) {
		bool letter = upper ? code >= 'a' && code <= 'z' : code >= 'A' && code <= 'Z';

		buffer[0] = (char)(letter ? code ^ 0x20 : code);
		return 1;
	}
	if (charset == LOCALE_BYTES || charset == LOCALE_UNKNOWN || code & LOCALE_INVALID) {
		return 0;
	}
	other = (uint32_t)(upper ? towupper((wint_t)code) : towlower((wint_t)code));
	if (charset == LOCALE_UTF8) {
		return locale_encode_utf8(other, buffer);
	}
	len = wcrtomb(buffer, (wchar_t)other, &state);
	return len == (size_t)-1 ? 0 : len;
}

/* What the variables say of a category, XBD 8.2; "" for none. BUFFER takes the name. */
static const char *locale_name(struct expander *expander, const char *category, char *buffer,
			       size_t size)
{
	const char *names[3] = { "LC_ALL", category, "LANG" };
	size_t i;

	for (i = 0; i < 3; i++) {
		struct symbol *symbol = symbol_find(expander->symbols, names[i], strlen(names[i]));
		struct expand_value value = { NULL, 0 };

		if (symbol) {
			value = expander->host->get(expander->context, symbol);
		}
		if (value.data && value.len > 0) {
			if (value.len >= size) {
				return "";
			}
			memcpy(buffer, value.data, value.len);
			buffer[value.len] = '\0';
			return buffer;
		}
	}
	return "";
}

static bool locale_is_c(const char *name)
{
	return name[0] == '\0' || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

/* A locale that is not there counts as C. */
static void locale_set(int category, const char *name)
{
	if (locale_is_c(name) || !setlocale(category, name)) {
		(void)setlocale(category, "C"); /* cannot fail */
	}
}

bool expand_locale_peek(struct expander *expander)
{
	char buffer[256];

	if (expander->ctype_ready || expander->ctype_pending) {
		return false;
	}
	/* Every process begins in the C locale. */
	if (!expander->ctype_set &&
	    locale_is_c(locale_name(expander, "LC_CTYPE", buffer, sizeof(buffer)))) {
		expander->ctype_ready = true;
	} else {
		expander->ctype_pending = true;
	}
	return true;
}

void expand_locale_ready(struct expander *expander)
{
	char buffer[256];

	if (!expander->ctype_ready) {
		locale_set(LC_CTYPE, locale_name(expander, "LC_CTYPE", buffer, sizeof(buffer)));
		expander->ctype_set = true;
		expander->ctype_ready = true;
		/* [=e=] is a question of collation, asked where there is no expander. */
		(void)expand_locale_collates_bytes(expander);
	}
}

bool expand_locale_collates_bytes(struct expander *expander)
{
	char buffer[256];
	const char *name;

	if (expander->collate_ready) {
		return expander->collate_bytes;
	}
	name = locale_name(expander, "LC_COLLATE", buffer, sizeof(buffer));
	expander->collate_ready = true;
	/* C.UTF-8 sorts by code point, which in UTF-8 is by byte. */
	expander->collate_bytes = locale_is_c(name) || strncmp(name, "C.", 2) == 0;
	if (!expander->collate_bytes) {
		locale_set(LC_COLLATE, name);
		expander->collate_bytes = strcmp(setlocale(LC_COLLATE, NULL), "C") == 0;
		/* strcoll() reads characters, too. */
		expand_locale_ready(expander);
	}
	return expander->collate_bytes;
}

void expand_locale_changed(struct expander *expander)
{
	expander->ctype_ready = false;
	expander->ctype_pending = false;
	expander->collate_ready = false;
	expand_ifs_changed(expander);
}
