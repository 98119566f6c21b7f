/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax_check.h"

#include <stdlib.h>
#include <string.h>

/* Where two texts part. */
static void describe_difference(const struct strbuf *a, const struct strbuf *b, struct strbuf *why)
{
	size_t i = 0;
	size_t from;

	while (i < a->len && i < b->len && a->data[i] == b->data[i]) {
		i++;
	}
	from = i > 40 ? i - 40 : 0;
	strbuf_printf(why, "first:  %.80s\nsecond: %.80s\n", a->data + from, b->data + from);
}

/* Parses printed text, which must be one command, equal to NODE. */
static bool check_printed(const struct node *node, const struct strbuf *printed,
			  const struct parser_options *options, struct strbuf *why)
{
	struct parser *parser =
		parser_create_string(printed->data, printed->len, "printed", 1, options);
	struct tree *tree = NULL;
	struct tree *more = NULL;
	struct strbuf again = STRBUF_INIT;
	bool good = false;

	if (parser_next(parser, &tree) != PARSE_COMMAND) {
		parse_error_format(parser_error(parser), "printed", why);
	} else if (!ast_equal(node, tree->root)) {
		ast_print(tree->root, &again);
		strbuf_add_string(why, "the trees differ\n");
		describe_difference(printed, &again, why);
	} else if (parser_next(parser, &more) != PARSE_END) {
		strbuf_add_string(why, "there is a second command\n");
	} else {
		ast_print(tree->root, &again);
		good = again.len == printed->len &&
		       memcmp(again.data, printed->data, again.len) == 0;
		strbuf_add_string(why, good ? "" : "printed twice, it differs\n");
	}
	tree_release(tree);
	tree_release(more);
	strbuf_finish(&again);
	parser_destroy(parser);
	return good;
}

bool syntax_check_round_trip(const char *text, size_t len, const struct parser_options *options,
			     enum parse_result *status, struct strbuf *why)
{
	struct parser *parser = parser_create_string(text, len, "script", 1, options);
	struct strbuf printed = STRBUF_INIT;
	struct tree *tree;
	bool good = true;

	while (good && (*status = parser_next(parser, &tree)) == PARSE_COMMAND) {
		strbuf_clear(&printed);
		ast_print_line(tree->root, &printed);
		strbuf_clear(&printed);
		ast_print(tree->root, &printed);
		good = check_printed(tree->root, &printed, options, why);
		if (!good) {
			strbuf_printf(why, "line %u, printed as:\n%s", tree->root->position.line,
				      printed.data);
		}
		tree_release(tree);
	}
	if (good && *status == PARSE_ERROR) {
		parse_error_format(parser_error(parser), NULL, why);
	}
	strbuf_finish(&printed);
	parser_destroy(parser);
	return good;
}

/* ---- for test cases ---- */

static const char *world_alias(void *arg, const struct symbol *name)
{
	const struct syntax_world *world = arg;
	const char *const *alias = world->aliases;

	for (; alias && *alias; alias += 2) {
		if (strcmp(*alias, name->name) == 0) {
			return alias[1];
		}
	}
	return NULL;
}

void syntax_world_init(struct syntax_world *world)
{
	*world = (struct syntax_world){ .out = STRBUF_INIT };
	stack_guard_init(&world->guard);
	world->options.symbols = &world->symbols;
	world->options.guard = &world->guard;
	world->options.alias = world_alias;
	world->options.alias_arg = world;
}

void syntax_world_finish(struct syntax_world *world)
{
	symbol_table_finish(&world->symbols);
	strbuf_finish(&world->out);
}

static struct parser *world_parser(struct syntax_world *world, const char *script)
{
	strbuf_clear(&world->out);
	return parser_create_string(script, strlen(script), "script", 1, &world->options);
}

static void world_add_error(struct syntax_world *world, const struct parse_error *error)
{
	strbuf_printf(&world->out, "%u:%u: %s", error->position.line, error->position.column,
		      error->message.data);
	if (error->opened.line > 0) {
		strbuf_printf(&world->out, " (%s %u)", error->opener.data, error->opened.line);
	}
}

static const char *world_all(struct syntax_world *world, const char *script, bool line)
{
	struct parser *parser = world_parser(world, script);
	enum parse_result result;
	struct tree *tree;

	while ((result = parser_next(parser, &tree)) == PARSE_COMMAND) {
		if (line) {
			ast_print_line(tree->root, &world->out);
			strbuf_add_char(&world->out, '\n');
		} else {
			ast_print(tree->root, &world->out);
		}
		tree_release(tree);
	}
	if (result == PARSE_ERROR) {
		world_add_error(world, parser_error(parser));
	}
	parser_destroy(parser);
	return world->out.data;
}

const char *syntax_world_parse(struct syntax_world *world, const char *script)
{
	return world_all(world, script, true);
}

const char *syntax_world_print(struct syntax_world *world, const char *script)
{
	return world_all(world, script, false);
}

const char *syntax_world_message(struct syntax_world *world, const char *script, const char *name)
{
	struct parser *parser = world_parser(world, script);
	struct tree *tree;
	enum parse_result result;

	while ((result = parser_next(parser, &tree)) == PARSE_COMMAND) {
		tree_release(tree);
	}
	if (result == PARSE_ERROR) {
		parse_error_format(parser_error(parser), name, &world->out);
	}
	parser_destroy(parser);
	return world->out.data;
}

/* ---- words, part by part ---- */

static void dump_word(struct strbuf *out, const struct word *word);

