/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens, XCU 2.3 and 2.10.1, pulled one ahead. Private to syntax/. */
#ifndef SYNTAX_LEXER_H
#define SYNTAX_LEXER_H

#include "syntax/parser_state.h"
#include "syntax/token.h"

/* What a token may be, besides an operator or a word. */
enum lex_mode {
	LEX_WORD = 0,
	LEX_RESERVED = 1 << 0,
	LEX_ASSIGNMENT = 1 << 1,
	LEX_ALIAS = 1 << 2,
	LEX_DECLARATION = 1 << 3, /* NAME=VALUE expands as an assignment */
	LEX_ESAC = 1 << 4,        /* only this reserved word */
	LEX_IN = 1 << 5,          /* only "in" */
	LEX_IN_DO = 1 << 6,       /* only "in" and "do" */
	LEX_DELIMITER = 1 << 7,   /* of a here-document */
	LEX_NAME = 1 << 8,        /* its symbol is wanted: a command name */
	LEX_ELEMENT = 1 << 12,    /* of an array: [INDEX]=VALUE is an assignment */

	LEX_COMMAND = LEX_RESERVED | LEX_ASSIGNMENT | LEX_ALIAS | LEX_NAME,
	LEX_ANY_RESERVED = LEX_RESERVED | LEX_ESAC | LEX_IN | LEX_IN_DO,
	LEX_PREFIX = LEX_ASSIGNMENT | LEX_ALIAS | LEX_NAME,
};

/* Reads the token ahead into parser->token. */
void lexer_read(struct parser *parser, unsigned mode);

/* The reserved word these unquoted bytes are in this mode, or TOKEN_NONE. */
enum token_type lexer_find_reserved(struct parser *parser, unsigned mode, const char *text,
				    size_t len, struct position position);

/* The type of the token ahead; MODE counts if it is read now. */
static inline enum token_type lexer_peek(struct parser *parser, unsigned mode)
{
	if (parser->token.type == TOKEN_NONE) {
		lexer_read(parser, mode);
	}
	return parser->token.type;
}

static inline void lexer_take(struct parser *parser)
{
	if (parser->token.type != TOKEN_END && parser->token.type != TOKEN_ERROR) {
		parser->token.type = TOKEN_NONE;
	}
}

#endif
