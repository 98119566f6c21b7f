/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

#include "chain/pipesh_builder.h"
#include "chain/pipesh_pool.h"

/*
 * Whatever fails, however early or late: no process, no descriptor and no memory
 * is left behind, and the host is told. The library's calls arrive here (the
 * linker's --wrap), are counted, and the n-th fails; then the one after it, until
 * a run gets to its end without a failure.
 */

enum {
	NEVER = -1,
	FAULTS_MAX = 400,
	BYTES = 200000, /* more than fits into a pipe */
	LIMIT_BYTES = 1000,
};

static int countdown = NEVER; /* calls until one fails */
static int interruptions;     /* 0: none; n: each n-th call that sleeps is interrupted */
static bool tripped;
static int fault_errno;
static long blocks; /* allocated through the wraps, and not freed */

/* Asserts of Check allocate: in a run there are only these. */
#define MUST(condition)                                      \
	do {                                                 \
		if (!(condition)) {                          \
			countdown = NEVER;                   \
			interruptions = 0;                   \
			ck_abort_msg("not so: " #condition); \
		}                                            \
	} while (0)

static bool trips(int error)
{
	if (countdown < 0 || countdown-- > 0) {
		return false;
	}
	tripped = true;
	fault_errno = error;
	errno = error;
	return true;
}

static bool is_interrupted(void)
{
	static int calls;

	if (interruptions == 0 || ++calls % interruptions != 0) {
		return false;
	}
	errno = EINTR;
	return true;
}

/* What --wrap makes of the library's calls. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *string);
void __real_free(void *block);
int __real_pipe2(int ends[2], int flags);
int __real_open(const char *path, int flags, ...);
int __real_fcntl(int fd, int command, ...);
pid_t __real_fork(void);
int __real_epoll_create1(int flags);
int __real_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
int __real_timerfd_create(int clock, int flags);
int __real_mkostemp(char *name, int flags);
ssize_t __real_read(int fd, void *buffer, size_t size);
ssize_t __real_write(int fd, const void *buffer, size_t size);
pid_t __real_wait4(pid_t pid, int *status, int options, struct rusage *usage);
int __real_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *span,
		 const sigset_t *mask);
long __real_syscall(long number, ...);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *string);
void __wrap_free(void *block);
int __wrap_pipe2(int ends[2], int flags);
int __wrap_open(const char *path, int flags, ...);
int __wrap_fcntl(int fd, int command, ...);
pid_t __wrap_fork(void);
pid_t __wrap_vfork(void);
int __wrap_epoll_create1(int flags);
int __wrap_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
int __wrap_timerfd_create(int clock, int flags);
int __wrap_mkostemp(char *name, int flags);
ssize_t __wrap_read(int fd, void *buffer, size_t size);
ssize_t __wrap_write(int fd, const void *buffer, size_t size);
pid_t __wrap_wait4(pid_t pid, int *status, int options, struct rusage *usage);
int __wrap_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *span,
		 const sigset_t *mask);
long __wrap_syscall(long number, ...);

static void *counted(void *block)
{
	blocks += block != NULL;
	return block;
}

void *__wrap_malloc(size_t size)
{
	return trips(ENOMEM) ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
	return trips(ENOMEM) ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size)
{
	void *block = trips(ENOMEM) ? NULL : __real_realloc(old, size);

	blocks += old == NULL && block != NULL;
	return block;
}

char *__wrap_strdup(const char *string)
{
	return trips(ENOMEM) ? NULL : counted(__real_strdup(string));
}

void __wrap_free(void *block)
{
	blocks -= block != NULL;
	__real_free(block);
}

int __wrap_pipe2(int ends[2], int flags)
{
	return trips(EMFILE) ? -1 : __real_pipe2(ends, flags);
}

int __wrap_open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list rest;

	va_start(rest, flags);
	if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
		mode = va_arg(rest, mode_t);
	}
	va_end(rest);
	return is_interrupted() || trips(EMFILE) ? -1 : __real_open(path, flags, mode);
}

int __wrap_fcntl(int fd, int command, ...)
{
	va_list rest;
	int value;

	va_start(rest, command);
	value = va_arg(rest, int); /* of every command that is used here */
	va_end(rest);
	return trips(EMFILE) ? -1 : __real_fcntl(fd, command, value);
}

