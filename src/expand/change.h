/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an operator makes of a value, or of each of a list: ${x#pattern}, ${x/pattern/string}, ${x^}.
 */
#ifndef EXPAND_CHANGE_H
#define EXPAND_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "expand/word_pattern.h"

struct change {
	enum parameter_op op; /* PARAMETER_PLAIN: nothing is changed */
	struct word_pattern pattern;
	bool every; /* ${x^}: there is no pattern, any character will do */
	const char *replacement;
	size_t replacement_len;
};

/* Expands what the operator of PARAMETER is about. */
enum expand_status change_init(struct change *change, struct expander *expander,
			       const struct parameter *parameter);
/* To be called with a value before the next: if its characters are to be known, asks for the
   locale; true: for that, the host was asked for variables. */
bool change_locale(const struct change *change, struct expander *expander,
		   struct expand_value value);
/* The value (of which data is not NULL) as it becomes: part of it, or in the arena. */
struct expand_value change_value(const struct change *change, struct expander *expander,
				 struct expand_value value);

#endif
