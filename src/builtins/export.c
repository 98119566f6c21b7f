/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * export and readonly: two attributes, one way to give them.
 */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "builtins/declare.h"
#include "shell/shell.h"

static bool export_one(struct shell *sh, const char *command, const char *text, unsigned add,
		       unsigned remove)
{
	struct declare_operand operand;

	if (!declare_parse(sh, command, text, &operand)) {
		return false;
	}
	if (!declare_assign(sh, &operand)) {
		return false;
	}
	(void)variable_mark(sh, operand.symbol, add, remove);
	return true;
}

/* -n, an extension of export: takes the attribute away. */
static enum flow export_run(struct shell *sh, int argc, char **argv, unsigned flag,
			    const char *letters)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool list = false;
	bool drop = false;
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, letters)) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		list = list || letter == 'p';
		drop = drop || letter == 'n';
	}
	if (options.index == argc && !drop) {
		list = true;
	} else if (list && options.index < argc) {
		return builtin_usage(sh, argv[0]);
	}
	if (list) {
		declare_list(sh, argv[0], flag);
		return builtin_status(sh, 0);
	}
	for (i = options.index; i < argc; i++) {
		good = export_one(sh, argv[0], argv[i], drop ? 0 : flag, drop ? flag : 0) && good;
	}
	return good ? builtin_status(sh, 0) : builtin_error(sh, 1);
}

static enum flow run_export(struct shell *sh, int argc, char **argv)
{
	return export_run(sh, argc, argv, VARIABLE_EXPORTED, shell_extensions(sh) ? "pn" : "p");
}

static enum flow run_readonly(struct shell *sh, int argc, char **argv)
{
	return export_run(sh, argc, argv, VARIABLE_READONLY, "p");
}

const struct builtin builtin_export = {
	.name = "export",
	.run = run_export,
	.flags = BUILTIN_SPECIAL,
	.usage = "export [-n] name[=value]... | export -p",
	.help = "Puts variables in the environment of the programs that are run; with -n, an "
		"extension, takes them out of it. With -p or nothing, lists them so that the shell "
		"can read it.",
};

const struct builtin builtin_readonly = {
	.name = "readonly",
	.run = run_readonly,
	.flags = BUILTIN_SPECIAL,
	.usage = "readonly name[=value]... | readonly -p",
	.help = "Makes variables that can be neither assigned nor unset. With -p or nothing, lists "
		"them so that the shell can read it.",
};
