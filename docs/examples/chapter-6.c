/* SPDX-License-Identifier: MIT */
/*
 * A child that takes too long: it is stopped with SIGTERM when its deadline has
 * passed, and reaped. The library says -15; as a command, this program ends with
 * 124, as timeout(1) does.
 *
 *	cc chapter-6.c $(pkg-config --cflags --libs libpipesh) -o chapter-6
 */

#include <pipesh.h>

#include <stdio.h>

enum { MILLISECOND = 1000000, STATUS_TIMED_OUT = 124 };

int main(void)
{
	char *argv[] = { "sleep", "10", NULL };
	struct pipesh_stage stage = { .argv = argv, .search = true };
	struct pipesh_spec spec = {
		.stages = &stage,
		.stage_count = 1,
		.timeout_ns = 100 * (int64_t)MILLISECOND,
	};
	const struct pipesh_outcome *outcome;
	struct pipesh_chain *chain;
	int status = 1;

	if (pipesh_start(&chain, &spec, NULL) == 0 && pipesh_wait(chain, NULL) == 0) {
		outcome = pipesh_outcome(chain);
		status = pipesh_report(chain, 0)->status;
		printf("status %d after %.2f s%s\n", status,
		       (double)(outcome->end_ns - outcome->start_ns) / 1e9,
		       outcome->timed_out ? ", timed out" : "");
		status = outcome->timed_out ? STATUS_TIMED_OUT : status;
	}
	pipesh_free(chain);
	return fflush(stdout) != 0 ? 1 : status;
}
