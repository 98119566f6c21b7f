/* SPDX-License-Identifier: MIT */
/* The encoding of characters that escapes name by number: \u and \U. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { UTF8_MAX = 4 };

/* The bytes of CODE, of which there are that many; 0: it is no character's. */
size_t utf8_encode(uint32_t code, char bytes[UTF8_MAX]);

#endif
