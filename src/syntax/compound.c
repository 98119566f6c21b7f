/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compound commands, XCU 2.9.4. Each function begins with its first token ahead. */
#include <config.h>

#include <string.h>

#include "syntax/char_class.h"
#include "syntax/lexer.h"
#include "syntax/parser_state.h"

/* Takes the first token of a construct, which then waits for its end. */
static void parse_open(struct parser *parser, struct opener *opener)
{
	*opener = (struct opener){ token_name(parser->token.type), parser->token.position,
				   parser->opener };
	parser->opener = opener;
	lexer_take(parser);
}

/* Its last token. */
static bool parse_close(struct parser *parser, struct opener *opener, enum token_type type)
{
	bool closed = parse_expect(parser, type);

	parser->opener = opener->outer;
	return closed;
}

/* subshell: '(' compound_list ')'; brace_group: Lbrace compound_list Rbrace */
static struct node *parse_group(struct parser *parser, enum node_type type, enum token_type last)
{
	struct opener opener;
	struct group *group = arena_alloc(parser->arena, sizeof(*group));

	parse_open(parser, &opener);
	*group = (struct group){ .node = { .type = type, .position = opener.position } };
	group->body = parse_compound_list(parser, true);
	return parse_close(parser, &opener, last) ? &group->node : NULL;
}

/* do_group: Do compound_list Done */
static struct node *parse_do_group(struct parser *parser)
{
	struct opener opener;
	struct node *body;

	if (lexer_peek(parser, LEX_RESERVED) != TOKEN_DO) {
		parser_fail_token(parser, token_name(TOKEN_DO));
		return NULL;
	}
	parse_open(parser, &opener);
	body = parse_compound_list(parser, true);
	return parse_close(parser, &opener, TOKEN_DONE) ? body : NULL;
}

/* ---- if ---- */

/* If|Elif compound_list Then compound_list, onto the scratch stack */
static bool parse_if_arm(struct parser *parser)
{
	struct if_arm arm;

	lexer_take(parser);
	arm.condition = parse_compound_list(parser, true);
	if (!arm.condition || !parse_expect(parser, TOKEN_THEN)) {
		return false;
	}
	arm.body = parse_compound_list(parser, true);
	strbuf_add(&parser->items, &arm, sizeof(arm));
	return arm.body != NULL;
}

/* if_clause: If compound_list Then compound_list [Elif ...]... [Else compound_list] Fi */
static struct node *parse_if(struct parser *parser)
{
	struct opener opener = { token_name(TOKEN_IF), parser->token.position, parser->opener };
	struct if_clause *clause = arena_alloc(parser->arena, sizeof(*clause));
	size_t base = parser->items.len;

	*clause = (struct if_clause){ .node = { .type = NODE_IF, .position = opener.position } };
	parser->opener = &opener;
	do {
		if (!parse_if_arm(parser)) {
			return NULL;
		}
	} while (parser->token.type == TOKEN_ELIF);
	clause->count = (uint32_t)((parser->items.len - base) / sizeof(struct if_arm));
	clause->arms = parser_pop_items(parser, &parser->items, base);
	if (parser->token.type == TOKEN_ELSE) {
		lexer_take(parser);
		clause->otherwise = parse_compound_list(parser, true);
	}
	return parse_close(parser, &opener, TOKEN_FI) ? &clause->node : NULL;
}

/* ---- for ---- */

/* name: NAME, rule 5 */
static struct symbol *parse_for_name(struct parser *parser)
{
	enum token_type type = lexer_peek(parser, LEX_WORD);
	const struct word *word = parser->token.word;

	if (type != TOKEN_WORD || !(word->flags & WORD_STATIC) || word->flags & WORD_QUOTED ||
	    !char_all_name(word->text, word->text_len)) {
		parser_fail_token(parser, "a name");
		return NULL;
	}
	lexer_take(parser);
	return symbol_intern(parser->options.symbols, word->text, word->text_len);
}

/* [wordlist] sequential_sep */
static bool parse_for_words(struct parser *parser, struct for_clause *clause)
{
	size_t base = parser->words.count;
	enum token_type type;

	while (lexer_peek(parser, LEX_WORD) == TOKEN_WORD) {
		vec_push(&parser->words, parser->token.word);
		lexer_take(parser);
	}
	clause->words = parser_pop_words(parser, base, &clause->word_count);
	type = parser->token.type;
	if (type != TOKEN_SEMI && type != TOKEN_NEWLINE) {
		parser_fail_token(parser, "a word, `;' or newline");
		return false;
	}
	lexer_take(parser);
	return true;
}

