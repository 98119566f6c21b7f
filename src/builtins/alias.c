/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alias and unalias.
 */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "builtins/declare.h"
#include "shell/alias.h"
#include "shell/shell.h"

/*
 * XBD 3.10 promises letters, digits and ! % , - @ _; others work, too, as long as the
 * name can be a token without quoting, and is not taken for a path.
 */
static bool alias_name_valid(const char *name, size_t len)
{
	static const char bad[] = " \t\n$`\"'\\|&;<>()/=";
	size_t i;

	for (i = 0; i < len; i++) {
		if (strchr(bad, name[i])) {
			return false;
		}
	}
	return len > 0;
}

static void alias_list(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	size_t count;
	struct alias **list = aliases_sorted(sh, &sh->scratch, &count);
	size_t i;

	for (i = 0; i < count; i++) {
		declare_write(sh, list[i]->symbol->name, list[i]->value, strlen(list[i]->value));
	}
	arena_release(&sh->scratch, mark);
}

/* A name that begins with = has no = of a definition in it. */
static bool alias_one(struct shell *sh, const char *text)
{
	const char *equals = strchr(text, '=');
	const char *value;

	if (equals) {
		if (!alias_name_valid(text, (size_t)(equals - text))) {
			builtin_message(sh, "alias", "%.*s: not a valid alias name",
					(int)(equals - text), text);
			return false;
		}
		alias_set(sh, text, (size_t)(equals - text), equals + 1);
		return true;
	}
	value = alias_get(sh, text);
	if (!value) {
		builtin_message(sh, "alias", "%s: no such alias", text);
		return false;
	}
	declare_write(sh, text, value, strlen(value));
	return true;
}

static enum flow run_alias(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, shell_extensions(sh) ? "p" : "")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
	}
	if (options.index == argc) {
		alias_list(sh);
	}
	for (i = options.index; i < argc; i++) {
		good = alias_one(sh, argv[i]) && good;
	}
	return builtin_status(sh, good ? 0 : 1);
}

static enum flow run_unalias(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool all = false;
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, "a")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		all = true;
	}
	if (all) {
		alias_unset_all(sh);
		return builtin_status(sh, 0);
	}
	if (options.index == argc) {
		return builtin_usage(sh, argv[0]);
	}
	for (i = options.index; i < argc; i++) {
		if (!alias_unset(sh, argv[i])) {
			builtin_message(sh, argv[0], "%s: no such alias", argv[i]);
			good = false;
		}
	}
	return builtin_status(sh, good ? 0 : 1);
}

const struct builtin builtin_alias = {
	.name = "alias",
	.run = run_alias,
	.flags = BUILTIN_INTRINSIC,
	.usage = "alias [name[=string]...]",
	.help = "Defines aliases, or shows those named, or all, so that the shell can read it.",
};

const struct builtin builtin_unalias = {
	.name = "unalias",
	.run = run_unalias,
	.flags = BUILTIN_INTRINSIC,
	.usage = "unalias name... | unalias -a",
	.help = "Forgets aliases; with -a, all of them.",
};
