/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/lexer.h"

#include <limits.h>
#include <string.h>

#include "syntax/char_class.h"
#include "syntax/here.h"
#include "syntax/word.h"

/* Up to the newline, which is left. False at the end of the input. */
static bool lexer_skip_comment(struct parser *parser)
{
	struct input *input = &parser->input;

	for (;;) {
		const char *newline = memchr(input->next, '\n', (size_t)(input->end - input->next));

		if (newline) {
			input->next = newline;
			return true;
		}
		input->next = input->end;
		if (!input_fill(parser)) {
			return false;
		}
	}
}

/* A line continuation whose backslash is the last byte of an alias value. */
static bool lexer_skip_split_continuation(struct parser *parser)
{
	struct input *input = &parser->input;

	if (input_in_base(input) || input->next + 1 != input->end) {
		return false;
	}
	input->next++;
	if (input_behind(input) != '\n' || !input_fill(parser)) {
		input->next--;
		return false;
	}
	input->next++;
	input_newline(input);
	return true;
}

/* Blanks, comments, line continuations, ends of alias values. False at the end of the input. */
static bool lexer_skip_blanks(struct parser *parser)
{
	struct input *input = &parser->input;

	for (;;) {
		while (*input->next == ' ' || *input->next == '\t') {
			input->next++;
		}
		switch (*input->next) {
		case '#':
			if (!lexer_skip_comment(parser)) {
				return false;
			}
			break;
		case '\\':
			if (!input_skip_continuations(parser) &&
			    !lexer_skip_split_continuation(parser)) {
				return true;
			}
			break;
		case '\0':
			if (input->next != input->end) {
				return true;
			}
			if (!input_fill(parser)) {
				return false;
			}
			break;
		default:
			return true;
		}
	}
}

/* Takes the next character if it is C, over line continuations. */
static bool lexer_take_char(struct parser *parser, char c)
{
	if (*parser->input.next != c && word_look(parser, true) != c) {
		return false;
	}
	parser->input.next++;
	return true;
}

/* The same of a character that belongs to the operator outside posix mode only. */
static bool lexer_take_extension(struct parser *parser, char c)
{
	return parser->options.extensions && lexer_take_char(parser, c);
}

static enum token_type lexer_take_and(struct parser *parser)
{
	if (lexer_take_char(parser, '&')) {
		return TOKEN_AND_IF;
	}
	if (!lexer_take_extension(parser, '>')) {
		return TOKEN_AND;
	}
	return lexer_take_char(parser, '>') ? TOKEN_AND_DGREAT : TOKEN_AND_GREAT;
}

static enum token_type lexer_take_less(struct parser *parser)
{
	switch (word_look(parser, true)) {
	case '<':
		parser->input.next++;
		return lexer_take_char(parser, '-')        ? TOKEN_DLESSDASH
		       : lexer_take_extension(parser, '<') ? TOKEN_TLESS
							   : TOKEN_DLESS;
	case '&':
		parser->input.next++;
		return TOKEN_LESSAND;
	case '>':
		parser->input.next++;
		return TOKEN_LESSGREAT;
	default:
		return TOKEN_LESS;
	}
}

static enum token_type lexer_take_great(struct parser *parser)
{
	switch (word_look(parser, true)) {
	case '>':
		parser->input.next++;
		return TOKEN_DGREAT;
	case '&':
		parser->input.next++;
		return TOKEN_GREATAND;
	case '|':
		parser->input.next++;
		return TOKEN_CLOBBER;
	default:
		return TOKEN_GREAT;
	}
}

/* The operator at hand, taken; TOKEN_NONE if it is none. */
static enum token_type lexer_take_operator(struct parser *parser)
{
	struct input *input = &parser->input;

	switch (*input->next) {
	case '&':
		input->next++;
		return lexer_take_and(parser);
	case '|':
		input->next++;
		return lexer_take_char(parser, '|')        ? TOKEN_OR_IF
		       : lexer_take_extension(parser, '&') ? TOKEN_PIPE_AND
							   : TOKEN_PIPE;
	case ';':
		input->next++;
		return lexer_take_char(parser, ';')   ? TOKEN_DSEMI
		       : lexer_take_char(parser, '&') ? TOKEN_SEMI_AND
						      : TOKEN_SEMI;
	case '<':
		if (word_at_process(parser, 0)) {
			return TOKEN_NONE;
		}
		input->next++;
		return lexer_take_less(parser);
	case '>':
		if (word_at_process(parser, 0)) {
			return TOKEN_NONE;
		}
		input->next++;
		return lexer_take_great(parser);
	case '(':
		input->next++;
		return TOKEN_LEFT_PAREN;
	case ')':
		input->next++;
		return TOKEN_RIGHT_PAREN;
	case '\n':
		input->next++;
		input_newline(input);
		here_read_all(parser);
		return TOKEN_NEWLINE;
	default:
		return TOKEN_NONE;
	}
}

