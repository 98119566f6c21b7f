/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What read -n, -N, -s and -t 0 need, all of them extensions: a number of characters instead of a
 * line, a terminal that does not show what is typed, a look at whether there is anything.
 */
#ifndef BUILTINS_READ_CHARACTERS_H
#define BUILTINS_READ_CHARACTERS_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

#include "base/strbuf.h"

struct shell;

struct read_characters {
	int fd;
	unsigned long count;
	int delimiter;       /* ends it before; -1: nothing does */
	int64_t deadline_ns; /* 0: none */
};

/* Appends up to so many to LINE. 1: all, or the delimiter, which is not appended; 0: end of file;
   -ETIMEDOUT, -EINTR (call again: what was read is in LINE and counted down), -errno. */
int read_characters(struct shell *sh, struct read_characters *want, struct strbuf *line);

/* Would a read of FD not wait? */
bool read_ready(int fd);

/* The terminal, if FD is one, without what the two ask for; terminal.changed if it was. */
struct read_terminal {
	int fd;
	bool changed;
	struct termios modes;
};
void read_terminal_set(struct read_terminal *terminal, int fd, bool echoes, bool lines);
void read_terminal_restore(struct read_terminal *terminal);

#endif
