/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees of arithmetic expressions, XCU 2.6.4. */
#include <config.h>

#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/arith.h"
#include "syntax_check.h"

static struct syntax_world world;
static struct arena arena;

static void setup(void)
{
	syntax_world_init(&world);
	arena_init(&arena);
}

static void teardown(void)
{
	arena_finish(&arena);
	syntax_world_finish(&world);
}

static const char *const names[] = {
	[ARITH_NEGATE] = "neg",
	[ARITH_PLUS] = "pos",
	[ARITH_NOT] = "!",
	[ARITH_COMPLEMENT] = "~",
	[ARITH_PRE_INCREMENT] = "++x",
	[ARITH_PRE_DECREMENT] = "--x",
	[ARITH_POST_INCREMENT] = "x++",
	[ARITH_POST_DECREMENT] = "x--",
	[ARITH_MULTIPLY] = "*",
	[ARITH_DIVIDE] = "/",
	[ARITH_REMAINDER] = "%",
	[ARITH_ADD] = "+",
	[ARITH_SUBTRACT] = "-",
	[ARITH_SHIFT_LEFT] = "<<",
	[ARITH_SHIFT_RIGHT] = ">>",
	[ARITH_LESS] = "<",
	[ARITH_LESS_EQUAL] = "<=",
	[ARITH_GREATER] = ">",
	[ARITH_GREATER_EQUAL] = ">=",
	[ARITH_EQUAL] = "==",
	[ARITH_NOT_EQUAL] = "!=",
	[ARITH_BIT_AND] = "&",
	[ARITH_BIT_XOR] = "^",
	[ARITH_BIT_OR] = "|",
	[ARITH_AND] = "&&",
	[ARITH_OR] = "||",
	[ARITH_CONDITION] = "?",
	[ARITH_ASSIGN] = "=",
	[ARITH_COMMA] = ",",
};

/* (operator operand...), as Lisp has it. */
static void dump(struct strbuf *out, const struct arith *arith)
{
	if (arith->op == ARITH_NUMBER) {
		strbuf_printf(out, "%" PRId64, arith->number);
		return;
	}
	if (arith->op == ARITH_VARIABLE) {
		strbuf_add_string(out, arith->symbol->name);
		return;
	}
	strbuf_printf(out, "(%s", names[arith->op]);
	if (arith->op == ARITH_ASSIGN && arith->assign != ARITH_ASSIGN) {
		strbuf_printf(out, "%s", names[arith->assign]);
	}
	if (arith->symbol) {
		strbuf_printf(out, " %s", arith->symbol->name);
	}
	if (arith->a) {
		strbuf_add_char(out, ' ');
		dump(out, arith->a);
	}
	if (arith->b) {
		strbuf_add_char(out, ' ');
		dump(out, arith->b);
	}
	if (arith->c) {
		strbuf_add_char(out, ' ');
		dump(out, arith->c);
	}
	strbuf_add_char(out, ')');
}

struct arith_case {
	const char *text;
	const char *tree; /* or "OFFSET: MESSAGE" */
};

