/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sorting of names: a merge sort that compares the eight bytes behind what all names have in
 * common as one number, and looks at the strings only where these are equal.
 */
#ifndef EXPAND_SORT_H
#define EXPAND_SORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* BYTES: in the order of their bytes; else in that of strcoll(), equal ones by their bytes. What
   it needs of ARENA it gives back. */
void sort_strings(struct arena *arena, char **strings, size_t count, bool bytes);

#endif
