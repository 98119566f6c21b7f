/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_CAPTURE_H
#define CHAIN_CAPTURE_H

/*
 * What stages write, read by the host: into memory that grows, and beyond a
 * limit into a file without a name.
 */

#include "chain/pipesh.h"

struct capture {
	struct pipesh_capture seen; /* what the host is shown */
	bool used;                  /* the spec asked for it */
	int fd;                     /* the read end; -1: ended, or not used */
	int event_fd;               /* what watches it: -1: nothing */
	char *buffer;               /* seen.data, or scratch once in a file */
	size_t capacity;
	size_t limit; /* 0: none */
};

/* Make the pipe. *write_end belongs to the caller. 0 or -errno. */
int capture_open(struct capture *capture, const struct pipesh_spec *spec, int *write_end);

/* Read what is there, within reason; closes at end of file. Never blocks. False: there was none. */
bool capture_pump(struct capture *capture);

/* Take what is in the pipe, then give it up, and say who still holds it. */
void capture_cut(struct capture *capture);

/* Close the pipe without a word. */
void capture_close(struct capture *capture);

/* As pipesh_take_capture(). */
char *capture_take(struct capture *capture, size_t *size);

void capture_finish(struct capture *capture);

#endif
