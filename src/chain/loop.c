/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/loop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/manage.h"
#include "chain/reap.h"

/* How often to look where no descriptor and no signal tells: doubling. */
#define PAUSE_FIRST CLOCK_MS
#define PAUSE_LAST (50 * CLOCK_MS)

enum { LOOP_FEW = 16 };

struct loop {
	struct pipesh_chain *const *chains;
	size_t chain_count;
	const struct pipesh_wait *how;
	struct pollfd *fds; /* the host's, then each chain's: see collect */
	size_t fd_count;
	size_t capacity;
	bool sees_stops;  /* a SIGCHLD of the host wakes ppoll */
	bool captured;    /* bytes were captured in this turn */
	bool blind;       /* something may happen that would not wake ppoll */
	int64_t pause_ns; /* the next sleep if blind */
	int64_t tick_ns;  /* when a manager has something to do */
	struct pollfd few[LOOP_FEW];
};

static bool is_over(const struct pipesh_chain *chain, const struct pipesh_wait *how)
{
	enum pipesh_state state = pipesh_state(chain);

	return state == PIPESH_ENDED || (how->stopped && state == PIPESH_STOPPED);
}

/* Blocking ---------------------------------------------------------------- */

bool loop_may_block(const struct pipesh_chain *chain, const struct pipesh_wait *how)
{
	if (how->deadline_ns != 0 || how->mask != NULL || how->watch_count > 0 ||
	    chain->manager != NULL) {
		return false;
	}
	/* In order would be late for the time of the second stage's end. */
	return !chain->want_usage || chain->running + chain->stopped == 1;
}

/* Wait for each stage that should not be as it is. 0 or -EINTR. */
static int block_once(struct pipesh_chain *chain, const struct pipesh_wait *how)
{
	int options = how->stopped ? WUNTRACED : 0;

	for (size_t i = 0; i < chain->stage_count; i++) {
		struct chain_stage *stage = &chain->stages[i];
		int changed = 1;

		while (changed >= 0 && stage_is_live(stage) &&
		       !(how->stopped && stage->report.state == PIPESH_STOPPED)) {
			changed = reap_stage(chain, stage, options, !how->leave_on_signal);
		}
		if (changed < 0) {
			return changed;
		}
	}
	return 0;
}

int loop_block(struct pipesh_chain *chain, const struct pipesh_wait *how)
{
	int result;

	do {
		result = block_once(chain, how);
		if (chain->stopped > 0 || result < 0) {
			/* One may have been continued since it was seen; and
			   the end of the last one wins over a signal. */
			(void)reap_chain(chain);
		}
	} while (result == 0 && !is_over(chain, how));
	return is_over(chain, how) ? 0 : result;
}

/* Polling ----------------------------------------------------------------- */

/*
 * Will a stop or an end wake ppoll by a signal? Only if the host catches SIGCHLD,
 * also for stops, and lets it in during ppoll and at no other time.
 */
static bool wakes_by_signal(const struct pipesh_wait *how)
{
	struct sigaction action;

	return how->mask != NULL && sigismember(how->mask, SIGCHLD) == 0 &&
	       sigaction(SIGCHLD, NULL, &action) == 0 && action.sa_handler != SIG_DFL &&
	       action.sa_handler != SIG_IGN && (action.sa_flags & SA_NOCLDSTOP) == 0;
}

static int reserve(struct loop *loop, size_t capacity)
{
	struct pollfd *fds;

	if (capacity <= loop->capacity) {
		return 0;
	}
	if (capacity > SIZE_MAX / sizeof *fds) {
		return -ENOMEM;
	}
	fds = malloc(capacity * sizeof *fds);
	if (fds == NULL) {
		return -ENOMEM;
	}
	if (loop->fds != loop->few) {
		free(loop->fds);
	}
	loop->fds = fds;
	loop->capacity = capacity;
	return 0;
}

static void add_stage(struct loop *loop, struct chain_stage *stage)
{
	if (stage->pidfd < 0) {
		stage->pidfd = fd_open_process(stage->report.pid);
	}
	if (stage->pidfd < 0) {
		stage->pidfd = -1;
		loop->blind = loop->blind || !loop->sees_stops;
		return;
	}
	loop->fds[loop->fd_count++] = (struct pollfd){
		.fd = stage->pidfd,
		.events = POLLIN,
	};
}

