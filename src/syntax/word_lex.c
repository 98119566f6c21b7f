/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words as tokens. Most are a run of ordinary bytes, which goes straight to the arena. */
#include <config.h>

#include <limits.h>
#include <string.h>

#include "syntax/char_class.h"
#include "syntax/lexer.h"
#include "syntax/word.h"

struct static_word {
	struct word word;
	struct part part;
	char text[];
};

/* Is there a [ and, somewhere behind it, a ]? */
static bool word_has_brackets(const char *text, size_t len)
{
	const char *open = memchr(text, '[', len);

	return open && memchr(open, ']', len - (size_t)(open - text));
}

static struct word *word_make_literal(struct parser *parser, const char *text, size_t len,
				      uint16_t seen, struct position position)
{
	struct static_word *it = arena_alloc(parser->arena, sizeof(*it) + len + 1);
	bool glob = (seen & CHAR_GLOB) || ((seen & CHAR_BRACKET) && word_has_brackets(text, len));

	memcpy(it->text, text, len);
	it->text[len] = '\0';
	it->part = (struct part){ .type = PART_LITERAL, .len = (uint32_t)len, .text = it->text };
	it->word = (struct word){
		.position = position,
		.flags = glob ? WORD_GLOB : WORD_STATIC,
		.part_count = 1,
		.parts = &it->part,
		.text = glob ? NULL : it->text,
		.text_len = glob ? 0 : len,
	};
	return &it->word;
}

struct word *word_make_plain(struct parser *parser, const char *text, size_t len,
			     struct position position)
{
	return word_make_literal(parser, text, len, 0, position);
}

/* Are these the digits of an IO number? *number: INT_MAX if it is larger. */
static bool word_is_number(const char *text, size_t len, int *number)
{
	size_t i;

	*number = 0;
	for (i = 0; i < len; i++) {
		int digit = text[i] - '0';

		if (!char_is_digit(text[i])) {
			return false;
		}
		*number = *number > (INT_MAX - digit) / 10 ? INT_MAX : *number * 10 + digit;
	}
	return len > 0;
}

/* Is this "{name}", before a redirection operator? */
static bool word_is_location(const struct parser *parser, const char *text, size_t len)
{
	char behind;

	if (*text != '{' || len < 3 || text[len - 1] != '}' || !parser->options.extensions ||
	    !char_all_name(text + 1, len - 2)) {
		return false;
	}
	behind = input_behind(&parser->input);
	return behind == '<' || behind == '>';
}

/* Decides what an unquoted literal word is; true unless a word. */
static bool word_classify(struct parser *parser, unsigned mode, const char *text, size_t len,
			  struct position position)
{
	struct token *token = &parser->token;

	if (char_is_digit(*text) && word_is_number(text, len, &token->number)) {
		char behind = input_behind(&parser->input);

		if (behind == '<' || behind == '>') {
			token->type = TOKEN_IO_NUMBER;
			return true;
		}
	}
	if (word_is_location(parser, text, len)) {
		token->type = TOKEN_IO_LOCATION;
		token->symbol = symbol_intern(parser->options.symbols, text + 1, len - 2);
		return true;
	}
	if (mode & LEX_ANY_RESERVED) {
		token->type = lexer_find_reserved(parser, mode, text, len, position);
		if (token->type != TOKEN_NONE) {
			return true;
		}
	}
	token->type = TOKEN_WORD;
	return false;
}

/* A word without quotes, expansions and tildes, to its end. False: it is not so simple. */
static bool word_lex_literal(struct parser *parser, unsigned mode, struct position position)
{
	struct input *input = &parser->input;
	const char *from = input->next;
	const char *to = from;
	uint16_t seen = 0;
	uint16_t class;
	size_t len;

	while (!((class = char_class(*to)) & CHAR_STOP)) {
		seen |= class;
		to++;
	}
	if (!(class & CHAR_DELIMITER) || to == from || *from == '~') {
		return false;
	}
	len = (size_t)(to - from);
	input->next = to;
	if (word_classify(parser, mode, from, len, position)) {
		return true;
	}
	parser->token.word =
		word_make_literal(parser, from, len, mode & LEX_DELIMITER ? 0 : seen, position);
	if (mode & LEX_NAME && parser->token.word->text) {
		parser->token.word->symbol = symbol_intern(parser->options.symbols, from, len);
	}
	return true;
}

