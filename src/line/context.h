/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where in a command the person is: a light reading of the line up to the point. It knows quotes,
 * substitutions, operators, redirections, assignments and reserved words, and takes what
 * is not complete for what it will most likely become.
 */
#ifndef LINE_CONTEXT_H
#define LINE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

enum context_kind {
	CONTEXT_NONE,    /* a comment, arithmetic, the name of a here-document's end */
	CONTEXT_COMMAND, /* the name of a command */
	CONTEXT_FILE,
	CONTEXT_DIRECTORY, /* of `cd` */
	CONTEXT_PARAMETER, /* behind $ or ${ */
	CONTEXT_VARIABLE,  /* the name of one, as `unset` takes it */
	CONTEXT_ALIAS,     /* of `unalias` */
	CONTEXT_OPTION,    /* behind `set -o` */
	CONTEXT_SIGNAL,    /* of `trap`, behind `kill -s` */
};

struct context {
	enum context_kind kind;
	size_t word; /* where the word begins */
	char quote;  /* the word begins inside these quotes: CONTEXT_PARAMETER only; '\0': none */
	bool brace;  /* CONTEXT_PARAMETER: behind ${ */
};

/* TEXT is all up to the point. */
struct context context_find(const char *text, size_t len);

#endif
