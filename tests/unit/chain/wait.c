/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* Waiting: deadlines, signals, several chains, and chains left alone. */

static struct pipesh_chain *start_sleeper(void)
{
	struct pipesh_stage stage = PROGRAM("/bin/sleep", "sleep", "1000");

	return start(&stage, 1);
}

static void kill_and_finish(struct pipesh_chain *chain)
{
	ck_assert_int_eq(pipesh_signal(chain, SIGKILL), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	pipesh_free(chain);
}

START_TEST(a_deadline_ends_the_wait_and_nothing_else)
{
	struct pipesh_chain *chain = start_sleeper();
	int64_t begin = clock_now_ns();
	struct pipesh_wait how = { .deadline_ns = begin + 50 * CLOCK_MS };

	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	ck_assert_int_ge(clock_now_ns(), begin + 50 * CLOCK_MS);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_RUNNING);
	kill_and_finish(chain);
}
END_TEST

START_TEST(a_deadline_in_the_past_looks_once)
{
	struct pipesh_stage stage = SH("exit 6");
	struct pipesh_chain *sleeper = start_sleeper();
	struct pipesh_chain *chain = start(&stage, 1);
	struct pipesh_wait how = { .deadline_ns = 1 };
	siginfo_t info;

	ck_assert_int_eq(pipesh_wait(sleeper, &how), -ETIMEDOUT);
	ck_assert_int_eq(
		waitid(P_PID, (id_t)pipesh_report(chain, 0)->pid, &info, WEXITED | WNOWAIT), 0);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(status_of(chain, 0), 6);
	pipesh_free(chain);
	kill_and_finish(sleeper);
}
END_TEST

START_TEST(a_chain_that_ends_in_time_is_no_timeout)
{
	struct pipesh_stage stages[] = { SH("exit 1"), SH("exit 2"), SH("exit 3") };
	struct pipesh_chain *chain = start(stages, 3);
	struct pipesh_wait how = { .deadline_ns = after_ms(30000) };

	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(status_of(chain, 0), 1);
	ck_assert_int_eq(status_of(chain, 2), 3);
	pipesh_free(chain);
}
END_TEST

/* The chain is watched by its last stage; the others are looked at before it says so. */
START_TEST(whoever_had_ended_is_seen_when_the_wait_gives_up)
{
	struct pipesh_stage stages[] = { SH("exit 1"), SH("exec sleep 1000"),
					 SH("exec sleep 1000") };
	struct pipesh_chain *chain = start(stages, 3);
	struct pipesh_wait how = { .deadline_ns = 1 };
	siginfo_t info;

	ck_assert_int_eq(
		waitid(P_PID, (id_t)pipesh_report(chain, 0)->pid, &info, WEXITED | WNOWAIT), 0);
	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	ck_assert_int_eq(pipesh_report(chain, 0)->state, PIPESH_ENDED);
	ck_assert_int_eq(status_of(chain, 0), 1);
	ck_assert_int_eq(pipesh_report(chain, 1)->state, PIPESH_RUNNING);
	ck_assert_int_eq(pipesh_signal(chain, SIGKILL), 0);
	finish(chain);
}
END_TEST

/* Each turn watches another one. */
START_TEST(stages_that_end_from_the_last_to_the_first_are_waited_for)
{
	struct pipesh_stage stages[] = { SH("sleep 0.3; exit 1"), SH("sleep 0.2; exit 2"),
					 SH("sleep 0.1; exit 3"), SH("exit 4") };
	struct pipesh_chain *chain = start(stages, 4);
	struct pipesh_wait how = { .deadline_ns = after_ms(30000) };

	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(status_of(chain, (size_t)i), i + 1);
	}
	pipesh_free(chain);
}
END_TEST

