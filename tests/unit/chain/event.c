/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* A host with an event loop of its own: poll(2) on one descriptor a chain. */

enum { LIMIT_MS = 20000, FED_BYTES = 10 * 1000 * 1000 };

static int event_fd_of(struct pipesh_chain *chain)
{
	int fd = pipesh_event_fd(chain);

	ck_assert_int_ge(fd, FD_PRIVATE);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(pipesh_event_fd(chain), fd);
	return fd;
}

/* Sleep on the descriptor only; how often was there something to do? */
static int run_by_events(struct pipesh_chain *chain)
{
	struct pollfd watch = { .fd = event_fd_of(chain), .events = POLLIN };
	int turns = 0;

	while (pipesh_state(chain) != PIPESH_ENDED) {
		ck_assert_int_eq(poll(&watch, 1, LIMIT_MS), 1);
		(void)pipesh_poll(chain);
		turns++;
	}
	/* Nothing more is expected: it is quiet. */
	ck_assert_int_eq(poll(&watch, 1, 0), 0);
	return turns;
}

START_TEST(a_plain_chain_tells_of_its_ends)
{
	struct pipesh_stage stages[] = { SH("exit 3"), SH("cat; exit 4") };
	struct pipesh_chain *chain = start(stages, 2);

	ck_assert_int_le(run_by_events(chain), 4);
	ck_assert_int_eq(status_of(chain, 0), 3);
	ck_assert_int_eq(status_of(chain, 1), 4);
	pipesh_free(chain);
}
END_TEST

START_TEST(it_is_quiet_while_nothing_happens)
{
	struct pipesh_stage stage = SH("sleep 1000");
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_chain *chain;
	struct pollfd watch = { .events = POLLIN };

	spec.timeout_ns = 1000 * CLOCK_SECOND;
	spec.stop.grace_ns = -1;
	spec.input_kind = PIPESH_INPUT_LATER;
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	chain = start_spec(&spec);
	watch.fd = event_fd_of(chain);
	ck_assert_int_eq(pipesh_poll(chain), 0);
	ck_assert_int_eq(poll(&watch, 1, 50), 0);
	ck_assert_int_eq(pipesh_stop(chain, NULL), 0);
	(void)run_by_events(chain);
	ck_assert_int_lt(status_of(chain, 0), 0);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_deadline_wakes_it)
{
	struct pipesh_stage stage = SH("sleep 1000");
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_chain *chain;
	int64_t began = clock_now_ns();
	sigset_t sigterm;

	sigemptyset(&sigterm);
	sigaddset(&sigterm, SIGTERM);
	spec.ignore_signals = &sigterm;
	spec.timeout_ns = 100 * CLOCK_MS;
	spec.stop.grace_ns = 100 * CLOCK_MS;
	chain = start_spec(&spec);
	ck_assert_int_le(run_by_events(chain), 50);
	ck_assert(pipesh_outcome(chain)->timed_out);
	ck_assert(pipesh_outcome(chain)->killed);
	ck_assert_int_lt(clock_now_ns() - began, 500 * CLOCK_MS);
	pipesh_free(chain);
}
END_TEST

START_TEST(it_feeds_and_captures)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/cat", "cat"), PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = spec_of(stages, 2);
	char *bytes = calloc(1, FED_BYTES);
	struct pipesh_chain *chain;
	struct pipesh_wait how = { .deadline_ns = 1 };

	ck_assert_ptr_nonnull(bytes);
	spec.input_kind = PIPESH_INPUT_LATER;
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.want_io = true;
	chain = start_spec(&spec);
	(void)event_fd_of(chain); /* before there is something to feed */
	ck_assert_int_eq(pipesh_communicate(chain, bytes, FED_BYTES, &how), -ETIMEDOUT);
	free(bytes);
	(void)run_by_events(chain);
	ck_assert_uint_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->size, FED_BYTES);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_grandchild_that_holds_a_pipe_is_cut_off)
{
	struct pipesh_stage stage = SH("sleep 1000 & echo $!");
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_chain *chain;

	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	chain = start_spec(&spec);
	(void)run_by_events(chain);
	ck_assert(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->cut);
	ck_assert_int_eq(kill(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->holder, SIGKILL), 0);
	pipesh_free(chain);
}
END_TEST

START_TEST(of_a_chain_that_has_ended_it_is_quiet)
{
	struct pipesh_stage stage = SH("exit 1");
	struct pipesh_chain *chain = start(&stage, 1);
	struct pollfd watch = { .events = POLLIN };

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	watch.fd = event_fd_of(chain);
	ck_assert_int_eq(poll(&watch, 1, 0), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_ENDED);
	pipesh_free(chain);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/event");
	TCase *tcase = add_case(suite, "event");

	tcase_add_test(tcase, a_plain_chain_tells_of_its_ends);
	tcase_add_test(tcase, it_is_quiet_while_nothing_happens);
	tcase_add_test(tcase, a_deadline_wakes_it);
	tcase_add_test(tcase, it_feeds_and_captures);
	tcase_add_test(tcase, a_grandchild_that_holds_a_pipe_is_cut_off);
	tcase_add_test(tcase, of_a_chain_that_has_ended_it_is_quiet);
	return run_suite(argc, argv, suite);
}
