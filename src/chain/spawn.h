/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_SPAWN_H
#define CHAIN_SPAWN_H

/* Making the process of one stage. */

#include "chain/pipesh.h"
#include "chain/plan.h"

/*
 * What all stages of one start have in common. Between spawn_begin and
 * spawn_end the host's signals are blocked: a handler of the host that ran in
 * a child that shares the host's memory would change the host.
 */
struct spawn_session {
	const struct pipesh_spec *spec;
	enum pipesh_group group; /* what spec.group comes to; never STAY */
	sigset_t host_mask;
	sigset_t mask;      /* of the children */
	sigset_t defaults;  /* to be reset to SIG_DFL */
	bool resets;        /* there are any */
	pid_t group_id;     /* to join; 0: the next process leads, if NEW */
	bool hand_over;     /* the terminal is still to be given away */
	int terminal_error; /* errno of doing so, or 0 */
};

void spawn_begin(struct spawn_session *session, const struct pipesh_spec *spec);
void spawn_end(struct spawn_session *session);

/*
 * Before spawn_end: the signal that will end the host then; or 0. If it was sent to the host's group, those
 * just started have missed it, and would be left behind: they are to have it too. If to the host alone, they
 * are processes that it would not have started.
 */
int spawn_pending_end(const struct spawn_session *session);

/*
 * Start an EXEC or CALL stage. Returns its pid; the caller reaps it. Or
 *   0       it could not be set up or executed: error says why, and its
 *           process is gone and reaped
 *   -errno  no process could be made (or no pipe to hear from it)
 * Blocks until the program has been executed, or until the fork.
 */
pid_t spawn_stage(struct spawn_session *session, const struct pipesh_stage *stage,
		  const struct plan_ends *ends, struct pipesh_error *error);

#endif
