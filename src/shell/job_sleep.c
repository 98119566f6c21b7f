/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sleeping until chains and jobs have ended. The ends of background jobs are noted as they come,
 * whatever the shell waits for, so that `wait -n` knows which was first. There are two ways to that,
 * both without a descriptor for each job: a wait for any child, or SIGCHLD where signals must be
 * able to interrupt.
 */
#include <config.h>

#include "shell/job_table.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "shell/shell.h"
#include "shell/trap.h"

/* One sleep, in which other jobs' deadlines are kept. As pipesh_wait. */
static int job_sleep_once(struct shell *sh, struct pipesh_chain *chain, struct pipesh_wait *how)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	int64_t pause;
	int result;

	do {
		how->watch = jobs_watch(sh, &how->watch_count, 0, &pause);
		how->deadline_ns = pause < INT64_MAX ? clock_now_ns() + pause : 0;
		result = pipesh_wait(chain, how);
		if (result == -EAGAIN || result == -ETIMEDOUT) {
			jobs_collect(sh);
		}
	} while (result == -EAGAIN || result == -ETIMEDOUT);
	arena_release(&sh->scratch, mark);
	return result;
}

/*
 * Sleeps until the chain is over, or something is found that would be found for ever: a zombie that
 * is nobody's, or that a managed chain keeps.
 */
static void job_sleep_over_others(struct shell *sh, struct pipesh_chain *chain, bool stopped)
{
	int options = WEXITED | WNOWAIT | (stopped ? WSTOPPED : 0);

	while (sh->jobs && sh->jobs->live > 0 && pipesh_state(chain) == PIPESH_RUNNING) {
		siginfo_t info;
		struct job *job;
		size_t stage;

		memset(&info, 0, sizeof(info));
		if (waitid(P_ALL, 0, &info, options) != 0) {
			if (errno == EINTR) {
				continue;
			}
			return;
		}
		job = job_find_pid(sh, info.si_pid, &stage);
		if (pipesh_poll(job ? job->chain : chain) == 0) {
			return;
		}
		if (job) {
			job_update(sh, job);
		}
	}
}

int job_sleep(struct shell *sh, struct pipesh_chain *chain, bool stopped, job_interrupt_fn *leave)
{
	struct pipesh_wait how = { .stopped = stopped };
	bool others = sh->jobs && sh->jobs->live > 0;
	bool watch = others || stopped; /* no descriptor tells of a stop */
	sigset_t all, old;
	int sig = 0;
	int result = -EINTR;

	if (!leave) {
		if (others && sh->jobs->watched == 0) {
			job_sleep_over_others(sh, chain, stopped);
		}
		(void)job_sleep_once(sh, chain, &how);
		return 0;
	}
	/* No signal may come between the look and the sleep. */
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	if (watch) {
		traps_watch_children(sh, true);
	}
	how.leave_on_signal = true;
	how.mask = &old;
	while (result == -EINTR && (sig = leave(sh)) == 0) {
		if (others) {
			jobs_peek(sh);
		}
		result = job_sleep_once(sh, chain, &how);
	}
	if (watch) {
		traps_watch_children(sh, false);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	if (result != 0 && result != -EINTR) { /* no memory: without looking, then */
		how = (struct pipesh_wait){ .stopped = stopped };
		(void)pipesh_wait(chain, &how);
	}
	return sig;
}

int job_wait(struct shell *sh, struct job *job)
{
	int sig = 0;

	if (!job->ended) {
		sig = job_sleep(sh, job->chain, false,
				traps_may_interrupt(sh) ? traps_pending_signal : NULL);
		job_update(sh, job);
		if (sig == 0) {
			/* A trap on CHLD has come with the end. */
			sig = traps_pending_signal(sh);
		}
	}
	return sig;
}

/* Until a signal comes, SIGCHLD among them, or a deadline. MASK is that of the sleep. */
static void jobs_doze(struct shell *sh, int64_t deadline_ns, const sigset_t *mask)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct timespec span;
	struct pollfd *fds;
	size_t count;
	int64_t pause;
	int64_t left = deadline_ns != 0 ? deadline_ns - clock_now_ns() : INT64_MAX;
	int ready;

	fds = jobs_watch(sh, &count, 0, &pause);
	left = left < pause ? left : pause;
	span = clock_timespec(left);
	ready = ppoll(fds, count, left < INT64_MAX ? &span : NULL, mask);
	if (ready > 0 || (ready == 0 && pause < INT64_MAX)) {
		jobs_collect(sh);
	}
	arena_release(&sh->scratch, mark);
}

int jobs_sleep(struct shell *sh, int64_t deadline_ns, bool (*enough)(struct shell *sh, void *arg),
	       void *arg)
{
	sigset_t all, old;
	int result = 0;

	if (enough(sh, arg)) {
		return 0;
	}
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	traps_watch_children(sh, true);
	for (;;) {
		jobs_peek(sh);
		if (enough(sh, arg) || (result = traps_pending_signal(sh)) != 0) {
			break;
		}
		if (deadline_ns != 0 && clock_now_ns() >= deadline_ns) {
			result = -ETIMEDOUT;
			break;
		}
		jobs_doze(sh, deadline_ns, &old);
	}
	traps_watch_children(sh, false);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return result;
}

bool jobs_any_ended(const struct shell *sh)
{
	return sh->jobs && !sh->jobs->inherited && sh->jobs->count > sh->jobs->live;
}

bool jobs_any_alive(const struct shell *sh)
{
	return sh->jobs && sh->jobs->live > 0;
}
