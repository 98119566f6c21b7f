/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/builtin.h"

#include <string.h>

#include "shell/shell.h"

enum flow builtin_usage(struct shell *sh, const char *name)
{
	const struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));

	if (symbol && symbol->builtin) {
		builtin_message(sh, name, "usage: %s", symbol->builtin->usage);
	}
	return builtin_error(sh, 2);
}

/* Where the cluster ends, the next argument begins. */
static void builtin_option_next(struct builtin_options *state)
{
	if (state->argv[state->index][state->offset] == '\0') {
		state->index++;
		state->offset = 0;
	}
}

static int builtin_option_argument(struct shell *sh, struct builtin_options *state, char letter)
{
	if (state->argv[state->index][state->offset] != '\0') {
		state->argument = state->argv[state->index] + state->offset;
	} else if (state->index + 1 < state->argc) {
		state->argument = state->argv[++state->index];
	} else {
		builtin_message(sh, state->argv[0], "-%c: an argument is missing", letter);
		return '?';
	}
	state->index++;
	state->offset = 0;
	return (unsigned char)letter;
}

/* --NAME, without an argument. */
static int builtin_option_long(struct shell *sh, struct builtin_options *state)
{
	const struct builtin_long_option *option = state->longs;
	const char *name = state->argv[state->index++] + 2;

	for (; option && option->name; option++) {
		if (strcmp(option->name, name) == 0) {
			return option->letter;
		}
	}
	builtin_message(sh, state->argv[0], "--%s: no such option", name);
	return '?';
}

int builtin_option(struct shell *sh, struct builtin_options *state, const char *letters)
{
	const char *argument;
	const char *known;
	char letter;

	if (state->index == 0) {
		state->index = 1;
	}
	if (state->offset == 0) {
		argument = state->index < state->argc ? state->argv[state->index] : "";
		if (argument[0] != '-' || argument[1] == '\0') {
			return -1;
		}
		if (argument[1] == '-' && argument[2] == '\0') {
			state->index++;
			return -1;
		}
		if (argument[1] == '-') {
			return builtin_option_long(sh, state);
		}
		state->offset = 1;
	}
	letter = state->argv[state->index][state->offset++];
	known = letter == ':' ? NULL : strchr(letters, letter);
	if (!known) {
		builtin_message(sh, state->argv[0], "-%c: no such option", letter);
		return '?';
	}
	if (known[1] == ':') {
		return builtin_option_argument(sh, state, letter);
	}
	builtin_option_next(state);
	return (unsigned char)letter;
}

int builtin_operand(int argc, char **argv)
{
	return argc > 1 && strcmp(argv[1], "--") == 0 ? 2 : 1;
}
