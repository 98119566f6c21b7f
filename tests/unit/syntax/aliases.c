/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alias substitution, XCU 2.3.1. */
#include <config.h>

#include <check.h>
#include <stdlib.h>

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

struct alias_case {
	const char *aliases[9];
	const char *script;
	const char *printed;
};

static void check_cases(const struct alias_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		world.aliases = cases[i].aliases;
		ck_assert_str_eq(syntax_world_parse(&world, cases[i].script), cases[i].printed);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(only_command_names)
{
	static const struct alias_case cases[] = {
		{ { "a", "b c" }, "a d", "b c d\n" },
		{ { "a", "b" }, "x a", "x a\n" },
		{ { "a", "b" }, "a; a && a | a", "b; b && b | b\n" },
		{ { "a", "b" }, "if a; then a; fi", "if b; then b; fi\n" },
		{ { "a", "b" }, "x=1 >f a", "x=1 b >f\n" },
		{ { "a", "b" }, "x=1 <<a\na\na\n", "x=1 <<a\nb\n" },
		{ { "a", "b" }, "'a'; \\a; \"a\"; a''", "'a'; 'a'; 'a'; a''\n" },
		{ { "a", "b" }, "$(a) `a`", "$(b) $(b)\n" },
		{ { "a", "b" }, "for a in a; do a; done", "for a in a; do b; done\n" },
		{ { "a", "b" }, "case a in a) a;; esac", "case a in a) b ;; esac\n" },
		{ { "a", "b" }, "a() { x; }", "b() { x; }\n" },
		{ { "a", "b" }, "! a", "! b\n" },
		{ { "a", "b" }, ">a <a", ">a <a\n" },
		{ { "if", "b" }, "if x; then y; fi", "if x; then y; fi\n" },
		{ { "if", "b" }, ">f if", "b >f\n" },
		{ { "a", "" }, "a", "" },
		{ { "a", "" }, "a b", "b\n" },
		{ { "a", "" }, "a\nb", "b\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(no_recursion)
{
	static const struct alias_case cases[] = {
		{ { "a", "a b" }, "a", "a b\n" },
		{ { "a", "b", "b", "a c" }, "a; b", "a c; b c\n" },
		{ { "a", "b", "b", "c", "c", "d" }, "a", "d\n" },
		{ { "a", "x; a" }, "a", "x; a\n" },
		{ { "a", "x `a`" }, "a", "x $(a)\n" },
		{ { "a", "x $(a)" }, "a", "x $(a)\n" },
		{ { "a", "a b" }, "a; a", "a b; a b\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(a_blank_at_the_end)
{
	static const struct alias_case cases[] = {
		{ { "a", "x ", "b", "y" }, "a b b", "x y b\n" },
		{ { "a", "x\t", "b", "y" }, "a b", "x y\n" },
		{ { "a", "x ", "b", "y ", "c", "z" }, "a b c", "x y z\n" },
		{ { "a", "x ", "b", "y" }, "a c b", "x c b\n" },
		{ { "a", "x ", "b", "y" }, "a 'b'", "x 'b'\n" },
		{ { "a", "x ", "b", "y" }, "a >b", "x >b\n" },
		{ { "a", "x ", "b", "y" }, "a; b", "x; y\n" },
		{ { "a", "b ", "b", "a " }, "a a", "a a\n" },
		{ { "a", "x ", "b", "| y" }, "a b", "x | y\n" },
		{ { "a", "x \\ ", "b", "y" }, "a b", "x ' ' y\n" },
		{ { "a", "b ", "b", "x", "c", "y" }, "a c", "x y\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(any_text)
{
	static const struct alias_case cases[] = {
		{ { "a", "if true; then" }, "a b; fi", "if true; then b; fi\n" },
		{ { "a", "b; }" }, "{ a", "{ b; }\n" },
		{ { "a", "b | " }, "a c", "b | c\n" },
		{ { "a", "b\nc" }, "a d", "b\nc d\n" },
		{ { "a", "b # " }, "a c\nd", "b\nd\n" },
		{ { "a", "b '" }, "a c' d", "b ' c' d\n" },
		{ { "a", "b \"$x" }, "a c\" d", "b \"$x c\" d\n" },
		{ { "a", "b $(" }, "a c) d", "b $(c) d\n" },
		{ { "a", "b <<E" }, "a; c\nx\nE\nd", "b <<E; c\nd\n" },
		{ { "a", "b <<E\nx\n" }, "a\nE\nc", "b <<E\nc\n" },
		{ { "a", "b <<E\nx\nE\n" },
		  "a; c\nd",
		  "b <<E\n1:2: unexpected `;', expected a command" },
		{ { "a", "2" }, "a>b", "2>b\n" },
		{ { "a", "b &" }, "a& c", "b && c\n" },
		{ { "a", ")" }, "(b\na", "(b)\n" },
		{ { "a", ";;" }, "case x in y) b\na esac", "case x in y) b ;; esac\n" },
		{ { "a", "b ${x-" }, "a c}", "b ${x- c}\n" },
		{ { "a", "b )" }, "\n  a c", "2:3: unexpected `)'" },
	};

	CHECK_CASES(cases);
}
END_TEST

struct switching {
	bool defined;
};

static const char *switching_alias(void *arg, const struct symbol *name)
{
	const struct switching *switching = arg;

	return switching->defined && name->len == 1 && name->name[0] == 'a' ? "b" : NULL;
}

START_TEST(a_definition_counts_from_the_next_complete_command_on)
{
	struct switching switching = { false };
	struct parser *parser;
	struct tree *tree;
	struct strbuf out = STRBUF_INIT;

	world.options.alias = switching_alias;
	world.options.alias_arg = &switching;
	parser = parser_create_string("a; a\na", 6, NULL, 1, &world.options);
	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	ast_print_line(tree->root, &out);
	tree_release(tree);
	switching.defined = true;
	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	ast_print_line(tree->root, &out);
	tree_release(tree);
	ck_assert_str_eq(out.data, "a; ab");
	strbuf_finish(&out);
	parser_destroy(parser);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax/aliases");
	TCase *tcase = tcase_create("aliases");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, only_command_names);
	tcase_add_test(tcase, no_recursion);
	tcase_add_test(tcase, a_blank_at_the_end);
	tcase_add_test(tcase, any_text);
	tcase_add_test(tcase, a_definition_counts_from_the_next_complete_command_on);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
