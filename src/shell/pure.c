/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/pure.h"

#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/exec.h"
#include "shell/shell.h"

/* Deeper ones are rare, and a look must stay cheaper than the process it saves. */
enum { PURE_DEPTH = 4, PURE_COMMANDS = 16 };

static bool pure_simple(const struct simple *simple)
{
	const struct symbol *symbol;

	if (simple->word_count == 0 || simple->assignment_count > 0 ||
	    simple->redirections.count > 0 ||
	    (simple->flags & (WORD_EFFECTS | WORD_PROCESS)) != 0) {
		return false;
	}
	symbol = simple->words[0]->symbol;
	if (!symbol || !symbol->builtin || !(symbol->builtin->flags & BUILTIN_PURE)) {
		return false;
	}
	return symbol->builtin->flags & BUILTIN_SPECIAL || !symbol->function;
}

static bool pure_look(const struct node *node, int depth)
{
	uint32_t i;

	if (depth > PURE_DEPTH) {
		return false;
	}
	switch (node->type) {
	case NODE_SIMPLE:
		return pure_simple(node_simple(node));
	case NODE_LIST:
		for (i = 0; i < node_list(node)->count; i++) {
			if (i > PURE_COMMANDS || node_list(node)->items[i].background ||
			    !pure_look(node_list(node)->items[i].command, depth + 1)) {
				return false;
			}
		}
		return true;
	case NODE_AND_OR:
		for (i = 0; i < node_and_or(node)->count; i++) {
			if (i > PURE_COMMANDS ||
			    !pure_look(node_and_or(node)->items[i].command, depth + 1)) {
				return false;
			}
		}
		return true;
	case NODE_GROUP:
	case NODE_SUBSHELL:
		return node_group(node)->redirections.count == 0 &&
		       pure_look(node_group(node)->body, depth + 1);
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

bool pure_node(const struct node *node)
{
	return pure_look(node, 0);
}

void pure_run(struct shell *sh, const struct node *node)
{
	bool interactive = sh->interactive;
	struct variable_scope scope;

	variable_scope_open(sh, &scope); /* for `printf -v` */
	scope.subshell = true;
	sh->interactive = false;
	(void)exec_node(sh, node, sh->tested ? EXEC_TESTED : 0);
	sh->interactive = interactive;
	variable_scope_close(sh, &scope);
}
