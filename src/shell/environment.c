/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The environment that programs get: one block of pointers and bytes, made
 * when it is first needed after a change of an exported variable.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "shell/shell.h"
#include "shell/variable.h"

void variable_environment_changed(struct shell *sh)
{
	free(sh->environment);
	sh->environment = NULL;
}

static bool environment_has(const struct variable *variable)
{
	return (variable->flags & VARIABLE_EXPORTED) != 0 && variable->value.kind == VALUE_SCALAR;
}

static char *environment_entry(char *at, const struct symbol *symbol, struct expand_value value)
{
	memcpy(at, symbol->name, symbol->len);
	at += symbol->len;
	*at++ = '=';
	memcpy(at, value.data, value.len);
	at += value.len;
	*at++ = '\0';
	return at;
}

char **variable_environment(struct shell *sh)
{
	size_t count = sh->foreign_count;
	size_t bytes = 0;
	size_t i;
	size_t n = 0;
	char *at;

	if (sh->environment) {
		return sh->environment;
	}
	for (i = 0; i < sh->variable_count; i++) {
		struct variable *variable = sh->variables[i];

		if (environment_has(variable)) {
			count++;
			bytes += variable->symbol->len + variable_get(sh, variable->symbol).len + 2;
		}
	}
	sh->environment = memory_alloc((count + 1) * sizeof(char *) + bytes);
	at = (char *)(sh->environment + count + 1);
	for (i = 0; i < sh->variable_count; i++) {
		struct variable *variable = sh->variables[i];

		if (environment_has(variable)) {
			sh->environment[n++] = at;
			at = environment_entry(at, variable->symbol,
					       variable_get(sh, variable->symbol));
		}
	}
	for (i = 0; i < sh->foreign_count; i++) {
		sh->environment[n++] = sh->foreign[i];
	}
	sh->environment[n] = NULL;
	return sh->environment;
}

char **variable_environment_keep(struct shell *sh, struct arena *arena)
{
	char **environment = variable_environment(sh);
	size_t count = 0;
	char **copy;

	while (environment[count]) {
		count++;
	}
	copy = arena_alloc(arena, (count + 1) * sizeof(*copy));
	copy[count] = NULL;
	while (count-- > 0) {
		copy[count] = arena_strdup(arena, environment[count]);
	}
	return copy;
}

static int environment_by_name(const void *a, const void *b)
{
	const struct variable *const *first = a;
	const struct variable *const *second = b;

	return strcmp((*first)->symbol->name, (*second)->symbol->name);
}

struct variable **variables_sorted(struct shell *sh, struct arena *arena, size_t *count)
{
	struct variable **sorted =
		arena_dup(arena, sh->variables, sh->variable_count * sizeof(struct variable *));

	*count = sh->variable_count;
	if (*count > 0) {
		qsort(sorted, *count, sizeof(struct variable *), environment_by_name);
	}
	return sorted;
}
