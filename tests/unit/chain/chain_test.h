/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_TEST_H
#define CHAIN_TEST_H

/*
 * What the tests of the chain engine share. Every case runs between
 * fixture_setup and fixture_teardown, which asserts that the case left no child,
 * no zombie and no descriptor. Each program includes this once.
 */

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/pipesh.h"

/* Far beyond what any case takes: a hang is a failure, not a wait. */
enum { CASE_TIMEOUT = 60, FD_SCAN = 256 };

#define UNUSED __attribute__((unused))

/* This program's own file, to run as a stage. */
static char self_path[4096] UNUSED;

static int fixture_fds;

/* These live as long as the block they are in: not for the body of a loop. */
#define ARGV(...) ((char *[]){ __VA_ARGS__, NULL })
#define SH(script)                                                                       \
	{                                                                                \
		.kind = PIPESH_EXEC, .path = "/bin/sh", .argv = ARGV("sh", "-c", script) \
	}
#define PROGRAM(file, ...)                                                     \
	{                                                                      \
		.kind = PIPESH_EXEC, .path = (file), .argv = ARGV(__VA_ARGS__) \
	}

/* Is a start by vfork, or (for valgrind) by fork and a pipe? */
#ifdef PIPESH_NO_VFORK
enum { STARTS_BY_VFORK = 0 };
#else
enum { STARTS_BY_VFORK = 1 };
#endif

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static UNUSED struct pipesh_spec spec_of(const struct pipesh_stage *stages, size_t count)
{
	struct pipesh_spec spec = { .stages = stages, .stage_count = count };

	return spec;
}

static int count_fds(void)
{
	int count = 0;

	for (int fd = 0; fd < FD_SCAN; fd++) {
		count += fcntl(fd, F_GETFD) >= 0;
	}
	return count;
}

static void fixture_setup(void)
{
	/* The frame's own files must not show up in stages. */
	for (int fd = 3; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			ck_assert_int_eq(fd_set_cloexec(fd, true), 0);
		}
	}
	fixture_fds = count_fds();
}

static void fixture_teardown(void)
{
	int status;

	ck_assert_int_eq(waitpid(-1, &status, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
	ck_assert_int_eq(count_fds(), fixture_fds);
}

static UNUSED struct pipesh_chain *start_spec(const struct pipesh_spec *spec)
{
	struct pipesh_chain *chain = NULL;
	struct pipesh_error error;

	ck_assert_int_eq(pipesh_start(&chain, spec, &error), 0);
	ck_assert_ptr_nonnull(chain);
	return chain;
}

static UNUSED struct pipesh_chain *start(const struct pipesh_stage *stages, size_t count)
{
	struct pipesh_spec spec = spec_of(stages, count);

	return start_spec(&spec);
}

static UNUSED void finish(struct pipesh_chain *chain)
{
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_ENDED);
	pipesh_free(chain);
}

static UNUSED int status_of(struct pipesh_chain *chain, size_t stage)
{
	return pipesh_report(chain, stage)->status;
}

/* Start one stage, wait, free: its status. */
static UNUSED int run_stage(const struct pipesh_stage *stage)
{
	struct pipesh_chain *chain = start(stage, 1);
	int status;

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	status = status_of(chain, 0);
	pipesh_free(chain);
	return status;
}

/* A pipe of the test's own, close-on-exec; read all of it into text. */
static UNUSED void open_capture(int ends[2])
{
	ck_assert_int_eq(fd_pipe(ends, FD_PRIVATE), 0);
}

static UNUSED void read_capture(int ends[2], char *text, size_t size)
{
	size_t length = 0;
	ssize_t got;

	fd_close(&ends[1]);
	do {
		got = fd_read(ends[0], text + length, size - 1 - length);
		ck_assert_int_ge(got, 0);
		length += (size_t)got;
	} while (got > 0);
	text[length] = '\0';
	fd_close(&ends[0]);
}

/* Start the stages with the last one's output captured, wait, free. */
static UNUSED void run_captured(struct pipesh_spec *spec, struct pipesh_stage *last, char *text,
				size_t size)
{
	int ends[2];
	struct pipesh_chain *chain;
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 1 };

	open_capture(ends);
	if (last->action_count == 0) {
		action.source = ends[1];
		last->actions = &action;
		last->action_count = 1;
	}
	chain = start_spec(spec);
	read_capture(ends, text, size);
	finish(chain);
}

