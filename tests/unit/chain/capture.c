/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* Where a chain's streams go: fed, captured, thrown away. */

enum { MANY_BYTES = 100 * 1000 * 1000, FED_BYTES = 10 * 1000 * 1000 };

static const struct pipesh_capture *captured(const struct pipesh_chain *chain,
					     enum pipesh_stream stream)
{
	const struct pipesh_capture *capture = pipesh_capture(chain, stream);

	ck_assert_ptr_nonnull(capture);
	return capture;
}

static void expect_text(const struct pipesh_chain *chain, enum pipesh_stream stream,
			const char *text)
{
	const struct pipesh_capture *capture = captured(chain, stream);

	ck_assert(capture->ended);
	ck_assert(!capture->cut);
	ck_assert_int_eq(capture->error, 0);
	ck_assert_uint_eq(capture->size, strlen(text));
	ck_assert_str_eq(capture->data, text);
}

static struct pipesh_spec capturing(const struct pipesh_stage *stages, size_t count)
{
	struct pipesh_spec spec = spec_of(stages, count);

	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.errors_kind = PIPESH_OUTPUT_CAPTURE;
	return spec;
}

/* Start, communicate, and check that it has ended. */
static struct pipesh_chain *run(const struct pipesh_spec *spec)
{
	struct pipesh_chain *chain = start_spec(spec);

	ck_assert_int_eq(pipesh_communicate(chain, NULL, 0, NULL), 0);
	ck_assert_int_eq(pipesh_state(chain), PIPESH_ENDED);
	return chain;
}

START_TEST(output_and_errors_are_captured_apart)
{
	struct pipesh_stage stages[] = { SH("echo one >&2; echo piped"),
					 SH("cat; echo two >&2; exit 3") };
	struct pipesh_spec spec = capturing(stages, 2);
	struct pipesh_chain *chain = run(&spec);

	expect_text(chain, PIPESH_STREAM_OUTPUT, "piped\n");
	ck_assert_uint_eq(captured(chain, PIPESH_STREAM_ERRORS)->size, 8);
	ck_assert_int_eq(status_of(chain, 1), 3);
	pipesh_free(chain);
}
END_TEST

START_TEST(errors_joined_to_the_output_keep_their_order)
{
	struct pipesh_stage stage = SH("echo 1; echo 2 >&2; echo 3; echo 4 >&2");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;

	spec.errors_kind = PIPESH_OUTPUT_JOIN;
	chain = run(&spec);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "1\n2\n3\n4\n");
	ck_assert_ptr_null(pipesh_capture(chain, PIPESH_STREAM_ERRORS));
	pipesh_free(chain);
}
END_TEST

START_TEST(bytes_survive_untouched)
{
	static const char bytes[] = "\0\377caf\303\251\0\n";
	struct pipesh_stage stage = PROGRAM("/bin/cat", "cat");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;
	size_t size = 0;
	char *taken;

	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = bytes;
	spec.byte_count = sizeof bytes;
	chain = run(&spec);
	taken = pipesh_take_capture(chain, PIPESH_STREAM_OUTPUT, &size);
	ck_assert_uint_eq(size, sizeof bytes);
	ck_assert_int_eq(memcmp(taken, bytes, size), 0);
	ck_assert_int_eq(taken[size], 0);
	ck_assert_uint_eq(captured(chain, PIPESH_STREAM_OUTPUT)->size, 0);
	free(taken);
	pipesh_free(chain);
}
END_TEST

START_TEST(no_bytes_are_an_empty_input)
{
	struct pipesh_stage stage = PROGRAM("/usr/bin/wc", "wc", "-c");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;

	spec.input_kind = PIPESH_INPUT_BYTES;
	chain = run(&spec);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "0\n");
	pipesh_free(chain);
	spec.input_kind = PIPESH_INPUT_NULL;
	chain = run(&spec);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "0\n");
	pipesh_free(chain);
}
END_TEST

