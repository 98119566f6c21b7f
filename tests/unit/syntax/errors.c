/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Syntax errors: what is said, and where. */
#include <config.h>

#include <check.h>
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

struct error_case {
	const char *script;
	const char *error;
};

static void check_cases(const struct error_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		ck_assert_str_eq(syntax_world_parse(&world, cases[i].script), cases[i].error);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(unexpected_tokens)
{
	static const struct error_case cases[] = {
		{ "a )", "1:3: unexpected `)'" },
		{ "a ;; b", "1:3: unexpected `;;'" },
		{ "a | | b", "1:5: unexpected `|', expected a command" },
		{ "| a", "1:1: unexpected `|', expected a command" },
		{ "; a", "1:1: unexpected `;', expected a command" },
		{ "& a", "1:1: unexpected `&', expected a command" },
		{ "a |\n", "2:1: unexpected end of file, expected a command" },
		{ "a <", "1:4: unexpected end of file, expected a file name" },
		{ "a > >b", "1:5: unexpected `>', expected a file name" },
		{ "a << ;", "1:6: unexpected `;', expected a delimiter" },
		{ "done", "1:1: unexpected `done'" },
		{ "a; fi", "1:4: unexpected `fi'" },
		{ "! ! a", "1:3: unexpected `!', expected a command" },
		{ "a (b)", "1:4: unexpected `b', expected `)'" },
		{ "echo a(b)", "1:7: unexpected `('" },
		{ "\n\n  x &&\n  )", "4:3: unexpected `)', expected a command" },
		{ "for 'a\nb' in", "1:5: unexpected `'a...', expected a name" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(unclosed_constructs)
{
	static const struct error_case cases[] = {
		{ "if a; then\nb\n", "3:1: unexpected end of file, expected `fi' (`if' 1)" },
		{ "a\nwhile b; do\nc\n",
		  "a\n4:1: unexpected end of file, expected `done' (`do' 2)" },
		{ "while b\n", "2:1: unexpected end of file, expected `do' (`while' 1)" },
		{ "{ (a\n}", "2:1: unexpected `}', expected `)' (`(' 1)" },
		{ "(\na", "2:2: unexpected end of file, expected `)' (`(' 1)" },
		{ "a 'b\nc", "2:2: unexpected end of file, expected `'' (a single quote 1)" },
		{ "a \"b\nc", "2:2: unexpected end of file, expected `\"' (a double quote 1)" },
		{ "a \"$(b\nc", "2:2: unexpected end of file, expected `)' (`$(' 1)" },
		{ "a\n`b\nc", "a\n3:2: unexpected end of file, expected ``' (a backquote 2)" },
		{ "a ${b\nc", "2:2: unexpected end of file, expected `}' (`${' 1)" },
		{ "a ${b-'c}", "1:10: unexpected end of file, expected `'' (a single quote 1)" },
		{ "a $((b\nc)", "2:3: unexpected end of file, expected `))' (`$((' 1)" },
		{ "a $'b", "1:6: unexpected end of file, expected `'' (`$'' 1)" },
		{ "case a in b) c\nd",
		  "2:2: unexpected end of file, expected `;;' or `esac' (`case' 1)" },
		{ "a `b (`",
		  "1:7: unexpected end of command substitution, expected `)' (a backquote 1)" },
		{ "a `b\nfi`", "2:1: unexpected `fi' (a backquote 1)" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(positions_inside_substitutions)
{
	static const struct error_case cases[] = {
		{ "a $(b; fi)", "1:8: unexpected `fi', expected `)' (`$(' 1)" },
		{ "a `b; fi`", "1:7: unexpected `fi' (a backquote 1)" },
		{ "a <<E\nx $(b;\n  fi)\nE\n", "3:3: unexpected `fi', expected `)' (`$(' 2)" },
		{ "a \"\n$(b\n | )\"", "3:2: unexpected `|', expected a command" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(line_ends_of_dos)
{
	static const struct error_case cases[] = {
		{ "if a; then\r\nb\r\nfi\r\n",
		  "1:7: unexpected carriage return behind `then' (the line ends in CRLF, not in LF)" },
		{ "for x in a\r\ndo\r\n b\r\ndone\r\n",
		  "2:1: unexpected carriage return behind `do' (the line ends in CRLF, not in LF)" },
		{ "case a in\r\nb) c ;;\r\nesac\r\n",
		  "1:8: unexpected carriage return behind `in' (the line ends in CRLF, not in LF)" },
		{ "for x\r\ndo\n",
		  "1:5: unexpected `x\\r', expected a name (the line ends in CRLF, not in LF)" },
		{ "f() {\r\n a\r\n}\r\n",
		  "1:5: unexpected carriage return behind `{' (the line ends in CRLF, not in LF)" },
		{ "echo \\\r\n)\r\n",
		  "echo '\r'\n2:1: unexpected `)' (the line ends in CRLF, not in LF)" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(nul_bytes)
{
	static const struct {
		const char *script;
		size_t len;
	} cases[] = {
		{ "a\0b", 3 },
		{ "a \0", 3 },
		{ "\0", 1 },
		{ "'\0'", 3 },
		{ "\"\0\"", 3 },
		{ "$'\0'", 4 },
		{ "`\0`", 3 },
		{ "a\\\0", 3 },
		{ "${a\0}", 5 },
		{ "${a-\0}", 6 },
		{ "$((\0))", 6 },
		{ "x=\0", 3 },
		{ "a <<E\n\0\nE\n", 10 },
		{ "a <<'E'\n\0\nE\n", 12 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct parser *parser = parser_create_string(cases[i].script, cases[i].len, NULL, 1,
							     &world.options);
		struct tree *tree;

		ck_assert_int_eq(parser_next(parser, &tree), PARSE_ERROR);
		ck_assert_msg(strstr(parser_error(parser)->message.data, "NUL byte") != NULL,
			      "case %zu: %s", i, parser_error(parser)->message.data);
		ck_assert_int_eq(parser_next(parser, &tree), PARSE_END);
		parser_destroy(parser);
	}
}
END_TEST

START_TEST(messages)
{
	ck_assert_str_eq(syntax_world_message(&world, "a\n\tb\t)\n", "f.sh"),
			 "f.sh:2:4: syntax error: unexpected `)'\n"
			 "\tb\t)\n"
			 "\t \t^\n");
	ck_assert_str_eq(syntax_world_message(&world, "if a\nb", NULL),
			 "2:2: syntax error: unexpected end of file, expected `then'\n"
			 "b\n"
			 " ^\n"
			 "1: `if' opened here\n");
	ck_assert_str_eq(syntax_world_message(&world, "\033[2J )", "x"),
			 "x:1:6: syntax error: unexpected `)'\n"
			 "?[2J )\n"
			 "     ^\n");
}
END_TEST

START_TEST(process_substitutions)
{
	static const struct error_case cases[] = {
		{ "a <(b", "1:6: unexpected end of file, expected `)' (`<(' 1)" },
		{ "a >(b\nc fi\ndone)", "3:1: unexpected `done', expected `)' (`>(' 1)" },
		{ "a <(b ;; c)", "1:7: unexpected `;;', expected `)' (`<(' 1)" },
		{ "a <<(b)", "1:5: unexpected `(', expected a delimiter" },
		{ "a >>(b)", "1:5: unexpected `(', expected a file name" },
		{ "a < (b)", "1:5: unexpected `(', expected a file name" },
		{ "a <\\(b)", "1:7: unexpected `)'" },
	};

	world.options.extensions = true;
	CHECK_CASES(cases);
	ck_assert_str_eq(syntax_world_parse(&world, "f() {\na <(b"),
			 "2:6: unexpected end of file, expected `)' (`<(' 2)");
	world.options.extensions = false;
	ck_assert_str_eq(syntax_world_parse(&world, "a <(b)"),
			 "1:4: unexpected `(', expected a file name");
}
END_TEST

START_TEST(interactive_goes_on_with_the_next_line)
{
	world.options.interactive = true;
	struct parser *parser =
		parser_create_string("a ) b\nc\nfor 1\n\n) d; e\nf", 23, NULL, 1, &world.options);
	static const enum parse_result results[] = { PARSE_ERROR, PARSE_COMMAND, PARSE_ERROR,
						     PARSE_ERROR, PARSE_COMMAND, PARSE_END };
	size_t i;

	for (i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
		struct tree *tree;

		ck_assert_int_eq(parser_next(parser, &tree), results[i]);
		tree_release(tree);
	}
	parser_destroy(parser);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax/errors");
	TCase *tcase = tcase_create("errors");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, unexpected_tokens);
	tcase_add_test(tcase, unclosed_constructs);
	tcase_add_test(tcase, positions_inside_substitutions);
	tcase_add_test(tcase, line_ends_of_dos);
	tcase_add_test(tcase, nul_bytes);
	tcase_add_test(tcase, messages);
	tcase_add_test(tcase, process_substitutions);
	tcase_add_test(tcase, interactive_goes_on_with_the_next_line);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
