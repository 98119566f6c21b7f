/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parameter expansion, XCU 2.6.2 and 2.5.2.
 */
#ifndef EXPAND_PARAM_H
#define EXPAND_PARAM_H

#include <stdbool.h>

#include "expand/build.h"

/* Appends $name or ${...}. QUOTED: within double-quotes. */
enum expand_status param_expand(struct build *build, const struct parameter *parameter,
				bool quoted);

/* The value of a parameter for which param_is_simple() holds; BUFFER holds it if it is a number made here.
   Valid until the host is asked again. */
struct expand_value param_value(struct expander *expander, const struct parameter *parameter,
				char buffer[NUMBER_SIZE]);

/* Reports a parameter that is not set; EXPAND_ERROR. */
enum expand_status param_unset(struct expander *expander, const struct parameter *parameter);

/* $@, $*, ${a[@]}, ${a[*]} */
static inline bool param_is_list(const struct parameter *parameter)
{
	return parameter->kind >= PARAMETER_SPECIAL &&
	       (parameter->special == '@' || parameter->special == '*');
}

/* Neither that nor ${a[i]}: its value is at hand. */
static inline bool param_is_simple(const struct parameter *parameter)
{
	return parameter->kind < PARAMETER_SPECIAL ||
	       (parameter->kind == PARAMETER_SPECIAL && parameter->special != '@' &&
		parameter->special != '*');
}

#endif
