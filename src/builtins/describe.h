/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a name means as a command: command -v, command -V and type.
 */
#ifndef BUILTINS_DESCRIBE_H
#define BUILTINS_DESCRIBE_H

#include <stdbool.h>

struct shell;

enum describe_style {
	DESCRIBE_WORD,     /* what to type: command -v */
	DESCRIBE_SENTENCE, /* "ls is /bin/ls" */
	DESCRIBE_KIND,     /* "file": type -t */
	DESCRIBE_FILE,     /* its path, if it is a program: type -p */
	DESCRIBE_PATH,     /* the path of a program, whatever else has the name: type -P */
};

/* Writes what NAME is, to sh->out; PATH: to be searched, NULL for the shell's. False: it is nothing. */
bool describe_command(struct shell *sh, const char *name, const char *path,
		      enum describe_style style);
/* The same, not as a word, for each thing that NAME is, the one that would be used first. */
bool describe_all(struct shell *sh, const char *name, enum describe_style style);

#endif
