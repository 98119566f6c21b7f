/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "builtins/declare.h"
#include "shell/shell.h"

static bool local_one(struct shell *sh, const char *text, bool array)
{
	struct declare_operand operand;
	struct variable *variable;

	if (!declare_parse(sh, "local", text, &operand)) {
		return false;
	}
	if (operand.symbol->variable && operand.symbol->variable->flags & VARIABLE_READONLY) {
		builtin_message(sh, "local", "%s: is read only", operand.symbol->name);
		return false;
	}
	variable = variable_bind_local(sh, operand.symbol);
	if (array) {
		(void)variable_make_array(sh, variable);
	}
	return declare_assign(sh, &operand);
}

static enum flow run_local(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool array = false;
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, shell_extensions(sh) ? "a" : "")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		array = true;
	}
	if (sh->function_depth == 0) {
		builtin_message(sh, argv[0], "not in a function");
		return builtin_error(sh, 1);
	}
	for (i = options.index; i < argc; i++) {
		good = local_one(sh, argv[i], array) && good;
	}
	return builtin_status(sh, good ? 0 : 1);
}

const struct builtin builtin_local = {
	.name = "local",
	.run = run_local,
	/* In posix mode too: what a command of this name does is unspecified (XCU 2.9.1.4), so that no
	   conforming script can tell, and scripts for every sh use it. */
	.flags = BUILTIN_INTRINSIC,
	.usage = "local [-a] name[=value]...",
	.help = "Makes variables that last until the running function ends, unset if there is no "
		"value, or with -a empty arrays.",
};
