/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_GUARD_H
#define CHAIN_GUARD_H

/*
 * The process that keeps a chain's deadline in the host's stead: pipesh_guard().
 *
 * It is a forked copy of the host, with the descriptors of the stages' processes and no others, in
 * a group of its own, deaf to what a terminal sends. It sleeps until the stages have ended or the deadline
 * has come; then it stops the group as the chain's plan says, and ends. Its status tells the host, if
 * that is still there. The host's own deadline rests meanwhile, and is back in force should
 * the guard be killed.
 *
 * Its signals reach this group and no other: by a descriptor that stands for the group, where the kernel
 * has that. Elsewhere by the number, which stays the chain's while the host lives, since that keeps the
 * leader a zombie until the guard has ended; and afterwards while anybody is in the group.
 */

#include <stdbool.h>
#include <sys/types.h>

struct pipesh_chain;
struct pollfd;

struct guard {
	pid_t pid; /* 0: there is none, or it has ended */
	int pidfd;
};

/* Has it ended by now? What it has done is noted. True also if there is none. */
bool guard_is_done(struct pipesh_chain *chain);

#endif
