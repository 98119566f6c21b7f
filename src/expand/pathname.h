/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pathname expansion, XCU 2.6.6 and 2.14.3.
 */
#ifndef EXPAND_PATHNAME_H
#define EXPAND_PATHNAME_H

#include <stddef.h>

#include "expand/expand.h"

/* Appends the pathnames that TEXT matches, sorted; TEXT itself, which must be terminated and stay
   where it is, if it matches none or is no pattern. QUOTED is as for pattern_match(). */
enum expand_status pathname_expand(struct expander *expander, const char *text,
				   const unsigned char *quoted, size_t len, struct fields *fields);

#endif
