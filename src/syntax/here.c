/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/here.h"

#include <string.h>

#include "syntax/word.h"

void here_expect(struct parser *parser, struct redirection *redirection)
{
	const struct word *target = redirection->target;
	struct here_pending pending = {
		.body = arena_zalloc(parser->arena, sizeof(struct word)),
		.delimiter = target->text ? target->text : "",
		.len = target->text_len,
		.strip = redirection->op == REDIRECTION_HERE_STRIP,
		.expand = !(target->flags & WORD_QUOTED),
	};

	pending.body->flags = WORD_STATIC;
	pending.body->text = "";
	redirection->here = pending.body;
	strbuf_add(&parser->heres, &pending, sizeof(pending));
}

/*
 * Appends one line to the parser's text, with its newline; the last line of the input
 * gets one if it has none. False at the end of the input.
 */
static bool here_read_line(struct parser *parser, bool strip)
{
	struct input *input = &parser->input;
	bool any = false;

	while (input->next != input->end || input_fill(parser)) {
		const char *from = input->next;
		size_t rest = (size_t)(input->end - from);
		const char *newline = memchr(from, '\n', rest);

		any = true;
		input->next = newline ? newline + 1 : input->end;
		while (strip && from < input->next && *from == '\t') {
			from++;
		}
		strip = strip && from == input->next;
		strbuf_add(&parser->text, from, (size_t)(input->next - from));
		if (newline) {
			input_newline(input);
			return true;
		}
	}
	if (any) {
		strbuf_add_char(&parser->text, '\n');
	}
	return any;
}

/* Does a line that ends at the end of the text go on in the next one? */
static bool here_continues(const struct parser *parser, size_t line)
{
	const char *text = parser->text.data;
	size_t end = parser->text.len;
	size_t backslashes = 0;

	end--; /* the newline */
	while (end - backslashes > line && text[end - backslashes - 1] == '\\') {
		backslashes++;
	}
	return backslashes % 2 == 1;
}

/*
 * Are the lines from offset LINE to the end of the text the delimiter? Where the body is
 * expanded, line continuations are taken out first (XCU 2.7.4, 2.2.1).
 */
static bool here_is_delimiter(const struct parser *parser, size_t line,
			      const struct here_pending *pending)
{
	const char *text = parser->text.data + line;
	const char *end = parser->text.data + parser->text.len - 1;
	const char *delimiter = pending->delimiter;
	size_t left = pending->len;

	while (text < end) {
		if (pending->expand && text[0] == '\\' && text + 1 < end && text[1] == '\n') {
			text += 2;
		} else if (left > 0 && *text == *delimiter) {
			text++;
			delimiter++;
			left--;
		} else {
			return false;
		}
	}
	return left == 0;
}

/* Appends the lines up to the delimiter, as they stand but for tabs, to the parser's text. */
static void here_read_raw(struct parser *parser, const struct here_pending *pending)
{
	for (;;) {
		size_t line = parser->text.len;
		bool strip = pending->strip;

		do {
			size_t part = parser->text.len;

			if (!here_read_line(parser, strip)) {
				/* Not even a line continuation takes the last newline away. */
				strbuf_add(&parser->text, "\n", part > line);
				return;
			}
			strip = false;
			if (!pending->expand || !here_continues(parser, part)) {
				break;
			}
		} while (true);
		if (here_is_delimiter(parser, line, pending)) {
			strbuf_truncate(&parser->text, line);
			return;
		}
	}
}

/* Parses a body that is to be expanded. */
static struct word *here_parse(struct parser *parser, const char *text, size_t len,
			       struct position position)
{
	struct input saved = parser->input;
	struct word_builder builder;
	struct word *word;

	word_begin(parser, &builder);
	input_begin(&parser->input, text, len, position);
	(void)word_scan_quoted(parser, &builder, WORD_BY_HERE);
	word = word_finish(parser, &builder, position);
	parser->input = saved;
	return word;
}

static struct word *here_make_literal(struct parser *parser, const char *text, size_t len,
				      struct position position)
{
	struct word *word = arena_zalloc(parser->arena, sizeof(*word));

	word->position = position;
	word->flags = WORD_STATIC;
	word->text = text;
	word->text_len = len;
	if (len > 0) {
		word->part_count = 1;
		word->parts = arena_zalloc(parser->arena, sizeof(*word->parts));
		word->parts[0].quoted = true;
		word->parts[0].text = text;
		word->parts[0].len = (uint32_t)len;
	}
	return word;
}

static void here_read(struct parser *parser, const struct here_pending *pending)
{
	struct position position = input_position(&parser->input);
	size_t base = parser->text.len;
	size_t len;
	const char *text;

	here_read_raw(parser, pending);
	len = parser->text.len - base;
	text = arena_copy(parser->arena, parser->text.data + base, len);
	strbuf_truncate(&parser->text, base);
	if (parser_failed(parser)) {
		return;
	}
	if (memchr(text, '\0', len)) {
		parser_fail(parser, position, "unexpected NUL byte in a here-document");
	} else if (pending->expand && strpbrk(text, "$`\\")) {
		*pending->body = *here_parse(parser, text, len, position);
	} else {
		*pending->body = *here_make_literal(parser, text, len, position);
	}
}

void here_read_all(struct parser *parser)
{
	size_t base = parser->here_base;
	size_t i;

	/* What here-documents a body has inside are pushed behind these. */
	for (i = base; i < parser->heres.len; i += sizeof(struct here_pending)) {
		struct here_pending pending;

		if (parser_failed(parser)) {
			return;
		}
		memcpy(&pending, parser->heres.data + i, sizeof(pending));
		parser->here_base = parser->heres.len;
		here_read(parser, &pending);
		parser->here_base = base;
	}
	strbuf_truncate(&parser->heres, base);
}

struct word *parse_here_text(struct arena *arena, const struct parser_options *options,
			     const char *text, size_t len)
{
	struct parser *parser = parser_create_string(text, len, NULL, 1, options);
	struct position position = { 1, 1 };
	const char *copy = arena_copy(arena, text, len);
	struct word *word;

	parser->arena = arena;
	word = strpbrk(copy, "$`\\") ? here_parse(parser, copy, len, position)
				     : here_make_literal(parser, copy, len, position);
	if (parser_failed(parser)) {
		word = NULL;
	}
	parser_destroy(parser);
	return word;
}
