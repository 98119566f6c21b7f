/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variables: values, attributes, the environment, scopes of functions.
 */
#ifndef SHELL_VARIABLE_H
#define SHELL_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/symbol.h"
#include "expand/expand.h"

struct shell;
struct array;

enum value_kind {
	VALUE_UNSET,
	VALUE_SCALAR,
	VALUE_INDEXED,     /* .array, and nothing else */
	VALUE_ASSOCIATIVE, /* not made yet */
};

/* A scalar holds a string, a number, or both; at least one is valid. */
struct value {
	enum value_kind kind;
	bool has_text;
	bool has_number;
	int64_t number;
	char *data; /* owned; NUL-terminated */
	size_t len;
	size_t capacity; /* 0: data is borrowed from the initial environment */
	struct array *array;
};

enum variable_flags {
	VARIABLE_EXPORTED = 1 << 0,
	VARIABLE_READONLY = 1 << 1,
};

struct variable;

/* What makes a variable special; either may be NULL. */
struct variable_hooks {
	/* Computes the value when it is read (LINENO, RANDOM, ...). */
	void (*get)(struct shell *sh, struct variable *variable);
	/* It was assigned, unset or restored (IFS, PATH, OPTIND, LC_ALL, ...). */
	void (*changed)(struct shell *sh, struct variable *variable);
};

struct variable {
	struct symbol *symbol;
	unsigned flags;
	struct value value;
	const struct variable_hooks *hooks;
	struct variable *outer;       /* the binding this one shadows */
	struct variable_scope *scope; /* that ends this binding; NULL: global */
	struct variable *scope_next;
	size_t index; /* in the shell's list of variables */
};

/* Imports the environment (but IFS); sets PWD, PPID, OPTIND, IFS, PS4. */
void variables_init(struct shell *sh, char **environment);
void variables_finish(struct shell *sh);
/* RANDOM, SECONDS, UID, EUID: those that POSIX does not have. */
void variables_extensions(struct shell *sh);
/* PS1, PS2 and MAILCHECK, unless the environment had them. */
void variables_interactive(struct shell *sh);

/* The value; data NULL if unset. Valid until the variable is next assigned. */
struct expand_value variable_get(struct shell *sh, struct symbol *symbol);
bool variable_get_number(struct shell *sh, struct symbol *symbol, int64_t *number);
/* By name; NULL if unset. */
const char *variable_get_name(struct shell *sh, const char *name);

/*
 * Assigns (set -a exports). 0, or -1 if it is read-only, which has been reported:
 * the caller goes the way of a variable assignment error.
 */
int variable_set(struct shell *sh, struct symbol *symbol, const char *data, size_t len);
int variable_set_number(struct shell *sh, struct symbol *symbol, int64_t number);
int variable_set_name(struct shell *sh, const char *name, const char *value);

/*
 * Arrays. What holds for a scalar holds for its element 0, and the other way round: variable_get()
 * and variable_set() of an array are about that one. A negative index counts from behind.
 */
struct expand_value variable_get_element(struct shell *sh, struct symbol *symbol, int64_t index);
/* How many elements are set, and which. Valid until one is assigned. */
size_t variable_count(struct shell *sh, struct symbol *symbol);
void variable_elements(struct shell *sh, struct symbol *symbol, struct expand_element *elements);
/* These make an array of a scalar. -1 also for an index that is out of range (reported). */
int variable_set_element(struct shell *sh, struct symbol *symbol, int64_t index, const char *data,
			 size_t len);
int variable_append_element(struct shell *sh, struct symbol *symbol, int64_t index,
			    const char *data, size_t len);
/* Behind the value of a scalar, or of element 0. */
int variable_append(struct shell *sh, struct symbol *symbol, const char *data, size_t len);
/* Strings that make an array, one behind the other but for those that have places. */
struct variable_values {
	char *const *items;
	size_t count;
	bool append; /* to what the array holds */
	const struct variable_place {
		size_t value; /* number of the value */
		int64_t index;
		bool append; /* to what the element holds */
	} * places;
	size_t place_count;
};
int variable_set_array(struct shell *sh, struct symbol *symbol,
		       const struct variable_values *values);
/* 0, or -1 as above; that there is none is fine. */
int variable_unset_element(struct shell *sh, struct symbol *symbol, int64_t index);

/* For those who make values. The array of a variable, which becomes one. */
struct array *variable_make_array(struct shell *sh, struct variable *variable);
/* Frees what the value holds: unset. */
void variable_value_clear(struct variable *variable);
/* The variable to assign to, made if need be, exported under set -a; NULL: it is read-only, which
   has been reported. */
struct variable *variable_to_set(struct shell *sh, struct symbol *symbol);
/* What follows a change of value or attributes. */
void variable_changed(struct shell *sh, struct variable *variable);

/* Adds or takes away attributes; makes the variable (unset) if there is none. */
struct variable *variable_mark(struct shell *sh, struct symbol *symbol, unsigned add,
			       unsigned remove);
/* 0, or -1 if it is read-only (reported). Unset variables stay known if marked. */
int variable_unset(struct shell *sh, struct symbol *symbol);

/* Is this a valid name (XBD 3.216)? */
bool variable_name_valid(const char *name, size_t len);

/*
 * Scopes: what is bound in a scope ends with it and the old binding returns. A function
 * call opens one for `local`; a builtin or function with assignments before
 * it opens one for those.
 */
struct variable_scope {
	struct variable_scope *outer;
	struct variable *bound; /* chained by .scope_next */
	bool temporary;         /* of assignments before a command */
	bool subshell;          /* of a subshell without a process: assignments stay in it */
};
void variable_scope_open(struct shell *sh, struct variable_scope *scope);
void variable_scope_close(struct shell *sh, struct variable_scope *scope);
/* A new binding in the innermost scope; INHERIT: with the old value and attributes, else unset. */
struct variable *variable_bind(struct shell *sh, struct symbol *symbol, bool inherit);

/* `local`: unset, in the scope of the running function. */
struct variable *variable_bind_local(struct shell *sh, struct symbol *symbol);

/* The environment of programs: NULL-terminated, valid until a variable changes. */
char **variable_environment(struct shell *sh);
/* The same, taken out of the cache into ARENA: valid until that is released. */
char **variable_environment_keep(struct shell *sh, struct arena *arena);
/* The cached environment no longer holds. */
void variable_environment_changed(struct shell *sh);

/* All that are known, sorted by name (bytes); an array in ARENA. */
struct variable **variables_sorted(struct shell *sh, struct arena *arena, size_t *count);

#endif
