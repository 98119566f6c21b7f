/* SPDX-License-Identifier: MIT */
/*
 * Writing to what may be a pipe that nobody reads, or a file that would grow beyond RLIMIT_FSIZE. That
 * raises SIGPIPE or SIGXFSZ in the thread that writes, whose dispositions are not ours to change: so the
 * two are blocked meanwhile, and one is taken out again if it is this write that made it pending.
 */
#ifndef BASE_WRITE_GUARD_H
#define BASE_WRITE_GUARD_H

#include <signal.h>

struct write_guard {
	sigset_t mask;
	sigset_t pending; /* what was waiting already: it is the host's */
};

void write_guard_begin(struct write_guard *guard);
/* RESULT: that of the write, -EPIPE and -EFBIG among what it may be. */
void write_guard_end(const struct write_guard *guard, int result);

#endif
