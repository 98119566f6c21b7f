/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include "shell/exec.h"
#include "shell/shell.h"

/* Its redirections were made, and stay, by the executor. */
static enum flow run_exec(struct shell *sh, int argc, char **argv)
{
	int first = builtin_operand(argc, argv);

	if (argc == first) {
		return builtin_status(sh, 0);
	}
	input_release(sh);
	return exec_replace(sh, argc - first, argv + first);
}

const struct builtin builtin_exec = {
	.name = "exec",
	.run = run_exec,
	.flags = BUILTIN_SPECIAL | BUILTIN_KEEP_REDIRECTIONS,
	.usage = "exec [command [argument...]]",
	.help = "Replaces the shell by a program. Without one, the redirections of exec itself stay "
		"in force.",
};