/* In a child nothing fails: what that looks like is the business of spawn.c's test. */
static pid_t fork_quietly(void)
{
	pid_t pid = __real_fork();

	if (pid == 0) {
		countdown = NEVER;
		interruptions = 0;
	}
	return pid;
}

pid_t __wrap_fork(void)
{
	return trips(EAGAIN) ? -1 : fork_quietly();
}

/* A function cannot stand around vfork: so a fork, and a wait until it has executed. */
pid_t __wrap_vfork(void)
{
	int ends[2];
	char none;
	pid_t pid;

	if (trips(EAGAIN)) {
		return -1;
	}
	MUST(__real_pipe2(ends, O_CLOEXEC) == 0);
	pid = fork_quietly();
	if (pid == 0) {
		return 0;
	}
	(void)close(ends[1]);
	MUST(__real_read(ends[0], &none, 1) == 0);
	(void)close(ends[0]);
	return pid;
}

int __wrap_epoll_create1(int flags)
{
	return trips(EMFILE) ? -1 : __real_epoll_create1(flags);
}

int __wrap_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
	return trips(ENOSPC) ? -1 : __real_epoll_ctl(epoll, operation, fd, event);
}

int __wrap_timerfd_create(int clock, int flags)
{
	return trips(EMFILE) ? -1 : __real_timerfd_create(clock, flags);
}

int __wrap_mkostemp(char *name, int flags)
{
	return trips(EMFILE) ? -1 : __real_mkostemp(name, flags);
}

ssize_t __wrap_read(int fd, void *buffer, size_t size)
{
	return is_interrupted() || trips(EIO) ? -1 : __real_read(fd, buffer, size);
}

ssize_t __wrap_write(int fd, const void *buffer, size_t size)
{
	return is_interrupted() || trips(EIO) ? -1 : __real_write(fd, buffer, size);
}

pid_t __wrap_wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
	return is_interrupted() ? -1 : __real_wait4(pid, status, options, usage);
}

int __wrap_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *span,
		 const sigset_t *mask)
{
	const struct timespec none = { 0 };
	int ready = __real_ppoll(fds, count, &none, NULL);

	/* What is ready comes before a signal. */
	return ready != 0 ? ready : is_interrupted() ? -1 : __real_ppoll(fds, count, span, mask);
}

/* pidfd_open(2) and waitid(2). */
long __wrap_syscall(long number, ...)
{
	long values[5];
	va_list rest;

	va_start(rest, number);
	for (int i = 0; i < 5; i++) {
		values[i] = va_arg(rest, long);
	}
	va_end(rest);
	if ((number == SYS_waitid && is_interrupted()) || (number != SYS_waitid && trips(EMFILE))) {
		return -1;
	}
	return __real_syscall(number, values[0], values[1], values[2], values[3], values[4]);
}

/* The runs ------------------------------------------------------------------- */

/* One use of the library. 0: it came to what it should; else the error it tells. */
typedef int run_fn(void);

static char bytes[BYTES]; /* one line */

static int end_of_chain(struct pipesh_chain *chain, int error)
{
	const struct pipesh_capture *capture;

	if (chain == NULL) {
		return error;
	}
	/* The list for ppoll may find no memory; it is asked for anew. */
	while (pipesh_wait(chain, NULL) == -ENOMEM) {
		continue;
	}
	MUST(pipesh_state(chain) == PIPESH_ENDED);
	for (size_t i = 0; i < pipesh_stage_count(chain); i++) {
		const struct pipesh_report *report = pipesh_report(chain, i);

		MUST(report->state == PIPESH_ENDED);
		if (error == 0 && report->error.phase != PIPESH_PHASE_NONE) {
			error = -report->error.error;
		} else if (error == 0 && report->status != 0) {
			error = -ECANCELED; /* a neighbour's trouble */
		}
	}
	error = error == 0 ? -pipesh_outcome(chain)->input_error : error;
	for (int i = 0; i < 2; i++) {
		capture = pipesh_capture(chain, (enum pipesh_stream)i);
		if (capture != NULL && error == 0) {
			MUST(capture->ended);
			error = -capture->error;
		}
	}
	return error;
}

static struct pipesh_spec cat_spec(const struct pipesh_stage *stages, size_t count)
{
	struct pipesh_spec spec = spec_of(stages, count);

