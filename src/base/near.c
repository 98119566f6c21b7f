/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/near.h"

#include <string.h>

enum { NEAR_MAX = 63, NEAR_FAR = 1000 };

static size_t near_least(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

size_t near_distance(const char *a, const char *b)
{
	/* Three rows of the table of optimal string alignment. */
	size_t rows[3][NEAR_MAX + 2];
	size_t a_len = strlen(a);
	size_t b_len = strlen(b);
	size_t i;
	size_t j;

	if (a_len > NEAR_MAX || b_len > NEAR_MAX) {
		return NEAR_FAR;
	}
	for (j = 0; j <= b_len; j++) {
		rows[0][j] = j;
	}
	for (i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *before = rows[(i + 1) % 3];

		row[0] = i;
		for (j = 1; j <= b_len; j++) {
			size_t cost = a[i - 1] != b[j - 1];

			row[j] = near_least(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < row[j]) {
				row[j] = before[j - 2] + 1;
			}
		}
	}
	return rows[a_len % 3][b_len];
}

const char *near_name(const char *word, const char *const *names)
{
	size_t limit = strlen(word) / 3 + 1;
	const char *nearest = NULL;
	size_t i;

	for (i = 0; names[i]; i++) {
		size_t distance = near_distance(word, names[i]);

		if (distance <= limit) {
			nearest = names[i];
			limit = distance > 0 ? distance - 1 : 0;
		}
	}
	return nearest;
}
