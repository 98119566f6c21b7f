/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* Hosts that are not as most are: without descriptors, without SIGCHLD. */

enum { FED_BYTES = 100000 };

static struct pipesh_spec managed_spec(const struct pipesh_stage *stages, size_t count)
{
	static char bytes[FED_BYTES];
	struct pipesh_spec spec = spec_of(stages, count);

	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = bytes;
	spec.byte_count = sizeof bytes;
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.errors_kind = PIPESH_OUTPUT_CAPTURE;
	spec.timeout_ns = 60 * CLOCK_SECOND;
	return spec;
}

/* By its event descriptor, until it has ended. */
static void run_by_events(struct pipesh_chain *chain)
{
	struct pollfd watch = { .fd = pipesh_event_fd(chain), .events = POLLIN };

	while (watch.fd >= 0 && pipesh_state(chain) != PIPESH_ENDED) {
		(void)poll(&watch, 1, 100);
		(void)pipesh_poll(chain);
	}
}

/* What is missing is missing in the stages too; nothing of the library stands in for it. */
START_TEST(a_host_without_standard_descriptors_can_feed_and_capture)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/cat", "cat"), SH("cat; echo error >&2") };
	int saved[3];

	for (int closed = 1; closed < 16; closed++) {
		struct pipesh_spec spec = managed_spec(stages, 2);
		struct pipesh_chain *chain;
		int result;

		spec.want_io = (closed & 8) != 0;
		for (int fd = 0; fd < 3; fd++) {
			saved[fd] = fd_copy(fd, FD_PRIVATE);
			if ((closed & 1 << fd) != 0) {
				(void)close(fd);
			}
		}
		result = pipesh_start(&chain, &spec, NULL);
		if (result == 0) {
			run_by_events(chain);
		}
		for (int fd = 0; fd < 3; fd++) {
			ck_assert_int_eq(dup2(saved[fd], fd), fd);
			fd_close(&saved[fd]);
		}
		ck_assert_int_eq(result, 0);
		ck_assert_uint_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->size, FED_BYTES);
		ck_assert_str_eq(pipesh_capture(chain, PIPESH_STREAM_ERRORS)->data, "error\n");
		ck_assert_int_eq(status_of(chain, 0), 0);
		ck_assert_int_eq(status_of(chain, 1), 0);
		pipesh_free(chain);
	}
}
END_TEST

START_TEST(a_closed_descriptor_is_closed_in_the_stages)
{
	struct pipesh_stage stages[] = { SELF("fds"), PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;
	int input = fd_copy(0, FD_PRIVATE);
	int errors = fd_copy(2, FD_PRIVATE);

	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	(void)close(0);
	(void)close(2);
	chain = NULL;
	(void)pipesh_start(&chain, &spec, NULL);
	ck_assert_int_eq(dup2(input, 0), 0);
	ck_assert_int_eq(dup2(errors, 2), 2);
	fd_close(&input);
	fd_close(&errors);
	ck_assert_ptr_nonnull(chain);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_str_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->data, "1 ");
	pipesh_free(chain);
}
END_TEST

/* The kernel throws the statuses away: the chain ends nevertheless, and says so. */
static void expect_lost(struct pipesh_chain *chain, size_t stage)
{
	const struct pipesh_report *report = pipesh_report(chain, stage);

	ck_assert_int_eq(report->state, PIPESH_ENDED);
	ck_assert_int_eq(report->status, 127);
	ck_assert_int_eq(report->error.phase, PIPESH_PHASE_WAIT);
	ck_assert_int_eq(report->error.error, ECHILD);
}

static void run_lost(const struct pipesh_spec *spec)
{
	struct pipesh_chain *chain = start_spec(spec);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	for (size_t i = 0; i < spec->stage_count; i++) {
		expect_lost(chain, i);
	}
	pipesh_free(chain);
}

START_TEST(where_sigchld_is_ignored_chains_end_all_the_same)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/cat", "cat"), SH("cat; exit 3") };
	struct pipesh_spec spec = managed_spec(stages, 2);
	struct pipesh_chain *chain;

	ck_assert_ptr_ne(signal(SIGCHLD, SIG_IGN), SIG_ERR);
	run_lost(&spec);
	spec.want_io = true;
	run_lost(&spec);
	spec = spec_of(stages, 2);
	spec.input_kind = PIPESH_INPUT_NULL;
	run_lost(&spec);
	spec = managed_spec(stages, 2);
	chain = start_spec(&spec);
	run_by_events(chain);
	expect_lost(chain, 1);
	ck_assert_uint_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->size, FED_BYTES);
	pipesh_free(chain);
	ck_assert_ptr_ne(signal(SIGCHLD, SIG_DFL), SIG_ERR);
}
END_TEST

START_TEST(where_sigchld_is_ignored_deadlines_hold_all_the_same)
{
	struct pipesh_stage stages[] = { SH("exec sleep 1000"), SH("exec sleep 1000") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;
	int64_t began = clock_now_ns();

	ck_assert_ptr_ne(signal(SIGCHLD, SIG_IGN), SIG_ERR);
	spec.timeout_ns = 50 * CLOCK_MS;
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_lt(clock_now_ns() - began, 30 * CLOCK_SECOND);
	ck_assert(pipesh_outcome(chain)->timed_out);
	expect_lost(chain, 0);
	expect_lost(chain, 1);
	pipesh_free(chain);
	ck_assert_ptr_ne(signal(SIGCHLD, SIG_DFL), SIG_ERR);
}
END_TEST

START_TEST(where_sigchld_is_ignored_a_stage_that_does_not_start_is_known)
{
	struct pipesh_stage stages[] = { PROGRAM("/nowhere/program", "program"),
					 PROGRAM("/bin/true", "true") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_error error;
	struct pipesh_chain *chain;

	ck_assert_ptr_ne(signal(SIGCHLD, SIG_IGN), SIG_ERR);
	ck_assert_int_eq(pipesh_start(&chain, &spec, &error), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), 127);
	ck_assert_int_eq(error.phase, PIPESH_PHASE_EXEC);
	ck_assert_int_eq(error.error, ENOENT);
	pipesh_free(chain);
	ck_assert_ptr_ne(signal(SIGCHLD, SIG_DFL), SIG_ERR);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/host");
	TCase *tcase = add_case(suite, "host");

	tcase_add_test(tcase, a_host_without_standard_descriptors_can_feed_and_capture);
	tcase_add_test(tcase, a_closed_descriptor_is_closed_in_the_stages);
	tcase_add_test(tcase, where_sigchld_is_ignored_chains_end_all_the_same);
	tcase_add_test(tcase, where_sigchld_is_ignored_deadlines_hold_all_the_same);
	tcase_add_test(tcase, where_sigchld_is_ignored_a_stage_that_does_not_start_is_known);
	return run_suite(argc, argv, suite);
}
