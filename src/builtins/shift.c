/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <limits.h>

#include "shell/number.h"
#include "shell/shell.h"

static enum flow run_shift(struct shell *sh, int argc, char **argv)
{
	int first = builtin_operand(argc, argv);
	unsigned long count = 1;

	if (argc > first + 1) {
		return builtin_usage(sh, argv[0]);
	}
	if (argc > first && !number_parse_unsigned(argv[first], ULONG_MAX, &count)) {
		builtin_message(sh, argv[0], "%s: not a number", argv[first]);
		return builtin_error(sh, 1);
	}
	if (count > sh->positional.count) {
		builtin_message(sh, argv[0],
				"cannot shift by %lu: there are %zu positional parameters", count,
				sh->positional.count);
		return builtin_status(sh, 1);
	}
	shell_shift(sh, count);
	sh->status = 0;
	return FLOW_NEXT;
}

const struct builtin builtin_shift = {
	.name = "shift",
	.run = run_shift,
	.flags = BUILTIN_SPECIAL,
	.usage = "shift [n]",
	.help = "Drops the first positional parameter, or the first n. More than there are is a "
		"failure, and drops none.",
};
