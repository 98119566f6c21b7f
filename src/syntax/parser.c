/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parser as an object, and the upper half of the grammar: complete commands, lists,
 * AND-OR lists, pipelines. Each function states the productions of XCU 2.10.2 it covers.
 */
#include <config.h>

#include "syntax/parser.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "syntax/lexer.h"
#include "syntax/parser_state.h"

enum { PARSER_BUFFER_KEEP = 64 * 1024 };

void *parser_pop_items(struct parser *parser, struct strbuf *stack, size_t base)
{
	void *items = NULL;

	if (stack->len > base) {
		items = arena_dup(parser->arena, stack->data + base, stack->len - base);
		strbuf_truncate(stack, base);
	}
	return items;
}

struct word **parser_pop_words(struct parser *parser, size_t base, uint32_t *count)
{
	struct word **words = NULL;

	*count = (uint32_t)(parser->words.count - base);
	if (*count > 0) {
		words = arena_dup(parser->arena, parser->words.items + base,
				  *count * sizeof(*words));
		parser->words.count = base;
	}
	return words;
}

void parse_linebreak(struct parser *parser)
{
	while (lexer_peek(parser, LEX_COMMAND) == TOKEN_NEWLINE) {
		lexer_take(parser);
	}
}

bool parse_expect(struct parser *parser, enum token_type type)
{
	if (lexer_peek(parser, LEX_COMMAND) != type) {
		parser_fail_token(parser, token_name(type));
		return false;
	}
	lexer_take(parser);
	return true;
}

/* Can no command begin with this token? Then it ends a list. */
static bool token_ends_list(enum token_type type)
{
	switch ((int)type) {
	case TOKEN_ERROR:
	case TOKEN_END:
	case TOKEN_NEWLINE:
	case TOKEN_DSEMI:
	case TOKEN_SEMI_AND:
	case TOKEN_RIGHT_PAREN:
	case TOKEN_THEN:
	case TOKEN_ELSE:
	case TOKEN_ELIF:
	case TOKEN_FI:
	case TOKEN_DO:
	case TOKEN_DONE:
	case TOKEN_ESAC:
	case TOKEN_RIGHT_BRACE:
		return true;
	default:
		return false;
	}
}

/* ---- pipelines ---- */

struct pipeline_prefix {
	bool negated, timed, timed_posix;
	const struct terms *terms;
};

/* "time [-p]" is ahead; what follows decides whether -p belongs to it. */
static void parse_time(struct parser *parser, struct pipeline_prefix *prefix)
{
	const struct word *word;

	lexer_take(parser);
	prefix->timed = true;
	if (lexer_peek(parser, LEX_COMMAND) != TOKEN_WORD) {
		return;
	}
	word = parser->token.word;
	if (word->text_len == 2 && memcmp(word->text, "-p", 2) == 0 &&
	    !(word->flags & WORD_QUOTED)) {
		prefix->timed_posix = true;
		lexer_take(parser);
	}
}

/* [Bang] [time [-p]], in any order, each once; then [with term...]. */
static void parse_pipeline_prefix(struct parser *parser, struct pipeline_prefix *prefix)
{
	for (;;) {
		enum token_type type = lexer_peek(parser, LEX_COMMAND);

		if (type == TOKEN_BANG && !prefix->negated) {
			prefix->negated = true;
			lexer_take(parser);
		} else if (type == TOKEN_TIME && !prefix->timed) {
			parse_time(parser, prefix);
		} else {
			if (type == TOKEN_WITH) {
				prefix->terms = parse_with(parser);
			}
			return;
		}
	}
}

static struct node *parser_make_pipeline(struct parser *parser, struct position position,
					 struct pipeline_prefix prefix, size_t base)
{
	struct pipeline *pipeline = arena_alloc(parser->arena, sizeof(*pipeline));
	size_t size = parser->items.len - base;

	*pipeline = (struct pipeline){
		.node = { .type = NODE_PIPELINE, .position = position },
		.terms = prefix.terms,
		.negated = prefix.negated,
		.timed = prefix.timed,
		.timed_posix = prefix.timed_posix,
		.count = (uint32_t)(size / sizeof(struct node *)),
		.commands = parser_pop_items(parser, &parser->items, base),
	};
	if (prefix.terms &&
	    !parse_with_fits(parser, prefix.terms, pipeline->commands, pipeline->count)) {
		return NULL;
	}
	return &pipeline->node;
}

static bool parse_pipe_ahead(struct parser *parser)
{
	enum token_type type = lexer_peek(parser, LEX_RESERVED);

	return type == TOKEN_PIPE || type == TOKEN_PIPE_AND;
}

