/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/word.h"

#include <string.h>

#include "syntax/char_class.h"

void word_begin(const struct parser *parser, struct word_builder *builder)
{
	*builder = (struct word_builder){ .parts_base = parser->parts.len };
}

/* Ends the pending literal: it becomes a part. */
static void word_flush(struct parser *parser, struct word_builder *builder)
{
	size_t len = parser->text.len - builder->literal;
	struct part part = { .type = PART_LITERAL, .quoted = builder->quoted };

	if (!builder->pending) {
		return;
	}
	builder->pending = false;
	part.text = arena_copy(parser->arena, parser->text.data + builder->literal, len);
	part.len = (uint32_t)len;
	strbuf_truncate(&parser->text, builder->literal);
	strbuf_add(&parser->parts, &part, sizeof(part));
}

/* Lets a literal be pending that is quoted or not, as said. */
static void word_begin_literal(struct parser *parser, struct word_builder *builder, bool quoted)
{
	if (builder->pending && builder->quoted == quoted) {
		return;
	}
	word_flush(parser, builder);
	builder->pending = true;
	builder->quoted = quoted;
	builder->literal = parser->text.len;
}

void word_add_literal(struct parser *parser, struct word_builder *builder, const char *bytes,
		      size_t len, bool quoted)
{
	word_begin_literal(parser, builder, quoted);
	strbuf_add(&parser->text, bytes, len);
}

void word_add_part(struct parser *parser, struct word_builder *builder, const struct part *part,
		   uint32_t flags)
{
	word_flush(parser, builder);
	builder->expands = true;
	builder->flags |= flags & WORD_HANDED_ON;
	strbuf_add(&parser->parts, part, sizeof(*part));
}

/* May an unquoted [ begin a bracket expression? */
static bool word_has_bracket(const struct word_builder *builder, const struct part *parts,
			     size_t count)
{
	bool open = false;
	size_t i;

	if (builder->expands) {
		return true;
	}
	for (i = 0; i < count; i++) {
		const char *text = parts[i].text;

		if (!open && !parts[i].quoted) {
			text = memchr(text, '[', parts[i].len);
			open = text != NULL;
		}
		if (open && memchr(text, ']', parts[i].len - (size_t)(text - parts[i].text))) {
			return true;
		}
	}
	return false;
}

static bool word_all_quoted(const struct word *word)
{
	uint32_t i;

	for (i = 0; i < word->part_count; i++) {
		if (!word->parts[i].quoted) {
			return false;
		}
	}
	return true;
}

/* The text of a word of literals. */
static void word_set_static(struct parser *parser, struct word *word)
{
	char *text;
	uint32_t i;

	word->flags |= WORD_STATIC;
	if (word->part_count == 1) {
		word->text = word->parts[0].text;
		word->text_len = word->parts[0].len;
		return;
	}
	for (i = 0; i < word->part_count; i++) {
		word->text_len += word->parts[i].len;
	}
	text = arena_alloc(parser->arena, word->text_len + 1);
	word->text = text;
	for (i = 0; i < word->part_count; i++) {
		memcpy(text, word->parts[i].text, word->parts[i].len);
		text += word->parts[i].len;
	}
	*text = '\0';
}

struct word *word_finish(struct parser *parser, struct word_builder *builder,
			 struct position position)
{
	struct word *word = arena_alloc(parser->arena, sizeof(*word));
	size_t size;

	if (parser_failed(parser)) {
		/* Only part of what it should be may lie there. */
		strbuf_truncate(&parser->parts, builder->parts_base);
		*word = (struct word){ .position = position };
		return word;
	}
	word_flush(parser, builder);
	size = parser->parts.len - builder->parts_base;
	*word = (struct word){
		.position = position,
		.flags = builder->flags,
		.part_count = (uint32_t)(size / sizeof(struct part)),
		.parts = parser_pop_items(parser, &parser->parts, builder->parts_base),
	};
	if (builder->bracket && word_has_bracket(builder, word->parts, word->part_count)) {
		word->flags |= WORD_GLOB;
	}
	if (!builder->expands && !(word->flags & WORD_GLOB) &&
	    (!builder->splits || word_all_quoted(word))) {
		word_set_static(parser, word);
	}
	return word;
}

