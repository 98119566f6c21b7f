/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_REAP_H
#define CHAIN_REAP_H

/* From wait statuses to reports: the only place where a stage changes state. */

#include "chain/chain.h"

/*
 * Look at one live stage with wait4(2) and these options, retrying EINTR only
 * if asked. Returns 1 if its state changed, 0 if not, -EINTR. Blocks unless
 * WNOHANG is among the options or the chain is managed. A stage whose status somebody else took
 * has ended, with phase PIPESH_PHASE_WAIT.
 */
int reap_stage(struct pipesh_chain *chain, struct chain_stage *stage, int options, bool retry);

/* All live stages, without blocking: 1 if some changed, or 0. */
int reap_chain(struct pipesh_chain *chain);

/* Reap a stage of a managed chain that has ended and was not reaped then. */
void reap_zombie(struct pipesh_chain *chain, struct chain_stage *stage);

/* Book-keeping for a stage that never ran, or could not be started. */
void reap_unstarted(struct chain_stage *stage, int status);

/* A stage that was stopped runs again. */
void reap_continued(struct pipesh_chain *chain, struct chain_stage *stage);

static inline bool stage_is_live(const struct chain_stage *stage)
{
	return stage->report.state != PIPESH_ENDED;
}

#endif
