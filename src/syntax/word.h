/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words as they are lexed: parts are pushed onto the parser's scratch stack, the
 * literal that grows lies at the end of its text. Private to syntax/.
 */
#ifndef SYNTAX_WORD_H
#define SYNTAX_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "syntax/ast.h"
#include "syntax/char_class.h"
#include "syntax/parser_state.h"

struct word_builder {
	size_t parts_base; /* in parser->parts */
	size_t literal;    /* where the pending literal begins in parser->text */
	uint32_t flags;
	bool pending; /* there is a literal, if only an empty quoted one */
	bool quoted;  /* it is quoted */
	bool expands; /* there is a part that is no literal */
	bool bracket; /* an unquoted [ was seen */
	bool raw;     /* a here-document's delimiter: expansions stay text */
	bool splits;  /* unquoted literals may be split: ${x-a b} */
};

/* Where an unquoted stretch of a word lies. */
enum word_place {
	WORD_IN_TOKEN,  /* ends at a blank, newline or operator */
	WORD_IN_VALUE,  /* the same; a tilde may follow a colon */
	WORD_IN_BRACES, /* ends at } */
};

/* What quotes a stretch of a word as double quotes do. */
enum word_quoting {
	WORD_BY_QUOTES,     /* "..." */
	WORD_BY_BRACES,     /* ${x-...} inside any of these */
	WORD_BY_HERE,       /* the body of a here-document */
	WORD_BY_ARITHMETIC, /* $((...)) */
};

/* How it ended. */
enum word_end {
	WORD_CLOSED,
	WORD_AT_END,         /* the input ended first */
	WORD_NOT_ARITHMETIC, /* a ) that is not )) */
	WORD_FAILED,
};

/* How much lies on the scratch stacks, so that an attempt can be taken back. */
struct scratch_levels {
	size_t text, parts, words, items, assignments, redirections, heres, here_base;
	const struct opener *opener;
	struct arena_mark arena;
	bool alias_blank;
};

struct scratch_levels scratch_get_levels(const struct parser *parser);
/* There is no token ahead then. */
void scratch_restore(struct parser *parser, const struct scratch_levels *levels);

/* Lexes the token at hand, which is no operator: a word, an assignment or an IO number, into
   parser->token. MODE is a set of enum lex_mode. */
void word_lex(struct parser *parser, unsigned mode, struct position position);

void word_begin(const struct parser *parser, struct word_builder *builder);
/* A word of one unquoted literal. */
struct word *word_make_plain(struct parser *parser, const char *text, size_t len,
			     struct position position);
/* The word in the arena. */
struct word *word_finish(struct parser *parser, struct word_builder *builder,
			 struct position position);
void word_add_literal(struct parser *parser, struct word_builder *builder, const char *bytes,
		      size_t len, bool quoted);
/* Ends the pending literal and pushes a part that is no literal. FLAGS: what it adds to the word. */
void word_add_part(struct parser *parser, struct word_builder *builder, const struct part *part,
		   uint32_t flags);

/* Up to the end of the place, which is left ahead. False: the input ended, or it failed. */
bool word_scan_unquoted(struct parser *parser, struct word_builder *builder, enum word_place place);
/* A tilde-prefix, if one is at hand. */
void word_scan_tilde(struct parser *parser, struct word_builder *builder, enum word_place place);
/* Up to the closing quote or parentheses, which are taken, or the }, which is left. */
enum word_end word_scan_quoted(struct parser *parser, struct word_builder *builder,
			       enum word_quoting quoting);

/* With ', " or \ ahead, outside quotes: what it quotes, all of it. */
void word_scan_quote(struct parser *parser, struct word_builder *builder);

/* ---- operand.c ---- */

/* What ends an operand of an extension; quotes mean in it what they mean outside quotes. */
enum word_operand {
	OPERAND_SUBSCRIPT,   /* a[...]: the ], brackets nest */
	OPERAND_INDEX,       /* [...]= among the values of an array: the same, or a blank */
	OPERAND_OFFSET,      /* ${x:...}: a : or }; parentheses and ?: nest */
	OPERAND_LENGTH,      /* ${x:offset:...}: the } */
	OPERAND_PATTERN,     /* ${x/...}: a / or } */
	OPERAND_PATTERN_ALL, /* ${x//...}: the same, but not as the first character */
};

/* Up to its end, which is left ahead (unless the input ended). */
struct word *word_take_operand(struct parser *parser, enum word_operand operand);
/* The same as an expression: a part of type PART_ARITHMETIC. Adds to *FLAGS what it adds to the
   flags of a word. */
struct part *word_take_expression(struct parser *parser, enum word_operand operand,
				  uint32_t *flags);

/* ---- array.c ---- */

struct word_subscript {
	struct part *index;
	bool append;
	uint32_t flags; /* of words: what it adds */
};

/*
 * [INDEX]= or [INDEX]+=, with the [ ahead. False: it is no such thing, and nothing was taken; or an
 * error. Blanks may stand in the subscript of a name, if it then is an expression (a[i + 1]=x), but
 * not in that of an ELEMENT.
 */
bool word_take_subscript(struct parser *parser, bool element, struct word_subscript *subscript);
/* An array's value with the ( ahead, into PART, through its ). Uses the token. *FLAGS: of the word
   that is to hold it. */
bool word_take_array(struct parser *parser, bool append, struct part *part, uint32_t *flags);

/* ---- dollar.c: with $ or ` ahead ---- */

void word_scan_dollar(struct parser *parser, struct word_builder *builder, bool quoted);
/* $'...', with the first quote ahead. */
void word_scan_dollar_quote(struct parser *parser, struct word_builder *builder,
			    struct position position);
/* ${...}, with the { ahead; PLACE is that of the $. */
void word_scan_braces(struct parser *parser, struct word_builder *builder, struct input_place place,
		      struct position position, bool quoted);
/* $(...) and $((...)), with the first ( ahead. */
void word_scan_substitution(struct parser *parser, struct word_builder *builder,
			    struct input_place place, struct position position, bool quoted);
void word_scan_backquotes(struct parser *parser, struct word_builder *builder, bool quoted,
			  bool in_quotes);

/* <(...) and >(...), with what word_at_process() has seen ahead. */
void word_scan_process(struct parser *parser, struct word_builder *builder);

/* The parts of a parameter's part of the text, which is written since PLACE. */
void word_add_parameter(struct parser *parser, struct word_builder *builder,
			const struct parameter *parameter, struct input_place place, bool quoted);
/* Takes the longest name or, with DIGITS, number at hand, over line continuations. The
   bytes are valid until the input is filled or text is added. */
const char *word_take_name(struct parser *parser, bool digits, size_t *len);

/* The next character behind line continuations; '\0' at the end of the
   input. ACROSS: also leaves the value of an alias. */
char word_look_slow(struct parser *parser, bool across);

static inline char word_look(struct parser *parser, bool across)
{
	char c = *parser->input.next;

	return c != '\\' && c != '\0' ? c : word_look_slow(parser, across);
}

/* Is the < or > at hand, OFFSET bytes on, the first character of a process substitution? */
bool word_opens_process(struct parser *parser, size_t offset);

/* Does one begin there? May read more; then pointers into the text are no longer valid. */
static inline bool word_at_process(struct parser *parser, size_t offset)
{
	const char *at = parser->input.next + offset;

	return char_class(*at) & CHAR_ANGLE && (at[1] == '(' || at[1] == '\\' || at[1] == '\0') &&
	       word_opens_process(parser, offset);
}

#endif
