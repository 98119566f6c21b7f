/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables as arrays; a scalar is one of a single element, 0. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "shell/array.h"
#include "shell/error.h"
#include "shell/shell.h"
#include "shell/variable.h"

/* ---- reading -------------------------------------------------------- */

/* The array of a variable, brought up to date; NULL: it is none. */
static const struct array *variable_array(struct shell *sh, struct symbol *symbol)
{
	struct variable *variable = symbol->variable;

	if (variable && variable->hooks && variable->hooks->get) {
		variable->hooks->get(sh, variable);
	}
	return variable && variable->value.kind == VALUE_INDEXED ? variable->value.array : NULL;
}

struct expand_value variable_get_element(struct shell *sh, struct symbol *symbol, int64_t index)
{
	const struct array *array = variable_array(sh, symbol);
	const struct array_item *item;

	if (!array) {
		return index == 0 || index == -1 ? variable_get(sh, symbol)
						 : (struct expand_value){ NULL, 0 };
	}
	if (index < 0) {
		index += array_end(array);
	}
	item = index < 0 ? NULL : array_find(array, index);
	return item ? (struct expand_value){ item->data, item->len }
		    : (struct expand_value){ NULL, 0 };
}

size_t variable_count(struct shell *sh, struct symbol *symbol)
{
	const struct array *array = variable_array(sh, symbol);

	return array ? array->count : variable_get(sh, symbol).data != NULL;
}

void variable_elements(struct shell *sh, struct symbol *symbol, struct expand_element *elements)
{
	const struct array *array = variable_array(sh, symbol);
	size_t i;

	if (!array) {
		struct expand_value value = variable_get(sh, symbol);

		if (value.data) {
			elements[0] = (struct expand_element){ 0, value };
		}
		return;
	}
	for (i = 0; i < array->count; i++) {
		const struct array_item *item = &array->items[i];

		elements[i] = (struct expand_element){ item->index, { item->data, item->len } };
	}
}

/* ---- assigning ------------------------------------------------------ */

struct array *variable_make_array(struct shell *sh, struct variable *variable)
{
	struct array *array;
	struct expand_value value;

	if (variable->value.kind == VALUE_INDEXED) {
		return variable->value.array;
	}
	if (variable->hooks && variable->hooks->get) {
		variable->hooks = NULL; /* RANDOM and its like lose what they were */
	}
	array = array_create();
	value = variable_get(sh, variable->symbol);
	if (value.data) {
		array_set(array, 0, value.data, value.len);
	}
	variable_value_clear(variable);
	variable->value.kind = VALUE_INDEXED;
	variable->value.array = array;
	return array;
}

/* What an index says of ARRAY. False: nothing, which has been reported. */
static bool variable_resolve(struct shell *sh, const struct symbol *symbol,
			     const struct array *array, int64_t *index)
{
	int64_t written = *index;

	if (*index < 0) {
		*index += array_end(array);
	}
	if (*index < 0 || *index > ARRAY_INDEX_MAX) {
		shell_message(sh, "%s[%lld]: the subscript is out of range", symbol->name,
			      (long long)written);
		return false;
	}
	return true;
}

/* One element is set or added to; the array is made if the index is good. */
static int variable_put_element(struct shell *sh, struct symbol *symbol, int64_t index,
				const char *data, size_t len, bool append)
{
	struct variable *variable = variable_to_set(sh, symbol);
	struct array *array;

	if (!variable) {
		return -1;
	}
	array = variable_make_array(sh, variable);
	if (!variable_resolve(sh, symbol, array, &index)) {
		return -1;
	}
	if (append) {
		array_append(array, index, data, len);
	} else {
		array_set(array, index, data, len);
	}
	variable_changed(sh, variable);
	return 0;
}

int variable_set_element(struct shell *sh, struct symbol *symbol, int64_t index, const char *data,
			 size_t len)
{
	return variable_put_element(sh, symbol, index, data, len, false);
}

int variable_append_element(struct shell *sh, struct symbol *symbol, int64_t index,
			    const char *data, size_t len)
{
	return variable_put_element(sh, symbol, index, data, len, true);
}

int variable_append(struct shell *sh, struct symbol *symbol, const char *data, size_t len)
{
	struct variable *variable = symbol->variable;
	struct expand_value old = variable_get(sh, symbol);
	char *text;
	int result;

	if (variable && variable->value.kind == VALUE_INDEXED) {
		return variable_append_element(sh, symbol, 0, data, len);
	}
	text = memory_alloc(old.len + len + 1);
	memcpy(text, old.data ? old.data : "", old.len);
	memcpy(text + old.len, data, len);
	result = variable_set(sh, symbol, text, old.len + len);
	free(text);
	return result;
}

int variable_set_array(struct shell *sh, struct symbol *symbol,
		       const struct variable_values *values)
{
	struct variable *variable = variable_to_set(sh, symbol);
	struct array *array;
	int64_t index;
	size_t next = 0;
	size_t i;

	if (!variable) {
		return -1;
	}
	array = variable_make_array(sh, variable);
	if (!values->append) {
		array_clear(array);
	}
	index = array_end(array);
	for (i = 0; i < values->count; i++) {
		bool append = false;

		if (next < values->place_count && values->places[next].value == i) {
			index = values->places[next].index;
			append = values->places[next++].append;
		}
		if (!variable_resolve(sh, symbol, array, &index)) {
			return -1;
		}
		if (append) {
			array_append(array, index, values->items[i], strlen(values->items[i]));
		} else {
			array_set(array, index, values->items[i], strlen(values->items[i]));
		}
		index++;
	}
	variable_changed(sh, variable);
	return 0;
}

int variable_unset_element(struct shell *sh, struct symbol *symbol, int64_t index)
{
	struct variable *variable = symbol->variable;

	if (!variable || variable->value.kind == VALUE_UNSET) {
		return 0;
	}
	if (variable->flags & VARIABLE_READONLY) {
		shell_message(sh, "%s: is read only", symbol->name);
		return -1;
	}
	if (variable->value.kind != VALUE_INDEXED) {
		return index == 0 || index == -1 ? variable_unset(sh, symbol) : 0;
	}
	if (!variable_resolve(sh, symbol, variable->value.array, &index)) {
		return -1;
	}
	array_remove(variable->value.array, index);
	variable_changed(sh, variable);
	return 0;
}
