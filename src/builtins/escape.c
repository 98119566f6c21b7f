/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/escape.h"

#include <stdint.h>
#include <string.h>

static bool escape_octal(const char **text, unsigned max_digits, char *byte)
{
	const char *p = *text;
	unsigned value = 0;

	for (; max_digits > 0 && *p >= '0' && *p <= '7'; p++, max_digits--) {
		value = value * 8 + (unsigned)(*p - '0');
	}
	*text = p;
	*byte = (char)(unsigned char)value;
	return true;
}

static int escape_hex_digit(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One or two digits behind the x. */
static bool escape_hex(const char **text, char *byte)
{
	const char *p = *text + 1;
	int value = escape_hex_digit(*p);

	if (value < 0) {
		return false;
	}
	p++;
	if (escape_hex_digit(*p) >= 0) {
		value = value * 16 + escape_hex_digit(*p++);
	}
	*text = p;
	*byte = (char)(unsigned char)value;
	return true;
}

/* The digits behind u or U. */
static size_t escape_unicode(const char **text, char bytes[UTF8_MAX])
{
	int max = **text == 'u' ? 4 : 8;
	const char *p = *text + 1;
	uint32_t code = 0;
	size_t len;
	int count;

	for (count = 0; count < max && escape_hex_digit(*p) >= 0; count++) {
		code = code << 4 | (uint32_t)escape_hex_digit(*p++);
	}
	len = count > 0 ? utf8_encode(code, bytes) : 0;
	*text = len > 0 ? p : *text;
	return len;
}

size_t escape_parse(const char **text, enum escape_style style, bool extensions,
		    char bytes[ESCAPE_MAX])
{
	static const char names[] = "\\abfnrtv";
	static const char values[] = "\\\a\b\f\n\r\t\v";
	char c = **text;
	const char *known = c != '\0' ? strchr(names, c) : NULL;

	if (known) {
		bytes[0] = values[known - names];
		(*text)++;
		return 1;
	}
	if (c == '0' && style != ESCAPE_FORMAT) {
		(*text)++;
		return escape_octal(text, 3, bytes);
	}
	if (c >= '0' && c <= '7' && style != ESCAPE_ZERO) {
		return escape_octal(text, 3, bytes);
	}
	if (!extensions) {
		return 0;
	}
	if (c == 'e' || c == 'E') {
		bytes[0] = '\033';
		(*text)++;
		return 1;
	}
	if (c == 'u' || c == 'U') {
		return escape_unicode(text, bytes);
	}
	return c == 'x' && escape_hex(text, bytes);
}
