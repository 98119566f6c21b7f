/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include <sys/ioctl.h>

/* Process groups, stops and continuations, the terminal. */

static struct pipesh_chain *start_group(const struct pipesh_stage *stages, size_t count)
{
	struct pipesh_spec spec = spec_of(stages, count);

	spec.group = PIPESH_GROUP_NEW;
	return start_spec(&spec);
}

START_TEST(a_new_group_is_led_by_the_first_process)
{
	struct pipesh_stage stages[] = { SH("exec sleep 1000"), SH("exec sleep 1000"),
					 SH("exec sleep 1000") };
	struct pipesh_chain *chain = start_group(stages, 3);
	pid_t group = pipesh_group_id(chain);

	ck_assert_int_eq(group, pipesh_report(chain, 0)->pid);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(getpgid(pipesh_report(chain, i)->pid), group);
	}
	ck_assert_int_ne(group, getpgrp());
	ck_assert_int_eq(pipesh_signal(chain, SIGTERM), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(status_of(chain, i), -SIGTERM);
	}
	ck_assert_int_eq(pipesh_signal(chain, SIGTERM), -ESRCH);
	ck_assert_int_eq(pipesh_continue(chain), -ESRCH);
	pipesh_free(chain);
}
END_TEST

/* The first has long ended when the last one joins. */
START_TEST(a_group_outlives_its_leader)
{
	enum { STAGES = 30 };
	struct pipesh_stage leader = PROGRAM("/bin/true", "true");
	struct pipesh_stage sleeper = SH("exec sleep 1000");
	struct pipesh_stage stages[STAGES];
	struct pipesh_chain *chain;

	for (size_t i = 0; i < STAGES; i++) {
		stages[i] = i == 0 ? leader : sleeper;
	}
	chain = start_group(stages, STAGES);
	for (size_t i = 1; i < STAGES; i++) {
		ck_assert_int_eq(getpgid(pipesh_report(chain, i)->pid),
				 pipesh_report(chain, 0)->pid);
	}
	ck_assert_int_eq(pipesh_signal(chain, SIGKILL), 0);
	finish(chain);
}
END_TEST

START_TEST(if_the_first_fails_to_start_the_next_one_leads)
{
	struct pipesh_stage stages[] = { PROGRAM("/nonexistent", "x"),
					 { .kind = PIPESH_DONE },
					 SH("exec sleep 1000"),
					 SH("exec sleep 1000") };
	struct pipesh_chain *chain = start_group(stages, 4);

	ck_assert_int_eq(pipesh_group_id(chain), pipesh_report(chain, 2)->pid);
	ck_assert_int_eq(getpgid(pipesh_report(chain, 3)->pid), pipesh_group_id(chain));
	ck_assert_int_eq(pipesh_signal(chain, SIGKILL), 0);
	finish(chain);
}
END_TEST

START_TEST(a_group_can_be_joined_while_it_lives)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_stage joiners[] = { SH("exec sleep 1000"), SH("exec sleep 1000") };
	struct pipesh_chain *chain = start_group(&stage, 1);
	struct pipesh_spec spec = spec_of(joiners, 2);
	struct pipesh_chain *joined;

	spec.group = PIPESH_GROUP_JOIN;
	spec.group_id = pipesh_group_id(chain);
	joined = start_spec(&spec);
	ck_assert_int_eq(pipesh_group_id(joined), spec.group_id);
	ck_assert_int_eq(getpgid(pipesh_report(joined, 1)->pid), spec.group_id);
	ck_assert_int_eq(pipesh_signal(joined, SIGTERM), 0);
	finish(joined);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGTERM);
	pipesh_free(chain);

	joined = start_spec(&spec); /* it is gone */
	ck_assert_int_eq(status_of(joined, 0), 125);
	ck_assert_int_eq(pipesh_report(joined, 0)->error.phase, PIPESH_PHASE_GROUP);
	finish(joined);
}
END_TEST

START_TEST(a_stage_that_left_the_group_is_signalled_too)
{
	char text[16];
	int ends[2];
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 1 };
	struct pipesh_stage stages[] = { SH("exec sleep 1000"),
					 PROGRAM("/usr/bin/setsid", "setsid", "sh", "-c",
						 "echo; exec sleep 1000 >/dev/null") };
	struct pipesh_chain *chain;

	open_capture(ends);
	action.source = ends[1];
	stages[1].actions = &action;
	stages[1].action_count = 1;
	chain = start_group(stages, 2);
	read_capture(ends, text, sizeof text);
	ck_assert_int_ne(getpgid(pipesh_report(chain, 1)->pid), pipesh_group_id(chain));
	ck_assert_int_eq(pipesh_signal(chain, SIGTERM), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 1), -SIGTERM);
	pipesh_free(chain);
}
END_TEST

