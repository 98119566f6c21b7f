/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands inside the ${...} and subscripts of extensions: expressions and patterns that end
 * at a character of their own.
 */
#include <config.h>

#include <string.h>

#include "syntax/arith_parse.h"
#include "syntax/char_class.h"
#include "syntax/word.h"

/* What is open, of that which may hold the character that would end the operand. */
struct operand_depth {
	size_t brackets;
	size_t parens;
	size_t conditions; /* ? without its : */
};

/* Is this unquoted character the end? Else it is counted. */
static bool operand_ends(enum word_operand operand, struct operand_depth *depth, char c)
{
	switch (operand) {
	case OPERAND_INDEX:
		if (c == ' ' || c == '\t') {
			return true;
		}
		/* fall through */
	case OPERAND_SUBSCRIPT: /* a newline never belongs to one */
		if (c == '\n' || (c == ']' && depth->brackets == 0)) {
			return true;
		}
		depth->brackets += c == '[';
		depth->brackets -= c == ']';
		return false;
	case OPERAND_OFFSET:
		if (c == ':' && depth->parens == 0) {
			if (depth->conditions == 0) {
				return true;
			}
			depth->conditions--;
		}
		depth->parens += c == '(';
		depth->parens -= c == ')' && depth->parens > 0;
		depth->conditions += c == '?' && depth->parens == 0;
		return c == '}';
	case OPERAND_LENGTH:
		return c == '}';
	case OPERAND_PATTERN:
	case OPERAND_PATTERN_ALL:
		return c == '/' || c == '}';
	}
	return true;
}

static void operand_take_plain(struct parser *parser, struct word_builder *builder)
{
	char c = *parser->input.next++;

	if (c == '\n') {
		input_newline(&parser->input);
	}
	if (char_class(c) & CHAR_GLOB) {
		builder->flags |= WORD_GLOB;
	}
	builder->bracket = builder->bracket || c == '[';
	word_add_literal(parser, builder, &c, 1, false);
}

static void operand_scan(struct parser *parser, struct word_builder *builder,
			 enum word_operand operand)
{
	struct input *input = &parser->input;
	struct operand_depth depth = { 0 };

	if (operand == OPERAND_PATTERN_ALL && *input->next == '/') {
		operand_take_plain(parser, builder);
	}
	while (!parser_failed(parser)) {
		switch (*input->next) {
		case '\0':
			if (input->next != input->end) {
				parser_fail(parser, input_position(input), "unexpected NUL byte");
			} else if (!input_fill(parser)) {
				return;
			}
			break;
		case '\'':
		case '"':
		case '\\':
			word_scan_quote(parser, builder);
			break;
		case '$':
			word_scan_dollar(parser, builder, false);
			break;
		case '`':
			word_scan_backquotes(parser, builder, false, false);
			break;
		default:
			if (operand_ends(operand, &depth, *input->next)) {
				return;
			}
			operand_take_plain(parser, builder);
			break;
		}
	}
}

struct word *word_take_operand(struct parser *parser, enum word_operand operand)
{
	struct position position = input_position(&parser->input);
	struct word_builder builder;

	word_begin(parser, &builder);
	operand_scan(parser, &builder, operand);
	if (operand != OPERAND_PATTERN && operand != OPERAND_PATTERN_ALL) {
		builder.flags &= ~(uint32_t)WORD_GLOB;
		builder.bracket = false;
	}
	return word_finish(parser, &builder, position);
}

struct part *word_take_expression(struct parser *parser, enum word_operand operand, uint32_t *flags)
{
	struct part *part = arena_zalloc(parser->arena, sizeof(*part));
	struct word *word = word_take_operand(parser, operand);
	bool effects = false;

	part->type = PART_ARITHMETIC;
	part->arithmetic.word = word;
	if (!parser_failed(parser)) {
		part->arithmetic.tree = arith_parse_word(parser->arena, parser->options.symbols,
							 parser->options.guard, word,
							 parser->options.extensions, &effects);
	}
	*flags |= word->flags & WORD_HANDED_ON;
	*flags |= effects || !part->arithmetic.tree ? WORD_EFFECTS : 0;
	return part;
}
