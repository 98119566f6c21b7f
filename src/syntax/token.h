/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SYNTAX_TOKEN_H
#define SYNTAX_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/ast.h"
#include "syntax/input.h"

/* XCU 2.10.2's token identifiers. */
enum token_type {
	TOKEN_NONE,  /* none has been read ahead */
	TOKEN_ERROR, /* the lexer failed */
	TOKEN_END,
	TOKEN_NEWLINE,
	TOKEN_WORD,
	TOKEN_ASSIGNMENT,
	TOKEN_IO_NUMBER,
	TOKEN_IO_LOCATION, /* {name}, outside posix mode */
	TOKEN_AND_IF,
	TOKEN_OR_IF,
	TOKEN_PIPE,
	TOKEN_PIPE_AND, /* outside posix mode, as all with an & before or three < */
	TOKEN_AND,
	TOKEN_SEMI,
	TOKEN_DSEMI,
	TOKEN_SEMI_AND,
	TOKEN_LEFT_PAREN,
	TOKEN_RIGHT_PAREN,
	TOKEN_LESS, /* the first redirection operator */
	TOKEN_GREAT,
	TOKEN_CLOBBER,
	TOKEN_DGREAT,
	TOKEN_LESSGREAT,
	TOKEN_LESSAND,
	TOKEN_GREATAND,
	TOKEN_DLESS,
	TOKEN_DLESSDASH,
	TOKEN_TLESS,
	TOKEN_AND_GREAT,
	TOKEN_AND_DGREAT, /* the last */
	TOKEN_IF,         /* the first reserved word */
	TOKEN_THEN,
	TOKEN_ELSE,
	TOKEN_ELIF,
	TOKEN_FI,
	TOKEN_DO,
	TOKEN_DONE,
	TOKEN_CASE,
	TOKEN_ESAC,
	TOKEN_WHILE,
	TOKEN_UNTIL,
	TOKEN_FOR,
	TOKEN_LEFT_BRACE,
	TOKEN_RIGHT_BRACE,
	TOKEN_BANG,
	TOKEN_IN,
	TOKEN_TIME, /* from here on: reserved outside posix mode */
	TOKEN_FUNCTION,
	TOKEN_WITH, /* and this only where parser_options.extensions is set */
};

struct token {
	enum token_type type;
	struct position position;
	struct word *word;        /* WORD; ASSIGNMENT: the value */
	struct symbol *symbol;    /* ASSIGNMENT, IO_LOCATION: the name */
	struct part *index;       /* ASSIGNMENT: the subscript, or NULL */
	bool append;              /* ASSIGNMENT: += */
	int number;               /* IO_NUMBER */
	struct input_place place; /* where it began, for messages */
};

static inline bool token_is_redirection(enum token_type type)
{
	return (type >= TOKEN_LESS && type <= TOKEN_AND_DGREAT) || type == TOKEN_IO_NUMBER ||
	       type == TOKEN_IO_LOCATION;
}

/* How a token is written, quoted for a message: "`then'", "newline", "a word". */
const char *token_name(enum token_type type);

/* The reserved word these bytes are, or TOKEN_NONE. */
enum token_type token_find_reserved(const char *text, size_t len);

#endif