/* command | command ..., behind the first, which is no longer ahead */
static struct node *parse_pipe_sequence(struct parser *parser, struct position position,
					struct pipeline_prefix prefix, struct node *command)
{
	size_t base = parser->items.len;

	if (command) {
		strbuf_add(&parser->items, &command, sizeof(command));
	}
	while (command && parse_pipe_ahead(parser)) {
		if (parser->token.type == TOKEN_PIPE_AND) {
			command = parser_join_error(parser, command);
			strbuf_truncate(&parser->items, parser->items.len - sizeof(command));
			strbuf_add(&parser->items, &command, sizeof(command));
		}
		lexer_take(parser);
		parse_linebreak(parser);
		command = parse_command(parser);
		if (!command) {
			return NULL;
		}
		strbuf_add(&parser->items, &command, sizeof(command));
	}
	return parser_make_pipeline(parser, position, prefix, base);
}

/* pipeline: [Bang] [time [-p]] [with term...] pipe_sequence; pipe_sequence: command ['|' linebreak
   command]..., or |& outside posix mode */
static struct node *parse_pipeline(struct parser *parser)
{
	struct pipeline_prefix prefix = { .negated = false };
	enum token_type type = lexer_peek(parser, LEX_COMMAND);
	struct position position = parser->token.position;
	struct node *command = NULL;

	if (type == TOKEN_BANG || type == TOKEN_TIME || type == TOKEN_WITH) {
		parse_pipeline_prefix(parser, &prefix);
		type = lexer_peek(parser, LEX_COMMAND);
	}
	if (!prefix.timed || prefix.terms ||
	    !(token_ends_list(type) || type == TOKEN_SEMI || type == TOKEN_AND ||
	      type == TOKEN_AND_IF || type == TOKEN_OR_IF)) {
		command = parse_command(parser);
		if (!command) {
			return NULL;
		}
		if (!prefix.negated && !prefix.timed && !prefix.terms &&
		    !parse_pipe_ahead(parser)) {
			return command;
		}
	}
	if (parser_failed(parser)) {
		return NULL;
	}
	return parse_pipe_sequence(parser, position, prefix, command);
}

/* ---- lists ---- */

/* and_or: pipeline [AND_IF|OR_IF linebreak pipeline]... */
static struct node *parse_and_or(struct parser *parser)
{
	size_t base = parser->items.len;
	struct position position = parser->token.position;
	struct and_or_item item = { AND_OR_FIRST, NULL };
	struct and_or *and_or;
	enum token_type type;

	item.command = parse_pipeline(parser);
	type = lexer_peek(parser, LEX_RESERVED);
	if (type != TOKEN_AND_IF && type != TOKEN_OR_IF) {
		return item.command;
	}
	do {
		strbuf_add(&parser->items, &item, sizeof(item));
		lexer_take(parser);
		parse_linebreak(parser);
		item = (struct and_or_item){ type == TOKEN_AND_IF ? AND_OR_AND : AND_OR_OR,
					     parse_pipeline(parser) };
		type = lexer_peek(parser, LEX_RESERVED);
	} while (item.command && (type == TOKEN_AND_IF || type == TOKEN_OR_IF));
	strbuf_add(&parser->items, &item, sizeof(item));
	and_or = arena_alloc(parser->arena, sizeof(*and_or));
	*and_or = (struct and_or){
		.node = { .type = NODE_AND_OR, .position = position },
		.count = (uint32_t)((parser->items.len - base) / sizeof(item)),
	};
	and_or->items = parser_pop_items(parser, &parser->items, base);
	return item.command ? &and_or->node : NULL;
}

/* What separates two commands of a list, if any is ahead. Newlines separate only where
   COMPOUND. False: nothing does. */
static bool parse_separator(struct parser *parser, bool compound, bool *background)
{
	enum token_type type = lexer_peek(parser, LEX_RESERVED);

	*background = type == TOKEN_AND;
	if (type == TOKEN_AND || type == TOKEN_SEMI) {
		lexer_take(parser);
	} else if (type != TOKEN_NEWLINE || !compound) {
		return false;
	}
	if (compound) {
		parse_linebreak(parser);
	}
	return true;
}

/*
 * list: and_or [separator_op and_or]... [separator_op], on one line;
 * COMPOUND: term: and_or [separator and_or]... [separator].
 */
static struct node *parse_list(struct parser *parser, bool compound)
{
	size_t base = parser->items.len;
	struct position position = parser->token.position;
	struct list *list;
	struct list_item item = { NULL, false };
	bool separated;

