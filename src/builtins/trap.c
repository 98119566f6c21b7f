/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "shell/output.h"
#include "shell/shell.h"
#include "shell/trap.h"

static void trap_write_quoted(struct shell *sh, const char *text)
{
	output_add_char(sh->out, '\'');
	for (const char *quote; (quote = strchr(text, '\'')) != NULL; text = quote + 1) {
		output_add(sh->out, text, (size_t)(quote - text));
		output_add_string(sh->out, "'\\''");
	}
	output_add_string(sh->out, text);
	output_add_char(sh->out, '\'');
}

/* A line that sets what is. ALL: the default, too. */
static void trap_write(struct shell *sh, int condition, bool all)
{
	const char *action = trap_action(sh, condition);

	if (!action && !all) {
		return;
	}
	output_add_string(sh->out, "trap -- ");
	if (action) {
		trap_write_quoted(sh, action);
	} else {
		output_add_char(sh->out, '-');
	}
	output_printf(sh->out, " %s\n", signal_name(condition));
}

static void trap_list(struct shell *sh, bool all)
{
	for (int condition = 0; condition < NSIG; condition++) {
		if (signal_name(condition) && condition != SIGKILL && condition != SIGSTOP) {
			trap_write(sh, condition, all);
		}
	}
}

/* -1: there is no such condition, which was said. */
static int trap_condition(struct shell *sh, const char *name)
{
	int condition = signal_number(name);

	if (condition < 0) {
		builtin_message(sh, "trap", "%s: no such signal", name);
	}
	return condition;
}

static enum flow trap_show(struct shell *sh, char **conditions)
{
	int status = 0;

	if (!*conditions) {
		trap_list(sh, true);
	}
	for (; *conditions; conditions++) {
		int condition = trap_condition(sh, *conditions);

		if (condition < 0) {
			status = 1;
		} else {
			trap_write(sh, condition, true);
		}
	}
	return builtin_status(sh, status);
}

static enum flow trap_change(struct shell *sh, const char *action, char **conditions)
{
	int status = 0;

	for (; *conditions; conditions++) {
		int condition = trap_condition(sh, *conditions);

		if (condition < 0) {
			status = 1;
		} else {
			/* KILL and STOP are no error: scripts name them in their lists. */
			(void)trap_set(sh, condition, action);
		}
	}
	/* XCU trap, EXIT STATUS: a bad name never ends the shell. */
	return builtin_status(sh, status);
}

static bool trap_is_number(const char *text)
{
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static enum flow run_trap(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool print = false;
	const char *action;
	int letter;

	while ((letter = builtin_option(sh, &options, "p")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		print = true;
	}
	argv += options.index;
	if (print) {
		return trap_show(sh, argv);
	}
	if (!argv[0]) {
		trap_list(sh, false);
		return builtin_status(sh, 0);
	}
	/* A single operand is a condition in every shell. */
	if (trap_is_number(argv[0]) || !argv[1]) {
		return trap_change(sh, NULL, strcmp(argv[0], "-") == 0 ? argv + 1 : argv);
	}
	action = strcmp(argv[0], "-") == 0 ? NULL : argv[0];
	return trap_change(sh, action, argv + 1);
}

const struct builtin builtin_trap = {
	.name = "trap",
	.run = run_trap,
	.flags = BUILTIN_SPECIAL,
	.usage = "trap [action condition...] | trap n [condition...] | trap -p [condition...]",
	.help = "Runs action when a signal named by condition comes, or (EXIT) when the shell ends. "
		"The action - stands for the default, '' for ignoring; a number for an action resets "
		"all conditions. Without operands, and with -p, writes what is set as commands.",
};
