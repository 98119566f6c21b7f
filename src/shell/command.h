/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a command name stands for, XCU 2.9.1.4, functions, and the remembered locations of programs.
 */
#ifndef SHELL_COMMAND_H
#define SHELL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/symbol.h"
#include "syntax/ast.h"

struct shell;
struct builtin;

struct function {
	unsigned references;
	struct tree *tree; /* keeps the body alive */
	const struct node *body;
	struct symbol *symbol;
	const char *source_name; /* where it was defined, for messages; interned */
};

void function_define(struct shell *sh, struct symbol *symbol, struct tree *tree,
		     const struct node *body);
bool function_unset(struct shell *sh, struct symbol *symbol); /* false: there was none */
void function_release(struct function *function);

enum command_kind {
	COMMAND_NOT_FOUND,
	COMMAND_SPECIAL,
	COMMAND_FUNCTION,
	COMMAND_BUILTIN,
	COMMAND_PROGRAM,
};

struct command {
	enum command_kind kind;
	const struct builtin *builtin;
	struct function *function;
	const char *path; /* PROGRAM; valid until PATH changes or the next hash -r */
	bool remembered;  /* PROGRAM: as it was found earlier */
	int error;        /* NOT_FOUND: ENOENT, or EACCES and the like for a found one */
};

enum command_look {
	COMMAND_SKIP_FUNCTIONS = 1 << 0,
	COMMAND_NO_HASH = 1 << 1, /* look, do not remember */
	/* Remember, but do not show it: for a stage, whose look-up is a subshell's. */
	COMMAND_UNLISTED = 1 << 2,
};

/* PATH NULL: the shell's, with the remembered locations; else search this value. */
void command_find(struct shell *sh, const char *name, const char *path, unsigned look,
		  struct command *command);
/* Programs only: `exec`. */
void command_find_program(struct shell *sh, const char *name, struct command *command);
void command_find_symbol(struct shell *sh, struct symbol *symbol, unsigned look,
			 struct command *command);

/* Remembered locations: `hash`. */
struct location {
	struct symbol *symbol;
	struct location *next;
	char *path;
	unsigned hits;
	bool listed; /* `hash` shows it */
};
void locations_forget(struct shell *sh);
/* The program is no longer there. */
void location_forget(struct shell *sh, struct symbol *symbol);
bool location_remember(struct shell *sh, const char *name); /* false: not found */
struct location *locations_first(struct shell *sh);

/* Where all standard utilities are found, and what PATH is when it was not given. */
const char *command_default_path(void);

#endif