static int write_both(void *arg)
{
	static char block[50000];

	(void)arg;
	for (int i = 0; i < MANY_BYTES / (int)sizeof block; i++) {
		memset(block, 'a' + i % 26, sizeof block);
		if (fd_write_all(1, block, sizeof block) < 0 ||
		    fd_write_all(2, block, sizeof block) < 0) {
			return 1;
		}
	}
	return 0;
}

static void expect_many(const char *data)
{
	for (size_t i = 0; i < MANY_BYTES; i++) {
		if (data[i] != 'a' + (char)(i / 50000 % 26)) {
			ck_abort_msg("byte %zu is wrong", i);
		}
	}
}

START_TEST(a_hundred_megabytes_on_both_sides_are_exact)
{
	struct pipesh_stage stage = { .kind = PIPESH_CALL, .call = write_both };
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain = run(&spec);

	ck_assert_int_eq(status_of(chain, 0), 0);
	for (int stream = 0; stream < 2; stream++) {
		ck_assert_uint_eq(captured(chain, stream)->size, MANY_BYTES);
		expect_many(captured(chain, stream)->data);
	}
	pipesh_free(chain);
}
END_TEST

START_TEST(beyond_its_limit_a_capture_is_in_a_file)
{
	struct pipesh_stage stage = { .kind = PIPESH_CALL, .call = write_both };
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;
	struct stat st;
	size_t size;
	char *taken;

	spec.capture_limit = 1000000;
	spec.errors_kind = PIPESH_OUTPUT_NULL;
	chain = run(&spec);
	ck_assert_ptr_null(captured(chain, PIPESH_STREAM_OUTPUT)->data);
	ck_assert_uint_eq(captured(chain, PIPESH_STREAM_OUTPUT)->size, MANY_BYTES);
	ck_assert_int_eq(fstat(captured(chain, PIPESH_STREAM_OUTPUT)->file, &st), 0);
	ck_assert_int_eq(st.st_size, MANY_BYTES);
	ck_assert_int_eq(st.st_nlink, 0);
	taken = pipesh_take_capture(chain, PIPESH_STREAM_OUTPUT, &size);
	ck_assert_uint_eq(size, MANY_BYTES);
	expect_many(taken);
	ck_assert_int_eq(captured(chain, PIPESH_STREAM_OUTPUT)->file, -1);
	free(taken);
	pipesh_free(chain);
}
END_TEST

START_TEST(at_its_limit_a_capture_is_in_memory)
{
	struct pipesh_stage stage = SH("printf 12345678");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;

	spec.capture_limit = 8;
	chain = run(&spec);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "12345678");
	pipesh_free(chain);
	spec.capture_limit = 7;
	chain = run(&spec);
	ck_assert_int_ge(captured(chain, PIPESH_STREAM_OUTPUT)->file, 0);
	ck_assert_uint_eq(captured(chain, PIPESH_STREAM_OUTPUT)->size, 8);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_capture_that_finds_no_room_says_so_and_goes_on)
{
	struct pipesh_stage stage = SH("head -c 1000000 /dev/zero; exit 4");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;

	spec.capture_limit = 1000;
	ck_assert_int_eq(setenv("TMPDIR", "/nonexistent", 1), 0);
	chain = run(&spec);
	ck_assert_int_eq(captured(chain, PIPESH_STREAM_OUTPUT)->error, ENOENT);
	ck_assert_int_eq(status_of(chain, 0), 4);
	pipesh_free(chain);
}
END_TEST

/* Feeding ------------------------------------------------------------------ */

START_TEST(large_inputs_and_outputs_do_not_block_each_other)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/cat", "cat"), PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = capturing(stages, 2);
	struct pipesh_chain *chain;
	char *bytes = malloc(FED_BYTES);

	ck_assert_ptr_nonnull(bytes);
	for (int i = 0; i < FED_BYTES; i++) {
		bytes[i] = (char)(i * 31 / 7);
	}
	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = bytes;
	spec.byte_count = FED_BYTES;
	chain = run(&spec);
	ck_assert_uint_eq(captured(chain, PIPESH_STREAM_OUTPUT)->size, FED_BYTES);
	ck_assert_int_eq(memcmp(captured(chain, PIPESH_STREAM_OUTPUT)->data, bytes, FED_BYTES), 0);
	pipesh_free(chain);
	free(bytes);
}
END_TEST

