/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexed arrays: strings by numbers, in the order of the numbers, which need not follow each other.
 */
#ifndef SHELL_ARRAY_H
#define SHELL_ARRAY_H

#include <stddef.h>
#include <stdint.h>

struct array_item {
	int64_t index;
	char *data; /* owned, NUL-terminated */
	size_t len;
	size_t capacity;
};

/* Zeroed: empty. */
struct array {
	struct array_item *items; /* by index */
	size_t count;
	size_t capacity;
};

/* Indexes end here, so that there is always one more. */
#define ARRAY_INDEX_MAX (INT64_MAX - 1)

struct array *array_create(void);
struct array *array_copy(const struct array *array);
/* NULL is fine. */
void array_destroy(struct array *array);
/* No items any more; keeps room for new ones. */
void array_clear(struct array *array);
/* NULL: there is none. */
const struct array_item *array_find(const struct array *array, int64_t index);
/* Of an index from 0 to ARRAY_INDEX_MAX. DATA may lie in the item that is replaced. */
void array_set(struct array *array, int64_t index, const char *data, size_t len);
/* Behind what the item holds. */
void array_append(struct array *array, int64_t index, const char *data, size_t len);
/* That there is none is fine. */
void array_remove(struct array *array, int64_t index);

/* One more than the highest index. */
static inline int64_t array_end(const struct array *array)
{
	return array->count > 0 ? array->items[array->count - 1].index + 1 : 0;
}

#endif
