/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/array.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct array *array_create(void)
{
	return memory_zalloc(sizeof(struct array));
}

void array_clear(struct array *array)
{
	size_t i;

	for (i = 0; i < array->count; i++) {
		free(array->items[i].data);
	}
	array->count = 0;
}

void array_destroy(struct array *array)
{
	if (array) {
		array_clear(array);
		free(array->items);
		free(array);
	}
}

/* Where INDEX is, or where it would be put. Mostly it is at its own place, or behind all. */
static size_t array_place(const struct array *array, int64_t index)
{
	size_t low = 0;
	size_t high = array->count;

	if (index >= array_end(array)) {
		return high;
	}
	if ((uint64_t)index < high && array->items[index].index == index) {
		return (size_t)index;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (array->items[middle].index < index) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

const struct array_item *array_find(const struct array *array, int64_t index)
{
	size_t place = array_place(array, index);

	return place < array->count && array->items[place].index == index ? &array->items[place]
									  : NULL;
}

/* The item, with no data if it is new. */
static struct array_item *array_make(struct array *array, int64_t index)
{
	size_t place = array_place(array, index);
	struct array_item *item;

	if (place == array->count || array->items[place].index != index) {
		array->items = memory_grow(array->items, &array->capacity, array->count + 1,
					   sizeof(*array->items));
		memmove(&array->items[place + 1], &array->items[place],
			(array->count - place) * sizeof(*array->items));
		array->items[place] = (struct array_item){ .index = index };
		array->count++;
	}
	item = &array->items[place];
	return item;
}

/* Keeps KEEP bytes and puts DATA, which may be among them, behind. */
static void array_item_put(struct array_item *item, size_t keep, const char *data, size_t len)
{
	if (item->capacity <= keep + len) {
		char *old = item->data;
		size_t room = keep + len + (item->data ? (keep + len) / 2 : 0) + 1;
		char *fresh = memory_alloc(room);

		memcpy(fresh, old ? old : "", keep);
		memcpy(fresh + keep, data, len);
		free(old);
		item->data = fresh;
		item->capacity = room;
	} else {
		memmove(item->data + keep, data, len);
	}
	item->len = keep + len;
	item->data[item->len] = '\0';
}

void array_set(struct array *array, int64_t index, const char *data, size_t len)
{
	array_item_put(array_make(array, index), 0, data, len);
}

void array_append(struct array *array, int64_t index, const char *data, size_t len)
{
	struct array_item *item = array_make(array, index);

	array_item_put(item, item->len, data, len);
}

void array_remove(struct array *array, int64_t index)
{
	size_t place = array_place(array, index);

	if (place == array->count || array->items[place].index != index) {
		return;
	}
	free(array->items[place].data);
	array->count--;
	memmove(&array->items[place], &array->items[place + 1],
		(array->count - place) * sizeof(*array->items));
}

struct array *array_copy(const struct array *array)
{
	struct array *copy = array_create();
	size_t i;

	for (i = 0; i < array->count; i++) {
		const struct array_item *item = &array->items[i];

		array_set(copy, item->index, item->data, item->len);
	}
	return copy;
}