	do {
		item.command = parse_and_or(parser);
		if (!item.command) {
			return NULL;
		}
		separated = parse_separator(parser, compound, &item.background);
		if (separated) {
			separated = !token_ends_list(lexer_peek(parser, LEX_COMMAND));
		}
		if (!separated && parser->items.len == base && !item.background) {
			return item.command;
		}
		strbuf_add(&parser->items, &item, sizeof(item));
	} while (separated);
	list = arena_alloc(parser->arena, sizeof(*list));
	*list = (struct list){
		.node = { .type = NODE_LIST, .position = position },
		.count = (uint32_t)((parser->items.len - base) / sizeof(item)),
	};
	list->items = parser_pop_items(parser, &parser->items, base);
	return &list->node;
}

/* compound_list: linebreak term [separator] */
struct node *parse_compound_list(struct parser *parser, bool required)
{
	parse_linebreak(parser);
	if (token_ends_list(lexer_peek(parser, LEX_COMMAND))) {
		if (required) {
			parser_fail_token(parser, "a command");
		}
		return NULL;
	}
	return parse_list(parser, true);
}

struct node *parse_text(struct parser *parser)
{
	struct node *body = parse_compound_list(parser, false);

	if (lexer_peek(parser, LEX_COMMAND) != TOKEN_END) {
		parser_fail_token(parser, NULL);
	}
	parser->token.type = TOKEN_NONE;
	return parser_failed(parser) ? NULL : body;
}

struct node *parse_parenthesized(struct parser *parser)
{
	struct node *body = parse_compound_list(parser, false);

	return parse_expect(parser, TOKEN_RIGHT_PAREN) ? body : NULL;
}

/* complete_command: list [separator_op], and the newline or end of input behind it */
static struct node *parse_complete_command(struct parser *parser)
{
	struct node *node;
	enum token_type type = lexer_peek(parser, LEX_COMMAND);

	if (token_ends_list(type)) {
		parser_fail_token(parser, NULL);
		return NULL;
	}
	node = parse_list(parser, false);
	type = lexer_peek(parser, LEX_COMMAND);
	if (type != TOKEN_NEWLINE && type != TOKEN_END) {
		parser_fail_token(parser, NULL);
	}
	return parser_failed(parser) ? NULL : node;
}

/* ---- the object ---- */

static struct parser *parser_alloc(size_t extra, const char *name, unsigned line,
				   const struct parser_options *options)
{
	struct parser *parser = memory_alloc(sizeof(*parser) + extra);

	*parser = (struct parser){
		.options = *options,
		.source = { .name = name, .line = line },
		.buffer_line = line ? line : 1,
	};
	strbuf_init(&parser->text);
	strbuf_init(&parser->parts);
	strbuf_init(&parser->items);
	strbuf_init(&parser->assignments);
	strbuf_init(&parser->redirections);
	strbuf_init(&parser->heres);
	strbuf_init(&parser->buffer);
	strbuf_init(&parser->error.message);
	strbuf_init(&parser->error.line);
	strbuf_init(&parser->error.opener);
	return parser;
}

static void parser_begin(struct parser *parser, const char *text, size_t len)
{
	input_begin(&parser->input, text, len, (struct position){ parser->buffer_line, 1 });
	parser->input.depth = 0;
}

struct parser *parser_create(const struct source *source, const struct parser_options *options)
{
	struct parser *parser = parser_alloc(0, source->name, source->line, options);

	parser->source = *source;
	parser_begin(parser, parser->buffer.data, 0);
	return parser;
}

struct parser *parser_create_string(const char *text, size_t len, const char *name, unsigned line,
				    const struct parser_options *options)
{
	/* The scan needs a NUL behind the text: so a copy, behind the parser itself. */
	struct parser *parser = parser_alloc(len + 1, name, line, options);
	char *copy = (char *)(parser + 1);

	if (len > 0) {
		memcpy(copy, text, len);
	}
	copy[len] = '\0';
	parser_begin(parser, copy, len);
	return parser;
}

void parser_destroy(struct parser *parser)
{
	if (!parser) {
		return;
	}
	tree_release(parser->tree);
	arena_finish(&parser->alias_arena);
	strbuf_finish(&parser->text);
	strbuf_finish(&parser->parts);
	strbuf_finish(&parser->items);
	strbuf_finish(&parser->assignments);
	strbuf_finish(&parser->redirections);
	strbuf_finish(&parser->heres);
	strbuf_finish(&parser->buffer);
	strbuf_finish(&parser->error.message);
	strbuf_finish(&parser->error.line);
	strbuf_finish(&parser->error.opener);
	vec_finish(&parser->words);
	free(parser->not_arithmetic.keys);
	free(parser);
}

