/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file in which commands are kept between sessions: HISTFILE (XCU sh, ENVIRONMENT VARIABLES).
 *
 * Plain text, a command a line, the oldest first. A newline inside a command is written as a
 * backslash and a newline; a command that ends in a backslash gets a blank behind it.
 *
 * Several shells may use one file. Each adds its own commands at the end, with one write; what is
 * too old is cut off by a new file that takes the place of the old one. Both are done under a
 * lock, so that no shell writes into a file that another has just replaced.
 */
#ifndef LINE_HISTORY_FILE_H
#define LINE_HISTORY_FILE_H

#include <stddef.h>

#include "base/strbuf.h"
#include "shell/history.h"

/* Reads it into an empty HISTORY, as many of the newest as that holds; the numbers count from the
   first in the file. How many commands the file has, 0 if it cannot be read. */
size_t history_file_load(const char *path, struct history *history);
/* Adds a command at the end; makes the file, for its owner alone, if there is none. 0 or -errno. */
int history_file_append(const char *path, const char *text);
/* Cuts the oldest off, so that LIMIT are left. 0 or -errno. */
int history_file_trim(const char *path, size_t limit);

/* The form of the file. */
void history_file_encode(struct strbuf *out, const char *text);
/* Appends the command that begins at *AT to OUT, and moves *AT behind it. */
void history_file_decode(struct strbuf *out, const char **at, const char *end);

#endif
