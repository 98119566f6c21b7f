/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include <limits.h>
#include <pthread.h>

#include "chain/pipesh_pool.h"

/*
 * Hosts with threads. Build with CFLAGS=-fsanitize=thread and
 * CPPFLAGS=-DPIPESH_NO_VFORK to have them watched.
 */

enum { THREADS = 4, CHAINS = 250, POOLED = 60, STACK = 16384 };

/* A chain that gives its text back: the number of things that were wrong. */
static intptr_t run_chain(const char *text, int64_t timeout_ns, size_t limit)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/cat", "cat"), PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;
	const struct pipesh_capture *capture;
	intptr_t wrong;

	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = text;
	spec.byte_count = strlen(text);
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.capture_limit = limit;
	spec.timeout_ns = timeout_ns;
	if (pipesh_start(&chain, &spec, NULL) != 0 ||
	    pipesh_communicate(chain, NULL, 0, NULL) != 0) {
		return 1;
	}
	capture = pipesh_capture(chain, PIPESH_STREAM_OUTPUT);
	wrong = status_of(chain, 0) != 0 || status_of(chain, 1) != 0 || capture->cut ||
		capture->size != strlen(text) || (limit == 0 && strcmp(capture->data, text) != 0);
	pipesh_free(chain);
	return wrong;
}

static void *run_chains(void *arg)
{
	intptr_t wrong = 0;

	for (int i = 0; i < CHAINS; i++) {
		wrong += run_chain(arg, i % 2 == 0 ? 30 * CLOCK_SECOND : 0, 0);
	}
	return (void *)wrong;
}

static void *run_pool(void *arg)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/true", "true"), SH(arg) };
	struct pipesh_pool_options options = { .limit = THREADS };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_pool_result result;
	struct pipesh_pool *pool;
	intptr_t wrong = POOLED;

	if (pipesh_pool_create(&pool, &options) != 0) {
		return (void *)wrong;
	}
	spec.timeout_ns = 30 * CLOCK_SECOND;
	for (int i = 0; i < POOLED; i++) {
		(void)pipesh_pool_submit(pool, &spec, NULL);
	}
	while (pipesh_pool_next(pool, &result, NULL) == 0) {
		wrong -= result.error == 0 && status_of(result.chain, 1) == 7;
		pipesh_free(result.chain);
	}
	pipesh_pool_free(pool);
	return (void *)wrong;
}

/* Run in threads, and no thread may find anything wrong. */
static void in_threads(void *(*run)(void *arg), const char *const *args, size_t count)
{
	pthread_t threads[THREADS];
	void *wrong;

	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(pthread_create(&threads[i], NULL, run, (void *)(uintptr_t)args[i]),
				 0);
	}
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
		ck_assert_int_eq((intptr_t)wrong, 0);
	}
}

START_TEST(a_thousand_chains_from_four_threads)
{
	static const char *const texts[THREADS] = { "alpha", "beta", "gamma", "delta" };

	in_threads(run_chains, texts, THREADS);
}
END_TEST

START_TEST(a_pool_in_each_thread)
{
	static const char *const scripts[] = { "exit 7", "sleep 0.01; exit 7" };

	in_threads(run_pool, scripts, COUNT(scripts));
}
END_TEST

static void *run_on_small_stack(void *arg)
{
	(void)arg;
	/* Also by way of a file, which takes the most. */
	return (void *)(run_chain("small", 30 * CLOCK_SECOND, 0) + run_chain("small", 0, 1));
}

START_TEST(a_small_stack_is_enough)
{
	const size_t size = (size_t)sysconf(_SC_THREAD_STACK_MIN) + STACK;
	pthread_attr_t attributes;
	pthread_t thread;
	void *wrong;

	ck_assert_int_eq(pthread_attr_init(&attributes), 0);
	ck_assert_int_eq(pthread_attr_setstacksize(&attributes, size), 0);
	ck_assert_int_eq(pthread_create(&thread, &attributes, run_on_small_stack, NULL), 0);
	ck_assert_int_eq(pthread_join(thread, &wrong), 0);
	ck_assert_int_eq((intptr_t)wrong, 0);
	ck_assert_int_eq(pthread_attr_destroy(&attributes), 0);
}
END_TEST

/* The child by vfork has the thread's memory: it must not act on the cancellation. */
static void *start_cancelled(void *arg)
{
	const struct pipesh_action actions[] = {
		{ .fd = 1, .path = "/dev/null", .flags = O_WRONLY },
		{ .fd = 2, .path = "/dev/null", .flags = O_WRONLY },
	};
	struct pipesh_stage stages[] = { { .path = "/bin/sh",
					   .argv = ARGV("sh", "-c", "exit 5"),
					   .actions = actions,
					   .action_count = 2 },
					 SH("exit 6") };
	struct pipesh_spec spec = spec_of(stages, 2);

	spec.input_kind = PIPESH_INPUT_NULL;
	spec.errors_kind = PIPESH_OUTPUT_CAPTURE;
	(void)pthread_cancel(pthread_self());
	(void)pipesh_start(arg, &spec, NULL);
	pthread_testcancel();
	return NULL;
}

START_TEST(a_start_is_not_cancelled_half_way)
{
	struct pipesh_chain *chain = NULL;
	pthread_t thread;
	void *result;

	ck_assert_int_eq(pthread_create(&thread, NULL, start_cancelled, &chain), 0);
	ck_assert_int_eq(pthread_join(thread, &result), 0);
	ck_assert_ptr_eq(result, PTHREAD_CANCELED);
	ck_assert_ptr_nonnull(chain);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(status_of(chain, 0), 5);
	ck_assert_int_eq(status_of(chain, 1), 6);
	pipesh_free(chain);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/thread");
	TCase *tcase = add_case(suite, "thread");

	tcase_add_test(tcase, a_thousand_chains_from_four_threads);
	tcase_add_test(tcase, a_pool_in_each_thread);
	tcase_add_test(tcase, a_small_stack_is_enough);
	tcase_add_test(tcase, a_start_is_not_cancelled_half_way);
	return run_suite(argc, argv, suite);
}
