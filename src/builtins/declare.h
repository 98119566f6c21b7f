/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What export, readonly, local and set share: operands of the form name or name=value, outside
 * posix mode also name+=value and name=(...), and variables written so that the shell can read them.
 */
#ifndef BUILTINS_DECLARE_H
#define BUILTINS_DECLARE_H

#include <stdbool.h>
#include <stddef.h>

#include "shell/variable.h"

struct shell;
struct symbol;
struct variable;

struct declare_operand {
	struct symbol *symbol;
	const char *value; /* NULL: there was no =, or an array */
	bool array;        /* NAME=(...): .values, in the scratch arena */
	struct variable_values values;
	bool append; /* += */
};

/* Takes an operand apart. False: its name is no name, or an array was not expanded; reported as
   COMMAND's. */
bool declare_parse(struct shell *sh, const char *command, const char *text,
		   struct declare_operand *operand);
/* Gives the variable the operand's value, if it has one. False: reported. */
bool declare_assign(struct shell *sh, const struct declare_operand *operand);
/* Writes all variables that have the attributes FLAGS: "PREFIX NAME=VALUE" or, unset, "PREFIX NAME". */
void declare_list(struct shell *sh, const char *prefix, unsigned flags);
/* Writes "NAME=VALUE" or "NAME=([INDEX]=VALUE ...)" and a newline. False: it is unset, nothing was
   written. */
bool declare_write_variable(struct shell *sh, struct variable *variable);
/* Writes "NAME=VALUE" and a newline to sh->out, VALUE quoted as needed. */
void declare_write(struct shell *sh, const char *name, const char *value, size_t len);

#endif