START_TEST(without_a_group_each_live_stage_is_signalled)
{
	struct pipesh_stage stages[] = { SH("exit 4"), SH("exec sleep 1000"),
					 SH("exec sleep 1000") };
	struct pipesh_chain *chain = start(stages, 3);

	ck_assert_int_eq(pipesh_signal(chain, 12345), -EINVAL);
	ck_assert_int_eq(pipesh_signal(chain, SIGTERM), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 1), -SIGTERM);
	ck_assert_int_eq(status_of(chain, 2), -SIGTERM);
	pipesh_free(chain);
}
END_TEST

/* Stops ------------------------------------------------------------------- */

static void poll_until(struct pipesh_chain *chain, enum pipesh_state state)
{
	int64_t limit = after_ms(30000);

	while (pipesh_state(chain) != state) {
		ck_assert_int_ge(pipesh_poll(chain), 0);
		ck_assert_int_lt(clock_now_ns(), limit);
		(void)sched_yield();
	}
}

START_TEST(a_stopped_chain_is_seen_and_continued)
{
	struct pipesh_stage stages[] = { SH("kill -STOP $$; exit 3"), SH("kill -TSTP $$; exit 4"),
					 SH("exit 5") };
	struct pipesh_chain *chain = start(stages, 3);
	struct pipesh_wait how = { .stopped = true };

	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_STOPPED);
	ck_assert_int_eq(pipesh_report(chain, 0)->state, PIPESH_STOPPED);
	ck_assert_int_eq(pipesh_report(chain, 0)->stop_signal, SIGSTOP);
	ck_assert_int_eq(pipesh_report(chain, 1)->stop_signal, SIGTSTP);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0); /* still so */
	ck_assert_int_eq(pipesh_continue(chain), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_RUNNING);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_ENDED);
	ck_assert_int_eq(status_of(chain, 0), 3);
	ck_assert_int_eq(status_of(chain, 1), 4);
	ck_assert_int_eq(status_of(chain, 2), 5);
	ck_assert_int_eq(pipesh_report(chain, 0)->stop_signal, 0);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_stop_is_seen_with_a_deadline_too)
{
	struct pipesh_stage stage = SH("kill -STOP $$; exit 3");
	struct pipesh_chain *chain = start(&stage, 1);
	struct pipesh_wait how = { .stopped = true };

	how.deadline_ns = after_ms(30000);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_STOPPED);
	how.stopped = false;
	how.deadline_ns = after_ms(20);
	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	ck_assert_int_eq(pipesh_continue(chain), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), 3);
	pipesh_free(chain);
}
END_TEST

static void on_child(int sig)
{
	(void)sig;
}

/* How a shell with job control waits: no polling, SIGCHLD lets it know. */
START_TEST(a_stop_is_seen_through_the_hosts_sigchld)
{
	struct pipesh_stage stages[] = { SH("kill -STOP $$; exit 3"), SH("kill -STOP $$; exit 3") };
	struct sigaction action = { .sa_handler = on_child };
	struct sigaction before;
	sigset_t blocked, host;
	struct pipesh_wait how = { .stopped = true, .mask = &host };
	struct pipesh_chain *chain;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGCHLD);
	ck_assert_int_eq(sigaction(SIGCHLD, &action, &before), 0);
	ck_assert_int_eq(sigprocmask(SIG_BLOCK, &blocked, &host), 0);
	chain = start(stages, 2);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_STOPPED);
	ck_assert_int_eq(pipesh_continue(chain), 0);
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(status_of(chain, 1), 3);
	pipesh_free(chain);
	ck_assert_int_eq(sigprocmask(SIG_SETMASK, &host, NULL), 0);
	ck_assert_int_eq(sigaction(SIGCHLD, &before, NULL), 0);
}
END_TEST

START_TEST(a_chain_continued_by_others_runs_again)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_chain *chain = start(&stage, 1);
	pid_t pid = pipesh_report(chain, 0)->pid;

	ck_assert_int_eq(pipesh_poll(chain), 0);
	ck_assert_int_eq(kill(pid, SIGSTOP), 0);
	poll_until(chain, PIPESH_STOPPED);
	ck_assert_int_eq(kill(pid, SIGCONT), 0);
	poll_until(chain, PIPESH_RUNNING);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	poll_until(chain, PIPESH_ENDED);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_stopped_stage_can_be_killed)
{
	struct pipesh_stage stage = SH("kill -STOP $$");
	struct pipesh_chain *chain = start(&stage, 1);
	struct pipesh_wait how = { .stopped = true };

	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	ck_assert_int_eq(pipesh_signal(chain, SIGKILL), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGKILL);
	pipesh_free(chain);
}
END_TEST

