/* SPDX-License-Identifier: MIT */
/*
 * Names, interned. A name that occurs in a script is hashed once, when it is
 * parsed; from then on it is a pointer, and what the shell knows under that
 * name hangs in the symbol's slots, so a look-up at run time is one load.
 * Symbols live as long as their table. Each slot belongs to the layer that
 * defines its type; this file only carries them.
 */
#ifndef BASE_SYMBOL_H
#define BASE_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct variable;
struct function;
struct builtin;
struct alias;
struct location;

struct symbol {
	struct symbol *next; /* in its bucket */
	uint32_t hash;
	uint32_t len;
	struct variable *variable;
	struct function *function;
	const struct builtin *builtin;
	struct alias *alias;
	struct location *location; /* where PATH had the command */
	char name[];               /* NUL-terminated */
};

struct symbol_table {
	struct symbol **buckets;
	size_t size; /* a power of two, or 0 */
	size_t count;
	struct arena memory; /* of the symbols: none goes before the table */
};

/* A zeroed table is ready too. */
void symbol_table_init(struct symbol_table *table);
void symbol_table_finish(struct symbol_table *table);

/* The symbol of a name, made if it is new. */
struct symbol *symbol_intern(struct symbol_table *table, const char *name, size_t len);
/* The same, NULL if there is none yet. */
struct symbol *symbol_find(const struct symbol_table *table, const char *name, size_t len);

/* Calls VISIT for every symbol, in no order; VISIT may not intern. */
typedef void symbol_visit_fn(struct symbol *symbol, void *arg);
void symbol_each(const struct symbol_table *table, symbol_visit_fn *visit, void *arg);

#endif
