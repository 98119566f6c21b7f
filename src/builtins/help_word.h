/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `help` says of reserved words.
 */
#ifndef BUILTINS_HELP_WORD_H
#define BUILTINS_HELP_WORD_H

#include <stdbool.h>

struct help_word {
	const char *name;
	const char *usage;
	const char *help;
	bool terms; /* the terms of `with` are listed behind it */
};

/* Those that begin something, sorted; the last has the name NULL. */
extern const struct help_word help_words[];

/* That of NAME, or of the one to which it belongs: of `if` for `then`. NULL: no reserved word. */
const struct help_word *help_word_find(const char *name);

#endif
