/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "shell/shell.h"

enum { HELP_WIDTH = 78, HELP_INDENT = 4 };

/* TEXT in lines that fit, indented. */
static void help_wrap(struct shell *sh, const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (column == 0 || column + 1 + len > HELP_WIDTH) {
			output_printf(sh->out, "%s%*s", column > 0 ? "\n" : "", HELP_INDENT, "");
			column = HELP_INDENT;
		} else {
			output_add_char(sh->out, ' ');
			column++;
		}
		output_add(sh->out, text, len);
		column += len;
		text += len;
		text += strspn(text, " ");
	}
	output_add_char(sh->out, '\n');
}

static void help_list(struct shell *sh)
{
	size_t i;

	for (i = 0; builtin_table[i]; i++) {
		output_add_string(sh->out, builtin_table[i]->usage);
		output_add_char(sh->out, '\n');
	}
}

static bool help_one(struct shell *sh, const char *name)
{
	size_t i;

	for (i = 0; builtin_table[i]; i++) {
		if (strcmp(builtin_table[i]->name, name) == 0) {
			output_printf(sh->out, "%s\n", builtin_table[i]->usage);
			help_wrap(sh, builtin_table[i]->help);
			return true;
		}
	}
	builtin_message(sh, "help", "%s: no such builtin", name);
	return false;
}

static enum flow run_help(struct shell *sh, int argc, char **argv)
{
	int i = builtin_operand(argc, argv);
	bool good = true;

	if (i == argc) {
		help_list(sh);
	}
	for (; i < argc; i++) {
		good = help_one(sh, argv[i]) && good;
	}
	return builtin_status(sh, good ? 0 : 1);
}

const struct builtin builtin_help = {
	.name = "help",
	.run = run_help,
	.flags = BUILTIN_INTRINSIC | BUILTIN_EXTENSION,
	.usage = "help [name...]",
	.help = "Shows how the builtins are used: all in a line each, or those named at more "
		"length. An extension.",
};