START_TEST(poll_tells_once_that_something_changed)
{
	struct pipesh_stage stage = SH("exit 6");
	struct pipesh_chain *chain = start(&stage, 1);
	siginfo_t info;

	ck_assert_int_eq(
		waitid(P_PID, (id_t)pipesh_report(chain, 0)->pid, &info, WEXITED | WNOWAIT), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_RUNNING);
	ck_assert_int_eq(pipesh_poll(chain), 1);
	ck_assert_int_eq(pipesh_poll(chain), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_ENDED);
	ck_assert_int_eq(status_of(chain, 0), 6);
	pipesh_free(chain);
}
END_TEST

/* Signals of the host ----------------------------------------------------- */

static volatile sig_atomic_t caught;

static void on_signal(int sig)
{
	caught = sig;
}

struct caught_signal {
	struct sigaction before;
	sigset_t host;
};

static void catch_blocked(struct caught_signal *state)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t blocked;

	caught = 0;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	ck_assert_int_eq(sigaction(SIGUSR1, &action, &state->before), 0);
	ck_assert_int_eq(sigprocmask(SIG_BLOCK, &blocked, &state->host), 0);
}

static void restore_signals(struct caught_signal *state)
{
	ck_assert_int_eq(sigprocmask(SIG_SETMASK, &state->host, NULL), 0);
	ck_assert_int_eq(sigaction(SIGUSR1, &state->before, NULL), 0);
}

START_TEST(a_signal_before_the_sleep_is_not_lost)
{
	struct caught_signal state;
	struct pipesh_chain *chain = start_sleeper();
	struct pipesh_wait how = { .leave_on_signal = true, .mask = &state.host };

	catch_blocked(&state);
	ck_assert_int_eq(raise(SIGUSR1), 0);
	ck_assert_int_eq(caught, 0);
	ck_assert_int_eq(pipesh_wait(chain, &how), -EINTR);
	ck_assert_int_eq(caught, SIGUSR1);
	how.leave_on_signal = false;
	how.deadline_ns = after_ms(30);
	ck_assert_int_eq(raise(SIGUSR1), 0);
	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	restore_signals(&state);
	kill_and_finish(chain);
}
END_TEST

START_TEST(an_end_wins_over_a_signal)
{
	struct caught_signal state;
	struct pipesh_stage stage = SH("exit 6");
	struct pipesh_wait how = { .leave_on_signal = true, .mask = &state.host };
	struct pipesh_chain *chain = start(&stage, 1);
	siginfo_t info;

	catch_blocked(&state);
	ck_assert_int_eq(
		waitid(P_PID, (id_t)pipesh_report(chain, 0)->pid, &info, WEXITED | WNOWAIT), 0);
	ck_assert_int_eq(raise(SIGUSR1), 0);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	restore_signals(&state);
	ck_assert_int_eq(caught, SIGUSR1);
	pipesh_free(chain);
}
END_TEST

/* The stage signals the host again and again: one comes during the wait. */
START_TEST(a_plain_wait_leaves_on_a_signal_only_if_asked)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct sigaction before;
	char script[64];
	struct pipesh_stage stage = SH(script);
	struct pipesh_wait how = { .leave_on_signal = true };
	struct pipesh_chain *chain;

	caught = 0;
	ck_assert_int_eq(sigaction(SIGUSR1, &action, &before), 0);
	(void)snprintf(script, sizeof script, "while kill -USR1 %d; do :; done", (int)getpid());
	chain = start(&stage, 1);
	ck_assert_int_eq(pipesh_wait(chain, &how), -EINTR);
	ck_assert_int_eq(caught, SIGUSR1);
	kill_and_finish(chain);

	caught = 0;
	(void)snprintf(script, sizeof script, "kill -USR1 %d; exit 3", (int)getpid());
	ck_assert_int_eq(run_stage(&stage), 3);
	ck_assert_int_eq(caught, SIGUSR1);
	ck_assert_int_eq(sigaction(SIGUSR1, &before, NULL), 0);
}
END_TEST

/* Several ----------------------------------------------------------------- */

