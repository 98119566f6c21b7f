/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scripts that are deep, long or hostile. Deep ones are parsed on threads whose stacks have a
 * known size: they work or are an error, and what was parsed can be printed and
 * compared on the same stack.
 */
#include <config.h>

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "syntax_check.h"

struct nesting {
	const char *before;
	const char *after;
};

static const struct nesting nestings[] = {
	{ "(", ")" },
	{ "{ ", "; }" },
	{ "if ", "; then a; fi" },
	{ "if a; then b; else ", "; fi" },
	{ "while a; do ", "; done" },
	{ "for x in a; do ", "; done" },
	{ "case a in a) ", ";; esac" },
	{ "f() { ", "; }" },
	{ "a | (", ")" },
	{ "! { time ", "; }" },
	{ "a $(", ")" },
	{ "a \"$(", ")\"" },
	{ "a=$(", ")" },
	{ "<$(", ") b" },
	{ "case $(", ") in a) b;; esac" },
	{ "${x-", "}" },
	{ "\"${x-", "}\"" },
	{ "${x#", "}" },
	{ "$((", "))" },
	{ "$(((", ")))" },
	{ "$((1+${x-", "}))" },
	{ "$((a); ", ")" },
};

enum { NESTINGS = sizeof(nestings) / sizeof(nestings[0]) };

struct deep {
	const struct nesting *nesting;
	size_t stack;
	size_t depth;
	bool good; /* no crash, and equal if it was parsed */
	bool too_deep;
	struct strbuf why;
};

static void *deep_run(void *arg)
{
	struct deep *deep = arg;
	struct symbol_table symbols = { 0 };
	struct stack_guard guard;
	struct parser_options options = { .symbols = &symbols, .guard = &guard };
	struct strbuf text = STRBUF_INIT;
	enum parse_result status = PARSE_END;
	size_t i;

	guard.lowest = (uintptr_t)__builtin_frame_address(0) - deep->stack + 256 * 1024;
	for (i = 0; i < deep->depth; i++) {
		strbuf_add_string(&text, deep->nesting->before);
	}
	strbuf_add_string(&text, "a");
	for (i = 0; i < deep->depth; i++) {
		strbuf_add_string(&text, deep->nesting->after);
	}
	deep->good = syntax_check_round_trip(text.data, text.len, &options, &status, &deep->why);
	deep->too_deep = strstr(deep->why.data, "nested too deeply") != NULL;
	deep->good = deep->good && (status == PARSE_END || deep->too_deep);
	strbuf_finish(&text);
	symbol_table_finish(&symbols);
	return NULL;
}

