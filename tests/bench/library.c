/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a chain of two stages costs, by libpipesh and by other means:
 *
 *	make bench-library [BENCH_FLAGS='CHAINS [MEBIBYTES]']
 *
 * CHAINS are run by each in turn, in rounds: 10000 in all. MEBIBYTES: how big this
 * program is made first, since a fork copies its page tables. The answer of each
 * chain is checked, and one of each is run before anything is measured.
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

enum { ROUNDS = 50, CHAINS = 10000, MEBIBYTE = 1048576 };

static char true_program[] = "/bin/true";
static char echo_program[] = "/bin/echo";
static char cat_program[] = "/bin/cat";
static char word[] = "word";
static const char answer[] = "word\n";
static char *true_arguments[] = { true_program, NULL };
static char *echo_arguments[] = { echo_program, word, NULL };
static char *cat_arguments[] = { cat_program, NULL };

static char *const *const nothing[] = { true_arguments, true_arguments };
static char *const *const data[] = { echo_arguments, cat_arguments };

static int fail(const char *what)
{
	fprintf(stderr, "library: %s failed\n", what);
	return -1;
}

/* libpipesh ------------------------------------------------------------------ */

static int run_pipesh(char *const *const *programs, const struct pipesh_spec *given)
{
	struct pipesh_stage stages[] = {
		{ .path = programs[0][0], .argv = programs[0] },
		{ .path = programs[1][0], .argv = programs[1] },
	};
	struct pipesh_spec spec = *given;
	const struct pipesh_capture *capture;
	struct pipesh_chain *chain;
	int status;

	spec.stages = stages;
	spec.stage_count = 2;
	if (pipesh_start(&chain, &spec, NULL) != 0 || pipesh_wait(chain, NULL) != 0) {
		return fail("pipesh_start");
	}
	status = pipesh_report(chain, 0)->status | pipesh_report(chain, 1)->status;
	capture = pipesh_capture(chain, PIPESH_STREAM_OUTPUT);
	if (programs == data && (capture == NULL || strcmp(capture->data, answer) != 0)) {
		status = 1;
	}
	pipesh_free(chain);
	return status == 0 ? 0 : fail("a stage of pipesh");
}

static int run_plain(void)
{
	sigset_t none;

	(void)sigemptyset(&none);
	return run_pipesh(nothing, &(struct pipesh_spec){ .default_signals = &none });
}

/* With all signals looked up, as for a host that says nothing of them. */
static int run_default(void)
{
	return run_pipesh(nothing, &(struct pipesh_spec){ .stage_count = 0 });
}

static int run_usage(void)
{
	return run_pipesh(nothing, &(struct pipesh_spec){ .want_usage = true });
}

static int run_deadline(void)
{
	return run_pipesh(nothing, &(struct pipesh_spec){ .timeout_ns = 10000000000 });
}

static int run_captures(void)
{
	return run_pipesh(nothing, &(struct pipesh_spec){ .output_kind = PIPESH_OUTPUT_CAPTURE,
							  .errors_kind = PIPESH_OUTPUT_CAPTURE });
}

static int run_counted(void)
{
	return run_pipesh(nothing, &(struct pipesh_spec){ .want_io = true });
}

static int run_captured_data(void)
{
	return run_pipesh(data, &(struct pipesh_spec){ .output_kind = PIPESH_OUTPUT_CAPTURE });
}

static int run_limited_data(void)
{
	return run_pipesh(data, &(struct pipesh_spec){ .output_kind = PIPESH_OUTPUT_CAPTURE,
						       .timeout_ns = 10000000000 });
}

/* By hand: as little as is correct ------------------------------------------- */

/* Start one with its standard descriptors from these (-1: as they are): its pid. */
static pid_t spawn(char *const *arguments, int input, int output)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int error;

	(void)posix_spawn_file_actions_init(&actions);
	if (input >= 0) {
		(void)posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	}
	if (output >= 0) {
		(void)posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	}
	error = posix_spawn(&pid, arguments[0], &actions, NULL, arguments, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return error == 0 ? pid : fail("posix_spawn");
}

/* The output of the last goes to this descriptor, which is closed. */
static int spawn_two(char *const *const *programs, int output, pid_t pids[2])
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0) {
		return fail("pipe2");
	}
	pids[0] = spawn(programs[0], -1, ends[1]);
	(void)close(ends[1]);
	pids[1] = spawn(programs[1], ends[0], output);
	(void)close(ends[0]);
	if (output >= 0) {
		(void)close(output);
	}
	return pids[0] > 0 && pids[1] > 0 ? 0 : -1;
}

static int wait_two(const pid_t pids[2])
{
	int status;

	for (int i = 0; i < 2; i++) {
		if (waitpid(pids[i], &status, 0) != pids[i] || status != 0) {
			return fail("waitpid");
		}
	}
	return 0;
}

static int run_spawn(void)
{
	pid_t pids[2];

	return spawn_two(nothing, -1, pids) != 0 ? -1 : wait_two(pids);
}

static int run_spawn_data(void)
{
	char text[64];
	size_t size = 0;
	ssize_t got;
	pid_t pids[2];
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0 || spawn_two(data, ends[1], pids) != 0) {
		return fail("pipe2");
	}
	while ((got = read(ends[0], text + size, sizeof text - 1 - size)) > 0) {
		size += (size_t)got;
	}
	text[size] = '\0';
	(void)close(ends[0]);
	return wait_two(pids) == 0 && strcmp(text, answer) == 0 ? 0 : fail("the answer by hand");
}

/* libpipeline ---------------------------------------------------------------- */

