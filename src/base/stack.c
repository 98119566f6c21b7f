/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/stack.h"

#include <sys/resource.h>

enum {
	STACK_UNLIMITED = 64 * 1024 * 1024,
	STACK_RESERVE_MIN = 256 * 1024,
};

void stack_guard_init(struct stack_guard *guard)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	size_t size = STACK_UNLIMITED;
	size_t reserve;
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < STACK_UNLIMITED) {
		size = (size_t)limit.rlim_cur;
	}
	reserve = size / 4 > STACK_RESERVE_MIN ? size / 4 : STACK_RESERVE_MIN;
	if (reserve >= size) {
		reserve = size / 2;
	}
	guard->lowest = here > size - reserve ? here - (size - reserve) : 0;
}
