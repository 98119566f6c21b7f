/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/sort.h"

#include <stdint.h>
#include <string.h>

/* Runs of this many are sorted by insertion before they are merged. */
enum { SORT_RUN = 8 };

struct sort_item {
	uint64_t key; /* 0 where strcoll() decides */
	char *string;
};

static bool sort_less_equal(const struct sort_item *a, const struct sort_item *b, bool bytes)
{
	if (bytes) {
		return a->key != b->key ? a->key < b->key : strcmp(a->string, b->string) <= 0;
	}
	int order = strcoll(a->string, b->string);

	return order != 0 ? order < 0 : strcmp(a->string, b->string) <= 0;
}

/* How many bytes all strings begin with alike. */
static size_t sort_common(char **strings, size_t count)
{
	size_t common = strlen(strings[0]);
	size_t i;

	for (i = 1; i < count; i++) {
		size_t n = 0;

		while (n < common && strings[i][n] == strings[0][n]) {
			n++;
		}
		common = n;
	}
	return common;
}

static uint64_t sort_key(const char *string)
{
	uint64_t key = 0;
	unsigned i;

	for (i = 0; i < 8 && string[i]; i++) {
		key |= (uint64_t)(unsigned char)string[i] << (56 - 8 * i);
	}
	return key;
}

static void sort_insertion(struct sort_item *items, size_t count, bool bytes)
{
	size_t i;

	for (i = 1; i < count; i++) {
		struct sort_item item = items[i];
		size_t j = i;

		while (j > 0 && !sort_less_equal(&items[j - 1], &item, bytes)) {
			items[j] = items[j - 1];
			j--;
		}
		items[j] = item;
	}
}

/* Merges FROM[0..left) and FROM[left..count) into TO. */
static void sort_merge(const struct sort_item *from, size_t left, size_t count,
		       struct sort_item *to, bool bytes)
{
	size_t i = 0;
	size_t j = left;
	size_t k = 0;

	while (i < left && j < count) {
		to[k++] = sort_less_equal(&from[i], &from[j], bytes) ? from[i++] : from[j++];
	}
	while (i < left) {
		to[k++] = from[i++];
	}
	while (j < count) {
		to[k++] = from[j++];
	}
}

static size_t sort_min(size_t a, size_t b)
{
	return a < b ? a : b;
}

void sort_strings(struct arena *arena, char **strings, size_t count, bool bytes)
{
	struct arena_mark mark = arena_mark(arena);
	struct sort_item *items = arena_alloc(arena, count * sizeof(*items));
	struct sort_item *other = arena_alloc(arena, count * sizeof(*other));
	size_t common = bytes && count > 0 ? sort_common(strings, count) : 0;
	size_t width;
	size_t i;

	for (i = 0; i < count; i++) {
		items[i].string = strings[i];
		items[i].key = bytes ? sort_key(strings[i] + common) : 0;
	}
	for (i = 0; i < count; i += SORT_RUN) {
		sort_insertion(items + i, sort_min(SORT_RUN, count - i), bytes);
	}
	for (width = SORT_RUN; width < count; width *= 2) {
		struct sort_item *swap = items;

		for (i = 0; i < count; i += 2 * width) {
			size_t size = sort_min(2 * width, count - i);

			sort_merge(items + i, sort_min(width, size), size, other + i, bytes);
		}
		items = other;
		other = swap;
	}
	for (i = 0; i < count; i++) {
		strings[i] = items[i].string;
	}
	arena_release(arena, mark);
}
