/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a chain of two stages costs, by libpipesh and by other means:
 *
 *	make bench-library [BENCH_FLAGS='CHAINS [MEBIBYTES]']
 *
 * CHAINS are run by each in turn, in rounds: 10000 in all. MEBIBYTES: how big this
 * program is made first, since a fork copies its page tables.
 */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "chain/pipesh.h"

#ifdef HAVE_LIBPIPELINE
#include <pipeline.h>
#endif

extern char **environ;

enum { ROUNDS = 10, CHAINS = 10000, MEBIBYTE = 1048576 };

static char program[] = "/bin/true";
static char *arguments[] = { program, NULL };

static int fail(const char *what)
{
	fprintf(stderr, "library: %s failed\n", what);
	return -1;
}

static int run_pipesh(const struct pipesh_spec *given)
{
	struct pipesh_stage stages[] = {
		{ .path = program, .argv = arguments },
		{ .path = program, .argv = arguments },
	};
	struct pipesh_spec spec = *given;
	struct pipesh_chain *chain;
	int status;

	spec.stages = stages;
	spec.stage_count = 2;
	if (pipesh_start(&chain, &spec, NULL) != 0 || pipesh_wait(chain, NULL) != 0) {
		return fail("pipesh_start");
	}
	status = pipesh_report(chain, 0)->status | pipesh_report(chain, 1)->status;
	pipesh_free(chain);
	return status == 0 ? 0 : fail("a stage of pipesh");
}

static int run_plain(void)
{
	sigset_t none;

	(void)sigemptyset(&none);
	return run_pipesh(&(struct pipesh_spec){ .default_signals = &none });
}

/* With all signals looked up, as for a host that says nothing of them. */
static int run_default(void)
{
	return run_pipesh(&(struct pipesh_spec){ .stage_count = 0 });
}

static int run_deadline(void)
{
	return run_pipesh(&(struct pipesh_spec){ .timeout_ns = 10000000000 });
}

static int run_captured(void)
{
	return run_pipesh(&(struct pipesh_spec){ .output_kind = PIPESH_OUTPUT_CAPTURE,
						 .errors_kind = PIPESH_OUTPUT_CAPTURE });
}

static int run_counted(void)
{
	return run_pipesh(&(struct pipesh_spec){ .want_io = true });
}

/* By hand: as little as is correct. */
static int run_spawn(void)
{
	posix_spawn_file_actions_t actions[2];
	pid_t pids[2];
	int ends[2];
	int status;

	if (pipe2(ends, O_CLOEXEC) != 0) {
		return fail("pipe2");
	}
	for (int i = 0; i < 2; i++) {
		(void)posix_spawn_file_actions_init(&actions[i]);
		(void)posix_spawn_file_actions_adddup2(&actions[i], ends[1 - i], 1 - i);
		if (posix_spawn(&pids[i], program, &actions[i], NULL, arguments, environ) != 0) {
			return fail("posix_spawn");
		}
		(void)close(ends[1 - i]);
		(void)posix_spawn_file_actions_destroy(&actions[i]);
	}
	for (int i = 0; i < 2; i++) {
		if (waitpid(pids[i], &status, 0) != pids[i] || status != 0) {
			return fail("waitpid");
		}
	}
	return 0;
}

#ifdef HAVE_LIBPIPELINE
static int run_libpipeline(void)
{
	pipeline *line = pipeline_new();

	pipeline_command_args(line, program, NULL);
	pipeline_command_args(line, program, NULL);
	return pipeline_run(line) == 0 ? 0 : fail("libpipeline");
}
#endif

static struct way {
	const char *name;
	int (*run)(void);
	double wall[ROUNDS];
	double cpu[ROUNDS];
} ways[] = {
	{ .name = "posix_spawn by hand", .run = run_spawn },
	{ .name = "libpipesh", .run = run_plain },
	{ .name = "libpipesh, signals unknown", .run = run_default },
	{ .name = "libpipesh, deadline", .run = run_deadline },
	{ .name = "libpipesh, two captures", .run = run_captured },
	{ .name = "libpipesh, want_io", .run = run_counted },
#ifdef HAVE_LIBPIPELINE
	{ .name = "libpipeline", .run = run_libpipeline },
#endif
};

enum { WAYS = sizeof ways / sizeof ways[0] };

static double cpu_of(int who)
{
	struct rusage usage;

	(void)getrusage(who, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static double cpu_now(void)
{
	return cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN);
}

static double wall_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* Microseconds a chain. */
struct cost {
	double wall;
	double cpu;
};

static int measure(const struct way *way, int chains, struct cost *cost)
{
	double wall = wall_now();
	double cpu = cpu_now();

	for (int i = 0; i < chains; i++) {
		if (way->run() != 0) {
			return -1;
		}
	}
	cost->wall = (wall_now() - wall) / chains;
	cost->cpu = (cpu_now() - cpu) / chains;
	return 0;
}

/*
 * In a process of its own: libpipeline waits for every child there is, also for
 * those of others, from when it was first used.
 */
static int measure_apart(struct way *way, int round, int chains)
{
	struct cost cost;
	ssize_t got;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0 || (pid = fork()) < 0) {
		return fail("fork");
	}
	if (pid == 0) {
		_exit(measure(way, chains, &cost) != 0 ||
		      write(ends[1], &cost, sizeof cost) != (ssize_t)sizeof cost);
	}
	(void)close(ends[1]);
	got = read(ends[0], &cost, sizeof cost);
	(void)close(ends[0]);
	(void)waitpid(pid, NULL, 0);
	if (got != (ssize_t)sizeof cost) {
		return fail(way->name);
	}
	way->wall[round] = cost.wall;
	way->cpu[round] = cost.cpu;
	return 0;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return (a > b) - (a < b);
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof *values, compare);
	return (values[ROUNDS / 2 - 1] + values[ROUNDS / 2]) / 2;
}

int main(int argc, char **argv)
{
	int chains = (argc > 1 ? atoi(argv[1]) : CHAINS) / ROUNDS;
	size_t size = (argc > 2 ? (size_t)atoi(argv[2]) : 0) * MEBIBYTE;
	char *ballast = size > 0 ? malloc(size) : NULL;

	if (chains <= 0 || (size > 0 && ballast == NULL)) {
		return 2;
	}
	if (size > 0) {
		memset(ballast, 1, size);
	}
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < WAYS; i++) {
			if (measure_apart(&ways[(i + round) % WAYS], round, chains) != 0) {
				return 1;
			}
		}
	}
	printf("%d chains of two stages each, %zu MiB; microseconds a chain, medians of %d\n",
	       chains * ROUNDS, size / MEBIBYTE, ROUNDS);
	printf("%-28s %8s %8s\n", "", "wall", "CPU");
	for (int i = 0; i < WAYS; i++) {
		printf("%-28s %8.1f %8.1f\n", ways[i].name, median(ways[i].wall),
		       median(ways[i].cpu));
	}
	free(ballast);
	return 0;
}
