/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_OPTION_H
#define SHELL_OPTION_H

#include <stdbool.h>
#include <stddef.h>

struct shell;

/* In the order of their names; see the table in option.c. */
enum option {
	OPTION_ALLEXPORT, /* -a */
	OPTION_EMACS,
	OPTION_ERREXIT, /* -e */
	OPTION_HASHALL, /* -h */
	OPTION_IGNOREEOF,
	OPTION_MONITOR,   /* -m */
	OPTION_NOCLOBBER, /* -C */
	OPTION_NOEXEC,    /* -n */
	OPTION_NOGLOB,    /* -f */
	OPTION_NOLOG,
	OPTION_NOTIFY,  /* -b */
	OPTION_NOUNSET, /* -u */
	OPTION_PIPEFAIL,
	OPTION_POSIX,
	OPTION_SIGPIPEOK,
	OPTION_VERBOSE, /* -v */
	OPTION_VI,
	OPTION_XTRACE, /* -x */
	OPTION_COUNT,
};

struct option_row {
	const char *name;
	char letter; /* 0: none */
	enum option option;
};

extern const struct option_row option_table[OPTION_COUNT];

/* By long name or by letter; NULL: there is none. */
const struct option_row *option_by_name(const char *name);
const struct option_row *option_by_letter(char letter);

/* The name that was probably meant, or NULL if none is near. */
const char *option_near(const char *name);

/*
 * Switches it, with all that depends on it (the expander's flags, job control, ...). False: it
 * cannot be had (-m without a terminal to control), which has been reported.
 */
bool option_set(struct shell *sh, enum option option, bool on);
/* The letters of those that are on, as $- shows them; into BUF of at least 32 bytes. */
size_t option_letters(const struct shell *sh, char *buf);

#endif
