/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/manage.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/event.h"
#include "chain/reap.h"

#define CAPTURE_GRACE_DEFAULT (100 * CLOCK_MS)

/* How often to look at a guard that has no descriptor. */
#define GUARD_PAUSE (50 * CLOCK_MS)

bool manager_is_needed(const struct pipesh_spec *spec)
{
	return chain_stop_is_planned(spec) || spec->input_kind >= PIPESH_INPUT_BYTES ||
	       spec->output_kind == PIPESH_OUTPUT_CAPTURE ||
	       spec->errors_kind == PIPESH_OUTPUT_CAPTURE || spec->want_io;
}

struct chain_manager *manager_create(const struct pipesh_spec *spec)
{
	struct chain_manager *manager = calloc(1, sizeof *manager);

	if (manager == NULL) {
		return NULL;
	}
	manager->feed.fd = -1;
	manager->feed.event_fd = -1;
	manager->event_fd = -1;
	manager->timer_fd = -1;
	manager->group_fd = -1;
	manager->guard.pidfd = -1;
	manager->plan = stop_complete(spec != NULL ? &spec->stop : NULL, NULL);
	manager->capture_grace_ns = CAPTURE_GRACE_DEFAULT;
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		manager->captures[i].fd = -1;
		manager->captures[i].event_fd = -1;
		manager->captures[i].seen.file = -1;
		manager->captures[i].seen.data = "";
	}
	if (spec != NULL && spec->capture_grace_ns != 0) {
		manager->capture_grace_ns = spec->capture_grace_ns;
	}
	if (spec != NULL && spec->want_io) {
		manager->evidence = evidence_create(spec->stage_count);
		if (manager->evidence == NULL) {
			free(manager);
			return NULL;
		}
	}
	return manager;
}

void manager_started(struct pipesh_chain *chain, const struct pipesh_spec *spec, int64_t now)
{
	struct chain_manager *manager = chain->manager;

	manager->outcome.start_ns = now;
	evidence_note_started(chain);
	if (spec != NULL && spec->timeout_ns != 0) {
		manager->deadline_ns =
			spec->timeout_ns < INT64_MAX - now ? now + spec->timeout_ns : INT64_MAX;
		manager->outcome.deadline_ns = manager->deadline_ns;
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		const struct chain_stage *stage = &chain->stages[i];

		if (stage_is_live(stage) && stage->report.pid == chain->group_id) {
			manager->owns_group = true;
		}
	}
}

int manager_require(struct pipesh_chain *chain)
{
	const bool over = pipesh_state(chain) == PIPESH_ENDED;

	if (chain->manager == NULL) {
		chain->manager = manager_create(NULL);
		if (chain->manager == NULL) {
			return -ENOMEM;
		}
		manager_started(chain, NULL, clock_now_ns());
		chain->manager->over = over;
	}
	return 0;
}

static bool is_capturing(const struct chain_manager *manager)
{
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		if (manager->captures[i].fd >= 0) {
			return true;
		}
	}
	return false;
}

/* A leader that is a zombie, so this does not block. */
static void bury_leader(struct pipesh_chain *chain)
{
	struct chain_stage *leader = chain->manager->leader;

	chain->manager->leader = NULL;
	chain->manager->owns_group = false;
	fd_close(&chain->manager->group_fd);
	if (leader != NULL && !chain->abandoned) {
		reap_zombie(chain, leader);
	}
}

bool manager_group_is_empty(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;

	if (manager->leader != NULL) {
		int fd = fd_open_process(chain->group_id);

		if (fd < 0) {
			return false;
		}
		if (fd_signal_group(fd, 0) != 0) {
			fd_close(&fd);
			return false;
		}
		manager->group_fd = fd;
		reap_zombie(chain, manager->leader);
		manager->leader = NULL;
	}
	return manager->group_fd >= 0 && fd_signal_group(manager->group_fd, 0) == -ESRCH;
}

static bool leads(const struct pipesh_chain *chain, const struct chain_stage *stage)
{
	return chain->manager->owns_group && stage->report.pid == chain->group_id;
}

bool manager_holds(const struct pipesh_chain *chain, const struct chain_stage *stage)
{
	const struct chain_manager *manager = chain->manager;

	return leads(chain, stage) && (chain->running + chain->stopped > 1 ||
				       manager->phase != STOP_NONE || is_capturing(manager));
}

void manager_note_end(struct pipesh_chain *chain, struct chain_stage *stage, bool held)
{
	if (held) {
		chain->manager->leader = stage;
	} else if (leads(chain, stage)) {
		chain->manager->owns_group = false;
	}
}

void manager_abandon(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;

	if (manager == NULL) {
		return;
	}
	feed_finish(&manager->feed);
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		fd_close(&manager->captures[i].fd);
	}
	fd_close(&manager->group_fd);
	fd_close(&manager->guard.pidfd);
	event_finish(chain);
	evidence_close(manager->evidence);
}

void manager_destroy(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;

	if (manager == NULL) {
		return;
	}
	bury_leader(chain);
	manager_abandon(chain);
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		capture_finish(&manager->captures[i]);
	}
	evidence_destroy(manager->evidence);
	free(manager);
	chain->manager = NULL;
}

/* Bytes ------------------------------------------------------------------- */

/* A feed that has nothing to give yet is not polled: it would always be ready. */
static bool is_feeding(const struct chain_manager *manager)
{
	return manager->feed.fd >= 0 && !manager->feed.expects;
}

void manager_pump(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;

	feed_pump(&manager->feed);
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		(void)capture_pump(&manager->captures[i]);
	}
}

