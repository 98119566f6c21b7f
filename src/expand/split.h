/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Field splitting, XCU 2.6.5, and what IFS means.
 */
#ifndef EXPAND_SPLIT_H
#define EXPAND_SPLIT_H

#include <stddef.h>

#include "expand/expand.h"

struct build;

/* Reads IFS, if it has changed. */
void ifs_load(struct expander *expander);

static inline void ifs_ready(struct expander *expander)
{
	if (!expander->ifs_ready) {
		ifs_load(expander);
	}
}

/* Splits a word that is nothing but the result of one unquoted expansion, expands pathnames. */
enum expand_status split_value(struct expander *expander, const char *data, size_t len,
			       struct fields *fields);
/* Splits a finished BUILD_FIELDS, which it writes over, expands pathnames. */
enum expand_status split_build(struct build *build, struct fields *fields);

#endif