	spec.input_kind = PIPESH_INPUT_BYTES;
	spec.bytes = bytes;
	spec.byte_count = sizeof bytes;
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	spec.errors_kind = PIPESH_OUTPUT_CAPTURE;
	spec.timeout_ns = 60 * CLOCK_SECOND;
	return spec;
}

static void check_bytes(const struct pipesh_chain *chain, int error)
{
	if (error == 0) {
		MUST(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->size == BYTES);
	}
}

static int run_plain(void)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/true", "true"), PROGRAM("/bin/cat", "cat"),
					 PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = spec_of(stages, 3);
	struct pipesh_chain *chain;
	int error = pipesh_start(&chain, &spec, NULL);

	error = end_of_chain(chain, error);
	pipesh_free(chain);
	return error;
}

/* Fed, captured, with a deadline, in memory. */
static int run_managed(void)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/cat", "cat"), PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = cat_spec(stages, 2);
	struct pipesh_chain *chain;
	int error = pipesh_start(&chain, &spec, NULL);

	error = end_of_chain(chain, error);
	check_bytes(chain, error);
	pipesh_free(chain);
	return error;
}

/* With counters, into a file, taken back into memory. */
static int run_counted(void)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/cat", "cat"), PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = cat_spec(stages, 2);
	struct pipesh_chain *chain;
	size_t size = 0;
	char *taken;
	int error;

	spec.want_io = true;
	spec.capture_limit = LIMIT_BYTES;
	error = pipesh_start(&chain, &spec, NULL);
	error = end_of_chain(chain, error);
	check_bytes(chain, error);
	if (error == 0) {
		taken = pipesh_take_capture(chain, PIPESH_STREAM_OUTPUT, &size);
		error = taken == NULL ? -ENOMEM : 0;
		MUST(taken == NULL || size == BYTES);
		__wrap_free(taken);
	}
	pipesh_free(chain);
	return error;
}

/* By name, with functions, files and an event descriptor. */
static int run_events(void)
{
	const struct pipesh_action to_null = { .fd = 2, .path = "/dev/null", .flags = O_WRONLY };
	struct pipesh_stage stages[] = {
		/* It writes nothing before it has read all. */
		{ .search = true, .argv = ARGV("sort"), .changes = ARGV("LC_ALL=C", "HOME") },
		{ .path = "/bin/cat",
		  .argv = ARGV("cat"),
		  .actions = &to_null,
		  .action_count = 1,
		  .directory = "/" },
	};
	struct pipesh_spec spec = cat_spec(stages, 2);
	struct pipesh_chain *chain;
	int error = pipesh_start(&chain, &spec, NULL);
	int fd = chain != NULL ? pipesh_event_fd(chain) : -1;

	while (fd >= 0 && pipesh_state(chain) != PIPESH_ENDED) {
		struct pollfd watch = { .fd = fd, .events = POLLIN };

		MUST(poll(&watch, 1, 20000) == 1);
		(void)pipesh_poll(chain);
	}
	error = end_of_chain(chain, error);
	error = error == 0 && fd < 0 ? fd : error;
	check_bytes(chain, error);
	pipesh_free(chain);
	return error;
}

/* One that would not end. */
static int run_stopped(void)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/sleep", "sleep", "1000"),
					 PROGRAM("/bin/sleep", "sleep", "1000") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;
	int error;

	spec.want_usage = true;
	error = pipesh_start(&chain, &spec, NULL);
	while (chain != NULL && pipesh_stop(chain, NULL) == -ENOMEM) {
		continue;
	}
	error = end_of_chain(chain, error);
	if (error == -ECANCELED) {
		MUST(status_of(chain, 0) == -SIGTERM);
		error = 0;
	}
	pipesh_free(chain);
	return error;
}

/* One that passes its deadline. */
static int run_expired(void)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/sleep", "sleep", "1000"),
					 PROGRAM("/bin/sleep", "sleep", "1000") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;
	int error;

	spec.timeout_ns = CLOCK_MS;
	error = pipesh_start(&chain, &spec, NULL);
	error = end_of_chain(chain, error);
	if (error == -ECANCELED) {
		MUST(pipesh_outcome(chain)->timed_out);
		MUST(status_of(chain, 1) == -SIGTERM);
		error = 0;
	}
	pipesh_free(chain);
	return error;
}

