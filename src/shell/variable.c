/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/variable.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "shell/array.h"
#include "shell/error.h"
#include "shell/number.h"
#include "shell/shell.h"

bool variable_name_valid(const char *name, size_t len)
{
	size_t i;

	if (len == 0 || (name[0] >= '0' && name[0] <= '9')) {
		return false;
	}
	for (i = 0; i < len; i++) {
		char c = name[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '_')) {
			return false;
		}
	}
	return true;
}

/* ---- the list of bindings in force ---------------------------------- */

static void variable_list_put(struct shell *sh, struct variable *variable, size_t index)
{
	variable->index = index;
	sh->variables[index] = variable;
}

static void variable_list_add(struct shell *sh, struct variable *variable)
{
	sh->variables = memory_grow(sh->variables, &sh->variable_capacity, sh->variable_count + 1,
				    sizeof(struct variable *));
	variable_list_put(sh, variable, sh->variable_count++);
}

static void variable_list_remove(struct shell *sh, const struct variable *variable)
{
	struct variable *last = sh->variables[--sh->variable_count];

	if (last != variable) {
		variable_list_put(sh, last, variable->index);
	}
}

static struct variable *variable_make(struct shell *sh, struct symbol *symbol)
{
	struct variable *variable = symbol->variable;

	if (!variable) {
		variable = memory_zalloc(sizeof(*variable));
		variable->symbol = symbol;
		symbol->variable = variable;
		variable_list_add(sh, variable);
	}
	return variable;
}

void variable_value_clear(struct variable *variable)
{
	if (variable->value.capacity > 0) {
		free(variable->value.data);
	}
	array_destroy(variable->value.array);
	variable->value = (struct value){ 0 };
}

static void variable_destroy(struct variable *variable)
{
	variable_value_clear(variable);
	free(variable);
}

void variables_finish(struct shell *sh)
{
	size_t i;

	for (i = 0; i < sh->variable_count; i++) {
		struct variable *variable = sh->variables[i];

		variable->symbol->variable = NULL;
		while (variable) {
			struct variable *outer = variable->outer;

			variable_destroy(variable);
			variable = outer;
		}
	}
	free(sh->variables);
	sh->variables = NULL;
	sh->variable_count = 0;
	sh->variable_capacity = 0;
	variable_environment_changed(sh);
}

/* ---- values --------------------------------------------------------- */

static void value_make_text(struct value *value)
{
	if (value->capacity < NUMBER_TEXT_MAX) {
		if (value->capacity == 0) {
			value->data = NULL;
		}
		value->data = memory_grow(value->data, &value->capacity, NUMBER_TEXT_MAX, 1);
	}
	value->len = number_text(value->number, value->data);
	value->has_text = true;
}

static void value_set_text(struct value *value, const char *data, size_t len)
{
	if (value->capacity <= len) {
		/* DATA may lie in the old block, so that one goes last. */
		char *old = value->capacity > 0 ? value->data : NULL;
		size_t room = len < 16 ? 16 : len + len / 2 + 1;
		char *fresh = memory_alloc(room);

		memcpy(fresh, data, len);
		free(old);
		value->data = fresh;
		value->capacity = room;
	} else {
		memmove(value->data, data, len);
	}
	value->data[len] = '\0';
	value->len = len;
	value->kind = VALUE_SCALAR;
	value->has_text = true;
	value->has_number = false;
}

/* Element 0 of an array. */
static struct expand_value variable_first(const struct variable *variable)
{
	const struct array_item *item = array_find(variable->value.array, 0);

	return item ? (struct expand_value){ item->data, item->len }
		    : (struct expand_value){ NULL, 0 };
}

struct expand_value variable_get(struct shell *sh, struct symbol *symbol)
{
	struct variable *variable = symbol->variable;