START_TEST(the_bytes_of_a_spec_are_needed_only_while_it_starts)
{
	struct pipesh_stage stage = PROGRAM("/usr/bin/tail", "tail", "-c", "1");
	struct pipesh_spec spec = capturing(&stage, 1);
	char *bytes = malloc(FED_BYTES);
	struct pipesh_chain *chain;

	ck_assert_ptr_nonnull(bytes);
	memset(bytes, 'x', FED_BYTES);
	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = bytes;
	spec.byte_count = FED_BYTES;
	chain = start_spec(&spec);
	memset(bytes, 'y', FED_BYTES);
	free(bytes);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "x");
	pipesh_free(chain);
}
END_TEST

START_TEST(bytes_that_nobody_reads_are_no_sigpipe)
{
	struct pipesh_stage stage = SH("exit 7");
	struct pipesh_spec spec = spec_of(&stage, 1);
	char *bytes = calloc(1, FED_BYTES);
	struct pipesh_chain *chain;
	sigset_t pending;

	ck_assert_ptr_nonnull(bytes);
	spec.input_kind = PIPESH_INPUT_LATER;
	for (int turn = 0; turn < 20; turn++) {
		/* SIGPIPE would kill this test: its disposition is the default. */
		chain = start_spec(&spec);
		ck_assert_int_eq(pipesh_communicate(chain, bytes, FED_BYTES, NULL), 0);
		ck_assert_int_eq(status_of(chain, 0), 7);
		pipesh_free(chain);
	}
	ck_assert_int_eq(sigpending(&pending), 0);
	ck_assert_int_eq(sigismember(&pending, SIGPIPE), 0);
	free(bytes);
}
END_TEST

START_TEST(a_sigpipe_of_the_host_stays_the_hosts)
{
	struct pipesh_stage stage = SH("exit 0");
	struct pipesh_spec spec = spec_of(&stage, 1);
	char *bytes = calloc(1, FED_BYTES);
	struct pipesh_chain *chain;
	sigset_t sigpipe;

	ck_assert_ptr_nonnull(bytes);
	sigemptyset(&sigpipe);
	sigaddset(&sigpipe, SIGPIPE);
	ck_assert_int_eq(sigprocmask(SIG_BLOCK, &sigpipe, NULL), 0);
	ck_assert_int_eq(raise(SIGPIPE), 0);
	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = bytes;
	spec.byte_count = FED_BYTES;
	chain = start_spec(&spec);
	free(bytes);
	finish(chain);
	ck_assert_int_eq(sigtimedwait(&sigpipe, NULL, &(struct timespec){ 0 }), SIGPIPE);
	ck_assert_int_eq(sigprocmask(SIG_UNBLOCK, &sigpipe, NULL), 0);
}
END_TEST

START_TEST(communicate_can_be_taken_up_again)
{
	struct pipesh_stage stage = SH("read a; wc -c");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_wait how = { .deadline_ns = 1 };
	struct pipesh_chain *chain;
	char *bytes = malloc(FED_BYTES);

	ck_assert_ptr_nonnull(bytes);
	memset(bytes, 'x', FED_BYTES);
	memcpy(bytes, "1\n", 2);
	spec.input_kind = PIPESH_INPUT_LATER;
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	ck_assert_int_eq(pipesh_communicate(chain, bytes, FED_BYTES, &how), -ETIMEDOUT);
	free(bytes);
	ck_assert_int_eq(pipesh_communicate(chain, "more", 4, NULL), -EINVAL);
	ck_assert_int_eq(pipesh_communicate(chain, NULL, 0, NULL), 0);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "9999998\n");
	pipesh_free(chain);
}
END_TEST

