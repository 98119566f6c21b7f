/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What jobs that run side by side write, shown in the order of the jobs: all of the first, all of the
 * second. The first that has not been shown whole is shown as it writes; what later ones write is held
 * in memory up to a bound, and beyond it in a file without a name. Where there can be none, or it is full, it
 * stays where it is: in memory, or in the file of its capture.
 *
 * Nothing here waits for a reader: what cannot be written at once is written by a later collate_pump.
 */
#ifndef SHELL_COLLATE_H
#define SHELL_COLLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "chain/pipesh.h"

enum { COLLATE_STREAMS = 2 };

/* What is held of an ended job. */
struct collate_held {
	char *data; /* NULL: in a file */
	int file;   /* ours to close; -1: the spool */
	off_t offset;
	size_t size;
};

struct collate_job {
	struct pipesh_chain *chain; /* NULL: it has ended */
	struct collate_held held[COLLATE_STREAMS];
	size_t shown[COLLATE_STREAMS]; /* of what is held, or of a capture that is in a file */
};

struct collate {
	struct collate_job *jobs;
	size_t head; /* the first that has not been shown whole; those before it are done with */
	size_t count, capacity;
	size_t first; /* the index of jobs[0] among all */
	size_t memory;
	int spool; /* -1: not needed yet */
	off_t spool_size;
	char *piece; /* being written */
	size_t piece_size, piece_at;
	int piece_stream;
	int lost;                    /* errno: what was held could not be had; 0: it could */
	int errors[COLLATE_STREAMS]; /* errno: nothing more is written to it */
	bool discarded;              /* nobody wants any of it */
};

void collate_init(struct collate *collate);
void collate_finish(struct collate *collate);

/* How much of a running job's stream is to be held in memory, if so many run at a time. */
size_t collate_capture_limit(size_t jobs);

/* The next job, which has just been started. */
void collate_add(struct collate *collate, struct pipesh_chain *chain);
/* The job with this index has ended: takes over what it has written. */
void collate_take(struct collate *collate, size_t index);

/* Shows what can be shown without waiting. The descriptor to wait for (POLLOUT), or -1. */
int collate_pump(struct collate *collate);
/* Will there be more to show, as soon as the job at the head writes it? */
bool collate_is_streaming(const struct collate *collate);
/* From now on all is thrown away. */
void collate_discard(struct collate *collate);
/* Is everything shown (or lost) that ended jobs wrote? */
bool collate_is_done(const struct collate *collate);

#endif
