/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "builtins/declare.h"
#include "shell/shell.h"

static bool local_one(struct shell *sh, const char *text)
{
	struct declare_operand operand;

	if (!declare_parse(sh, "local", text, &operand)) {
		return false;
	}
	if (operand.symbol->variable && operand.symbol->variable->flags & VARIABLE_READONLY) {
		builtin_message(sh, "local", "%s: is read only", operand.symbol->name);
		return false;
	}
	(void)variable_bind_local(sh, operand.symbol);
	return !operand.value ||
	       variable_set(sh, operand.symbol, operand.value, strlen(operand.value)) == 0;
}

static enum flow run_local(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool good = true;
	int i;

	if (builtin_option(sh, &options, "") != -1) {
		return builtin_usage(sh, argv[0]);
	}
	if (sh->function_depth == 0) {
		builtin_message(sh, argv[0], "not in a function");
		return builtin_error(sh, 1);
	}
	for (i = options.index; i < argc; i++) {
		good = local_one(sh, argv[i]) && good;
	}
	return builtin_status(sh, good ? 0 : 1);
}

const struct builtin builtin_local = {
	.name = "local",
	.run = run_local,
	.flags = BUILTIN_INTRINSIC | BUILTIN_EXTENSION,
	.usage = "local name[=value]...",
	.help = "Makes variables that last until the running function ends, unset if there is no "
		"value. An extension.",
};
