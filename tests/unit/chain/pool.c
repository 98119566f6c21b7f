/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include "chain/pipesh_pool.h"

/* Many chains, a few at a time. */

enum { LIMIT = 4, MANY = 100 };

static struct pipesh_pool *make_pool(size_t limit, bool fail_fast)
{
	struct pipesh_pool_options options = { .limit = limit, .fail_fast = fail_fast };
	struct pipesh_pool *pool;

	ck_assert_int_eq(pipesh_pool_create(&pool, &options), 0);
	return pool;
}

START_TEST(never_more_than_the_limit_are_alive)
{
	struct pipesh_pool *pool = make_pool(LIMIT, false);
	struct pipesh_pool_result result;
	bool seen[MANY] = { false };
	int sum = 0;

	for (int i = 0; i < MANY; i++) {
		/* All of it is gone before the chain starts. */
		char script[64];
		struct pipesh_stage stages[] = { PROGRAM("/bin/true", "true"), SH(script) };
		struct pipesh_spec spec = spec_of(stages, 2);

		(void)snprintf(script, sizeof script, "exit %d", i % 7);
		ck_assert_int_eq(pipesh_pool_submit(pool, &spec, &seen[i]), 0);
		ck_assert_uint_le(pipesh_pool_running(pool), LIMIT);
		memset(script, 0, sizeof script);
		memset(stages, 0, sizeof stages);
	}
	ck_assert_uint_eq(pipesh_pool_waiting(pool), MANY - LIMIT);
	while (pipesh_pool_next(pool, &result, NULL) == 0) {
		ck_assert_uint_le(pipesh_pool_running(pool), LIMIT);
		ck_assert_int_eq(result.error, 0);
		ck_assert_ptr_eq(result.tag, &seen[result.index]);
		ck_assert(!seen[result.index]);
		seen[result.index] = true;
		ck_assert_int_eq(status_of(result.chain, 1), (int)result.index % 7);
		sum++;
		pipesh_free(result.chain);
	}
	ck_assert_int_eq(sum, MANY);
	ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), -ECHILD);
	pipesh_pool_free(pool);
}
END_TEST

START_TEST(they_come_in_the_order_in_which_they_end)
{
	struct pipesh_stage stages[] = { SH("sleep 0.4"), SH("sleep 0.2"), SH(":") };
	struct pipesh_pool *pool = make_pool(3, false);
	struct pipesh_pool_result result;

	for (size_t i = 0; i < 3; i++) {
		struct pipesh_spec spec = spec_of(&stages[i], 1);

		ck_assert_int_eq(pipesh_pool_submit(pool, &spec, NULL), 0);
	}
	for (size_t i = 3; i-- > 0;) {
		ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), 0);
		ck_assert_uint_eq(result.index, i);
		pipesh_free(result.chain);
	}
	pipesh_pool_free(pool);
}
END_TEST

START_TEST(a_failure_ends_the_rest_if_wanted)
{
	struct pipesh_stage bad = SH("exit 3");
	struct pipesh_stage good = SH("exec sleep 1000");
	struct pipesh_pool *pool = make_pool(2, true);
	struct pipesh_pool_result result;
	int canceled = 0;
	int stopped = 0;

	for (int i = 0; i < 6; i++) {
		struct pipesh_spec spec = spec_of(i == 1 ? &bad : &good, 1);

		ck_assert_int_eq(pipesh_pool_submit(pool, &spec, NULL), 0);
	}
	ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), 0);
	ck_assert_uint_eq(result.index, 1);
	pipesh_free(result.chain);
	ck_assert_int_eq(pipesh_pool_submit(pool, &(struct pipesh_spec){ .stages = &bad }, NULL),
			 -ECANCELED);
	while (pipesh_pool_next(pool, &result, NULL) == 0) {
		if (result.chain == NULL) {
			ck_assert_int_eq(result.error, -ECANCELED);
			canceled++;
		} else {
			ck_assert_int_eq(status_of(result.chain, 0), -SIGTERM);
			stopped++;
		}
		pipesh_free(result.chain);
	}
	ck_assert_int_eq(canceled, 4);
	ck_assert_int_eq(stopped, 1);
	pipesh_pool_free(pool);
}
END_TEST

START_TEST(captures_bytes_and_deadlines_work_in_a_pool)
{
	struct pipesh_stage stages[] = { SH("cat; sleep 1000"), SH("tr a b") };
	struct pipesh_pool *pool = make_pool(2, false);
	struct pipesh_pool_result result;

	for (int i = 0; i < 6; i++) {
		char bytes[2] = { 'a', (char)('0' + i) };
		struct pipesh_spec spec = spec_of(&stages[i % 2], 1);

		spec.input_kind = PIPESH_INPUT_BYTES;
		spec.bytes = bytes;
		spec.byte_count = 2;
		spec.output_kind = PIPESH_OUTPUT_CAPTURE;
		spec.timeout_ns = i % 2 == 0 ? 300 * CLOCK_MS : 30 * CLOCK_SECOND;
		ck_assert_int_eq(pipesh_pool_submit(pool, &spec, NULL), 0);
		bytes[0] = bytes[1] = 'x';
	}
	while (pipesh_pool_next(pool, &result, NULL) == 0) {
		bool even = result.index % 2 == 0;
		const struct pipesh_capture *capture =
			pipesh_capture(result.chain, PIPESH_STREAM_OUTPUT);

		ck_assert_int_eq(pipesh_outcome(result.chain)->timed_out, even);
		ck_assert_uint_eq(capture->size, 2);
		ck_assert_int_eq(capture->data[0], even ? 'a' : 'b');
		ck_assert_int_eq(capture->data[1], '0' + (char)result.index);
		pipesh_free(result.chain);
	}
	pipesh_pool_free(pool);
}
END_TEST

