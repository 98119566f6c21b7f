/* SPDX-License-Identifier: MIT */
/*
 * Allocation that does not return on failure. For the shell's layers only:
 * chain/ must report -ENOMEM to its host and uses malloc itself.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/*
 * What is called when memory ends. It must not return and must not allocate.
 * The default writes "out of memory" to standard error and exits with 2.
 */
typedef void memory_exhausted_fn(size_t wanted);
void memory_set_exhausted(memory_exhausted_fn *handler);

/* Like malloc, calloc, realloc, but never return NULL for a size above 0. */
void *memory_alloc(size_t size);
void *memory_zalloc(size_t size);
void *memory_realloc(void *old, size_t size);
/* Room for COUNT items of SIZE bytes; an overflow counts as exhaustion. */
void *memory_realloc_array(void *old, size_t count, size_t size);
/* A NUL-terminated copy of LEN bytes; the caller frees it. */
char *memory_copy(const char *bytes, size_t len);
char *memory_strdup(const char *string);

/* Grows *CAPACITY (items) geometrically to hold NEEDED; returns the new block. */
void *memory_grow(void *old, size_t *capacity, size_t needed, size_t size);

#endif
