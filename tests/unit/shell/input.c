/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whoever may look at a descriptor finds it right behind the last record that was read.
 */
#include <config.h>

#include "shell/input.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "shell/shell.h"

/* Where the tested descriptor is: one a script can name, and none of the standard ones. */
enum { FD = 7, LINES = 5000 };

static struct shell *sh;
static struct strbuf line;

static void setup(void)
{
	sh = calloc(1, sizeof(*sh));
	strbuf_init(&line);
}

static void teardown(void)
{
	input_finish(sh);
	free(sh);
	strbuf_finish(&line);
	(void)close(FD);
}

static void open_bytes(const char *bytes, size_t len)
{
	FILE *file = tmpfile();

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
	rewind(file);
	ck_assert_int_eq(dup2(fileno(file), FD), FD);
	fclose(file);
}

/* A file of the lines "1", "2", ... */
static void open_lines(void)
{
	struct strbuf text = STRBUF_INIT;
	int i;

	for (i = 1; i <= LINES; i++) {
		strbuf_printf(&text, "%d\n", i);
	}
	open_bytes(text.data, text.len);
	strbuf_finish(&text);
}

static void open_pipe(const char *bytes)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], bytes, strlen(bytes)), (ssize_t)strlen(bytes));
	(void)close(ends[1]);
	ck_assert_int_eq(dup2(ends[0], FD), FD);
	(void)close(ends[0]);
}

static const char *record(char delimiter)
{
	strbuf_clear(&line);
	ck_assert_int_eq(input_record(sh, FD, delimiter, &line), 1);
	return line.data;
}

/* What a stranger would read next. */
static void assert_next(const char *expected)
{
	char bytes[16] = "";

	ck_assert_int_eq(read(FD, bytes, strlen(expected)), (ssize_t)strlen(expected));
	ck_assert_str_eq(bytes, expected);
}

START_TEST(a_shared_file_is_right_after_every_record)
{
	open_lines();
	ck_assert_str_eq(record('\n'), "1\n");
	assert_next("2\n");
	ck_assert_str_eq(record('\n'), "3\n");
	ck_assert_str_eq(record('\n'), "4\n");
	assert_next("5\n");
}
END_TEST

START_TEST(a_file_of_our_own_is_right_once_it_is_released)
{
	char expected[16];
	int i;

	open_lines();
	(void)input_redirect(sh, FD, INPUT_FILE);
	for (i = 1; i <= LINES; i++) {
		snprintf(expected, sizeof(expected), "%d\n", i);
		ck_assert_str_eq(record('\n'), expected);
		if (i == LINES / 2) {
			input_share(sh);
			i++;
			snprintf(expected, sizeof(expected), "%d\n", i);
			assert_next(expected);
		}
	}
	strbuf_clear(&line);
	ck_assert_int_eq(input_record(sh, FD, '\n', &line), 0);
	ck_assert_uint_eq(line.len, 0);
}
END_TEST

START_TEST(a_file_of_our_own_is_read_ahead_until_then)
{
	open_lines();
	(void)input_redirect(sh, FD, INPUT_FILE);
	(void)record('\n');
	(void)record('\n');
	ck_assert_int_gt(lseek(FD, 0, SEEK_CUR), 4);
	input_release(sh);
	ck_assert_int_eq(lseek(FD, 0, SEEK_CUR), 4);
}
END_TEST

START_TEST(a_pipe_of_our_own_keeps_what_was_not_used)
{
	open_pipe("one\ntwo\nthree\nfour\n");
	(void)input_redirect(sh, FD, INPUT_PIPE);
	ck_assert_str_eq(record('\n'), "one\n");
	ck_assert_str_eq(record('\n'), "two\n");
	ck_assert_str_eq(record('\n'), "three\n");
	input_share(sh);
	assert_next("four\n");
}
END_TEST

START_TEST(a_pipe_of_our_own_is_read_to_its_end)
{
	int i;

	open_pipe("a\nb\nc\nrest");
	(void)input_redirect(sh, FD, INPUT_PIPE);
	for (i = 0; i < 3; i++) {
		(void)record('\n');
	}
	strbuf_clear(&line);
	ck_assert_int_eq(input_record(sh, FD, '\n', &line), 0);
	ck_assert_str_eq(line.data, "rest");
	strbuf_clear(&line);
	ck_assert_int_eq(input_record(sh, FD, '\n', &line), 0);
	ck_assert_uint_eq(line.len, 0);
}
END_TEST

START_TEST(a_shared_pipe_loses_no_byte)
{
	open_pipe("one\ntwo\nthree\n");
	ck_assert_str_eq(record('\n'), "one\n");
	ck_assert_str_eq(record('\n'), "two\n");
	assert_next("three\n");
}
END_TEST

START_TEST(a_redirection_gives_back_what_was_there)
{
	open_lines();
	(void)input_redirect(sh, FD, INPUT_FILE);
	(void)record('\n');
	(void)record('\n');
	ck_assert_int_ne(input_redirect(sh, FD, INPUT_SHARED), INPUT_SHARED);
	ck_assert_int_eq(lseek(FD, 0, SEEK_CUR), 4);
}
END_TEST

START_TEST(a_delimiter_may_be_any_byte)
{
	open_bytes("a:b\0c:", 6);
	ck_assert_str_eq(record(':'), "a:");
	ck_assert_str_eq(record('\0'), "b");
	ck_assert_uint_eq(line.len, 2);
	ck_assert_str_eq(record(':'), "c:");
}
END_TEST

START_TEST(a_record_longer_than_a_block_is_whole)
{
	char *bytes = malloc(200000);

	memset(bytes, 'x', 199999);
	bytes[199999] = '\n';
	open_bytes(bytes, 200000);
	ck_assert_uint_eq(strlen(record('\n')), 200000);
	free(bytes);
}
END_TEST

START_TEST(what_went_wrong_is_said)
{
	ck_assert_int_eq(input_record(sh, FD, '\n', &line), -EBADF);
}
END_TEST

START_TEST(a_deadline_ends_the_wait)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "part", 4), 4);
	ck_assert_int_eq(input_record_until(sh, ends[0], '\n', &line, clock_now_ns() + CLOCK_MS),
			 -ETIMEDOUT);
	ck_assert_str_eq(line.data, "part");
	(void)close(ends[0]);
	(void)close(ends[1]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell/input");
	TCase *tcase = tcase_create("input");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_shared_file_is_right_after_every_record);
	tcase_add_test(tcase, a_file_of_our_own_is_right_once_it_is_released);
	tcase_add_test(tcase, a_file_of_our_own_is_read_ahead_until_then);
	tcase_add_test(tcase, a_pipe_of_our_own_keeps_what_was_not_used);
	tcase_add_test(tcase, a_pipe_of_our_own_is_read_to_its_end);
	tcase_add_test(tcase, a_shared_pipe_loses_no_byte);
	tcase_add_test(tcase, a_redirection_gives_back_what_was_there);
	tcase_add_test(tcase, a_delimiter_may_be_any_byte);
	tcase_add_test(tcase, a_record_longer_than_a_block_is_whole);
	tcase_add_test(tcase, what_went_wrong_is_said);
	tcase_add_test(tcase, a_deadline_ends_the_wait);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
