/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include <dirent.h>
#include <malloc.h>
#include <sys/prctl.h>

#include "chain/pipesh_pool.h"

/*
 * Many chains with deadlines, half of which pass: whatever leaks, leaks here. `make soak'
 * sets PIPESH_SOAK to a number that takes minutes.
 */

/* Of the heap: what the allocator keeps at hand, far less than a block a chain. */
enum {
	CHAINS = 1000,
	CHAINS_LEAST = 100,
	AT_ONCE = 16,
	KINDS = 4,
	SPARE_KB = 1024,
	SPARE_BYTES = 4096
};

/* By index: two that pass their deadlines, two that end by themselves. */
static void make_kind(size_t index, struct pipesh_stage stages[2], struct pipesh_spec *spec)
{
	static char *const sleep_argv[] = { "sleep", "1000", NULL };
	static char *const true_argv[] = { "true", NULL };
	static char *const echo_argv[] = { "echo", "word", NULL };
	static char *const cat_argv[] = { "cat", NULL };
	const bool expires = index % 2 == 0;
	const bool captures = index % KINDS >= 2;

	memset(stages, 0, 2 * sizeof *stages);
	*spec = spec_of(stages, 2);
	spec->timeout_ns = expires ? 2 * CLOCK_MS : 300 * CLOCK_SECOND;
	stages[0].path = expires ? "/bin/sleep" : captures ? "/bin/echo" : "/bin/true";
	stages[0].argv = expires ? sleep_argv : captures ? echo_argv : true_argv;
	stages[1].path = captures ? "/bin/cat" : expires ? "/bin/sleep" : "/bin/true";
	stages[1].argv = captures ? cat_argv : expires ? sleep_argv : true_argv;
	if (captures) {
		spec->output_kind = PIPESH_OUTPUT_CAPTURE;
	}
}

static void submit(struct pipesh_pool *pool, size_t index)
{
	struct pipesh_stage stages[2];
	struct pipesh_spec spec;

	make_kind(index, stages, &spec);
	ck_assert_int_eq(pipesh_pool_submit(pool, &spec, NULL), 0);
}

static void check_result(const struct pipesh_pool_result *result)
{
	const struct pipesh_chain *chain = result->chain;
	const struct pipesh_outcome *outcome = pipesh_outcome(chain);
	const bool expires = result->index % 2 == 0;
	const int first = pipesh_report(chain, 0)->status;
	const int second = pipesh_report(chain, 1)->status;

	ck_assert_int_eq(result->error, 0);
	ck_assert(outcome->timed_out == expires);
	ck_assert(!outcome->killed);
	ck_assert_int_eq(first, expires ? -SIGTERM : 0);
	if (result->index % KINDS == 2) {
		/* cat may see the end of its input before the signal. */
		ck_assert(second == -SIGTERM || second == 0);
	} else {
		ck_assert_int_eq(second, expires ? -SIGTERM : 0);
	}
	if (result->index % KINDS == 3) {
		ck_assert_str_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->data, "word\n");
	}
}

/* So many chains, no more than AT_ONCE alive or waiting. */
static void run_chains(size_t count)
{
	struct pipesh_pool_options options = { .limit = AT_ONCE };
	struct pipesh_pool_result result;
	struct pipesh_pool *pool;
	size_t submitted = 0;
	size_t ended = 0;

	ck_assert_int_eq(pipesh_pool_create(&pool, &options), 0);
	while (ended < count) {
		while (submitted < count && submitted - ended < AT_ONCE) {
			submit(pool, submitted++);
		}
		ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), 0);
		check_result(&result);
		pipesh_free(result.chain);
		ended++;
	}
	ck_assert_int_eq(pipesh_pool_next(pool, &result, NULL), -ECHILD);
	pipesh_pool_free(pool);
}

/* What AddressSanitizer keeps back when something is freed is no leak. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=0:thread_local_quarantine_size_kb=0";
}

struct footprint {
	size_t descriptors;
	size_t heap; /* bytes in use */
	long resident_kb;
};

static struct footprint measure(void)
{
	struct footprint now = { 0 };
	char text[4096];
	const char *found;
	DIR *fds = opendir("/proc/self/fd");

	ck_assert_ptr_nonnull(fds);
	while (readdir(fds) != NULL) {
		now.descriptors++;
	}
	(void)closedir(fds);
	read_file("/proc/self/status", text, sizeof text);
	found = strstr(text, "VmRSS:");
	now.resident_kb = found != NULL ? strtol(found + strlen("VmRSS:"), NULL, 10) : 0;
#ifdef __GLIBC__
	now.heap = mallinfo2().uordblks;
#endif
	return now;
}

START_TEST(nothing_is_left_of_many_chains_with_deadlines)
{
	const char *wish = getenv("PIPESH_SOAK");
	const size_t count = wish != NULL ? (size_t)strtoul(wish, NULL, 10) : CHAINS;
	struct footprint before, after;
	int64_t began;

	/* What they leave behind becomes a child of this process, and is seen at the end. */
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	run_chains(CHAINS_LEAST); /* what is allocated once, is now */
	before = measure();
	began = clock_now_ns();
	run_chains(count);
	after = measure();
	printf("%zu chains, half of them past their deadlines, in %.1f s: descriptors %zu -> %zu, "
	       "heap %zu -> %zu bytes, resident %ld -> %ld KiB\n",
	       count, (double)(clock_now_ns() - began) / 1e9, before.descriptors, after.descriptors,
	       before.heap, after.heap, before.resident_kb, after.resident_kb);
	(void)fflush(stdout);
	ck_assert_uint_eq(after.descriptors, before.descriptors);
	ck_assert_uint_le(after.heap, before.heap + SPARE_BYTES);
	ck_assert_int_le(after.resident_kb, before.resident_kb + SPARE_KB);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/soak");
	TCase *tcase = add_case(suite, "soak");

	if (getenv("PIPESH_SOAK") != NULL) {
		tcase_set_timeout(tcase, 3600);
	}
	tcase_add_test(tcase, nothing_is_left_of_many_chains_with_deadlines);
	return run_suite(argc, argv, suite);
}
