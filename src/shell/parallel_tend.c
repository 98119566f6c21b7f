/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jobs of a parallel loop while they run, and how they are ended.
 */
#include <config.h>

#include "shell/parallel_jobs.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "chain/process.h"
#include "shell/capture.h"
#include "shell/error.h"
#include "shell/job.h"
#include "shell/shell.h"
#include "shell/trap.h"

/* ---- stopping ---- */

static bool parallel_leads_group(void)
{
	return getpgrp() == getpid();
}

/*
 * The others of the group, their number; where the loop has none, or they cannot be found (no /proc, no
 * descriptors), its jobs, as far as they are known: a negative number.
 */
static int parallel_signal(struct parallel *parallel, int sig)
{
	int result = -ESRCH;

	if (parallel_leads_group()) {
		result = process_group_signal_others(getpid(), sig);
	}
	for (size_t i = 0; result < 0 && sig != 0 && i < parallel->running; i++) {
		(void)pipesh_signal(parallel->jobs[i].chain, sig); /* ESRCH: it has ended */
	}
	return result;
}

static void parallel_kill(struct parallel *parallel)
{
	if (parallel_leads_group()) {
		(void)process_kill_descendants(getpid()); /* first: see stop.c */
	}
	(void)parallel_signal(parallel, SIGKILL);
	parallel->killed_ns = clock_now_ns();
}

/* By somebody who does not wait for what has not been shown; a deadline is not one. */
static bool parallel_is_given_up(const struct parallel *parallel, int sig)
{
	if (parallel->plan.has[TERM_TIMEOUT] && sig == parallel->plan.stop.signal) {
		return false;
	}
	return sig == SIGINT || sig == SIGQUIT || sig == SIGHUP || sig == SIGPIPE;
}

/* SIG is what ends the loop; 0: a failure of a job. */
static void parallel_stop(struct parallel *parallel, int sig)
{
	const struct pipesh_stop *stop = &parallel->plan.stop;
	int64_t grace = stop->grace_ns > 0 ? stop->grace_ns : 0;

	parallel->stopping = true;
	parallel->kill_ns = clock_now_ns() + grace;
	if (parallel_is_given_up(parallel, sig)) {
		collate_discard(&parallel->collate);
	}
	if (sig != 0 && sig != SIGPIPE) {
		return; /* they have it already: it goes to the group */
	}
	if (stop->signal == SIGKILL) {
		parallel_kill(parallel);
		return;
	}
	(void)parallel_signal(parallel, stop->signal);
	(void)parallel_signal(parallel, SIGCONT);
}

static bool parallel_is_to_kill(const struct parallel *parallel)
{
	return parallel->stopping && parallel->killed_ns == 0;
}

static void parallel_kill_if_due(struct parallel *parallel)
{
	if (parallel_is_to_kill(parallel) && clock_now_ns() >= parallel->kill_ns) {
		parallel_kill(parallel);
	}
}

void parallel_clear_group(struct parallel *parallel)
{
	int64_t pause = PROCESS_LOOK_FIRST;

	while (parallel_signal(parallel, 0) > 0) {
		struct timespec span = clock_timespec(pause);

		if (parallel->killed_ns == 0) {
			parallel_kill_if_due(parallel);
		} else if (clock_now_ns() - parallel->killed_ns > PROCESS_LOOK_LIMIT) {
			return; /* it is stuck in the kernel */
		} else {
			(void)parallel_signal(parallel, SIGKILL); /* one may have been born */
		}
		(void)nanosleep(&span, NULL);
		pause = process_next_pause(pause);
	}
}

/* ---- jobs that end ---- */

static void parallel_note_status(struct parallel *parallel, size_t index, int status)
{
	parallel_record(parallel, index, status);
	if (status == 0) {
		return;
	}
	if (index < parallel->failed && !parallel->status_is_final) {
		parallel->failed = index;
		parallel->status = status;
	}
	if (parallel->plan.has[TERM_FAIL_FAST] && !parallel->stopping) {
		/* Those that are stopped now have not failed by themselves. */
		parallel->status = status;
		parallel->status_is_final = true;
		parallel_stop(parallel, 0);
	}
}

