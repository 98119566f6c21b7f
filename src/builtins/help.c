/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <stdio.h>
#include <string.h>

#include "builtins/help_word.h"
#include "shell/shell.h"
#include "syntax/term.h"

enum { HELP_WIDTH = 78, HELP_INDENT = 4, HELP_TERM_INDENT = 31 };

/* What stands for the value of a term. */
static const char *const help_values[] = {
	[TERM_FLAG] = "",     [TERM_DURATION] = "duration", [TERM_FILE] = "file",
	[TERM_NAME] = "name", [TERM_NUMBER] = "n",          [TERM_SIGNAL_NAME] = "signal",
	[TERM_SIZE] = "size",
};

/* TEXT in lines that fit, indented; the first begins where COLUMN already is. */
static void help_wrap(struct shell *sh, const char *text, size_t indent, size_t column)
{
	output_printf(sh->out, "%*s", (int)(indent > column ? indent - column : 0), "");
	column = indent;
	while (*text) {
		size_t len = strcspn(text, " ");

		if (column == indent) {
			column += len;
		} else if (column + 1 + len > HELP_WIDTH) {
			output_printf(sh->out, "\n%*s", (int)indent, "");
			column = indent + len;
		} else {
			output_add_char(sh->out, ' ');
			column += 1 + len;
		}
		output_add(sh->out, text, len);
		text += len;
		text += strspn(text, " ");
	}
	output_add_char(sh->out, '\n');
}

/* "    -t, --timeout=duration     a deadline: ..." */
static void help_term(struct shell *sh, const struct term_row *row)
{
	bool optional = row->takes == TERM_OPTIONAL || row->takes == TERM_COUNTED;
	char usage[64];
	int len;

	if (row->letter != 0) {
		len = snprintf(usage, sizeof(usage), "    -%c, --%s", row->letter, row->name);
	} else {
		len = snprintf(usage, sizeof(usage), "        --%s", row->name);
	}
	if (row->takes != TERM_NO_VALUE) {
		len += snprintf(usage + len, sizeof(usage) - (size_t)len, "%s=%s%s",
				optional ? "[" : "", help_values[row->kind], optional ? "]" : "");
	}
	output_add(sh->out, usage, (size_t)len);
	help_wrap(sh, row->help, HELP_TERM_INDENT, (size_t)len);
}

static void help_list(struct shell *sh)
{
	size_t i;

	for (i = 0; builtin_table[i]; i++) {
		output_add_string(sh->out, builtin_table[i]->usage);
		output_add_char(sh->out, '\n');
	}
	output_add_char(sh->out, '\n');
	for (i = 0; help_words[i].name; i++) {
		output_add_string(sh->out, help_words[i].usage);
		output_add_char(sh->out, '\n');
	}
}

static bool help_builtin(struct shell *sh, const char *name)
{
	size_t i;

	for (i = 0; builtin_table[i]; i++) {
		if (strcmp(builtin_table[i]->name, name) == 0) {
			output_printf(sh->out, "%s\n", builtin_table[i]->usage);
			help_wrap(sh, builtin_table[i]->help, HELP_INDENT, 0);
			return true;
		}
	}
	return false;
}

static bool help_reserved(struct shell *sh, const char *name)
{
	const struct help_word *word = help_word_find(name);
	size_t i;

	if (!word) {
		return false;
	}
	output_printf(sh->out, "%s\n", word->usage);
	help_wrap(sh, word->help, HELP_INDENT, 0);
	for (i = 0; word->terms && i < TERM_COUNT; i++) {
		help_term(sh, &term_table[i]);
	}
	return true;
}

static bool help_one(struct shell *sh, const char *name)
{
	if (help_builtin(sh, name) || help_reserved(sh, name)) {
		return true;
	}
	builtin_message(sh, "help", "%s: no builtin and no reserved word", name);
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
	.help = "Shows how builtins and reserved words are used: all in a line each, or those named "
		"at more length. An extension.",
};
