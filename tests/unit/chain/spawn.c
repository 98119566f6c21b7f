/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* One process: how it starts, what it finds, how it fails to. */

static struct pipesh_error failed_start(const struct pipesh_stage *stage, int status)
{
	struct pipesh_spec spec = spec_of(stage, 1);
	struct pipesh_chain *chain;
	struct pipesh_error error;
	const struct pipesh_report *report;

	ck_assert_int_eq(pipesh_start(&chain, &spec, &error), 0);
	report = pipesh_report(chain, 0);
	ck_assert_int_eq(report->state, PIPESH_ENDED);
	ck_assert_int_eq(report->status, status);
	ck_assert_int_eq(report->pid, 0);
	ck_assert_int_eq(report->error.phase, error.phase);
	ck_assert_int_eq(report->error.error, error.error);
	finish(chain);
	return error;
}

START_TEST(a_program_that_is_not_there_is_127)
{
	struct pipesh_stage stage = PROGRAM("/nonexistent/x", "x");
	struct pipesh_error error = failed_start(&stage, 127);

	ck_assert_int_eq(error.phase, PIPESH_PHASE_EXEC);
	ck_assert_int_eq(error.error, ENOENT);
	stage.path = "/dev/null/x";
	error = failed_start(&stage, 127);
	ck_assert_int_eq(error.error, ENOTDIR);
}
END_TEST

START_TEST(a_file_that_cannot_be_executed_is_126)
{
	struct pipesh_stage stage = PROGRAM("/", "x");
	struct pipesh_error error = failed_start(&stage, 126);

	ck_assert_int_eq(error.phase, PIPESH_PHASE_EXEC);
	ck_assert_int_eq(error.error, EACCES);
}
END_TEST

START_TEST(a_failed_action_is_1_and_says_which)
{
	struct pipesh_action actions[] = {
		{ .kind = PIPESH_CLOSE, .fd = 9 },
		{ .kind = PIPESH_OPEN, .fd = 0, .path = "/nonexistent/y" },
	};
	struct pipesh_stage stage = SH(":");
	struct pipesh_error error;

	stage.actions = actions;
	stage.action_count = 2;
	error = failed_start(&stage, 1);
	ck_assert_int_eq(error.phase, PIPESH_PHASE_ACTION);
	ck_assert_uint_eq(error.action, 1);
	ck_assert_int_eq(error.error, ENOENT);
	actions[1] = (struct pipesh_action){ .kind = PIPESH_DUP, .fd = 1, .source = 9 };
	error = failed_start(&stage, 1);
	ck_assert_int_eq(error.error, EBADF);
	actions[1].fd = 9; /* onto itself, but not open */
	error = failed_start(&stage, 1);
	ck_assert_int_eq(error.error, EBADF);
}
END_TEST

START_TEST(a_directory_is_entered_after_the_actions)
{
	char scratch[64];
	char text[256];
	struct pipesh_action action = {
		.kind = PIPESH_OPEN, .fd = 1, .flags = O_WRONLY | O_CREAT, .mode = 0600
	};
	struct pipesh_stage stage = SH("pwd");
	struct pipesh_error error;
	int here = fd_open(".", O_RDONLY | O_DIRECTORY, 0);

	make_scratch(scratch, sizeof scratch);
	ck_assert_int_eq(chdir(scratch), 0);
	action.path = "out";
	stage.actions = &action;
	stage.action_count = 1;
	stage.directory = "/usr";
	ck_assert_int_eq(run_stage(&stage), 0);
	read_file(in_scratch(scratch, "out"), text, sizeof text);
	ck_assert_str_eq(text, "/usr\n");
	stage.directory = "/nonexistent";
	error = failed_start(&stage, 125);
	ck_assert_int_eq(error.phase, PIPESH_PHASE_DIRECTORY);
	ck_assert_int_eq(error.error, ENOENT);
	ck_assert_int_eq(fchdir(here), 0);
	fd_close(&here);
	remove_scratch(scratch);
}
END_TEST

