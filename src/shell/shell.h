/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of a shell execution environment, XCU 2.13. One struct, the first
 * argument of everything above syntax/.
 */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/stack.h"
#include "base/symbol.h"
#include "base/vec.h"
#include "expand/expand.h"
#include "shell/flow.h"
#include "shell/input.h"
#include "shell/option.h"
#include "shell/output.h"
#include "shell/variable.h"

struct builtin;
struct history;
struct job_table;
struct parallel;
struct parser;
struct script;
struct simple;
struct terminal;
struct trap_table;
struct tree;

/* The positional parameters; expander.positional shows them to the expander. */
struct positional {
	char **items; /* items[0] is $1 */
	size_t count;
	char **owned; /* a block of ours with the strings, or NULL: borrowed (a call's argv) */
};

/* Symbols the shell itself needs, interned once. */
struct shell_symbols {
	struct symbol *ifs, *path, *home, *pwd, *oldpwd, *cdpath, *optind, *optarg, *lineno, *ps1,
		*ps2, *ps4, *env, *ppid, *random, *seconds, *histfile, *histsize, *lc_all,
		*lc_ctype, *lc_collate, *lang, *mail, *fcedit, *editor, *uid, *euid, *pipestatus;
};

struct shell {
	/* Languages and memory. */
	struct symbol_table symbols;
	struct shell_symbols known;
	struct stack_guard guard;
	struct arena scratch; /* of the running commands; mark and release */
	struct expander expander;

	/* What a script sees. */
	int status;           /* $? */
	pid_t pid;            /* $$ */
	pid_t background_pid; /* $!, 0: none */
	const char *name;     /* $0 */
	struct positional positional;
	bool options[OPTION_COUNT];
	char invocation_letters[4]; /* i, s, c for $- */

	/* Where it runs. */
	const char *source_name; /* script file, dot file or function's; NULL at the prompt */
	struct tree *tree;       /* that holds the command now running */
	unsigned line;           /* of the command now running, LINENO */
	bool interactive;
	bool login;
	bool exit_early;       /* a start-up file ended the shell */
	bool subshell;         /* a forked environment */
	bool posix_name;       /* invoked as sh */
	unsigned loop_depth;   /* enclosing loops in this function */
	unsigned loop_count;   /* FLOW_BREAK and FLOW_CONTINUE: how many */
	unsigned source_depth; /* of exec_source: 1 in the shell's own source */
	unsigned function_depth;
	unsigned dot_depth;
	const struct simple *simple; /* of the running builtin: its words, see declare.c */
	bool special; /* the builtin now running is special, not by way of `command` */
	bool tested;  /* EXEC_TESTED of the node now running, for what it parses or substitutes */
	bool exiting; /* the EXIT trap runs */
	char special_text[OPTION_COUNT + 32]; /* of $# $? $$ $! $-: until the next is asked for */
	int substitute_read;   /* the pipe a command substitution is being read from; -1: none */
	int substitute_status; /* of the last command substitution of this command; -1: none */

	/* What it holds. */
	struct variable **variables; /* all bindings in force */
	size_t variable_count, variable_capacity;
	struct variable_scope *scope;
	char **environment; /* cache for programs; NULL: to be made */
	char **foreign;     /* entries of the environment whose names are no names */
	size_t foreign_count;
	struct location *locations; /* of programs, remembered */
	struct vec aliases;         /* struct alias, in no order */
	bool exit_warned;           /* of stopped jobs, by the last exit; the prompt clears it */
	struct input_state input;   /* what `read` has in hand */
	const struct builtin *const *builtins; /* NULL-terminated: the tables' rows */
	struct output *out;                    /* of the running builtin */
	struct output standard_out;
	struct job_table *jobs;
	struct parallel *parallel; /* the loop whose jobs are children of this process; or NULL */
	bool in_parallel;          /* this is one of such jobs, or a child of one */
	struct trap_table *traps;
	struct terminal *terminal;
	struct script *script; /* the source of commands on standard input, or NULL */
	int *pipe_status;      /* of the last pipeline of programs; none: of simple_status alone */
	size_t pipe_status_count, pipe_status_capacity;
	int simple_status;       /* of the last simple command */
	size_t getopts_offset;   /* of getopts inside a cluster of options; 0: at its start */
	int64_t seconds_base_ns; /* SECONDS counts from here, on the monotonic clock */
	uint64_t random_state;
	bool random_seeded;
	char *cwd; /* logical working directory, $PWD as `cd -L` keeps it */
	/* Hooks of the upper layers. */
	struct history *history; /* of a person's commands; NULL: there is no prompt */
};

/* What $PIPESTATUS shows, taken aside while something runs that is not to change it: as $? it is
   kept by command substitutions and actions of traps. The copy lies in the scratch arena. */
struct pipe_status {
	int *items;
	size_t count;
	int simple;
};
void pipe_status_save(struct shell *sh, struct pipe_status *saved);
void pipe_status_restore(struct shell *sh, const struct pipe_status *saved);

/* A new execution environment from that of the process; no source yet. BUILTINS as in the field. */
void shell_init(struct shell *sh, const struct builtin *const *builtins, char **environment);
void shell_finish(struct shell *sh);

/* The positional parameters become copies of these. */
void shell_set_positional(struct shell *sh, char *const *items, size_t count);
/* positional was exchanged: the expander is to see it. */
void shell_positional_changed(struct shell *sh);
/* Frees what positional owns; it is to be given new items at once. */
void shell_positional_free(struct shell *sh);
/* Drops the first N, which must not be more than there are. */
void shell_shift(struct shell *sh, size_t n);

/* Turns posix mode's dependants on and off (the parser's extensions, builtins). */
bool shell_extensions(const struct shell *sh);

#endif
