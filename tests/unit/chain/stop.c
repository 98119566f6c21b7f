/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include "chain/process.h"

/* Chains that end before their time: deadlines and stops. */

#define SHORT (100 * CLOCK_MS)
/* Generous: a loaded machine is late, a deadline that is not kept waits for its processes. */
#define MARGIN (3000 * CLOCK_MS)

static int64_t began;
static sigset_t sigterm; /* to be ignored, by what the stages start, too */

static struct pipesh_spec limited(const struct pipesh_stage *stages, size_t count, int64_t timeout)
{
	struct pipesh_spec spec = spec_of(stages, count);

	spec.timeout_ns = timeout;
	spec.stop.grace_ns = SHORT;
	(void)sigemptyset(&sigterm);
	(void)sigaddset(&sigterm, SIGTERM);
	began = clock_now_ns();
	return spec;
}

/* The deadline has ended it, in time. */
static void expect_timeout(struct pipesh_chain *chain, int64_t limit)
{
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_lt(clock_now_ns() - began, limit + MARGIN);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_ENDED);
	ck_assert(pipesh_outcome(chain)->timed_out);
}

/* Nobody is left in the group: what is a zombie is so for init to reap. */
static void expect_empty_group(pid_t group)
{
	ck_assert_int_gt(group, 1);
	ck_assert_int_eq(process_group_lives(group), 0);
}

static void end_of(struct pipesh_chain *chain)
{
	pid_t group = pipesh_group_id(chain);

	pipesh_free(chain);
	expect_empty_group(group);
}

START_TEST(the_deadline_stops_a_chain)
{
	struct pipesh_stage stages[] = { SH("exec sleep 1000"), SH("exec sleep 1000") };
	struct pipesh_spec spec = limited(stages, 2, SHORT);
	struct pipesh_chain *chain = start_spec(&spec);

	expect_timeout(chain, SHORT);
	ck_assert_int_eq(status_of(chain, 0), -SIGTERM);
	ck_assert_int_eq(status_of(chain, 1), -SIGTERM);
	ck_assert_int_eq(pipesh_outcome(chain)->stop_signal, SIGTERM);
	ck_assert(!pipesh_outcome(chain)->killed);
	ck_assert_int_ge(pipesh_outcome(chain)->end_ns - pipesh_outcome(chain)->start_ns, SHORT);
	end_of(chain);
}
END_TEST

START_TEST(a_chain_that_ends_in_time_has_not_timed_out)
{
	struct pipesh_stage stage = SH("exit 6");
	struct pipesh_spec spec = limited(&stage, 1, 30 * CLOCK_SECOND);
	struct pipesh_chain *chain = start_spec(&spec);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(!pipesh_outcome(chain)->timed_out);
	ck_assert_int_eq(pipesh_outcome(chain)->stop_signal, 0);
	ck_assert_int_eq(status_of(chain, 0), 6);
	end_of(chain);
}
END_TEST

/* It has ended, but nobody has looked before the deadline. */
START_TEST(who_had_ended_has_not_timed_out)
{
	struct pipesh_stage stage = SH("exit 6");
	struct pipesh_spec spec = limited(&stage, 1, SHORT);
	struct pipesh_chain *chain = start_spec(&spec);
	siginfo_t info;

	ck_assert_int_eq(
		waitid(P_PID, (id_t)pipesh_report(chain, 0)->pid, &info, WEXITED | WNOWAIT), 0);
	(void)poll(NULL, 0, 150);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(!pipesh_outcome(chain)->timed_out);
	ck_assert_int_eq(status_of(chain, 0), 6);
	end_of(chain);
}
END_TEST

START_TEST(who_ignores_the_stop_signal_is_killed_after_the_grace)
{
	struct pipesh_stage stages[] = { SH("sleep 1000"), SH("while :; do :; done") };
	struct pipesh_spec spec = limited(stages, 2, SHORT);
	struct pipesh_chain *chain;

	spec.ignore_signals = &sigterm;
	chain = start_spec(&spec);
	expect_timeout(chain, 2 * SHORT);
	ck_assert_int_ge(clock_now_ns() - began, 2 * SHORT);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	ck_assert_int_eq(status_of(chain, 1), -SIGKILL);
	ck_assert_int_eq(pipesh_outcome(chain)->stop_signal, SIGTERM);
	ck_assert(pipesh_outcome(chain)->killed);
	end_of(chain);
}
END_TEST

