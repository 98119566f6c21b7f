/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading from a descriptor that others share, as `read` does: what was not used must be there for
 * the next reader, be it this shell, a child or a stranger (XCU 1.4, INPUT FILES).
 *
 * Three ways, by what is known of the descriptor:
 * - shared and seekable: a block is read, and what was not used is given back by lseek before
 *   the call returns;
 * - shared and not seekable (a pipe, a terminal): a byte at a time;
 * - ours alone: nobody but this process can see the file offset (a file that a redirection of
 *   this process opened) or take bytes from the pipe (the read end that a stage
 *   of a pipeline was given). A block is held over many calls and costs no system call a
 *   line. It is settled by input_release: the offset is set to what was used, or the bytes that
 *   were used are taken out of the pipe. That must happen before anybody else may
 *   look: before a redirection and before a process starts. Once one has started, it
 *   may have a copy of the descriptor, which is shared from then on.
 */
#ifndef SHELL_INPUT_H
#define SHELL_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"

struct shell;

/* Who may see or take what a descriptor reads. */
enum input_owner {
	INPUT_SHARED,  /* the default: anybody */
	INPUT_FILE,    /* just opened by name: ours alone if it is a regular file */
	INPUT_PIPE,    /* an end of an unnamed pipe, or a here-document: ours alone */
	INPUT_REGULAR, /* INPUT_FILE that was seen to be a regular file: set here only */
};

enum { INPUT_FDS = 10 };

struct input_state {
	unsigned char owners[INPUT_FDS]; /* enum input_owner */
	bool busy; /* there is something to release; the fields below say what */
	int fd;
	bool held;  /* block[next..end) is ahead of what was handed out */
	bool pipe;  /* the bytes of block are still in the pipe, all of them */
	bool again; /* a record was read since the last release: to hold a block is worth it */
	char *block;
	size_t next, end;
	bool peek_made;
	int peek[2];        /* a pipe of ours, into which theirs is copied to look at it */
	struct strbuf line; /* room for a record, kept from one `read` to the next */
};

void input_finish(struct shell *sh);

/*
 * Appends bytes of FD to BUF up to and with DELIMITER, which ends the record. 1: delimiter found
 * (and appended), 0: end of file, -errno (-EINTR: a signal came; what was read is in BUF).
 */
int input_record(struct shell *sh, int fd, char delimiter, struct strbuf *buf);
/* The same with an end on the clock of clock_now_ns: -ETIMEDOUT when it has passed. */
int input_record_until(struct shell *sh, int fd, char delimiter, struct strbuf *buf,
		       int64_t deadline_ns);

/*
 * Copies what is in a pipe, up to SIZE bytes, without taking it out; waits until there is something. 0: end
 * of file; -errno, -EINVAL if FD is no pipe.
 */
ssize_t input_look(struct shell *sh, int fd, char *bytes, size_t size);

/*
 * Settles what is held. To be called before the executor exchanges this process
 * for a program, runs a trap's action, or reads commands from descriptor 0; the two below do it, too.
 */
void input_release(struct shell *sh);
/* Before a process is started, in any way: from now on all descriptors are shared. */
void input_share(struct shell *sh);
/*
 * Before descriptor FD is made to be something else (opened, copied to, closed, restored).
 * Returns what it was: to be given back when it is restored.
 */
enum input_owner input_redirect(struct shell *sh, int fd, enum input_owner owner);

#endif
