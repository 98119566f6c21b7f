/* SPDX-License-Identifier: MIT */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/* Time as one number: nanoseconds on CLOCK_MONOTONIC (clock_gettime(2)). */

#include <stdint.h>
#include <sys/time.h>
#include <time.h>

/* Multiplied out, a unit never narrows to int. */
#define CLOCK_MS INT64_C(1000000)
#define CLOCK_SECOND INT64_C(1000000000)

/* Now. Cannot fail: every system that has the clock can read it. */
int64_t clock_now_ns(void);

/* The same since 1970: CLOCK_REALTIME. May be set, and jump. */
int64_t clock_date_ns(void);

/* What getrusage(2) and the like give. */
int64_t clock_timeval_ns(struct timeval time);

/* A span for ppoll and nanosleep; negative spans become zero. */
struct timespec clock_timespec(int64_t ns);

#endif
