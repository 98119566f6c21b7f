/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compound commands and lists, XCU 2.9.3 to 2.9.5. Simple commands are in
 * simple.c, what runs in processes of its own in pipeline.c, sources in run.c.
 */
#include <config.h>

#include "shell/exec.h"

#include <string.h>

#include "shell/assign.h"
#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/error.h"
#include "shell/pipeline.h"
#include "shell/redirect.h"
#include "shell/shell.h"
#include "shell/trap.h"

enum flow exec_errexit(struct shell *sh, unsigned flags)
{
	if (sh->status != 0 && sh->options[OPTION_ERREXIT] && !(flags & EXEC_TESTED)) {
		return FLOW_EXIT;
	}
	return FLOW_NEXT;
}

/* ---- lists ---------------------------------------------------------- */

static enum flow exec_list(struct shell *sh, const struct list *list, unsigned flags)
{
	uint32_t i;
	enum flow flow = FLOW_NEXT;

	for (i = 0; i < list->count && flow == FLOW_NEXT; i++) {
		unsigned inner = i + 1 < list->count ? flags & ~(unsigned)EXEC_LAST : flags;

		if (list->items[i].background) {
			flow = pipeline_background(sh, list->items[i].command);
		} else {
			flow = exec_node(sh, list->items[i].command, inner);
		}
	}
	return flow;
}

static enum flow exec_and_or(struct shell *sh, const struct and_or *and_or, unsigned flags)
{
	uint32_t i;
	enum flow flow = FLOW_NEXT;

	for (i = 0; i < and_or->count && flow == FLOW_NEXT; i++) {
		const struct and_or_item *item = &and_or->items[i];
		unsigned inner = flags;

		if ((item->op == AND_OR_AND && sh->status != 0) ||
		    (item->op == AND_OR_OR && sh->status == 0)) {
			continue;
		}
		if (i + 1 < and_or->count) {
			inner = EXEC_TESTED;
		}
		flow = exec_node(sh, item->command, inner);
	}
	return flow;
}

/* ---- compound commands ---------------------------------------------- */

static enum flow exec_if(struct shell *sh, const struct if_clause *clause, unsigned flags)
{
	uint32_t i;

	for (i = 0; i < clause->count; i++) {
		enum flow flow = exec_node(sh, clause->arms[i].condition, EXEC_TESTED);

		if (flow != FLOW_NEXT) {
			return flow;
		}
		if (sh->status == 0) {
			return exec_node(sh, clause->arms[i].body, flags);
		}
	}
	if (clause->otherwise) {
		return exec_node(sh, clause->otherwise, flags); /* finds $? of the condition */
	}
	sh->status = 0;
	return FLOW_NEXT;
}

bool exec_loop_goes_on(struct shell *sh, enum flow *flow)
{
	if (*flow == FLOW_NEXT) {
		return true;
	}
	if ((*flow == FLOW_BREAK || *flow == FLOW_CONTINUE) && --sh->loop_count == 0) {
		bool again = *flow == FLOW_CONTINUE;

		*flow = FLOW_NEXT;
		return again;
	}
	return false;
}

static enum flow exec_while(struct shell *sh, const struct while_clause *clause, unsigned flags)
{
	unsigned inner = flags & ~(unsigned)EXEC_LAST;
	int status = 0;
	enum flow flow;

	sh->loop_depth++;
	for (;;) {
		flow = exec_node(sh, clause->condition, EXEC_TESTED);
		if (flow != FLOW_NEXT) {
			bool broken = flow == FLOW_BREAK;

			if (exec_loop_goes_on(sh, &flow)) {
				continue;
			}
			status = broken ? 0 : sh->status;
			break;
		}
		if ((sh->status == 0) == clause->until) {
			break;
		}
		flow = exec_node(sh, clause->body, inner);
		status = sh->status;
		if (!exec_loop_goes_on(sh, &flow)) {
			break;
		}
	}
	sh->loop_depth--;
	if (flow != FLOW_EXIT && flow != FLOW_ABORT && flow != FLOW_RETURN) {
		sh->status = status;
	}
	return flow;
}