START_TEST(looking_once_does_not_block)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_pool *pool = make_pool(1, false);
	struct pipesh_pool_result result;
	struct pipesh_wait once = { .deadline_ns = 1 };
	struct pipesh_stop now = { .signal = SIGKILL };

	ck_assert_int_eq(pipesh_pool_next(pool, &result, &once), -ECHILD);
	ck_assert_int_eq(pipesh_pool_submit(pool, &spec, NULL), 0);
	ck_assert_int_eq(pipesh_pool_next(pool, &result, &once), -ETIMEDOUT);
	ck_assert_int_eq(pipesh_pool_stop(pool, &now), 0);
	ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), 0);
	ck_assert_int_eq(status_of(result.chain, 0), -SIGKILL);
	pipesh_free(result.chain);
	pipesh_pool_free(pool);
}
END_TEST

START_TEST(a_bad_spec_is_refused_at_once)
{
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_spec good = spec_of(&stage, 1);
	struct pipesh_spec bad = spec_of(&stage, 0);
	struct pipesh_pool *pool = make_pool(1, false);
	struct pipesh_pool_result result;
	struct pipesh_stop now = { .signal = SIGKILL };

	ck_assert_int_eq(pipesh_pool_submit(pool, &bad, NULL), -EINVAL);
	ck_assert_int_eq(pipesh_pool_submit(pool, &good, NULL), 0);
	ck_assert_int_eq(pipesh_pool_submit(pool, &bad, NULL), -EINVAL);
	ck_assert_int_eq(pipesh_pool_stop(pool, &now), 0);
	ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), 0);
	ck_assert_uint_eq(result.index, 0);
	pipesh_free(result.chain);
	ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), -ECHILD);
	pipesh_pool_free(pool);
}
END_TEST

/* A copy of everything waits, and is given back. */
START_TEST(a_pool_can_be_freed_with_some_waiting)
{
	struct pipesh_action action = {
		.kind = PIPESH_OPEN, .fd = 5, .path = "/dev/null", .flags = O_RDONLY
	};
	char *envp[] = { (char *)"A=b", NULL };
	sigset_t none;
	struct pipesh_stage stage = SH("exec sleep 1000");
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_pool *pool = make_pool(1, false);
	pid_t pid;

	(void)sigemptyset(&none);
	stage.actions = &action;
	stage.action_count = 1;
	stage.envp = envp;
	stage.changes = envp;
	stage.directory = "/";
	spec.default_signals = &none;
	spec.mask = &none;
	spec.group = PIPESH_GROUP_NEW;
	ck_assert_int_eq(pipesh_pool_submit(pool, &spec, &pid), 0);
	ck_assert_int_eq(pipesh_pool_submit(pool, &spec, NULL), 0);
	ck_assert_uint_eq(pipesh_pool_waiting(pool), 1);
	pipesh_pool_free(pool);
	/* It runs on as a plain child: the only one there is. */
	pid = waitpid(-1, NULL, WNOHANG);
	ck_assert_int_eq(pid, 0);
	{
		siginfo_t info = { 0 };
		char text[256];
		FILE *children;

		(void)snprintf(text, sizeof text, "/proc/self/task/%d/children", (int)getpid());
		children = fopen(text, "re");
		if (children != NULL) {
			ck_assert_int_eq(fscanf(children, "%d", &pid), 1);
			(void)fclose(children);
			ck_assert_int_eq(kill(pid, SIGKILL), 0);
		}
		ck_assert_int_eq(waitid(P_ALL, 0, &info, WEXITED), 0);
	}
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/pool");
	TCase *tcase = add_case(suite, "pool");

	tcase_add_test(tcase, never_more_than_the_limit_are_alive);
	tcase_add_test(tcase, they_come_in_the_order_in_which_they_end);
	tcase_add_test(tcase, a_failure_ends_the_rest_if_wanted);
	tcase_add_test(tcase, captures_bytes_and_deadlines_work_in_a_pool);
	tcase_add_test(tcase, looking_once_does_not_block);
	tcase_add_test(tcase, a_bad_spec_is_refused_at_once);
	tcase_add_test(tcase, a_pool_can_be_freed_with_some_waiting);
	return run_suite(argc, argv, suite);
}
