/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command and type.
 */
#include <config.h>

#include "builtins/table.h"

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
	bool all = false;
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, shell_extensions(sh) ? "a" : "")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		all = true;
	}
	if (!all) {
		return command_describe(sh, argv[0], argv + options.index, NULL, DESCRIBE_SENTENCE);
	}
	for (i = options.index; i < argc; i++) {
		if (!describe_all(sh, argv[i])) {
			builtin_message(sh, argv[0], "%s: not found", argv[i]);
			good = false;
		}
	}
	return builtin_status(sh, good ? 0 : 1);
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
	.usage = "type [-a] name...",
	.help = "Says what each name means as a command; with -a, an extension, all that it could "
		"mean.",
};
