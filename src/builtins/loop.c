/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * break and continue.
 */
#include <config.h>

#include "builtins/table.h"

#include <limits.h>

#include "shell/number.h"
#include "shell/shell.h"

static enum flow loop_leave(struct shell *sh, int argc, char **argv, enum flow flow)
{
	int first = builtin_operand(argc, argv);
	unsigned long count = 1;

	if (argc > first + 1) {
		return builtin_usage(sh, argv[0]);
	}
	if (argc > first && (!number_parse_unsigned(argv[first], UINT_MAX, &count) || count == 0)) {
		builtin_message(sh, argv[0], "%s: not a number of loops (1 or more)", argv[first]);
		return builtin_error(sh, 1);
	}
	sh->status = 0;
	if (sh->loop_depth == 0) {
		return FLOW_NEXT;
	}
	sh->loop_count = count < sh->loop_depth ? (unsigned)count : sh->loop_depth;
	return flow;
}

static enum flow run_break(struct shell *sh, int argc, char **argv)
{
	return loop_leave(sh, argc, argv, FLOW_BREAK);
}

static enum flow run_continue(struct shell *sh, int argc, char **argv)
{
	return loop_leave(sh, argc, argv, FLOW_CONTINUE);
}

const struct builtin builtin_break = {
	.name = "break",
	.run = run_break,
	.flags = BUILTIN_SPECIAL,
	.usage = "break [n]",
	.help = "Leaves the innermost for, while or until loop, or the nth enclosing one.",
};

const struct builtin builtin_continue = {
	.name = "continue",
	.run = run_continue,
	.flags = BUILTIN_SPECIAL,
	.usage = "continue [n]",
	.help = "Begins the next round of the innermost for, while or until loop, or of the nth "
		"enclosing one.",
};
