/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/assign.h"

#include "shell/error.h"
#include "shell/shell.h"
#include "shell/xtrace.h"

enum flow assign_expansion_failed(struct shell *sh, int status)
{
	switch ((enum expand_status)status) {
	case EXPAND_OK:
		break;
	case EXPAND_ERROR:
		return shell_consequence(sh, ERROR_EXPANSION, 1);
	case EXPAND_ASSIGN:
		return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
	case EXPAND_INTERRUPTED:
		sh->status = 130;
		return sh->interactive ? FLOW_ABORT : FLOW_EXIT;
	}
	return FLOW_NEXT;
}

/* A value that is one $((...)) stays a number. */
static bool assign_is_number(const struct word *value)
{
	return value->part_count == 1 && value->parts[0].type == PART_ARITHMETIC;
}

static enum flow assign_number(struct shell *sh, struct symbol *symbol, const struct part *part)
{
	int64_t number;
	enum expand_status status = expand_arithmetic(&sh->expander, part, &number);

	if (status != EXPAND_OK) {
		return assign_expansion_failed(sh, (int)status);
	}
	if (variable_set_number(sh, symbol, number) < 0) {
		return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
	}
	return FLOW_NEXT;
}

static enum flow assign_text(struct shell *sh, struct symbol *symbol, const struct word *value)
{
	char *text;
	size_t len;
	enum expand_status status;

	if (value->flags & WORD_STATIC) {
		if (variable_set(sh, symbol, value->text, value->text_len) < 0) {
			return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
		}
		return FLOW_NEXT;
	}
	status = expand_string(&sh->expander, value, &text, &len);
	if (status != EXPAND_OK) {
		return assign_expansion_failed(sh, (int)status);
	}
	if (variable_set(sh, symbol, text, len) < 0) {
		return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
	}
	return FLOW_NEXT;
}

static enum flow assign_one(struct shell *sh, const struct assignment *assignment)
{
	enum flow flow;

	if (assignment->extended) {
		return assign_extended(sh, assignment, false);
	}
	flow = assign_is_number(assignment->value)
		       ? assign_number(sh, assignment->symbol, &assignment->value->parts[0])
		       : assign_text(sh, assignment->symbol, assignment->value);

	if (flow == FLOW_NEXT && sh->options[OPTION_XTRACE]) {
		struct expand_value value = variable_get(sh, assignment->symbol);

		xtrace_assignment(sh, assignment->symbol, value.data, value.len);
	}
	return flow;
}

enum flow assign_permanent(struct shell *sh, const struct simple *simple)
{
	uint32_t i;

	for (i = 0; i < simple->assignment_count; i++) {
		enum flow flow = assign_one(sh, &simple->assignments[i]);

		if (flow != FLOW_NEXT) {
			return flow;
		}
	}
	return FLOW_NEXT;
}

/*
 * The value is expanded before the new binding hides the old one: x=$x-more command. A read-only
 * variable cannot be hidden either.
 */
static enum flow assign_bound(struct shell *sh, const struct assignment *assignment)
{
	struct variable *old = assignment->symbol->variable;
	char *text;
	size_t len;
	enum expand_status status;

	if (assignment->extended) {
		return assign_extended(sh, assignment, true);
	}
	status = expand_string(&sh->expander, assignment->value, &text, &len);
	if (status != EXPAND_OK) {
		return assign_expansion_failed(sh, (int)status);
	}
	if (old && (old->flags & VARIABLE_READONLY)) {
		shell_message(sh, "%s: is read only", assignment->symbol->name);
		return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
	}
	variable_bind(sh, assignment->symbol, false)->flags |= VARIABLE_EXPORTED;
	if (variable_set(sh, assignment->symbol, text, len) < 0) {
		return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
	}
	if (sh->options[OPTION_XTRACE]) {
		xtrace_assignment(sh, assignment->symbol, text, len);
	}
	return FLOW_NEXT;
}

enum flow assign_temporary(struct shell *sh, const struct simple *simple)
{
	uint32_t i;

	sh->scope->temporary = true;
	for (i = 0; i < simple->assignment_count; i++) {
		enum flow flow = assign_bound(sh, &simple->assignments[i]);

		if (flow != FLOW_NEXT) {
			return flow;
		}
	}
	return FLOW_NEXT;
}

bool assign_changes_path(const struct shell *sh, const struct simple *simple)
{
	uint32_t i;

	for (i = 0; i < simple->assignment_count; i++) {
		if (simple->assignments[i].symbol == sh->known.path) {
			return true;
		}
	}
	return false;
}
