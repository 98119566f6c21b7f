/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include "shell/shell.h"

static enum flow run_true(struct shell *sh, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	sh->status = 0;
	return FLOW_NEXT;
}

static enum flow run_false(struct shell *sh, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	sh->status = 1;
	return FLOW_NEXT;
}

const struct builtin builtin_colon = {
	.name = ":",
	.run = run_true,
	.flags = BUILTIN_SPECIAL | BUILTIN_PURE,
	.usage = ": [argument...]",
	.help = "Does nothing, after its arguments were expanded and its redirections made. Status 0.",
};

const struct builtin builtin_true = {
	.name = "true",
	.run = run_true,
	.flags = BUILTIN_INTRINSIC | BUILTIN_PURE | BUILTIN_PATH,
	.usage = "true",
	.help = "Does nothing, with status 0.",
};

const struct builtin builtin_false = {
	.name = "false",
	.run = run_false,
	.flags = BUILTIN_INTRINSIC | BUILTIN_PURE | BUILTIN_PATH,
	.usage = "false",
	.help = "Does nothing, with status 1.",
};
