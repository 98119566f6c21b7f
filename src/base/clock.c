/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/clock.h"

static int64_t clock_read(clockid_t clock)
{
	struct timespec now = { 0, 0 };

	(void)clock_gettime(clock, &now); /* EINVAL only */
	return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec;
}

int64_t clock_now_ns(void)
{
	return clock_read(CLOCK_MONOTONIC);
}

int64_t clock_date_ns(void)
{
	return clock_read(CLOCK_REALTIME);
}

int64_t clock_timeval_ns(struct timeval time)
{
	return (int64_t)time.tv_sec * CLOCK_SECOND + (int64_t)time.tv_usec * (CLOCK_MS / 1000);
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
