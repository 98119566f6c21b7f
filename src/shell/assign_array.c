/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assignments beyond the standard: a=(...), a[index]=value, name+=value. */
#include <config.h>

#include <string.h>

#include "expand/quote.h"
#include "shell/assign.h"
#include "shell/error.h"
#include "shell/shell.h"
#include "shell/xtrace.h"

/* ---- (...) ---------------------------------------------------------- */

/* The values, in the scratch arena. */
static enum expand_status array_expand(struct shell *sh, const struct array_literal *array,
				       struct variable_values *values)
{
	struct variable_place *places =
		arena_alloc(&sh->scratch, (array->count + 1) * sizeof(*places));
	struct fields fields = { .count = 0 };
	size_t place_count = 0;
	uint32_t i;

	for (i = 0; i < array->count; i++) {
		const struct array_element *element = &array->elements[i];
		size_t before = fields.count;
		enum expand_status status = expand_word(&sh->expander, element->value, &fields);

		if (status == EXPAND_OK && element->index) {
			struct variable_place *place = &places[place_count++];

			place->value = before;
			place->append = element->append;
			status = expand_arithmetic(&sh->expander, element->index, &place->index);
		}
		if (status != EXPAND_OK) {
			return status;
		}
	}
	*values = (struct variable_values){
		.items = fields.items,
		.count = fields.count,
		.append = array->append,
		.places = places,
		.place_count = place_count,
	};
	return EXPAND_OK;
}

static void array_trace(struct shell *sh, const struct symbol *symbol,
			const struct variable_values *values)
{
	struct strbuf text = STRBUF_INIT;
	size_t next = 0;
	size_t i;

	strbuf_printf(&text, "%s%s(", symbol->name, values->append ? "+=" : "=");
	for (i = 0; i < values->count; i++) {
		strbuf_add_string(&text, i > 0 ? " " : "");
		if (next < values->place_count && values->places[next].value == i) {
			const struct variable_place *place = &values->places[next++];

			strbuf_printf(&text, "[%lld]%s", (long long)place->index,
				      place->append ? "+=" : "=");
		}
		quote_shell(&text, values->items[i], strlen(values->items[i]));
	}
	strbuf_add_char(&text, ')');
	xtrace_text(sh, text.data, text.len);
	strbuf_finish(&text);
}

int assign_array(struct shell *sh, struct symbol *symbol, const struct variable_values *values)
{
	if (variable_set_array(sh, symbol, values) < 0) {
		return -1;
	}
	if (sh->options[OPTION_XTRACE]) {
		array_trace(sh, symbol, values);
	}
	return 0;
}

bool assign_array_expand(struct shell *sh, const struct array_literal *array,
			 struct variable_values *values)
{
	return array_expand(sh, array, values) == EXPAND_OK;
}

/* ---- assignments ---------------------------------------------------- */

/* A temporary binding hides the old one, unless that is read-only; what only changes a part of
   the value begins with a copy. */
static int extended_bind(struct shell *sh, const struct assignment *assignment)
{
	const struct variable *old = assignment->symbol->variable;
	bool part = assignment->append || assignment->index;
	bool scalar = !assignment->index && !(assignment->value->flags & WORD_ARRAY);

	if (old && old->flags & VARIABLE_READONLY) {
		shell_message(sh, "%s: is read only", assignment->symbol->name);
		return -1;
	}
	variable_bind(sh, assignment->symbol, part)->flags |= scalar ? VARIABLE_EXPORTED : 0;
	return 0;
}

static void extended_trace(struct shell *sh, const struct assignment *assignment, int64_t index,
			   const char *value, size_t len)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_add_string(&text, assignment->symbol->name);
	if (assignment->index) {
		strbuf_printf(&text, "[%lld]", (long long)index);
	}
	strbuf_add_string(&text, assignment->append ? "+=" : "=");
	if (len > 0) {
		quote_shell(&text, value, len);
	}
	xtrace_text(sh, text.data, text.len);
	strbuf_finish(&text);
}

static int extended_put(struct shell *sh, const struct assignment *assignment, int64_t index,
			const char *value, size_t len)
{
	struct symbol *symbol = assignment->symbol;

	if (!assignment->index) {
		return variable_append(sh, symbol, value, len);
	}
	return assignment->append ? variable_append_element(sh, symbol, index, value, len)
				  : variable_set_element(sh, symbol, index, value, len);
}

/* NAME[INDEX]=VALUE, NAME+=VALUE; the value is expanded first. */
static enum flow extended_text(struct shell *sh, const struct assignment *assignment,
			       bool temporary)
{
	char *text;
	size_t len;
	int64_t index = 0;
	enum expand_status status = expand_string(&sh->expander, assignment->value, &text, &len);

	if (status == EXPAND_OK && assignment->index) {
		status = expand_arithmetic(&sh->expander, assignment->index, &index);
	}
	if (status != EXPAND_OK) {
		return assign_expansion_failed(sh, (int)status);
	}
	if ((temporary && extended_bind(sh, assignment) < 0) ||
	    extended_put(sh, assignment, index, text, len) < 0) {
		return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
	}
	if (sh->options[OPTION_XTRACE]) {
		extended_trace(sh, assignment, index, text, len);
	}
	return FLOW_NEXT;
}

enum flow assign_extended(struct shell *sh, const struct assignment *assignment, bool temporary)
{
	struct variable_values values;
	enum expand_status status;

	if (!(assignment->value->flags & WORD_ARRAY)) {
		return extended_text(sh, assignment, temporary);
	}
	status = array_expand(sh, assignment->value->parts[0].array, &values);
	if (status != EXPAND_OK) {
		return assign_expansion_failed(sh, (int)status);
	}
	if ((temporary && extended_bind(sh, assignment) < 0) ||
	    assign_array(sh, assignment->symbol, &values) < 0) {
		return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
	}
	return FLOW_NEXT;
}
