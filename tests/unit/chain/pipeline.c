/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* Several stages: who holds which end of which pipe, and what follows. */

/* What each stage of `fds | fds | fds` has open, written to a file of its own. */
static void expect_stage_fds(size_t count, const char *expected)
{
	char scratch[64];
	char text[256];
	/* Standard error is the file; standard output stays a pipe. */
	struct pipesh_stage stage =
		PROGRAM("/bin/sh", "sh", "-c", "exec \"$0\" fds >&2", self_path);
	struct pipesh_stage stages[3];
	struct pipesh_action actions[3];
	struct pipesh_chain *chain;

	make_scratch(scratch, sizeof scratch);
	for (size_t i = 0; i < count; i++) {
		char name[8] = { (char)('a' + i), '\0' };

		stages[i] = stage;
		actions[i] = (struct pipesh_action){ .kind = PIPESH_OPEN,
						     .fd = 2,
						     .path = in_scratch(scratch, name),
						     .flags = O_WRONLY | O_CREAT,
						     .mode = 0600 };
		stages[i].actions = &actions[i];
		stages[i].action_count = 1;
	}
	chain = start(stages, count);
	ck_assert_int_eq(count_fds(), fixture_fds); /* no pipe end is kept */
	finish(chain);
	for (size_t i = 0; i < count; i++) {
		read_file(actions[i].path, text, sizeof text);
		ck_assert_str_eq(text, expected);
	}
	remove_scratch(scratch);
}

START_TEST(every_stage_sees_0_1_2_and_nothing_else)
{
	expect_stage_fds(1, "0 1 2 ");
	expect_stage_fds(2, "0 1 2 ");
	expect_stage_fds(3, "0 1 2 ");
}
END_TEST

static int lists_fds(void *arg)
{
	(void)arg;
	for (int fd = 0; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			dprintf(2, "%d ", fd);
		}
	}
	return 0;
}

/* A function has what the host had before the chain began. */
START_TEST(a_function_holds_no_pipe_end_but_its_own)
{
	char text[256];
	char expected[256] = "";
	int ends[2];
	int input[2];
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 2 };
	struct pipesh_stage stages[] = {
		SH(":"),
		{ .kind = PIPESH_CALL, .call = lists_fds, .actions = &action, .action_count = 1 },
		SH("cat")
	};
	struct pipesh_spec spec = spec_of(stages, 3);
	struct pipesh_chain *chain;

	open_capture(ends);
	for (int fd = 0; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			(void)snprintf(expected + strlen(expected), 16, "%d ", fd);
		}
	}
	open_capture(input);
	fd_close(&input[1]);
	action.source = ends[1];
	spec.has_input = true;
	spec.input = input[0];
	chain = start_spec(&spec);
	fd_close(&input[0]);
	read_capture(ends, text, sizeof text);
	ck_assert_str_eq(text, expected);
	finish(chain);
}
END_TEST

static int copies(void *arg)
{
	char buffer[4096];
	ssize_t got;

	(void)arg;
	while ((got = fd_read(0, buffer, sizeof buffer)) > 0) {
		if (fd_write_all(1, buffer, (size_t)got) < 0) {
			return 1;
		}
	}
	return got < 0;
}

START_TEST(programs_and_functions_mix)
{
	char text[64];
	struct pipesh_stage stages[] = {
		SH("echo word"),
		{ .kind = PIPESH_CALL, .call = copies },
		SH("tr a-z A-Z"),
		{ .kind = PIPESH_CALL, .call = copies },
		{ .kind = PIPESH_CALL, .call = copies },
	};
	struct pipesh_spec spec = spec_of(stages, COUNT(stages));

	run_captured(&spec, &stages[4], text, sizeof text);
	ck_assert_str_eq(text, "WORD\n");
}
END_TEST

/* Pipes on 0, 1 and 2 of the host, which is where they land if it has none. */
START_TEST(a_host_without_standard_descriptors_can_make_pipelines)
{
	char text[64];
	struct pipesh_stage stages[] = { SH("echo word"),
					 { .kind = PIPESH_CALL, .call = copies },
					 SH("cat") };
	struct pipesh_spec spec = spec_of(stages, 3);
	int saved[3];

	for (int closed = 1; closed < 8; closed++) {
		for (int fd = 0; fd < 3; fd++) {
			saved[fd] = fd_copy(fd, FD_PRIVATE);
			if ((closed & 1 << fd) != 0) {
				(void)close(fd);
			}
		}
		stages[2].action_count = 0;
		run_captured(&spec, &stages[2], text, sizeof text);
		for (int fd = 0; fd < 3; fd++) {
			ck_assert_int_eq(dup2(saved[fd], fd), fd);
			fd_close(&saved[fd]);
		}
		ck_assert_str_eq(text, "word\n");
	}
}
END_TEST

