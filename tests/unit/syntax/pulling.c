/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands are pulled one at a time; the source is read no further than it must. */
#include <config.h>

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "syntax_check.h"

static struct syntax_world world;

static void setup(void)
{
	syntax_world_init(&world);
}

static void teardown(void)
{
	syntax_world_finish(&world);
}

/* Gives STEP bytes a time, or a line a time if STEP is 0; fails the test when it is read past ALLOWED. */
struct script {
	const char *text;
	size_t next;
	size_t step;
	size_t allowed;
	bool was_continued;
	unsigned reads;
};

static long script_read(void *arg, struct strbuf *buf, bool continued)
{
	struct script *script = arg;
	const char *from = script->text + script->next;
	size_t rest = strlen(from);
	size_t len = script->step;

	if (len == 0) {
		len = strcspn(from, "\n") + 1;
	}
	len = len < rest ? len : rest;
	script->reads++;
	script->was_continued = continued;
	ck_assert_msg(script->next + len <= script->allowed || rest == 0, "read too early: %s",
		      from);
	strbuf_add(buf, from, len);
	script->next += len;
	return (long)len;
}

static struct parser *script_parser(struct script *script)
{
	struct source source = { script_read, script, "script", 1 };

	return parser_create(&source, &world.options);
}

static void expect_command(struct parser *parser, const char *text)
{
	struct strbuf out = STRBUF_INIT;
	struct tree *tree;

	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	ast_print_line(tree->root, &out);
	ck_assert_str_eq(out.data, text);
	strbuf_finish(&out);
	tree_release(tree);
}

static void expect_end(struct parser *parser)
{
	struct tree *tree;

	ck_assert_int_eq(parser_next(parser, &tree), PARSE_END);
	ck_assert_ptr_null(tree);
}

