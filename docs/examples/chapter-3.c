/* SPDX-License-Identifier: MIT */
/*
 * Ten children that sleep for a second each, side by side: that takes about one
 * second, not ten.
 *
 *	cc chapter-3.c $(pkg-config --cflags --libs libpipesh) -o chapter-3
 */

#include <pipesh.h>
#include <pipesh_pool.h>

#include <stdio.h>

enum { CHILDREN = 10 };

int main(void)
{
	char *argv[] = { "sleep", "1", NULL };
	struct pipesh_stage stage = { .argv = argv, .search = true };
	/* want_usage: for the times in the reports */
	struct pipesh_spec spec = { .stages = &stage, .stage_count = 1, .want_usage = true };
	struct pipesh_pool_options options = { .limit = CHILDREN };
	struct pipesh_pool_result result;
	struct pipesh_pool *pool;
	int64_t first = 0;
	int64_t last = 0;
	int ended = 0;

	if (pipesh_pool_create(&pool, &options) != 0) {
		return 1;
	}
	for (int i = 0; i < CHILDREN; i++) {
		if (pipesh_pool_submit(pool, &spec, NULL) != 0) {
			return 1;
		}
	}
	while (pipesh_pool_next(pool, &result, NULL) == 0) {
		const struct pipesh_report *report = pipesh_report(result.chain, 0);

		if (first == 0 || report->start_ns < first) {
			first = report->start_ns;
		}
		last = report->end_ns > last ? report->end_ns : last;
		ended += report->status == 0;
		pipesh_free(result.chain);
	}
	pipesh_pool_free(pool);
	printf("%d ended with status 0, in %.2f s\n", ended, (double)(last - first) / 1e9);
	return ended != CHILDREN || fflush(stdout) != 0;
}