static void list_fds_but(char *text, int one, int other)
{
	*text = '\0';
	for (int fd = 0; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 && fd != one && fd != other) {
			(void)snprintf(text + strlen(text), 16, "%d ", fd);
		}
	}
}

/* The host's input and output belong to the first and the last stage alone. */
START_TEST(a_function_in_the_middle_holds_neither_input_nor_output)
{
	char text[256];
	char expected[256];
	int input[2], output[2], errors[2];
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 2 };
	struct pipesh_stage stages[] = {
		SH("cat"),
		{ .kind = PIPESH_CALL, .call = lists_fds, .actions = &action, .action_count = 1 },
		SH("cat; echo last"),
	};
	struct pipesh_spec spec = spec_of(stages, 3);
	struct pipesh_chain *chain;

	open_capture(errors);
	open_capture(input);
	open_capture(output);
	fd_close(&input[1]);
	list_fds_but(expected, input[0], output[1]);
	action.source = errors[1];
	spec.has_input = true;
	spec.has_output = true;
	spec.input = input[0];
	spec.output = output[1];
	chain = start_spec(&spec);
	ck_assert_int_ge(fcntl(output[1], F_GETFD), 0); /* the host's to close */
	fd_close(&input[0]);
	read_capture(errors, text, sizeof text);
	ck_assert_str_eq(text, expected);
	read_capture(output, text, sizeof text);
	ck_assert_str_eq(text, "last\n");
	finish(chain);
}
END_TEST

START_TEST(output_is_taken_before_the_actions_of_the_last_stage)
{
	char text[64];
	int output[2];
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 2, .source = 1 };
	struct pipesh_stage stages[] = { { .kind = PIPESH_DONE }, SH("echo word >&2") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;

	open_capture(output);
	stages[1].actions = &action;
	stages[1].action_count = 1;
	spec.has_output = true;
	spec.output = output[1];
	chain = start_spec(&spec);
	read_capture(output, text, sizeof text);
	ck_assert_str_eq(text, "word\n");
	finish(chain);
}
END_TEST

/* Both ways round: input on 1, output on 0, in one stage and in two. */
START_TEST(input_and_output_may_stand_on_standard_descriptors)
{
	for (size_t count = 1; count <= 2; count++) {
		char text[64];
		int input[2], output[2], saved[2];
		struct pipesh_stage stages[] = { SH("cat"), SH("cat") };
		struct pipesh_spec spec = spec_of(stages, count);
		struct pipesh_chain *chain;

		open_capture(input);
		open_capture(output);
		for (int fd = 0; fd < 2; fd++) {
			saved[fd] = fd_copy(fd, FD_PRIVATE);
			ck_assert_int_eq(dup2(fd == 0 ? output[1] : input[0], fd), fd);
			ck_assert_int_eq(fd_set_cloexec(fd, true), 0);
		}
		fd_close(&input[0]);
		spec.has_input = true;
		spec.has_output = true;
		spec.input = 1;
		spec.output = 0;
		chain = start_spec(&spec);
		for (int fd = 0; fd < 2; fd++) {
			ck_assert_int_eq(dup2(saved[fd], fd), fd);
			fd_close(&saved[fd]);
		}
		ck_assert_int_eq(fd_write_all(input[1], "word", 4), 0);
		fd_close(&input[1]);
		read_capture(output, text, sizeof text);
		ck_assert_str_eq(text, "word");
		finish(chain);
	}
}
END_TEST

START_TEST(a_writer_whose_reader_ends_gets_sigpipe)
{
	struct pipesh_stage stages[] = { SH("exec yes"), SH("exec head -n 1 >/dev/null") };
	struct pipesh_stage sleeper = SH("exec sleep 1000");
	struct pipesh_chain *chain = start(stages, 2);
	struct pipesh_chain *background = start(&sleeper, 1);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGPIPE);
	ck_assert_int_eq(status_of(chain, 1), 0);
	pipesh_free(chain);
	ck_assert_int_eq(pipesh_signal(background, SIGKILL), 0);
	finish(background);
}
END_TEST

