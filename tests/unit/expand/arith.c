/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic expansion, XCU 2.6.4 and 1.1.2.1. */
#include <config.h>

#include "word_test.h"

#include <inttypes.h>

/* The value of TEXT, or "!" and the error. */
static const char *value_of(const char *text)
{
	int64_t value = 0;
	enum expand_status status;

	strbuf_clear(&fixture.error);
	status = expand_arithmetic_text(&fixture.expander, text, strlen(text), &value);
	strbuf_clear(&fixture.joined);
	if (status == EXPAND_OK) {
		ck_assert_uint_eq(fixture.error.len, 0);
		strbuf_printf(&fixture.joined, "%" PRId64, value);
	} else {
		strbuf_printf(&fixture.joined, "!%s%s", status == EXPAND_ASSIGN ? "assign " : "",
			      fixture.error.len > 0 ? fixture.error.data : "");
	}
	return fixture.joined.data;
}

#define VALUE(text, expected) ck_assert_str_eq(value_of(text), expected)
#define FIELDS(words, expected) ck_assert_str_eq(fields_of(words), expected)

START_TEST(operators)
{
	VALUE("1+2*3-4/2%3", "5");
	VALUE("(1+2)*3", "9");
	VALUE("-3/2", "-1");
	VALUE("-3%2", "-1");
	VALUE("!0+!5", "1");
	VALUE("~0", "-1");
	VALUE("- -3", "3");
	VALUE("+3", "3");
	VALUE("1<<4|1", "17");
	VALUE("-8>>1", "-4");
	VALUE("6&3^1", "3");
	VALUE("1<2", "1");
	VALUE("2<=1", "0");
	VALUE("2>1", "1");
	VALUE("1>=2", "0");
	VALUE("1==1", "1");
	VALUE("1!=1", "0");
	VALUE("1&&0", "0");
	VALUE("0||2", "1");
	VALUE("1?2:3", "2");
	VALUE("0?2:0?3:4", "4");
	VALUE("0x1F+010", "39");
	VALUE("", "0");
	VALUE(" 7 ", "7");
}
END_TEST

START_TEST(wraps_around)
{
	VALUE("9223372036854775807+1", "-9223372036854775808");
	VALUE("-9223372036854775807-2", "9223372036854775807");
	VALUE("9223372036854775807*2", "-2");
	VALUE("-(-9223372036854775807-1)", "-9223372036854775808");
	VALUE("1<<63", "-9223372036854775808");
	VALUE("1<<64", "1");
	VALUE("1<<-1", "-9223372036854775808");
	VALUE("(1<<63)>>63", "-1");
}
END_TEST

START_TEST(divisions)
{
	VALUE("1/0", "!1/0: division by zero");
	VALUE("1%0", "!1%0: division by zero");
	VALUE("(-9223372036854775807-1)/-1",
	      "!(-9223372036854775807-1)/-1: the result of the division is out of range");
	VALUE("(1/0)+(2/0)", "!(1/0)+(2/0): division by zero");
	VALUE("0&&1/0", "0");
	VALUE("1||1/0", "1");
	VALUE("1?2:1/0", "2");
	VALUE("x=1/0", "!x=1/0: division by zero");
	ck_assert_ptr_null(get("x"));
}
END_TEST

START_TEST(variables)
{
	set("x", "7");
	set("oct", "010");
	set("hex", " -0x1f ");
	set("plus", "+3");
	set("e", "");
	set("blank", " ");
	set("min", "-9223372036854775808");
	VALUE("x+1", "8");
	VALUE("oct", "8");
	VALUE("hex", "-31");
	VALUE("plus", "3");
	VALUE("e+u+blank", "0");
	VALUE("min", "-9223372036854775808");
	FIELDS("$((x)) $(($x)) $((-$x)) $(( $hex )) $((oct)) $(($oct))", "<7><7><-7><-31><8><8>");
	FIELDS("$((x$x)) $((${x}0+1)) $((1-$hex))", "<0><71><32>");
}
END_TEST

START_TEST(assignments)
{
	VALUE("x=5", "5");
	ck_assert_str_eq(get("x"), "5");
	VALUE("x+=2, x*=3", "21");
	VALUE("x-=1", "20");
	VALUE("x/=3", "6");
	VALUE("x%=4", "2");
	VALUE("x<<=3", "16");
	VALUE("x>>=2", "4");
	VALUE("x|=3", "7");
	VALUE("x&=5", "5");
	VALUE("x^=1", "4");
	VALUE("x++", "4");
	VALUE("++x", "6");
	VALUE("x--", "6");
	VALUE("--x", "4");
	VALUE("y=x=3", "3");
	ck_assert_str_eq(get("y"), "3");
	VALUE("0&&(x=9)", "0");
	ck_assert_str_eq(get("x"), "3");
	variable(symbol("ro"))->readonly = true;
	VALUE("ro=1", "!assign ");
	FIELDS("$((x=4)) $((x+$x)) $((x+=$x)) $((x++ + $x))", "<4><8><8><16>");
}
END_TEST

/* $x is expanded before anything is evaluated. */
START_TEST(text_comes_first)
{
	set("x", "1");
	FIELDS("$((x=5, $x)) $x", "<1><5>");
	set("op", "+");
	set("n", "-2");
	FIELDS("$((1 $op 2)) $((3-$n)) $((2*$n))", "<3><5><-4>");
	set("list", "1+1");
	FIELDS("$((2*$list)) $((2*list))", "<3><4>");
}
END_TEST

START_TEST(values_that_are_expressions)
{
	set("x", "y+1");
	set("y", "2");
	VALUE("x*2", "6");
	set("loop", "loop");
	VALUE("loop", "!loop: expression nested too deeply");
	VALUE("loop+loop", "!loop: expression nested too deeply");
	ck_assert_uint_eq(fixture.expander.arithmetic_depth, 0);
	set("bad", "12abc");
	VALUE("bad", "!bad: not a number: 12abc");
	set("bad", "089");
	VALUE("bad", "!bad: not a number: 089");
	set("zero", "1/0");
	VALUE("zero", "!1/0: division by zero");
}
END_TEST

START_TEST(results_are_split)
{
	set("IFS", "2");
	FIELDS("$((121)) \"$((121))\"", "<1><1><121>");
	set("IFS", "-");
	FIELDS("$((-1)) a$((-1))", "<><1><a><1>");
}
END_TEST

START_TEST(invalid_expressions)
{
	ck_assert_int_eq(value_of("1+")[0], '!');
	ck_assert_int_eq(value_of("1 2")[0], '!');
	ck_assert_int_eq(value_of("08")[0], '!');
	ck_assert_int_eq(value_of("(1")[0], '!');
	ck_assert_int_eq(value_of("1=2")[0], '!');
	ck_assert_int_eq(fields_of("$((1+))")[0], '!');
	ck_assert_uint_gt(fixture.error.len, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("expand/arith");
	TCase *tests = tcase_create("2.6.4");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, setup, word_teardown);
	tcase_add_test(tests, operators);
	tcase_add_test(tests, wraps_around);
	tcase_add_test(tests, divisions);
	tcase_add_test(tests, variables);
	tcase_add_test(tests, assignments);
	tcase_add_test(tests, text_comes_first);
	tcase_add_test(tests, values_that_are_expressions);
	tcase_add_test(tests, results_are_split);
	tcase_add_test(tests, invalid_expressions);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
