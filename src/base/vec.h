/* SPDX-License-Identifier: MIT */
/*
 * A growing array of pointers. Items are the owner's; the array is the vec's.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

#include "base/memory.h"

struct vec {
	void **items;
	size_t count;
	size_t capacity;
};

/* A zeroed vec is ready. Frees the array, not what it points to. */
void vec_finish(struct vec *vec);

static inline void vec_push(struct vec *vec, void *item)
{
	if (vec->count == vec->capacity) {
		vec->items = memory_grow(vec->items, &vec->capacity, vec->count + 1,
					 sizeof(*vec->items));
	}
	vec->items[vec->count++] = item;
}

/* Takes out the item at INDEX, closing the gap. */
void vec_remove(struct vec *vec, size_t index);

#endif
