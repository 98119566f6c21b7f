/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/event.h"
#include "chain/manage.h"
#include "chain/process.h"
#include "chain/reap.h"
#include "chain/spawn.h"

/* What the guard ends with. */
enum {
	GUARD_IDLE,    /* the stages have ended in time */
	GUARD_STOPPED, /* the deadline has passed; nobody is left in the group */
	GUARD_KILLED,  /* and SIGKILL was sent */
};

/* Where its descriptors begin: behind the three that lead nowhere. */
enum { GUARD_FIRST = 3 };

struct watch {
	pid_t group;
	int64_t deadline_ns;
	struct pipesh_stop plan;
	int group_fd;       /* stands for the group: fd_signal_group */
	struct pollfd *fds; /* processes of the stages, and without events group_fd, by rising
	                       numbers */
	size_t count;
};

/* The guard ------------------------------------------------------------------ */

/* Nothing stays open that somebody waits to see closed. */
static void shed_descriptors(struct watch *watch)
{
	for (size_t i = 0; i < watch->count; i++) {
		int fd = GUARD_FIRST + (int)i;

		/* Numbers rise, so that none that is still to come is overwritten. */
		if (watch->fds[i].fd != fd) {
			(void)dup2(watch->fds[i].fd, fd);
			watch->fds[i].fd = fd;
		}
		if (watch->fds[i].events == 0) {
			watch->group_fd = fd;
			watch->fds[i].fd = -1;
		}
	}
	fd_close_from(GUARD_FIRST + (int)watch->count);
}

/* True: all stages have ended; false: not by the deadline. */
static bool await_end(struct watch *watch)
{
	size_t left = watch->count - 1;

	while (left > 0) {
		int64_t span = watch->deadline_ns - clock_now_ns();
		struct timespec timeout = clock_timespec(span);

		if (ppoll(watch->fds, (nfds_t)watch->count, &timeout, NULL) == 0 && span <= 0) {
			return false;
		}
		for (size_t i = 0; i < watch->count; i++) {
			if (watch->fds[i].fd >= 0 && watch->fds[i].revents != 0) {
				watch->fds[i].fd = -1;
				left--;
			}
		}
	}
	return true;
}

/* By its number where the kernel knows nothing better: 0 or -errno. */
static int signal_group(const struct watch *watch, int sig)
{
	int result = fd_signal_group(watch->group_fd, sig);

	if (result != -EINVAL) {
		return result;
	}
	return kill(-watch->group, sig) == 0 ? 0 : -errno;
}

static bool is_group_empty(const struct watch *watch)
{
	return signal_group(watch, 0) == -ESRCH || process_group_lives(watch->group) == 0;
}

static void rest(int64_t ns)
{
	struct timespec span = clock_timespec(ns);

	(void)nanosleep(&span, NULL);
}

/* As stop.c does it. True: SIGKILL was needed. */
static bool stop_group(const struct watch *watch)
{
	int64_t grace = watch->plan.grace_ns > 0 ? watch->plan.grace_ns : 0;
	int64_t start = clock_now_ns();
	int64_t pause = PROCESS_LOOK_FIRST;
	int64_t killed_ns = 0;

	(void)signal_group(watch, watch->plan.signal);
	(void)signal_group(watch, SIGCONT);
	while (!is_group_empty(watch)) {
		int64_t now = clock_now_ns();

		if (killed_ns == 0 && now - start >= grace) {
			(void)process_kill_descendants(watch->group);
			(void)signal_group(watch, SIGKILL);
			killed_ns = now;
			pause = PROCESS_LOOK_FIRST;
		} else if (killed_ns != 0 && now - killed_ns >= PROCESS_LOOK_LIMIT) {
			break; /* it is stuck in the kernel */
		}
		if (killed_ns == 0 && pause > start + grace - now) {
			pause = start + grace - now;
		}
		rest(pause);
		pause = process_next_pause(pause);
	}
	return killed_ns != 0;
}

static int guard_run(void *arg)
{
	struct watch *watch = arg;

	shed_descriptors(watch);
	if (await_end(watch)) {
		return GUARD_IDLE;
	}
	return stop_group(watch) ? GUARD_KILLED : GUARD_STOPPED;
}