/* Runs it on a thread; true if it was parsed, false if it was too deep. */
static bool deep_try(const struct nesting *nesting, size_t stack, size_t depth)
{
	struct deep deep = {
		.nesting = nesting, .stack = stack, .depth = depth, .why = STRBUF_INIT
	};
	pthread_attr_t attr;
	pthread_t thread;

	ck_assert_int_eq(pthread_attr_init(&attr), 0);
	ck_assert_int_eq(pthread_attr_setstacksize(&attr, stack), 0);
	ck_assert_int_eq(pthread_create(&thread, &attr, deep_run, &deep), 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_eq(pthread_attr_destroy(&attr), 0);
	ck_assert_msg(deep.good, "%s, %zu deep: %.1000s", nesting->before, depth, deep.why.data);
	strbuf_finish(&deep.why);
	return !deep.too_deep;
}

/* At the greatest depth that is parsed, printing and comparing must not overflow either. */
static void deep_find_limit(const struct nesting *nesting, size_t stack)
{
	size_t works = 20;
	size_t fails = 100000;

	ck_assert_msg(deep_try(nesting, stack, works), "%s: not even %zu", nesting->before, works);
	if (deep_try(nesting, stack, fails)) {
		return;
	}
	while (fails - works > works / 50 + 1) {
		size_t depth = works + (fails - works) / 2;

		if (deep_try(nesting, stack, depth)) {
			works = depth;
		} else {
			fails = depth;
		}
	}
}

START_TEST(deep_on_a_small_stack)
{
	deep_find_limit(&nestings[_i], 1024 * 1024);
}
END_TEST

START_TEST(deep_on_a_large_stack)
{
	/* This deep, it may work or be an error. */
	(void)deep_try(&nestings[_i], 8 * 1024 * 1024, 100000);
	ck_assert(deep_try(&nestings[_i], 8 * 1024 * 1024, 1000));
}
END_TEST

/* ---- long ones: nothing that is only long may take stack ---- */

static const struct {
	const char *first, *unit, *last;
} long_ones[] = {
	{ "", "a;", "" },
	{ "", "a&", "" },
	{ "", "a|", "a" },
	{ "", "a&&", "a" },
	{ "", "a\n", "" },
	{ "", "\n", "" },
	{ "", "#a\n", "" },
	{ "{ ", "a\n", "}" },
	{ "", "a ", "" },
	{ "a", "a", "" },
	{ "a ", "$x", "" },
	{ "a \"", "$x ", "\"" },
	{ "", "x=1 ", "" },
	{ "", ">a ", "" },
	{ "if a; then b;", "elif a; then b;", "fi" },
	{ "case a in ", "a) b;;", "esac" },
	{ "case a in a", "|a", ") b;; esac" },
	{ "for x in", " a", "; do b; done" },
	{ "a $((1", "+1", "))" },
	{ "a $((1", ",(1)", "))" },
	{ "a <<E\n", "abc $x\n", "E\n" },
	{ "a <<'E'\n", "abc $x\n", "E\n" },
	{ "a ", "<<E ", "" },
	{ "a '", "a\n", "'" },
	{ "a", " \\\n", "" },
	{ "a `", "\\\\", "`" },
	{ "a ", "$(b)", "" },
	{ "a ", "\"\"''", "" },
};

enum { LONG_ONES = sizeof(long_ones) / sizeof(long_ones[0]) };

START_TEST(long_scripts)
{
	struct syntax_world world;
	struct strbuf text = STRBUF_INIT;
	enum parse_result status;
	size_t i;

	syntax_world_init(&world);
	strbuf_add_string(&text, long_ones[_i].first);
	for (i = 0; i < 200000; i++) {
		strbuf_add_string(&text, long_ones[_i].unit);
	}
	strbuf_add_string(&text, long_ones[_i].last);
	ck_assert_msg(
		syntax_check_round_trip(text.data, text.len, &world.options, &status, &world.out),
		"%.1000s", world.out.data);
	ck_assert_msg(status == PARSE_END, "%.1000s", world.out.data);
	strbuf_finish(&text);
	syntax_world_finish(&world);
}
END_TEST

/* Two readings of "$((" at each level must not make 2^n of them. */
START_TEST(ambiguous_parentheses_take_no_exponential_time)
{
	static const struct nesting ambiguous[] = {
		{ "a $((b ", ") )" },
		{ "a $((cat <<E\n", "\nE\n) )" },
		{ "a \"$((b; `c`", ") )\"" },
	};
	struct syntax_world world;
	size_t i;
	size_t depth;

	syntax_world_init(&world);
	for (i = 0; i < sizeof(ambiguous) / sizeof(ambiguous[0]); i++) {
		struct strbuf text = STRBUF_INIT;
		struct parser *parser;
		struct tree *tree;

		for (depth = 0; depth < 60; depth++) {
			strbuf_add_string(&text, ambiguous[i].before);
		}
		for (depth = 0; depth < 60; depth++) {
			strbuf_add_string(&text, ambiguous[i].after);
		}
		parser = parser_create_string(text.data, text.len, NULL, 1, &world.options);
		(void)parser_next(parser, &tree);
		tree_release(tree);
		parser_destroy(parser);
		strbuf_finish(&text);
	}
	syntax_world_finish(&world);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax/extremes");
	TCase *tcase = tcase_create("extremes");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, deep_on_a_small_stack, 0, NESTINGS);
	tcase_add_loop_test(tcase, deep_on_a_large_stack, 0, NESTINGS);
	tcase_add_loop_test(tcase, long_scripts, 0, LONG_ONES);
	tcase_add_test(tcase, ambiguous_parentheses_take_no_exponential_time);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
