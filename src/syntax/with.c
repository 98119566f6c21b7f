/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reserved word `with` and its terms: with TERM... [--], before a pipeline. An extension. */
#include <config.h>

#include <string.h>

#include "syntax/lexer.h"
#include "syntax/parser_state.h"
#include "syntax/term.h"

enum { TERM_SHOWN_MAX = 40 };

/* The unquoted text that a word begins with. */
static const char *word_lead(const struct word *word, size_t *len)
{
	if (word->part_count == 0 || word->parts[0].type != PART_LITERAL || word->parts[0].quoted) {
		*len = 0;
		return "";
	}
	*len = word->parts[0].len;
	return word->parts[0].text;
}

/* What is left of a word behind the first SKIP bytes of its lead. */
static struct word *word_behind(struct parser *parser, const struct word *word, size_t skip)
{
	struct word *rest = arena_dup(parser->arena, word, sizeof(*word));

	rest->symbol = NULL;
	rest->position.column += (uint32_t)skip;
	if (rest->flags & WORD_STATIC) {
		rest->text += skip;
		rest->text_len -= skip;
	}
	rest->parts =
		arena_dup(parser->arena, word->parts, word->part_count * sizeof(*word->parts));
	rest->parts[0].text += skip;
	rest->parts[0].len -= (uint32_t)skip;
	if (rest->parts[0].len == 0) {
		rest->parts++;
		rest->part_count--;
	}
	return rest;
}

static void parser_push_term(struct parser *parser, const struct term *term)
{
	strbuf_add(&parser->items, term, sizeof(*term));
}

/* "there is no term `--timout'; did you mean `--timeout'?" */
static void parser_fail_term(struct parser *parser, const struct word *word, const char *name,
			     size_t len, const char *dashes)
{
	char copy[TERM_SHOWN_MAX + 1];
	const char *near;
	size_t i;

	len = len < TERM_SHOWN_MAX ? len : TERM_SHOWN_MAX;
	for (i = 0; i < len; i++) {
		/* Nothing a terminal would obey. */
		copy[i] = (unsigned char)name[i] < ' ' || name[i] == 0x7f ? '?' : name[i];
	}
	copy[len] = '\0';
	near = dashes[1] != '\0' ? term_near(copy) : NULL;
	if (near) {
		parser_fail(parser, word->position, "there is no term `%s%s'; did you mean `--%s'?",
			    dashes, copy, near);
	} else {
		parser_fail(parser, word->position, "there is no term `%s%s' of `with'", dashes,
			    copy);
	}
}

/*
 * The value as a word of its own; NULL where there is none. Behind -j, any word that is no term:
 * what -j binds begins with a reserved word.
 */
static struct word *parse_term_value(struct parser *parser, const struct term_row *row)
{
	unsigned mode = row->takes == TERM_VALUE ? LEX_WORD : LEX_COMMAND;
	struct word *value;
	const char *lead;
	size_t len;

	if (row->takes != TERM_VALUE && row->takes != TERM_COUNTED) {
		return NULL;
	}
	if (lexer_peek(parser, mode) != TOKEN_WORD) {
		if (row->takes == TERM_VALUE) {
			parser_fail_token(parser, row->expected);
		}
		return NULL;
	}
	value = parser->token.word;
	lead = word_lead(value, &len);
	if (row->takes == TERM_COUNTED && len > 0 && lead[0] == '-') {
		return NULL;
	}
	lexer_take(parser);
	return value;
}

/* The token that is a term is taken before its value is looked for. */
static void parse_long_term(struct parser *parser, const struct word *word, const char *lead,
			    size_t len)
{
	const char *equal = memchr(lead, '=', len);
	size_t name_len = (equal ? (size_t)(equal - lead) : len) - 2;
	const struct term_row *row = term_by_name(lead + 2, name_len);
	struct term term = { .row = row, .position = word->position, .attached = equal != NULL };

	if (!row || (!equal && word->part_count > 1)) {
		parser_fail_term(parser, word, lead + 2, name_len, "--");
		return;
	}
	lexer_take(parser);
	if (equal && row->takes == TERM_NO_VALUE) {
		parser_fail(parser, word->position, "the term `--%s' takes no value", row->name);
		return;
	}
	if (equal) {
		term.value = word_behind(parser, word, name_len + 3);
	} else {
		term.value = parse_term_value(parser, row);
	}
	parser_push_term(parser, &term);
}

