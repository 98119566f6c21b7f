/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The assignments of a simple command, XCU 2.9.1.
 */
#ifndef SHELL_ASSIGN_H
#define SHELL_ASSIGN_H

#include <stdbool.h>

#include "shell/flow.h"
#include "syntax/ast.h"

struct shell;
struct variable_values;

/* Expands and makes them in the current environment. FLOW_NEXT, or what follows an error. */
enum flow assign_permanent(struct shell *sh, const struct simple *simple);
/* The same in the scope just opened, exported: for one command. */
enum flow assign_temporary(struct shell *sh, const struct simple *simple);
/* Is PATH among them? Then the command is looked for with the new one. */
bool assign_changes_path(const struct shell *sh, const struct simple *simple);

/* One that is more than NAME=VALUE; TEMPORARY: in the scope just opened. */
enum flow assign_extended(struct shell *sh, const struct assignment *assignment, bool temporary);
/* NAME=(...) for a declaration utility: the values, in the scratch arena; false: the expansion failed,
   which has been reported. And their assignment: 0, or -1, reported. */
bool assign_array_expand(struct shell *sh, const struct array_literal *array,
			 struct variable_values *values);
int assign_array(struct shell *sh, struct symbol *symbol, const struct variable_values *values);

/* What follows when an expansion did not succeed; it has been reported. */
enum flow assign_expansion_failed(struct shell *sh, int status);

#endif
