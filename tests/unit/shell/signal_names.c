/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/trap.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

START_TEST(a_name_and_its_number_lead_to_each_other)
{
	int named = 0;

	for (int sig = 0; sig < NSIG; sig++) {
		const char *name = signal_name(sig);
		char number[16];

		if (!name) {
			continue;
		}
		named++;
		ck_assert_int_eq(signal_number(name), sig);
		(void)snprintf(number, sizeof(number), "%d", sig);
		ck_assert_int_eq(signal_number(number), sig);
	}
	ck_assert_int_gt(named, 28);
}
END_TEST

START_TEST(names_may_have_a_prefix_and_any_case)
{
	ck_assert_int_eq(signal_number("SIGTERM"), SIGTERM);
	ck_assert_int_eq(signal_number("sigterm"), SIGTERM);
	ck_assert_int_eq(signal_number("Term"), SIGTERM);
	ck_assert_int_eq(signal_number("exit"), 0);
	ck_assert_int_eq(signal_number("CLD"), SIGCHLD);
}
END_TEST

START_TEST(real_time_signals_count_from_both_ends)
{
	ck_assert_int_eq(signal_number("RTMIN"), SIGRTMIN);
	ck_assert_int_eq(signal_number("RTMIN+2"), SIGRTMIN + 2);
	ck_assert_int_eq(signal_number("RTMAX-1"), SIGRTMAX - 1);
	ck_assert_int_eq(signal_number("RTMAX"), SIGRTMAX);
}
END_TEST

START_TEST(what_is_no_signal_is_refused)
{
	static const char *const wrong[] = {
		"", "SIG", "NOPE", "TERMX", "-1", "65", "999999999999999999999", "1x", " 1", "+1",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ck_assert_msg(signal_number(wrong[i]) == -1, "'%s'", wrong[i]);
	}
	ck_assert_ptr_null(signal_name(-1));
	ck_assert_ptr_null(signal_name(NSIG));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("signal_names");
	TCase *tcase = tcase_create("signal_names");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, a_name_and_its_number_lead_to_each_other);
	tcase_add_test(tcase, names_may_have_a_prefix_and_any_case);
	tcase_add_test(tcase, real_time_signals_count_from_both_ends);
	tcase_add_test(tcase, what_is_no_signal_is_refused);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
