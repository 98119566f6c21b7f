/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/option.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "shell/shell.h"

START_TEST(rows_are_sorted_and_in_the_order_of_the_enum)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		ck_assert_uint_eq(option_table[i].option, i);
		if (i > 0) {
			ck_assert_int_lt(strcmp(option_table[i - 1].name, option_table[i].name), 0);
		}
	}
}
END_TEST

START_TEST(no_letter_stands_for_two_options)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		if (option_table[i].letter != 0) {
			ck_assert_ptr_eq(option_by_letter(option_table[i].letter),
					 &option_table[i]);
		}
		ck_assert_ptr_eq(option_by_name(option_table[i].name), &option_table[i]);
	}
	ck_assert_ptr_null(option_by_letter('\0'));
	ck_assert_ptr_null(option_by_letter('Z'));
	ck_assert_ptr_null(option_by_name("error"));
}
END_TEST

START_TEST(a_slip_of_the_hand_finds_the_option)
{
	ck_assert_str_eq(option_near("pipefial"), "pipefail");
	ck_assert_str_eq(option_near("nonset"), "nounset");
	ck_assert_ptr_null(option_near("something"));
}
END_TEST

START_TEST(options_reach_the_expander)
{
	struct shell *sh = calloc(1, sizeof(*sh));

	ck_assert(option_set(sh, OPTION_NOUNSET, true));
	ck_assert(sh->expander.nounset);
	ck_assert(option_set(sh, OPTION_NOGLOB, true));
	ck_assert(sh->expander.noglob);
	ck_assert(option_set(sh, OPTION_NOGLOB, false));
	ck_assert(!sh->expander.noglob);
	free(sh);
}
END_TEST

START_TEST(vi_and_emacs_exclude_each_other)
{
	struct shell *sh = calloc(1, sizeof(*sh));

	ck_assert(option_set(sh, OPTION_EMACS, true));
	ck_assert(option_set(sh, OPTION_VI, true));
	ck_assert(sh->options[OPTION_VI] && !sh->options[OPTION_EMACS]);
	ck_assert(option_set(sh, OPTION_EMACS, true));
	ck_assert(sh->options[OPTION_EMACS] && !sh->options[OPTION_VI]);
	free(sh);
}
END_TEST

START_TEST(letters_are_those_of_the_options_that_are_on)
{
	struct shell *sh = calloc(1, sizeof(*sh));
	char letters[32];

	ck_assert_uint_eq(option_letters(sh, letters), 0);
	ck_assert_str_eq(letters, "");
	ck_assert(option_set(sh, OPTION_XTRACE, true));
	ck_assert(option_set(sh, OPTION_ERREXIT, true));
	ck_assert(option_set(sh, OPTION_PIPEFAIL, true));
	memcpy(sh->invocation_letters, "ic", 2);
	ck_assert_uint_eq(option_letters(sh, letters), 4);
	ck_assert_str_eq(letters, "exic");
	free(sh);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell/option");
	TCase *tcase = tcase_create("option");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, rows_are_sorted_and_in_the_order_of_the_enum);
	tcase_add_test(tcase, no_letter_stands_for_two_options);
	tcase_add_test(tcase, a_slip_of_the_hand_finds_the_option);
	tcase_add_test(tcase, options_reach_the_expander);
	tcase_add_test(tcase, vi_and_emacs_exclude_each_other);
	tcase_add_test(tcase, letters_are_those_of_the_options_that_are_on);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
