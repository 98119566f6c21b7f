/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_LOOP_H
#define CHAIN_LOOP_H

/*
 * Waiting: the one place where the library sleeps.
 *
 * A turn of the loop: sleep in ppoll, observe what ended, then look at the
 * clock. A chain that has ended by the time the deadline is noticed has ended,
 * not timed out.
 */

#include "chain/pipesh.h"

/* May loop_block stand in for the loop: nothing but ends to wait for? */
bool loop_may_block(const struct pipesh_chain *chain, const struct pipesh_wait *how);

/* wait4 on one live stage after the other. Results as pipesh_wait(). */
int loop_block(struct pipesh_chain *chain, const struct pipesh_wait *how);

/* The general case. Results as pipesh_wait_any(). */
int loop_run(struct pipesh_chain *const *chains, size_t count, const struct pipesh_wait *how);

#endif