void parser_set_extensions(struct parser *parser, bool extensions)
{
	parser->options.extensions = extensions;
}

/* Throws away what the buffer holds of commands that are done. It then begins with a line again. */
static void parser_shift_buffer(struct parser *parser)
{
	struct input *input = &parser->input;
	size_t done = (size_t)(input->next - input->base);
	size_t rest = input->base_len - done;

	if (input->base != parser->buffer.data || done == 0) {
		return;
	}
	if (rest > 0 &&
	    (input->next != input->line_start || done < PARSER_BUFFER_KEEP || done < rest)) {
		return;
	}
	memmove(parser->buffer.data, parser->buffer.data + done, rest);
	strbuf_truncate(&parser->buffer, rest);
	parser->buffer_line = input->line;
	parser_begin(parser, parser->buffer.data, rest);
}

/* Makes the parser ready for one more command. */
static void parser_reset(struct parser *parser)
{
	parser->token.type = TOKEN_NONE;
	parser->begun = false;
	parser->at_end = false;
	parser->here_base = 0;
	parser->opener = NULL;
	parser->status = PARSE_COMMAND;
	parser->error_at_end = false;
	parser->error_final = false;
	if (parser->not_arithmetic.count > 0) {
		free(parser->not_arithmetic.keys);
		parser->not_arithmetic = (struct place_set){ 0 };
	}
	if (!parser->input.frame) {
		arena_release(&parser->alias_arena, (struct arena_mark){ NULL, NULL });
		parser_shift_buffer(parser);
	}
	if (!parser->tree) {
		parser->tree = tree_create();
		parser->arena = &parser->tree->arena;
	}
}

/* Leaves the rest of the line that is wrong, or of everything. */
static void parser_recover(struct parser *parser)
{
	struct input *input = &parser->input;
	const char *newline;

	while (input->frame) {
		input_pop_alias(parser);
	}
	strbuf_clear(&parser->text);
	strbuf_clear(&parser->parts);
	strbuf_clear(&parser->items);
	strbuf_clear(&parser->assignments);
	strbuf_clear(&parser->redirections);
	strbuf_clear(&parser->heres);
	parser->words.count = 0;
	tree_release(parser->tree);
	parser->tree = NULL;
	if (parser->status != PARSE_ERROR) {
		input->next = input->end;
		parser->ended = parser->status == PARSE_READ_ERROR;
		return;
	}
	parser->ended = !parser->options.interactive;
	if (input->next == input->line_start && parser->error.position.line < input->line) {
		return;
	}
	newline = memchr(input->next, '\n', (size_t)(input->end - input->next));
	input->next = newline ? newline + 1 : input->end;
	if (newline) {
		input_newline(input);
	}
}

enum parse_result parser_next(struct parser *parser, struct tree **tree)
{
	struct node *node = NULL;

	*tree = NULL;
	if (parser->ended) {
		return PARSE_END;
	}
	parser_reset(parser);
	parse_linebreak(parser);
	if (parser->token.type == TOKEN_END) {
		return PARSE_END;
	}
	if (!parser_failed(parser)) {
		node = parse_complete_command(parser);
	}
	if (parser_failed(parser)) {
		enum parse_result status = parser->status;

		parser_complete_error(parser);
		parser_recover(parser);
		return status;
	}
	parser->tree->root = node;
	*tree = parser->tree;
	parser->tree = NULL;
	return PARSE_COMMAND;
}

const struct parse_error *parser_error(const struct parser *parser)
{
	return &parser->error;
}

bool parser_at_end(const struct parser *parser)
{
	const char *next = parser->input.next;
	const char *end = parser->input.end;

	if ((parser->source.read && !parser->at_end) || !input_in_base(&parser->input)) {
		return false;
	}
	while (next < end && (*next == ' ' || *next == '\t' || *next == '\n' || *next == '#')) {
		if (*next++ == '#') {
			next = memchr(next, '\n', (size_t)(end - next));
			if (!next) {
				return true;
			}
		}
	}
	return next == end;
}

size_t parser_unread(const struct parser *parser)
{
	const struct input *input = &parser->input;
	size_t next = (size_t)(input->next - input->base);
	const struct alias_frame *frame;

	for (frame = input->frame; frame; frame = frame->below) {
		next = frame->resume;
	}
	return input->base_len - next;
}

void parser_drop_unread(struct parser *parser)
{
	struct input *input = &parser->input;

	while (input->frame) {
		input_pop_alias(parser);
	}
	input->next = input->end;
}

unsigned parser_line(const struct parser *parser)
{
	return parser->input.line;
}