START_TEST(the_environment_is_the_one_given)
{
	struct pipesh_stage stage = SH("test \"$ONE\" = 1 && test -z \"$TWO\"");

	ck_assert_int_eq(setenv("TWO", "2", 1), 0);
	ck_assert_int_eq(setenv("ONE", "1", 1), 0);
	ck_assert_int_eq(run_stage(&stage), 1);
	stage.envp = ARGV("ONE=1");
	ck_assert_int_eq(run_stage(&stage), 0);
}
END_TEST

START_TEST(actions_run_in_their_order)
{
	char scratch[64];
	char text[256];
	struct pipesh_action actions[] = {
		{ .kind = PIPESH_DUP, .fd = 2, .source = 1 },
		{ .kind = PIPESH_OPEN, .fd = 1, .flags = O_WRONLY | O_CREAT, .mode = 0600 },
		{ .kind = PIPESH_DUP, .fd = 7, .source = 1 },
		{ .kind = PIPESH_CLOSE, .fd = 1 },
	};
	struct pipesh_stage stages[] = {
		SH("echo file >&7; echo pipe >&2; { echo x >&1; } 2>/dev/null"
		   " || echo closed >&2"),
		SH("cat"),
	};
	struct pipesh_spec spec = spec_of(stages, 2);

	make_scratch(scratch, sizeof scratch);
	actions[1].path = in_scratch(scratch, "out");
	stages[0].actions = actions;
	stages[0].action_count = COUNT(actions);
	run_captured(&spec, &stages[1], text, sizeof text);
	ck_assert_str_eq(text, "pipe\nclosed\n");
	read_file(actions[1].path, text, sizeof text);
	ck_assert_str_eq(text, "file\n");
	remove_scratch(scratch);
}
END_TEST

START_TEST(a_descriptor_copied_onto_itself_is_inherited)
{
	char text[64];
	int null = fd_raise(fd_open("/dev/null", O_RDONLY, 0), 20);
	int capture[2];
	struct pipesh_action actions[2] = {
		{ .kind = PIPESH_DUP, .fd = null, .source = null },
		{ .kind = PIPESH_DUP, .fd = 1 },
	};
	struct pipesh_stage stage = SELF("fds");
	struct pipesh_chain *chain;
	char expected[32];

	open_capture(capture);
	actions[1].source = capture[1];
	stage.actions = actions;
	stage.action_count = 2;
	chain = start(&stage, 1);
	read_capture(capture, text, sizeof text);
	(void)snprintf(expected, sizeof expected, "0 1 2 %d ", null);
	ck_assert_str_eq(text, expected);
	finish(chain);
	fd_close(&null);
}
END_TEST

/* ENOEXEC ----------------------------------------------------------------- */

static int noexec_runs(void *arg)
{
	ck_assert_str_eq(arg, "argument");
	return write(1, "called", 6) == 6 ? 42 : 1;
}

static char *make_plain_script(char *scratch, size_t size)
{
	char *path;

	make_scratch(scratch, size);
	path = in_scratch(scratch, "script");
	write_file(path, "exit 3\n", 0700);
	return path;
}

START_TEST(a_script_without_interpreter_is_the_hosts_to_run)
{
	char scratch[64];
	char text[64];
	struct pipesh_stage stages[] = { SH("echo in"), { .arg = "argument" }, SH("cat") };
	struct pipesh_spec spec = spec_of(stages, 3);
	struct pipesh_error error;

	stages[1].path = make_plain_script(scratch, sizeof scratch);
	stages[1].argv = ARGV("script");
	error = failed_start(&stages[1], 126);
	ck_assert_int_eq(error.error, ENOEXEC);
	stages[1].noexec = noexec_runs;
	run_captured(&spec, &stages[2], text, sizeof text);
	ck_assert_str_eq(text, "called");
	remove_scratch(scratch);
}
END_TEST

static int lists_fds(void *arg)
{
	(void)arg;
	for (int fd = 3; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			dprintf(1, "%d ", fd);
		}
	}
	return 0;
}

