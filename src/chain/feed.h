/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_FEED_H
#define CHAIN_FEED_H

/*
 * Bytes of the host on their way into the first stage, through a pipe whose
 * write end never blocks.
 */

#include "chain/pipesh.h"

struct feed {
	int fd;            /* the write end; -1: none, or done with */
	int event_fd;      /* what watches it: -1: nothing */
	bool expects;      /* PIPESH_INPUT_LATER: the bytes are still to come */
	const char *bytes; /* what has not been written yet */
	size_t left;
	char *copy; /* where bytes points into, if it is ours */
	int error;  /* why not all was written, except that it was not wanted; or 0 */
};

/*
 * Make the pipe, and write spec.bytes into it as far as it has room; what is
 * left is copied. *read_end belongs to the caller. 0 or -errno.
 */
int feed_open(struct feed *feed, const struct pipesh_spec *spec, int *read_end);

/* Write what the pipe takes without blocking; closes when done or not wanted. */
void feed_pump(struct feed *feed);

/* Lend the bytes; they are all there will be. */
void feed_give(struct feed *feed, const void *bytes, size_t count);

/* Make a copy of what was lent and is left. 0 or -ENOMEM (and it is dropped). */
int feed_keep(struct feed *feed);

void feed_finish(struct feed *feed);

#endif
