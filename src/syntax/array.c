/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays as assignments write them: a[index]=value, a=(value [index]=value ...). */
#include <config.h>

#include <string.h>

#include "syntax/char_class.h"
#include "syntax/lexer.h"
#include "syntax/word.h"

/* "=" or "+=", if it is ahead. */
static bool array_take_equals(struct parser *parser, bool *append)
{
	struct input *input = &parser->input;

	*append = word_look(parser, false) == '+';
	if (*append && (!input_have(parser, 2) || input->next[1] != '=')) {
		return false;
	}
	input->next += *append;
	if (*input->next != '=') {
		return false;
	}
	input->next++;
	return true;
}

/* Is it one word, or an expression? */
static bool array_subscript_good(const struct part *index)
{
	const struct word *word = index->arithmetic.word;
	uint32_t i;

	for (i = 0; i < word->part_count && !index->arithmetic.tree; i++) {
		const struct part *part = &word->parts[i];

		if (part->type == PART_LITERAL && !part->quoted && strpbrk(part->text, " \t")) {
			return false;
		}
	}
	return word->part_count > 0;
}

bool word_take_subscript(struct parser *parser, bool element, struct word_subscript *subscript)
{
	struct scratch_levels levels = scratch_get_levels(parser);
	struct input_mark mark = input_get_mark(&parser->input);

	subscript->flags = 0;
	parser->input.next++;
	subscript->index = word_take_expression(parser, element ? OPERAND_INDEX : OPERAND_SUBSCRIPT,
						&subscript->flags);
	if (!parser_failed(parser) && array_subscript_good(subscript->index) &&
	    *parser->input.next == ']') {
		parser->input.next++;
		if (array_take_equals(parser, &subscript->append)) {
			return true;
		}
	}
	if (!parser_failed(parser)) {
		scratch_restore(parser, &levels);
		input_rewind(&parser->input, mark);
	}
	return false;
}

static bool array_take_elements(struct parser *parser, uint32_t *flags)
{
	for (;;) {
		enum token_type type = lexer_peek(parser, LEX_ELEMENT);
		struct array_element element = { .value = parser->token.word };

		switch ((int)type) { /* -Wswitch-enum: the others are no elements */
		case TOKEN_ASSIGNMENT:
			element.index = parser->token.index;
			element.append = parser->token.append;
			*flags |= parser->token.word->flags;
			break;
		case TOKEN_WORD:
			*flags |= parser->token.word->flags;
			break;
		case TOKEN_NEWLINE:
			lexer_take(parser);
			continue;
		case TOKEN_RIGHT_PAREN:
			lexer_take(parser);
			return !parser_failed(parser);
		default:
			parser_fail_token(parser, "`)'");
			return false;
		}
		strbuf_add(&parser->items, &element, sizeof(element));
		lexer_take(parser);
	}
}

bool word_take_array(struct parser *parser, bool append, struct part *part, uint32_t *flags)
{
	struct opener opener = { "`('", input_position(&parser->input), parser->opener };
	struct array_literal *array = arena_zalloc(parser->arena, sizeof(*array));
	size_t base = parser->items.len;

	*part = (struct part){ .type = PART_ARRAY, .array = array };
	if (parser_too_deep(parser)) {
		return false;
	}
	parser->input.next++;
	parser->token.type = TOKEN_NONE;
	parser->opener = &opener;
	if (array_take_elements(parser, flags)) {
		array->append = append;
		array->count =
			(uint32_t)((parser->items.len - base) / sizeof(struct array_element));
		array->elements = parser_pop_items(parser, &parser->items, base);
	}
	parser->opener = opener.outer;
	*flags = WORD_ARRAY | (*flags & WORD_HANDED_ON);
	return !parser_failed(parser);
}