START_TEST(a_stage_missing_in_the_middle_winds_up_its_neighbours)
{
	char text[64];
	int ends[2];
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 1 };
	struct pipesh_stage stages[] = { SH("exec yes"), PROGRAM("/nonexistent", "x"),
					 SH("cat; echo end") };
	struct pipesh_spec spec = spec_of(stages, 3);
	struct pipesh_error error;
	struct pipesh_chain *chain;

	open_capture(ends);
	action.source = ends[1];
	stages[2].actions = &action;
	stages[2].action_count = 1;
	ck_assert_int_eq(pipesh_start(&chain, &spec, &error), 0);
	ck_assert_int_eq(error.phase, PIPESH_PHASE_EXEC);
	ck_assert_uint_eq(error.stage, 1);
	read_capture(ends, text, sizeof text);
	ck_assert_str_eq(text, "end\n");
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGPIPE);
	ck_assert_int_eq(status_of(chain, 1), 127);
	ck_assert_int_eq(status_of(chain, 2), 0);
	ck_assert_uint_eq(pipesh_report(chain, 1)->error.stage, 1);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_stage_done_before_it_began_winds_up_its_neighbours)
{
	struct pipesh_stage stages[] = { SH("exec yes"),
					 { .kind = PIPESH_DONE, .status = 1 },
					 { .kind = PIPESH_DONE, .status = -SIGTERM },
					 SH("test -z \"$(cat)\"") };
	struct pipesh_chain *chain = start(stages, 4);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), -SIGPIPE);
	ck_assert_int_eq(status_of(chain, 1), 1);
	ck_assert_int_eq(status_of(chain, 2), -SIGTERM);
	ck_assert_int_eq(status_of(chain, 3), 0);
	ck_assert_int_eq(pipesh_report(chain, 1)->pid, 0);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_chain_of_nothing_but_done_stages_has_ended)
{
	struct pipesh_stage stages[] = { { .kind = PIPESH_DONE, .status = 3 },
					 { .kind = PIPESH_DONE, .status = 4 } };
	struct pipesh_chain *chain = start(stages, 2);

	ck_assert_int_eq(pipesh_state(chain), PIPESH_ENDED);
	ck_assert_int_eq(pipesh_poll(chain), 0);
	ck_assert_int_eq(pipesh_signal(chain, SIGTERM), -ESRCH);
	finish(chain);
}
END_TEST

static void run_cats(size_t count)
{
	char text[64];
	struct pipesh_stage *stages = calloc(count, sizeof *stages);
	struct pipesh_spec spec = spec_of(stages, count);
	struct pipesh_stage first = SH("echo through");
	struct pipesh_stage cat = PROGRAM("/bin/cat", "cat");

	ck_assert_ptr_nonnull(stages);
	for (size_t i = 0; i < count; i++) {
		stages[i] = i == 0 ? first : cat;
	}
	run_captured(&spec, &stages[count - 1], text, sizeof text);
	ck_assert_str_eq(text, "through\n");
	free(stages);
}

START_TEST(two_hundred_stages_work)
{
	run_cats(200);
}
END_TEST

/* Limits ------------------------------------------------------------------ */

