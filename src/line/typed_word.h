/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A word that is being typed, up to the point: what it says without its quotes, as far as that is
 * known without running anything, and how to go on with it in the quotes it has.
 */
#ifndef LINE_TYPED_WORD_H
#define LINE_TYPED_WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct shell;

/* The quotes at some place of a word. */
enum typed_quote { TYPED_PLAIN, TYPED_SINGLE, TYPED_DOUBLE, TYPED_DOLLAR /* $' */ };

struct typed_word {
	struct strbuf directory; /* up to the last slash, with it, expanded; or empty */
	struct strbuf base;      /* the rest */
	size_t base_start;       /* where that begins in the text */
	enum typed_quote open;   /* the quotes there */
	enum typed_quote quote;  /* those at the end */
	bool first;              /* the base begins the word */
	bool unknown;            /* the base has an expansion in it */
};

/* The word at START of TEXT, which ends at LEN. */
void typed_word_init(struct typed_word *word, struct shell *sh, const char *text, size_t start,
		     size_t len);
void typed_word_finish(struct typed_word *word);

/* Appends NAME as it can stand from base_start on. CLOSE: with the closing quote. */
void typed_word_quote(const struct typed_word *word, const char *name, size_t len, bool close,
		      struct strbuf *out);

#endif
