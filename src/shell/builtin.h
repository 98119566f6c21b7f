/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a builtin is. The table is builtins/table.c; the executor reaches it through
 * shell.builtins so that shell/ needs nothing of builtins/.
 */
#ifndef SHELL_BUILTIN_H
#define SHELL_BUILTIN_H

#include <stddef.h>

#include "shell/flow.h"

struct shell;

enum builtin_flags {
	BUILTIN_SPECIAL = 1 << 0, /* XCU 2.15 */
	/* Found before PATH is searched (XCU 2.9.1.4 d intrinsic utilities, and those we keep for
	   speed: they must exist in PATH too for a strict reading, we do not insist). */
	BUILTIN_INTRINSIC = 1 << 1,
	/* Changes nothing of the shell, only writes output and a status: may run in this
	   process where a subshell is due. */
	BUILTIN_PURE = 1 << 2,
	/* Not there in posix mode. */
	BUILTIN_EXTENSION = 1 << 3,
	/* `exec`: the redirections of the command stay in force. */
	BUILTIN_KEEP_REDIRECTIONS = 1 << 4,
	/* A utility of PATH that is here for speed (XCU 2.9.1.4 e): in posix mode, command -v
	   names its file. */
	BUILTIN_PATH = 1 << 5,
};

/*
 * ARGV is NULL-terminated, argv[0] the name it was called by. Writes to sh->out only;
 * messages through builtin_message. Ends with builtin_status(sh, N) or builtin_error(sh, N).
 */
typedef enum flow builtin_fn(struct shell *sh, int argc, char **argv);

struct builtin {
	const char *name;
	builtin_fn *run;
	unsigned flags;
	const char *usage; /* "cd [-L | -P [-e]] [directory]" */
	const char *help;  /* one or more sentences for `help` */
};

/* Sets $? and goes on. */
enum flow builtin_status(struct shell *sh, int status);
/*
 * A utility error of a builtin that was reported: sets $?; ends a non-interactive
 * shell if the builtin is special and was not run through `command` (XCU 2.8.1).
 */
enum flow builtin_error(struct shell *sh, int status);
/* "pipesh: script:12: NAME: message" on standard error. */
void builtin_message(struct shell *sh, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Says how it is used, then as builtin_error(sh, 2). */
enum flow builtin_usage(struct shell *sh, const char *name);

/*
 * Options of a builtin by XBD 12.2: fresh state zeroed with .argc and .argv; returns the next
 * option letter, -1 at the end (then .index is the first operand), or '?' after having
 * reported an unknown option or a missing argument.
 */
struct builtin_long_option {
	const char *name; /* NULL: the end of the table */
	int letter;       /* what is returned; need not be a letter */
};
struct builtin_options {
	int argc;
	char **argv;
	const struct builtin_long_option *longs; /* --NAME; NULL: there are none */
	int index;                               /* begins at 1; 0 counts as 1 */
	int offset;                              /* inside a cluster */
	char *argument;                          /* of an option that takes one */
};
int builtin_option(struct shell *sh, struct builtin_options *state, const char *letters);
/* Of a builtin without options: the index of the first operand, after a "--" (XCU 1.4, OPTIONS). */
int builtin_operand(int argc, char **argv);

#endif
