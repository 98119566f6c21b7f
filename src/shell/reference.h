/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a builtin is told to assign to: NAME or, outside posix mode, NAME[EXPRESSION].
 */
#ifndef SHELL_REFERENCE_H
#define SHELL_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shell;
struct symbol;

struct reference {
	struct symbol *symbol;
	bool has_index;
	bool all; /* NAME[@] or NAME[*] */
	int64_t index;
};

/* Is TEXT one, by its form? */
bool reference_valid(const struct shell *sh, const char *text);
/* Takes a valid one apart. False: the expression is wrong, which has been reported. */
bool reference_parse(struct shell *sh, const char *text, struct reference *reference);
/* Both of these in one, and the assignment. COMMAND is that of messages. 0; -1: reported. */
int reference_assign(struct shell *sh, const char *command, const char *text, const char *value,
		     size_t len);

#endif