START_TEST(polling_alone_feeds_and_captures)
{
	struct pipesh_stage stage = PROGRAM("/bin/cat", "cat");
	struct pipesh_spec spec = capturing(&stage, 1);
	char *bytes = calloc(1, FED_BYTES);
	struct pipesh_chain *chain;

	ck_assert_ptr_nonnull(bytes);
	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = bytes;
	spec.byte_count = FED_BYTES;
	chain = start_spec(&spec);
	free(bytes);
	while (pipesh_state(chain) != PIPESH_ENDED) {
		(void)pipesh_poll(chain);
		(void)sched_yield();
	}
	ck_assert_uint_eq(captured(chain, PIPESH_STREAM_OUTPUT)->size, FED_BYTES);
	pipesh_free(chain);
}
END_TEST

/* Descriptors --------------------------------------------------------------- */

START_TEST(descriptors_null_and_join_without_a_capture)
{
	struct pipesh_stage stages[] = { SH("echo a; echo b >&2"), SH("cat; echo c >&2") };
	struct pipesh_spec spec = spec_of(stages, 2);
	char text[64];
	int ends[2];

	open_capture(ends);
	spec.output_kind = PIPESH_OUTPUT_NULL;
	spec.errors_kind = PIPESH_OUTPUT_DESCRIPTOR;
	spec.errors = ends[1];
	finish(start_spec(&spec));
	read_capture(ends, text, sizeof text);
	ck_assert_uint_eq(strlen(text), 4);
	open_capture(ends);
	spec.output_kind = PIPESH_OUTPUT_DESCRIPTOR;
	spec.output = ends[1];
	spec.errors_kind = PIPESH_OUTPUT_JOIN;
	finish(start_spec(&spec));
	read_capture(ends, text, sizeof text);
	ck_assert_uint_eq(strlen(text), 6);
	spec.output_kind = PIPESH_OUTPUT_NULL;
	spec.errors_kind = PIPESH_OUTPUT_JOIN;
	finish(start_spec(&spec));
}
END_TEST

/* The host's own 1 and 2, the wrong way round. */
START_TEST(standard_descriptors_can_be_swapped)
{
	struct pipesh_stage stage = SH("echo out; echo err >&2");
	struct pipesh_spec spec = spec_of(&stage, 1);
	char text[64];
	int saved[2] = { fd_copy(1, FD_PRIVATE), fd_copy(2, FD_PRIVATE) };
	int out[2];
	int err[2];

	open_capture(out);
	open_capture(err);
	ck_assert_int_eq(dup2(out[1], 1), 1);
	ck_assert_int_eq(dup2(err[1], 2), 2);
	spec.output_kind = PIPESH_OUTPUT_DESCRIPTOR;
	spec.output = 2;
	spec.errors_kind = PIPESH_OUTPUT_DESCRIPTOR;
	spec.errors = 1;
	finish(start_spec(&spec));
	(void)dup2(saved[0], 1);
	(void)dup2(saved[1], 2);
	read_capture(out, text, sizeof text);
	ck_assert_str_eq(text, "err\n");
	read_capture(err, text, sizeof text);
	ck_assert_str_eq(text, "out\n");
	fd_close(&saved[0]);
	fd_close(&saved[1]);
}
END_TEST

static void format_fds(char text[FD_SCAN * 4 + 1])
{
	text[0] = '\0';
	for (int fd = 0; fd < FD_SCAN; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			text += sprintf(text, "%d ", fd);
		}
	}
}

static int list_fds(void *arg)
{
	char text[FD_SCAN * 4 + 1];

	(void)arg;
	format_fds(text);
	return fd_write_all(1, text, strlen(text));
}

