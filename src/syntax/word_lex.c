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

/* At a command's name: what is known under it. With a slash it is the way to a file. */
static void word_name_command(struct parser *parser, struct word *word)
{
	if (!memchr(word->text, '/', word->text_len)) {
		word->symbol =
			symbol_intern(parser->options.symbols, word->text, word->text_len);
	}
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
	len = (size_t)(to - from);
	if (!(class & CHAR_DELIMITER) || len == 0 || *from == '~' || word_at_process(parser, len)) {
		return false;
	}
	from = input->next;
	input->next += len;
	if (word_classify(parser, mode, from, len, position)) {
		return true;
	}
	parser->token.word =
		word_make_literal(parser, from, len, mode & LEX_DELIMITER ? 0 : seen, position);
	if (mode & LEX_NAME && parser->token.word->text) {
		word_name_command(parser, parser->token.word);
	}
	return true;
}

/* What an assignment begins with. */
struct word_head {
	size_t len; /* bytes, line continuations included, of the name; 0: it is none */
	bool continued;
	bool append;    /* += */
	bool subscript; /* a [ follows; there may be no = behind its ] */
};

/* Behind a name. False: it is no assignment. */
static bool word_head_ends(struct parser *parser, struct word_head *head, size_t len)
{
	const char *next = parser->input.next + len;

	head->len = len;
	if (*next == '=') {
		return true;
	}
	if (!parser->options.extensions || (*next != '+' && *next != '[')) {
		return false;
	}
	head->append = *next == '+';
	head->subscript = *next == '[';
	return head->subscript ||
	       (input_have(parser, len + 2) && parser->input.next[len + 1] == '=');
}

/* The name before "=", if one is at hand. */
static struct word_head word_find_head(struct parser *parser)
{
	struct input *input = &parser->input;
	struct word_head head = { .len = 0 };
	size_t i = 0;