START_TEST(a_stopped_process_gets_the_stop_signal_too)
{
	struct pipesh_stage stage = SH("trap 'exit 5' TERM; kill -STOP $$; sleep 1000 & wait");
	struct pipesh_spec spec = limited(&stage, 1, 2 * SHORT);
	struct pipesh_chain *chain;
	struct pipesh_wait how = { .stopped = true };

	spec.stop.grace_ns = 20 * CLOCK_SECOND;
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_STOPPED);
	expect_timeout(chain, 2 * SHORT);
	ck_assert_int_eq(status_of(chain, 0), 5);
	end_of(chain);
}
END_TEST

START_TEST(grandchildren_in_the_group_do_not_survive)
{
	struct pipesh_stage stage = SH("sleep 1000 & sleep 1000");
	struct pipesh_spec spec = limited(&stage, 1, SHORT);

	struct pipesh_chain *chain = start_spec(&spec);

	expect_timeout(chain, SHORT);
	end_of(chain);
}
END_TEST

/* The leader is gone long before its group is. */
START_TEST(grandchildren_that_outlive_their_stage_are_killed)
{
	struct pipesh_stage stages[] = { SH("trap '' USR1; sleep 1000 & exit 3"),
					 SH("trap 'exit 4' USR1; sleep 1000 & wait") };
	struct pipesh_spec spec = limited(stages, 2, 3 * SHORT);
	struct pipesh_chain *chain;

	spec.stop.signal = SIGUSR1;
	chain = start_spec(&spec);
	expect_timeout(chain, 4 * SHORT);
	ck_assert_int_eq(status_of(chain, 0), 3);
	ck_assert_int_eq(status_of(chain, 1), 4);
	ck_assert(pipesh_outcome(chain)->killed);
	end_of(chain);
}
END_TEST

START_TEST(a_grandchild_that_holds_the_capture_is_stopped_with_the_rest)
{
	struct pipesh_stage stage = SH("echo before; sleep 1000 & sleep 1000");
	struct pipesh_spec spec = limited(&stage, 1, 3 * SHORT);
	struct pipesh_chain *chain;

	spec.ignore_signals = &sigterm;
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	chain = start_spec(&spec);
	expect_timeout(chain, 4 * SHORT);
	ck_assert_str_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->data, "before\n");
	ck_assert(!pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->cut);
	end_of(chain);
}
END_TEST

/* The stage ignores the stop signal, and is there to tell whose child it is. */
START_TEST(one_that_left_the_group_is_killed_with_its_parent)
{
	struct pipesh_stage stage = SH("setsid sh -c 'echo $$; sleep 1000 & wait' & wait; wait");
	struct pipesh_spec spec = limited(&stage, 1, 3 * SHORT);
	struct pipesh_chain *chain;
	pid_t left;

	spec.ignore_signals = &sigterm;
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.capture_grace_ns = -1;
	chain = start_spec(&spec);
	expect_timeout(chain, 4 * SHORT);
	ck_assert(!pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->cut);
	left = (pid_t)atol(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->data);
	ck_assert_int_gt(left, 1);
	/* It was killed, but only its own group is waited for. */
	while (process_group_lives(left) == 1) {
		ck_assert_int_lt(clock_now_ns() - began, 4 * SHORT + MARGIN);
		(void)sched_yield();
	}
	end_of(chain);
}
END_TEST

START_TEST(one_that_left_the_group_is_cut_off_and_named)
{
	struct pipesh_stage stage = SH("setsid sh -c 'echo $$; exec sleep 1000' & sleep 1000");
	struct pipesh_spec spec = limited(&stage, 1, 2 * SHORT);
	const struct pipesh_capture *capture;
	struct pipesh_chain *chain;

	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.capture_grace_ns = -1; /* but not after a stop */
	chain = start_spec(&spec);
	expect_timeout(chain, 3 * SHORT);
	capture = pipesh_capture(chain, PIPESH_STREAM_OUTPUT);
	ck_assert(capture->cut);
	ck_assert_int_eq(capture->holder, atol(capture->data));
	ck_assert_int_eq(kill(capture->holder, SIGKILL), 0);
	end_of(chain);
}
END_TEST

START_TEST(a_capture_without_an_end_ends_at_the_deadline)
{
	struct pipesh_stage stage = SH("sleep 1000 & exit 0");
	struct pipesh_spec spec = limited(&stage, 1, SHORT);
	struct pipesh_chain *chain;

	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.capture_grace_ns = -1;
	chain = start_spec(&spec);
	expect_timeout(chain, SHORT);
	ck_assert_int_eq(status_of(chain, 0), 0);
	end_of(chain);
}
END_TEST

