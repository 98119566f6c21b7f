/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What begins with $ but holds no commands: parameters, ${...} and $'...'. */
#include <config.h>

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "syntax/char_class.h"
#include "syntax/word.h"

void word_add_parameter(struct parser *parser, struct word_builder *builder,
			const struct parameter *parameter, struct input_place place, bool quoted)
{
	size_t len = 0;
	const char *text = input_since(&parser->input, place, &len);
	uint32_t flags = parameter->flags | (parameter->word ? parameter->word->flags : 0);
	struct parameter *copy;
	struct part part = { .type = PART_PARAMETER, .quoted = quoted };
	char *text_copy;

	if (builder->raw) {
		word_add_literal(parser, builder, text, len, quoted);
		return;
	}
	if (!text) {
		text = "${...}";
		len = strlen(text);
	}
	copy = arena_alloc(parser->arena, sizeof(*copy) + len + 1);
	text_copy = (char *)(copy + 1);
	memcpy(text_copy, text, len);
	text_copy[len] = '\0';
	*copy = *parameter;
	copy->text = text_copy;
	copy->text_len = len;
	part.parameter = copy;
	if (parameter->op == PARAMETER_ASSIGN || parameter->op == PARAMETER_ERROR ||
	    parameter->op == PARAMETER_BAD) {
		flags |= WORD_EFFECTS;
	}
	word_add_part(parser, builder, &part, flags);
}

void word_scan_dollar(struct parser *parser, struct word_builder *builder, bool quoted)
{
	struct input *input = &parser->input;
	struct input_place place = input_get_place(input);
	struct position position = input_position(input);
	struct parameter parameter = { .kind = PARAMETER_VARIABLE };
	uint16_t class;
	char c;

	input->next++;
	c = word_look(parser, quoted);
	class = char_class(c);
	if (class & CHAR_DIGIT) {
		input->next++;
		parameter.kind = c == '0' ? PARAMETER_SPECIAL : PARAMETER_POSITIONAL;
		parameter.special = c == '0' ? '0' : '\0';
		parameter.number = (unsigned long)(c - '0');
	} else if (class & CHAR_NAME) {
		size_t len;
		const char *name = word_take_name(parser, false, &len);

		parameter.symbol = symbol_intern(parser->options.symbols, name, len);
	} else if (class & CHAR_SPECIAL) {
		input->next++;
		parameter.kind = PARAMETER_SPECIAL;
		parameter.special = c;
	} else if (c == '{') {
		word_scan_braces(parser, builder, place, position, quoted);
		return;
	} else if (c == '(') {
		word_scan_substitution(parser, builder, place, position, quoted);
		return;
	} else if (c == '\'' && !quoted) {
		word_scan_dollar_quote(parser, builder, position);
		return;
	} else if (c == '"' && !quoted && !builder->raw && parser->options.extensions) {
		return; /* $"..." asks for a translation: of which there is none */
	} else {
		/* Unspecified but before a blank and at the end: taken as quoted, so
		   that it can be told from the $ of an expansion. */
		bool plain = c == '\0' || c == '}' || (class & CHAR_DELIMITER) || builder->raw;

		builder->flags |= quoted || plain ? 0 : WORD_QUOTED;
		word_add_literal(parser, builder, "$", 1, quoted || !plain);
		return;
	}
	word_add_parameter(parser, builder, &parameter, place, quoted);
}

static unsigned long dollar_number(const char *digits, size_t len)
{
	unsigned long number = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned long digit = (unsigned long)(digits[i] - '0');

		if (number > (ULONG_MAX - digit) / 10) {
			return ULONG_MAX;
		}
		number = number * 10 + digit;
	}
	return number;
}

/* A subscript, with its [ ahead. False: it is bad. */
static bool dollar_take_subscript(struct parser *parser, struct parameter *parameter)
{
	struct input *input = &parser->input;
	char c;

	input->next++;
	c = word_look(parser, true);
	if ((c == '@' || c == '*') && input_have(parser, 2) && input->next[1] == ']') {
		parameter->kind = PARAMETER_ELEMENTS;
		parameter->special = c;
		input->next += 2;
		return true;
	}
	parameter->index = word_take_expression(parser, OPERAND_SUBSCRIPT, &parameter->flags);
	if (parser_failed(parser) || parameter->index->arithmetic.word->part_count == 0 ||
	    *input->next != ']') {
		return false;
	}
	parameter->kind = PARAMETER_ELEMENT;
	parameter->special = '[';
	input->next++;
	return true;
}