static void parallel_end_job(struct parallel *parallel, size_t place)
{
	struct parallel_job job = parallel->jobs[place];
	struct report_entry entry = {
		.chain = job.chain,
		.node = job.node,
		.item = job.item,
		.job = job.index + 1,
		.attempt = 1,
	};

	parallel->running--;
	memmove(&parallel->jobs[place], &parallel->jobs[place + 1],
		(parallel->running - place) * sizeof(*parallel->jobs));
	if (parallel->grouped && !parallel->stopping) {
		parallel->lost =
			!capture_check(parallel->sh, job.chain, true, true) || parallel->lost;
	}
	if (parallel->grouped) {
		collate_take(&parallel->collate, job.index);
	}
	entry.status = job_fold_status(job.chain, job.fold);
	report_add(parallel->sh, parallel->report, &entry);
	free(job.item);
	parallel_note_status(parallel, job.index, entry.status);
	if (job.call && parallel_is_broken(parallel)) {
		parallel->broken = true;
	}
	pipesh_free(job.chain);
}

/* ---- waiting ---- */

/* Does SIGPIPE end the loop without a word, as it ends others? */
static bool parallel_gets_sigpipe(const struct parallel *parallel)
{
	return trap_action(parallel->sh, SIGPIPE) == NULL;
}

/* Of some of what they wrote, once. */
static void parallel_note_loss(struct parallel *parallel, int error, bool *told)
{
	if (error == 0 || *told) {
		return;
	}
	*told = true;
	parallel->lost = true;
	if (error != EPIPE || !parallel_gets_sigpipe(parallel)) {
		shell_message(parallel->sh, "with: what the jobs wrote is lost: %s",
			      strerror(error));
	}
	if (error == EPIPE && !parallel->stopping) {
		parallel_stop(parallel, SIGPIPE); /* nobody reads it */
	}
}

/* Shows what can be shown: what to wait for before there is more to do, or -1. */
static int parallel_show(struct parallel *parallel)
{
	struct collate *collate = &parallel->collate;
	int fd = parallel->grouped ? collate_pump(collate) : -1;

	for (int stream = 0; stream < COLLATE_STREAMS && !collate->discarded; stream++) {
		parallel_note_loss(parallel, collate->errors[stream], &parallel->told[1 + stream]);
	}
	parallel_note_loss(parallel, collate->lost, &parallel->told[0]);
	return fd;
}

/* What a turn watches: the host's descriptors, then the one that output waits for. */
struct parallel_turn {
	struct pipesh_chain **chains;
	size_t chain_count;
	struct pollfd *fds;
	size_t fd_count;
};

static void parallel_collect(struct parallel *parallel, struct pipesh_chain *foreground,
			     const struct pipesh_wait *how, int show, struct parallel_turn *turn)
{
	struct arena *arena = &parallel->sh->scratch;
	size_t watched = how->watch_count;

	turn->chains = arena_alloc(arena, (parallel->running + 1) * sizeof(*turn->chains));
	turn->fds = arena_alloc(arena, (watched + 1) * sizeof(*turn->fds));
	for (size_t i = 0; i < parallel->running; i++) {
		struct pipesh_chain *chain = parallel->jobs[i].chain;
		bool asleep = how->stopped && pipesh_state(chain) == PIPESH_STOPPED;

		turn->chains[i] = asleep ? NULL : chain;
	}
	turn->chains[parallel->running] = foreground;
	turn->chain_count = parallel->running + (foreground ? 1 : 0);
	if (watched > 0) {
		memcpy(turn->fds, how->watch, watched * sizeof(*turn->fds));
	}
	turn->fds[watched] = (struct pollfd){ .fd = show, .events = POLLOUT };
	turn->fd_count = watched + (show >= 0 ? 1 : 0);
}

