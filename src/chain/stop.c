/* SPDX-License-Identifier: MIT */
#include <config.h>

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "chain/event.h"
#include "chain/manage.h"
#include "chain/process.h"
#include "chain/reap.h"

/*
 * Ending a chain before its time: the stop signal to everything in the group,
 * SIGCONT so that what is stopped takes notice, SIGKILL after the grace.
 */

#define GRACE_DEFAULT (5 * CLOCK_SECOND)

struct pipesh_stop stop_complete(const struct pipesh_stop *stop, const struct pipesh_stop *plan)
{
	struct pipesh_stop complete = { .signal = SIGTERM, .grace_ns = GRACE_DEFAULT };

	if (plan != NULL) {
		complete = *plan;
	}
	if (stop != NULL && stop->signal != 0) {
		complete.signal = stop->signal;
	}
	if (stop != NULL && stop->grace_ns != 0) {
		complete.grace_ns = stop->grace_ns;
	}
	return complete;
}

/* A host that had the chain join its own group does not stop itself. */
static int send_each(struct pipesh_chain *chain, int sig)
{
	int result = -ESRCH;

	for (size_t i = 0; i < chain->stage_count; i++) {
		if (stage_is_live(&chain->stages[i])) {
			result = kill(chain->stages[i].report.pid, sig) == 0 ? 0 : -errno;
		}
	}
	return result;
}

static int send_all(struct pipesh_chain *chain, int sig)
{
	if (chain->group_id == getpgrp()) {
		return send_each(chain, sig);
	}
	return pipesh_signal(chain, sig);
}

/*
 * First those who have left the group, as the jobs of a shell do: once their parents are dead nobody
 * can tell whose they were.
 */
static void stop_kill(struct pipesh_chain *chain, int64_t now)
{
	struct chain_manager *manager = chain->manager;

	if (manager->owns_group && chain->group_id != getpgrp()) {
		(void)process_kill_descendants(chain->group_id); /* without /proc: nobody */
	}
	(void)send_all(chain, SIGKILL); /* ESRCH: there is nobody left */
	manager->phase = STOP_KILLED;
	manager->killed_ns = now;
	manager->outcome.killed = true;
	manager->look_ns = 0;
	manager->pause_ns = PROCESS_LOOK_FIRST;
}

static void wake_stopped(struct pipesh_chain *chain)
{
	(void)send_all(chain, SIGCONT);
	for (size_t i = 0; i < chain->stage_count; i++) {
		if (chain->stages[i].report.state == PIPESH_STOPPED) {
			reap_continued(chain, &chain->stages[i]);
		}
	}
}

int stop_begin(struct pipesh_chain *chain, const struct pipesh_stop *plan, int64_t now)
{
	struct chain_manager *manager = chain->manager;
	int64_t grace = plan->grace_ns > 0 ? plan->grace_ns : 0;
	int64_t kill_ns = grace < INT64_MAX - now ? now + grace : INT64_MAX;
	int result;

	if (manager->phase == STOP_KILLED) {
		return 0;
	}
	if (plan->signal == SIGKILL) {
		stop_kill(chain, now);
		return 0;
	}
	result = send_all(chain, plan->signal);
	wake_stopped(chain);
	manager->outcome.stop_signal = plan->signal;
	if (manager->phase == STOP_NONE || kill_ns < manager->kill_ns) {
		manager->kill_ns = kill_ns;
	}
	manager->phase = STOP_ASKED;
	manager->pause_ns = PROCESS_LOOK_FIRST;
	stop_tick(chain, now);
	return result == -ESRCH ? 0 : result;
}

void stop_tick(struct pipesh_chain *chain, int64_t now)
{
	if (chain->manager->phase == STOP_ASKED && now >= chain->manager->kill_ns) {
		stop_kill(chain, now);
	}
}

/* Nobody can be asked who is in the group: do not wait for whom one cannot see. */
static bool give_up_looking(struct pipesh_chain *chain, int64_t now)
{
	if (chain->manager->phase == STOP_ASKED) {
		stop_kill(chain, now);
	}
	return true;
}

bool stop_is_done(struct pipesh_chain *chain, int64_t now)
{
	struct chain_manager *manager = chain->manager;
	int lives;

	if (manager->phase == STOP_NONE || !manager->owns_group || manager->stop_done) {
		return true;
	}
	if (now < manager->look_ns) {
		return false;
	}
	/* Zombies that others have not reaped are in the group, too: hence the other look. */
	lives = manager_group_is_empty(chain) ? 0 : process_group_lives(chain->group_id);
	if (lives == 0) {
		manager->stop_done = true;
	} else if (lives < 0) {
		manager->stop_done = give_up_looking(chain, now);
	} else if (manager->phase == STOP_KILLED &&
		   now - manager->killed_ns >= PROCESS_LOOK_LIMIT) {
		manager->stop_done = true;
	}
	manager->look_ns = now + manager->pause_ns;
	manager->pause_ns = process_next_pause(manager->pause_ns);
	return manager->stop_done;
}

int pipesh_stop(struct pipesh_chain *chain, const struct pipesh_stop *stop)
{
	struct pipesh_stop plan;
	int result;

	if (chain->abandoned) {
		return -ECHILD;
	}
	if (stop != NULL && !chain_stop_is_valid(stop)) {
		return -EINVAL;
	}
	if (pipesh_state(chain) == PIPESH_ENDED) {
		return -ESRCH;
	}
	if (manager_require(chain) < 0) {
		return -ENOMEM;
	}
	(void)pipesh_poll(chain); /* who has ended was not stopped */
	if (pipesh_state(chain) == PIPESH_ENDED) {
		return -ESRCH;
	}
	plan = stop_complete(stop, &chain->manager->plan);
	result = stop_begin(chain, &plan, clock_now_ns());
	event_update(chain);
	return result;
}