/* -q, -qr, -t5, -t 5, -j8, -r=FILE */
static void parse_short_terms(struct parser *parser, const struct word *word, const char *lead,
			      size_t len)
{
	size_t i;

	lexer_take(parser);
	for (i = 1; i < len && !parser_failed(parser); i++) {
		const struct term_row *row = term_by_letter(lead[i]);
		bool more = i + 1 < len || word->part_count > 1;
		bool equal = i + 1 < len && lead[i + 1] == '=';
		struct term term = { .row = row, .position = word->position, .letter = true };

		if (!row) {
			parser_fail_term(parser, word, lead + i, 1, "-");
			return;
		}
		term.attached = more && (row->takes == TERM_VALUE || row->takes == TERM_COUNTED ||
					 (row->takes == TERM_OPTIONAL && equal));
		if (term.attached) {
			term.value = word_behind(parser, word,
						 row->takes == TERM_OPTIONAL ? i + 2 : i + 1);
			i = len;
		} else if (more && (i + 1 == len || equal)) {
			parser_fail(parser, word->position, "the term `-%c' takes no value",
				    row->letter);
			return;
		} else {
			term.value = parse_term_value(parser, row);
		}
		parser_push_term(parser, &term);
	}
}

static bool terms_have(const struct term *terms, size_t count, enum term_id id)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (terms[i].row->id == id) {
			return true;
		}
	}
	return false;
}

static void parser_check_terms(struct parser *parser, const struct term *terms, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct term_row *row = terms[i].row;

		if (row->needs != row->id && !terms_have(terms, count, row->needs)) {
			parser_fail(parser, terms[i].position, "the term `--%s' needs `--%s'",
				    row->name, term_table[row->needs].name);
		}
	}
}

struct terms *parse_with(struct parser *parser)
{
	size_t base = parser->items.len;
	struct terms *terms;

	lexer_take(parser);
	while (lexer_peek(parser, LEX_COMMAND) == TOKEN_WORD && !parser_failed(parser)) {
		const struct word *word = parser->token.word;
		size_t len;
		const char *lead = word_lead(word, &len);

		if (len < 2 || lead[0] != '-') {
			break;
		}
		if (len == 2 && lead[1] == '-' && word->part_count == 1) {
			if (parser->items.len == base) {
				break; /* it ends nothing */
			}
			lexer_take(parser);
			break;
		}
		if (lead[1] == '-') {
			parse_long_term(parser, word, lead, len);
		} else {
			parse_short_terms(parser, word, lead, len);
		}
	}
	terms = arena_alloc(parser->arena, sizeof(*terms));
	terms->count = (uint32_t)((parser->items.len - base) / sizeof(struct term));
	terms->items = parser_pop_items(parser, &parser->items, base);
	if (terms->count == 0 && !parser_failed(parser)) {
		parser_fail_token(parser, "a term of `with', such as `-t 5s'");
	}
	parser_check_terms(parser, terms->items, terms->count);
	return parser_failed(parser) ? NULL : terms;
}

bool parse_with_fits(struct parser *parser, const struct terms *terms, struct node *const *commands,
		     size_t count)
{
	size_t i;

	if (!terms_have(terms->items, terms->count, TERM_JOBS) ||
	    (count == 1 && (commands[0]->type == NODE_FOR || commands[0]->type == NODE_WHILE ||
			    commands[0]->type == NODE_GROUP))) {
		return true;
	}
	for (i = 0; terms->items[i].row->id != TERM_JOBS; i++) {
		continue;
	}
	parser_fail(parser, terms->items[i].position,
		    "the term `--jobs' needs a `for' or `while' loop or a `{' group behind it, %s",
		    count > 1 ? "alone: { with -j ...; } | ..." : "whose parts are the jobs");
	return false;
}
