/* SPDX-License-Identifier: MIT */
/*
 * How much of the C stack is left: the parser, the expander and the executor
 * recurse as deep as the script they are given, and must say so in time.
 */
#ifndef BASE_STACK_H
#define BASE_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stack_guard {
	uintptr_t lowest; /* below this address lies the reserve; 0: no limit */
};

/*
 * To be called near the bottom of the main thread's stack. Reads RLIMIT_STACK;
 * without a limit, 64 MiB are assumed. A quarter (at least 256 KiB) is reserve.
 */
void stack_guard_init(struct stack_guard *guard);

/* Is the reserve reached? Cheap enough for every level of recursion. */
static inline bool stack_guard_reached(const struct stack_guard *guard)
{
	return (uintptr_t)__builtin_frame_address(0) < guard->lowest;
}

#endif
