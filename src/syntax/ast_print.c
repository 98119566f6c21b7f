/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands as text. Breaks lines and indents at the top; inside a substitution, and for the
 * text of a job, everything goes on one line.
 */
#include <config.h>

#include "syntax/ast_print.h"

#include <string.h>

#include "syntax/print.h"
#include "syntax/term.h"
#include "syntax/token.h"

static void print_node(struct printer *printer, const struct node *node);

static void print_string(struct printer *printer, const char *string)
{
	strbuf_add_string(printer->out, string);
}

static bool printer_breaks(const struct printer *printer)
{
	return printer->inside == 0 && !printer->line;
}

/* A newline, what here-documents are due, and the indentation. */
static void print_newline(struct printer *printer)
{
	strbuf_add_char(printer->out, '\n');
	print_here_bodies(printer);
	strbuf_add_repeat(printer->out, '\t', printer->indent);
}

/* ---- lists ---- */

/* Does the text of this command end in "&", which must not be followed by ";"? */
static bool node_ends_in_background(const struct node *node)
{
	const struct list *list;

	if (node->type != NODE_LIST) {
		return false;
	}
	list = node_list(node);
	return list->items[list->count - 1].background;
}

static void print_list(struct printer *printer, const struct list *list)
{
	uint32_t i;

	for (i = 0; i < list->count; i++) {
		bool background = list->items[i].background;

		print_node(printer, list->items[i].command);
		if (background) {
			print_string(printer, " &");
		}
		if (i + 1 == list->count) {
			break;
		}
		/* At the top a newline would make two commands of one. */
		if (printer_breaks(printer) && printer->indent > 0) {
			print_newline(printer);
		} else {
			print_string(printer, background ? " " : "; ");
		}
	}
}

/* A body behind OPEN, up to and with CLOSE: lines of their own, or "open a; b; close". */
static void print_body(struct printer *printer, const char *open, const struct node *body,
		       const char *close)
{
	print_string(printer, open);
	if (!printer_breaks(printer)) {
		strbuf_add_char(printer->out, ' ');
		print_node(printer, body);
		print_string(printer, node_ends_in_background(body) ? " " : "; ");
	} else {
		printer->indent++;
		print_newline(printer);
		print_node(printer, body);
		printer->indent--;
		print_newline(printer);
	}
	print_string(printer, close);
}

/* A condition, from "if" or "while" to where the body begins. */
static void print_condition(struct printer *printer, const char *open, const struct node *condition)
{
	print_string(printer, open);
	strbuf_add_char(printer->out, ' ');
	if (printer_breaks(printer) && condition->type == NODE_LIST) {
		printer->indent++;
		print_node(printer, condition);
		printer->indent--;
		print_newline(printer);
	} else {
		print_node(printer, condition);
		print_string(printer, node_ends_in_background(condition) ? " " : "; ");
	}
}

static void print_and_or(struct printer *printer, const struct and_or *and_or)
{
	uint32_t i;

	for (i = 0; i < and_or->count; i++) {
		if (i > 0) {
			print_string(printer, and_or->items[i].op == AND_OR_AND ? " && " : " || ");
		}
		print_node(printer, and_or->items[i].command);
	}
}

/* Would the first word behind the terms be taken for one of them? */
static bool node_begins_with_dash(const struct node *node)
{
	const struct simple *simple;
	const struct part *part;

	if (node->type != NODE_SIMPLE || node_simple(node)->assignment_count > 0 ||
	    node_simple(node)->word_count == 0) {
		return false;
	}
	simple = node_simple(node);
	part = simple->words[0]->part_count > 0 ? &simple->words[0]->parts[0] : NULL;
	return part && part->type == PART_LITERAL && part->len > 0 && part->text[0] == '-';
}