static void dump_parameter(struct strbuf *out, const struct parameter *parameter)
{
	static const char *const operators[] = { "",   "#", "-",  "=", "?",  "+",  "#",
						 "##", "%", "%%", ":", "/",  "//", "/#",
						 "/%", "^", "^^", ",", ",,", "!",  "BAD" };

	strbuf_add_string(out, parameter->op == PARAMETER_PLAIN ? "$<" : "${");
	strbuf_add_string(out, parameter->op == PARAMETER_LENGTH ? "#" : "");
	if (parameter->op == PARAMETER_BAD) {
		strbuf_printf(out, "BAD %s}", parameter->text);
		return;
	}
	if (parameter->kind == PARAMETER_VARIABLE) {
		strbuf_add_string(out, parameter->symbol->name);
	} else if (parameter->kind == PARAMETER_POSITIONAL) {
		strbuf_printf(out, "%lu", parameter->number);
	} else if (parameter->kind != PARAMETER_SPECIAL) {
		strbuf_printf(out, "%s[", parameter->symbol->name);
		if (parameter->kind == PARAMETER_ELEMENT) {
			dump_word(out, parameter->index->arithmetic.word);
		} else {
			strbuf_add_char(out, parameter->special);
		}
		strbuf_add_char(out, ']');
	} else {
		strbuf_add_char(out, parameter->special);
	}
	if (parameter->op != PARAMETER_PLAIN && parameter->op != PARAMETER_LENGTH) {
		strbuf_printf(out, " %s%s ", parameter->colon ? ":" : "", operators[parameter->op]);
		if (parameter->word) {
			dump_word(out, parameter->word);
		}
	}
	strbuf_add_char(out, parameter->op == PARAMETER_PLAIN ? '>' : '}');
}

static void dump_array(struct strbuf *out, const struct array_literal *array)
{
	uint32_t i;

	strbuf_add_char(out, '(');
	for (i = 0; i < array->count; i++) {
		const struct array_element *element = &array->elements[i];

		strbuf_add_string(out, i > 0 ? " " : "");
		if (element->index) {
			strbuf_add_char(out, '[');
			dump_word(out, element->index->arithmetic.word);
			strbuf_add_string(out, element->append ? "]+=" : "]=");
		}
		dump_word(out, element->value);
	}
	strbuf_add_char(out, ')');
}

static void dump_part(struct strbuf *out, const struct part *part)
{
	if (part->type != PART_LITERAL && part->quoted) {
		strbuf_add_char(out, '"');
	}
	switch (part->type) {
	case PART_LITERAL:
		strbuf_printf(out, "%c<%s>", part->quoted ? 'q' : 'u', part->text);
		break;
	case PART_TILDE:
		strbuf_printf(out, "~<%s>", part->text);
		break;
	case PART_PARAMETER:
		dump_parameter(out, part->parameter);
		break;
	case PART_COMMAND:
		strbuf_add_string(out, "$(");
		ast_print_line(part->command, out);
		strbuf_add_char(out, ')');
		break;
	case PART_PROCESS:
		strbuf_add_string(out, part->output ? ">(" : "<(");
		ast_print_line(part->command, out);
		strbuf_add_char(out, ')');
		break;
	case PART_ARITHMETIC:
		strbuf_add_string(out, part->arithmetic.tree ? "$((" : "$((?");
		dump_word(out, part->arithmetic.word);
		strbuf_add_string(out, "))");
		break;
	case PART_ARRAY:
		dump_array(out, part->array);
		break;
	}
}

static void dump_word(struct strbuf *out, const struct word *word)
{
	uint32_t i;

	for (i = 0; i < word->part_count; i++) {
		dump_part(out, &word->parts[i]);
	}
}

static void dump_flags(struct strbuf *out, const struct word *word)
{
	static const char letters[] = "SQGDEC P"; /* nobody asks for WORD_ARRAY */
	unsigned i;

	for (i = 0; letters[i]; i++) {
		if (letters[i] != ' ' && word->flags & 1u << i) {
			strbuf_add_char(out, letters[i]);
		}
	}
	strbuf_add_char(out, ' ');
	dump_word(out, word);
	strbuf_add_char(out, '\n');
}

static void dump_simple(struct strbuf *out, const struct simple *simple)
{
	uint32_t i;

	for (i = 0; i < simple->assignment_count; i++) {
		strbuf_add_string(out, simple->assignments[i].symbol->name);
		strbuf_add_char(out, '=');
		dump_flags(out, simple->assignments[i].value);
	}
	for (i = 0; i < simple->word_count; i++) {
		dump_flags(out, simple->words[i]);
	}
}

static const char *world_first(struct syntax_world *world, const char *script, bool here)
{
	struct parser *parser = world_parser(world, script);
	struct tree *tree;
	enum parse_result result = parser_next(parser, &tree);

	if (result == PARSE_ERROR) {
		world_add_error(world, parser_error(parser));
	} else if (result != PARSE_COMMAND || tree->root->type != NODE_SIMPLE) {
		strbuf_add_string(&world->out, "no simple command");
	} else if (here) {
		const struct redirections *all = &node_simple(tree->root)->redirections;

		dump_flags(&world->out, all->items[0].here);
	} else {
		dump_simple(&world->out, node_simple(tree->root));
	}
	tree_release(tree);
	parser_destroy(parser);
	return world->out.data;
}

const char *syntax_world_words(struct syntax_world *world, const char *script)
{
	return world_first(world, script, false);
}

const char *syntax_world_here(struct syntax_world *world, const char *script)
{
	return world_first(world, script, true);
}