char word_look_slow(struct parser *parser, bool across)
{
	struct input *input = &parser->input;

	for (;;) {
		char c = *input->next;

		if (c == '\\' && input_skip_continuations(parser)) {
			continue;
		}
		if (c != '\0' || input->next != input->end) {
			return c;
		}
		if (!(across ? input_fill(parser) : input_have(parser, 1))) {
			return '\0';
		}
	}
}

/* The slow way of word_take_name, at the end of a text or before a backslash. */
static const char *word_join_name(struct parser *parser, uint16_t classes, size_t *len)
{
	struct input *input = &parser->input;
	size_t base = parser->text.len;

	while (char_class(word_look(parser, false)) & classes) {
		const char *from = input->next;

		while (char_class(*input->next) & classes) {
			input->next++;
		}
		strbuf_add(&parser->text, from, (size_t)(input->next - from));
	}
	*len = parser->text.len - base;
	parser->text.len =
		base; /* what it leads with stays: the name is used before anything is added */
	return parser->text.data + base;
}

const char *word_take_name(struct parser *parser, bool digits, size_t *len)
{
	struct input *input = &parser->input;
	uint16_t classes = digits ? CHAR_DIGIT : CHAR_NAME;
	const char *from = input->next;
	const char *to = from;

	while (char_class(*to) & classes) {
		to++;
	}
	if (*to == '\0' || *to == '\\') {
		return word_join_name(parser, classes, len);
	}
	input->next = to;
	*len = (size_t)(to - from);
	return from;
}

static void word_fail_nul(struct parser *parser)
{
	parser_fail(parser, input_position(&parser->input), "unexpected NUL byte");
}

/* '...' */
static void word_scan_single(struct parser *parser, struct word_builder *builder)
{
	struct input *input = &parser->input;
	struct opener opener = { "a single quote", input_position(input), parser->opener };

	builder->flags |= WORD_QUOTED;
	word_begin_literal(parser, builder, true);
	input->next++;
	for (;;) {
		const char *from = input->next;
		size_t len = strcspn(from, "'");

		strbuf_add(&parser->text, from, len);
		input->next = from + len;
		input_count_lines(input, from);
		if (*input->next == '\'') {
			input->next++;
			return;
		}
		if (input->next != input->end) {
			word_fail_nul(parser);
			return;
		}
		if (!input_fill(parser)) {
			parser_fail_unclosed(parser, &opener, "`''");
			return;
		}
	}
}

/* "..." */
static void word_scan_double(struct parser *parser, struct word_builder *builder)
{
	struct input *input = &parser->input;
	struct opener opener = { "a double quote", input_position(input), parser->opener };
	size_t parts = parser->parts.len;
	size_t text = parser->text.len;

	if (parser_too_deep(parser)) {
		return;
	}
	builder->flags |= WORD_QUOTED;
	input->next++;
	if (word_scan_quoted(parser, builder, WORD_BY_QUOTES) == WORD_AT_END) {
		parser_fail_unclosed(parser, &opener, "`\"'");
	}
	if (parser->parts.len == parts && parser->text.len == text) {
		word_begin_literal(parser, builder, true);
	}
}

/* A backslash outside quotes. */
static void word_scan_backslash(struct parser *parser, struct word_builder *builder)
{
	struct input *input = &parser->input;

	input->next++;
	if (input->next == input->end && !input_fill(parser)) {
		builder->flags |= WORD_QUOTED;
		word_add_literal(parser, builder, "\\", 1, true);
		return;
	}
	input->next++;
	if (input->next[-1] == '\n') {
		input_newline(input);
		parser->begun = true;
	} else if (input->next[-1] == '\0') {
		input->next--;
		word_fail_nul(parser);
	} else {
		builder->flags |= WORD_QUOTED;
		word_add_literal(parser, builder, input->next - 1, 1, true);
	}
}