/* -t 5s, -j8, --retries=3 */
static void print_terms(struct printer *printer, const struct terms *terms,
			const struct node *command)
{
	uint32_t i;

	print_string(printer, "with ");
	for (i = 0; i < terms->count; i++) {
		const struct term *term = &terms->items[i];

		if (term->letter) {
			strbuf_printf(printer->out, "-%c", term->row->letter);
		} else {
			strbuf_printf(printer->out, "--%s", term->row->name);
		}
		if (term->value) {
			print_string(printer, !term->attached ? " "
					      : !term->letter || term->row->takes == TERM_OPTIONAL
						      ? "="
						      : "");
			print_word(printer, term->value, PRINT_PLAIN);
		}
		strbuf_add_char(printer->out, ' ');
	}
	print_string(printer, node_begins_with_dash(command) ? "-- " : "");
}

static void print_pipeline(struct printer *printer, const struct pipeline *pipeline)
{
	uint32_t i;

	if (pipeline->timed) {
		print_string(printer, pipeline->timed_posix ? "time -p" : "time");
		print_string(printer, pipeline->count > 0 || pipeline->negated ? " " : "");
	}
	/* Behind "time", so that a command named -p is not taken for its option. */
	if (pipeline->negated) {
		print_string(printer, pipeline->count > 0 ? "! " : "!");
	}
	if (pipeline->terms) {
		print_terms(printer, pipeline->terms, pipeline->commands[0]);
	}
	for (i = 0; i < pipeline->count; i++) {
		if (i > 0) {
			print_string(printer, " | ");
		}
		print_node(printer, pipeline->commands[i]);
	}
}

/* ---- commands ---- */

/* "< <(...)", which without the blank would be a here-document. */
static bool word_begins_with_process(const struct word *word)
{
	return word->part_count > 0 && word->parts[0].type == PART_PROCESS;
}

static void print_redirections(struct printer *printer, const struct redirections *redirections)
{
	static const char *const operators[] = {
		[REDIRECTION_INPUT] = "<",       [REDIRECTION_OUTPUT] = ">",
		[REDIRECTION_CLOBBER] = ">|",    [REDIRECTION_APPEND] = ">>",
		[REDIRECTION_READ_WRITE] = "<>", [REDIRECTION_DUP_INPUT] = "<&",
		[REDIRECTION_DUP_OUTPUT] = ">&", [REDIRECTION_HERE] = "<<",
		[REDIRECTION_HERE_STRIP] = "<<", [REDIRECTION_HERE_STRING] = "<<<",
	};
	uint32_t i;

	for (i = 0; i < redirections->count; i++) {
		const struct redirection *redirection = &redirections->items[i];

		strbuf_add_char(printer->out, ' ');
		if (redirection->variable) {
			strbuf_printf(printer->out, "{%s}", redirection->variable->name);
		} else if (redirection->fd_written) {
			strbuf_printf(printer->out, "%d", redirection->fd);
		}
		if (redirection->here) {
			print_here(printer, redirection);
		} else {
			print_string(printer, operators[redirection->op]);
			print_string(printer,
				     word_begins_with_process(redirection->target) ? " " : "");
			print_word(printer, redirection->target, PRINT_PLAIN);
		}
	}
}

/* Would the first word be read as a reserved word, or the option of "time", if nothing stood
   before it? */
static bool simple_begins_reserved(const struct simple *simple)
{
	const struct word *word;

	if (simple->assignment_count > 0 || simple->word_count == 0) {
		return false;
	}
	word = simple->words[0];
	if (word->part_count != 1 || word->parts[0].type != PART_LITERAL || word->parts[0].quoted) {
		return false;
	}
	return strcmp(word->parts[0].text, "-p") == 0 ||
	       token_find_reserved(word->parts[0].text, word->parts[0].len) != TOKEN_NONE;
}