static void parse_for_linebreak(struct parser *parser, unsigned mode)
{
	while (lexer_peek(parser, mode) == TOKEN_NEWLINE) {
		lexer_take(parser);
	}
}

/* What stands between the name and the do_group; rule 6. */
static bool parse_for_in(struct parser *parser, struct for_clause *clause)
{
	if (lexer_peek(parser, LEX_IN_DO) == TOKEN_SEMI) {
		lexer_take(parser);
		parse_for_linebreak(parser, LEX_RESERVED);
		return true;
	}
	parse_for_linebreak(parser, LEX_IN_DO);
	switch ((int)parser->token.type) {
	case TOKEN_DO:
		return true;
	case TOKEN_IN:
		clause->has_in = true;
		lexer_take(parser);
		if (!parse_for_words(parser, clause)) {
			return false;
		}
		break;
	default:
		parser_fail_token(parser, "`in', `do', `;' or newline");
		return false;
	}
	parse_for_linebreak(parser, LEX_RESERVED);
	return true;
}

/*
 * for_clause: For name [sequential_sep] do_group
 *           | For name linebreak in [wordlist] sequential_sep do_group
 */
static struct node *parse_for(struct parser *parser)
{
	struct opener opener;
	struct for_clause *clause = arena_alloc(parser->arena, sizeof(*clause));

	parse_open(parser, &opener);
	*clause = (struct for_clause){ .node = { .type = NODE_FOR, .position = opener.position } };
	clause->symbol = parse_for_name(parser);
	if (!clause->symbol || !parse_for_in(parser, clause)) {
		return NULL;
	}
	clause->body = parse_do_group(parser);
	parser->opener = opener.outer;
	return clause->body ? &clause->node : NULL;
}

/* ---- while, until ---- */

/* while_clause: While|Until compound_list do_group */
static struct node *parse_while(struct parser *parser, bool until)
{
	struct opener opener;
	struct while_clause *clause = arena_alloc(parser->arena, sizeof(*clause));

	parse_open(parser, &opener);
	*clause =
		(struct while_clause){ .node = { .type = NODE_WHILE, .position = opener.position },
				       .until = until };
	clause->condition = parse_compound_list(parser, true);
	if (!clause->condition) {
		return NULL;
	}
	clause->body = parse_do_group(parser);
	parser->opener = opener.outer;
	return clause->body ? &clause->node : NULL;
}

/* ---- case ---- */

/* pattern_list ')'; the first pattern or '(' is ahead */
static bool parse_patterns(struct parser *parser, struct case_arm *arm)
{
	size_t base = parser->words.count;

	if (parser->token.type == TOKEN_LEFT_PAREN) {
		lexer_take(parser);
	}
	for (;;) {
		if (lexer_peek(parser, LEX_WORD) != TOKEN_WORD) {
			parser_fail_token(parser, "a pattern");
			return false;
		}
		vec_push(&parser->words, parser->token.word);
		lexer_take(parser);
		if (lexer_peek(parser, LEX_WORD) != TOKEN_PIPE) {
			break;
		}
		lexer_take(parser);
	}
	arm->patterns = parser_pop_words(parser, base, &arm->pattern_count);
	if (parser->token.type != TOKEN_RIGHT_PAREN) {
		parser_fail_token(parser, "`|' or `)'");
		return false;
	}
	lexer_take(parser);
	return true;
}

/*
 * case_item: pattern_list ')' [compound_list|linebreak] [DSEMI|SEMI_AND linebreak],
 * onto the scratch stack. The terminator may only miss before Esac.
 */
static bool parse_case_item(struct parser *parser)
{
	struct case_arm arm = { 0, NULL, NULL, CASE_BREAK };
	enum token_type type;

	if (!parse_patterns(parser, &arm)) {
		return false;
	}
	arm.body = parse_compound_list(parser, false);
	type = lexer_peek(parser, LEX_RESERVED);
	if (type == TOKEN_DSEMI || type == TOKEN_SEMI_AND) {
		arm.end = type == TOKEN_DSEMI ? CASE_BREAK : CASE_CONTINUE;
		lexer_take(parser);
	} else if (type != TOKEN_ESAC) {
		parser_fail_token(parser, "`;;' or `esac'");
		return false;
	}
	strbuf_add(&parser->items, &arm, sizeof(arm));
	return true;
}

