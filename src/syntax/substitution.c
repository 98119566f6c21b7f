/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of words that hold commands, and arithmetic: $(...), `...`, <(...), $((...)). */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "syntax/arith_parse.h"
#include "syntax/char_class.h"
#include "syntax/here.h"
#include "syntax/word.h"

struct scratch_levels scratch_get_levels(const struct parser *parser)
{
	return (struct scratch_levels){
		.text = parser->text.len,
		.parts = parser->parts.len,
		.words = parser->words.count,
		.items = parser->items.len,
		.assignments = parser->assignments.len,
		.redirections = parser->redirections.len,
		.heres = parser->heres.len,
		.here_base = parser->here_base,
		.opener = parser->opener,
		.arena = arena_mark(parser->arena),
		.alias_blank = parser->alias_blank,
	};
}

void scratch_restore(struct parser *parser, const struct scratch_levels *levels)
{
	strbuf_truncate(&parser->text, levels->text);
	strbuf_truncate(&parser->parts, levels->parts);
	parser->words.count = levels->words;
	strbuf_truncate(&parser->items, levels->items);
	strbuf_truncate(&parser->assignments, levels->assignments);
	strbuf_truncate(&parser->redirections, levels->redirections);
	strbuf_truncate(&parser->heres, levels->heres);
	parser->here_base = levels->here_base;
	parser->opener = levels->opener;
	arena_release(parser->arena, levels->arena);
	parser->alias_blank = levels->alias_blank;
	parser->token.type = TOKEN_NONE;
}

/* ---- the places of "$((" that open no arithmetic ---- */

/* Never 0. Lines and columns alone may not tell places inside backquotes apart. */
static uint64_t place_key(const struct parser *parser)
{
	const struct input *input = &parser->input;
	struct position position = input_position(input);
	uint64_t key = (uint64_t)position.line << 32 | position.column;

	key = (key ^ input->depth) * UINT64_C(0x9e3779b97f4a7c15);
	if (!input_in_base(input)) {
		key ^= (uint64_t)(uintptr_t)input->next;
	} else if (input->depth > 0) {
		key ^= input->base_len;
	}
	key *= UINT64_C(0x9e3779b97f4a7c15);
	return (key ^ key >> 29) | 1;
}

static uint64_t *place_slot(const struct place_set *set, uint64_t key)
{
	size_t i = (size_t)(key >> 3) & (set->capacity - 1);

	while (set->keys[i] != 0 && set->keys[i] != key) {
		i = (i + 1) & (set->capacity - 1);
	}
	return &set->keys[i];
}

static bool place_known(const struct place_set *set, uint64_t key)
{
	return set->count > 0 && *place_slot(set, key) == key;
}

static void place_add(struct place_set *set, uint64_t key)
{
	if (set->count * 2 >= set->capacity) {
		struct place_set larger = { .capacity = set->capacity ? set->capacity * 2 : 64 };
		size_t i;

		larger.keys = memory_zalloc(larger.capacity * sizeof(*larger.keys));
		for (i = 0; i < set->capacity; i++) {
			if (set->keys[i] != 0) {
				*place_slot(&larger, set->keys[i]) = set->keys[i];
			}
		}
		larger.count = set->count;
		free(set->keys);
		*set = larger;
	}
	*place_slot(set, key) = key;
	set->count++;
}

/* ---- arithmetic ---- */

/* Pushes what was read since the place as text: the delimiter of a here-document. */
static void substitution_add_raw(struct parser *parser, struct word_builder *builder,
				 struct input_place place, bool quoted)
{
	size_t len = 0;
	const char *text = input_since(&parser->input, place, &len);

	word_add_literal(parser, builder, text, len, quoted);
}

static void substitution_add_arithmetic(struct parser *parser, struct word_builder *builder,
					struct word *word, struct input_place place, bool quoted)
{
	struct part part = { .type = PART_ARITHMETIC, .quoted = quoted };
	bool effects = false;

