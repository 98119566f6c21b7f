/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* The helpers of base/ that the engine stands on: descriptors and the clock. */

START_TEST(a_pipe_is_close_on_exec_and_where_it_was_wanted)
{
	int ends[2];
	char byte = 0;

	ck_assert_int_eq(fd_pipe(ends, 20), 0);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_ge(ends[i], 20);
		ck_assert_int_eq(fcntl(ends[i], F_GETFD), FD_CLOEXEC);
	}
	ck_assert_int_eq(fd_write_all(ends[1], "x", 1), 0);
	ck_assert_int_eq(fd_read(ends[0], &byte, 1), 1);
	ck_assert_int_eq(byte, 'x');
	fd_close(&ends[1]);
	ck_assert_int_eq(ends[1], -1);
	ck_assert_int_eq(fd_read(ends[0], &byte, 1), 0);
	fd_close(&ends[0]);
	fd_close(&ends[0]); /* closed is closed */
}
END_TEST

START_TEST(a_pipe_beyond_the_limit_leaves_nothing_open)
{
	struct rlimit limit;
	int ends[2];

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_lt(fd_pipe(ends, (int)limit.rlim_cur), 0);
	ck_assert_int_eq(ends[0], -1);
	ck_assert_int_eq(ends[1], -1);
}
END_TEST

START_TEST(raising_closes_the_old_number)
{
	int fd = fd_open("/dev/null", O_RDWR, 0);
	int raised = fd_raise(fd, 30);

	ck_assert_int_ge(raised, 30);
	ck_assert_int_lt(fcntl(fd, F_GETFD), 0);
	ck_assert_int_eq(fd_raise(raised, FD_PRIVATE), raised);
	fd_close(&raised);
}
END_TEST

START_TEST(errors_are_negative_and_close_keeps_errno)
{
	char byte;
	int fd = fd_open("/dev/null", O_RDONLY, 0);

	ck_assert_int_eq(fd_write_all(fd, "x", 1), -EBADF);
	ck_assert_int_eq(fd_open("/nonexistent/x", O_RDONLY, 0), -ENOENT);
	errno = ENOTTY;
	fd_close(&fd);
	ck_assert_int_eq(errno, ENOTTY);
	ck_assert_int_eq(fd_read(-1, &byte, 1), -EBADF);
	ck_assert_int_eq(fd_copy(-1, 10), -EBADF);
	ck_assert_int_eq(fd_set_cloexec(-1, true), -EBADF);
}
END_TEST

START_TEST(a_span_is_split_into_seconds)
{
	struct timespec span = clock_timespec(3 * CLOCK_SECOND + 7);

	ck_assert_int_eq(span.tv_sec, 3);
	ck_assert_int_eq(span.tv_nsec, 7);
	span = clock_timespec(-5);
	ck_assert_int_eq(span.tv_sec, 0);
	ck_assert_int_eq(span.tv_nsec, 0);
	ck_assert_int_le(clock_now_ns(), clock_now_ns());
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/fd");
	TCase *tcase = add_case(suite, "fd");

	tcase_add_test(tcase, a_pipe_is_close_on_exec_and_where_it_was_wanted);
	tcase_add_test(tcase, a_pipe_beyond_the_limit_leaves_nothing_open);
	tcase_add_test(tcase, raising_closes_the_old_number);
	tcase_add_test(tcase, errors_are_negative_and_close_keeps_errno);
	tcase_add_test(tcase, a_span_is_split_into_seconds);
	return run_suite(argc, argv, suite);
}
