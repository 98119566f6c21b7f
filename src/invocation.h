/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the shell was invoked: XCU sh, OPTIONS and OPERANDS.
 */
#ifndef INVOCATION_H
#define INVOCATION_H

#include <stdbool.h>

#include "shell/option.h"

struct shell;

struct invocation {
	const char *command; /* -c */
	const char *file;    /* a script; NULL: standard input */
	bool from_input;     /* -s */
	bool interactive;    /* -i, or a terminal on both ends */
	bool batch;          /* +i: not, even so */
	bool login;          /* -l, or a name that begins with - */
	const char *name;    /* $0 */
	char **operands;     /* $1... ; NULL-terminated */
	/* Options of the command line: 0 not given, 1 on, -1 off. */
	signed char options[OPTION_COUNT];
};

/*
 * Reads the arguments. -1: go on; otherwise the status to leave with (--help, --version, a usage
 * error; all reported).
 */
int invocation_parse(struct shell *sh, int argc, char **argv, struct invocation *invocation);

/* Makes the shell what was asked for. */
void invocation_apply(struct shell *sh, const struct invocation *invocation);

#endif