	if (builder->raw) {
		substitution_add_raw(parser, builder, place, quoted);
		return;
	}
	part.arithmetic.word = word;
	part.arithmetic.tree =
		arith_parse_word(parser->arena, parser->options.symbols, parser->options.guard,
				 word, parser->options.extensions, &effects);
	word_add_part(parser, builder, &part,
		      word->flags | (effects || !part.arithmetic.tree ? WORD_EFFECTS : 0));
}

/* The expression behind "$((", and "))". */
static enum word_end substitution_scan_arithmetic(struct parser *parser,
						  struct word_builder *builder,
						  struct input_place place, bool quoted)
{
	struct position position = input_position(&parser->input);
	struct word_builder expression;
	enum word_end end;

	word_begin(parser, &expression);
	end = word_scan_quoted(parser, &expression, WORD_BY_ARITHMETIC);
	if (end == WORD_CLOSED) {
		struct word *word = word_finish(parser, &expression, position);

		substitution_add_arithmetic(parser, builder, word, place, quoted);
	}
	return end;
}

/*
 * "$((" is ahead of its second parenthesis. XCU 2.6.3: arithmetic, if the text
 * can be read so; else a command substitution that begins with a subshell. False: the latter.
 */
static bool substitution_try_arithmetic(struct parser *parser, struct word_builder *builder,
					struct input_place place, struct position position,
					bool quoted)
{
	struct input *input = &parser->input;
	struct opener opener = { "`$(('", position, parser->opener };
	struct scratch_levels levels = scratch_get_levels(parser);
	struct word_builder saved = *builder;
	struct input_mark inside = input_get_mark(input);
	uint64_t key = place_key(parser);
	enum word_end end;

	if (place_known(&parser->not_arithmetic, key)) {
		return false;
	}
	input->next++;
	end = substitution_scan_arithmetic(parser, builder, place, quoted);
	if (end == WORD_AT_END) {
		parser_fail_unclosed(parser, &opener, "`))'");
	}
	if (end == WORD_CLOSED || end == WORD_AT_END) {
		return true;
	}
	if (end == WORD_FAILED &&
	    (parser->status != PARSE_ERROR || parser->error_at_end || parser->error_final)) {
		return true;
	}
	parser_forget_error(parser);
	scratch_restore(parser, &levels);
	*builder = saved;
	input_rewind(input, inside);
	place_add(&parser->not_arithmetic, key);
	return false;
}

/* ---- commands ---- */

/* The commands behind "$(" or the like, which OPENER names, and ")", as what PART is. */
static void substitution_scan_command(struct parser *parser, struct word_builder *builder,
				      struct input_place place, struct opener opener,
				      struct part part, uint32_t flags)
{
	size_t here_base = parser->here_base;
	bool alias_blank = parser->alias_blank;

	parser->opener = &opener;
	parser->here_base = parser->heres.len;
	part.command = parse_parenthesized(parser);
	parser->here_base = here_base;
	parser->opener = opener.outer;
	parser->alias_blank = alias_blank;
	if (builder->raw && !parser_failed(parser)) {
		substitution_add_raw(parser, builder, place, part.quoted);
		return;
	}
	word_add_part(parser, builder, &part, flags);
}

void word_scan_substitution(struct parser *parser, struct word_builder *builder,
			    struct input_place place, struct position position, bool quoted)
{
	if (parser_too_deep(parser)) {
		return;
	}
	parser->input.next++;
	if (word_look(parser, true) == '(' &&
	    substitution_try_arithmetic(parser, builder, place, position, quoted)) {
		return;
	}
	substitution_scan_command(
		parser, builder, place, (struct opener){ "`$('", position, parser->opener },
		(struct part){ .type = PART_COMMAND, .quoted = quoted }, WORD_COMMAND);
}

/* ---- processes ---- */

bool word_opens_process(struct parser *parser, size_t offset)
{
	struct input *input = &parser->input;

	if (!parser->options.extensions) {
		return false;
	}
	offset++;
	while (input_have(parser, offset + 1) && input->next[offset] == '\\' &&
	       input_have(parser, offset + 2) && input->next[offset + 1] == '\n') {
		offset += 2;
	}
	return input_have(parser, offset + 1) && input->next[offset] == '(';
}