/* With O_EXCL the actions cannot be repeated for the host's function. */
START_TEST(an_exclusive_open_is_made_once_for_such_a_script)
{
	char scratch[64];
	char text[256];
	char expected[256] = "";
	struct pipesh_action action = {
		.kind = PIPESH_OPEN, .fd = 1, .flags = O_WRONLY | O_CREAT | O_EXCL, .mode = 0600
	};
	struct pipesh_stage stages[] = { SH(":"), { .noexec = lists_fds }, SH("cat >/dev/null") };
	struct pipesh_chain *chain;

	stages[1].path = make_plain_script(scratch, sizeof scratch);
	stages[1].argv = ARGV("script");
	action.path = in_scratch(scratch, "out");
	stages[1].actions = &action;
	stages[1].action_count = 1;
	for (int fd = 3; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			(void)snprintf(expected + strlen(expected), 16, "%d ", fd);
		}
	}
	chain = start(stages, 3);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 1), 0);
	pipesh_free(chain);
	read_file(action.path, text, sizeof text);
	ck_assert_str_eq(text, expected);
	remove_scratch(scratch);
}
END_TEST

/* CALL -------------------------------------------------------------------- */

static int returns_its_argument(void *arg)
{
	return *(int *)arg;
}

START_TEST(a_function_gives_its_low_eight_bits)
{
	int value = 9;
	struct pipesh_stage stage = { .kind = PIPESH_CALL,
				      .call = returns_its_argument,
				      .arg = &value };

	ck_assert_int_eq(run_stage(&stage), 9);
	value = 256 + 5;
	ck_assert_int_eq(run_stage(&stage), 5);
}
END_TEST

struct seen {
	int fd;
};

static void tells_failure(void *arg, const struct pipesh_error *error)
{
	const struct seen *seen = arg;

	dprintf(seen->fd, "%s %zu %zu %d", pipesh_phase_name(error->phase), error->stage,
		error->action, error->error);
}

static int never_called(void *arg)
{
	(void)arg;
	return 77;
}

START_TEST(a_forked_child_tells_its_failure_itself)
{
	int ends[2];
	char text[64];
	char expected[64];
	struct seen seen;
	struct pipesh_action actions[] = {
		{ .kind = PIPESH_CLOSE, .fd = 9 },
		{ .kind = PIPESH_OPEN, .fd = 0, .path = "/nonexistent/y" },
	};
	struct pipesh_stage stages[] = {
		{ .kind = PIPESH_DONE },
		{ .kind = PIPESH_CALL,
		  .call = never_called,
		  .arg = &seen,
		  .failed = tells_failure,
		  .actions = actions,
		  .action_count = 2 },
	};
	struct pipesh_chain *chain;

	open_capture(ends);
	seen.fd = ends[1];
	chain = start(stages, 2);
	read_capture(ends, text, sizeof text);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 1), 1);
	ck_assert_int_eq(pipesh_report(chain, 1)->error.phase, PIPESH_PHASE_NONE);
	(void)snprintf(expected, sizeof expected, "action 1 1 %d", ENOENT);
	ck_assert_str_eq(text, expected);
	pipesh_free(chain);
}
END_TEST

/* Signals ----------------------------------------------------------------- */

static void handler(int sig)
{
	(void)sig;
}

static const char *signals_of_child(struct pipesh_spec *spec, char *text, size_t size)
{
	struct pipesh_stage stage = SELF("signals");

	spec->stages = &stage;
	spec->stage_count = 1;
	run_captured(spec, &stage, text, size);
	return text;
}

