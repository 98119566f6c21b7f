/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void memory_default_exhausted(size_t wanted)
{
	static const char message[] = "pipesh: out of memory\n";

	(void)wanted;
	/* Nothing is left to tell, should this fail. */
	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0) {
		_exit(2);
	}
	_exit(2);
}

/* Set once at start-up, before any allocation can fail. */
static memory_exhausted_fn *exhausted_handler = memory_default_exhausted;

void memory_set_exhausted(memory_exhausted_fn *handler)
{
	exhausted_handler = handler ? handler : memory_default_exhausted;
}

static void *memory_checked(void *block, size_t size)
{
	if (!block && size > 0) {
		exhausted_handler(size);
		abort();
	}
	return block;
}

void *memory_alloc(size_t size)
{
	return memory_checked(malloc(size), size);
}

void *memory_zalloc(size_t size)
{
	return memory_checked(calloc(1, size), size);
}

void *memory_realloc(void *old, size_t size)
{
	return memory_checked(realloc(old, size), size);
}

void *memory_realloc_array(void *old, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size) {
		exhausted_handler(SIZE_MAX);
		abort();
	}
	return memory_realloc(old, count * size);
}

char *memory_copy(const char *bytes, size_t len)
{
	char *copy = memory_alloc(len + 1);

	if (len > 0) {
		memcpy(copy, bytes, len);
	}
	copy[len] = '\0';
	return copy;
}

char *memory_strdup(const char *string)
{
	return memory_copy(string, strlen(string));
}

void *memory_grow(void *old, size_t *capacity, size_t needed, size_t size)
{
	size_t wanted = *capacity ? *capacity : 8;

	if (needed <= *capacity) {
		return old;
	}
	while (wanted < needed) {
		if (wanted > SIZE_MAX / 2) {
			wanted = needed;
			break;
		}
		wanted *= 2;
	}
	old = memory_realloc_array(old, wanted, size);
	*capacity = wanted;
	return old;
}