/* WORD linebreak in linebreak */
static bool parse_case_head(struct parser *parser, struct case_clause *clause)
{
	if (lexer_peek(parser, LEX_WORD) != TOKEN_WORD) {
		parser_fail_token(parser, "a word");
		return false;
	}
	clause->word = parser->token.word;
	lexer_take(parser);
	while (lexer_peek(parser, LEX_IN) == TOKEN_NEWLINE) {
		lexer_take(parser);
	}
	return parse_expect(parser, TOKEN_IN);
}

/* case_clause: Case WORD linebreak in linebreak [case_item]... Esac */
static struct node *parse_case(struct parser *parser)
{
	struct opener opener;
	struct case_clause *clause = arena_alloc(parser->arena, sizeof(*clause));
	size_t base = parser->items.len;

	parse_open(parser, &opener);
	*clause =
		(struct case_clause){ .node = { .type = NODE_CASE, .position = opener.position } };
	if (!parse_case_head(parser, clause)) {
		return NULL;
	}
	for (;;) {
		enum token_type type = lexer_peek(parser, LEX_ESAC); /* rule 4 */

		if (type == TOKEN_NEWLINE) {
			lexer_take(parser);
		} else if (type == TOKEN_ESAC) {
			break;
		} else if (!parse_case_item(parser)) {
			return NULL;
		}
	}
	clause->count = (uint32_t)((parser->items.len - base) / sizeof(struct case_arm));
	clause->arms = parser_pop_items(parser, &parser->items, base);
	return parse_close(parser, &opener, TOKEN_ESAC) ? &clause->node : NULL;
}

/* ---- all of them ---- */

struct redirections *node_redirections(struct node *node)
{
	switch (node->type) {
	case NODE_SIMPLE:
		return &((struct simple *)node)->redirections;
	case NODE_SUBSHELL:
	case NODE_GROUP:
		return &((struct group *)node)->redirections;
	case NODE_IF:
		return &((struct if_clause *)node)->redirections;
	case NODE_FOR:
		return &((struct for_clause *)node)->redirections;
	case NODE_CASE:
		return &((struct case_clause *)node)->redirections;
	case NODE_WHILE:
		return &((struct while_clause *)node)->redirections;
	case NODE_PIPELINE:
	case NODE_AND_OR:
	case NODE_LIST:
	case NODE_FUNCTION:
		break;
	}
	return NULL;
}

static bool words_have_process(struct word *const *words, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (words[i]->flags & WORD_PROCESS) {
			return true;
		}
	}
	return false;
}

static bool case_has_process(const struct case_clause *clause)
{
	for (uint32_t i = 0; i < clause->count; i++) {
		if (words_have_process(clause->arms[i].patterns, clause->arms[i].pattern_count)) {
			return true;
		}
	}
	return clause->word->flags & WORD_PROCESS;
}

/* node.processes of a compound command */
static bool node_has_process(const struct node *node, const struct redirections *redirections)
{
	for (uint32_t i = 0; i < redirections->count; i++) {
		if (redirections->items[i].target->flags & WORD_PROCESS) {
			return true;
		}
	}
	if (node->type == NODE_FOR) {
		return words_have_process(node_for(node)->words, node_for(node)->word_count);
	}
	return node->type == NODE_CASE && case_has_process(node_case(node));
}

/* compound_command [redirect_list] */
struct node *parse_compound_command(struct parser *parser)
{
	struct node *node;

	if (parser_too_deep(parser)) {
		return NULL;
	}
	switch ((int)lexer_peek(parser, LEX_COMMAND)) {
	case TOKEN_LEFT_PAREN:
		node = parse_group(parser, NODE_SUBSHELL, TOKEN_RIGHT_PAREN);
		break;
	case TOKEN_LEFT_BRACE:
		node = parse_group(parser, NODE_GROUP, TOKEN_RIGHT_BRACE);
		break;
	case TOKEN_IF:
		node = parse_if(parser);
		break;
	case TOKEN_FOR:
		node = parse_for(parser);
		break;
	case TOKEN_CASE:
		node = parse_case(parser);
		break;
	case TOKEN_WHILE:
		node = parse_while(parser, false);
		break;
	case TOKEN_UNTIL:
		node = parse_while(parser, true);
		break;
	default:
		return NULL;
	}
	if (!node || !parse_redirect_list(parser, node_redirections(node))) {
		return NULL;
	}
	node->processes = node_has_process(node, node_redirections(node));
	return node;
}