/*
 * XCU 2.3.1. If the word that was read is an alias, its value is put before the
 * rest of the input. SYMBOL is the word, which holds nothing quoted and no expansion.
 */
static bool lexer_substitute_alias(struct parser *parser, struct symbol *symbol,
				   struct position position)
{
	const struct parser_options *options = &parser->options;
	const char *value;

	if (input_in_alias(&parser->input, symbol)) {
		return false;
	}
	value = options->alias(options->alias_arg, symbol);
	if (!value) {
		return false;
	}
	input_push_alias(parser, symbol, value, position);
	return true;
}

/* A word that, but for a carriage return, would be reserved here. */
static void lexer_check_return(struct parser *parser, struct position position, const char *text,
			       size_t len)
{
	enum token_type type;

	if (text[len - 1] != '\r') {
		return;
	}
	type = token_find_reserved(text, len - 1);
	if (type != TOKEN_NONE) {
		parser_fail(parser, position, "unexpected carriage return behind %s",
			    token_name(type));
	}
}

enum token_type lexer_find_reserved(struct parser *parser, unsigned mode, const char *text,
				    size_t len, struct position position)
{
	enum token_type type;

	if (len == 0) {
		return TOKEN_NONE;
	}
	lexer_check_return(parser, position, text, len);
	type = token_find_reserved(text, len);
	if (type == TOKEN_WITH && !parser->options.extensions) {
		return TOKEN_NONE;
	}
	if (type == TOKEN_IN) {
		return mode & (LEX_IN | LEX_IN_DO) ? type : TOKEN_NONE;
	}
	if (type == TOKEN_NONE || mode & LEX_RESERVED || (mode & LEX_ESAC && type == TOKEN_ESAC) ||
	    (mode & LEX_IN_DO && type == TOKEN_DO)) {
		return type;
	}
	return TOKEN_NONE;
}

/* An unquoted word without expansions may be an alias. True: it was, read on. */
static bool lexer_try_alias(struct parser *parser)
{
	const struct token *token = &parser->token;
	const struct word *word = token->word;
	struct symbol *symbol;

	if (token->type != TOKEN_WORD || word->part_count != 1 ||
	    (word->flags & (WORD_STATIC | WORD_QUOTED)) != WORD_STATIC) {
		return false;
	}
	symbol = word->symbol ? word->symbol
			      : symbol_intern(parser->options.symbols, word->text, word->text_len);
	return lexer_substitute_alias(parser, symbol, token->position);
}

/* The token at hand, behind blanks. */
static void lexer_read_token(struct parser *parser, unsigned mode)
{
	struct input_place place = input_get_place(&parser->input);
	struct position position = input_position(&parser->input);
	struct token *token = &parser->token;
	enum token_type type;

	if (*parser->input.next != '\n') {
		parser->begun = true;
	}
	type = lexer_take_operator(parser);
	if (type == TOKEN_NONE) {
		word_lex(parser, mode, position);
	} else {
		token->type = type;
	}
	token->position = position;
	token->place = place;
}

void lexer_read(struct parser *parser, unsigned mode)
{
	struct token *token = &parser->token;

	parser->alias_blank = false;
	for (;;) {
		if (!lexer_skip_blanks(parser)) {
			here_read_all(parser);
			token->type = TOKEN_END;
			token->position = input_position(&parser->input);
			break;
		}
		if (parser->alias_blank) {
			mode |= LEX_ALIAS;
		}
		lexer_read_token(parser, mode);
		if (!(mode & LEX_ALIAS) || !parser->options.alias || parser_failed(parser) ||
		    !lexer_try_alias(parser)) {
			break;
		}
		mode |= LEX_ALIAS;
	}
	if (parser_failed(parser)) {
		token->type = TOKEN_ERROR;
	}
}