	if (!variable) {
		return (struct expand_value){ NULL, 0 };
	}
	if (variable->hooks && variable->hooks->get) {
		variable->hooks->get(sh, variable);
	}
	if (variable->value.kind == VALUE_UNSET) {
		return (struct expand_value){ NULL, 0 };
	}
	if (!variable->value.has_text) {
		if (variable->value.kind == VALUE_INDEXED) {
			return variable_first(variable);
		}
		value_make_text(&variable->value);
	}
	return (struct expand_value){ variable->value.data, variable->value.len };
}

const char *variable_get_name(struct shell *sh, const char *name)
{
	struct symbol *symbol = symbol_find(&sh->symbols, name, strlen(name));

	return symbol ? variable_get(sh, symbol).data : NULL;
}

bool variable_get_number(struct shell *sh, struct symbol *symbol, int64_t *number)
{
	struct variable *variable = symbol->variable;

	if (!variable || variable->value.kind == VALUE_UNSET || variable->hooks) {
		return false;
	}
	if (!variable->value.has_number) {
		if (variable->value.kind == VALUE_INDEXED) {
			struct expand_value first = variable_first(variable);

			return first.data && number_parse(first.data, first.len, number);
		}
		if (!number_parse(variable->value.data, variable->value.len,
				  &variable->value.number)) {
			return false;
		}
		variable->value.has_number = true;
	}
	(void)sh;
	*number = variable->value.number;
	return true;
}

void variable_changed(struct shell *sh, struct variable *variable)
{
	if (variable->flags & VARIABLE_EXPORTED) {
		variable_environment_changed(sh);
	}
	if (variable->hooks && variable->hooks->changed) {
		variable->hooks->changed(sh, variable);
	}
}

struct variable *variable_to_set(struct shell *sh, struct symbol *symbol)
{
	struct variable *variable = symbol->variable;

	if (variable && variable->flags & VARIABLE_READONLY) {
		shell_message(sh, "%s: is read only", symbol->name);
		return NULL;
	}
	if (sh->scope && sh->scope->subshell) {
		variable = variable_bind(sh, symbol, true);
	} else if (!variable) {
		variable = variable_make(sh, symbol);
	}
	if (sh->options[OPTION_ALLEXPORT]) {
		variable->flags |= VARIABLE_EXPORTED;
	}
	return variable;
}

int variable_set(struct shell *sh, struct symbol *symbol, const char *data, size_t len)
{
	struct variable *variable = variable_to_set(sh, symbol);

	if (!variable) {
		return -1;
	}
	if (variable->value.kind == VALUE_INDEXED) {
		array_set(variable->value.array, 0, data, len);
	} else {
		value_set_text(&variable->value, data, len);
	}
	if (variable->flags & VARIABLE_EXPORTED || variable->hooks) {
		variable_changed(sh, variable);
	}
	return 0;
}

int variable_set_number(struct shell *sh, struct symbol *symbol, int64_t number)
{
	struct variable *variable = variable_to_set(sh, symbol);

	if (!variable) {
		return -1;
	}
	if (variable->value.kind == VALUE_INDEXED) {
		char digits[NUMBER_TEXT_MAX];

		array_set(variable->value.array, 0, digits, number_text(number, digits));
	} else {
		variable->value.kind = VALUE_SCALAR;
		variable->value.number = number;
		variable->value.has_number = true;
		variable->value.has_text = false;
	}
	if (variable->flags & VARIABLE_EXPORTED || variable->hooks) {
		variable_changed(sh, variable);
	}
	return 0;
}

int variable_set_name(struct shell *sh, const char *name, const char *value)
{
	return variable_set(sh, symbol_intern(&sh->symbols, name, strlen(name)), value,
			    strlen(value));
}

struct variable *variable_mark(struct shell *sh, struct symbol *symbol, unsigned add,
			       unsigned remove)
{
	struct variable *variable = variable_make(sh, symbol);
	unsigned old = variable->flags;

	variable->flags = (old & ~remove) | add;
	if ((old ^ variable->flags) & VARIABLE_EXPORTED) {
		variable_environment_changed(sh);
	}
	return variable;
}