void word_scan_quote(struct parser *parser, struct word_builder *builder)
{
	switch (*parser->input.next) {
	case '\'':
		word_scan_single(parser, builder);
		break;
	case '"':
		word_scan_double(parser, builder);
		break;
	default:
		word_scan_backslash(parser, builder);
		break;
	}
}

/*
 * A tilde where a tilde-prefix may stand, XCU 2.6.1. What follows makes it one:
 * ordinary characters up to a slash, a colon in a value, or the end of the word.
 */
void word_scan_tilde(struct parser *parser, struct word_builder *builder, enum word_place place)
{
	struct input *input = &parser->input;
	struct part part = { .type = PART_TILDE };
	size_t start;
	uint16_t stop = CHAR_STOP | CHAR_GLOB | CHAR_BRACKET | CHAR_QUOTED_STOP;
	char c;

	if (builder->raw || word_look(parser, place == WORD_IN_BRACES) != '~') {
		return;
	}
	start = parser->text.len;
	do {
		strbuf_add_char(&parser->text, *input->next++);
		c = word_look(parser, place == WORD_IN_BRACES);
	} while (c != '/' && !(char_class(c) & stop) && !(c == ':' && place == WORD_IN_VALUE) &&
		 !(c == '}' && place == WORD_IN_BRACES));
	if (c == '/' || c == ':' || c == '}' || (c == '\0' && place != WORD_IN_BRACES) ||
	    (char_class(c) & CHAR_DELIMITER && place != WORD_IN_BRACES)) {
		part.len = (uint32_t)(parser->text.len - start - 1);
		part.text = arena_copy(parser->arena, parser->text.data + start + 1, part.len);
		strbuf_truncate(&parser->text, start);
		word_add_part(parser, builder, &part, 0);
		return;
	}
	if (!builder->pending) {
		builder->pending = true;
		builder->quoted = false;
		builder->literal = start;
	}
}

/* The ordinary bytes at hand. */
static void word_scan_run(struct parser *parser, struct word_builder *builder, uint16_t stop)
{
	struct input *input = &parser->input;
	const char *from = input->next;
	const char *to = from;
	uint16_t seen = 0;
	uint16_t class;

	while (!((class = char_class(*to)) & stop)) {
		seen |= class;
		to++;
	}
	if (to == from) {
		return;
	}
	input->next = to;
	if (seen & CHAR_GLOB) {
		builder->flags |= WORD_GLOB;
	}
	if (seen & CHAR_BRACKET) {
		builder->bracket = true;
	}
	word_add_literal(parser, builder, from, (size_t)(to - from), false);
}

/* A character that ended a run and means nothing here. */
static void word_scan_plain(struct parser *parser, struct word_builder *builder, bool quoted)
{
	struct input *input = &parser->input;
	char c = *input->next++;

	if (c == '\n') {
		input_newline(input);
	}
	word_add_literal(parser, builder, &c, 1, quoted);
}