START_TEST(stages_see_three_descriptors_and_no_more)
{
	char *bytes = calloc(1, FED_BYTES);
	char inherited[FD_SCAN * 4 + 1];
	struct pipesh_stage kinds[] = {
		SELF("fds"),
		{ .kind = PIPESH_CALL, .call = list_fds },
	};

	ck_assert_ptr_nonnull(bytes);
	format_fds(inherited);
	for (size_t i = 0; i < 2; i++) {
		struct pipesh_stage stages[] = { PROGRAM("/bin/true", "true"), kinds[i] };
		struct pipesh_spec spec = capturing(stages, 2);
		struct pipesh_chain *chain;

		spec.input_kind = PIPESH_INPUT_BYTES;
		spec.bytes = bytes;
		spec.byte_count = FED_BYTES;
		spec.timeout_ns = 30 * CLOCK_SECOND;
		spec.want_io = true;
		chain = run(&spec);
		expect_text(chain, PIPESH_STREAM_OUTPUT, i == 0 ? "0 1 2 " : inherited);
		pipesh_free(chain);
	}
	free(bytes);
}
END_TEST

START_TEST(an_action_does_not_see_the_librarys_descriptors)
{
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 0 };
	struct pipesh_stage stage = SH("exit 0");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;
	struct pipesh_error error;

	stage.actions = &action;
	stage.action_count = 1;
	for (int fd = 3; fd < 20; fd++) {
		action.source = fd;
		if (fcntl(fd, F_GETFD) >= 0) {
			continue;
		}
		ck_assert_int_eq(pipesh_start(&chain, &spec, &error), 0);
		ck_assert_int_eq(error.phase, PIPESH_PHASE_ACTION);
		ck_assert_int_eq(error.error, EBADF);
		finish(chain);
	}
}
END_TEST

/* Pipes that are held -------------------------------------------------------- */

START_TEST(a_grandchild_that_holds_the_pipe_is_named)
{
	struct pipesh_stage stage = SH("sleep 1000 & echo $!");
	struct pipesh_spec spec = capturing(&stage, 1);
	const struct pipesh_capture *capture;
	int64_t began = clock_now_ns();
	struct pipesh_chain *chain;

	spec.errors_kind = PIPESH_OUTPUT_INHERIT;
	chain = run(&spec);
	ck_assert_int_lt(clock_now_ns() - began, CLOCK_SECOND);
	capture = captured(chain, PIPESH_STREAM_OUTPUT);
	ck_assert(capture->cut);
	ck_assert_int_eq(capture->holder, atol(capture->data));
	ck_assert_int_gt(capture->holder, 0);
	ck_assert_int_eq(kill(capture->holder, SIGKILL), 0);
	ck_assert(!pipesh_outcome(chain)->timed_out);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_longer_grace_waits_for_the_grandchild)
{
	struct pipesh_stage stage = SH("(sleep 0.3; echo late) & echo soon");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;

	spec.capture_grace_ns = -1;
	chain = run(&spec);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "soon\nlate\n");
	pipesh_free(chain);
}
END_TEST

/* One piece at a time, each taken while the chain runs: the stage goes on when it has been fed. */
START_TEST(what_is_captured_can_be_taken_while_the_chain_runs)
{
	struct pipesh_stage stages[] = { SH("echo one; read x; echo $x") };
	struct pipesh_spec spec = capturing(stages, 1);
	struct pipesh_wait how = { .captured = true };
	struct pipesh_chain *chain;
	char *taken;
	size_t size;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(fcntl(ends[1], F_SETFD, FD_CLOEXEC), 0);
	spec.input_kind = PIPESH_INPUT_DESCRIPTOR;
	spec.input = ends[0];
	chain = start_spec(&spec);
	(void)close(ends[0]);
	ck_assert_int_eq(pipesh_wait(chain, &how), -EAGAIN);
	taken = pipesh_take_capture(chain, PIPESH_STREAM_OUTPUT, &size);
	ck_assert_str_eq(taken, "one\n");
	free(taken);
	ck_assert_int_eq(write(ends[1], "two\n", 4), 4);
	how.captured = false;
	ck_assert_int_eq(pipesh_wait(chain, &how), 0);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "two\n");
	pipesh_free(chain);
	(void)close(ends[1]);
}
END_TEST