/* How many bytes, line continuations included, a name takes before "="; 0: there is none. */
static size_t word_find_equals(struct parser *parser, bool *continued)
{
	struct input *input = &parser->input;
	size_t i = 0;

	*continued = false;
	if (!char_is_name_start(*input->next)) {
		return 0;
	}
	for (;;) {
		while (char_is_name(input->next[i])) {
			i++;
		}
		if (input->next[i] == '=') {
			return i;
		}
		if (input->next[i] == '\\' && input_have(parser, i + 2) &&
		    input->next[i + 1] == '\n') {
			*continued = true;
			i += 2;
		} else if (input->next + i != input->end || !input_have(parser, i + 1)) {
			return 0;
		}
	}
}

static void word_forget_globs(struct word_builder *builder)
{
	builder->flags &= ~(uint32_t)WORD_GLOB;
	builder->bracket = false;
}

/* Lexes the rest of a value. No pathnames are expanded in it, so * is as good as any byte. */
static struct word *word_finish_value(struct parser *parser, struct word_builder *builder,
				      struct position position)
{
	(void)word_scan_unquoted(parser, builder, WORD_IN_VALUE);
	word_forget_globs(builder);
	return word_finish(parser, builder, position);
}

/* The value at hand, to its end. */
static struct word *word_lex_value(struct parser *parser)
{
	struct input *input = &parser->input;
	struct position position = input_position(input);
	const char *from = input->next;
	const char *to = from;
	struct word_builder builder;

	while (!(char_class(*to) & (CHAR_STOP | CHAR_ASSIGN_STOP))) {
		to++;
	}
	if (char_class(*to) & CHAR_DELIMITER && to > from && *from != '~') {
		input->next = to;
		return word_make_literal(parser, from, (size_t)(to - from), 0, position);
	}
	word_begin(parser, &builder);
	return word_finish_value(parser, &builder, position);
}

/* NAME= is at hand, LEN bytes before the "=". */
static void word_lex_assignment(struct parser *parser, size_t len, bool continued)
{
	struct input *input = &parser->input;
	const char *name = input->next;
	struct symbol *symbol;
	struct word *value;

	if (continued) {
		name = word_take_name(parser, false, &len);
		input->next++;
	} else {
		input->next += len + 1;
	}
	symbol = symbol_intern(parser->options.symbols, name, len);
	/* Commands inside the value use the token too: it is set last. */
	value = word_lex_value(parser);
	parser->token.type = TOKEN_ASSIGNMENT;
	parser->token.symbol = symbol;
	parser->token.word = value;
}

/* NAME=VALUE as an argument of a declaration utility. */
static void word_lex_declaration(struct parser *parser, struct position position)
{
	struct input *input = &parser->input;
	struct word_builder builder;
	const struct symbol *symbol;
	struct word *word;
	const char *name;
	size_t len;

	word_begin(parser, &builder);
	name = word_take_name(parser, false, &len);
	symbol = symbol_intern(parser->options.symbols, name, len);
	word_add_literal(parser, &builder, symbol->name, symbol->len, false);
	word_add_literal(parser, &builder, "=", 1, false);
	input->next++;
	if (word_look(parser, false) == '~') {
		word_scan_tilde(parser, &builder, WORD_IN_VALUE);
	}
	word = word_finish_value(parser, &builder, position);
	word->flags |= WORD_DECLARATION;
	parser->token.type = TOKEN_WORD;
	parser->token.word = word;
}

/* Any other word. */
static void word_lex_parts(struct parser *parser, unsigned mode, struct position position)
{
	struct word_builder builder;
	struct word *word;

	word_begin(parser, &builder);
	builder.raw = mode & LEX_DELIMITER;
	(void)word_scan_unquoted(parser, &builder, WORD_IN_TOKEN);
	if (builder.raw) {
		word_forget_globs(&builder);
	}
	word = word_finish(parser, &builder, position);
	parser->token.type = TOKEN_WORD;
	parser->token.word = word;
	if (word->part_count == 1 && word->parts[0].type == PART_LITERAL &&
	    !word->parts[0].quoted &&
	    word_classify(parser, mode, word->parts[0].text, word->parts[0].len, position)) {
		return;
	}
	if (mode & LEX_NAME && word->flags & WORD_STATIC) {
		word->symbol = symbol_intern(parser->options.symbols, word->text, word->text_len);
	}
}

void word_lex(struct parser *parser, unsigned mode, struct position position)
{
	if (mode & (LEX_ASSIGNMENT | LEX_DECLARATION)) {
		bool continued;
		size_t len = word_find_equals(parser, &continued);

		if (len > 0 && mode & LEX_ASSIGNMENT) {
			word_lex_assignment(parser, len, continued);
			return;
		}
		if (len > 0) {
			word_lex_declaration(parser, position);
			return;
		}
	}
	if (!word_lex_literal(parser, mode, position)) {
		word_lex_parts(parser, mode, position);
	}
}
