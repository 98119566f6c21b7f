/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that are patterns: of case, ${x#word} and its like.
 */
#ifndef EXPAND_WORD_PATTERN_H
#define EXPAND_WORD_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "expand/expand.h"
#include "expand/pattern.h"

struct word_pattern {
	const char *text;
	const unsigned char *quoted; /* as for pattern_match(); not read if LITERAL */
	size_t len;
	bool literal; /* every byte stands for itself */
};

/* WORD may be NULL. The pattern lies in the arena or in the tree of WORD. */
enum expand_status word_pattern_expand(struct expander *expander, const struct word *word,
				       struct word_pattern *pattern);
/* To be called before the next two: if what is to be matched are characters, asks for the locale;
   true: for that, the host was asked for variables. */
bool word_pattern_locale(struct expander *expander, const struct word_pattern *pattern,
			 const char *text, size_t len);
bool word_pattern_match(const struct word_pattern *pattern, const char *text, size_t len);
/* As pattern_trim(). */
bool word_pattern_trim(const struct word_pattern *pattern, const char *text, size_t len,
		       enum pattern_end end, bool longest, size_t *taken);

/* How many characters LEN bytes are. */
size_t expand_length(struct expander *expander, const char *text, size_t len);

#endif
