/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a chain has written, into variables or shown after all.
 */
#ifndef SHELL_CAPTURE_H
#define SHELL_CAPTURE_H

#include <stdbool.h>

#include "chain/pipesh.h"
#include "shell/with_plan.h"

struct shell;

/* Assigns what PLAN wants, trailing newlines removed: all of it or nothing. False: reported, and $?
   is 1. */
bool capture_assign(struct shell *sh, struct pipesh_chain *chain, const struct with_plan *plan);
/* Writes what was held back to standard output and error, but for what PLAN wants in variables. */
void capture_show(struct shell *sh, struct pipesh_chain *chain, const struct with_plan *plan);
/* Says what is not right with what was captured of CHAIN, cut or lost, where OUTPUT and where ERRORS count. False:
   some of it is lost. */
bool capture_check(struct shell *sh, const struct pipesh_chain *chain, bool output, bool errors);

#endif
