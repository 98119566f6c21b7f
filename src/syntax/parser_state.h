/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the parser share; private to syntax/.
 *
 * The parser pulls tokens from the lexer, one ahead, and says with each what may stand
 * there; the lexer builds whole words, parsing the commands inside them by calling the
 * parser again. Arrays of the tree grow on scratch stacks, shared by all levels:
 * each level pushes above what it found and copies its own into the arena when it is complete.
 * The first error sets status; from then on every function returns as fast as it can.
 */
#ifndef SYNTAX_PARSER_STATE_H
#define SYNTAX_PARSER_STATE_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "syntax/ast.h"
#include "syntax/input.h"
#include "syntax/parser.h"
#include "syntax/token.h"

/* A construct that waits for its end, for the message when it never comes. */
struct opener {
	const char *name; /* "`if'" */
	struct position position;
	const struct opener *outer;
};

/* A here-document whose body begins behind the next newline. */
struct here_pending {
	struct word *body;
	const char *delimiter;
	size_t len;
	bool strip;
	bool expand;
};

/* Places of "$((" that turned out to open a command substitution: a hash set. */
struct place_set {
	uint64_t *keys; /* 0: free */
	size_t count;
	size_t capacity;
};

struct parser {
	struct input input;
	struct token token;  /* the one ahead */
	struct arena *arena; /* of tree */
	struct strbuf text;  /* literals that grow */
	struct strbuf parts; /* struct part */
	struct vec words;
	struct strbuf items;        /* of lists, pipelines, clauses */
	struct strbuf assignments;  /* struct assignment */
	struct strbuf redirections; /* struct redirection */
	struct strbuf heres;        /* struct here_pending */
	size_t here_base;           /* first that belongs to this command substitution */
	bool alias_blank;           /* an alias value that ends in a blank was left */
	bool begun;                 /* a command has begun: more input continues it */
	bool at_end;                /* the source has ended */
	bool ended;                 /* nothing more will come of this parser */
	bool error_at_end;          /* the error is that the input ends */
	bool error_final;           /* no other reading of the text can help */
	enum parse_result status;   /* PARSE_COMMAND: no error so far */
	const struct opener *opener;
	struct tree *tree;
	struct arena alias_arena;
	struct place_set not_arithmetic;
	struct parser_options options;
	struct source source;
	struct strbuf buffer;
	uint32_t buffer_line; /* of its first byte */
	struct parse_error error;
};

static inline bool parser_failed(const struct parser *parser)
{
	return parser->status != PARSE_COMMAND;
}

/* ---- errors (parse_error.c); only the first is kept ---- */

/* "MESSAGE" at a position. */
void parser_fail(struct parser *parser, struct position position, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The token ahead is not what should stand there; EXPECTED is "`done'" or "a word" or NULL. */
void parser_fail_token(struct parser *parser, const char *expected);
/* The input ends inside something: EXPECTED is what would have closed it. */
void parser_fail_unclosed(struct parser *parser, const struct opener *opener, const char *expected);
void parser_fail_read(struct parser *parser, int error);
void parser_fail_depth(struct parser *parser);
/* Takes the error back, for another reading of the text. */
void parser_forget_error(struct parser *parser);
/* Fills in the source line, once a parse has failed. */
void parser_complete_error(struct parser *parser);

/* Is the stack used up? Then it has failed. */
static inline bool parser_too_deep(struct parser *parser)
{
	if (parser->options.guard && stack_guard_reached(parser->options.guard)) {
		parser_fail_depth(parser);
		return true;
	}
	return false;
}

/* ---- the grammar (parser.c, compound.c, simple.c, with.c) ---- */

/* Newlines, then a list; NULL where none is (an error if REQUIRED). */
struct node *parse_compound_list(struct parser *parser, bool required);
/* A whole text up to its end, as a compound list; NULL if empty. */
struct node *parse_text(struct parser *parser);
/* A list up to ")", that included. */
struct node *parse_parenthesized(struct parser *parser);
struct node *parse_command(struct parser *parser);
/* A compound command with its redirections; NULL without an error if none begins here. */
struct node *parse_compound_command(struct parser *parser);
struct node *parse_simple_command(struct parser *parser);
/* What follows a function's name and "()". */
struct node *parse_function_body(struct parser *parser, struct symbol *symbol,
				 struct position position);
/* "function NAME", with the reserved word ahead. */
struct node *parse_function_keyword(struct parser *parser);
/* [redirection]... */
bool parse_redirect_list(struct parser *parser, struct redirections *redirections);
/* One redirection, which is ahead, onto the scratch stack. */
bool parse_redirection(struct parser *parser);
/* Where the redirections of a command belong; NULL for what has none. */
struct redirections *node_redirections(struct node *node);
/* NODE with 2>&1 behind its other redirections: what "|&" makes of the command before it. */
struct node *parser_join_error(struct parser *parser, struct node *node);
/* with TERM... [--], with the reserved word ahead (with.c). NULL on an error. */
struct terms *parse_with(struct parser *parser);
/* May these terms bind these commands? If not, it has failed. */
bool parse_with_fits(struct parser *parser, const struct terms *terms, struct node *const *commands,
		     size_t count);
void parse_linebreak(struct parser *parser);
/* Takes the token of this type, or fails. */
bool parse_expect(struct parser *parser, enum token_type type);

/* Copies what was pushed behind BASE into the arena, and pops it. */
void *parser_pop_items(struct parser *parser, struct strbuf *stack, size_t base);
struct word **parser_pop_words(struct parser *parser, size_t base, uint32_t *count);

#endif
