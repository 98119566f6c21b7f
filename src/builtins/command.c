/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command, builtin and type.
 */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "builtins/describe.h"
#include "shell/command.h"
#include "shell/exec.h"
#include "shell/shell.h"

static enum flow command_describe(struct shell *sh, const char *command, char **names,
				  const char *path, enum describe_style style)
{
	bool good = true;

	for (; *names; names++) {
		if (!describe_command(sh, *names, path, style)) {
			if (style == DESCRIBE_SENTENCE) {
				builtin_message(sh, command, "%s: not found", *names);
			}
			good = false;
		}
	}
	return builtin_status(sh, good ? 0 : 1);
}

static enum flow run_command(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	const char *path = NULL;
	int describe = 0;
	int letter;

	while ((letter = builtin_option(sh, &options, "pvV")) != -1) {
		switch (letter) {
		case 'p':
			path = command_default_path();
			break;
		case 'v':
		case 'V':
			describe = letter;
			break;
		default:
			return builtin_usage(sh, argv[0]);
		}
	}
	if (options.index == argc) {
		return describe ? builtin_usage(sh, argv[0]) : builtin_status(sh, 0);
	}
	if (describe) {
		return command_describe(sh, argv[0], argv + options.index, path,
					describe == 'v' ? DESCRIBE_WORD : DESCRIBE_SENTENCE);
	}
	sh->special = false;
	return exec_fields(sh, argc - options.index, argv + options.index, true, path, 0);
}

static enum flow run_type(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	enum describe_style style = DESCRIBE_SENTENCE;
	bool all = false;
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, shell_extensions(sh) ? "aptP" : "")) != -1) {
		switch (letter) {
		case 'a':
			all = true;
			break;
		case 'p':
			style = DESCRIBE_FILE;
			break;
		case 'P':
			style = DESCRIBE_PATH;
			break;
		case 't':
			style = DESCRIBE_KIND;
			break;
		default:
			return builtin_usage(sh, argv[0]);
		}
	}
	if (!all) {
		return command_describe(sh, argv[0], argv + options.index, NULL, style);
	}
	for (i = options.index; i < argc; i++) {
		if (!describe_all(sh, argv[i], style)) {
			if (style == DESCRIBE_SENTENCE) {
				builtin_message(sh, argv[0], "%s: not found", argv[i]);
			}
			good = false;
		}
	}
	return builtin_status(sh, good ? 0 : 1);
}

/* A builtin, whatever functions there are. */
static enum flow run_builtin(struct shell *sh, int argc, char **argv)
{
	int first = builtin_operand(argc, argv);
	struct symbol *symbol;

	if (argc == first) {
		return builtin_status(sh, 0);
	}
	symbol = symbol_find(&sh->symbols, argv[first], strlen(argv[first]));
	if (!symbol || !symbol->builtin ||
	    (symbol->builtin->flags & BUILTIN_EXTENSION && !shell_extensions(sh))) {
		builtin_message(sh, argv[0], "%s: no such builtin", argv[first]);
		return builtin_status(sh, 1);
	}
	sh->special = false;
	return exec_fields(sh, argc - first, argv + first, true, NULL, 0);
}

const struct builtin builtin_command = {
	.name = "command",
	.run = run_command,
	.flags = BUILTIN_INTRINSIC,
	.usage = "command [-p] name [argument...] | command [-p] (-v | -V) name",
	.help = "Runs a command without looking for a function of that name; a special builtin's "
		"errors do not end the shell then. -p: by a PATH that finds all standard utilities. "
		"-v writes what the name stands for, -V says it in words.",
};

const struct builtin builtin_type = {
	.name = "type",
	.run = run_type,
	.flags = BUILTIN_INTRINSIC,
	.usage = "type [-aptP] name...",
	.help = "Says what each name means as a command. Extensions: -a, all that it could mean; -t, in "
		"a word: alias, keyword, function, builtin or file; -p writes the path of what is a "
		"file, -P looks for a file only.",
};

const struct builtin builtin_builtin = {
	.name = "builtin",
	.run = run_builtin,
	.flags = BUILTIN_EXTENSION,
	.usage = "builtin [name [argument...]]",
	.help = "Runs a builtin without looking for a function of that name.",
};