START_TEST(signals_of_the_child_are_as_specified)
{
	struct pipesh_spec spec = { .want_usage = false };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction before[2];
	sigset_t set, mask, host;
	char text[256];
	char expected[64];

	ck_assert_int_eq(sigaction(SIGUSR1, &ignore, &before[0]), 0);
	ck_assert_int_eq(sigaction(SIGUSR2, &ignore, &before[1]), 0);
	(void)snprintf(expected, sizeof expected, "ignored:%d ignored:%d ", SIGUSR1, SIGUSR2);
	ck_assert_str_eq(signals_of_child(&spec, text, sizeof text), expected);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGKILL); /* does no harm */
	spec.default_signals = &set;
	sigemptyset(&mask);
	sigaddset(&mask, SIGTERM);
	spec.mask = &mask;
	(void)snprintf(expected, sizeof expected, "ignored:%d blocked:%d ", SIGUSR2, SIGTERM);
	ck_assert_str_eq(signals_of_child(&spec, text, sizeof text), expected);

	spec.default_signals = NULL;
	spec.ignore_signals = &set;
	spec.mask = NULL;
	sigemptyset(&host);
	sigaddset(&host, SIGINT);
	ck_assert_int_eq(sigprocmask(SIG_BLOCK, &host, &mask), 0);
	(void)snprintf(expected, sizeof expected, "blocked:%d ignored:%d ignored:%d ", SIGINT,
		       SIGUSR1, SIGUSR2);
	ck_assert_str_eq(signals_of_child(&spec, text, sizeof text), expected);
	ck_assert_int_eq(sigprocmask(SIG_SETMASK, &mask, NULL), 0);
	ck_assert_int_eq(sigaction(SIGUSR1, &before[0], NULL), 0);
	ck_assert_int_eq(sigaction(SIGUSR2, &before[1], NULL), 0);
}
END_TEST

static int has_default_usr1(void *arg)
{
	struct sigaction action;

	(void)arg;
	(void)sigaction(SIGUSR1, NULL, &action);
	return action.sa_handler == SIG_DFL;
}

START_TEST(caught_signals_are_reset_unless_the_host_says_none_are)
{
	struct sigaction action = { .sa_handler = handler };
	struct sigaction before;
	struct pipesh_stage stage = { .kind = PIPESH_CALL, .call = has_default_usr1 };
	struct pipesh_spec spec = spec_of(&stage, 1);
	sigset_t none;
	struct pipesh_chain *chain;

	ck_assert_int_eq(sigaction(SIGUSR1, &action, &before), 0);
	ck_assert_int_eq(run_stage(&stage), 1);
	sigemptyset(&none);
	spec.default_signals = &none;
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), 0);
	pipesh_free(chain);
	ck_assert_int_eq(sigaction(SIGUSR1, NULL, &action), 0);
	ck_assert(action.sa_handler == handler); /* the host's is as it was */
	ck_assert_int_eq(sigaction(SIGUSR1, &before, NULL), 0);
}
END_TEST

START_TEST(the_hosts_mask_is_as_before)
{
	struct pipesh_stage stage = SH(":");
	sigset_t before, after;

	ck_assert_int_eq(sigprocmask(SIG_SETMASK, NULL, &before), 0);
	ck_assert_int_eq(run_stage(&stage), 0);
	stage.path = "/nonexistent";
	ck_assert_int_eq(run_stage(&stage), 127);
	ck_assert_int_eq(sigprocmask(SIG_SETMASK, NULL, &after), 0);
	for (int sig = 1; sig < NSIG; sig++) {
		ck_assert_int_eq(sigismember(&before, sig), sigismember(&after, sig));
	}
}
END_TEST

/* FIFOs ------------------------------------------------------------------- */

static void make_fifo_stage(struct pipesh_stage *stage, struct pipesh_action *action, int fd,
			    int flags, const char *path)
{
	*action = (struct pipesh_action){
		.kind = PIPESH_OPEN, .fd = fd, .path = path, .flags = flags
	};
	stage->actions = action;
	stage->action_count = 1;
}

