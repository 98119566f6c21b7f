/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/symbol.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { SYMBOL_FIRST_SIZE = 512 };

void symbol_table_init(struct symbol_table *table)
{
	*table = (struct symbol_table){ 0 };
}

void symbol_table_finish(struct symbol_table *table)
{
	arena_finish(&table->memory);
	free(table->buckets);
	symbol_table_init(table);
}

/* FNV-1a, folded once more since the table uses the low bits. */
static uint32_t symbol_hash(const char *name, size_t len)
{
	uint32_t hash = 2166136261u;
	size_t i;

	for (i = 0; i < len; i++) {
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	}
	return hash ^ (hash >> 15);
}

static struct symbol *symbol_look(const struct symbol_table *table, const char *name, size_t len,
				  uint32_t hash)
{
	struct symbol *symbol;

	if (table->size == 0) {
		return NULL;
	}
	symbol = table->buckets[hash & (table->size - 1)];
	while (symbol) {
		if (symbol->hash == hash && symbol->len == len &&
		    memcmp(symbol->name, name, len) == 0) {
			return symbol;
		}
		symbol = symbol->next;
	}
	return NULL;
}

static void symbol_table_resize(struct symbol_table *table, size_t size)
{
	struct symbol **buckets = memory_zalloc(size * sizeof(*buckets));
	size_t i;

	for (i = 0; i < table->size; i++) {
		struct symbol *symbol = table->buckets[i];

		while (symbol) {
			struct symbol *next = symbol->next;
			struct symbol **bucket = &buckets[symbol->hash & (size - 1)];

			symbol->next = *bucket;
			*bucket = symbol;
			symbol = next;
		}
	}
	free(table->buckets);
	table->buckets = buckets;
	table->size = size;
}

struct symbol *symbol_find(const struct symbol_table *table, const char *name, size_t len)
{
	return symbol_look(table, name, len, symbol_hash(name, len));
}

struct symbol *symbol_intern(struct symbol_table *table, const char *name, size_t len)
{
	uint32_t hash = symbol_hash(name, len);
	struct symbol *symbol = symbol_look(table, name, len, hash);
	struct symbol **bucket;

	if (symbol) {
		return symbol;
	}
	if (table->count >= table->size) {
		symbol_table_resize(table, table->size ? table->size * 2 : SYMBOL_FIRST_SIZE);
	}
	symbol = arena_zalloc(&table->memory, sizeof(*symbol) + len + 1);
	symbol->hash = hash;
	symbol->len = (uint32_t)len;
	memcpy(symbol->name, name, len);
	bucket = &table->buckets[hash & (table->size - 1)];
	symbol->next = *bucket;
	*bucket = symbol;
	table->count++;
	return symbol;
}

void symbol_each(const struct symbol_table *table, symbol_visit_fn *visit, void *arg)
{
	size_t i;

	for (i = 0; i < table->size; i++) {
		struct symbol *symbol;

		for (symbol = table->buckets[i]; symbol; symbol = symbol->next) {
			visit(symbol, arg);
		}
	}
}