/* The terminal ------------------------------------------------------------ */

static int is_in_foreground(void *arg)
{
	(void)arg;
	return tcgetpgrp(0) == getpgrp() ? 42 : 1;
}

static int open_terminal(int *master)
{
	int terminal;

	*master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*master < 0 || grantpt(*master) != 0 || unlockpt(*master) != 0) {
		return -1;
	}
	terminal = open(ptsname(*master), O_RDWR | O_CLOEXEC);
	return terminal < 0 || dup2(terminal, 0) < 0 ? -1 : terminal;
}

static int run_in_foreground(struct pipesh_stage *stages, size_t count, int terminal)
{
	struct pipesh_spec spec = spec_of(stages, count);
	struct pipesh_chain *chain;
	struct pipesh_error error;
	int status;

	spec.group = PIPESH_GROUP_NEW;
	spec.foreground = true;
	spec.terminal = terminal;
	if (pipesh_start(&chain, &spec, &error) != 0) {
		return -1000;
	}
	if (pipesh_wait(chain, NULL) != 0) {
		return -1001;
	}
	status = status_of(chain, count - 1);
	if (error.phase == PIPESH_PHASE_TERMINAL) {
		status = 1000 + error.error;
	} else if (tcgetpgrp(terminal) != pipesh_group_id(chain)) {
		status = -1002;
	}
	pipesh_free(chain);
	return status;
}

/* A session of its own, with a terminal; its exit status says which failed. */
static int session(void)
{
	const char *check = "test \"$(\"$0\" foreground)\" = foreground";
	struct pipesh_stage program = PROGRAM("/bin/sh", "sh", "-c", (char *)check, self_path);
	struct pipesh_stage function = { .kind = PIPESH_CALL, .call = is_in_foreground };
	struct pipesh_stage late[] = { PROGRAM("/nonexistent", "x"), PROGRAM("/bin/true", "true"),
				       function };
	struct pipesh_action input = { .kind = PIPESH_DUP, .fd = 0 };
	int master;
	int terminal;
	int null;

	if (setsid() < 0 || (terminal = open_terminal(&master)) < 0) {
		return 1;
	}
	if (run_in_foreground(&program, 1, terminal) != 0) {
		return 2;
	}
	if (run_in_foreground(&function, 1, terminal) != 42) {
		return 3;
	}
	/* This process is in the background now, which must not stop it. */
	input.source = terminal;
	late[2].actions = &input;
	late[2].action_count = 1;
	if (run_in_foreground(late, 3, terminal) != 42) {
		return 4;
	}
	null = fd_open("/dev/null", O_RDWR, 0);
	if (run_in_foreground(&(struct pipesh_stage){ .kind = PIPESH_EXEC,
						      .path = "/bin/true",
						      .argv = ARGV("true") },
			      1, null) != 1000 + ENOTTY) {
		return 5;
	}
	return 0;
}

START_TEST(the_terminal_is_the_groups_before_it_runs)
{
	int status;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		_exit(session());
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/group");
	TCase *tcase = add_case(suite, "group");

	tcase_add_test(tcase, a_new_group_is_led_by_the_first_process);
	tcase_add_test(tcase, a_group_outlives_its_leader);
	tcase_add_test(tcase, if_the_first_fails_to_start_the_next_one_leads);
	tcase_add_test(tcase, a_group_can_be_joined_while_it_lives);
	tcase_add_test(tcase, a_stage_that_left_the_group_is_signalled_too);
	tcase_add_test(tcase, without_a_group_each_live_stage_is_signalled);
	tcase_add_test(tcase, a_stopped_chain_is_seen_and_continued);
	tcase_add_test(tcase, a_stop_is_seen_with_a_deadline_too);
	tcase_add_test(tcase, a_stop_is_seen_through_the_hosts_sigchld);
	tcase_add_test(tcase, a_chain_continued_by_others_runs_again);
	tcase_add_test(tcase, a_stopped_stage_can_be_killed);
	tcase_add_test(tcase, the_terminal_is_the_groups_before_it_runs);
	return run_suite(argc, argv, suite);
}