static enum flow exec_for_items(struct shell *sh, const struct for_clause *clause, char **items,
				size_t count, unsigned flags)
{
	size_t i;
	enum flow flow = FLOW_NEXT;

	sh->loop_depth++;
	for (i = 0; i < count; i++) {
		if (variable_set(sh, clause->symbol, items[i], strlen(items[i])) < 0) {
			flow = shell_consequence(sh, ERROR_ASSIGNMENT, 1);
			break;
		}
		flow = exec_node(sh, clause->body, flags);
		if (!exec_loop_goes_on(sh, &flow)) {
			break;
		}
	}
	sh->loop_depth--;
	return flow;
}

bool exec_for_fields(struct shell *sh, const struct for_clause *clause, struct fields *fields,
		     enum flow *flow)
{
	size_t i;

	sh->line = clause->node.position.line;
	*fields = (struct fields){ 0 };
	if (clause->has_in) {
		enum expand_status status =
			expand_words(&sh->expander, clause->words, clause->word_count, fields);

		if (status != EXPAND_OK) {
			*flow = assign_expansion_failed(sh, (int)status);
			return false;
		}
		return true;
	}
	/* Copies: the body may set others. */
	fields->count = sh->positional.count;
	fields->items = arena_alloc(&sh->scratch, fields->count * sizeof(char *));
	for (i = 0; i < fields->count; i++) {
		fields->items[i] = arena_strdup(&sh->scratch, sh->positional.items[i]);
	}
	return true;
}

static enum flow exec_for(struct shell *sh, const struct for_clause *clause, unsigned flags)
{
	struct fields fields;
	unsigned inner = flags & ~(unsigned)EXEC_LAST;
	enum flow flow;

	if (!exec_for_fields(sh, clause, &fields, &flow)) {
		return flow;
	}
	if (fields.count == 0) {
		sh->status = 0;
	}
	return exec_for_items(sh, clause, fields.items, fields.count, inner);
}

static enum flow exec_case_arm_matches(struct shell *sh, const struct case_arm *arm,
				       const char *text, size_t len, bool *matches)
{
	uint32_t i;

	*matches = false;
	for (i = 0; i < arm->pattern_count && !*matches; i++) {
		const struct word *pattern = arm->patterns[i];

		if (pattern->flags & WORD_STATIC) {
			*matches =
				pattern->text_len == len && memcmp(pattern->text, text, len) == 0;
		} else {
			enum expand_status status =
				expand_match(&sh->expander, pattern, text, len, matches);

			if (status != EXPAND_OK) {
				return assign_expansion_failed(sh, (int)status);
			}
		}
	}
	return FLOW_NEXT;
}

/* The body of an arm and, behind ;&, those of the arms that follow it. */
static enum flow exec_case_arms(struct shell *sh, const struct case_clause *clause, uint32_t i,
				unsigned flags)
{
	enum flow flow = FLOW_NEXT;

	for (; i < clause->count && flow == FLOW_NEXT; i++) {
		const struct case_arm *arm = &clause->arms[i];
		bool last = arm->end == CASE_BREAK || i + 1 == clause->count;

		if (!arm->body) {
			sh->status = 0;
		}
		flow = exec_node(sh, arm->body, last ? flags : flags & ~(unsigned)EXEC_LAST);
		if (last) {
			break;
		}
	}
	return flow;
}

static enum flow exec_case(struct shell *sh, const struct case_clause *clause, unsigned flags)
{
	char *text;
	size_t len;
	uint32_t i;
	enum expand_status status;

	sh->line = clause->node.position.line;
	sh->substitute_status = -1;
	status = expand_string(&sh->expander, clause->word, &text, &len);
	if (status != EXPAND_OK) {
		return assign_expansion_failed(sh, (int)status);
	}
	for (i = 0; i < clause->count; i++) {
		bool matches;
		enum flow flow = exec_case_arm_matches(sh, &clause->arms[i], text, len, &matches);

		if (flow != FLOW_NEXT) {
			return flow;
		}
		if (matches) {
			return exec_case_arms(sh, clause, i, flags);
		}
	}
	sh->status = 0;
	return FLOW_NEXT;
}