static bool is_awaited(const struct pipesh_chain *chain)
{
	return chain != NULL && !chain->abandoned && pipesh_state(chain) != PIPESH_ENDED;
}

/*
 * The first of the stages to watch. If the time of each end does not matter, only the
 * last that lives is watched: the chain cannot end before, and mostly the others
 * have ended by then. That saves descriptors, and as many turns.
 */
static size_t first_watched(const struct pipesh_chain *chain)
{
	size_t last = chain->stage_count;

	if (chain->want_usage) {
		return 0;
	}
	while (last > 0 && !stage_is_live(&chain->stages[last - 1])) {
		last--;
	}
	return last > 0 ? last - 1 : 0;
}

/* Live stages with a descriptor, then what the manager has. */
static void add_chain(struct loop *loop, struct pipesh_chain *chain)
{
	for (size_t i = first_watched(chain); i < chain->stage_count; i++) {
		if (stage_is_live(&chain->stages[i])) {
			add_stage(loop, &chain->stages[i]);
		}
	}
	if (chain->manager != NULL) {
		int64_t next = manager_next_ns(chain);

		loop->fd_count += manager_poll_fds(chain, loop->fds + loop->fd_count);
		loop->tick_ns = next < loop->tick_ns ? next : loop->tick_ns;
	}
}

/* Fill in loop->fds: 0, -ENOMEM, or -ECHILD if there is nothing to wait for. */
static int collect(struct loop *loop)
{
	size_t needed = loop->how->watch_count;
	size_t most = 0;
	bool any = false;

	for (size_t i = 0; i < loop->chain_count; i++) {
		const struct pipesh_chain *chain = loop->chains[i];

		if (is_awaited(chain)) {
			any = true;
			most += chain->running + chain->stopped +
				(chain->manager != NULL ? MANAGER_POLL_MAX : 0);
		}
	}
	if (!any) {
		return -ECHILD;
	}
	if (reserve(loop, needed + most) < 0) {
		return -ENOMEM;
	}
	if (needed > 0) {
		memcpy(loop->fds, loop->how->watch, needed * sizeof *loop->fds);
	}
	loop->fd_count = needed;
	loop->blind = loop->how->stopped && !loop->sees_stops;
	loop->tick_ns = INT64_MAX;
	for (size_t i = 0; i < loop->chain_count; i++) {
		if (is_awaited(loop->chains[i])) {
			add_chain(loop, loop->chains[i]);
		}
	}
	return 0;
}

/* Reap what has ended if a descriptor says so, and move bytes: how many fds. */
static size_t observe_chain(struct loop *loop, struct pipesh_chain *chain, const struct pollfd *fds)
{
	size_t count = 0;
	bool ended = false;

	for (size_t i = first_watched(chain); i < chain->stage_count; i++) {
		struct chain_stage *stage = &chain->stages[i];

		if (stage_is_live(stage) && stage->pidfd >= 0 && fds[count++].revents != 0) {
			ended = true;
			(void)reap_stage(chain, stage, WNOHANG, true);
		}
	}
	if (ended && !chain->want_usage) {
		(void)reap_chain(chain); /* the others were not watched */
	}
	if (chain->manager != NULL) {
		count += manager_pump_ready(chain, fds + count, &loop->captured);
	}
	return count;
}

/* The order is that of collect. */
static void observe_ready(struct loop *loop)
{
	size_t next = loop->how->watch_count;

	for (size_t i = 0; i < loop->chain_count; i++) {
		if (is_awaited(loop->chains[i])) {
			next += observe_chain(loop, loop->chains[i], loop->fds + next);
		}
	}
}

static void observe_all(struct loop *loop)
{
	for (size_t i = 0; i < loop->chain_count; i++) {
		if (loop->chains[i] != NULL) {
			(void)reap_chain(loop->chains[i]);
		}
	}
}

static void tick_all(struct loop *loop)
{
	for (size_t i = 0; i < loop->chain_count; i++) {
		if (loop->chains[i] != NULL && loop->chains[i]->manager != NULL) {
			manager_tick(loop->chains[i]);
		}
	}
}

