/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_ALIAS_H
#define SHELL_ALIAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/symbol.h"

struct shell;

struct alias {
	struct symbol *symbol;
	size_t index; /* in the shell's list */
	char *value;
};

void alias_set(struct shell *sh, const char *name, size_t name_len, const char *value);
/* NULL: none. */
const char *alias_get(struct shell *sh, const char *name);
bool alias_unset(struct shell *sh, const char *name); /* false: there was none */
void alias_unset_all(struct shell *sh);
/* Sorted by name, in ARENA. */
struct arena;
struct alias **aliases_sorted(struct shell *sh, struct arena *arena, size_t *count);

#endif
