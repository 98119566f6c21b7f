/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexed arrays: order, gaps, what is replaced, added to and removed. */
#include <config.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "shell/array.h"

static struct array *array;
static struct strbuf text;

static void setup(void)
{
	array = array_create();
	strbuf_init(&text);
}

static void teardown(void)
{
	array_destroy(array);
	strbuf_finish(&text);
}

static void set(int64_t index, const char *value)
{
	array_set(array, index, value, strlen(value));
}

/* "INDEX=VALUE " of each. */
static const char *content(const struct array *of)
{
	size_t i;

	strbuf_clear(&text);
	strbuf_add_string(&text, "");
	for (i = 0; i < of->count; i++) {
		const struct array_item *item = &of->items[i];

		ck_assert_uint_eq(strlen(item->data), item->len);
		ck_assert_uint_gt(item->capacity, item->len);
		ck_assert_ptr_eq(array_find(of, item->index), item);
		strbuf_printf(&text, "%lld=%s ", (long long)item->index, item->data);
	}
	return of->count > 0 ? text.data : "";
}

START_TEST(items_lie_in_the_order_of_their_indexes)
{
	ck_assert_int_eq(array_end(array), 0);
	ck_assert_str_eq(content(array), "");
	set(7, "seven");
	set(0, "zero");
	set(ARRAY_INDEX_MAX, "last");
	set(3, "three");
	set(8, "");
	ck_assert_str_eq(content(array), "0=zero 3=three 7=seven 8= 9223372036854775806=last ");
	ck_assert_int_eq(array_end(array), INT64_MAX);
	ck_assert_ptr_null(array_find(array, 1));
	ck_assert_ptr_null(array_find(array, 9));
	ck_assert_ptr_null(array_find(array, INT64_MAX));
}
END_TEST

START_TEST(items_are_replaced_and_added_to)
{
	set(1, "a");
	set(1, "a longer one than before");
	set(1, "b");
	array_append(array, 1, "cd", 2);
	array_append(array, 4, "new", 3);
	ck_assert_str_eq(content(array), "1=bcd 4=new ");
}
END_TEST

START_TEST(an_item_may_be_made_of_itself)
{
	const struct array_item *item;
	int i;

	set(0, "ab");
	for (i = 0; i < 5; i++) {
		item = array_find(array, 0);
		array_append(array, 0, item->data, item->len);
	}
	item = array_find(array, 0);
	ck_assert_uint_eq(item->len, 64);
	array_set(array, 0, item->data + 61, 3);
	ck_assert_str_eq(content(array), "0=bab ");
}
END_TEST

START_TEST(items_are_removed)
{
	set(0, "a");
	set(1, "b");
	set(5, "c");
	array_remove(array, 1);
	array_remove(array, 2);
	array_remove(array, 9);
	ck_assert_str_eq(content(array), "0=a 5=c ");
	array_remove(array, 5);
	ck_assert_int_eq(array_end(array), 1);
	array_clear(array);
	ck_assert_str_eq(content(array), "");
	set(2, "d");
	ck_assert_str_eq(content(array), "2=d ");
}
END_TEST

START_TEST(a_copy_is_one_of_its_own)
{
	struct array *copy;

	set(2, "x");
	set(4, "y");
	copy = array_copy(array);
	set(2, "z");
	ck_assert_str_eq(content(copy), "2=x 4=y ");
	array_destroy(copy);
	ck_assert_str_eq(content(array), "2=z 4=y ");
}
END_TEST

/* Against a plain table, in an order of no order. */
START_TEST(any_order_of_changes)
{
	enum { SIZE = 257 };
	int expected[SIZE];
	unsigned random = 1;
	size_t count = 0;
	int i;

	memset(expected, -1, sizeof(expected));
	for (i = 0; i < 20000; i++) {
		int index;

		random = random * 1103515245u + 12345u;
		index = (int)(random >> 8) % SIZE;
		if ((random >> 30) == 0) {
			array_remove(array, index);
			expected[index] = -1;
		} else {
			char value[16];

			snprintf(value, sizeof(value), "%d", i);
			set(index, value);
			expected[index] = i;
		}
	}
	for (i = 0; i < SIZE; i++) {
		const struct array_item *item = array_find(array, i);

		ck_assert_int_eq(item ? (int)strtol(item->data, NULL, 10) : -1, expected[i]);
		count += item != NULL;
	}
	ck_assert_uint_eq(array->count, count);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell/array");
	TCase *tcase = tcase_create("array");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, items_lie_in_the_order_of_their_indexes);
	tcase_add_test(tcase, items_are_replaced_and_added_to);
	tcase_add_test(tcase, an_item_may_be_made_of_itself);
	tcase_add_test(tcase, items_are_removed);
	tcase_add_test(tcase, a_copy_is_one_of_its_own);
	tcase_add_test(tcase, any_order_of_changes);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