static void check_cases(const struct arith_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct arith_error error = { 0, NULL };
		const struct arith *arith =
			arith_parse(&arena, &world.symbols, &world.guard, cases[i].text,
				    strlen(cases[i].text), false, &error);

		strbuf_clear(&world.out);
		if (arith) {
			dump(&world.out, arith);
		} else {
			strbuf_printf(&world.out, "%zu: %s", error.offset, error.message);
		}
		ck_assert_str_eq(world.out.data, cases[i].tree);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(operands)
{
	static const struct arith_case cases[] = {
		{ "0", "0" },
		{ " 12\t\n", "12" },
		{ "010", "8" },
		{ "0x1F", "31" },
		{ "0Xff", "255" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "x", "x" },
		{ "_a1", "_a1" },
		{ "(x)", "x" },
		{ "", "0" },
		{ "  ", "0" },
		{ "08", "1: invalid number" },
		{ "1a", "1: invalid number" },
		{ "0x", "1: invalid number" },
		{ "0xg", "1: invalid number" },
		{ "1 2", "2: expected an operator" },
		{ "x y", "2: expected an operator" },
		{ "(1", "2: expected `)'" },
		{ "1)", "1: expected an operator" },
		{ "()", "1: expected an operand" },
		{ "1.5", "1: expected an operator" },
		{ "$x", "0: expected an operand" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(precedence)
{
	static const struct arith_case cases[] = {
		{ "1+2*3", "(+ 1 (* 2 3))" },
		{ "1*2+3", "(+ (* 1 2) 3)" },
		{ "1-2-3", "(- (- 1 2) 3)" },
		{ "8/4%3*2", "(* (% (/ 8 4) 3) 2)" },
		{ "1<<2+3>>1", "(>> (<< 1 (+ 2 3)) 1)" },
		{ "1<2==2>1", "(== (< 1 2) (> 2 1))" },
		{ "1<=2!=2>=1", "(!= (<= 1 2) (>= 2 1))" },
		{ "1|2^3&4==5", "(| 1 (^ 2 (& 3 (== 4 5))))" },
		{ "1||2&&3|4", "(|| 1 (&& 2 (| 3 4)))" },
		{ "1?2:3?4:5", "(? 1 2 (? 3 4 5))" },
		{ "1?2?3:4:5", "(? 1 (? 2 3 4) 5)" },
		{ "1||0?2,3:4", "(? (|| 1 0) (, 2 3) 4)" },
		{ "1,2,3", "(, (, 1 2) 3)" },
		{ "(1+2)*3", "(* (+ 1 2) 3)" },
		{ "1+", "2: expected an operand" },
		{ "1?2", "3: expected `:'" },
		{ "1?:2", "2: expected an operand" },
		{ "1=>2", "1: only a variable can be assigned to" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(signs)
{
	static const struct arith_case cases[] = {
		{ "-1", "(neg 1)" },
		{ "- -1", "(neg (neg 1))" },
		{ "--1", "(neg (neg 1))" },
		{ "+-!~x", "(pos (neg (! (~ x))))" },
		{ "1--1", "(- 1 (neg 1))" },
		{ "1- -1", "(- 1 (neg 1))" },
		{ "1+++1", "(+ 1 (pos (pos 1)))" },
		{ "++x", "(++x x)" },
		{ "-- x", "(--x x)" },
		{ "x++", "(x++ x)" },
		{ "x --", "(x-- x)" },
		{ "x+++y", "(+ (x++ x) y)" },
		{ "x---y", "(- (x-- x) y)" },
		{ "-x++", "(neg (x++ x))" },
		{ "- ++x", "(neg (++x x))" },
		{ "x++1", "3: expected an operator" },
		{ "!x==y", "(== (! x) y)" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(assignment)
{
	static const struct arith_case cases[] = {
		{ "x=1", "(= x 1)" },
		{ "x=y=2", "(= x (= y 2))" },
		{ "x+=1", "(=+ x 1)" },
		{ "x-=1,x*=2", "(, (=- x 1) (=* x 2))" },
		{ "x/=1", "(=/ x 1)" },
		{ "x%=1", "(=% x 1)" },
		{ "x<<=1", "(=<< x 1)" },
		{ "x>>=1", "(=>> x 1)" },
		{ "x&=1", "(=& x 1)" },
		{ "x^=1", "(=^ x 1)" },
		{ "x|=1", "(=| x 1)" },
		{ "x==1", "(== x 1)" },
		{ "x<=1", "(<= x 1)" },
		{ "x!=1", "(!= x 1)" },
		{ "x=1?2:3", "(= x (? 1 2 3))" },
		{ "1?x=2:3", "(? 1 (= x 2) 3)" },
		{ "(x=1)+2", "(+ (= x 1) 2)" },
		{ "1=2", "1: only a variable can be assigned to" },
		{ "1+x=2", "3: only a variable can be assigned to" },
		{ "x=", "2: expected an operand" },
		{ "x&&=1", "3: expected an operand" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(a_long_sum_is_no_deep_one)
{
	struct strbuf text = STRBUF_INIT;
	struct arith_error error;
	const struct arith *arith;
	size_t depth = 0;
	size_t i;

	strbuf_add_string(&text, "1");
	for (i = 0; i < 1000000; i++) {
		strbuf_add_string(&text, "+1");
	}
	arith = arith_parse(&arena, &world.symbols, &world.guard, text.data, text.len, false,
			    &error);
	ck_assert_ptr_nonnull(arith);
	while (arith->op == ARITH_ADD) {
		arith = arith->a;
		depth++;
	}
	ck_assert_uint_eq(depth, 1000000);
	strbuf_finish(&text);
}
END_TEST

START_TEST(a_deep_one_is_an_error)
{
	static const char *const units[] = { "(", "-", "!", "1?", "x=" };
	size_t i;
	size_t j;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct strbuf text = STRBUF_INIT;
		struct arith_error error;

		for (j = 0; j < 1000000; j++) {
			strbuf_add_string(&text, units[i]);
		}
		ck_assert_ptr_null(arith_parse(&arena, &world.symbols, &world.guard, text.data,
					       text.len, false, &error));
		ck_assert_str_eq(error.message, "nested too deeply");
		strbuf_finish(&text);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax/arithmetic");
	TCase *tcase = tcase_create("arithmetic");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, operands);
	tcase_add_test(tcase, precedence);
	tcase_add_test(tcase, signs);
	tcase_add_test(tcase, assignment);
	tcase_add_test(tcase, a_long_sum_is_no_deep_one);
	tcase_add_test(tcase, a_deep_one_is_an_error);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