static UNUSED int64_t after_ms(int64_t ms)
{
	return clock_now_ns() + ms * CLOCK_MS;
}

/* A directory of the case's own; remove_scratch takes its files with it. */
static UNUSED void make_scratch(char *path, size_t size)
{
	ck_assert_int_lt(snprintf(path, size, "/tmp/pipesh-test-XXXXXX"), (int)size);
	ck_assert_ptr_nonnull(mkdtemp(path));
}

static UNUSED char *in_scratch(const char *directory, const char *name)
{
	static char path[8][512];
	static unsigned turn;
	char *slot = path[turn++ % 8];

	ck_assert_int_lt(snprintf(slot, sizeof path[0], "%s/%s", directory, name),
			 (int)sizeof path[0]);
	return slot;
}

static UNUSED void write_file(const char *path, const char *text, mode_t mode)
{
	int fd = fd_open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fd_write_all(fd, text, strlen(text)), 0);
	fd_close(&fd);
}

static UNUSED void read_file(const char *path, char *text, size_t size)
{
	int fd = fd_open(path, O_RDONLY, 0);
	ssize_t got;

	ck_assert_int_ge(fd, 0);
	got = fd_read(fd, text, size - 1);
	ck_assert_int_ge(got, 0);
	text[got] = '\0';
	fd_close(&fd);
}

static UNUSED void remove_scratch(const char *path)
{
	struct pipesh_stage stage = PROGRAM("/bin/rm", "rm", "-rf", (char *)path);

	ck_assert_int_eq(run_stage(&stage), 0);
}

/* Stages of this program: `self fds` and so on print what they find. */
static UNUSED int self_list_fds(void)
{
	for (int fd = 0; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			printf("%d ", fd);
		}
	}
	return 0;
}

static UNUSED int self_show_signals(void)
{
	sigset_t mask;
	struct sigaction action;

	(void)sigprocmask(SIG_SETMASK, NULL, &mask);
	for (int sig = 1; sig < 32; sig++) {
		if (sigismember(&mask, sig) == 1) {
			printf("blocked:%d ", sig);
		}
		(void)sigaction(sig, NULL, &action);
		if (action.sa_handler == SIG_IGN) {
			printf("ignored:%d ", sig);
		}
	}
	return 0;
}

static UNUSED int self_show_foreground(void)
{
	printf("%s", tcgetpgrp(0) == getpgrp() ? "foreground" : "background");
	return 0;
}

static int self_main(const char *mode)
{
	if (strcmp(mode, "fds") == 0) {
		return self_list_fds();
	}
	if (strcmp(mode, "signals") == 0) {
		return self_show_signals();
	}
	if (strcmp(mode, "foreground") == 0) {
		return self_show_foreground();
	}
	return 99;
}

#define SELF(mode) PROGRAM(self_path, "self", mode)

static int run_suite(int argc, char **argv, Suite *suite)
{
	SRunner *runner;
	int failed;

	if (argc == 2) {
		failed = self_main(argv[1]);
		(void)fflush(stdout);
		_exit(failed); /* the suite is nobody's here */
	}
	if (realpath(argv[0], self_path) == NULL) {
		return EXIT_FAILURE;
	}
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static TCase *add_case(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, fixture_setup, fixture_teardown);
	tcase_set_timeout(tcase, CASE_TIMEOUT);
	suite_add_tcase(suite, tcase);
	return tcase;
}

#endif
