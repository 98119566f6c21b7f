/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_MANAGE_H
#define CHAIN_MANAGE_H

/*
 * What a chain needs besides being waited for: feeding, captures, a deadline, a
 * stop, evidence. A plain chain has no manager and pays for none of it.
 *
 * The invariants:
 *
 * - While owns_group, the process that leads the chain's group has not been
 *   reaped, so the group's number cannot have become another's: it may be
 *   signalled, whether a stage still lives or not. Or there is a group_fd, which
 *   means this group whatever its number.
 * - A managed chain is over when its stages have ended, its stop (if there was
 *   one) has left nobody in the group, its guard (if it has one) has ended, and
 *   its captures have ended or been cut.
 * - A turn, wherever it is made: move bytes, observe ends, then look at the clock.
 */

#include "chain/capture.h"
#include "chain/chain.h"
#include "chain/evidence.h"
#include "chain/feed.h"
#include "chain/guard.h"

struct pollfd;

enum { STREAM_COUNT = 2 };

/* A manager has at most this many descriptors to poll. */
enum { MANAGER_POLL_MAX = STREAM_COUNT + 2 };

enum stop_phase {
	STOP_NONE,
	STOP_ASKED,  /* the stop signal is out */
	STOP_KILLED, /* SIGKILL is out */
};

struct chain_manager {
	struct feed feed;
	struct capture captures[STREAM_COUNT];
	int64_t capture_grace_ns; /* negative: no end */
	int64_t cut_ns;           /* when captures are cut; 0: not decided yet */

	struct pipesh_stop plan; /* no zero fields */
	int64_t deadline_ns;     /* 0: none */
	enum stop_phase phase;
	bool stop_done;    /* the group is empty, or as good as */
	int64_t kill_ns;   /* STOP_ASKED: when to go on */
	int64_t killed_ns; /* STOP_KILLED: since when */
	int64_t look_ns;   /* when to look at the group again, */
	int64_t pause_ns;  /* and how long to wait after that */
	bool owns_group;
	struct chain_stage *leader; /* has ended, and is not reaped yet; or NULL */
	int group_fd; /* the group, once its leader is reaped: fd_signal_group; -1: none */

	struct guard guard; /* keeps the deadline in the host's stead */

	struct evidence *evidence; /* NULL: not wanted */
	struct pipesh_outcome outcome;
	bool over;

	int event_fd; /* for the host's event loop; -1: not asked for */
	int timer_fd;
	int64_t armed_ns; /* what timer_fd is set to; 0: nothing */
};

/* Does a chain of this spec need one? */
bool manager_is_needed(const struct pipesh_spec *spec);

/* spec may be NULL: that of a chain that is stopped unplanned. NULL: no memory. */
struct chain_manager *manager_create(const struct pipesh_spec *spec);

/* The processes run: from now on the leader is held, and time counts. */
void manager_started(struct pipesh_chain *chain, const struct pipesh_spec *spec, int64_t now);

/* Give the chain a manager if it has none yet. 0 or -ENOMEM. */
int manager_require(struct pipesh_chain *chain);

/*
 * Close and free everything; a leader that was held is reaped unless it is not
 * this process's child. NULL manager: nothing.
 */
void manager_destroy(struct pipesh_chain *chain);

/* For a child of the host: close what would keep a pipe open. */
void manager_abandon(struct pipesh_chain *chain);

/* Move bytes, as far as that is possible at once. */
void manager_pump(struct pipesh_chain *chain);

/* What to poll besides processes: how many were filled in. */
size_t manager_poll_fds(const struct pipesh_chain *chain, struct pollfd *fds);

/* Move the bytes of those that are ready: how many of fds were this chain's. *captured is set if
   there was something to capture. */
size_t manager_pump_ready(struct pipesh_chain *chain, const struct pollfd *fds, bool *captured);

/* Look at the clock: deadline, grace, samples, the end. After observing. */
void manager_tick(struct pipesh_chain *chain);

/* When the next tick is due, absolute; INT64_MAX: nothing to wait for. */
int64_t manager_next_ns(const struct pipesh_chain *chain);

/*
 * All stages have ended, and a stop is on: is nobody in the group any more? No answer is
 * false. True at once where the kernel can be asked, which takes the leader's being
 * reaped: from then on group_fd stands for it.
 */
bool manager_group_is_empty(struct pipesh_chain *chain);

/*
 * Must this stage stay a zombie when it has ended? The leader must while a stop may
 * still need its group.
 */
bool manager_holds(const struct pipesh_chain *chain, const struct chain_stage *stage);

/* It has ended: it is held, or (false) was reaped and leads nothing any more. */
void manager_note_end(struct pipesh_chain *chain, struct chain_stage *stage, bool held);

/* The descriptors a stage must not see: at most manager_hidden_max. */
size_t manager_hidden(const struct chain_manager *manager, int *fds);
size_t manager_hidden_max(const struct pipesh_chain *chain);

/* stop.c */

/* Begin, or go on, to stop the chain by plan (no zero fields). 0 or -errno. */
int stop_begin(struct pipesh_chain *chain, const struct pipesh_stop *plan, int64_t now);

/* SIGKILL, if it is due. */
void stop_tick(struct pipesh_chain *chain, int64_t now);

/* All stages have ended: has the stop left nobody? True if there was none. */
bool stop_is_done(struct pipesh_chain *chain, int64_t now);

/* Fill zero fields of stop (NULL: all of them) from plan. */
struct pipesh_stop stop_complete(const struct pipesh_stop *stop, const struct pipesh_stop *plan);

#endif