size_t manager_poll_fds(const struct pipesh_chain *chain, struct pollfd *fds)
{
	const struct chain_manager *manager = chain->manager;
	size_t count = 0;

	if (is_feeding(manager)) {
		fds[count++] = (struct pollfd){ .fd = manager->feed.fd, .events = POLLOUT };
	}
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		if (manager->captures[i].fd >= 0) {
			fds[count++] =
				(struct pollfd){ .fd = manager->captures[i].fd, .events = POLLIN };
		}
	}
	if (manager->guard.pidfd >= 0) {
		fds[count++] = (struct pollfd){ .fd = manager->guard.pidfd, .events = POLLIN };
	}
	return count;
}

size_t manager_pump_ready(struct pipesh_chain *chain, const struct pollfd *fds, bool *captured)
{
	struct chain_manager *manager = chain->manager;
	size_t count = 0;

	if (is_feeding(manager) && fds[count++].revents != 0) {
		feed_pump(&manager->feed);
	}
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		if (manager->captures[i].fd >= 0 && fds[count++].revents != 0 &&
		    capture_pump(&manager->captures[i])) {
			*captured = true;
		}
	}
	count += manager->guard.pidfd >= 0; /* the tick looks at it */
	return count;
}

size_t manager_hidden_max(const struct pipesh_chain *chain)
{
	return MANAGER_POLL_MAX + 2 * chain->stage_count;
}

size_t manager_hidden(const struct chain_manager *manager, int *fds)
{
	size_t count = 0;

	if (manager->feed.fd >= 0) {
		fds[count++] = manager->feed.fd;
	}
	for (size_t i = 0; i < STREAM_COUNT; i++) {
		if (manager->captures[i].fd >= 0) {
			fds[count++] = manager->captures[i].fd;
		}
	}
	return count + evidence_hidden(manager->evidence, fds + count);
}

/* Time -------------------------------------------------------------------- */

static bool has_live_stages(const struct pipesh_chain *chain)
{
	return chain->running + chain->stopped > 0;
}

static void check_deadline(struct pipesh_chain *chain, int64_t now)
{
	struct chain_manager *manager = chain->manager;

	if (manager->deadline_ns == 0 || now < manager->deadline_ns ||
	    manager->phase != STOP_NONE || manager->guard.pid != 0) {
		return;
	}
	/* Who has ended by now did not time out. */
	(void)reap_chain(chain);
	manager_pump(chain);
	if (has_live_stages(chain) || is_capturing(manager)) {
		manager->outcome.timed_out = true;
		(void)stop_begin(chain, &manager->plan, now);
	}
}

/* The stages have ended: have the captures, too? Else they are cut in the end. */
static bool captures_are_done(struct chain_manager *manager, int64_t now)
{
	int64_t grace = manager->capture_grace_ns;

	if (!is_capturing(manager)) {
		return true;
	}
	if (grace < 0 && manager->phase != STOP_NONE) {
		grace = CAPTURE_GRACE_DEFAULT; /* it has been waited for long enough */
	}
	if (manager->cut_ns == 0) {
		manager->cut_ns = grace < 0 || grace > INT64_MAX - now ? INT64_MAX : now + grace;
		for (size_t i = 0; i < STREAM_COUNT; i++) {
			(void)capture_pump(&manager->captures[i]);
		}
	}
	if (now >= manager->cut_ns) {
		for (size_t i = 0; i < STREAM_COUNT; i++) {
			if (manager->captures[i].fd >= 0) {
				capture_cut(&manager->captures[i]);
			}
		}
	}
	return !is_capturing(manager);
}

static void conclude(struct pipesh_chain *chain, int64_t now)
{
	struct chain_manager *manager = chain->manager;

	feed_finish(&manager->feed);
	manager->outcome.input_error = manager->feed.error;
	bury_leader(chain);
	manager->over = true;
	manager->outcome.end_ns = now;
	evidence_conclude(chain);
	evidence_close(manager->evidence);
}

void manager_tick(struct pipesh_chain *chain)
{
	struct chain_manager *manager = chain->manager;
	bool guarded;
	int64_t now;

	if (manager->over || chain->abandoned) {
		return;
	}
	guarded = !guard_is_done(chain);
	now = clock_now_ns();
	check_deadline(chain, now);
	stop_tick(chain, now);
	evidence_tick(chain, now);
	if (!has_live_stages(chain) && !guarded && stop_is_done(chain, now) &&
	    captures_are_done(manager, now)) {
		conclude(chain, now);
	}
	event_update(chain);
}

static void take_earlier(int64_t *next, int64_t time)
{
	if (time < *next) {
		*next = time;
	}
}

int64_t manager_next_ns(const struct pipesh_chain *chain)
{
	const struct chain_manager *manager = chain->manager;
	int64_t next = INT64_MAX;

	if (manager->over) {
		return next;
	}
	if (manager->guard.pid != 0) {
		if (manager->guard.pidfd < 0) {
			take_earlier(&next, clock_now_ns() + GUARD_PAUSE);
		}
	} else if (manager->deadline_ns != 0 && manager->phase == STOP_NONE) {
		take_earlier(&next, manager->deadline_ns);
	}
	if (manager->phase == STOP_ASKED) {
		take_earlier(&next, manager->kill_ns);
	}
	if (has_live_stages(chain)) {
		take_earlier(&next, evidence_next_ns(manager->evidence));
	} else if (manager->phase != STOP_NONE && manager->owns_group && !manager->stop_done) {
		take_earlier(&next, manager->look_ns);
	} else if (manager->guard.pid == 0) {
		take_earlier(&next, manager->cut_ns); /* 0: decide now */
	}
	return next;
}