static int run_builder(void)
{
	struct pipesh_builder *builder = pipesh_builder_create();
	struct pipesh_chain *chain = NULL;
	struct pipesh_spec *spec;
	int error;

	(void)pipesh_builder_add(builder, "cat", "-", NULL);
	(void)pipesh_builder_environment(builder, "LC_ALL=C");
	(void)pipesh_builder_add(builder, "cat", NULL);
	(void)pipesh_builder_directory(builder, "/");
	spec = pipesh_builder_spec(builder);
	if (spec != NULL) {
		spec->input_kind = PIPESH_INPUT_NULL;
		spec->output_kind = PIPESH_OUTPUT_CAPTURE;
		spec->errors_kind = PIPESH_OUTPUT_JOIN;
	}
	error = pipesh_builder_start(builder, &chain, NULL);
	pipesh_builder_free(builder);
	error = end_of_chain(chain, error);
	pipesh_free(chain);
	return error;
}

static int run_pool(void)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/true", "true"), PROGRAM("/bin/cat", "cat") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_pool_options options = { .limit = 2 };
	struct pipesh_pool_result result;
	struct pipesh_pool *pool;
	int error = pipesh_pool_create(&pool, &options);
	int next;

	if (error < 0) {
		return error;
	}
	spec.timeout_ns = 60 * CLOCK_SECOND;
	for (int i = 0; i < 4; i++) {
		int submitted = pipesh_pool_submit(pool, &spec, NULL);

		error = error == 0 ? submitted : error;
	}
	while ((next = pipesh_pool_next(pool, &result, NULL)) != -ECHILD) {
		if (next == 0) {
			next = end_of_chain(result.chain, result.error);
			pipesh_free(result.chain);
		}
		error = error == 0 ? next : error;
	}
	pipesh_pool_free(pool);
	return error;
}

/* The errors a host may be shown for a call that failed. */
static bool is_sane(int error)
{
	return error == -fault_errno || error == -ECANCELED;
}

static bool is_same_mask(const sigset_t *left, const sigset_t *right)
{
	for (int sig = 1; sig < NSIG; sig++) {
		if (sigismember(left, sig) != sigismember(right, sig)) {
			return false;
		}
	}
	return true;
}

static void sweep(run_fn *run)
{
	int faults = 0;

	do {
		const long kept = blocks;
		sigset_t before, after;
		long left;
		int error;

		(void)sigprocmask(SIG_SETMASK, NULL, &before);
		tripped = false;
		countdown = faults;
		error = run();
		countdown = NEVER;
		left = blocks - kept;
		(void)sigprocmask(SIG_SETMASK, NULL, &after);
		ck_assert(is_same_mask(&before, &after));
		ck_assert_msg(error == 0 || (tripped && is_sane(error)), "fault %d (%s) gives %d",
			      faults, strerror(fault_errno), error);
		ck_assert_msg(left == 0, "fault %d leaves %ld blocks", faults, left);
		fixture_teardown(); /* no process, no descriptor */
	} while (tripped && ++faults < FAULTS_MAX);
	ck_assert_int_gt(faults, 5);
	ck_assert_int_lt(faults, FAULTS_MAX);
}

static run_fn *const runs[] = { run_plain,   run_managed, run_counted, run_events,
				run_stopped, run_expired, run_builder, run_pool };

START_TEST(whatever_fails_nothing_is_left)
{
	sweep(runs[_i]);
}
END_TEST

START_TEST(whatever_is_interrupted_goes_on)
{
	for (interruptions = 2; interruptions <= 5; interruptions++) {
		ck_assert_int_eq(runs[_i](), 0);
		fixture_teardown();
	}
	interruptions = 0;
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/fault");
	TCase *tcase = add_case(suite, "fault");

	memset(bytes, 'x', sizeof bytes - 1);
	bytes[sizeof bytes - 1] = '\n';
	tcase_add_loop_test(tcase, whatever_fails_nothing_is_left, 0, (int)COUNT(runs));
	tcase_add_loop_test(tcase, whatever_is_interrupted_goes_on, 0, (int)COUNT(runs));
	return run_suite(argc, argv, suite);
}