START_TEST(polling_alone_enforces_the_deadline)
{
	struct pipesh_stage stage = SH("sleep 1000");
	struct pipesh_spec spec = limited(&stage, 1, SHORT);
	struct pipesh_chain *chain;
	int changes = 0;

	spec.ignore_signals = &sigterm;
	chain = start_spec(&spec);
	while (pipesh_state(chain) != PIPESH_ENDED) {
		changes += pipesh_poll(chain);
		(void)poll(NULL, 0, 1);
	}
	ck_assert_int_lt(clock_now_ns() - began, 2 * SHORT + MARGIN);
	ck_assert_int_ge(changes, 1);
	ck_assert_int_eq(pipesh_poll(chain), 0);
	ck_assert(pipesh_outcome(chain)->timed_out);
	end_of(chain);
}
END_TEST

START_TEST(waiting_for_any_enforces_the_deadline_of_each)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_spec forever = spec_of(&stage, 1);
	struct pipesh_spec spec = limited(&stage, 1, 2 * SHORT);
	struct pipesh_chain *chains[3];

	chains[0] = start_spec(&spec);
	chains[1] = start_spec(&forever);
	spec.timeout_ns = SHORT;
	chains[2] = start_spec(&spec);
	ck_assert_int_eq(pipesh_wait_any(chains, 3, NULL), 2);
	ck_assert(pipesh_outcome(chains[2])->timed_out);
	end_of(chains[2]);
	chains[2] = NULL;
	ck_assert_int_eq(pipesh_wait_any(chains, 3, NULL), 0);
	ck_assert_int_lt(clock_now_ns() - began, 2 * SHORT + MARGIN);
	end_of(chains[0]);
	ck_assert_int_eq(pipesh_signal(chains[1], SIGKILL), 0);
	finish(chains[1]);
}
END_TEST

START_TEST(a_wait_can_end_before_the_deadline)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_spec spec = limited(&stage, 1, 10 * SHORT);
	struct pipesh_wait how = { .deadline_ns = 0 };
	struct pipesh_chain *chain = start_spec(&spec);

	how.deadline_ns = after_ms(50);
	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	ck_assert_int_lt(clock_now_ns() - began, 10 * SHORT);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_RUNNING);
	expect_timeout(chain, 10 * SHORT);
	end_of(chain);
}
END_TEST

START_TEST(the_stop_signal_can_be_chosen)
{
	struct pipesh_stage stage = SH("trap 'exit 9' INT; sleep 1000 & wait");
	struct pipesh_spec spec = limited(&stage, 1, 3 * SHORT);
	struct pipesh_chain *chain;

	spec.stop.signal = SIGINT;
	chain = start_spec(&spec);
	/* A shell's background job ignores SIGINT: that one has to be killed. */
	expect_timeout(chain, 4 * SHORT);
	ck_assert_int_eq(status_of(chain, 0), 9);
	ck_assert_int_eq(pipesh_outcome(chain)->stop_signal, SIGINT);
	end_of(chain);
	spec = limited(&stage, 1, SHORT);
	spec.stop.signal = SIGKILL;
	chain = start_spec(&spec);
	expect_timeout(chain, SHORT);
	ck_assert_int_eq(pipesh_outcome(chain)->stop_signal, 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	end_of(chain);
}
END_TEST

START_TEST(a_negative_grace_is_none)
{
	struct pipesh_stage stage = SH("sleep 1000");
	struct pipesh_spec spec = limited(&stage, 1, SHORT);
	struct pipesh_chain *chain;

	spec.ignore_signals = &sigterm;
	spec.stop.grace_ns = -1;
	chain = start_spec(&spec);
	expect_timeout(chain, SHORT);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	end_of(chain);
}
END_TEST

START_TEST(a_host_may_stop_a_chain_at_any_time)
{
	struct pipesh_stage stages[] = { SH("exec sleep 1000"), SH("sleep 1000") };
	struct pipesh_stop now = { .grace_ns = -1 };
	struct pipesh_spec spec = limited(stages, 2, 0);
	struct pipesh_chain *chain;

	spec.stop.grace_ns = 0; /* nothing is planned */
	spec.group = PIPESH_GROUP_NEW;
	spec.ignore_signals = &sigterm;
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_stop(chain, NULL), 0);
	ck_assert_int_eq(pipesh_stop(chain, &now), 0); /* five seconds are too long */
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	ck_assert_int_eq(status_of(chain, 1), -SIGKILL);
	ck_assert(!pipesh_outcome(chain)->timed_out);
	ck_assert_int_eq(pipesh_stop(chain, NULL), -ESRCH);
	end_of(chain);
}
END_TEST

