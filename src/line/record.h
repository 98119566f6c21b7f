/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The record of what a person enters: into the shell's history, from there into the history file
 * and to the line editor. What was entered last stays out of the latter two until the next
 * prompt: lines may still be added to it, and `fc` may put something else in its place.
 */
#ifndef LINE_RECORD_H
#define LINE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct shell;

struct record {
	struct shell *sh;
	struct strbuf entry; /* the lines of the command so far */
	unsigned told;       /* the number of the newest that is in the file */
	unsigned fed;        /* of the newest that the editor has */
	size_t in_file;      /* how many commands the file has; 0: not known */
	bool by_default;     /* HISTFILE was unset when the shell began */
};

/* Makes the shell's history and reads the file. */
void record_open(struct record *record, struct shell *sh);
/* Writes what is left, cuts the file to its size, ends the shell's history. */
void record_close(struct record *record);

/* A line was read; CONTINUED: it goes on with the last one. */
void record_line(struct record *record, const char *text, bool continued);
/* Before a prompt: the last command is over. Appends it to the file. */
void record_settle(struct record *record);
/* The next command the editor does not have yet; NULL: it has all. */
const char *record_feed(struct record *record);

#endif