static void print_simple(struct printer *printer, const struct simple *simple)
{
	bool redirections_first = simple_begins_reserved(simple);
	size_t start = printer->out->len;
	uint32_t i;

	if (redirections_first) {
		print_redirections(printer, &simple->redirections);
	}
	for (i = 0; i < simple->assignment_count; i++) {
		const struct assignment *assignment = &simple->assignments[i];

		strbuf_add_char(printer->out, ' ');
		strbuf_add(printer->out, assignment->symbol->name, assignment->symbol->len);
		if (assignment->index) {
			print_subscript(printer, assignment->index);
		}
		strbuf_add_string(printer->out, assignment->append ? "+=" : "=");
		print_word(printer, assignment->value, PRINT_PLAIN);
	}
	for (i = 0; i < simple->word_count; i++) {
		strbuf_add_char(printer->out, ' ');
		print_word(printer, simple->words[i], PRINT_PLAIN);
	}
	if (!redirections_first) {
		print_redirections(printer, &simple->redirections);
	}
	/* Everything has put a blank before itself; the first is one too many. */
	memmove(printer->out->data + start, printer->out->data + start + 1,
		printer->out->len - start - 1);
	strbuf_truncate(printer->out, printer->out->len - 1);
}

/* Is the first thing it prints a parenthesis? */
static bool node_begins_with_paren(const struct node *node)
{
	for (;;) {
		switch ((int)node->type) {
		case NODE_SUBSHELL:
			return true;
		case NODE_LIST:
			node = node_list(node)->items[0].command;
			break;
		case NODE_AND_OR:
			node = node_and_or(node)->items[0].command;
			break;
		case NODE_PIPELINE:
			if (node_pipeline(node)->negated || node_pipeline(node)->timed ||
			    node_pipeline(node)->terms) {
				return false;
			}
			node = node_pipeline(node)->commands[0];
			break;
		default:
			return false;
		}
	}
}

static void print_group(struct printer *printer, const struct group *group)
{
	if (group->node.type == NODE_GROUP) {
		print_body(printer, "{", group->body, "}");
	} else if (printer_breaks(printer)) {
		print_body(printer, "(", group->body, ")");
	} else {
		/* Not "((", which other shells take for arithmetic. */
		print_string(printer, node_begins_with_paren(group->body) ? "( " : "(");
		print_node(printer, group->body);
		strbuf_add_char(printer->out, ')');
	}
	print_redirections(printer, &group->redirections);
}

static void print_if(struct printer *printer, const struct if_clause *clause)
{
	uint32_t i;

	for (i = 0; i < clause->count; i++) {
		print_condition(printer, i == 0 ? "if" : "elif", clause->arms[i].condition);
		print_body(printer, "then", clause->arms[i].body, "");
	}
	if (clause->otherwise) {
		print_body(printer, "else", clause->otherwise, "");
	}
	print_string(printer, "fi");
	print_redirections(printer, &clause->redirections);
}

static void print_for(struct printer *printer, const struct for_clause *clause)
{
	uint32_t i;

	print_string(printer, "for ");
	print_string(printer, clause->symbol->name);
	if (clause->has_in) {
		print_string(printer, " in");
	}
	for (i = 0; i < clause->word_count; i++) {
		strbuf_add_char(printer->out, ' ');
		print_word(printer, clause->words[i], PRINT_PLAIN);
	}
	print_body(printer, "; do", clause->body, "done");
	print_redirections(printer, &clause->redirections);
}

static void print_while(struct printer *printer, const struct while_clause *clause)
{
	print_condition(printer, clause->until ? "until" : "while", clause->condition);
	print_body(printer, "do", clause->body, "done");
	print_redirections(printer, &clause->redirections);
}

static void print_patterns(struct printer *printer, const struct case_arm *arm)
{
	const struct word *first = arm->patterns[0];
	uint32_t i;

	if (first->text_len == 4 && memcmp(first->text, "esac", 4) == 0) {
		strbuf_add_char(printer->out, '(');
	}
	for (i = 0; i < arm->pattern_count; i++) {
		print_string(printer, i > 0 ? " | " : "");
		print_word(printer, arm->patterns[i], PRINT_PLAIN);
	}
	strbuf_add_char(printer->out, ')');
}

