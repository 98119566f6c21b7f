/* SPDX-License-Identifier: MIT */
#include <config.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "base/strbuf.h"
#include "base/vec.h"

START_TEST(strbuf_is_terminated_and_keeps_nuls)
{
	struct strbuf buf = STRBUF_INIT;

	ck_assert_str_eq(buf.data, "");
	strbuf_add(&buf, "a\0b", 3);
	strbuf_add_char(&buf, 'c');
	ck_assert_uint_eq(buf.len, 4);
	ck_assert_mem_eq(buf.data, "a\0bc", 5);
	strbuf_finish(&buf);
	ck_assert_uint_eq(buf.len, 0);
	strbuf_finish(&buf);
}
END_TEST

START_TEST(strbuf_grows_over_many_sizes)
{
	struct strbuf buf = STRBUF_INIT;
	size_t i;

	for (i = 0; i < 100000; i++) {
		strbuf_add_char(&buf, (char)('a' + i % 26));
	}
	ck_assert_uint_eq(buf.len, 100000);
	for (i = 0; i < 100000; i++) {
		ck_assert_int_eq(buf.data[i], (char)('a' + i % 26));
	}
	strbuf_truncate(&buf, 3);
	ck_assert_str_eq(buf.data, "abc");
	strbuf_finish(&buf);
}
END_TEST

START_TEST(strbuf_printf_appends_text_longer_than_its_room)
{
	struct strbuf buf = STRBUF_INIT;
	char *text;

	strbuf_printf(&buf, "%s-", "x");
	strbuf_printf(&buf, "%0200d", 7);
	ck_assert_uint_eq(buf.len, 202);
	ck_assert_int_eq(buf.data[201], '7');
	text = strbuf_detach(&buf);
	ck_assert_uint_eq(strlen(text), 202);
	ck_assert_uint_eq(buf.len, 0);
	free(text);
}
END_TEST

START_TEST(strbuf_clear_of_an_empty_one_is_nothing)
{
	struct strbuf buf = STRBUF_INIT;

	strbuf_clear(&buf);
	strbuf_add(&buf, NULL, 0);
	ck_assert_str_eq(buf.data, "");
	strbuf_add_repeat(&buf, '=', 5);
	ck_assert_str_eq(buf.data, "=====");
	strbuf_finish(&buf);
}
END_TEST

START_TEST(vec_keeps_order_when_items_are_taken_out)
{
	struct vec vec = { 0 };
	char names[100];
	size_t i;

	for (i = 0; i < sizeof(names); i++) {
		vec_push(&vec, &names[i]);
	}
	vec_remove(&vec, 0);
	vec_remove(&vec, 50);
	ck_assert_uint_eq(vec.count, 98);
	ck_assert_ptr_eq(vec.items[0], &names[1]);
	ck_assert_ptr_eq(vec.items[49], &names[50]);
	ck_assert_ptr_eq(vec.items[50], &names[52]);
	ck_assert_ptr_eq(vec.items[97], &names[99]);
	vec_finish(&vec);
}
END_TEST

START_TEST(near_counts_edits)
{
	ck_assert_uint_eq(near_distance("", ""), 0);
	ck_assert_uint_eq(near_distance("pipefail", "pipefail"), 0);
	ck_assert_uint_eq(near_distance("pipefial", "pipefail"), 1);
	ck_assert_uint_eq(near_distance("kitten", "sitting"), 3);
	ck_assert_uint_eq(near_distance("abc", ""), 3);
}
END_TEST

START_TEST(near_names_what_was_meant_and_nothing_far)
{
	static const char *const names[] = { "--timeout", "--report", "--json", NULL };

	ck_assert_str_eq(near_name("--timout", names), "--timeout");
	ck_assert_str_eq(near_name("--jsno", names), "--json");
	ck_assert_ptr_null(near_name("frobnicate", names));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("strings");
	TCase *tcase = tcase_create("core");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, strbuf_is_terminated_and_keeps_nuls);
	tcase_add_test(tcase, strbuf_grows_over_many_sizes);
	tcase_add_test(tcase, strbuf_printf_appends_text_longer_than_its_room);
	tcase_add_test(tcase, strbuf_clear_of_an_empty_one_is_nothing);
	tcase_add_test(tcase, vec_keeps_order_when_items_are_taken_out);
	tcase_add_test(tcase, near_counts_edits);
	tcase_add_test(tcase, near_names_what_was_meant_and_nothing_far);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