/* The name, number or character of a parameter in braces. False: there is none. */
static bool dollar_take_parameter(struct parser *parser, struct parameter *parameter)
{
	char c = word_look(parser, true);
	uint16_t class = char_class(c);
	const char *text;
	size_t len;

	if (class & CHAR_DIGIT) {
		text = word_take_name(parser, true, &len);
		parameter->number = dollar_number(text, len);
		parameter->kind = PARAMETER_POSITIONAL;
		if (parameter->number == 0) {
			parameter->kind = PARAMETER_SPECIAL;
			parameter->special = '0';
		}
	} else if (class & CHAR_NAME) {
		text = word_take_name(parser, false, &len);
		parameter->kind = PARAMETER_VARIABLE;
		parameter->symbol = symbol_intern(parser->options.symbols, text, len);
		if (parser->options.extensions && word_look(parser, true) == '[') {
			return dollar_take_subscript(parser, parameter);
		}
	} else if (class & CHAR_SPECIAL) {
		parser->input.next++;
		parameter->kind = PARAMETER_SPECIAL;
		parameter->special = c;
	} else {
		return false;
	}
	return true;
}

/*
 * The # behind "${" is taken. Before another parameter and a } it asks for that one's length;
 * otherwise it is the parameter $#, and an operator may follow.
 */
static void dollar_take_length(struct parser *parser, struct parameter *parameter)
{
	struct input_mark mark;
	char c = word_look(parser, true);

	mark = input_get_mark(&parser->input);
	if (c != '}' && dollar_take_parameter(parser, parameter)) {
		if (word_look(parser, true) == '}') {
			parameter->op = PARAMETER_LENGTH;
			return;
		}
		if (parameter->kind != PARAMETER_SPECIAL || parameter->special == '0') {
			parameter->op = PARAMETER_BAD;
			return;
		}
		if (parser->input.frame != mark.frame) {
			parameter->op = PARAMETER_BAD;
			return;
		}
		input_rewind(&parser->input, mark);
	}
	*parameter = (struct parameter){ .kind = PARAMETER_SPECIAL, .special = '#' };
}

/* # or % are ahead; doubled they ask for the longest match. */
static enum parameter_op dollar_take_pattern(struct parser *parser, enum parameter_op shortest)
{
	char c = *parser->input.next++;

	if (word_look(parser, true) != c) {
		return shortest;
	}
	parser->input.next++;
	return shortest + 1;
}

/* Is its word a pattern, or read as one: with quotes of its own? */
static bool dollar_is_pattern(enum parameter_op op)
{
	return op >= PARAMETER_PREFIX && op <= PARAMETER_LOWER_ALL;
}

/* The word up to the }; NULL if it is empty. */
static struct word *dollar_take_word(struct parser *parser, const struct parameter *parameter,
				     bool quoted)
{
	struct position position = input_position(&parser->input);
	bool pattern = dollar_is_pattern(parameter->op);
	size_t heres = parser->heres.len;
	struct word_builder builder;
	struct word *word;

	word_begin(parser, &builder);
	builder.splits = !quoted && !pattern;
	if (quoted && !pattern) {
		(void)word_scan_quoted(parser, &builder, WORD_BY_BRACES);
	} else {
		(void)word_scan_unquoted(parser, &builder, WORD_IN_BRACES);
	}
	word = word_finish(parser, &builder, position);
	if (parameter->op == PARAMETER_BAD) {
		/* Nobody will ever read what it holds. */
		strbuf_truncate(&parser->heres, heres);
	}
	return word->part_count > 0 ? word : NULL;
}

/* ${x/...} with the slash ahead: all but the replacement's end. */
static void dollar_take_replace(struct parser *parser, struct parameter *parameter, bool quoted)
{
	struct parameter_operands *operands = arena_zalloc(parser->arena, sizeof(*operands));

	parser->input.next++;
	switch (word_look(parser, true)) {
	case '/':
		parameter->op = PARAMETER_REPLACE_ALL;
		parser->input.next++;
		break;
	case '#':
		parameter->op = PARAMETER_REPLACE_PREFIX;
		parser->input.next++;
		break;
	case '%':
		parameter->op = PARAMETER_REPLACE_SUFFIX;
		parser->input.next++;
		break;
	default:
		parameter->op = PARAMETER_REPLACE;
		break;
	}
	parameter->operands = operands;
	operands->pattern = word_take_operand(parser, parameter->op == PARAMETER_REPLACE_ALL
							      ? OPERAND_PATTERN_ALL
							      : OPERAND_PATTERN);
	parameter->flags |= operands->pattern->flags;
	if (*parser->input.next == '/') {
		parser->input.next++;
		operands->replacement = dollar_take_word(parser, parameter, quoted);
		parameter->flags |= operands->replacement ? operands->replacement->flags : 0;
	}
}

