/* SPDX-License-Identifier: MIT */
/*
 * "Did you mean ...?"
 */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

/*
 * How many letters must be put in, left out, exchanged or swapped with their neighbour to make A
 * of B. Names over 63 bytes count as far apart.
 */
size_t near_distance(const char *a, const char *b);

/* The nearest of a NULL-terminated list if it is near enough to be meant; else NULL. */
const char *near_name(const char *word, const char *const *names);

#endif
