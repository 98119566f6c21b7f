/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "invocation.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/near.h"
#include "shell/error.h"
#include "shell/shell.h"
#include "shell/trap.h"

enum { INVOCATION_USAGE = 2 };

static const char invocation_help[] =
	"usage: pipesh [OPTION]... [FILE [ARGUMENT]...]\n"
	"       pipesh [OPTION]... -c COMMAND [NAME [ARGUMENT]...]\n"
	"       pipesh [OPTION]... -s [ARGUMENT]...\n"
	"\n"
	"A POSIX shell in which a pipeline is a managed object. Without FILE and -c it\n"
	"reads commands from standard input, with a prompt if that is a terminal.\n"
	"\n"
	"  -c COMMAND   run COMMAND; NAME and ARGUMENTs become $0, $1, ...\n"
	"  -s           read standard input although there are ARGUMENTs\n"
	"  -i           be interactive\n"
	"  -l, --login  be a login shell: read /etc/profile and ~/.profile\n"
	"  -n           check the syntax, run nothing\n"
	"  -e -u -x ... options of `set`, also as -o NAME; + switches off\n"
	"      --posix  no extensions, as when invoked as sh\n"
	"      --help, --version\n"
	"\n"
	"Documentation: pipesh(1). Bugs: see README.md.\n";

static void invocation_print(const char *text)
{
	(void)fputs(text, stdout);
}

static int invocation_flush(struct shell *sh)
{
	if (fflush(stdout) != 0) {
		shell_message(sh, "write error");
		return 1;
	}
	return 0;
}

static int invocation_version(struct shell *sh)
{
	invocation_print("pipesh " PACKAGE_VERSION "\n"
			 "License GPL-3.0-or-later; libpipesh: MIT.\n"
			 "There is no warranty, to the extent permitted by law.\n");
	return invocation_flush(sh);
}

static int invocation_unknown(struct shell *sh, const char *what, const char *near)
{
	if (near) {
		shell_message(sh, "%s: no such option; did you mean %s?", what, near);
	} else {
		shell_message(sh, "%s: no such option; see pipesh --help", what);
	}
	return INVOCATION_USAGE;
}

static int invocation_long(struct shell *sh, const char *word, struct invocation *invocation)
{
	static const char *const names[] = { "--help", "--login", "--posix", "--version", NULL };

	if (strcmp(word, "--help") == 0) {
		invocation_print(invocation_help);
		return invocation_flush(sh);
	}
	if (strcmp(word, "--version") == 0) {
		return invocation_version(sh);
	}
	if (strcmp(word, "--posix") == 0) {
		invocation->options[OPTION_POSIX] = 1;
		return -1;
	}
	if (strcmp(word, "--login") == 0) {
		invocation->login = true;
		return -1;
	}
	return invocation_unknown(sh, word, near_name(word, names));
}

static int invocation_option_name(struct shell *sh, const char *name, bool on,
				  struct invocation *invocation)
{
	const struct option_row *row = name ? option_by_name(name) : NULL;

	if (!name) {
		shell_message(sh, "-o: an option name must follow");
		return INVOCATION_USAGE;
	}
	if (!row) {
		return invocation_unknown(sh, name, option_near(name));
	}
	invocation->options[row->option] = on ? 1 : -1;
	return -1;
}

/* What is still to come of the command line. */
struct invocation_rest {
	char **words;
	bool command; /* -c was seen: its operand follows the options */
};

static int invocation_letter(struct shell *sh, char letter, bool on, struct invocation_rest *rest,
			     struct invocation *invocation)
{
	const struct option_row *row;
	char text[3] = { on ? '-' : '+', letter, '\0' };

	switch (on ? letter : '\0') {
	case 'c':
		rest->command = true;
		return -1;
	case 'i':
		invocation->interactive = true;
		invocation->batch = false;
		return -1;
	case 'l':
		invocation->login = true;
		return -1;
	case 's':
		invocation->from_input = true;
		return -1;
	default:
		break;
	}
	if (letter == 'i') {
		invocation->interactive = false;
		invocation->batch = true;
		return -1;
	}
	if (letter == 'o') {
		const char *name = rest->words[1];

		if (name) {
			rest->words++;
		}
		return invocation_option_name(sh, name, on, invocation);
	}
	row = option_by_letter(letter);
	if (!row) {
		return invocation_unknown(sh, text, NULL);
	}
	invocation->options[row->option] = on ? 1 : -1;
	return -1;
}

