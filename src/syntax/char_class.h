/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a byte can be to the lexer. */
#ifndef SYNTAX_CHAR_CLASS_H
#define SYNTAX_CHAR_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum char_class {
	CHAR_STOP = 1 << 0,        /* ends a run of ordinary bytes in a word */
	CHAR_DELIMITER = 1 << 1,   /* ends a word: blanks, newline, operators */
	CHAR_QUOTED_STOP = 1 << 2, /* ends a run between double quotes */
	CHAR_GLOB = 1 << 3,        /* * ? */
	CHAR_BRACKET = 1 << 4,     /* [ */
	CHAR_NAME = 1 << 5,
	CHAR_DIGIT = 1 << 6,
	CHAR_SPECIAL = 1 << 7,     /* $@ and so on */
	CHAR_ASSIGN_STOP = 1 << 8, /* = : in an assignment */
	CHAR_BRACE_STOP = 1 << 9,  /* ends a run inside ${x-...} */
	CHAR_PAREN = 1 << 10,
	CHAR_ANGLE = 1 << 11, /* < > */
};

extern const uint16_t char_classes[256];

static inline uint16_t char_class(char c)
{
	return char_classes[(unsigned char)c];
}

static inline bool char_is_name(char c)
{
	return char_class(c) & CHAR_NAME;
}

static inline bool char_is_digit(char c)
{
	return char_class(c) & CHAR_DIGIT;
}

static inline bool char_is_name_start(char c)
{
	return (char_class(c) & (CHAR_NAME | CHAR_DIGIT)) == CHAR_NAME;
}

/* Is it a name, XBD 3.216? */
bool char_all_name(const char *text, size_t len);

#endif
