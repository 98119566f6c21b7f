/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pattern matching notation, XCU 2.14, for case, ${x#p} and pathnames.
 */
#ifndef EXPAND_PATTERN_H
#define EXPAND_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* QUOTED: a byte per byte of TEXT, nonzero: stands for itself. NULL: none is. */
bool pattern_match(const char *text, const unsigned char *quoted, size_t len, const char *string,
		   size_t string_len);
/* Has it an unquoted * ? or [ ...]? */
bool pattern_special(const char *text, const unsigned char *quoted, size_t len);

enum pattern_end { PATTERN_PREFIX, PATTERN_SUFFIX };

/* How many bytes of STRING the shortest or longest match at one end takes; false: no match. */
bool pattern_trim(const char *text, const unsigned char *quoted, size_t len, const char *string,
		  size_t string_len, enum pattern_end end, bool longest, size_t *taken);

#endif
