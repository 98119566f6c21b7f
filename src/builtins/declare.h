/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What export, readonly, local and set share: operands of the form name or
 * name=value, and variables written so that the shell can read them.
 */
#ifndef BUILTINS_DECLARE_H
#define BUILTINS_DECLARE_H

#include <stdbool.h>
#include <stddef.h>

struct shell;
struct symbol;
struct variable;

struct declare_operand {
	struct symbol *symbol;
	const char *value; /* NULL: there was no = */
};

/* Takes an operand apart. False: its name is no name, which was reported as COMMAND's. */
bool declare_parse(struct shell *sh, const char *command, const char *text,
		   struct declare_operand *operand);
/* Writes all variables that have the attributes FLAGS: "PREFIX NAME=VALUE" or, unset, "PREFIX NAME". */
void declare_list(struct shell *sh, const char *prefix, unsigned flags);
/* Writes "NAME=VALUE" and a newline to sh->out, VALUE quoted as needed. */
void declare_write(struct shell *sh, const char *name, const char *value, size_t len);

#endif
