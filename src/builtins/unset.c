/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "shell/command.h"
#include "shell/reference.h"
#include "shell/shell.h"

static bool unset_variable(struct shell *sh, const char *command, const char *name)
{
	struct reference reference;
	struct symbol *symbol;

	if (!reference_valid(sh, name)) {
		builtin_message(sh, command, "%s: not a valid name", name);
		return false;
	}
	if (strchr(name, '[')) {
		if (!reference_parse(sh, name, &reference)) {
			return false;
		}
		if (!reference.all) {
			return variable_unset_element(sh, reference.symbol, reference.index) == 0;
		}
		symbol = reference.symbol;
	} else {
		symbol = symbol_find(&sh->symbols, name, strlen(name));
	}
	return !symbol || variable_unset(sh, symbol) == 0;
}

static void unset_function(struct shell *sh, const char *name)
{
	struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));

	if (symbol) {
		(void)function_unset(sh, symbol); /* that there was none is no error */
	}
}

/* Without an option: the variable; where there is none, the function. */
static bool unset_either(struct shell *sh, const char *command, const char *name)
{
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));

	if (symbol && symbol->function && !symbol->variable) {
		unset_function(sh, name);
		return true;
	}
	return unset_variable(sh, command, name);
}

static enum flow run_unset(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool functions = false;
	bool variables = false;
	bool good = true;
	int letter;
	int i;

	while ((letter = builtin_option(sh, &options, "fv")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		functions = letter == 'f';
		variables = letter == 'v';
	}
	for (i = options.index; i < argc; i++) {
		if (functions) {
			unset_function(sh, argv[i]);
		} else if (variables) {
			good = unset_variable(sh, argv[0], argv[i]) && good;
		} else {
			good = unset_either(sh, argv[0], argv[i]) && good;
		}
	}
	return good ? builtin_status(sh, 0) : builtin_error(sh, 1);
}

const struct builtin builtin_unset = {
	.name = "unset",
	.run = run_unset,
	.flags = BUILTIN_SPECIAL,
	.usage = "unset [-f | -v] name[subscript]...",
	.help = "Unsets variables, or with -f functions. Without an option, a name that no variable "
		"has is taken for a function's. Extension: with a subscript in brackets, one element "
		"of an array.",
};
