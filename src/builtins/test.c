/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test and [. Up to four arguments are read by the rules of XCU test; more,
 * or fewer that the rules leave open, as an expression with ( ) ! -a -o.
 */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "builtins/test_file.h"
#include "expand/locale.h"
#include "shell/number.h"
#include "shell/option.h"
#include "shell/reference.h"
#include "shell/shell.h"

enum test_op {
	TEST_NONE,
	TEST_EQUAL,
	TEST_NOT_EQUAL,
	TEST_BEFORE,
	TEST_AFTER,
	TEST_EQ,
	TEST_NE,
	TEST_GT,
	TEST_GE,
	TEST_LT,
	TEST_LE,
	TEST_SAME_FILE,
	TEST_NEWER,
	TEST_OLDER,
	TEST_AND,
	TEST_OR,
};

struct test {
	struct shell *sh;
	const char *name;
	char **argv;
	int count;
	int next;
	bool failed; /* an error was reported */
};

static bool test_fail(struct test *test, const char *thing, const char *reason)
{
	if (!test->failed) {
		builtin_message(test->sh, test->name, "%s: %s", thing, reason);
	}
	test->failed = true;
	return false;
}

/* ---- binary primaries ----------------------------------------------- */

#define TEST_TWO(a, b) ((unsigned)(a) << 8 | (unsigned)(b))

/* -xx */
static enum test_op test_find_dash(const char *text)
{
	if (text[1] == '\0' || (text[2] != '\0' && text[3] != '\0')) {
		return TEST_NONE;
	}
	switch (TEST_TWO((unsigned char)text[1], (unsigned char)text[2])) {
	case TEST_TWO('e', 'q'):
		return TEST_EQ;
	case TEST_TWO('n', 'e'):
		return TEST_NE;
	case TEST_TWO('g', 't'):
		return TEST_GT;
	case TEST_TWO('g', 'e'):
		return TEST_GE;
	case TEST_TWO('l', 't'):
		return TEST_LT;
	case TEST_TWO('l', 'e'):
		return TEST_LE;
	case TEST_TWO('e', 'f'):
		return TEST_SAME_FILE;
	case TEST_TWO('n', 't'):
		return TEST_NEWER;
	case TEST_TWO('o', 't'):
		return TEST_OLDER;
	case TEST_TWO('a', '\0'):
		return TEST_AND;
	case TEST_TWO('o', '\0'):
		return TEST_OR;
	default:
		return TEST_NONE;
	}
}

static enum test_op test_find_binary(const struct test *test, const char *text)
{
	switch (text[0]) {
	case '-':
		return test_find_dash(text);
	case '=':
		if (text[1] == '\0') {
			return TEST_EQUAL;
		}
		return text[1] == '=' && text[2] == '\0' && shell_extensions(test->sh) ? TEST_EQUAL
										       : TEST_NONE;
	case '!':
		return text[1] == '=' && text[2] == '\0' ? TEST_NOT_EQUAL : TEST_NONE;
	case '<':
		return text[1] == '\0' ? TEST_BEFORE : TEST_NONE;
	case '>':
		return text[1] == '\0' ? TEST_AFTER : TEST_NONE;
	default:
		return TEST_NONE;
	}
}

static bool test_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* An optional sign and digits, with blanks around them: what is left by test_integer. */
static int64_t test_integer_any(struct test *test, const char *text)
{
	const char *p = text;
	uint64_t limit = INT64_MAX;
	uint64_t value = 0;
	bool negative;

	while (test_is_blank(*p)) {
		p++;
	}
	negative = *p == '-';
	limit += negative;
	if (*p == '-' || *p == '+') {
		p++;
	}
	if (*p < '0' || *p > '9') {
		test_fail(test, text, "not an integer");
		return 0;
	}
	for (; *p >= '0' && *p <= '9'; p++) {
		unsigned digit = (unsigned)(*p - '0');

		if (value > (limit - digit) / 10) {
			test_fail(test, text, "the integer is too large");
			return 0;
		}
		value = value * 10 + digit;
	}
	while (test_is_blank(*p)) {
		p++;
	}
	if (*p != '\0') {
		test_fail(test, text, "not an integer");
	}
	return (int64_t)(negative ? 0 - value : value);
}

static int64_t test_integer(struct test *test, const char *text)
{
	int64_t number;

	return number_parse(text, strlen(text), &number) ? number : test_integer_any(test, text);
}

static bool test_compare(struct test *test, const char *left, enum test_op op, const char *right)
{
	int64_t a = test_integer(test, left);
	int64_t b = test_integer(test, right);

	if (test->failed) {
		return false;
	}
	if (op == TEST_EQ) {
		return a == b;
	}
	if (op == TEST_NE) {
		return a != b;
	}
	if (op == TEST_GT) {
		return a > b;
	}
	if (op == TEST_GE) {
		return a >= b;
	}
	return op == TEST_LT ? a < b : a <= b;
}

static int test_collate(struct test *test, const char *left, const char *right)
{
	bool bytes = expand_locale_collates_bytes(&test->sh->expander);

	return bytes ? strcmp(left, right) : strcoll(left, right);
}

static bool test_binary(struct test *test, const char *left, enum test_op op, const char *right)
{
	switch (op) {
	case TEST_EQUAL:
		return strcmp(left, right) == 0;
	case TEST_NOT_EQUAL:
		return strcmp(left, right) != 0;
	case TEST_BEFORE:
		return test_collate(test, left, right) < 0;
	case TEST_AFTER:
		return test_collate(test, left, right) > 0;
	case TEST_EQ:
	case TEST_NE:
	case TEST_GT:
	case TEST_GE:
	case TEST_LT:
	case TEST_LE:
		return test_compare(test, left, op, right);
	case TEST_SAME_FILE:
		return test_file_same(left, right);
	case TEST_NEWER:
		return test_file_newer(left, right);
	case TEST_OLDER:
		return test_file_newer(right, left);
	case TEST_AND:
		return *left != '\0' && *right != '\0';
	case TEST_OR:
		return *left != '\0' || *right != '\0';
	case TEST_NONE:
		break;
	}
	return false;
}

/* ---- unary primaries ------------------------------------------------ */

static bool test_is_unary(const struct test *test, const char *text)
{
	return text[0] == '-' && text[1] != '\0' && text[2] == '\0' &&
	       (strchr("nzt", text[1]) || test_file_known(text[1]) ||
		(strchr("aov", text[1]) && shell_extensions(test->sh)));
}

/* -v: is the variable, or the element of an array, set? */
static bool test_variable(struct test *test, const char *text)
{
	struct shell *sh = test->sh;
	struct reference reference;

	if (!reference_valid(sh, text)) {
		return false;
	}
	if (!reference_parse(sh, text, &reference)) {
		test->failed = true;
		return false;
	}
	if (reference.all) {
		return variable_count(sh, reference.symbol) > 0;
	}
	return (reference.has_index ? variable_get_element(sh, reference.symbol, reference.index)
				    : variable_get(sh, reference.symbol))
		       .data != NULL;
}

/* -o: is the option on? One that there is not is off. */
static bool test_option(const struct test *test, const char *name)
{
	const struct option_row *row = option_by_name(name);

	return row && test->sh->options[row->option];
}

static bool test_terminal(const char *text)
{
	unsigned long fd;

	/* "False if file_descriptor is not a valid file descriptor number": no error. */
	return number_parse_unsigned(text, INT_MAX, &fd) && isatty((int)fd);
}

static bool test_unary(struct test *test, char letter, const char *operand)
{
	switch (letter) {
	case 'a': /* -e, by its old name */
		return test_file('e', operand);
	case 'o':
		return test_option(test, operand);
	case 'v':
		return test_variable(test, operand);
	case 'n':
		return *operand != '\0';
	case 'z':
		return *operand == '\0';
	case 't':
		return test_terminal(operand);
	default:
		return test_file(letter, operand);
	}
}

/* ---- expressions of any length -------------------------------------- */

static bool test_or(struct test *test);

static const char *test_peek(const struct test *test, int ahead)
{
	return test->next + ahead < test->count ? test->argv[test->next + ahead] : NULL;
}

static bool test_is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static bool test_primary(struct test *test)
{
	const char *first = test_peek(test, 0);
	const char *second = test_peek(test, 1);
	const char *third = test_peek(test, 2);
	enum test_op op = second && third ? test_find_binary(test, second) : TEST_NONE;
	bool result;

	if (!first) {
		return test_fail(test, test->count > 0 ? test->argv[test->count - 1] : "expression",
				 "an operand is missing behind it");
	}
	if (op != TEST_NONE && op != TEST_AND && op != TEST_OR) {
		test->next += 3;
		return test_binary(test, first, op, third);
	}
	if (test_is(first, "!")) {
		test->next++;
		if (stack_guard_reached(&test->sh->guard)) {
			return test_fail(test, "expression", "too deep");
		}
		return !test_primary(test);
	}
	if (test_is(first, "(") && second) {
		test->next++;
		if (stack_guard_reached(&test->sh->guard)) {
			return test_fail(test, "expression", "too deep");
		}
		result = test_or(test);
		if (!test_is(test_peek(test, 0), ")")) {
			return test_fail(test, "(", "its ) is missing");
		}
		test->next++;
		return result;
	}
	if (second && test_is_unary(test, first)) {
		test->next += 2;
		return test_unary(test, first[1], second);
	}
	test->next++;
	return *first != '\0';
}

static bool test_and(struct test *test)
{
	bool result = test_primary(test);

	while (!test->failed && test_is(test_peek(test, 0), "-a")) {
		test->next++;
		result = test_primary(test) && result;
	}
	return result;
}

static bool test_or(struct test *test)
{
	bool result = test_and(test);

	while (!test->failed && test_is(test_peek(test, 0), "-o")) {
		test->next++;
		result = test_and(test) || result;
	}
	return result;
}

static bool test_expression(struct test *test)
{
	bool result = test_or(test);

	if (!test->failed && test->next < test->count) {
		return test_fail(test, test->argv[test->next], "an operator was expected");
	}
	return result;
}

/* ---- the rules by number of arguments ------------------------------- */

static bool test_two(struct test *test, char **argv)
{
	if (argv[0][0] == '!' && argv[0][1] == '\0') {
		return argv[1][0] == '\0';
	}
	if (test_is_unary(test, argv[0])) {
		return test_unary(test, argv[0][1], argv[1]);
	}
	return test_fail(test, argv[0], "not a unary operator");
}

static bool test_three(struct test *test, char **argv)
{
	enum test_op op = test_find_binary(test, argv[1]);

	if (op != TEST_NONE) {
		return test_binary(test, argv[0], op, argv[2]);
	}
	if (test_is(argv[0], "!")) {
		return !test_two(test, argv + 1);
	}
	if (test_is(argv[0], "(") && test_is(argv[2], ")")) {
		return argv[1][0] != '\0';
	}
	return test_fail(test, argv[1], "not a binary operator");
}

static bool test_four(struct test *test, char **argv)
{
	if (test_is(argv[0], "!")) {
		return !test_three(test, argv + 1);
	}
	if (test_is(argv[0], "(") && test_is(argv[3], ")")) {
		return test_two(test, argv + 1);
	}
	return test_expression(test);
}

static enum flow test_run(struct shell *sh, const char *name, int count, char **argv)
{
	struct test test = { .sh = sh, .name = name, .argv = argv, .count = count };
	bool result;

	switch (count) {
	case 0:
		result = false;
		break;
	case 1:
		result = argv[0][0] != '\0';
		break;
	case 2:
		result = test_two(&test, argv);
		break;
	case 3:
		result = test_three(&test, argv);
		break;
	case 4:
		result = test_four(&test, argv);
		break;
	default:
		result = test_expression(&test);
		break;
	}
	sh->status = test.failed ? 2 : !result;
	return FLOW_NEXT;
}

static enum flow run_test(struct shell *sh, int argc, char **argv)
{
	return test_run(sh, argv[0], argc - 1, argv + 1);
}

static enum flow run_bracket(struct shell *sh, int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[argc - 1], "]") != 0) {
		builtin_message(sh, argv[0], "the last argument is not ]");
		return builtin_status(sh, 2);
	}
	return test_run(sh, argv[0], argc - 2, argv + 1);
}

const struct builtin builtin_test = {
	.name = "test",
	.run = run_test,
	.flags = BUILTIN_INTRINSIC | BUILTIN_PURE | BUILTIN_PATH,
	.usage = "test [expression]",
	.help = "Status 0 if the expression is true, 1 if not, 2 if it is wrong. Files: -b -c -d -e "
		"-f -g -h -k -L -p -r -s -S -u -w -x -G -N -O file, -ef -nt -ot between two; strings: "
		"-n -z string, = != < >; integers: -eq -ne -gt -ge -lt -le; -t descriptor; ! negates. "
		"Extensions: ( ) -a -o; outside posix mode also ==, -v variable, -o option, -a file.",
};

const struct builtin builtin_bracket = {
	.name = "[",
	.run = run_bracket,
	.flags = BUILTIN_INTRINSIC | BUILTIN_PURE | BUILTIN_PATH,
	.usage = "[ [expression] ]",
	.help = "The same as test; the last argument must be ].",
};