START_TEST(in_the_hosts_group_the_stages_alone_are_stopped)
{
	struct pipesh_stage stage = SH("sleep 1000 & echo $!; wait");
	enum pipesh_group groups[] = { PIPESH_GROUP_STAY, PIPESH_GROUP_JOIN };

	for (size_t i = 0; i < 2; i++) {
		struct pipesh_spec spec = limited(&stage, 1, SHORT);
		struct pipesh_chain *chain;

		spec.ignore_signals = &sigterm;
		spec.group = groups[i];
		spec.group_id = getpgrp();
		spec.output_kind = PIPESH_OUTPUT_CAPTURE;
		chain = start_spec(&spec);
		expect_timeout(chain, 3 * SHORT);
		ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
		ck_assert(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->cut);
		ck_assert_int_eq(kill(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->holder, SIGKILL),
				 0);
		pipesh_free(chain);
	}
}
END_TEST

START_TEST(a_held_leader_is_still_reached_and_freed)
{
	struct pipesh_stage stages[] = { SH("exit 0"), SH("exec sleep 1000") };
	struct pipesh_spec spec = limited(stages, 2, 30 * CLOCK_SECOND);
	struct pipesh_chain *chain = start_spec(&spec);
	pid_t last = pipesh_report(chain, 1)->pid;

	while (pipesh_report(chain, 0)->state != PIPESH_ENDED) {
		(void)pipesh_poll(chain);
		(void)sched_yield();
	}
	/* Its number cannot become another's yet. */
	ck_assert_int_eq(kill(pipesh_report(chain, 0)->pid, 0), 0);
	ck_assert_int_eq(pipesh_signal(chain, SIGTERM), 0);
	pipesh_free(chain);
	ck_assert_int_eq(waitpid(last, NULL, 0), last);
}
END_TEST

START_TEST(many_deadlines_leave_nothing)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/sleep", "sleep", "1000"),
					 PROGRAM("/bin/true", "true") };
	struct pipesh_stage quick[] = { PROGRAM("/bin/true", "true"),
					PROGRAM("/bin/true", "true") };

	for (int i = 0; i < 200; i++) {
		struct pipesh_spec spec = limited(i % 2 == 0 ? stages : quick, 2,
						  i % 2 == 0 ? CLOCK_MS : 30 * CLOCK_SECOND);
		struct pipesh_chain *chain = start_spec(&spec);

		ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
		ck_assert_int_eq(pipesh_outcome(chain)->timed_out, i % 2 == 0);
		pipesh_free(chain);
		ck_assert_int_eq(count_fds(), fixture_fds);
	}
}
END_TEST

START_TEST(a_bad_plan_is_an_error)
{
	struct pipesh_stage stage = SH(":");
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_chain *chain;

	spec.stop.signal = NSIG;
	ck_assert_int_eq(pipesh_start(&chain, &spec, NULL), -EINVAL);
	spec.stop.signal = 0;
	spec.timeout_ns = -1;
	ck_assert_int_eq(pipesh_start(&chain, &spec, NULL), -EINVAL);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/stop");
	TCase *tcase = add_case(suite, "stop");

	tcase_add_test(tcase, the_deadline_stops_a_chain);
	tcase_add_test(tcase, a_chain_that_ends_in_time_has_not_timed_out);
	tcase_add_test(tcase, who_had_ended_has_not_timed_out);
	tcase_add_test(tcase, who_ignores_the_stop_signal_is_killed_after_the_grace);
	tcase_add_test(tcase, a_stopped_process_gets_the_stop_signal_too);
	tcase_add_test(tcase, grandchildren_in_the_group_do_not_survive);
	tcase_add_test(tcase, grandchildren_that_outlive_their_stage_are_killed);
	tcase_add_test(tcase, a_grandchild_that_holds_the_capture_is_stopped_with_the_rest);
	tcase_add_test(tcase, one_that_left_the_group_is_killed_with_its_parent);
	tcase_add_test(tcase, one_that_left_the_group_is_cut_off_and_named);
	tcase_add_test(tcase, a_capture_without_an_end_ends_at_the_deadline);
	tcase_add_test(tcase, polling_alone_enforces_the_deadline);
	tcase_add_test(tcase, waiting_for_any_enforces_the_deadline_of_each);
	tcase_add_test(tcase, a_wait_can_end_before_the_deadline);
	tcase_add_test(tcase, the_stop_signal_can_be_chosen);
	tcase_add_test(tcase, a_negative_grace_is_none);
	tcase_add_test(tcase, a_host_may_stop_a_chain_at_any_time);
	tcase_add_test(tcase, in_the_hosts_group_the_stages_alone_are_stopped);
	tcase_add_test(tcase, a_held_leader_is_still_reached_and_freed);
	tcase_add_test(tcase, many_deadlines_leave_nothing);
	tcase_add_test(tcase, a_bad_plan_is_an_error);
	return run_suite(argc, argv, suite);
}
