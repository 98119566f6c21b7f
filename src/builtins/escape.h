/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The backslash escapes of echo and printf (XBD 5, XCU echo, XCU printf).
 */
#ifndef BUILTINS_ESCAPE_H
#define BUILTINS_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/utf8.h"

enum escape_style {
	ESCAPE_ZERO,   /* octal numbers begin with a 0: echo */
	ESCAPE_FORMAT, /* octal numbers are one to three digits: the format of printf */
	ESCAPE_BOTH,   /* either: %b */
};

enum { ESCAPE_MAX = UTF8_MAX };

/*
 * *TEXT is behind a backslash; it is moved behind the escape, whose bytes go to BYTES. How many:
 * 0, it is none, and *text was not moved. EXTENSIONS: \e, \xHH, \uHHHH, too. \c is the caller's.
 */
size_t escape_parse(const char **text, enum escape_style style, bool extensions,
		    char bytes[ESCAPE_MAX]);

#endif