/* The index of the first chain that is over, or -1. */
static int find_over(const struct loop *loop)
{
	for (size_t i = 0; i < loop->chain_count && i <= INT_MAX; i++) {
		const struct pipesh_chain *chain = loop->chains[i];

		if (chain != NULL && is_over(chain, loop->how)) {
			return (int)i;
		}
	}
	return -1;
}

/* ppoll until the deadline, or for a pause if blind. Its result or -errno. */
static int sleep_once(struct loop *loop)
{
	int64_t deadline = loop->how->deadline_ns;
	int64_t span = INT64_MAX;
	struct timespec timeout;
	int ready;

	if (deadline == 0 || deadline > loop->tick_ns) {
		deadline = loop->tick_ns;
	}
	if (deadline != INT64_MAX) {
		span = deadline - clock_now_ns();
	}
	if (loop->blind && span > loop->pause_ns) {
		span = loop->pause_ns;
		loop->pause_ns *= 2;
		if (loop->pause_ns > PAUSE_LAST) {
			loop->pause_ns = PAUSE_LAST;
		}
	}
	timeout = clock_timespec(span);
	ready = ppoll(loop->fds, (nfds_t)loop->fd_count, span == INT64_MAX ? NULL : &timeout,
		      loop->how->mask);
	return ready < 0 ? -errno : ready;
}

/* Give the host the events of its descriptors: were there any? */
static bool pass_watched(struct loop *loop)
{
	bool ready = false;

	for (size_t i = 0; i < loop->how->watch_count; i++) {
		loop->how->watch[i].revents = loop->fds[i].revents;
		ready = ready || loop->fds[i].revents != 0;
	}
	return ready;
}

/* What the wait comes to after a turn; false: it goes on. */
static bool is_decided(const struct loop *loop, int ready, bool watched, int *result)
{
	int64_t deadline = loop->how->deadline_ns;
	int over = find_over(loop);

	if (over >= 0) {
		*result = over;
	} else if (watched || (loop->how->captured && loop->captured)) {
		*result = -EAGAIN;
	} else if (ready == -EINTR && loop->how->leave_on_signal) {
		*result = -EINTR;
	} else if (deadline != 0 && clock_now_ns() >= deadline) {
		*result = -ETIMEDOUT;
	} else {
		return false;
	}
	return true;
}

/* The host is about to look at chains of which not every stage was watched. */
static void observe_unwatched(struct loop *loop, int *result)
{
	int over;

	observe_all(loop);
	tick_all(loop);
	over = find_over(loop);
	*result = over >= 0 ? over : *result;
}

/* One sleep, and what it brought. True: *result is the result of the wait. */
static bool turn(struct loop *loop, int *result)
{
	bool watched = false;
	int ready = collect(loop);

	if (ready == 0) {
		ready = sleep_once(loop);
	}
	if (ready < 0 && ready != -EINTR) {
		*result = ready;
		return true;
	}
	loop->captured = false;
	if (ready >= 0) {
		watched = pass_watched(loop);
		observe_ready(loop);
	}
	if (ready == -EINTR || loop->blind) {
		observe_all(loop);
	}
	tick_all(loop);
	if (!is_decided(loop, ready, watched, result)) {
		return false;
	}
	if (*result == -EAGAIN || *result == -ETIMEDOUT) {
		observe_unwatched(loop, result);
	}
	return true;
}

int loop_run(struct pipesh_chain *const *chains, size_t count, const struct pipesh_wait *how)
{
	struct loop loop = {
		.chains = chains,
		.chain_count = count,
		.how = how,
		.pause_ns = PAUSE_FIRST,
		.capacity = LOOP_FEW,
	};
	int result;

	loop.fds = loop.few;
	loop.sees_stops = wakes_by_signal(how);
	if (how->stopped) {
		observe_all(&loop); /* no descriptor will tell */
	}
	result = find_over(&loop);
	if (result < 0) {
		while (!turn(&loop, &result)) {
			continue;
		}
	}
	if (loop.fds != loop.few) {
		free(loop.fds);
	}
	return result;
}