static void print_case_arm(struct printer *printer, const struct case_arm *arm)
{
	const char *end = arm->end == CASE_CONTINUE ? ";&" : ";;";

	print_patterns(printer, arm);
	if (!arm->body) {
		strbuf_add_char(printer->out, ' ');
	} else if (printer_breaks(printer)) {
		printer->indent++;
		print_newline(printer);
		print_node(printer, arm->body);
		print_newline(printer);
		printer->indent--;
	} else {
		strbuf_add_char(printer->out, ' ');
		print_node(printer, arm->body);
		strbuf_add_char(printer->out, ' ');
	}
	print_string(printer, end);
}

static void print_case(struct printer *printer, const struct case_clause *clause)
{
	uint32_t i;

	print_string(printer, "case ");
	print_word(printer, clause->word, PRINT_PLAIN);
	print_string(printer, " in");
	for (i = 0; i < clause->count; i++) {
		if (printer_breaks(printer)) {
			print_newline(printer);
		} else {
			strbuf_add_char(printer->out, ' ');
		}
		print_case_arm(printer, &clause->arms[i]);
	}
	if (printer_breaks(printer)) {
		print_newline(printer);
	} else {
		strbuf_add_char(printer->out, ' ');
	}
	print_string(printer, "esac");
	print_redirections(printer, &clause->redirections);
}

static void print_function(struct printer *printer, const struct function_definition *function)
{
	strbuf_add(printer->out, function->symbol->name, function->symbol->len);
	print_string(printer, "() ");
	print_node(printer, function->body);
}

static void print_node(struct printer *printer, const struct node *node)
{
	switch (node->type) {
	case NODE_SIMPLE:
		print_simple(printer, node_simple(node));
		break;
	case NODE_PIPELINE:
		print_pipeline(printer, node_pipeline(node));
		break;
	case NODE_AND_OR:
		print_and_or(printer, node_and_or(node));
		break;
	case NODE_LIST:
		print_list(printer, node_list(node));
		break;
	case NODE_SUBSHELL:
	case NODE_GROUP:
		print_group(printer, node_group(node));
		break;
	case NODE_IF:
		print_if(printer, node_if(node));
		break;
	case NODE_FOR:
		print_for(printer, node_for(node));
		break;
	case NODE_CASE:
		print_case(printer, node_case(node));
		break;
	case NODE_WHILE:
		print_while(printer, node_while(node));
		break;
	case NODE_FUNCTION:
		print_function(printer, node_function(node));
		break;
	}
}

void print_substitution(struct printer *printer, const char *open, const struct node *command)
{
	size_t here_base = printer->here_base;

	print_string(printer, open);
	if (command) {
		printer->here_base = printer->heres.len;
		printer->inside++;
		/* "$((" would be tried as arithmetic. */
		print_string(printer, node_begins_with_paren(command) ? " " : "");
		print_node(printer, command);
		if (print_here_due(printer)) {
			strbuf_add_char(printer->out, '\n');
			print_here_bodies(printer);
		}
		printer->inside--;
		printer->here_base = here_base;
	}
	strbuf_add_char(printer->out, ')');
}

void ast_print(const struct node *node, struct strbuf *out)
{
	struct printer printer = { .out = out, .heres = STRBUF_INIT };

	if (node) {
		print_node(&printer, node);
		print_newline(&printer);
	}
	print_here_finish(&printer);
}

void ast_print_line(const struct node *node, struct strbuf *out)
{
	struct printer printer = { .out = out, .line = true, .heres = STRBUF_INIT };

	if (node) {
		print_node(&printer, node);
	}
	print_here_finish(&printer);
}

void ast_print_word(const struct word *word, struct strbuf *out)
{
	struct printer printer = { .out = out, .line = true, .heres = STRBUF_INIT };

	print_word(&printer, word, PRINT_PLAIN);
	print_here_finish(&printer);
}