/* ${x:...} behind the colon. */
static void dollar_take_substring(struct parser *parser, struct parameter *parameter)
{
	struct parameter_operands *operands = arena_zalloc(parser->arena, sizeof(*operands));

	parameter->op = PARAMETER_SUBSTRING;
	parameter->operands = operands;
	operands->offset = word_take_expression(parser, OPERAND_OFFSET, &parameter->flags);
	if (*parser->input.next == ':') {
		parser->input.next++;
		operands->length = word_take_expression(parser, OPERAND_LENGTH, &parameter->flags);
	}
}

/* An operator outside the standard. False: there is none. */
static bool dollar_take_extension(struct parser *parser, struct parameter *parameter, char c,
				  bool quoted)
{
	if (!parser->options.extensions) {
		return false;
	}
	if (parameter->colon) {
		if (c == '}') {
			return false;
		}
		parameter->colon = false;
		dollar_take_substring(parser, parameter);
		return true;
	}
	if (c == '/') {
		dollar_take_replace(parser, parameter, quoted);
		return true;
	}
	if (c == '^' || c == ',') {
		parameter->op =
			dollar_take_pattern(parser, c == '^' ? PARAMETER_UPPER : PARAMETER_LOWER);
		parameter->word = dollar_take_word(parser, parameter, quoted);
		return true;
	}
	return false;
}

/* With its word. */
static void dollar_take_operator(struct parser *parser, struct parameter *parameter, bool quoted)
{
	char c = word_look(parser, true);

	if (c == '}') {
		return;
	}
	if (c == '#' || c == '%') {
		parameter->op =
			dollar_take_pattern(parser, c == '#' ? PARAMETER_PREFIX : PARAMETER_SUFFIX);
		parameter->word = dollar_take_word(parser, parameter, quoted);
		return;
	}
	if (c == ':') {
		parameter->colon = true;
		parser->input.next++;
		c = word_look(parser, true);
	}
	switch (c) {
	case '-':
		parameter->op = PARAMETER_DEFAULT;
		break;
	case '=':
		parameter->op = PARAMETER_ASSIGN;
		break;
	case '?':
		parameter->op = PARAMETER_ERROR;
		break;
	case '+':
		parameter->op = PARAMETER_ALTERNATE;
		break;
	default:
		if (dollar_take_extension(parser, parameter, c, quoted)) {
			return;
		}
		parameter->op = PARAMETER_BAD;
		break;
	}
	parser->input.next += parameter->op != PARAMETER_BAD;
	parameter->word = dollar_take_word(parser, parameter, quoted);
}

/* ${!a[@]} behind the {. False: it is something else, and nothing was taken. */
static bool dollar_take_keys(struct parser *parser, struct parameter *parameter)
{
	struct input *input = &parser->input;

	if (!parser->options.extensions || word_look(parser, true) != '!' ||
	    !input_have(parser, 2) || !char_is_name_start(input->next[1])) {
		return false;
	}
	input->next++;
	parameter->op = PARAMETER_BAD;
	if (dollar_take_parameter(parser, parameter) && parameter->kind == PARAMETER_ELEMENTS &&
	    word_look(parser, true) == '}') {
		parameter->op = PARAMETER_KEYS;
	}
	return true;
}

void word_scan_braces(struct parser *parser, struct word_builder *builder, struct input_place place,
		      struct position position, bool quoted)
{
	struct input *input = &parser->input;
	struct opener opener = { "`${'", position, parser->opener };
	struct parameter parameter = { .op = PARAMETER_PLAIN };

	if (parser_too_deep(parser)) {
		return;
	}
	input->next++;
	if (word_look(parser, true) == '#') {
		input->next++;
		dollar_take_length(parser, &parameter);
	} else if (!dollar_take_keys(parser, &parameter) &&
		   !dollar_take_parameter(parser, &parameter)) {
		parameter.op = PARAMETER_BAD;
	}
	if (parameter.op == PARAMETER_PLAIN) {
		dollar_take_operator(parser, &parameter, quoted);
	} else if (parameter.op == PARAMETER_BAD) {
		parameter.word = dollar_take_word(parser, &parameter, quoted);
	}
	if (*input->next != '}') {
		parser_fail_unclosed(parser, &opener, "`}'");
		return;
	}
	input->next++;
	word_add_parameter(parser, builder, &parameter, place, quoted);
}

/* ---- $'...', XCU 2.2.4 ---- */

static int dollar_digit(char c, int base)
{
	int digit = c >= '0' && c <= '9'   ? c - '0'
		    : c >= 'a' && c <= 'f' ? c - 'a' + 10
		    : c >= 'A' && c <= 'F' ? c - 'A' + 10
					   : base;

	return digit < base ? digit : -1;
}