static const struct {
	const char *text; /* with its newline */
	const char *printed;
} commands[] = {
	{ "a\n", "a" },
	{ "b &\n", "b &" },
	{ "c;\n", "c" },
	{ "\n# d\n  \nd &&\n\ne\n", "d && e" },
	{ "if a\nthen b; fi\n", "if a; then b; fi" },
	{ "if a\nthen b; fi >c # d\n", "if a; then b; fi >c" },
	{ "a <<E; b\nx\nE\n", "a <<E; b" },
	{ "a <<E <<'F' | (b\n$(c\n)\nE\ny\nF\n)\n", "a <<E <<'F' | (b)" },
	{ "f()\n{ a; }\n", "f() { a; }" },
	{ "a 'b\nc' \"d\n$(e\n)\" `f\n`\n", "a $'b\\nc' \"d\n$(e)\" $(f)" },
	{ "a \\\nb\n", "a b" },
	{ "case a in\nb) c\n;;\nesac\n", "case a in b) c ;; esac" },
	{ "x=$((1 +\n2))\n", "x=$((1 +\n2))" },
	{ "a ${b-c\nd} $((e) \n)\n", "a ${b-c\nd} $( (e))" },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void pull_all(size_t step)
{
	struct strbuf text = STRBUF_INIT;
	struct script script = { .step = step };
	struct parser *parser;
	size_t i;

	for (i = 0; i < COMMANDS; i++) {
		strbuf_add_string(&text, commands[i].text);
	}
	script.text = text.data;
	parser = script_parser(&script);
	for (i = 0; i < COMMANDS; i++) {
		script.allowed += strlen(commands[i].text);
		expect_command(parser, commands[i].printed);
		ck_assert_uint_eq(script.next, script.allowed);
		ck_assert_uint_eq(parser_unread(parser), 0);
	}
	expect_end(parser);
	parser_destroy(parser);
	strbuf_finish(&text);
}

START_TEST(byte_by_byte)
{
	pull_all(1);
}
END_TEST

START_TEST(line_by_line)
{
	pull_all(0);
}
END_TEST

START_TEST(a_block_is_used_up_before_the_next)
{
	struct script script = { .text = "a\nb\nc\nd", .step = 4, .allowed = 4 };
	struct parser *parser = script_parser(&script);

	expect_command(parser, "a");
	ck_assert_uint_eq(parser_unread(parser), 2);
	ck_assert_uint_eq(parser_line(parser), 2);
	expect_command(parser, "b");
	script.allowed = 7;
	expect_command(parser, "c");
	ck_assert_uint_eq(parser_unread(parser), 1);
	expect_command(parser, "d");
	expect_end(parser);
	parser_destroy(parser);
}
END_TEST

START_TEST(what_is_unread_can_be_dropped)
{
	struct script script = { .text = "a\nb\nc\nd\n", .step = 4, .allowed = 8 };
	struct parser *parser = script_parser(&script);

	expect_command(parser, "a");
	parser_drop_unread(parser);
	expect_command(parser, "c");
	expect_command(parser, "d");
	expect_end(parser);
	parser_destroy(parser);
}
END_TEST

START_TEST(continued_says_that_a_command_has_begun)
{
	struct script script = { .text = "# x\n\nif a\n\nthen b <<E\nx\nE\nfi\nc\n",
				 .allowed = 100 };
	struct parser *parser = script_parser(&script);
	struct tree *tree;

	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	tree_release(tree);
	ck_assert_uint_eq(script.reads, 8);
	ck_assert(script.was_continued);
	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	tree_release(tree);
	ck_assert(!script.was_continued);
	parser_destroy(parser);
}
END_TEST

static long failing_read(void *arg, struct strbuf *buf, bool continued)
{
	int *state = arg;
	static const char first[] = "if a; then\n";
	static const char second[] = "b\n";

	(void)continued;
	switch ((*state)++) {
	case 0:
		strbuf_add_string(buf, first);
		return (long)strlen(first);
	case 1:
		return -EINTR;
	case 2:
		strbuf_add_string(buf, second);
		return (long)strlen(second);
	default:
		return -EIO;
	}
}

START_TEST(interruption_and_read_errors)
{
	int state = 0;
	struct source source = { failing_read, &state, "script", 1 };
	struct parser *parser = parser_create(&source, &world.options);
	struct tree *tree;

	ck_assert_int_eq(parser_next(parser, &tree), PARSE_INTERRUPTED);
	expect_command(parser, "b");
	ck_assert_int_eq(parser_next(parser, &tree), PARSE_READ_ERROR);
	ck_assert_int_eq(parser_error(parser)->read_error, EIO);
	expect_end(parser);
	parser_destroy(parser);
}
END_TEST

START_TEST(positions_go_on_over_commands_and_blocks)
{
	struct strbuf text = STRBUF_INIT;
	struct script script = { .step = 1000 };
	struct parser *parser;
	unsigned line;

	for (line = 1; line <= 100000; line++) {
		strbuf_add_string(&text, "a b\n");
	}
	script.text = text.data;
	script.allowed = text.len;
	parser = script_parser(&script);
	for (line = 1; line <= 100000; line++) {
		struct tree *tree;

		ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
		ck_assert_uint_eq(tree->root->position.line, line);
		ck_assert_uint_eq(tree->root->position.column, 1);
		tree_release(tree);
	}
	expect_end(parser);
	parser_destroy(parser);
	strbuf_finish(&text);
}
END_TEST

START_TEST(positions_of_words)
{
	struct parser *parser =
		parser_create_string("\n  a=1 bc \\\n de >f", 18, NULL, 5, &world.options);
	struct tree *tree;
	const struct simple *simple;

	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	simple = node_simple(tree->root);
	ck_assert_uint_eq(simple->node.position.line, 6);
	ck_assert_uint_eq(simple->node.position.column, 3);
	ck_assert_uint_eq(simple->assignments[0].value->position.column, 5);
	ck_assert_uint_eq(simple->words[0]->position.column, 7);
	ck_assert_uint_eq(simple->words[1]->position.line, 7);
	ck_assert_uint_eq(simple->words[1]->position.column, 2);
	ck_assert_uint_eq(simple->redirections.items[0].position.column, 5);
	tree_release(tree);
	parser_destroy(parser);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax/pulling");
	TCase *tcase = tcase_create("pulling");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, byte_by_byte);
	tcase_add_test(tcase, line_by_line);
	tcase_add_test(tcase, a_block_is_used_up_before_the_next);
	tcase_add_test(tcase, what_is_unread_can_be_dropped);
	tcase_add_test(tcase, continued_says_that_a_command_has_begun);
	tcase_add_test(tcase, interruption_and_read_errors);
	tcase_add_test(tcase, positions_go_on_over_commands_and_blocks);
	tcase_add_test(tcase, positions_of_words);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