static void limit_fds(rlim_t count)
{
	struct rlimit limit = { count, count };

	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* Run a function in a child that may spoil itself; it exits 0 if content. */
static void in_child(void (*function)(void))
{
	int status;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		(void)setpgid(0, 0); /* failing asserts end their group only */
		function();
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}

#define EXPECT(condition)                                                  \
	do {                                                               \
		if (!(condition)) {                                        \
			dprintf(2, "line %d: %s\n", __LINE__, #condition); \
			_exit(1);                                          \
		}                                                          \
	} while (0)

static void close_above(int lowest)
{
	for (int fd = lowest; fd < FD_SCAN; fd++) {
		(void)close(fd);
	}
}

/* 0, 1, 2, the capture at 10 and 11, and three for the pipes. */
static void ten_stages_in_sixteen(void)
{
	close_above(3);
	limit_fds(16);
	run_cats(10);
	EXPECT(fcntl(3, F_GETFD) < 0);
}

START_TEST(ten_stages_need_three_descriptors)
{
	in_child(ten_stages_in_sixteen);
}
END_TEST

static void second_pipe_fails(void)
{
	struct pipesh_stage stages[] = { SH("exec yes"), SH("exec cat"), SH("exec cat") };
	struct pipesh_spec spec = spec_of(stages, 3);
	struct pipesh_chain *chain;
	struct pipesh_error error;

	close_above(3);
	limit_fds(5);
	EXPECT(pipesh_start(&chain, &spec, &error) == -EMFILE);
	EXPECT(chain != NULL && error.phase == PIPESH_PHASE_PIPE);
	EXPECT(error.stage == 1 && error.error == EMFILE);
	EXPECT(fcntl(3, F_GETFD) < 0 && fcntl(4, F_GETFD) < 0);
	EXPECT(pipesh_wait(chain, NULL) == 0);
	EXPECT(status_of(chain, 0) == -SIGPIPE);
	EXPECT(status_of(chain, 1) == 125 && status_of(chain, 2) == 125);
	EXPECT(pipesh_report(chain, 2)->error.stage == 1);
	EXPECT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
	pipesh_free(chain);
}

START_TEST(without_descriptors_the_started_stages_are_wound_up)
{
	in_child(second_pipe_fails);
}
END_TEST

/* As root the limit is nobody's but an unused user's. */
static void fifth_fork_fails(void)
{
	enum { USER = 54321, PROCESSES = 5, STAGES = 8 };
	struct rlimit limit = { PROCESSES, PROCESSES };
	struct pipesh_stage yes = PROGRAM("/usr/bin/yes", "yes");
	struct pipesh_stage cat = PROGRAM("/bin/cat", "cat");
	struct pipesh_stage stages[STAGES];
	struct pipesh_spec spec = spec_of(stages, STAGES);
	struct pipesh_chain *chain;
	struct pipesh_error error;
	bool root = geteuid() == 0;
	size_t failed = 0;

	for (size_t i = 0; i < STAGES; i++) {
		stages[i] = i == 0 ? yes : cat;
	}
	if (!root) {
		limit.rlim_cur = limit.rlim_max = 1;
	}
	EXPECT(setrlimit(RLIMIT_NPROC, &limit) == 0);
	EXPECT(!root || (setgid(USER) == 0 && setuid(USER) == 0));
	EXPECT(pipesh_start(&chain, &spec, &error) == -EAGAIN);
	EXPECT(chain != NULL && error.phase == PIPESH_PHASE_FORK);
	EXPECT(pipesh_wait(chain, NULL) == 0);
	for (size_t i = 0; i < STAGES; i++) {
		bool lost = i >= error.stage;

		EXPECT((status_of(chain, i) == 125) == lost);
		failed += lost;
	}
	EXPECT(failed > 0 && (!root || failed == STAGES - PROCESSES + 1));
	EXPECT(!root || status_of(chain, 0) == -SIGPIPE);
	EXPECT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
	pipesh_free(chain);
}

START_TEST(without_processes_the_started_stages_are_wound_up)
{
	in_child(fifth_fork_fails);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/pipeline");
	TCase *tcase = add_case(suite, "pipeline");

	tcase_add_test(tcase, every_stage_sees_0_1_2_and_nothing_else);
	tcase_add_test(tcase, a_function_holds_no_pipe_end_but_its_own);
	tcase_add_test(tcase, programs_and_functions_mix);
	tcase_add_test(tcase, a_host_without_standard_descriptors_can_make_pipelines);
	tcase_add_test(tcase, a_function_in_the_middle_holds_neither_input_nor_output);
	tcase_add_test(tcase, output_is_taken_before_the_actions_of_the_last_stage);
	tcase_add_test(tcase, input_and_output_may_stand_on_standard_descriptors);
	tcase_add_test(tcase, a_writer_whose_reader_ends_gets_sigpipe);
	tcase_add_test(tcase, a_stage_missing_in_the_middle_winds_up_its_neighbours);
	tcase_add_test(tcase, a_stage_done_before_it_began_winds_up_its_neighbours);
	tcase_add_test(tcase, a_chain_of_nothing_but_done_stages_has_ended);
	tcase_add_test(tcase, two_hundred_stages_work);
	tcase_add_test(tcase, ten_stages_need_three_descriptors);
	if (STARTS_BY_VFORK) {
		tcase_add_test(tcase, without_descriptors_the_started_stages_are_wound_up);
	}
	tcase_add_test(tcase, without_processes_the_started_stages_are_wound_up);
	return run_suite(argc, argv, suite);
}