START_TEST(an_abandoned_chain_holds_no_pipe)
{
	struct pipesh_stage stage = PROGRAM("/bin/cat", "cat");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;
	int fds = count_fds();
	pid_t pid;
	int status;

	spec.input_kind = PIPESH_INPUT_LATER;
	chain = start_spec(&spec);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		pipesh_abandon(chain);
		status = count_fds() == fds && pipesh_wait(chain, NULL) == -ECHILD &&
			 pipesh_poll(chain) == 0 && pipesh_stop(chain, NULL) == -ECHILD;
		pipesh_free(chain);
		_exit(status ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(pipesh_communicate(chain, "text", 4, NULL), 0);
	expect_text(chain, PIPESH_STREAM_OUTPUT, "text");
	pipesh_free(chain);
}
END_TEST

START_TEST(a_chain_can_be_freed_while_it_is_fed)
{
	struct pipesh_stage stage = PROGRAM("/bin/cat", "cat");
	struct pipesh_spec spec = capturing(&stage, 1);
	struct pipesh_chain *chain;
	pid_t pid;

	spec.input_kind = PIPESH_INPUT_LATER;
	chain = start_spec(&spec);
	pid = pipesh_report(chain, 0)->pid;
	pipesh_free(chain);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}
END_TEST

START_TEST(pipes_have_the_capacity_that_was_asked_for)
{
	struct pipesh_stage stages[] = { SH("head -c 300000 /dev/zero; echo done >&2"),
					 SH("sleep 30") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;

	spec.pipe_size = 524288;
	chain = start_spec(&spec);
	/* The first ends though nobody reads. */
	while (pipesh_report(chain, 0)->state != PIPESH_ENDED) {
		(void)pipesh_poll(chain);
		(void)sched_yield();
	}
	ck_assert_int_eq(status_of(chain, 0), 0);
	ck_assert_int_eq(pipesh_signal(chain, SIGKILL), 0);
	finish(chain);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/capture");
	TCase *tcase = add_case(suite, "capture");

	tcase_add_test(tcase, output_and_errors_are_captured_apart);
	tcase_add_test(tcase, errors_joined_to_the_output_keep_their_order);
	tcase_add_test(tcase, bytes_survive_untouched);
	tcase_add_test(tcase, no_bytes_are_an_empty_input);
	tcase_add_test(tcase, a_hundred_megabytes_on_both_sides_are_exact);
	tcase_add_test(tcase, beyond_its_limit_a_capture_is_in_a_file);
	tcase_add_test(tcase, at_its_limit_a_capture_is_in_memory);
	tcase_add_test(tcase, a_capture_that_finds_no_room_says_so_and_goes_on);
	tcase_add_test(tcase, large_inputs_and_outputs_do_not_block_each_other);
	tcase_add_test(tcase, the_bytes_of_a_spec_are_needed_only_while_it_starts);
	tcase_add_test(tcase, bytes_that_nobody_reads_are_no_sigpipe);
	tcase_add_test(tcase, a_sigpipe_of_the_host_stays_the_hosts);
	tcase_add_test(tcase, communicate_can_be_taken_up_again);
	tcase_add_test(tcase, polling_alone_feeds_and_captures);
	tcase_add_test(tcase, descriptors_null_and_join_without_a_capture);
	tcase_add_test(tcase, standard_descriptors_can_be_swapped);
	tcase_add_test(tcase, stages_see_three_descriptors_and_no_more);
	tcase_add_test(tcase, an_action_does_not_see_the_librarys_descriptors);
	tcase_add_test(tcase, a_grandchild_that_holds_the_pipe_is_named);
	tcase_add_test(tcase, a_longer_grace_waits_for_the_grandchild);
	tcase_add_test(tcase, what_is_captured_can_be_taken_while_the_chain_runs);
	tcase_add_test(tcase, an_abandoned_chain_holds_no_pipe);
	tcase_add_test(tcase, a_chain_can_be_freed_while_it_is_fed);
	tcase_add_test(tcase, pipes_have_the_capacity_that_was_asked_for);
	return run_suite(argc, argv, suite);
}
