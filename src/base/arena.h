/* SPDX-License-Identifier: MIT */
/*
 * An arena: many small allocations, given back all at once or down to a mark.
 * Chunks are kept after a release, so a loop's steady state does not allocate.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* the one in use; older ones below it */
	struct arena_chunk *spare; /* released, to be used again */
	char *next;                /* first free byte of chunk */
	char *end;                 /* behind its last */
};

/* A point to which an arena can be taken back. */
struct arena_mark {
	struct arena_chunk *chunk;
	char *next;
};

/* A zeroed struct arena is ready too. */
void arena_init(struct arena *arena);
/* Frees everything; the arena is then as after arena_init. */
void arena_finish(struct arena *arena);

void *arena_alloc_slow(struct arena *arena, size_t size);

#define ARENA_ALIGN ((size_t)8)

/* SIZE bytes, aligned to 8, not zeroed; valid until released. Never NULL. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
	size_t need = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);

	if (need < size || (size_t)(arena->end - arena->next) < need) {
		return arena_alloc_slow(arena, size);
	}
	arena->next += need;
	return arena->next - need;
}

/* The same, zeroed. */
void *arena_zalloc(struct arena *arena, size_t size);
/* A NUL-terminated copy of LEN bytes. */
char *arena_copy(struct arena *arena, const char *bytes, size_t len);
char *arena_strdup(struct arena *arena, const char *string);
/* A copy of SIZE bytes without a terminator: for arrays that are complete. */
void *arena_dup(struct arena *arena, const void *bytes, size_t size);

static inline struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){ arena->chunk, arena->next };
}

void arena_release_slow(struct arena *arena, struct arena_mark mark);

/* Gives back all that was allocated after MARK was taken. */
static inline void arena_release(struct arena *arena, struct arena_mark mark)
{
	if (arena->chunk == mark.chunk) {
		arena->next = mark.next;
	} else {
		arena_release_slow(arena, mark);
	}
}

/* Bytes held from the system, used or not. */
size_t arena_footprint(const struct arena *arena);

#endif