int variable_unset(struct shell *sh, struct symbol *symbol)
{
	struct variable *variable = symbol->variable;

	if (!variable) {
		return 0;
	}
	if (variable->flags & VARIABLE_READONLY) {
		shell_message(sh, "%s: is read only", symbol->name);
		return -1;
	}
	variable_value_clear(variable);
	variable_changed(sh, variable);
	variable->flags &= ~(unsigned)VARIABLE_EXPORTED;
	if (variable->hooks && variable->hooks->get) {
		variable->hooks = NULL; /* RANDOM and its like lose what they were */
	}
	if (!variable->hooks && !variable->scope && !variable->outer) {
		variable_list_remove(sh, variable);
		symbol->variable = NULL;
		variable_destroy(variable);
	}
	return 0;
}

/* ---- scopes --------------------------------------------------------- */

void variable_scope_open(struct shell *sh, struct variable_scope *scope)
{
	scope->outer = sh->scope;
	scope->bound = NULL;
	scope->temporary = false;
	scope->subshell = sh->scope && sh->scope->subshell;
	sh->scope = scope;
}

static void variable_unbind(struct shell *sh, struct variable *variable)
{
	struct variable *outer = variable->outer;
	bool exported = ((variable->flags | (outer ? outer->flags : 0)) & VARIABLE_EXPORTED) != 0;

	variable->symbol->variable = outer;
	if (outer) {
		variable_list_put(sh, outer, variable->index);
	} else {
		variable_list_remove(sh, variable);
	}
	if (exported) {
		variable_environment_changed(sh);
	}
	if (variable->hooks && variable->hooks->changed) {
		variable->hooks->changed(sh, outer ? outer : variable);
	}
	variable_destroy(variable);
}

void variable_scope_close(struct shell *sh, struct variable_scope *scope)
{
	while (scope->bound) {
		struct variable *variable = scope->bound;

		scope->bound = variable->scope_next;
		variable_unbind(sh, variable);
	}
	sh->scope = scope->outer;
}

static struct variable *variable_bind_in(struct shell *sh, struct variable_scope *scope,
					 struct symbol *symbol, bool inherit)
{
	struct variable *old = symbol->variable;
	struct variable *variable;

	if (old && old->scope == scope) {
		return old;
	}
	variable = memory_zalloc(sizeof(*variable));
	variable->symbol = symbol;
	variable->outer = old;
	variable->scope = scope;
	variable->scope_next = scope->bound;
	scope->bound = variable;
	symbol->variable = variable;
	if (!old) {
		variable_list_add(sh, variable);
		return variable;
	}
	variable_list_put(sh, variable, old->index);
	variable->hooks = old->hooks;
	if (inherit) {
		variable->flags = old->flags;
		if (old->value.kind == VALUE_SCALAR) {
			struct expand_value value = variable_get(sh, symbol);

			if (!value.data && old->value.kind == VALUE_SCALAR) {
				if (!old->value.has_text) {
					value_make_text(&old->value);
				}
				value = (struct expand_value){ old->value.data, old->value.len };
			}
			value_set_text(&variable->value, value.data, value.len);
		} else if (old->value.kind == VALUE_INDEXED) {
			variable->value.kind = VALUE_INDEXED;
			variable->value.array = array_copy(old->value.array);
		}
	} else if (old->flags & VARIABLE_EXPORTED) {
		variable->flags |= VARIABLE_EXPORTED; /* a local value of what programs know */
		variable_environment_changed(sh);
	}
	return variable;
}

struct variable *variable_bind_local(struct shell *sh, struct symbol *symbol)
{
	struct variable_scope *scope = sh->scope;

	/* `x=1 local y`: y is the function's, not that of the assignments before `local`. */
	while (scope->temporary && scope->outer &&
	       !(symbol->variable && symbol->variable->scope == scope)) {
		scope = scope->outer;
	}
	return variable_bind_in(sh, scope, symbol, false);
}

struct variable *variable_bind(struct shell *sh, struct symbol *symbol, bool inherit)
{
	return variable_bind_in(sh, sh->scope, symbol, inherit);
}
