/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "shell/command.h"
#include "shell/shell.h"

static void hash_list(struct shell *sh)
{
	const struct location *location;

	for (location = locations_first(sh); location; location = location->next) {
		if (location->listed) {
			output_add_string(sh->out, location->path);
			output_add_char(sh->out, '\n');
		}
	}
}

/* Builtins, functions and paths have no location to remember. */
static bool hash_one(struct shell *sh, const char *name)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct command command;
	bool good = true;

	if (!strchr(name, '/')) {
		command_find(sh, name, NULL, COMMAND_NO_HASH, &command);
		if (command.kind == COMMAND_PROGRAM) {
			good = location_remember(sh, name);
		} else {
			good = command.kind != COMMAND_NOT_FOUND;
		}
	}
	arena_release(&sh->scratch, mark);
	if (!good) {
		builtin_message(sh, "hash", "%s: not found", name);
	}
	return good;
}

static enum flow run_hash(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool forget = false;
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, "r")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		forget = true;
	}
	if (forget) {
		locations_forget(sh);
	} else if (options.index == argc) {
		hash_list(sh);
	}
	for (i = options.index; i < argc; i++) {
		good = hash_one(sh, argv[i]) && good;
	}
	return builtin_status(sh, good ? 0 : 1);
}

const struct builtin builtin_hash = {
	.name = "hash",
	.run = run_hash,
	.flags = BUILTIN_INTRINSIC,
	.usage = "hash [name...] | hash -r",
	.help = "Remembers where programs are, or lists those remembered; -r forgets them all, as a "
		"change of PATH does.",
};
