/* SPDX-License-Identifier: MIT */
#include <config.h>

#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/anonymous.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/stack.h"
#include "base/symbol.h"

START_TEST(arena_gives_aligned_memory_that_stays)
{
	struct arena arena = { 0 };
	char *blocks[2000];
	size_t i;

	for (i = 0; i < 2000; i++) {
		blocks[i] = arena_alloc(&arena, i % 97 + 1);
		ck_assert_uint_eq((uintptr_t)blocks[i] % 8, 0);
		memset(blocks[i], (int)(i & 255), i % 97 + 1);
	}
	for (i = 0; i < 2000; i++) {
		ck_assert_int_eq((unsigned char)blocks[i][i % 97], (int)(i & 255));
	}
	arena_finish(&arena);
	ck_assert_uint_eq(arena_footprint(&arena), 0);
}
END_TEST

START_TEST(arena_release_lets_a_loop_run_in_constant_memory)
{
	struct arena arena = { 0 };
	size_t footprint = 0;
	size_t i;

	(void)arena_alloc(&arena, 10);
	for (i = 0; i < 1000; i++) {
		struct arena_mark mark = arena_mark(&arena);

		(void)arena_alloc(&arena, 3000);
		(void)arena_alloc(&arena, 60000);
		(void)arena_alloc(&arena, 5000);
		arena_release(&arena, mark);
		if (i == 0) {
			footprint = arena_footprint(&arena);
		}
	}
	ck_assert_uint_eq(arena_footprint(&arena), footprint);
	arena_finish(&arena);
}
END_TEST

START_TEST(arena_release_keeps_what_is_older)
{
	struct arena arena = { 0 };
	char *old = arena_strdup(&arena, "kept");
	struct arena_mark mark = arena_mark(&arena);

	(void)arena_zalloc(&arena, 100000);
	arena_release(&arena, mark);
	memset(arena_alloc(&arena, 100), 'x', 100);
	ck_assert_str_eq(old, "kept");
	arena_finish(&arena);
}
END_TEST

START_TEST(symbols_are_one_per_name)
{
	struct symbol_table table = { 0 };
	struct symbol *first[5000];
	char name[32];
	int i;

	for (i = 0; i < 5000; i++) {
		int len = snprintf(name, sizeof(name), "name_%d", i);

		first[i] = symbol_intern(&table, name, (size_t)len);
		ck_assert_str_eq(first[i]->name, name);
	}
	for (i = 0; i < 5000; i++) {
		int len = snprintf(name, sizeof(name), "name_%d", i);

		ck_assert_ptr_eq(symbol_intern(&table, name, (size_t)len), first[i]);
		ck_assert_ptr_eq(symbol_find(&table, name, (size_t)len), first[i]);
	}
	ck_assert_uint_eq(table.count, 5000);
	ck_assert_ptr_null(symbol_find(&table, "name_", 5));
	symbol_table_finish(&table);
	ck_assert_ptr_null(symbol_find(&table, "name_1", 6));
}
END_TEST

static void count_symbol(struct symbol *symbol, void *arg)
{
	(void)symbol;
	++*(int *)arg;
}

START_TEST(symbol_each_visits_all)
{
	struct symbol_table table = { 0 };
	int count = 0;

	symbol_intern(&table, "a", 1);
	symbol_intern(&table, "b", 1);
	symbol_intern(&table, "", 0);
	symbol_each(&table, count_symbol, &count);
	ck_assert_int_eq(count, 3);
	symbol_table_finish(&table);
}
END_TEST

static void leave_with_3(size_t wanted)
{
	(void)wanted;
	_exit(3);
}

START_TEST(exhaustion_calls_the_handler)
{
	memory_set_exhausted(leave_with_3);
	(void)memory_realloc_array(NULL, SIZE_MAX / 2, 16);
}
END_TEST

START_TEST(memory_grow_is_geometric)
{
	size_t capacity = 0;
	int *items = memory_grow(NULL, &capacity, 1, sizeof(*items));

	ck_assert_uint_ge(capacity, 1);
	items = memory_grow(items, &capacity, 1000, sizeof(*items));
	ck_assert_uint_ge(capacity, 1000);
	ck_assert_uint_lt(capacity, 4000);
	free(items);
}
END_TEST

static int recurse(const struct stack_guard *guard, int depth)
{
	volatile char frame[512];
	int deepest;

	frame[0] = (char)depth;
	if (stack_guard_reached(guard)) {
		return depth;
	}
	deepest = recurse(guard, depth + 1);
	/* Something is left to do, or the compiler would make a loop of it. */
	return deepest + (frame[0] != (char)depth);
}

START_TEST(the_stack_guard_stops_a_recursion_in_time)
{
	struct stack_guard guard;

	stack_guard_init(&guard);
	ck_assert_int_gt(recurse(&guard, 0), 100);
}
END_TEST

START_TEST(an_anonymous_file_can_be_written_and_read_back)
{
	char buf[8];
	int fd = anonymous_file();

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "hello", 5), 5);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	ck_assert_int_eq(read(fd, buf, sizeof(buf)), 5);
	ck_assert_mem_eq(buf, "hello", 5);
	close(fd);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory");
	TCase *tcase = tcase_create("core");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, arena_gives_aligned_memory_that_stays);
	tcase_add_test(tcase, arena_release_lets_a_loop_run_in_constant_memory);
	tcase_add_test(tcase, arena_release_keeps_what_is_older);
	tcase_add_test(tcase, symbols_are_one_per_name);
	tcase_add_test(tcase, symbol_each_visits_all);
	tcase_add_exit_test(tcase, exhaustion_calls_the_handler, 3);
	tcase_add_test(tcase, memory_grow_is_geometric);
	tcase_add_test(tcase, the_stack_guard_stops_a_recursion_in_time);
	tcase_add_test(tcase, an_anonymous_file_can_be_written_and_read_back);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