	if (!char_is_name_start(*input->next)) {
		return head;
	}
	for (;;) {
		while (char_is_name(input->next[i])) {
			i++;
		}
		if (word_head_ends(parser, &head, i)) {
			return head;
		}
		if (input->next[i] == '\\' && input_have(parser, i + 2) &&
		    input->next[i + 1] == '\n') {
			head.continued = true;
			i += 2;
		} else if (input->next + i != input->end || !input_have(parser, i + 1)) {
			return (struct word_head){ .len = 0 };
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
	size_t len = 0;
	struct word_builder builder;

	while (!(char_class(input->next[len]) & (CHAR_STOP | CHAR_ASSIGN_STOP))) {
		len++;
	}
	if (char_class(input->next[len]) & CHAR_DELIMITER && len > 0 && *input->next != '~' &&
	    !word_at_process(parser, len)) {
		const char *text = input->next;

		input->next += len;
		return word_make_literal(parser, text, len, 0, position);
	}
	word_begin(parser, &builder);
	return word_finish_value(parser, &builder, position);
}

/* A value that is (...), with the ( ahead, as a word of PREFIX and it. */
static struct word *word_lex_array(struct parser *parser, bool append, const struct part *prefix)
{
	struct position position = input_position(&parser->input);
	struct word *word = arena_alloc(parser->arena, sizeof(*word));
	struct part *parts = arena_alloc(parser->arena, 2 * sizeof(*parts));
	uint32_t count = 0;
	uint32_t flags = 0;

	if (prefix) {
		parts[count++] = *prefix;
	}
	(void)word_take_array(parser, append, &parts[count++], &flags);
	*word = (struct word){
		.position = position,
		.flags = flags,
		.part_count = count,
		.parts = parts,
	};
	return word;
}

/* Is the ( of an array's value ahead? */
static bool word_at_array(struct parser *parser)
{
	return parser->options.extensions && word_look(parser, false) == '(';
}

/* The token of an assignment whose "=" was taken. */
static void word_lex_assigned(struct parser *parser, struct symbol *symbol,
			      const struct word_subscript *subscript)
{
	bool array = word_at_array(parser);
	/* Commands inside the value use the token too: it is set last. */
	struct word *value =
		array ? word_lex_array(parser, subscript->append, NULL) : word_lex_value(parser);

	value->flags |= subscript->flags & WORD_HANDED_ON;
	parser->token.type = TOKEN_ASSIGNMENT;
	parser->token.symbol = symbol;
	parser->token.index = subscript->index;
	parser->token.append = subscript->append;
	parser->token.word = value;
	if (array && subscript->index) {
		parser_fail(parser, value->position, "an element cannot be an array");
	}
}

/* NAME= is at hand, or what may begin like it. False: it is no assignment, and nothing was taken. */
static bool word_lex_assignment(struct parser *parser, const struct word_head *head)
{
	struct input *input = &parser->input;
	struct word_subscript subscript = { .append = head->append };
	struct input_mark mark = input_get_mark(input);
	const char *name = input->next;
	size_t len = head->len;
	struct symbol *symbol;

	if (head->continued) {
		name = word_take_name(parser, false, &len);
	} else {
		input->next += len;
	}
	symbol = symbol_intern(parser->options.symbols, name, len);
	if (!head->subscript) {
		input->next += head->append ? 2 : 1;
	} else if (!word_take_subscript(parser, false, &subscript)) {
		input_rewind(input, mark);
		return false;
	}
	word_lex_assigned(parser, symbol, &subscript);
	return true;
}

/* [INDEX]=VALUE in an array, if that is ahead. */
static bool word_lex_element(struct parser *parser)
{
	struct word_subscript subscript;

	if (*parser->input.next != '[' || !word_take_subscript(parser, true, &subscript)) {
		return false;
	}
	word_lex_assigned(parser, NULL, &subscript);
	parser->token.word->flags |= WORD_DECLARATION; /* one field */
	return true;
}

/* NAME=(...) as an argument of a declaration utility, with the ( ahead. */
static void word_lex_declared_array(struct parser *parser, const struct symbol *symbol, bool append)
{
	char *text = arena_alloc(parser->arena, symbol->len + 3);
	struct part prefix = { .type = PART_LITERAL, .text = text };
	struct word *word;

	memcpy(text, symbol->name, symbol->len);
	memcpy(text + symbol->len, append ? "+=" : "=", append ? 3 : 2);
	prefix.len = (uint32_t)strlen(text);
	word = word_lex_array(parser, append, &prefix);
	word->flags |= WORD_STATIC | WORD_DECLARATION;
	word->text = arena_copy(parser->arena, symbol->name, symbol->len);
	word->text_len = symbol->len;
	parser->token.type = TOKEN_WORD;
	parser->token.word = word;
}

/* NAME=VALUE as an argument of a declaration utility. */
static void word_lex_declaration(struct parser *parser, const struct word_head *head,
				 struct position position)
{
	struct input *input = &parser->input;
	struct word_builder builder;
	const struct symbol *symbol;
	struct word *word;
	const char *name;
	size_t len;

	name = word_take_name(parser, false, &len);
	symbol = symbol_intern(parser->options.symbols, name, len);
	input->next += head->append ? 2 : 1;
	if (word_at_array(parser)) {
		word_lex_declared_array(parser, symbol, head->append);
		return;
	}
	word_begin(parser, &builder);
	word_add_literal(parser, &builder, symbol->name, symbol->len, false);
	word_add_literal(parser, &builder, head->append ? "+=" : "=", head->append ? 2 : 1, false);
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
		word_name_command(parser, word);
	}
}

void word_lex(struct parser *parser, unsigned mode, struct position position)
{
	if (mode & (LEX_ASSIGNMENT | LEX_DECLARATION)) {
		struct word_head head = word_find_head(parser);

		if (head.len > 0 && mode & LEX_ASSIGNMENT) {
			if (word_lex_assignment(parser, &head)) {
				return;
			}
		} else if (head.len > 0 && !head.subscript) {
			word_lex_declaration(parser, &head, position);
			return;
		}
	} else if (mode & LEX_ELEMENT && word_lex_element(parser)) {
		return;
	}
	if (!word_lex_literal(parser, mode, position)) {
		word_lex_parts(parser, mode, position);
	}
}
