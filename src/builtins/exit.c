/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * exit and return: leaving with a status.
 */
#include <config.h>

#include "builtins/table.h"

#include <limits.h>

#include "shell/job.h"
#include "shell/number.h"
#include "shell/shell.h"
#include "shell/trap.h"

/*
 * The status to leave with: the operand, or what $? was before the running trap's action, or $?. False:
 * it was a bad one, which has been reported. Negative numbers are an extension.
 */
static bool exit_operand(struct shell *sh, int argc, char **argv, bool is_return, int *status)
{
	int first = builtin_operand(argc, argv);
	const char *text = argc > first ? argv[first] : NULL;
	unsigned long number;
	bool negative;

	if (!text) {
		if (!traps_status_before(sh, is_return, status)) {
			*status = sh->status;
		}
		return true;
	}
	negative = text[0] == '-' && shell_extensions(sh);
	if (argc > first + 1) {
		builtin_message(sh, argv[0], "too many operands");
		return false;
	}
	if (!number_parse_unsigned(text + negative, ULONG_MAX, &number)) {
		builtin_message(sh, argv[0], "%s: not a number", text);
		return false;
	}
	*status = (int)((negative ? 0 - number : number) & 255);
	return true;
}

static enum flow run_exit(struct shell *sh, int argc, char **argv)
{
	int status;

	if (!exit_operand(sh, argc, argv, false, &status)) {
		return builtin_error(sh, 2);
	}
	if (sh->interactive && !sh->subshell && !sh->exit_warned && jobs_any_stopped(sh)) {
		sh->exit_warned = true;
		builtin_message(sh, argv[0], "there are stopped jobs; exit again to leave them");
		return builtin_status(sh, 1);
	}
	sh->status = status;
	return FLOW_EXIT;
}

static enum flow run_return(struct shell *sh, int argc, char **argv)
{
	int status;
	bool inside = sh->function_depth > 0 || sh->dot_depth > 0 ||
		      traps_status_before(sh, true, &status);

	if (!exit_operand(sh, argc, argv, true, &status)) {
		return builtin_error(sh, 2);
	}
	if (!inside && sh->interactive) {
		builtin_message(sh, argv[0], "not in a function or a dot script");
		return builtin_error(sh, 1);
	}
	sh->status = status;
	return inside ? FLOW_RETURN : FLOW_EXIT;
}

const struct builtin builtin_exit = {
	.name = "exit",
	.run = run_exit,
	.flags = BUILTIN_SPECIAL,
	.usage = "exit [n]",
	.help = "Leaves the shell or the subshell with status n, or that of the last command.",
};

const struct builtin builtin_return = {
	.name = "return",
	.run = run_return,
	.flags = BUILTIN_SPECIAL,
	.usage = "return [n]",
	.help = "Leaves the function or the dot script with status n, or that of the last "
		"command. Elsewhere it leaves the script.",
};
