/* SPDX-License-Identifier: MIT */
/*
 * A pipeline from C: a list, sorted, with a function of this program as its last
 * stage, a deadline, and a report of what each stage did.
 *
 *	cc chain.c $(pkg-config --cflags --libs libpipesh) -o chain
 */

#include <pipesh.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { STAGES = 3, SECONDS = 5 };

/* Runs in a child: numbers the lines that come through the pipe. */
static int number_lines(void *arg)
{
	const int *limit = arg;
	char line[256];
	int count = 0;

	while (fgets(line, sizeof line, stdin) != NULL) {
		if (++count <= *limit) {
			printf("%3d  %s", count, line);
		}
	}
	return fflush(stdout) == 0 ? 0 : 1;
}

static int64_t now_ns(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
		return 0;
	}
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void print_report(const struct pipesh_chain *chain)
{
	for (size_t i = 0; i < pipesh_stage_count(chain); i++) {
		const struct pipesh_report *report = pipesh_report(chain, i);

		if (report->error.phase != PIPESH_PHASE_NONE) {
			printf("stage %zu: %s: %s\n", i, pipesh_phase_name(report->error.phase),
			       strerror(report->error.error));
		}
		printf("stage %zu: status %d, %.1f ms, %ld KiB\n", i, report->status,
		       (double)(report->end_ns - report->start_ns) / 1e6, report->usage.ru_maxrss);
	}
}

int main(void)
{
	int limit = 5;
	char *list[] = { "sh", "-c", "for file in /usr/bin/*; do echo \"$file\"; done", NULL };
	char *sort[] = { "sort", "-r", NULL };
	struct pipesh_stage stages[STAGES] = {
		{ .kind = PIPESH_EXEC, .path = "/bin/sh", .argv = list },
		{ .kind = PIPESH_EXEC, .path = "/usr/bin/sort", .argv = sort },
		{ .kind = PIPESH_CALL, .call = number_lines, .arg = &limit },
	};
	struct pipesh_spec spec = {
		.stages = stages,
		.stage_count = STAGES,
		.want_usage = true,
	};
	struct pipesh_wait how = { .stopped = false };
	struct pipesh_chain *chain = NULL;
	struct pipesh_error error;
	int result = pipesh_start(&chain, &spec, &error);

	if (result < 0) {
		fprintf(stderr, "chain: stage %zu: %s: %s\n", error.stage,
			pipesh_phase_name(error.phase), strerror(-result));
	}
	if (chain == NULL) {
		return 1;
	}
	how.deadline_ns = now_ns() + (int64_t)SECONDS * 1000000000;
	if (pipesh_wait(chain, &how) == -ETIMEDOUT) {
		fprintf(stderr, "chain: stopped after %d s\n", SECONDS);
		(void)pipesh_signal(chain, SIGKILL);
	}
	(void)pipesh_wait(chain, NULL);
	print_report(chain);
	result = pipesh_report(chain, STAGES - 1)->status;
	pipesh_free(chain);
	return result == 0 ? 0 : 1;
}
