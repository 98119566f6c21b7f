/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bracket expressions of patterns: XBD 9.3.5 as XCU 2.14.1 changes it.
 */
#ifndef EXPAND_BRACKET_H
#define EXPAND_BRACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "expand/locale.h"

/* TEXT[AT] is an unquoted [. Returns the index behind the ] of its expression, or 0 if it
   begins none and stands for itself. */
size_t bracket_end(const char *text, const unsigned char *quoted, size_t len, size_t at,
		   enum locale_charset charset);
/* The same; *MATCHES tells whether character CODE is in it. */
size_t bracket_match(const char *text, const unsigned char *quoted, size_t len, size_t at,
		     enum locale_charset charset, uint32_t code, bool *matches);

#endif
