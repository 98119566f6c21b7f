/* SPDX-License-Identifier: MIT */
/* Durations and sizes. */
#include <config.h>

#include <check.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/quantity.h"

START_TEST(durations)
{
	static const struct {
		const char *text;
		int64_t ns;
	} cases[] = {
		{ "0", 0 },
		{ "5", 5 * CLOCK_SECOND },
		{ "5s", 5 * CLOCK_SECOND },
		{ "250ms", 250 * CLOCK_MS },
		{ "0.2", 200 * CLOCK_MS },
		{ ".5", 500 * CLOCK_MS },
		{ "2.", 2 * CLOCK_SECOND },
		{ "1.5m", 90 * CLOCK_SECOND },
		{ "1.5h", 5400 * CLOCK_SECOND },
		{ "2d", 2 * 86400 * CLOCK_SECOND },
		{ "0.5d", 43200 * CLOCK_SECOND },
		{ "0.000000001", 1 },
		{ "0.0000000001", 0 },
		{ "1.000000000000000000001", CLOCK_SECOND },
		{ "007", 7 * CLOCK_SECOND },
		{ "100000d", INT64_C(100000) * 86400 * CLOCK_SECOND },
		{ "99999999999999", INT64_MAX },
		{ "99999999999999999999999999d", INT64_MAX },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t ns = -1;

		ck_assert_msg(quantity_duration(cases[i].text, &ns), "%s", cases[i].text);
		ck_assert_msg(ns == cases[i].ns, "%s: %lld", cases[i].text, (long long)ns);
	}
}
END_TEST

START_TEST(sizes)
{
	static const struct {
		const char *text;
		size_t bytes;
	} cases[] = {
		{ "0", 0 },       { "4096", 4096 },  { "64K", 65536 },
		{ "1.5K", 1536 }, { "1M", 1048576 }, { "2G", (size_t)2 << 30 },
	};
	size_t bytes;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(quantity_size(cases[i].text, &bytes), "%s", cases[i].text);
		ck_assert_msg(bytes == cases[i].bytes, "%s: %zu", cases[i].text, bytes);
	}
	ck_assert(!quantity_size("99999999999999999999", &bytes));
	ck_assert(!quantity_size("99999999999999999G", &bytes));
}
END_TEST

START_TEST(what_is_neither)
{
	static const char *const texts[] = {
		"",   " ",    "s",   ".",  ".s",   "5 s",   " 5", "-1",   "+1",  "1e3",
		"5x", "5sec", "1,5", "5S", "0x10", "1.2.3", "5k", "five", "inf",
	};
	int64_t ns;
	size_t bytes;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_msg(!quantity_duration(texts[i], &ns), "%s", texts[i]);
		ck_assert_msg(!quantity_size(texts[i], &bytes), "%s", texts[i]);
	}
	ck_assert(!quantity_duration("5K", &ns));
	ck_assert(!quantity_size("5s", &bytes));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("base/quantities");
	TCase *tcase = tcase_create("quantities");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, durations);
	tcase_add_test(tcase, sizes);
	tcase_add_test(tcase, what_is_neither);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
