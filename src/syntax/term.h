/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terms of `with`: one table, so that the parser knows which of them take a value.
 */
#ifndef SYNTAX_TERM_H
#define SYNTAX_TERM_H

#include <stddef.h>

/* In the order of their names: a row's place in the table is its id. */
enum term_id {
	TERM_DELAY,
	TERM_FAIL_FAST,
	TERM_JOBS,
	TERM_JSON,
	TERM_KILL_AFTER,
	TERM_PIPE_SIZE,
	TERM_QUIET,
	TERM_REPORT,
	TERM_RETRIES,
	TERM_SIGNAL,
	TERM_STDERR,
	TERM_STDOUT,
	TERM_TIMEOUT,
	TERM_UNGROUPED,
	TERM_COUNT,
};

enum term_takes {
	TERM_NO_VALUE,
	TERM_VALUE,    /* -tV, -t V, --name=V, --name V */
	TERM_OPTIONAL, /* -r=V, --name=V */
	TERM_COUNTED, /* the same, and as a command that begins with a word cannot follow: -j8, -j 8 */
};

/* What a value is, for whoever checks it when the command runs. */
enum term_kind {
	TERM_FLAG,
	TERM_DURATION,
	TERM_FILE,
	TERM_NAME,
	TERM_NUMBER,
	TERM_SIGNAL_NAME,
	TERM_SIZE,
};

struct term_row {
	const char *name;
	char letter; /* 0: none */
	enum term_takes takes;
	enum term_kind kind;
	enum term_id id;
	enum term_id needs;   /* only together with that one; its own id: alone */
	const char *expected; /* "a duration", for messages; NULL: no value */
	const char *help;     /* what it does, in short */
};

extern const struct term_row term_table[TERM_COUNT];

/* NULL: there is none. */
const struct term_row *term_by_name(const char *name, size_t len);
const struct term_row *term_by_letter(char letter);
/* The name that was probably meant, or NULL if none is near. */
const char *term_near(const char *name);

#endif
