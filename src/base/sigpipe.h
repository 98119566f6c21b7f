/* SPDX-License-Identifier: MIT */
/*
 * Writing to what may be a pipe that nobody reads. That raises SIGPIPE in the thread that writes, whose
 * disposition is not ours to change: so the signal is blocked meanwhile, and taken out again if it is
 * this write that made it pending.
 */
#ifndef BASE_SIGPIPE_H
#define BASE_SIGPIPE_H

#include <signal.h>
#include <stdbool.h>

struct sigpipe_guard {
	sigset_t sigpipe;
	sigset_t mask;
	bool pending; /* one was waiting already: it is the host's */
};

void sigpipe_guard_begin(struct sigpipe_guard *guard);
/* RAISED: a write has failed with EPIPE. */
void sigpipe_guard_end(const struct sigpipe_guard *guard, bool raised);

#endif
