/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The executor: runs nodes of the syntax tree.
 */
#ifndef SHELL_EXEC_H
#define SHELL_EXEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "expand/expand.h"
#include "shell/flow.h"
#include "syntax/ast.h"
#include "syntax/parser.h"

struct shell;
struct function;

enum exec_flags {
	/* The status is tested (if, while, &&, ||, !): set -e does not fire. */
	EXEC_TESTED = 1 << 0,
	/* Nothing is left to do in this process: a program may replace it. */
	EXEC_LAST = 1 << 1,
	/* The process runs an asynchronous list. */
	EXEC_BACKGROUND = 1 << 2,
};

/* Runs a command; NULL is an empty one. $? is its status. */
enum flow exec_node(struct shell *sh, const struct node *node, unsigned flags);

/* What set -e makes of $? after a command: FLOW_EXIT, or FLOW_NEXT. */
enum flow exec_errexit(struct shell *sh, unsigned flags);

/* Parts of compound commands, for whoever runs them in another way. */

/* The redirections of a compound command; NULL: NODE is none. */
const struct redirections *exec_redirections(const struct node *node);
/* What a `for` loop iterates over, in the scratch arena. False: reported; *FLOW is how to go on. */
bool exec_for_fields(struct shell *sh, const struct for_clause *clause, struct fields *fields,
		     enum flow *flow);
/*
 * What a loop makes of how its body (or condition) ended: whether it goes on, and if not, with
 * what its surroundings are to go on.
 */
bool exec_loop_goes_on(struct shell *sh, enum flow *flow);

/* XCU 2.9.1, in simple.c. */
enum flow exec_simple(struct shell *sh, const struct simple *simple, unsigned flags);

/* The options a parser of this shell's language takes. */
struct parser_options exec_parser_options(struct shell *sh);

/*
 * Runs all commands of a source. LAST: nothing follows in this process (-c, script). A syntax error is
 * reported here and has its consequence.
 */
enum flow exec_source(struct shell *sh, struct parser *parser, bool last);
/* Parses and runs a string: eval, traps, -c, PS1... NAME is for messages (NULL: the running
   source's), LINE that of its first byte. */
enum flow exec_string(struct shell *sh, const char *text, size_t len, const char *name,
		      unsigned line, bool last);
/* Reads and runs a file in this environment (dot, ENV, profile): *opened false when it could not
   be opened (errno tells, nothing was said). */
enum flow exec_file(struct shell *sh, const char *path, bool *opened);

/* A function with arguments (argv[0] its name), as a simple command calls it. */
enum flow exec_function(struct shell *sh, struct function *function, int argc, char **argv,
			unsigned flags);
/*
 * Runs a simple command by its fields, without expansion: the `command` builtin. SKIP_FUNCTIONS
 * as `command` wants; PATH: a PATH value to search (command -p), NULL for the shell's.
 */
enum flow exec_fields(struct shell *sh, int argc, char **argv, bool skip_functions,
		      const char *path, unsigned flags);
/* Replaces the process by a program: the `exec` builtin. Returns only on failure, reported. */
enum flow exec_replace(struct shell *sh, int argc, char **argv);

#endif
