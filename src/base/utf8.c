/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/utf8.h"

size_t utf8_encode(uint32_t code, char bytes[UTF8_MAX])
{
	size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	size_t i;

	if (code > 0x10ffff) {
		return 0;
	}
	for (i = count; i > 1; i--) {
		bytes[i - 1] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	bytes[0] = count == 1 ? (char)code : (char)((0xf00 >> count & 0xff) | code);
	return count;
}
