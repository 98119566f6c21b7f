/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/char_class.h"

#define LETTER CHAR_NAME
#define DIGIT (CHAR_NAME | CHAR_DIGIT)
#define OPERATOR (CHAR_STOP | CHAR_DELIMITER)
#define QUOTING (CHAR_STOP | CHAR_QUOTED_STOP | CHAR_BRACE_STOP)
#define LETTER_8(c)                                                                 \
	[(c)] = LETTER, [(c) + 1] = LETTER, [(c) + 2] = LETTER, [(c) + 3] = LETTER, \
	[(c) + 4] = LETTER, [(c) + 5] = LETTER, [(c) + 6] = LETTER, [(c) + 7] = LETTER

const uint16_t char_classes[256] = {
	['\0'] = CHAR_STOP | CHAR_QUOTED_STOP | CHAR_BRACE_STOP,
	['\t'] = OPERATOR,
	['\n'] = OPERATOR | CHAR_QUOTED_STOP | CHAR_BRACE_STOP,
	[' '] = OPERATOR,
	['&'] = OPERATOR,
	['('] = OPERATOR | CHAR_PAREN,
	[')'] = OPERATOR | CHAR_PAREN,
	[';'] = OPERATOR,
	['<'] = OPERATOR | CHAR_BRACE_STOP | CHAR_ANGLE,
	['>'] = OPERATOR | CHAR_BRACE_STOP | CHAR_ANGLE,
	['|'] = OPERATOR,
	['"'] = QUOTING,
	['$'] = QUOTING | CHAR_SPECIAL,
	['\\'] = QUOTING,
	['`'] = QUOTING,
	['\''] = CHAR_STOP | CHAR_BRACE_STOP,
	['}'] = CHAR_BRACE_STOP,
	['*'] = CHAR_GLOB | CHAR_SPECIAL,
	['?'] = CHAR_GLOB | CHAR_SPECIAL,
	['['] = CHAR_BRACKET,
	['='] = CHAR_ASSIGN_STOP,
	[':'] = CHAR_ASSIGN_STOP,
	['@'] = CHAR_SPECIAL,
	['#'] = CHAR_SPECIAL,
	['-'] = CHAR_SPECIAL,
	['!'] = CHAR_SPECIAL,
	['0'] = DIGIT,
	['1'] = DIGIT,
	['2'] = DIGIT,
	['3'] = DIGIT,
	['4'] = DIGIT,
	['5'] = DIGIT,
	['6'] = DIGIT,
	['7'] = DIGIT,
	['8'] = DIGIT,
	['9'] = DIGIT,
	['_'] = LETTER,
	LETTER_8('A'),
	LETTER_8('I'),
	LETTER_8('Q'),
	['Y'] = LETTER,
	['Z'] = LETTER,
	LETTER_8('a'),
	LETTER_8('i'),
	LETTER_8('q'),
	['y'] = LETTER,
	['z'] = LETTER,
};

bool char_all_name(const char *text, size_t len)
{
	size_t i;

	if (len == 0 || !char_is_name_start(text[0])) {
		return false;
	}
	for (i = 1; i < len; i++) {
		if (!char_is_name(text[i])) {
			return false;
		}
	}
	return true;
}
