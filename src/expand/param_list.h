/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parameters that are lists: $@ and $*, ${a[@]} and ${a[*]}.
 */
#ifndef EXPAND_PARAM_LIST_H
#define EXPAND_PARAM_LIST_H

#include <string.h>

#include "expand/change.h"
#include "expand/param.h"

/* The values of a list, in order. */
struct param_list {
	char *const *positional; /* or NULL: they are in elements */
	const struct expand_element *elements;
	size_t count;
};

/* Those of PARAMETER, for which param_is_list() holds. Valid until one is changed. */
struct param_list param_list_get(struct expander *expander, const struct parameter *parameter);
/* The indexes of ${a[@]}, as values. */
struct param_list param_list_keys(struct expander *expander, const struct parameter *parameter);
/* Does anything stand between the values of "$*": is IFS not null? */
bool param_list_separated(struct expander *expander);
/* How many there are. */
size_t param_list_count(struct expander *expander, const struct parameter *parameter);
/* What ${@:offset:length} selects; LENGTH -1: all. */
struct param_list param_list_slice(struct expander *expander, const struct parameter *parameter,
				   int64_t offset, int64_t length);
/* Appends the values, each of which CHANGE changes, if it is not NULL: fields of their own, or
   joined. */
void param_list_add(struct build *build, const struct parameter *parameter,
		    const struct param_list *list, bool quoted, const struct change *change);

static inline struct expand_value param_list_value(const struct param_list *list, size_t index)
{
	if (!list->positional) {
		return list->elements[index].value;
	}
	return (struct expand_value){ list->positional[index], strlen(list->positional[index]) };
}

#endif
