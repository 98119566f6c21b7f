/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_XTRACE_H
#define SHELL_XTRACE_H

#include "expand/expand.h"

struct shell;

/* set -x: PS4 and the fields of a command, quoted; a line on standard error. */
void xtrace_fields(struct shell *sh, const struct fields *fields);
/* The same for one assignment. */
void xtrace_assignment(struct shell *sh, struct symbol *symbol, const char *value, size_t len);
/* Any line. */
void xtrace_text(struct shell *sh, const char *text, size_t len);

#endif
