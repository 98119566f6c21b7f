/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/clock.h"

int64_t clock_now_ns(void)
{
	struct timespec now = { 0, 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now); /* EINVAL only */
	return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec;
}

struct timespec clock_timespec(int64_t ns)
{
	struct timespec span = { 0, 0 };

	if (ns > 0) {
		span.tv_sec = (time_t)(ns / CLOCK_SECOND);
		span.tv_nsec = (long)(ns % CLOCK_SECOND);
	}
	return span;
}