bool word_scan_unquoted(struct parser *parser, struct word_builder *builder, enum word_place place)
{
	struct input *input = &parser->input;
	uint16_t stop = place == WORD_IN_BRACES  ? CHAR_BRACE_STOP
			: place == WORD_IN_VALUE ? CHAR_STOP | CHAR_ASSIGN_STOP
						 : CHAR_STOP;

	if (!builder->pending) {
		word_scan_tilde(parser, builder, place);
	}
	while (!parser_failed(parser)) {
		word_scan_run(parser, builder, stop);
		switch (*input->next) {
		case '\0':
			if (input->next != input->end) {
				word_fail_nul(parser);
			} else if (place == WORD_IN_BRACES) {
				if (!input_fill(parser)) {
					return false;
				}
			} else if (!input_have(parser, 1)) {
				return !parser_failed(parser);
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
		case ':':
		case '=':
			word_scan_plain(parser, builder, false);
			if (input->next[-1] == ':' && word_look(parser, false) == '~') {
				word_scan_tilde(parser, builder, place);
			}
			break;
		case '<':
		case '>':
			if ((place != WORD_IN_BRACES || builder->splits) &&
			    word_at_process(parser, 0)) {
				word_scan_process(parser, builder);
				break;
			}
			/* fall through */
		default:
			if (place != WORD_IN_BRACES || *input->next == '}') {
				return true;
			}
			word_scan_plain(parser, builder, false);
			break;
		}
	}
	return false;
}

/* A backslash that double quotes, or what is like them, leave its meaning before some. */
static void word_scan_quoted_backslash(struct parser *parser, struct word_builder *builder,
				       enum word_quoting quoting)
{
	struct input *input = &parser->input;
	char c;

	input->next++;
	c = input->next == input->end && !input_fill(parser) ? '\0' : *input->next;
	if (c == '\n') {
		input->next++;
		input_newline(input);
	} else if (c == '$' || c == '`' || c == '\\' || (c == '}' && quoting == WORD_BY_BRACES) ||
		   (c == '"' && (quoting == WORD_BY_QUOTES || quoting == WORD_BY_BRACES))) {
		input->next++;
		word_add_literal(parser, builder, &c, 1, true);
	} else {
		word_add_literal(parser, builder, "\\", 1, true);
	}
}

/* A closing parenthesis in $((...)) that no opening one inside it awaits. */
static enum word_end word_end_arithmetic(struct parser *parser)
{
	parser->input.next++;
	if (word_look(parser, true) == ')') {
		parser->input.next++;
		return WORD_CLOSED;
	}
	if (parser->input.next == parser->input.end) {
		return WORD_AT_END;
	}
	return WORD_NOT_ARITHMETIC;
}

/* A double quote inside double quotes or what is like them; true: it closes them. */
static bool word_scan_quoted_quote(struct parser *parser, struct word_builder *builder,
				   enum word_quoting quoting)
{
	if (quoting == WORD_BY_QUOTES) {
		parser->input.next++;
		return true;
	}
	if (quoting == WORD_BY_BRACES) {
		word_scan_double(parser, builder);
	} else {
		word_scan_plain(parser, builder, true);
	}
	return false;
}

enum word_end word_scan_quoted(struct parser *parser, struct word_builder *builder,
			       enum word_quoting quoting)
{
	static const uint16_t stops[] = {
		[WORD_BY_QUOTES] = CHAR_QUOTED_STOP,
		[WORD_BY_BRACES] = CHAR_QUOTED_STOP | CHAR_BRACE_STOP,
		[WORD_BY_HERE] = CHAR_QUOTED_STOP,
		[WORD_BY_ARITHMETIC] = CHAR_QUOTED_STOP | CHAR_PAREN,
	};
	struct input *input = &parser->input;
	uint16_t stop = stops[quoting];
	size_t depth = 0;

	while (!parser_failed(parser)) {
		const char *from = input->next;
		const char *to = from;

		while (!(char_class(*to) & stop)) {
			to++;
		}
		if (to > from) {
			input->next = to;
			word_add_literal(parser, builder, from, (size_t)(to - from), true);
		}
		switch (*to) {
		case '\0':
			if (input->next != input->end) {
				word_fail_nul(parser);
			} else if (!input_fill(parser)) {
				return WORD_AT_END;
			}
			break;
		case '"':
			if (word_scan_quoted_quote(parser, builder, quoting)) {
				return WORD_CLOSED;
			}
			break;
		case '\\':
			word_scan_quoted_backslash(parser, builder, quoting);
			break;
		case '$':
			word_scan_dollar(parser, builder, true);
			break;
		case '`':
			word_scan_backquotes(parser, builder, true, quoting != WORD_BY_ARITHMETIC);
			break;
		case '}':
			return WORD_CLOSED;
		case '(':
			depth++;
			word_scan_plain(parser, builder, true);
			break;
		case ')':
			if (depth == 0) {
				return word_end_arithmetic(parser);
			}
			depth--;
			word_scan_plain(parser, builder, true);
			break;
		default:
			word_scan_plain(parser, builder, true);
			break;
		}
	}
	return WORD_FAILED;
}
