/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the printer share; private to syntax/. */
#ifndef SYNTAX_PRINT_H
#define SYNTAX_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "syntax/ast.h"

struct printer {
	struct strbuf *out;
	bool line;       /* one line, without the bodies of here-documents */
	unsigned inside; /* how many substitutions this lies in: no line breaks there */
	unsigned indent;
	struct strbuf heres; /* struct print_here whose bodies are due */
	size_t here_base;    /* first that belongs to this substitution */
};

/* Where a word stands; it decides what must be quoted, and how. */
enum print_place {
	PRINT_PLAIN,      /* a word of a command, or of an unquoted ${x-...} */
	PRINT_QUOTES,     /* between double quotes */
	PRINT_BRACES,     /* ${x-...} where double quotes rule */
	PRINT_HERE,       /* a here-document */
	PRINT_ARITHMETIC, /* $((...)) */
};

/* print_word.c */
void print_word(struct printer *printer, const struct word *word, enum print_place place);
/* "[", the expression, "]". */
void print_subscript(struct printer *printer, const struct part *index);
/* Text in quotes that keep every byte. */
void print_quoted(struct printer *printer, const char *text, size_t len);

/* ast_print.c: OPEN, a list on one line, and the ")" of its substitution */
void print_substitution(struct printer *printer, const char *open, const struct node *command);

/* print_here.c */
/* The operator and a delimiter; the body becomes due. */
void print_here(struct printer *printer, const struct redirection *redirection);
/* The bodies that are due, behind a newline. */
void print_here_bodies(struct printer *printer);
void print_here_finish(struct printer *printer);

static inline bool print_here_due(const struct printer *printer)
{
	return printer->heres.len > printer->here_base;
}

#endif