#ifdef HAVE_LIBPIPELINE
static int run_libpipeline(void)
{
	pipeline *line = pipeline_new();

	pipeline_command_args(line, true_program, NULL);
	pipeline_command_args(line, true_program, NULL);
	return pipeline_run(line) == 0 ? 0 : fail("libpipeline");
}

static int run_libpipeline_data(void)
{
	pipeline *line = pipeline_new();
	const char *text;
	bool right;

	pipeline_command_args(line, echo_program, word, NULL);
	pipeline_command_args(line, cat_program, NULL);
	pipeline_want_out(line, -1);
	pipeline_start(line);
	text = pipeline_readline(line);
	right = text != NULL && strcmp(text, answer) == 0;
	right = pipeline_readline(line) == NULL && right;
	right = pipeline_wait(line) == 0 && right;
	pipeline_free(line);
	return right ? 0 : fail("libpipeline");
}
#endif

/* Measuring ------------------------------------------------------------------ */

struct way {
	const char *name;
	int (*run)(void);
	double wall[ROUNDS];
	double cpu[ROUNDS];
	double ratios[ROUNDS];
};

/* The first is what the others are compared with. */
static struct way nothing_ways[] = {
	{ .name = "posix_spawn by hand", .run = run_spawn },
	{ .name = "libpipesh", .run = run_plain },
	{ .name = "libpipesh, signals unknown", .run = run_default },
	{ .name = "libpipesh, want_usage", .run = run_usage },
	{ .name = "libpipesh, deadline", .run = run_deadline },
	{ .name = "libpipesh, two captures", .run = run_captures },
	{ .name = "libpipesh, want_io", .run = run_counted },
#ifdef HAVE_LIBPIPELINE
	{ .name = "libpipeline", .run = run_libpipeline },
#endif
};

static struct way data_ways[] = {
	{ .name = "posix_spawn by hand", .run = run_spawn_data },
	{ .name = "libpipesh, capture", .run = run_captured_data },
	{ .name = "libpipesh, capture, deadline", .run = run_limited_data },
#ifdef HAVE_LIBPIPELINE
	{ .name = "libpipeline", .run = run_libpipeline_data },
#endif
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

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
static int measure_apart(struct way *way, size_t round, int chains)
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

/* Puts the values into order: the least comes first then. */
static double median(double *values)
{
	qsort(values, ROUNDS, sizeof *values, compare);
	return (values[ROUNDS / 2 - 1] + values[ROUNDS / 2]) / 2;
}

/* Round by round, as the machine is not the same in all of them. */
static double ratio(struct way *way, const double *these, const double *those, double *spread)
{
	double middle;

	for (int round = 0; round < ROUNDS; round++) {
		way->ratios[round] = these[round] / those[round];
	}
	middle = median(way->ratios);
	*spread = (way->ratios[ROUNDS * 3 / 4] - way->ratios[ROUNDS / 4]) / 2;
	return middle;
}

static void print_row(struct way *way, double wall_ratio, double cpu_ratio, double spread)
{
	double wall = median(way->wall);
	double cpu = median(way->cpu);

	printf("%-30s %8.1f %8.1f %7.3f %8.1f %8.1f %7.3f %6.3f\n", way->name, wall, way->wall[0],
	       wall_ratio, cpu, way->cpu[0], cpu_ratio, spread);
}

static void print_table(const char *title, struct way *ways, size_t count)
{
	printf("\n%-30s %8s %8s %7s %8s %8s %7s %6s\n", title, "wall", "least", "ratio", "CPU",
	       "least", "ratio", "+-");
	/* The first comes last here: its rounds lose their order when it is printed. */
	for (size_t i = 1; i <= count; i++) {
		struct way *way = &ways[i % count];
		double spread;
		double wall_ratio = ratio(way, way->wall, ways[0].wall, &spread);
		double cpu_ratio = ratio(way, way->cpu, ways[0].cpu, &spread);

		print_row(way, wall_ratio, cpu_ratio, spread);
	}
}

static int compare_ways(const char *title, struct way *ways, size_t count, int chains)
{
	for (size_t i = 0; i < count; i++) {
		if (measure_apart(&ways[i], 0, 1) != 0) {
			return -1;
		}
	}
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < count; i++) {
			if (measure_apart(&ways[(i + round) % count], round, chains) != 0) {
				return -1;
			}
		}
	}
	print_table(title, ways, count);
	return 0;
}

int main(int argc, char **argv)
{
	int chains = (argc > 1 ? atoi(argv[1]) : CHAINS) / ROUNDS;
	size_t size = (argc > 2 ? (size_t)atoi(argv[2]) : 0) * MEBIBYTE;
	char *ballast = size > 0 ? malloc(size) : NULL;
	int result;

	if (chains <= 0 || (size > 0 && ballast == NULL)) {
		fprintf(stderr, "usage: library [CHAINS [MEBIBYTES]]\n");
		return 2;
	}
	if (size > 0) {
		memset(ballast, 1, size);
	}
	printf("%d chains of two stages each, %zu MiB; microseconds a chain, medians of %d rounds\n"
	       "ratio: to the last row, median of the ratios round by round; +-: of that of CPU\n",
	       chains * ROUNDS, size / MEBIBYTE, ROUNDS);
	(void)fflush(stdout);
	result = compare_ways("true | true", nothing_ways, COUNT(nothing_ways), chains);
	if (result == 0) {
		(void)fflush(stdout);
		result = compare_ways("echo word | cat, to memory", data_ways, COUNT(data_ways),
				      chains);
	}
	free(ballast);
	return result == 0 ? 0 : 1;
}
