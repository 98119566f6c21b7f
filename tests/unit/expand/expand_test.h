/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small host for the expander: variables in the slots of their symbols, "$(words)" gives the words
 * with spaces between them and two newlines, errors are noted. Words come from the parser.
 */
#ifndef EXPAND_TEST_H
#define EXPAND_TEST_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "expand/expand.h"
#include "syntax/parser.h"

struct variable {
	char *value; /* NULL: unset */
	bool readonly;
};

struct fixture {
	struct expander expander;
	struct arena arena;
	struct symbol_table symbols;
	struct stack_guard guard;
	struct strbuf error;
	struct strbuf joined; /* see expand() */
	char number[32];
	char *positional[16];
	int substitutions;
	bool interrupted;
};

static struct fixture fixture;

static struct symbol *symbol(const char *name)
{
	return symbol_intern(&fixture.symbols, name, strlen(name));
}

static struct variable *variable(struct symbol *of)
{
	if (!of->variable) {
		of->variable = memory_zalloc(sizeof(*of->variable));
	}
	return of->variable;
}

static void variable_changed(struct symbol *of)
{
	if (of == fixture.expander.ifs_symbol) {
		expand_ifs_changed(&fixture.expander);
	}
	if (strncmp(of->name, "LC_", 3) == 0 || strcmp(of->name, "LANG") == 0) {
		expand_locale_changed(&fixture.expander);
	}
}

/* VALUE NULL: unset. */
static void set(const char *name, const char *value)
{
	struct symbol *of = symbol(name);

	free(variable(of)->value);
	variable(of)->value = value ? memory_strdup(value) : NULL;
	variable_changed(of);
}

static __attribute__((unused)) const char *get(const char *name)
{
	return variable(symbol(name))->value;
}

static struct expand_value host_get(void *context, struct symbol *of)
{
	struct expand_value value = { variable(of)->value, 0 };

	(void)context;
	value.len = value.data ? strlen(value.data) : 0;
	return value;
}

static int host_set(void *context, struct symbol *of, const char *data, size_t len)
{
	(void)context;
	if (variable(of)->readonly) {
		return -1;
	}
	free(variable(of)->value);
	variable(of)->value = memory_copy(data, len);
	variable_changed(of);
	return 0;
}

static int host_set_number(void *context, struct symbol *of, int64_t number)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%lld", (long long)number);

	return host_set(context, of, text, (size_t)len);
}

static bool host_get_number(void *context, struct symbol *of, int64_t *number)
{
	(void)context;
	(void)of;
	(void)number;
	return false;
}

static struct expand_value host_special(void *context, char name)
{
	struct fixture *f = context;
	struct expand_value value = { f->number, 0 };

	switch (name) {
	case '?':
		strcpy(f->number, "0");
		break;
	case '-':
		strcpy(f->number, "hB");
		break;
	case '$':
		strcpy(f->number, "4711");
		break;
	case '0':
		strcpy(f->number, "test");
		break;
	default:
		return (struct expand_value){ NULL, 0 };
	}
	value.len = strlen(f->number);
	return value;
}

static int host_substitute(void *context, const struct node *command, struct strbuf *out)
{
	struct fixture *f = context;
	const struct simple *simple;
	struct fields fields = { 0 };
	size_t i;

	f->substitutions++;
	if (!command) {
		return 0;
	}
	simple = node_simple(command);
	if (expand_words(&f->expander, simple->words, simple->word_count, &fields) != EXPAND_OK) {
		return -1;
	}
	for (i = 0; i < fields.count; i++) {
		strbuf_add_string(out, i > 0 ? " " : "");
		strbuf_add_string(out, fields.items[i]);
	}
	strbuf_add(out, "\n\n", 2);
	return 0;
}

static struct expand_value host_home(void *context, const char *login, size_t len)
{
	(void)context;
	if (len == 4 && memcmp(login, "root", 4) == 0) {
		return (struct expand_value){ "/root", 5 };
	}
	if (len == 5 && memcmp(login, "slash", 5) == 0) {
		return (struct expand_value){ "/", 1 };
	}
	return (struct expand_value){ NULL, 0 };
}

static void host_error(void *context, const char *thing, size_t thing_len, const char *reason)
{
	struct fixture *f = context;

	strbuf_add_string(&f->error, f->error.len > 0 ? "; " : "");
	strbuf_printf(&f->error, "%.*s: %s", (int)thing_len, thing, reason);
}

static bool host_interrupted(void *context)
{
	return ((struct fixture *)context)->interrupted;
}

static void setup(void)
{
	static const struct expand_host host = {
		.get = host_get,
		.set = host_set,
		.set_number = host_set_number,
		.get_number = host_get_number,
		.special = host_special,
		.substitute = host_substitute,
		.home = host_home,
		.error = host_error,
		.interrupted = host_interrupted,
	};

	memset(&fixture, 0, sizeof(fixture));
	stack_guard_init(&fixture.guard);
	fixture.expander.host = &host;
	fixture.expander.context = &fixture;
	fixture.expander.arena = &fixture.arena;
	fixture.expander.symbols = &fixture.symbols;
	fixture.expander.guard = &fixture.guard;
	fixture.expander.positional = fixture.positional;
	fixture.expander.ifs_symbol = symbol("IFS");
	fixture.expander.home_symbol = symbol("HOME");
	set("IFS", " \t\n");
	set("HOME", "/home/me");
}

static void teardown_symbol(struct symbol *of, void *arg)
{
	(void)arg;
	if (of->variable) {
		free(of->variable->value);
		free(of->variable);
	}
}

static void teardown(void)
{
	expander_finish(&fixture.expander);
	arena_finish(&fixture.arena);
	strbuf_finish(&fixture.error);
	strbuf_finish(&fixture.joined);
	symbol_each(&fixture.symbols, teardown_symbol, NULL);
	symbol_table_finish(&fixture.symbols);
}

/* The positional parameters. */
static __attribute__((unused)) void set_positional(size_t count, ...)
{
	va_list args;
	size_t i;

	va_start(args, count);
	for (i = 0; i < count; i++) {
		fixture.positional[i] = va_arg(args, char *);
	}
	va_end(args);
	fixture.expander.positional_count = count;
}

/* The fields, each in <>. */
static const char *join(const struct fields *fields)
{
	size_t i;

	strbuf_clear(&fixture.joined);
	strbuf_reserve(&fixture.joined, 0);
	for (i = 0; i < fields->count; i++) {
		strbuf_printf(&fixture.joined, "<%s>", fields->items[i]);
	}
	ck_assert(fields->count == 0 || fields->items[fields->count] == NULL);
	return fixture.joined.data;
}

#endif
