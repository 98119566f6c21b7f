/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

void vec_finish(struct vec *vec)
{
	free(vec->items);
	*vec = (struct vec){ 0 };
}

void vec_remove(struct vec *vec, size_t index)
{
	vec->count--;
	memmove(vec->items + index, vec->items + index + 1,
		(vec->count - index) * sizeof(*vec->items));
}