/* Without a chain to wait for: as pipesh_wait_any. */
static int parallel_poll(const struct pipesh_wait *how, struct parallel_turn *turn)
{
	struct timespec span = { 0 };
	int ready;

	if (turn->fd_count == 0) {
		return -EAGAIN; /* all was shown, or lost: there is nothing to sleep for */
	}
	if (how->deadline_ns != 0) {
		span = clock_timespec(how->deadline_ns - clock_now_ns());
	}
	ready = ppoll(turn->fds, turn->fd_count, how->deadline_ns != 0 ? &span : NULL, how->mask);
	return ready < 0 ? -errno : ready == 0 ? -ETIMEDOUT : -EAGAIN;
}

/* The host's descriptors back to the host: is one of them ready? */
static bool parallel_pass_watched(struct pipesh_wait *how, const struct parallel_turn *turn)
{
	bool ready = false;

	for (size_t i = 0; i < how->watch_count; i++) {
		how->watch[i].revents = turn->fds[i].revents;
		ready = ready || turn->fds[i].revents != 0;
	}
	return ready;
}

/*
 * Shows, sleeps once, and deals with what happened to the jobs. 0: something of them; 1: FOREGROUND is
 * over; or as pipesh_wait, -EAGAIN for the host's descriptors alone.
 */
static int parallel_turn(struct parallel *parallel, struct pipesh_chain *foreground,
			 struct pipesh_wait *how)
{
	struct arena_mark mark = arena_mark(&parallel->sh->scratch);
	int show = parallel_show(parallel);
	struct pipesh_wait wait = *how;
	struct parallel_turn turn;
	int result;

	parallel_collect(parallel, foreground, how, show, &turn);
	wait.watch = turn.fds;
	wait.watch_count = turn.fd_count;
	wait.captured = parallel->grouped && collate_is_streaming(&parallel->collate);
	if (parallel_is_to_kill(parallel) &&
	    (wait.deadline_ns == 0 || wait.deadline_ns > parallel->kill_ns)) {
		wait.deadline_ns = parallel->kill_ns;
	}
	result = turn.chain_count > 0 ? pipesh_wait_any(turn.chains, turn.chain_count, &wait)
				      : parallel_poll(&wait, &turn);
	if (result == -EAGAIN) {
		result = parallel_pass_watched(how, &turn) ? -EAGAIN : 0;
	} else if (result >= 0 && (size_t)result < parallel->running) {
		parallel_end_job(parallel, (size_t)result);
		result = 0;
	} else if (result >= 0) {
		result = 1;
	} else if (result == -ETIMEDOUT && wait.deadline_ns != how->deadline_ns) {
		result = 0;
	}
	parallel_kill_if_due(parallel);
	arena_release(&parallel->sh->scratch, mark);
	return result;
}

int parallel_wait(struct shell *sh, struct pipesh_chain *chain, struct pipesh_wait *how)
{
	int result;

	do {
		result = parallel_turn(sh->parallel, chain, how);
	} while (result == 0);
	return result > 0 ? 0 : result;
}

int parallel_await_input(struct shell *sh, int fd, int64_t deadline_ns)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };
	struct pipesh_wait how = {
		.leave_on_signal = true,
		.deadline_ns = deadline_ns,
		.watch = &pollfd,
		.watch_count = 1,
	};
	sigset_t all, old;
	int result = 0;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	how.mask = &old;
	while (result == 0) {
		if (sh->parallel->stopping) {
			result = -ECANCELED;
		} else if (traps_pending_signal(sh) != 0) {
			result = -EINTR;
		} else {
			result = parallel_turn(sh->parallel, NULL, &how);
		}
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return result == -EAGAIN ? 0 : result;
}

void parallel_sleep(struct parallel *parallel)
{
	struct pipesh_wait how = { .leave_on_signal = true };
	sigset_t all, old;
	int sig;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	how.mask = &old;
	sig = parallel->stopping ? 0 : traps_ending(parallel->sh);
	if (sig != 0) {
		parallel_stop(parallel, sig);
	} else {
		(void)parallel_turn(parallel, NULL, &how);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
}
