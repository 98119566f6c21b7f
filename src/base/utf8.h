/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 as RFC 3629 has it.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * The character at the beginning of LEN (at least 1) bytes: its length, and its value in *CODE. 0: they
 * do not begin with one. A sequence that is cut short, overlong, a surrogate or above U+10FFFF is none.
 */
static inline size_t utf8_decode(const char *text, size_t len, uint32_t *code)
{
	static const uint32_t smallest[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *bytes = (const unsigned char *)text;
	unsigned char first = bytes[0];
	size_t need = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	uint32_t value = first & (0x7fu >> need);
	size_t i;

	if (first < 0x80) {
		*code = first;
		return 1;
	}
	if (first < 0xc2 || first > 0xf4 || len < need) {
		return 0;
	}
	for (i = 1; i < need; i++) {
		if ((bytes[i] & 0xc0) != 0x80) {
			return 0;
		}
		value = value << 6 | (bytes[i] & 0x3f);
	}
	if (value < smallest[need] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
		return 0;
	}
	*code = value;
	return need;
}

#endif
