/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/pure.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/exec.h"
#include "shell/shell.h"
#include "shell/trap.h"

/* Deeper ones are rare, and a look must stay cheaper than the process it saves. */
enum { PURE_DEPTH = 4, PURE_COMMANDS = 16 };

/*
 * Assignments are made to bindings that end with the run. Not where anybody would notice that they
 * were made: a special variable changes more than its value, and the action of a trap that comes
 * meanwhile is to assign to the shell's own.
 */
static bool pure_assignments(const struct shell *sh, const struct simple *simple)
{
	uint32_t i;

	for (i = 0; i < simple->assignment_count; i++) {
		const struct assignment *assignment = &simple->assignments[i];
		const struct variable *variable = assignment->symbol->variable;

		if (assignment->extended || (variable && variable->hooks)) {
			return false;
		}
	}
	return !traps_any(sh);
}

static bool pure_simple(const struct shell *sh, const struct simple *simple)
{
	const struct symbol *symbol;

	if (simple->redirections.count > 0 ||
	    (simple->flags & (WORD_EFFECTS | WORD_PROCESS)) != 0) {
		return false;
	}
	if (simple->word_count == 0) {
		return pure_assignments(sh, simple);
	}
	if (simple->assignment_count > 0) {
		return false;
	}
	symbol = simple->words[0]->symbol;
	if (!symbol || !symbol->builtin || !(symbol->builtin->flags & BUILTIN_PURE)) {
		return false;
	}
	return symbol->builtin->flags & BUILTIN_SPECIAL || !symbol->function;
}

static bool pure_look(const struct shell *sh, const struct node *node, int depth)
{
	uint32_t i;

	if (depth > PURE_DEPTH) {
		return false;
	}
	switch (node->type) {
	case NODE_SIMPLE:
		return pure_simple(sh, node_simple(node));
	case NODE_LIST:
		for (i = 0; i < node_list(node)->count; i++) {
			if (i > PURE_COMMANDS || node_list(node)->items[i].background ||
			    !pure_look(sh, node_list(node)->items[i].command, depth + 1)) {
				return false;
			}
		}
		return true;
	case NODE_AND_OR:
		for (i = 0; i < node_and_or(node)->count; i++) {
			if (i > PURE_COMMANDS ||
			    !pure_look(sh, node_and_or(node)->items[i].command, depth + 1)) {
				return false;
			}
		}
		return true;
	case NODE_GROUP:
	case NODE_SUBSHELL:
		return node_group(node)->redirections.count == 0 &&
		       pure_look(sh, node_group(node)->body, depth + 1);
	case NODE_PIPELINE:
	case NODE_IF:
	case NODE_FOR:
	case NODE_CASE:
	case NODE_WHILE:
	case NODE_FUNCTION:
		return false;
	}
	return false;
}

bool pure_node(const struct shell *sh, const struct node *node)
{
	return pure_look(sh, node, 0);
}

bool pure_subshell(const struct shell *sh, const struct node *node)
{
	struct stat status;
	struct rlimit limit;

	if (!pure_node(sh, node)) {
		return false;
	}
	if (sh->out->fd < 0) {
		return true;
	}
	if (fstat(sh->out->fd, &status) < 0 || S_ISCHR(status.st_mode)) {
		return true;
	}
	return S_ISREG(status.st_mode) && getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
	       limit.rlim_cur == RLIM_INFINITY;
}

void pure_run(struct shell *sh, const struct node *node)
{
	bool interactive = sh->interactive;
	struct variable_scope scope;

	variable_scope_open(sh, &scope); /* for assignments and `printf -v` */
	scope.subshell = true;
	sh->interactive = false;
	(void)exec_node(sh, node, sh->tested ? EXEC_TESTED : 0);
	sh->interactive = interactive;
	variable_scope_close(sh, &scope);
}
