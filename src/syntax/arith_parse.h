/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic beforehand; see arith.h. Private to syntax/. */
#ifndef SYNTAX_ARITH_PARSE_H
#define SYNTAX_ARITH_PARSE_H

#include <stdbool.h>

#include "syntax/arith.h"
#include "syntax/ast.h"

/*
 * The tree of an expression that holds nothing but text and whole operands $name; NULL if it
 * is not so, or not valid. *effects: it assigns. ELEMENTS: as for arith_parse().
 */
struct arith *arith_parse_word(struct arena *arena, struct symbol_table *symbols,
			       const struct stack_guard *guard, const struct word *word,
			       bool elements, bool *effects);

#endif
