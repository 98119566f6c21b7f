/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Word expansion, XCU 2.6: words of the tree in, fields out. What it needs of the
 * shell it asks through struct expand_host; what it makes lies in
 * the scratch arena it is given and is valid until that is released.
 */
#ifndef EXPAND_EXPAND_H
#define EXPAND_EXPAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/stack.h"
#include "base/strbuf.h"
#include "base/symbol.h"
#include "syntax/ast.h"

/* Bytes of somebody's; data NULL: unset. Not always NUL-terminated. */
struct expand_value {
	const char *data;
	size_t len;
};

/* One of a list. */
struct expand_element {
	int64_t index;
	struct expand_value value;
};

/* Room for the name of a process substitution. */
enum { EXPAND_PROCESS_SIZE = 32 };

/* Callbacks; CONTEXT is expander.context. */
struct expand_host {
	/* The value of a variable; data NULL if it is unset. Valid until the next call. */
	struct expand_value (*get)(void *context, struct symbol *symbol);
	/* Assigns; 0, or -1 when refused (read-only: the host has said so). */
	int (*set)(void *context, struct symbol *symbol, const char *data, size_t len);
	int (*set_number)(void *context, struct symbol *symbol, int64_t number);
	/* If the value is at hand as a number: true and *number. */
	bool (*get_number)(void *context, struct symbol *symbol, int64_t *number);
	/* The element at INDEX of an array, or if that is negative, counted from behind; data NULL:
	   there is none. A scalar is an array of one element, 0. As valid as with get. These
	   four are asked only about what extensions of the language made. */
	struct expand_value (*get_element)(void *context, struct symbol *symbol, int64_t index);
	/* As set; makes an array of a scalar. */
	int (*set_element)(void *context, struct symbol *symbol, int64_t index, const char *data,
			   size_t len);
	/* How many elements there are. */
	size_t (*count)(void *context, struct symbol *symbol);
	/* Fills in all of them, in the order of their indexes. Valid until one is assigned. */
	void (*elements)(void *context, struct symbol *symbol, struct expand_element *elements);
	/* One of # ? - $ ! 0 ; data NULL if unset ($! before any job). */
	struct expand_value (*special)(void *context, char name);
	/* Runs a command substitution, appends what it wrote, trailing newlines included (the
	   expander removes them). 0, or -1: the expansion is to be given up (the host has said
	   why). COMMAND NULL: $() with nothing to run, of status 0. It may come back into the
	   expander; OUT is then left alone. */
	int (*substitute)(void *context, const struct node *command, struct strbuf *out);
	/* Starts a process substitution, of which PATH becomes the name; COMMAND as above. OUTPUT:
	   it is to be written to, >(...). 0, or -1 as above. */
	int (*process)(void *context, const struct node *command, bool output, char *path);
	/* The home directory of a login name; data NULL: no such name. */
	struct expand_value (*home)(void *context, const char *login, size_t len);
	/* Reports an expansion error: "x: parameter not set". PREFIX names the thing. */
	void (*error)(void *context, const char *thing, size_t thing_len, const char *reason);
	/* Has a signal come that should end an expansion that takes long? */
	bool (*interrupted)(void *context);
};

/* What a byte of an unquoted expansion may be; 0: it only stands for itself. */
enum expand_class {
	EXPAND_IFS_SPACE = 1 << 0, /* IFS white space */
	EXPAND_IFS_OTHER = 1 << 1, /* another single-byte separator */
	EXPAND_IFS_LEAD = 1 << 2,  /* the first byte of a multibyte separator */
	EXPAND_PATTERN = 1 << 3,   /* * ? [ or backslash */
};

/* Command substitutions nested deeper than this use buffers of their own. */
enum { EXPAND_CAPTURES = 4 };

/* Zeroed but for what the shell sets, it is ready. */
struct expander {
	const struct expand_host *host;
	void *context;
	struct arena *arena;
	struct symbol_table *symbols;
	const struct stack_guard *guard;
	/* The positional parameters; items[0] is $1. */
	char **positional;
	size_t positional_count;
	/* What the shell keeps up to date: */
	bool nounset;  /* set -u */
	bool noglob;   /* set -f */
	bool elements; /* expressions have a[i] */
	struct symbol *ifs_symbol, *home_symbol;
	/* A cache of what IFS means; expand_ifs_changed() empties it. */
	bool ifs_ready;
	unsigned char ifs_class[256]; /* of each byte: bits of enum expand_class */
	unsigned char ifs_first_len;  /* of ifs_first; 0: IFS is empty */
	char ifs_first[15];           /* its first character, which joins "$*" */
	char *ifs_wide;               /* multibyte separators: a length byte before each, a 0
	                                 at the end; or NULL */
	/* What is known of the locale; expand_locale_changed() empties it. */
	bool ctype_ready, collate_ready;
	bool ctype_pending; /* it is not C, and setlocale() was not called for it yet */
	bool ctype_set;     /* setlocale() was called */
	bool collate_bytes; /* names sort by their bytes */
	/* Buffers kept from one expansion to the next. */
	struct strbuf captures[EXPAND_CAPTURES];
	unsigned capture_depth;
	struct strbuf path;
	unsigned arithmetic_depth;
};

enum expand_status {
	EXPAND_OK,
	EXPAND_ERROR,  /* reported; XCU 2.8.1 "expansion error" */
	EXPAND_ASSIGN, /* a read-only variable: "variable assignment error" */
	EXPAND_INTERRUPTED,
};

/* Fields, in the arena; items[count] is NULL. Zeroed: none. Room grows as needed. */
struct fields {
	char **items;
	size_t count;
	size_t capacity;
};

void expander_finish(struct expander *expander);
/* To be called when IFS is assigned or unset. */
void expand_ifs_changed(struct expander *expander);
/* To be called when LC_ALL, LC_CTYPE, LC_COLLATE or LANG is assigned or unset: see locale.h. */
void expand_locale_changed(struct expander *expander);

/* All of 2.6: each word to zero or more fields, appended to FIELDS. */
enum expand_status expand_words(struct expander *expander, struct word *const *words, size_t count,
				struct fields *fields);
/* The same for one word. */
enum expand_status expand_word(struct expander *expander, const struct word *word,
			       struct fields *fields);
/* No field splitting, no pathnames: assignments, redirection targets, case words, ${x-word} in
   quotes. *text is NUL-terminated, not to be written to, in the arena or the tree of WORD; *len
   may be NULL. */
enum expand_status expand_string(struct expander *expander, const struct word *word, char **text,
				 size_t *len);
/* The body of a here-document, appended. */
enum expand_status expand_here(struct expander *expander, const struct word *word,
			       struct strbuf *out);
/* Does a case word match a pattern word? */
enum expand_status expand_match(struct expander *expander, const struct word *pattern,
				const char *text, size_t len, bool *matches);
/* $((...)): its value. */
enum expand_status expand_arithmetic(struct expander *expander, const struct part *part,
				     int64_t *value);
/* A string as an arithmetic expression (builtins). */
enum expand_status expand_arithmetic_text(struct expander *expander, const char *text, size_t len,
					  int64_t *value);
/* Splits as `read` does (XCU read): at most MAX fields, the last takes the rest. QUOTED marks
   bytes that a backslash protected (NULL: none). Fields are appended. The rest loses IFS white
   space at both ends, and its delimiter when it is one field that a delimiter ends: "x:y:" gives
   x and y, "x:y:z:" gives x and y:z: (where all shells agree). */
void expand_split_read(struct expander *expander, const char *text, const unsigned char *quoted,
		       size_t len, size_t max, struct fields *fields);

#endif
