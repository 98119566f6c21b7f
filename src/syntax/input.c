/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/input.h"

#include <string.h>

#include "syntax/parser_state.h"

void input_begin(struct input *input, const char *text, size_t len, struct position position)
{
	struct alias_frame *frame = input->frame;
	uint32_t depth = input->depth + 1;

	*input = (struct input){
		.next = text,
		.end = text + len,
		.text = text,
		.frame = frame,
		.base_frame = frame,
		.base = text,
		.base_len = len,
		.line_start = text,
		.line = position.line,
		.column = position.column,
		.depth = depth,
	};
}

void input_pop_alias(struct parser *parser)
{
	struct input *input = &parser->input;
	struct alias_frame *frame = input->frame;
	size_t len;

	input->frame = frame->below;
	if (input_in_base(input)) {
		input->text = input->base;
		len = input->base_len;
	} else {
		input->text = input->frame->text;
		len = input->frame->len;
	}
	input->next = input->text + frame->resume;
	input->end = input->text + len;
	parser->alias_blank |= frame->blank;
}

/* Reads more of the source behind the base text. */
static bool input_read(struct parser *parser)
{
	struct input *input = &parser->input;
	size_t offset = (size_t)(input->next - input->text);
	size_t line_offset = (size_t)(input->line_start - input->text);
	long got;

	if (input->depth > 0 || parser->at_end || !parser->source.read) {
		return false;
	}
	got = parser->source.read(parser->source.arg, &parser->buffer, parser->begun);
	if (got <= 0) {
		parser->at_end = true;
		if (got < 0) {
			parser_fail_read(parser, (int)-got);
		}
		return false;
	}
	input->text = parser->buffer.data;
	input->base = input->text;
	input->base_len = parser->buffer.len;
	input->next = input->text + offset;
	input->end = input->text + input->base_len;
	input->line_start = input->text + line_offset;
	return true;
}

bool input_fill(struct parser *parser)
{
	struct input *input = &parser->input;

	while (input->next == input->end) {
		if (!input_in_base(input)) {
			input_pop_alias(parser);
		} else if (!input_read(parser)) {
			return false;
		}
	}
	return true;
}

bool input_have(struct parser *parser, size_t count)
{
	struct input *input = &parser->input;

	while ((size_t)(input->end - input->next) < count) {
		if (!input_in_base(input) || !input_read(parser)) {
			return false;
		}
	}
	return true;
}

char input_behind(const struct input *input)
{
	const struct alias_frame *frame = input->frame;
	const char *next = input->next;
	const char *end = input->end;

	while (next == end && frame != input->base_frame) {
		size_t resume = frame->resume;
		bool base = frame->below == input->base_frame;

		frame = frame->below;
		next = (base ? input->base : frame->text) + resume;
		end = base ? input->base + input->base_len : frame->text + frame->len;
	}
	return *next;
}

void input_push_alias(struct parser *parser, const struct symbol *symbol, const char *value,
		      struct position position)
{
	struct input *input = &parser->input;
	size_t len = strlen(value);
	struct alias_frame *frame = arena_alloc(&parser->alias_arena, sizeof(*frame));

	*frame = (struct alias_frame){
		.below = input->frame,
		.symbol = symbol,
		.text = arena_copy(&parser->alias_arena, value, len),
		.len = len,
		.resume = (size_t)(input->next - input->text),
		.position = position,
		.blank = len > 0 && (value[len - 1] == ' ' || value[len - 1] == '\t'),
	};
	input->frame = frame;
	input->text = frame->text;
	input->next = frame->text;
	input->end = frame->text + len;
}

bool input_in_alias(const struct input *input, const struct symbol *symbol)
{
	const struct alias_frame *frame;

	for (frame = input->frame; frame; frame = frame->below) {
		if (frame->symbol == symbol) {
			return true;
		}
	}
	return false;
}

struct input_mark input_get_mark(const struct input *input)
{
	return (struct input_mark){
		.frame = input->frame,
		.offset = (size_t)(input->next - input->text),
		.line_offset = (size_t)(input->line_start - input->base),
		.line = input->line,
		.column = input->column,
	};
}

void input_rewind(struct input *input, struct input_mark mark)
{
	size_t len = input->base_len;

	input->frame = mark.frame;
	input->text = input->base;
	if (!input_in_base(input)) {
		input->text = mark.frame->text;
		len = mark.frame->len;
	}
	input->next = input->text + mark.offset;
	input->end = input->text + len;
	input->line_start = input->base + mark.line_offset;
	input->line = mark.line;
	input->column = mark.column;
}

const char *input_since(const struct input *input, struct input_place place, size_t *len)
{
	if (input->frame != place.frame) {
		return NULL;
	}
	*len = (size_t)(input->next - input->text) - place.offset;
	return input->text + place.offset;
}

bool input_skip_continuations(struct parser *parser)
{
	struct input *input = &parser->input;
	bool found = false;

	while (*input->next == '\\' && input_have(parser, 2) && input->next[1] == '\n') {
		input->next += 2;
		input_newline(input);
		found = true;
		if (input->next == input->end) {
			parser->begun = true;
			(void)input_have(parser, 1);
		}
	}
	return found;
}

void input_count_lines(struct input *input, const char *from)
{
	if (!input_in_base(input)) {
		return;
	}
	while ((from = memchr(from, '\n', (size_t)(input->next - from)))) {
		from++;
		input->line++;
		input->line_start = from;
		input->column = 1;
	}
}
