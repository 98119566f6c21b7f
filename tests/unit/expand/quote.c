/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quoting for output that can be fed back. */
#include <config.h>

#include "word_test.h"

#include "expand/quote.h"

static const char *quoted(const char *text, bool always)
{
	strbuf_clear(&fixture.joined);
	if (always) {
		quote_shell_always(&fixture.joined, text, strlen(text));
	} else {
		quote_shell(&fixture.joined, text, strlen(text));
	}
	return fixture.joined.data;
}

START_TEST(quotes_what_needs_it)
{
	ck_assert_str_eq(quoted("abc_1.2/x:y=z,@%+-", false), "abc_1.2/x:y=z,@%+-");
	ck_assert_str_eq(quoted("", false), "''");
	ck_assert_str_eq(quoted("a b", false), "'a b'");
	ck_assert_str_eq(quoted("it's", false), "'it'\\''s'");
	ck_assert_str_eq(quoted("''", false), "''\\'''\\'''");
	ck_assert_str_eq(quoted("~", false), "'~'");
	ck_assert_str_eq(quoted("#", false), "'#'");
	ck_assert_str_eq(quoted("\u00e9", false), "'\u00e9'");
	ck_assert_str_eq(quoted("abc", true), "'abc'");
}
END_TEST

/* Every byte comes back as it was. */
START_TEST(comes_back)
{
	char text[8] = "-?y"; /* x=y would be an assignment */
	char expected[16];
	int c;

	for (c = 1; c < 256; c++) {
		struct strbuf words = STRBUF_INIT;

		text[1] = (char)c;
		snprintf(expected, sizeof(expected), "<%s>", text);
		quote_shell(&words, text, strlen(text));
		ck_assert_str_eq(fields_of(words.data), expected);
		strbuf_finish(&words);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("expand/quote");
	TCase *tests = tcase_create("quote");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, setup, word_teardown);
	tcase_add_test(tests, quotes_what_needs_it);
	tcase_add_test(tests, comes_back);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
