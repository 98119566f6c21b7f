/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Subshell environments that need no process: commands of which it is known that they change
 * nothing of the shell. docs/design.md lists the cases and says why each is safe.
 */
#ifndef SHELL_PURE_H
#define SHELL_PURE_H

#include <stdbool.h>

#include "syntax/ast.h"

struct shell;

/*
 * True for builtins marked BUILTIN_PURE without redirections and assignments, whose words have
 * expansions without effects, for assignments to plain variables, and for lists, and-or lists and
 * groups of such.
 */
bool pure_node(const struct shell *sh, const struct node *node);
/*
 * The same for (...), whose output does not go into memory: also, no signal can end what writes it
 * (SIGPIPE, SIGXFSZ), which would end the subshell environment alone.
 */
bool pure_subshell(const struct shell *sh, const struct node *node);

/* Runs one as a subshell environment: whatever ends it ends no more than that; $? is its status. */
void pure_run(struct shell *sh, const struct node *node);

#endif