/* The host ------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	return ((const struct pollfd *)a)->fd - ((const struct pollfd *)b)->fd;
}

/* Descriptors of the live stages and the group. 0 or -errno. */
static int watch_fill(struct watch *watch, struct pipesh_chain *chain)
{
	watch->group_fd = fd_open_process(watch->group); /* the leader, if only as a zombie */
	if (watch->group_fd < 0) {
		return watch->group_fd;
	}
	watch->fds[watch->count++] = (struct pollfd){ .fd = watch->group_fd };
	for (size_t i = 0; i < chain->stage_count; i++) {
		struct chain_stage *stage = &chain->stages[i];

		if (!stage_is_live(stage)) {
			continue;
		}
		if (stage->pidfd < 0) {
			int fd = fd_open_process(stage->report.pid);

			if (fd < 0) {
				return fd;
			}
			stage->pidfd = fd;
			event_add(chain, fd);
		}
		watch->fds[watch->count++] =
			(struct pollfd){ .fd = stage->pidfd, .events = POLLIN };
	}
	qsort(watch->fds, watch->count, sizeof *watch->fds, by_number);
	return 0;
}

/* A process that nothing but SIGKILL ends before its time, and that has nothing open. */
static pid_t guard_spawn(struct watch *watch)
{
	static const int deaf_to[] = { SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN,
				       SIGTTOU, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2 };
	const struct pipesh_action nowhere[] = {
		{ .kind = PIPESH_OPEN, .fd = 0, .path = "/dev/null", .flags = O_RDWR },
		{ .kind = PIPESH_DUP, .fd = 1, .source = 0 },
		{ .kind = PIPESH_DUP, .fd = 2, .source = 0 },
	};
	const struct pipesh_stage stage = {
		.kind = PIPESH_CALL,
		.call = guard_run,
		.arg = watch,
		.actions = nowhere,
		.action_count = sizeof nowhere / sizeof nowhere[0],
	};
	sigset_t ignored, none;
	const struct pipesh_spec spec = {
		.stages = &stage,
		.stage_count = 1,
		.group = PIPESH_GROUP_NEW,
		.ignore_signals = &ignored,
		.mask = &none,
	};
	const struct plan_ends ends = { -1, -1, -1, -1, -1, -1, NULL, 0 };
	struct pipesh_error error = { .phase = PIPESH_PHASE_NONE };
	struct spawn_session session;
	pid_t pid;

	(void)sigemptyset(&none);
	(void)sigemptyset(&ignored);
	for (size_t i = 0; i < sizeof deaf_to / sizeof deaf_to[0]; i++) {
		(void)sigaddset(&ignored, deaf_to[i]);
	}
	spawn_begin(&session, &spec);
	pid = spawn_stage(&session, &stage, &ends, &error);
	spawn_end(&session);
	return pid;
}

int pipesh_guard(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	struct watch watch = { .group = chain->group_id };
	pid_t pid;
	int result;

	if (chain->abandoned) {
		return -ECHILD;
	}
	if (manager == NULL || manager->deadline_ns == 0) {
		return -EINVAL;
	}
	if (pipesh_state(chain) == PIPESH_ENDED) {
		return -ESRCH;
	}
	if (!manager->owns_group) {
		return -EINVAL;
	}
	if (manager->guard.pid != 0) {
		return 0;
	}
	if (manager->phase != STOP_NONE) {
		return -EALREADY;
	}
	watch.deadline_ns = manager->deadline_ns;
	watch.plan = manager->plan;
	watch.fds = calloc(chain->stage_count + 1, sizeof *watch.fds);
	if (watch.fds == NULL) {
		return -ENOMEM;
	}
	result = watch_fill(&watch, chain);
	pid = result == 0 ? guard_spawn(&watch) : result;
	fd_close(&watch.group_fd);
	free(watch.fds);
	if (pid < 0) {
		return pid;
	}
	manager->guard.pid = pid;
	manager->guard.pidfd = fd_open_process(pid);
	if (manager->guard.pidfd >= 0) {
		event_add(chain, manager->guard.pidfd);
	}
	event_update(chain);
	return 0;
}

bool guard_is_done(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	int status = 0;
	pid_t pid;

	if (manager->guard.pid == 0) {
		return true;
	}
	do {
		pid = waitpid(manager->guard.pid, &status, WNOHANG);
	} while (pid < 0 && errno == EINTR);
	if (pid == 0) {
		return false;
	}
	event_close(manager->event_fd, &manager->guard.pidfd);
	manager->guard.pid = 0;
	if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) != GUARD_IDLE) {
		manager->outcome.timed_out = true;
		manager->outcome.stop_signal = manager->plan.signal;
		manager->outcome.killed = WEXITSTATUS(status) == GUARD_KILLED;
		manager->phase = STOP_KILLED;
		manager->stop_done = true;
	}
	return true;
}
