/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <stdio.h>
#include <string.h>

#include "builtins/declare.h"
#include "shell/shell.h"

static void set_list_variables(struct shell *sh)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	size_t count;
	struct variable **list = variables_sorted(sh, &sh->scratch, &count);
	size_t i;

	for (i = 0; i < count; i++) {
		(void)declare_write_variable(sh, list[i]);
	}
	arena_release(&sh->scratch, mark);
}

/* For people, or as commands that restore the present state. */
static void set_list_options(struct shell *sh, bool commands)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_table[i];
		bool on = sh->options[row->option];

		if (commands) {
			output_printf(sh->out, "set %co %s\n", on ? '-' : '+', row->name);
		} else {
			output_printf(sh->out, "%-11s %s\n", row->name, on ? "on" : "off");
		}
	}
}

static const struct option_row *set_named(struct shell *sh, const char *name)
{
	const struct option_row *row = option_by_name(name);
	const char *near;

	if (row) {
		return row;
	}
	near = option_near(name);
	if (near) {
		builtin_message(sh, "set", "%s: no such option; did you mean %s?", name, near);
	} else {
		builtin_message(sh, "set", "%s: no such option", name);
	}
	return NULL;
}

/*
 * Goes through one argument that begins with - or +, and the names its o's take from the
 * arguments behind it; *index is then the last one used. Only with APPLY anything is
 * switched. False: something was wrong, which has been reported if APPLY is off.
 */
static bool set_cluster(struct shell *sh, int argc, char **argv, int *index, bool apply)
{
	const char *letters = argv[*index];
	bool on = letters[0] == '-';

	for (letters++; *letters != '\0'; letters++) {
		const struct option_row *row;

		if (*letters == 'o') {
			if (*index + 1 == argc) {
				if (apply) {
					set_list_options(sh, !on);
				}
				continue;
			}
			row = set_named(sh, argv[++*index]);
		} else {
			row = option_by_letter(*letters);
			if (!row) {
				builtin_message(sh, "set", "%c%c: no such option", on ? '-' : '+',
						*letters);
			}
		}
		if (!row || (apply && !option_set(sh, row->option, on))) {
			return false;
		}
	}
	return true;
}

/* "set - ..." is what older shells had for: -x and -v off, then positional parameters. */
static void set_dash(struct shell *sh)
{
	(void)option_set(sh, OPTION_XTRACE, false);
	(void)option_set(sh, OPTION_VERBOSE, false);
}

/* One pass over the arguments: *first is the first operand, *assign whether there are any to set. */
static bool set_options(struct shell *sh, int argc, char **argv, bool apply, int *first,
			bool *assign)
{
	int i;

	*assign = true;
	for (i = 1; i < argc && (argv[i][0] == '-' || argv[i][0] == '+'); i++) {
		if (strcmp(argv[i], "+") == 0) {
			break;
		}
		if (strcmp(argv[i], "-") == 0) {
			if (apply) {
				set_dash(sh);
			}
			*assign = i + 1 < argc;
			*first = i + 1;
			return true;
		}
		if (strcmp(argv[i], "--") == 0) {
			*first = i + 1;
			return true;
		}
		if (!set_cluster(sh, argc, argv, &i, apply)) {
			return false;
		}
	}
	*assign = i < argc;
	*first = i;
	return true;
}

static enum flow run_set(struct shell *sh, int argc, char **argv)
{
	int first;
	bool assign;

	if (argc == 1) {
		set_list_variables(sh);
		return builtin_status(sh, 0);
	}
	/* All is looked at before anything is done. */
	if (!set_options(sh, argc, argv, false, &first, &assign)) {
		return builtin_error(sh, 2);
	}
	if (!set_options(sh, argc, argv, true, &first, &assign)) {
		return builtin_error(sh, 1);
	}
	if (assign) {
		shell_set_positional(sh, argv + first, (size_t)(argc - first));
	}
	return builtin_status(sh, 0);
}

const struct builtin builtin_set = {
	.name = "set",
	.run = run_set,
	.flags = BUILTIN_SPECIAL,
	.usage = "set [-abCefhmnuvx | +abCefhmnuvx] [-o name | +o name] [--] [argument...]",
	.help = "Switches options on (-) and off (+), and replaces the positional parameters by the "
		"arguments. Alone, it lists the variables; \"set -o\" shows the options, \"set +o\" "
		"writes commands that restore them.",
};
