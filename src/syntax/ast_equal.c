/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do two trees mean the same? Positions do not count, nor how a thing was written when
 * it makes no difference: `...` or $(...), << with tabs stripped or not, the
 * delimiter of a here-document.
 */
#include <config.h>

#include <string.h>

#include "syntax/ast_print.h"

static bool equal_words(const struct word *a, const struct word *b);

static bool equal_text(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

/* ---- words ---- */

/* Expressions; either may be NULL. */
static bool equal_expressions(const struct part *a, const struct part *b)
{
	return a && b ? equal_words(a->arithmetic.word, b->arithmetic.word) : a == b;
}

static bool equal_operands(const struct parameter_operands *a, const struct parameter_operands *b)
{
	if (!a || !b) {
		return a == b;
	}
	return equal_expressions(a->offset, b->offset) && equal_expressions(a->length, b->length) &&
	       equal_words(a->pattern, b->pattern) && equal_words(a->replacement, b->replacement);
}

static bool equal_parameters(const struct parameter *a, const struct parameter *b)
{
	if (a->op == PARAMETER_BAD || b->op == PARAMETER_BAD) {
		return a->op == b->op;
	}
	if (!equal_expressions(a->index, b->index)) {
		return false;
	}
	return a->kind == b->kind && a->op == b->op && a->colon == b->colon &&
	       a->special == b->special && a->number == b->number && a->symbol == b->symbol &&
	       equal_words(a->word, b->word) && equal_operands(a->operands, b->operands);
}

static bool equal_arrays(const struct array_literal *a, const struct array_literal *b)
{
	uint32_t i;

	if (a->count != b->count || a->append != b->append) {
		return false;
	}
	for (i = 0; i < a->count; i++) {
		const struct array_element *x = &a->elements[i];
		const struct array_element *y = &b->elements[i];

		if (x->append != y->append || !equal_expressions(x->index, y->index) ||
		    !equal_words(x->value, y->value)) {
			return false;
		}
	}
	return true;
}

static bool equal_parts(const struct part *a, const struct part *b)
{
	if (a->type != b->type || a->quoted != b->quoted) {
		return false;
	}
	switch (a->type) {
	case PART_LITERAL:
	case PART_TILDE:
		return equal_text(a->text, a->len, b->text, b->len);
	case PART_PARAMETER:
		return equal_parameters(a->parameter, b->parameter);
	case PART_COMMAND:
		return ast_equal(a->command, b->command);
	case PART_PROCESS:
		return a->output == b->output && ast_equal(a->command, b->command);
	case PART_ARITHMETIC:
		return equal_words(a->arithmetic.word, b->arithmetic.word);
	case PART_ARRAY:
		return equal_arrays(a->array, b->array);
	}
	return false;
}

/* Either may be NULL. */
static bool equal_words(const struct word *a, const struct word *b)
{
	const uint32_t flags = WORD_STATIC | WORD_GLOB | WORD_DECLARATION | WORD_EFFECTS |
			       WORD_COMMAND | WORD_PROCESS | WORD_ARRAY;
	uint32_t i;

	if (!a || !b) {
		return a == b;
	}
	if (a->part_count != b->part_count || (a->flags & flags) != (b->flags & flags) ||
	    a->symbol != b->symbol) {
		return false;
	}
	for (i = 0; i < a->part_count; i++) {
		if (!equal_parts(&a->parts[i], &b->parts[i])) {
			return false;
		}
	}
	return true;
}

static bool equal_word_arrays(struct word *const *a, uint32_t a_count, struct word *const *b,
			      uint32_t b_count)
{
	uint32_t i;

	if (a_count != b_count) {
		return false;
	}
	for (i = 0; i < a_count; i++) {
		if (!equal_words(a[i], b[i])) {
			return false;
		}
	}
	return true;
}

/* ---- redirections ---- */

static bool equal_redirection(const struct redirection *a, const struct redirection *b)
{
	if (a->fd != b->fd || a->variable != b->variable || a->fd_written != b->fd_written ||
	    !a->here != !b->here) {
		return false;
	}
	if (a->here) {
		return ((a->target->flags ^ b->target->flags) & WORD_QUOTED) == 0 &&
		       equal_words(a->here, b->here);
	}
	return a->op == b->op && equal_words(a->target, b->target);
}

static bool equal_redirections(const struct redirections *a, const struct redirections *b)
{
	uint32_t i;

	if (a->count != b->count) {
		return false;
	}
	for (i = 0; i < a->count; i++) {
		if (!equal_redirection(&a->items[i], &b->items[i])) {
			return false;
		}
	}
	return true;
}

/* ---- commands ---- */

static bool equal_assignments(const struct assignment *a, const struct assignment *b)
{
	return a->symbol == b->symbol && a->append == b->append &&
	       equal_expressions(a->index, b->index) && equal_words(a->value, b->value);
}

static bool equal_simple(const struct simple *a, const struct simple *b)
{
	uint32_t i;

	if (a->assignment_count != b->assignment_count ||
	    !equal_word_arrays(a->words, a->word_count, b->words, b->word_count)) {
		return false;
	}
	for (i = 0; i < a->assignment_count; i++) {
		if (!equal_assignments(&a->assignments[i], &b->assignments[i])) {
			return false;
		}
	}
	return equal_redirections(&a->redirections, &b->redirections);
}

/* Either may be NULL. */
static bool equal_terms(const struct terms *a, const struct terms *b)
{
	uint32_t i;

	if (!a || !b || a->count != b->count) {
		return a == b;
	}
	for (i = 0; i < a->count; i++) {
		if (a->items[i].row != b->items[i].row ||
		    !equal_words(a->items[i].value, b->items[i].value)) {
			return false;
		}
	}
	return true;
}

static bool equal_pipelines(const struct pipeline *a, const struct pipeline *b)
{
	uint32_t i;

	if (a->negated != b->negated || a->timed != b->timed || a->timed_posix != b->timed_posix ||
	    a->count != b->count || !equal_terms(a->terms, b->terms)) {
		return false;
	}
	for (i = 0; i < a->count; i++) {
		if (!ast_equal(a->commands[i], b->commands[i])) {
			return false;
		}
	}
	return true;
}

static bool equal_and_ors(const struct and_or *a, const struct and_or *b)
{
	uint32_t i;

	if (a->count != b->count) {
		return false;
	}
	for (i = 0; i < a->count; i++) {
		if (a->items[i].op != b->items[i].op ||
		    !ast_equal(a->items[i].command, b->items[i].command)) {
			return false;
		}
	}
	return true;
}

static bool equal_lists(const struct list *a, const struct list *b)
{
	uint32_t i;

	if (a->count != b->count) {
		return false;
	}
	for (i = 0; i < a->count; i++) {
		if (a->items[i].background != b->items[i].background ||
		    !ast_equal(a->items[i].command, b->items[i].command)) {
			return false;
		}
	}
	return true;
}

static bool equal_ifs(const struct if_clause *a, const struct if_clause *b)
{
	uint32_t i;

	if (a->count != b->count || !ast_equal(a->otherwise, b->otherwise)) {
		return false;
	}
	for (i = 0; i < a->count; i++) {
		if (!ast_equal(a->arms[i].condition, b->arms[i].condition) ||
		    !ast_equal(a->arms[i].body, b->arms[i].body)) {
			return false;
		}
	}
	return equal_redirections(&a->redirections, &b->redirections);
}

static bool equal_cases(const struct case_clause *a, const struct case_clause *b)
{
	uint32_t i;

	if (a->count != b->count || !equal_words(a->word, b->word)) {
		return false;
	}
	for (i = 0; i < a->count; i++) {
		const struct case_arm *x = &a->arms[i];
		const struct case_arm *y = &b->arms[i];

		if (x->end != y->end ||
		    !equal_word_arrays(x->patterns, x->pattern_count, y->patterns,
				       y->pattern_count) ||
		    !ast_equal(x->body, y->body)) {
			return false;
		}
	}
	return equal_redirections(&a->redirections, &b->redirections);
}

static bool equal_fors(const struct for_clause *a, const struct for_clause *b)
{
	return a->symbol == b->symbol && a->has_in == b->has_in &&
	       equal_word_arrays(a->words, a->word_count, b->words, b->word_count) &&
	       ast_equal(a->body, b->body) &&
	       equal_redirections(&a->redirections, &b->redirections);
}

bool ast_equal(const struct node *a, const struct node *b)
{
	if (!a || !b) {
		return a == b;
	}
	if (a->type != b->type) {
		return false;
	}
	switch (a->type) {
	case NODE_SIMPLE:
		return equal_simple(node_simple(a), node_simple(b));
	case NODE_PIPELINE:
		return equal_pipelines(node_pipeline(a), node_pipeline(b));
	case NODE_AND_OR:
		return equal_and_ors(node_and_or(a), node_and_or(b));
	case NODE_LIST:
		return equal_lists(node_list(a), node_list(b));
	case NODE_SUBSHELL:
	case NODE_GROUP:
		return ast_equal(node_group(a)->body, node_group(b)->body) &&
		       equal_redirections(&node_group(a)->redirections,
					  &node_group(b)->redirections);
	case NODE_IF:
		return equal_ifs(node_if(a), node_if(b));
	case NODE_FOR:
		return equal_fors(node_for(a), node_for(b));
	case NODE_CASE:
		return equal_cases(node_case(a), node_case(b));
	case NODE_WHILE:
		return node_while(a)->until == node_while(b)->until &&
		       ast_equal(node_while(a)->condition, node_while(b)->condition) &&
		       ast_equal(node_while(a)->body, node_while(b)->body) &&
		       equal_redirections(&node_while(a)->redirections,
					  &node_while(b)->redirections);
	case NODE_FUNCTION:
		return node_function(a)->symbol == node_function(b)->symbol &&
		       ast_equal(node_function(a)->body, node_function(b)->body);
	}
	return false;
}