void word_scan_process(struct parser *parser, struct word_builder *builder)
{
	struct input *input = &parser->input;
	struct input_place place = input_get_place(input);
	struct opener opener = { "`<('", input_position(input), parser->opener };
	struct part part = { .type = PART_PROCESS, .output = *input->next == '>' };

	if (parser_too_deep(parser)) {
		return;
	}
	if (part.output) {
		opener.name = "`>('";
	}
	input->next++;
	(void)word_look(parser, false);
	input->next++;
	substitution_scan_command(parser, builder, place, opener, part, WORD_PROCESS);
}

/* ---- backquotes ---- */

/* Does a backslash before C go away inside backquotes? */
static bool backquote_escapes(char c, bool in_quotes)
{
	return c == '$' || c == '`' || c == '\\' || (c == '"' && in_quotes);
}

/* The character behind a backslash. A line continuation goes away, also where the command has
   single quotes around it, XCU 2.2.1: it stands in no quotes out here. */
static void backquote_take_escaped(struct parser *parser, bool in_quotes)
{
	struct input *input = &parser->input;

	if (*input->next == '\n') {
		input->next++;
		input_newline(input);
		return;
	}
	if (!backquote_escapes(*input->next, in_quotes)) {
		strbuf_add_char(&parser->text, '\\');
	}
	if (*input->next != '\0') {
		strbuf_add_char(&parser->text, *input->next++);
	}
}

/* Collects what stands between backquotes, unescaped, behind BASE of the parser's text. False: unclosed. */
static bool backquote_collect(struct parser *parser, bool in_quotes)
{
	struct input *input = &parser->input;

	for (;;) {
		const char *from = input->next;
		size_t len = strcspn(from, "`\\");

		strbuf_add(&parser->text, from, len);
		input->next = from + len;
		input_count_lines(input, from);
		if (*input->next == '`') {
			input->next++;
			return true;
		}
		if (*input->next == '\\') {
			input->next++;
			if (input->next == input->end && !input_fill(parser)) {
				return false;
			}
			backquote_take_escaped(parser, in_quotes);
		} else if (input->next != input->end) {
			parser_fail(parser, input_position(input), "unexpected NUL byte");
			return true;
		} else if (!input_fill(parser)) {
			return false;
		}
	}
}

/* Parses a text that lies in the arena and began at POSITION. */
static struct node *backquote_parse(struct parser *parser, const char *text, size_t len,
				    struct position position)
{
	struct input saved = parser->input;
	size_t here_base = parser->here_base;
	struct node *command;

	parser->here_base = parser->heres.len;
	input_begin(&parser->input, text, len, position);
	command = parse_text(parser);
	parser->input = saved;
	parser->here_base = here_base;
	return command;
}

void word_scan_backquotes(struct parser *parser, struct word_builder *builder, bool quoted,
			  bool in_quotes)
{
	struct input *input = &parser->input;
	struct input_place place = input_get_place(input);
	struct opener opener = { "a backquote", input_position(input), parser->opener };
	size_t base = parser->text.len;
	size_t len;
	struct position inside;
	const char *text;
	struct part part = { .type = PART_COMMAND, .quoted = quoted, .backquote = true };

	if (parser_too_deep(parser)) {
		return;
	}
	input->next++;
	inside = input_position(input);
	if (!backquote_collect(parser, in_quotes)) {
		parser_fail_unclosed(parser, &opener, "``'");
	}
	len = parser->text.len - base;
	text = arena_copy(parser->arena, parser->text.data + base, len);
	strbuf_truncate(&parser->text, base);
	if (parser_failed(parser)) {
		return;
	}
	if (builder->raw) {
		substitution_add_raw(parser, builder, place, quoted);
		return;
	}
	parser->opener = &opener;
	part.command = backquote_parse(parser, text, len, inside);
	parser->opener = opener.outer;
	word_add_part(parser, builder, &part, WORD_COMMAND);
}