START_TEST(opening_a_fifo_does_not_hold_up_the_host)
{
	char scratch[64];
	char *fifo;
	struct pipesh_stage reader = SH("read x && test \"$x\" = word");
	struct pipesh_stage writer = SH("echo word");
	struct pipesh_action in, out;
	struct pipesh_chain *chains[2];

	make_scratch(scratch, sizeof scratch);
	fifo = in_scratch(scratch, "fifo");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	make_fifo_stage(&reader, &in, 0, O_RDONLY, fifo);
	make_fifo_stage(&writer, &out, 1, O_WRONLY, fifo);
	for (int turn = 0; turn < 2; turn++) {
		chains[turn] = start(turn == 0 ? &reader : &writer, 1);
		chains[!turn] = start(turn == 0 ? &writer : &reader, 1);
		for (int i = 0; i < 2; i++) {
			ck_assert_int_eq(pipesh_wait(chains[i], NULL), 0);
			ck_assert_int_eq(status_of(chains[i], 0), 0);
			pipesh_free(chains[i]);
		}
	}
	remove_scratch(scratch);
}
END_TEST

START_TEST(a_stage_that_waits_for_a_fifo_can_be_killed)
{
	char scratch[64];
	char *fifo;
	struct pipesh_stage reader = SH("cat");
	struct pipesh_action in;
	struct pipesh_chain *chain;

	make_scratch(scratch, sizeof scratch);
	fifo = in_scratch(scratch, "fifo");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	make_fifo_stage(&reader, &in, 0, O_RDONLY, fifo);
	chain = start(&reader, 1);
	ck_assert_int_eq(pipesh_signal(chain, SIGTERM), 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGTERM);
	pipesh_free(chain);
	remove_scratch(scratch);
}
END_TEST

/* Size -------------------------------------------------------------------- */

START_TEST(a_big_host_starts_programs_as_fast_as_a_small_one)
{
	const size_t size = (size_t)256 << 20;
	struct pipesh_stage stage = PROGRAM("/bin/true", "true");
	int64_t best = INT64_MAX;
	char *memory = malloc(size);

	ck_assert_ptr_nonnull(memory);
	for (size_t i = 0; i < size; i += 4096) {
		memory[i] = (char)i;
	}
	for (int i = 0; i < 20; i++) {
		int64_t begin = clock_now_ns();
		struct pipesh_chain *chain = start(&stage, 1);
		int64_t took = clock_now_ns() - begin;

		best = took < best ? took : best;
		finish(chain);
	}
	ck_assert_int_eq(memory[size - 4096], (char)(size - 4096));
	free(memory);
	ck_assert_int_lt(best, 3 * CLOCK_MS);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/spawn");
	TCase *tcase = add_case(suite, "spawn");

	tcase_add_test(tcase, a_program_that_is_not_there_is_127);
	tcase_add_test(tcase, a_file_that_cannot_be_executed_is_126);
	tcase_add_test(tcase, a_failed_action_is_1_and_says_which);
	tcase_add_test(tcase, a_directory_is_entered_after_the_actions);
	tcase_add_test(tcase, the_environment_is_the_one_given);
	tcase_add_test(tcase, actions_run_in_their_order);
	tcase_add_test(tcase, a_descriptor_copied_onto_itself_is_inherited);
	tcase_add_test(tcase, a_script_without_interpreter_is_the_hosts_to_run);
	tcase_add_test(tcase, an_exclusive_open_is_made_once_for_such_a_script);
	tcase_add_test(tcase, a_function_gives_its_low_eight_bits);
	tcase_add_test(tcase, a_forked_child_tells_its_failure_itself);
	tcase_add_test(tcase, signals_of_the_child_are_as_specified);
	tcase_add_test(tcase, caught_signals_are_reset_unless_the_host_says_none_are);
	tcase_add_test(tcase, the_hosts_mask_is_as_before);
	tcase_add_test(tcase, opening_a_fifo_does_not_hold_up_the_host);
	tcase_add_test(tcase, a_stage_that_waits_for_a_fifo_can_be_killed);
	if (STARTS_BY_VFORK) {
		tcase_add_test(tcase, a_big_host_starts_programs_as_fast_as_a_small_one);
	}
	return run_suite(argc, argv, suite);
}
