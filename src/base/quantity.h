/* SPDX-License-Identifier: MIT */
/*
 * Durations and sizes as people write them: a number and a unit.
 */
#ifndef BASE_QUANTITY_H
#define BASE_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A decimal number with ms, s, m, h or d, or a bare one, which is seconds: "1.5h", "250ms", ".5".
 * No sign, no blanks, no exponent. In nanoseconds, cut off below them; what would not fit
 * becomes the longest time there is (292 years). False: it is not a duration.
 */
bool quantity_duration(const char *text, int64_t *ns);

/* A decimal number with K, M or G (of 1024), or a bare one: bytes. False: it is not a size, or too
   large for a size_t. */
bool quantity_size(const char *text, size_t *bytes);

#endif
