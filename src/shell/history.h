/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands a person has entered, by number, the oldest first: what `fc` works on and the line
 * editor is fed from. Only an interactive shell has one (shell.history); where it is kept between
 * sessions is line/history_file.h.
 */
#ifndef SHELL_HISTORY_H
#define SHELL_HISTORY_H

#include <stddef.h>

#include "base/vec.h"

struct history {
	struct vec entries; /* char *, without the last newline */
	unsigned first;     /* the number of the oldest; 1 or above */
	size_t limit;       /* how many are kept: HISTSIZE */
	unsigned current;   /* the number of the command that now runs; 0: it has none */
};

struct history *history_create(size_t limit);
/* NULL is fine. */
void history_destroy(struct history *history);

/* Adds a command (not with limit 0), forgets the oldest beyond the limit: its number. */
unsigned history_add(struct history *history, const char *text, size_t len);
/* Puts another text in the place of the newest, of which there must be one. */
void history_replace(struct history *history, const char *text, size_t len);
/* Takes the newest away, if there is one; its number is given out again. */
void history_drop(struct history *history);
/* Keeps no more than LIMIT from now on. */
void history_set_limit(struct history *history, size_t limit);

/* The number of the newest; first - 1 if there is none. */
unsigned history_last(const struct history *history);
/* NULL: none has this number. Valid until the list changes. */
const char *history_text(const struct history *history, unsigned number);

#endif
