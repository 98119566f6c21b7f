/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_STREAM_H
#define CHAIN_STREAM_H

/*
 * The outer ends of a chain while it starts: what its first stage reads from,
 * where its last writes to, and where all of them complain.
 */

#include "base/fd.h"
#include "chain/chain.h"

/* The library's own ends are never on 0, 1 or 2 (see plan.c). */
enum { STREAM_LOWEST = 3, STREAM_OWN_MAX = 6 };

struct streams {
	int input; /* -1: nothing to be done about it */
	int output;
	int errors;              /* never 0 or 1, which the stage's own ends will fill */
	int own[STREAM_OWN_MAX]; /* those of all these that are the library's */
	size_t own_count;
};

static inline void streams_init(struct streams *streams)
{
	streams->input = streams->output = streams->errors = -1;
	streams->own_count = 0;
}

/*
 * Open what spec asks for; feeds and captures are the manager's, which is there
 * if spec needs one. 0 or -errno, after which streams_close is due as well. Not
 * needed where chain_streams_are_plain().
 */
int streams_open(struct streams *streams, struct chain_manager *manager,
		 const struct pipesh_spec *spec);

/* The host's copies, once the stages have theirs. */
void streams_close(struct streams *streams);

/* Give the pipe this capacity, or as much of it as the system allows. */
void stream_set_capacity(int fd, size_t capacity);

/* fd_pipe with a capacity; 0: the system's default. */
static inline int stream_pipe(int ends[2], int lowest, size_t capacity)
{
	int error = fd_pipe(ends, lowest);

	if (error == 0 && capacity > 0) {
		stream_set_capacity(ends[1], capacity);
	}
	return error;
}

#endif