static enum flow exec_function_definition(struct shell *sh,
					  const struct function_definition *definition)
{
	if (definition->symbol->builtin && definition->symbol->builtin->flags & BUILTIN_SPECIAL) {
		shell_message(sh, "%s: is a special builtin, no function can have its name",
			      definition->symbol->name);
		return shell_consequence(sh, ERROR_SYNTAX, 2);
	}
	function_define(sh, definition->symbol, sh->tree, definition->body);
	sh->status = 0;
	return FLOW_NEXT;
}

/* ---- dispatch ------------------------------------------------------- */

const struct redirections *exec_redirections(const struct node *node)
{
	switch (node->type) {
	case NODE_SUBSHELL:
	case NODE_GROUP:
		return &node_group(node)->redirections;
	case NODE_IF:
		return &node_if(node)->redirections;
	case NODE_FOR:
		return &node_for(node)->redirections;
	case NODE_CASE:
		return &node_case(node)->redirections;
	case NODE_WHILE:
		return &node_while(node)->redirections;
	case NODE_SIMPLE:
	case NODE_PIPELINE:
	case NODE_AND_OR:
	case NODE_LIST:
	case NODE_FUNCTION:
		break;
	}
	return NULL;
}

static enum flow exec_bare(struct shell *sh, const struct node *node, unsigned flags)
{
	switch (node->type) {
	case NODE_SIMPLE:
		return exec_simple(sh, node_simple(node), flags);
	case NODE_PIPELINE:
		return pipeline_exec(sh, node_pipeline(node), flags);
	case NODE_AND_OR:
		return exec_and_or(sh, node_and_or(node), flags);
	case NODE_LIST:
		return exec_list(sh, node_list(node), flags);
	case NODE_SUBSHELL:
		return pipeline_subshell(sh, node_group(node), flags);
	case NODE_GROUP:
		return exec_node(sh, node_group(node)->body, flags);
	case NODE_IF:
		return exec_if(sh, node_if(node), flags);
	case NODE_FOR:
		return exec_for(sh, node_for(node), flags);
	case NODE_CASE:
		return exec_case(sh, node_case(node), flags);
	case NODE_WHILE:
		return exec_while(sh, node_while(node), flags);
	case NODE_FUNCTION:
		return exec_function_definition(sh, node_function(node));
	}
	return FLOW_NEXT;
}

static enum flow exec_redirected(struct shell *sh, const struct node *node,
				 const struct redirections *redirections, unsigned flags)
{
	struct redirect_saved saved;
	enum redirect_result result;
	enum flow flow;

	sh->line = node->position.line;
	result = redirect_begin(sh, redirections, &saved);
	if (result != REDIRECT_OK) {
		flow = shell_consequence(
			sh, result == REDIRECT_FAILED ? ERROR_REDIRECTION : ERROR_EXPANSION, 1);
		return flow == FLOW_NEXT ? exec_errexit(sh, flags) : flow;
	}
	flow = exec_bare(sh, node, flags);
	redirect_restore(sh, &saved);
	return flow;
}

enum flow exec_node(struct shell *sh, const struct node *node, unsigned flags)
{
	const struct redirections *redirections;
	struct arena_mark mark;
	bool tested = sh->tested;
	enum flow flow;

	if (!node) {
		return FLOW_NEXT;
	}
	if (stack_guard_reached(&sh->guard)) {
		shell_message(sh, "commands are nested too deeply (recursion without end?)");
		return shell_consequence(sh, ERROR_EXPANSION, 2);
	}
	sh->tested = (flags & EXEC_TESTED) != 0;
	mark = arena_mark(&sh->scratch);
	redirections = exec_redirections(node);
	if (redirections && redirections->count > 0) {
		flow = exec_redirected(sh, node, redirections, flags);
	} else {
		flow = exec_bare(sh, node, flags);
	}
	arena_release(&sh->scratch, mark);
	sh->tested = tested;
	if (trap_pending && (flow == FLOW_NEXT || flow == FLOW_CONTINUE)) {
		enum flow trapped = traps_run(sh);

		flow = trapped == FLOW_NEXT ? flow : trapped;
	}
	return flow;
}
