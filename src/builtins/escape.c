/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/escape.h"

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

bool escape_parse(const char **text, enum escape_style style, bool extensions, char *byte)
{
	static const char names[] = "\\abfnrtv";
	static const char bytes[] = "\\\a\b\f\n\r\t\v";
	char c = **text;
	const char *known = c != '\0' ? strchr(names, c) : NULL;

	if (known) {
		*byte = bytes[known - names];
		(*text)++;
		return true;
	}
	if (c == '0' && style != ESCAPE_FORMAT) {
		(*text)++;
		return escape_octal(text, 3, byte);
	}
	if (c >= '0' && c <= '7' && style != ESCAPE_ZERO) {
		return escape_octal(text, 3, byte);
	}
	if (!extensions) {
		return false;
	}
	if (c == 'e') {
		*byte = '\033';
		(*text)++;
		return true;
	}
	return c == 'x' && escape_hex(text, byte);
}
