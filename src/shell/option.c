/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/option.h"

#include <string.h>

#include "base/near.h"
#include "shell/job.h"
#include "shell/shell.h"

/* Sorted by name, and in the order of enum option: a row's place is its option. */
const struct option_row option_table[OPTION_COUNT] = {
	{ "allexport", 'a', OPTION_ALLEXPORT },
	{ "emacs", 0, OPTION_EMACS },
	{ "errexit", 'e', OPTION_ERREXIT },
	{ "hashall", 'h', OPTION_HASHALL },
	{ "ignoreeof", 0, OPTION_IGNOREEOF },
	{ "monitor", 'm', OPTION_MONITOR },
	{ "noclobber", 'C', OPTION_NOCLOBBER },
	{ "noexec", 'n', OPTION_NOEXEC },
	{ "noglob", 'f', OPTION_NOGLOB },
	{ "nolog", 0, OPTION_NOLOG },
	{ "notify", 'b', OPTION_NOTIFY },
	{ "nounset", 'u', OPTION_NOUNSET },
	{ "pipefail", 0, OPTION_PIPEFAIL },
	{ "posix", 0, OPTION_POSIX },
	{ "sigpipeok", 0, OPTION_SIGPIPEOK },
	{ "verbose", 'v', OPTION_VERBOSE },
	{ "vi", 0, OPTION_VI },
	{ "xtrace", 'x', OPTION_XTRACE },
};

const struct option_row *option_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		if (strcmp(option_table[i].name, name) == 0) {
			return &option_table[i];
		}
	}
	return NULL;
}

const struct option_row *option_by_letter(char letter)
{
	size_t i;

	for (i = 0; letter != 0 && i < OPTION_COUNT; i++) {
		if (option_table[i].letter == letter) {
			return &option_table[i];
		}
	}
	return NULL;
}

const char *option_near(const char *name)
{
	const char *names[OPTION_COUNT + 1];
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		names[i] = option_table[i].name;
	}
	names[OPTION_COUNT] = NULL;
	return near_name(name, names);
}

bool option_set(struct shell *sh, enum option option, bool on)
{
	if (option == OPTION_MONITOR && job_control_set(sh, on) < 0) {
		return false;
	}
	sh->options[option] = on;
	if (option == OPTION_NOUNSET) {
		sh->expander.nounset = on;
	} else if (option == OPTION_NOGLOB) {
		sh->expander.noglob = on;
	} else if (option == OPTION_POSIX) {
		sh->expander.elements = !on;
	} else if (option == OPTION_VI && on) {
		sh->options[OPTION_EMACS] = false;
	} else if (option == OPTION_EMACS && on) {
		sh->options[OPTION_VI] = false;
	}
	return true;
}

size_t option_letters(const struct shell *sh, char *buf)
{
	size_t len = 0;
	size_t i;

	for (i = 0; i < OPTION_COUNT; i++) {
		if (sh->options[i] && option_table[i].letter != 0) {
			buf[len++] = option_table[i].letter;
		}
	}
	for (i = 0; i < sizeof(sh->invocation_letters) && sh->invocation_letters[i]; i++) {
		buf[len++] = sh->invocation_letters[i];
	}
	buf[len] = '\0';
	return len;
}
