/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The first is small, since every function definition keeps a tree; each next one is twice as large. */
enum { ARENA_CHUNK = 480, ARENA_CHUNK_MAX = 256 * 1024, ARENA_SPARE_MAX = 1024 * 1024 };

struct arena_chunk {
	struct arena_chunk *older;
	size_t size;
	char data[];
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

static void arena_free_list(struct arena_chunk *chunk)
{
	while (chunk) {
		struct arena_chunk *older = chunk->older;

		free(chunk);
		chunk = older;
	}
}

void arena_finish(struct arena *arena)
{
	arena_free_list(arena->chunk);
	arena_free_list(arena->spare);
	arena_init(arena);
}

static struct arena_chunk *arena_take_spare(struct arena *arena, size_t size)
{
	struct arena_chunk **link = &arena->spare;

	while (*link) {
		struct arena_chunk *chunk = *link;

		if (chunk->size >= size) {
			*link = chunk->older;
			return chunk;
		}
		link = &chunk->older;
	}
	return NULL;
}

static struct arena_chunk *arena_new_chunk(const struct arena *arena, size_t size)
{
	size_t room = arena->chunk ? arena->chunk->size * 2 : ARENA_CHUNK;
	struct arena_chunk *chunk;

	if (room > ARENA_CHUNK_MAX) {
		room = ARENA_CHUNK_MAX;
	}
	if (room < size) {
		room = size;
	}
	if (room > SIZE_MAX - sizeof(*chunk)) {
		room = SIZE_MAX - sizeof(*chunk);
	}
	chunk = memory_alloc(sizeof(*chunk) + room);
	chunk->size = room;
	return chunk;
}

void *arena_alloc_slow(struct arena *arena, size_t size)
{
	size_t need = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	struct arena_chunk *chunk;

	if (need < size) {
		need = SIZE_MAX & ~(ARENA_ALIGN - 1);
	}
	chunk = arena_take_spare(arena, need);
	if (!chunk) {
		chunk = arena_new_chunk(arena, need);
	}
	chunk->older = arena->chunk;
	arena->chunk = chunk;
	arena->next = chunk->data + need;
	arena->end = chunk->data + chunk->size;
	return chunk->data;
}

void arena_release_slow(struct arena *arena, struct arena_mark mark)
{
	while (arena->chunk != mark.chunk) {
		struct arena_chunk *chunk = arena->chunk;

		arena->chunk = chunk->older;
		if (chunk->size > ARENA_SPARE_MAX) {
			free(chunk);
		} else {
			chunk->older = arena->spare;
			arena->spare = chunk;
		}
	}
	arena->next = mark.next;
	arena->end = arena->chunk ? arena->chunk->data + arena->chunk->size : NULL;
}

void *arena_zalloc(struct arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size);
}

void *arena_dup(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_alloc(arena, size);

	if (size > 0) {
		memcpy(copy, bytes, size);
	}
	return copy;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	if (len > 0) {
		memcpy(copy, bytes, len);
	}
	copy[len] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
	return arena_copy(arena, string, strlen(string));
}

size_t arena_footprint(const struct arena *arena)
{
	size_t total = 0;
	const struct arena_chunk *chunk;

	for (chunk = arena->chunk; chunk; chunk = chunk->older) {
		total += chunk->size;
	}
	for (chunk = arena->spare; chunk; chunk = chunk->older) {
		total += chunk->size;
	}
	return total;
}
