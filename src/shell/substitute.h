/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_SUBSTITUTE_H
#define SHELL_SUBSTITUTE_H

#include "base/strbuf.h"

struct shell;
struct node;

/*
 * Command substitution, XCU 2.6.3: runs COMMAND in a subshell environment and appends what it
 * writes to standard output, NULs dropped, trailing newlines kept. COMMAND NULL writes nothing.
 * Its exit status goes to sh->substitute_status. 0, or -1 if the expansion is to be given up
 * (interrupted, or no process could be made: reported).
 */
int substitute_run(struct shell *sh, const struct node *command, struct strbuf *out);

#endif