/* All options; rest.words is left at the first operand. */
static int invocation_options(struct shell *sh, struct invocation_rest *rest,
			      struct invocation *invocation)
{
	for (; *rest->words; rest->words++) {
		const char *word = *rest->words;
		bool on = word[0] == '-';
		const char *letter;

		if ((word[0] != '-' && word[0] != '+') || word[1] == '\0') {
			if (strcmp(word, "-") == 0) {
				rest->words++;
			}
			break;
		}
		if (strcmp(word, "--") == 0) {
			rest->words++;
			break;
		}
		if (word[0] == '-' && word[1] == '-') {
			int status = invocation_long(sh, word, invocation);

			if (status >= 0) {
				return status;
			}
			continue;
		}
		for (letter = word + 1; *letter; letter++) {
			int status = invocation_letter(sh, *letter, on, rest, invocation);

			if (status >= 0) {
				return status;
			}
		}
	}
	return -1;
}

static int invocation_operands(struct shell *sh, const struct invocation_rest *rest,
			       struct invocation *invocation)
{
	char **words = rest->words;

	if (rest->command) {
		if (!*words) {
			shell_message(sh, "-c: a command must follow");
			return INVOCATION_USAGE;
		}
		invocation->command = *words++;
		if (*words) {
			invocation->name = *words++;
		}
	} else if (*words && !invocation->from_input) {
		invocation->file = *words;
		invocation->name = *words++;
	}
	invocation->operands = words;
	return -1;
}

int invocation_parse(struct shell *sh, int argc, char **argv, struct invocation *invocation)
{
	struct invocation_rest rest = { .words = argv + (argc > 0 ? 1 : 0) };
	const char *base;
	int status;

	*invocation = (struct invocation){ .name = argc > 0 ? argv[0] : "pipesh" };
	base = strrchr(invocation->name, '/');
	base = base ? base + 1 : invocation->name;
	if (*base == '-') {
		invocation->login = true;
		base++;
	}
	if (strcmp(base, "sh") == 0) {
		sh->posix_name = true;
		invocation->options[OPTION_POSIX] = 1;
	}
	status = invocation_options(sh, &rest, invocation);
	if (status < 0) {
		status = invocation_operands(sh, &rest, invocation);
	}
	if (status < 0 && !invocation->batch && !invocation->command && !invocation->file &&
	    isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
		invocation->interactive = true;
	}
	return status;
}

static void invocation_letters(struct shell *sh, const struct invocation *invocation)
{
	char *at = sh->invocation_letters;

	if (invocation->command) {
		*at++ = 'c';
	}
	if (invocation->interactive) {
		*at++ = 'i';
	}
	if (invocation->from_input || (!invocation->command && !invocation->file)) {
		*at++ = 's';
	}
	*at = '\0';
}

void invocation_apply(struct shell *sh, const struct invocation *invocation)
{
	size_t count = 0;
	size_t i;

	sh->name = invocation->name;
	sh->interactive = invocation->interactive;
	sh->login = invocation->login;
	while (invocation->operands[count]) {
		count++;
	}
	/* argv lives as long as the process: no copy. */
	sh->positional = (struct positional){ invocation->operands, count, NULL };
	shell_positional_changed(sh);
	invocation_letters(sh, invocation);
	if (invocation->options[OPTION_POSIX] <= 0) {
		variables_extensions(sh);
	}
	for (i = 0; i < OPTION_COUNT; i++) {
		if (i != OPTION_MONITOR && invocation->options[i] != 0) {
			option_set(sh, (enum option)i, invocation->options[i] > 0);
		}
	}
	if (sh->interactive) {
		variables_interactive(sh);
		traps_interactive(sh);
	}
	if (invocation->options[OPTION_MONITOR] != 0 || sh->interactive) {
		option_set(sh, OPTION_MONITOR, invocation->options[OPTION_MONITOR] >= 0);
	}
}
