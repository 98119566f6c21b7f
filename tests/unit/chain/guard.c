/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include "chain/manage.h"
#include "chain/process.h"

/* Deadlines that hold whatever the host does: pipesh_guard(). */

#define SHORT (100 * CLOCK_MS)
#define LONG (1000 * CLOCK_SECOND)
/* Generous: a loaded machine is late. */
#define MARGIN (3000 * CLOCK_MS)

static struct pipesh_chain *start_guarded(const struct pipesh_stage *stages, size_t count,
					  int64_t timeout)
{
	struct pipesh_spec spec = spec_of(stages, count);
	struct pipesh_chain *chain;

	spec.timeout_ns = timeout;
	spec.stop.grace_ns = SHORT;
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_guard(chain), 0);
	return chain;
}

/* Blocks until the stage has ended, and does not look at the chain. */
static void sleep_over(const struct pipesh_chain *chain, size_t stage)
{
	siginfo_t info;
	id_t pid = (id_t)pipesh_report(chain, stage)->pid;

	ck_assert_int_eq(waitid(P_PID, pid, &info, WEXITED | WNOWAIT), 0);
}

static void end_of(struct pipesh_chain *chain)
{
	pid_t group = pipesh_group_id(chain);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	pipesh_free(chain);
	ck_assert_int_eq(process_group_lives(group), 0);
}

START_TEST(the_deadline_passes_while_the_host_does_something_else)
{
	struct pipesh_stage stages[] = { SH("exec sleep 1000"), SH("exec sleep 1000") };
	int64_t began = clock_now_ns();
	struct pipesh_chain *chain = start_guarded(stages, 2, SHORT);

	sleep_over(chain, 0);
	sleep_over(chain, 1);
	ck_assert_int_ge(clock_now_ns() - began, SHORT);
	ck_assert_int_lt(clock_now_ns() - began, SHORT + MARGIN);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(pipesh_outcome(chain)->timed_out);
	ck_assert(!pipesh_outcome(chain)->killed);
	ck_assert_int_eq(pipesh_outcome(chain)->stop_signal, SIGTERM);
	ck_assert_int_eq(status_of(chain, 0), -SIGTERM);
	end_of(chain);
}
END_TEST

START_TEST(a_chain_that_ends_in_time_has_not_timed_out)
{
	struct pipesh_stage stages[] = { SH("exit 3"), SH("exit 4") };
	struct pipesh_chain *chain = start_guarded(stages, 2, LONG);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(!pipesh_outcome(chain)->timed_out);
	ck_assert_int_eq(status_of(chain, 0), 3);
	ck_assert_int_eq(status_of(chain, 1), 4);
	end_of(chain);
}
END_TEST