START_TEST(any_of_several_is_the_one_that_ended)
{
	struct pipesh_stage stages[] = { SH("exit 5"), SH("exit 6") };
	struct pipesh_chain *chains[4] = { start_sleeper(), NULL, NULL, start_sleeper() };
	struct pipesh_wait how = { .deadline_ns = 1 };

	ck_assert_int_eq(pipesh_wait_any(chains, 4, &how), -ETIMEDOUT);
	chains[2] = start(stages, 2);
	ck_assert_int_eq(pipesh_wait_any(chains, 4, NULL), 2);
	ck_assert_int_eq(status_of(chains[2], 1), 6);
	ck_assert_int_eq(pipesh_wait_any(chains, 4, NULL), 2); /* it still is */
	pipesh_free(chains[2]);
	chains[2] = NULL;
	ck_assert_int_eq(pipesh_signal(chains[3], SIGKILL), 0);
	ck_assert_int_eq(pipesh_wait_any(chains, 4, NULL), 3);
	pipesh_free(chains[3]);
	kill_and_finish(chains[0]);
	ck_assert_int_eq(pipesh_wait_any(chains, 0, NULL), -ECHILD);
	ck_assert_int_eq(pipesh_wait_any(chains + 1, 1, NULL), -ECHILD);
}
END_TEST

START_TEST(many_chains_end_one_by_one)
{
	enum { MANY = 40 };
	struct pipesh_stage stage = SH("exit 9");
	struct pipesh_chain *chains[MANY];
	int status = 0;

	for (int i = 0; i < MANY; i++) {
		chains[i] = start(&stage, 1);
	}
	for (int i = 0; i < MANY; i++) {
		int ended = pipesh_wait_any(chains, MANY, NULL);

		ck_assert_int_ge(ended, 0);
		status += status_of(chains[ended], 0);
		pipesh_free(chains[ended]);
		chains[ended] = NULL;
	}
	ck_assert_int_eq(status, 9 * MANY);
	ck_assert_int_eq(pipesh_wait_any(chains, MANY, NULL), -ECHILD);
}
END_TEST

START_TEST(any_of_several_may_be_the_one_that_stopped)
{
	struct pipesh_stage stage = SH("kill -STOP $$; exit 2");
	struct pipesh_chain *chains[2] = { start_sleeper(), start(&stage, 1) };
	struct pipesh_wait how = { .stopped = true };

	ck_assert_int_eq(pipesh_wait_any(chains, 2, &how), 1);
	ck_assert_int_eq(pipesh_state(chains[1]), PIPESH_STOPPED);
	ck_assert_int_eq(pipesh_continue(chains[1]), 0);
	ck_assert_int_eq(pipesh_wait_any(chains, 2, &how), 1);
	ck_assert_int_eq(status_of(chains[1], 0), 2);
	pipesh_free(chains[1]);
	kill_and_finish(chains[0]);
}
END_TEST

START_TEST(descriptors_of_the_host_are_watched_too)
{
	struct pipesh_chain *chain = start_sleeper();
	struct pollfd watch = { .events = POLLIN };
	struct pipesh_wait how = { .watch = &watch, .watch_count = 1 };
	int ends[2];

	open_capture(ends);
	watch.fd = ends[0];
	how.deadline_ns = after_ms(20);
	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	how.deadline_ns = 0;
	ck_assert_int_eq(fd_write_all(ends[1], "x", 1), 0);
	ck_assert_int_eq(pipesh_wait(chain, &how), -EAGAIN);
	ck_assert_int_eq(watch.revents, POLLIN);
	ck_assert_int_eq(pipesh_wait_any(&chain, 1, &how), -EAGAIN);
	ck_assert_int_eq(pipesh_signal(chain, SIGKILL), 0);
	fd_close(&ends[0]);
	fd_close(&ends[1]);
	watch.fd = -1;
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	pipesh_free(chain);
}
END_TEST

/* Left alone -------------------------------------------------------------- */