/* Up to MAX digits at hand; *c is zero if there are none. */
static bool dollar_take_digits(struct parser *parser, int base, int max, char *c)
{
	struct input *input = &parser->input;
	int value = 0;
	int count;

	for (count = 0; count < max; count++) {
		int digit = input_have(parser, 1) ? dollar_digit(*input->next, base) : -1;

		if (digit < 0) {
			break;
		}
		value = value * base + digit;
		input->next++;
	}
	*c = (char)value;
	return count > 0;
}

/* \cX; the character is ahead. */
static char dollar_take_control(struct parser *parser)
{
	struct input *input = &parser->input;
	char c;

	if (!input_have(parser, 1) || *input->next == '\'') {
		return '\0';
	}
	c = *input->next++;
	if (c == '\\' && input_have(parser, 1) && *input->next == '\\') {
		input->next++;
	}
	return c == '?' ? '\177' : (char)(c & 0x1f);
}

/* \uHHHH, \UHHHHHHHH: an extension, the letter is ahead. How many bytes; 0: it is none. */
static size_t dollar_take_unicode(struct parser *parser, char bytes[UTF8_MAX])
{
	struct input *input = &parser->input;
	int max = *input->next == 'u' ? 4 : 8;
	uint32_t code = 0;
	size_t count;
	int digits;

	if (!parser->options.extensions || !input_have(parser, 2) ||
	    dollar_digit(input->next[1], 16) < 0) {
		return 0;
	}
	input->next++;
	for (digits = 0; digits < max && input_have(parser, 1); digits++) {
		int digit = dollar_digit(*input->next, 16);

		if (digit < 0) {
			break;
		}
		code = code << 4 | (uint32_t)digit;
		input->next++;
	}
	count = utf8_encode(code, bytes);
	if (count == 0) {
		bytes[0] = '?';
	}
	return count > 0 ? count : 1;
}

/* The escape behind a backslash. False: it is none, or yields a NUL. */
static bool dollar_take_escape(struct parser *parser, char *c)
{
	static const char names[] = "abefnrtv\"'\\";
	static const char values[] = "\a\b\033\f\n\r\t\v\"'\\";
	struct input *input = &parser->input;
	const char *found = *input->next ? strchr(names, *input->next) : NULL;

	if (found) {
		input->next++;
		*c = values[found - names];
		return true;
	}
	if (*input->next == 'x') {
		input->next++;
		return dollar_take_digits(parser, 16, 2, c);
	}
	if (*input->next == 'c') {
		input->next++;
		*c = dollar_take_control(parser);
		return true;
	}
	return dollar_take_digits(parser, 8, 3, c);
}

/* What stands behind a backslash in $'...'; *cut: a NUL has cut the rest off. */
static void dollar_scan_escape(struct parser *parser, struct word_builder *builder, bool *cut)
{
	struct input *input = &parser->input;
	char unicode[UTF8_MAX];
	char escape;
	char c;

	if (input->next == input->end && !input_fill(parser)) {
		return;
	}
	escape = *input->next;
	if (escape == 'u' || escape == 'U') {
		size_t count = dollar_take_unicode(parser, unicode);

		if (count > 0) {
			*cut = *cut || unicode[0] == '\0';
			word_add_literal(parser, builder, unicode, *cut ? 0 : count, true);
			return;
		}
	}
	if (!dollar_take_escape(parser, &c)) {
		char text[2] = { '\\', escape };

		if (escape == 'x') {
			word_add_literal(parser, builder, text, *cut ? 0 : 2, true);
		} else {
			word_add_literal(parser, builder, text, *cut ? 0 : 1, true);
		}
		return;
	}
	*cut = *cut || c == '\0';
	word_add_literal(parser, builder, &c, *cut ? 0 : 1, true);
}

void word_scan_dollar_quote(struct parser *parser, struct word_builder *builder,
			    struct position position)
{
	struct input *input = &parser->input;
	struct opener opener = { "`$''", position, parser->opener };
	bool cut = false;

	builder->flags |= WORD_QUOTED;
	word_add_literal(parser, builder, "", 0, true);
	input->next++;
	while (!parser_failed(parser)) {
		const char *from = input->next;
		size_t len = strcspn(from, "'\\");

		input->next = from + len;
		word_add_literal(parser, builder, from, cut ? 0 : len, true);
		input_count_lines(input, from);
		if (*input->next == '\'') {
			input->next++;
			return;
		}
		if (*input->next == '\\') {
			input->next++;
			dollar_scan_escape(parser, builder, &cut);
		} else if (input->next != input->end) {
			parser_fail(parser, input_position(input), "unexpected NUL byte");
		} else if (!input_fill(parser)) {
			parser_fail_unclosed(parser, &opener, "`''");
		}
	}
}