START_TEST(what_ignores_the_stop_signal_is_killed_after_the_grace)
{
	struct pipesh_stage stage = SH("trap '' TERM; sleep 1000 & while :; do sleep 0.02; done");
	struct pipesh_chain *chain = start_guarded(&stage, 1, SHORT);

	sleep_over(chain, 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(pipesh_outcome(chain)->killed);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	end_of(chain);
}
END_TEST

START_TEST(a_stopped_stage_is_ended_too)
{
	struct pipesh_stage stage = SH("kill -STOP $$");
	struct pipesh_chain *chain = start_guarded(&stage, 1, SHORT);

	sleep_over(chain, 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(pipesh_outcome(chain)->timed_out);
	end_of(chain);
}
END_TEST

START_TEST(a_host_that_waits_is_told_by_the_loop_and_the_event_descriptor)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_chain *chain = start_guarded(&stage, 1, SHORT);
	struct pollfd event = { .fd = pipesh_event_fd(chain), .events = POLLIN };

	while (pipesh_state(chain) != PIPESH_ENDED) {
		ck_assert_int_eq(poll(&event, 1, CASE_TIMEOUT * 1000), 1);
		(void)pipesh_poll(chain);
	}
	ck_assert(pipesh_outcome(chain)->timed_out);
	end_of(chain);
	chain = start_guarded(&stage, 1, SHORT);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(pipesh_outcome(chain)->timed_out);
	end_of(chain);
}
END_TEST

/* Starts a chain under a deadline and is gone. */
static int leave_a_chain(void *arg)
{
	struct pipesh_stage stage = SH("trap '' TERM; while :; do sleep 0.02; done");

	(void)arg;
	(void)start_guarded(&stage, 1, SHORT);
	return 0;
}

START_TEST(the_deadline_passes_when_the_host_is_gone)
{
	struct pipesh_stage stage = { .kind = PIPESH_CALL, .call = leave_a_chain };
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_chain *chain;
	int64_t began = clock_now_ns();
	char byte;
	int ends[2];

	open_capture(ends);
	spec.has_output = true;
	spec.output = ends[1];
	chain = start_spec(&spec);
	fd_close(&ends[1]);
	finish(chain);
	ck_assert_int_eq(fd_read(ends[0], &byte, 1), 0); /* until nobody has it any more */
	ck_assert_int_ge(clock_now_ns() - began, 2 * SHORT);
	ck_assert_int_lt(clock_now_ns() - began, 2 * SHORT + MARGIN);
	fd_close(&ends[0]);
}
END_TEST

START_TEST(the_guard_holds_nothing_of_the_host)
{
	struct pipesh_stage stage = SH("exec sleep 1000 >/dev/null");
	struct pipesh_chain *chain;
	char byte;
	int high;
	int ends[2];

	open_capture(ends);
	high = fd_copy(ends[1], 200);
	chain = start_guarded(&stage, 1, LONG);
	fd_close(&high);
	fd_close(&ends[1]);
	ck_assert_int_eq(fd_read(ends[0], &byte, 1), 0);
	fd_close(&ends[0]);
	ck_assert_int_eq(pipesh_stop(chain, NULL), 0);
	end_of(chain);
}
END_TEST

START_TEST(the_deadline_of_a_guard_that_was_killed_is_the_hosts)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_chain *chain = start_guarded(&stage, 1, 2 * SHORT);

	ck_assert_int_eq(kill(chain->manager->guard.pid, SIGKILL), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(chain->manager->guard.pid, 0);
	ck_assert(pipesh_outcome(chain)->timed_out);
	end_of(chain);
}
END_TEST

START_TEST(what_a_terminal_sends_does_not_end_the_guard)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };
	struct pipesh_stage stage =
		SH("trap '' HUP INT QUIT TERM TSTP; while :; do sleep 0.02; done");
	struct pipesh_chain *chain = start_guarded(&stage, 1, SHORT);

	ck_assert_int_ne(getpgid(chain->manager->guard.pid), getpgrp());
	for (size_t i = 0; i < COUNT(signals); i++) {
		ck_assert_int_eq(kill(chain->manager->guard.pid, signals[i]), 0);
	}
	sleep_over(chain, 0);
	end_of(chain);
}
END_TEST

START_TEST(who_has_no_use_for_a_guard_is_told)
{
	struct pipesh_stage stage = SH("exec sleep 0.1");
	struct pipesh_chain *chain = start(&stage, 1);

	ck_assert_int_eq(pipesh_guard(chain), -EINVAL);
	finish(chain);
	chain = start_guarded(&stage, 1, LONG);
	ck_assert_int_eq(pipesh_guard(chain), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(pipesh_guard(chain), -ESRCH);
	end_of(chain);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain guard");
	TCase *tcase = add_case(suite, "guard");

	tcase_add_test(tcase, the_deadline_passes_while_the_host_does_something_else);
	tcase_add_test(tcase, a_chain_that_ends_in_time_has_not_timed_out);
	tcase_add_test(tcase, what_ignores_the_stop_signal_is_killed_after_the_grace);
	tcase_add_test(tcase, a_stopped_stage_is_ended_too);
	tcase_add_test(tcase, a_host_that_waits_is_told_by_the_loop_and_the_event_descriptor);
	tcase_add_test(tcase, the_deadline_passes_when_the_host_is_gone);
	tcase_add_test(tcase, the_guard_holds_nothing_of_the_host);
	tcase_add_test(tcase, the_deadline_of_a_guard_that_was_killed_is_the_hosts);
	tcase_add_test(tcase, what_a_terminal_sends_does_not_end_the_guard);
	tcase_add_test(tcase, who_has_no_use_for_a_guard_is_told);
	return run_suite(argc, argv, suite);
}
