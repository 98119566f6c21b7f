/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/alias.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "shell/shell.h"

void alias_set(struct shell *sh, const char *name, size_t name_len, const char *value)
{
	struct symbol *symbol = symbol_intern(&sh->symbols, name, name_len);
	struct alias *alias = symbol->alias;
	char *copy = memory_strdup(value);

	if (!alias) {
		alias = memory_alloc(sizeof(*alias));
		alias->symbol = symbol;
		alias->index = sh->aliases.count;
		alias->value = NULL;
		symbol->alias = alias;
		vec_push(&sh->aliases, alias);
	}
	free(alias->value);
	alias->value = copy;
}

const char *alias_get(struct shell *sh, const char *name)
{
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));

	return symbol && symbol->alias ? symbol->alias->value : NULL;
}

static void alias_free(struct alias *alias)
{
	alias->symbol->alias = NULL;
	free(alias->value);
	free(alias);
}

bool alias_unset(struct shell *sh, const char *name)
{
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));
	struct alias *alias = symbol ? symbol->alias : NULL;
	struct alias *last;

	if (!alias) {
		return false;
	}
	last = sh->aliases.items[--sh->aliases.count];
	sh->aliases.items[alias->index] = last;
	last->index = alias->index;
	alias_free(alias);
	return true;
}

void alias_unset_all(struct shell *sh)
{
	size_t i;

	for (i = 0; i < sh->aliases.count; i++) {
		alias_free(sh->aliases.items[i]);
	}
	vec_finish(&sh->aliases);
}

static int alias_compare(const void *a, const void *b)
{
	const struct alias *const *x = a;
	const struct alias *const *y = b;

	return strcmp((*x)->symbol->name, (*y)->symbol->name);
}

struct alias **aliases_sorted(struct shell *sh, struct arena *arena, size_t *count)
{
	struct alias **list = arena_alloc(arena, (sh->aliases.count + 1) * sizeof(struct alias *));

	*count = sh->aliases.count;
	if (*count > 0) {
		memcpy(list, sh->aliases.items, *count * sizeof(struct alias *));
		qsort(list, *count, sizeof(struct alias *), alias_compare);
	}
	return list;
}