START_TEST(a_running_chain_can_be_freed_and_its_pids_kept)
{
	struct pipesh_chain *chain = start_sleeper();
	struct pipesh_wait how = { .deadline_ns = 1 };
	pid_t pid = pipesh_report(chain, 0)->pid;
	int status;

	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	pipesh_free(chain);
	ck_assert_int_eq(count_fds(), fixture_fds);
	ck_assert_int_eq(kill(pid, SIGTERM), 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(WTERMSIG(status), SIGTERM);
}
END_TEST

START_TEST(an_abandoned_chain_is_only_a_record)
{
	struct pipesh_chain *chain = start_sleeper();
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		pipesh_abandon(chain);
		status = pipesh_poll(chain) == 0 && pipesh_wait(chain, NULL) == -ECHILD &&
			 pipesh_wait_any(&chain, 1, NULL) == -ECHILD &&
			 pipesh_signal(chain, SIGKILL) == -ECHILD &&
			 pipesh_continue(chain) == -ECHILD &&
			 pipesh_state(chain) == PIPESH_RUNNING && pipesh_report(chain, 0)->pid > 0;
		pipesh_free(chain);
		_exit(status ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	kill_and_finish(chain);
}
END_TEST

START_TEST(a_status_taken_by_others_is_reported_as_lost)
{
	struct pipesh_stage stages[] = { SH("exit 3"), SH("exit 3") };
	struct pipesh_wait how = { .deadline_ns = 0 };

	for (int turn = 0; turn < 2; turn++) {
		struct pipesh_chain *chain = start(stages, 2);
		const struct pipesh_report *report = pipesh_report(chain, 0);

		ck_assert_int_eq(waitpid(report->pid, NULL, 0), report->pid);
		how.deadline_ns = turn == 0 ? 0 : after_ms(30000);
		ck_assert_int_eq(pipesh_wait(chain, &how), 0);
		ck_assert_int_eq(report->status, 127);
		ck_assert_int_eq(report->error.phase, PIPESH_PHASE_WAIT);
		ck_assert_int_eq(report->error.error, ECHILD);
		ck_assert_int_eq(status_of(chain, 1), 3);
		pipesh_free(chain);
	}
}
END_TEST

START_TEST(children_of_the_host_are_left_to_the_host)
{
	struct pipesh_stage stage = SH("exit 3");
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		_exit(8);
	}
	ck_assert_int_eq(run_stage(&stage), 3);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(WEXITSTATUS(status), 8);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/wait");
	TCase *tcase = add_case(suite, "wait");

	tcase_add_test(tcase, a_deadline_ends_the_wait_and_nothing_else);
	tcase_add_test(tcase, a_deadline_in_the_past_looks_once);
	tcase_add_test(tcase, a_chain_that_ends_in_time_is_no_timeout);
	tcase_add_test(tcase, whoever_had_ended_is_seen_when_the_wait_gives_up);
	tcase_add_test(tcase, stages_that_end_from_the_last_to_the_first_are_waited_for);
	tcase_add_test(tcase, poll_tells_once_that_something_changed);
	tcase_add_test(tcase, a_signal_before_the_sleep_is_not_lost);
	tcase_add_test(tcase, an_end_wins_over_a_signal);
	tcase_add_test(tcase, a_plain_wait_leaves_on_a_signal_only_if_asked);
	tcase_add_test(tcase, any_of_several_is_the_one_that_ended);
	tcase_add_test(tcase, many_chains_end_one_by_one);
	tcase_add_test(tcase, any_of_several_may_be_the_one_that_stopped);
	tcase_add_test(tcase, descriptors_of_the_host_are_watched_too);
	tcase_add_test(tcase, a_running_chain_can_be_freed_and_its_pids_kept);
	tcase_add_test(tcase, an_abandoned_chain_is_only_a_record);
	tcase_add_test(tcase, a_status_taken_by_others_is_reported_as_lost);
	tcase_add_test(tcase, children_of_the_host_are_left_to_the_host);
	return run_suite(argc, argv, suite);
}
