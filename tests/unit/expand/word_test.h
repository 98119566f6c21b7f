/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words as the parser makes them, for the tests that expand some.
 */
#ifndef WORD_TEST_H
#define WORD_TEST_H

#include "expand_test.h"

/* The trees of this test; results may lie in them. */
static struct tree *word_trees[256];
static size_t word_tree_count;

static const struct simple *parse(const char *text)
{
	struct parser_options options = { .symbols = &fixture.symbols, .guard = &fixture.guard };
	struct parser *parser = parser_create_string(text, strlen(text), "test", 1, &options);
	struct tree *tree = NULL;
	enum parse_result result = parser_next(parser, &tree);

	ck_assert_msg(result == PARSE_COMMAND, "<%s>: %s", text,
		      parser_error(parser)->message.data);
	parser_destroy(parser);
	ck_assert_uint_lt(word_tree_count, 256);
	word_trees[word_tree_count++] = tree;
	return node_simple(tree->root);
}

static void word_teardown(void)
{
	while (word_tree_count > 0) {
		tree_release(word_trees[--word_tree_count]);
	}
	teardown();
}

/* The fields of WORDS, each in <>; or "!" and the error. */
static const char *fields_of(const char *words)
{
	const struct simple *simple = parse(words);
	struct fields fields = { 0 };
	enum expand_status status;

	strbuf_clear(&fixture.error);
	status = expand_words(&fixture.expander, simple->words, simple->word_count, &fields);
	if (status == EXPAND_OK) {
		ck_assert_uint_eq(fixture.error.len, 0);
		return join(&fields);
	}
	strbuf_clear(&fixture.joined);
	strbuf_printf(&fixture.joined, "!%s%s", status == EXPAND_ASSIGN ? "assign " : "",
		      fixture.error.len > 0 ? fixture.error.data : "");
	return fixture.joined.data;
}

/* What x=WORD assigns. */
static __attribute__((unused)) const char *string_of(const char *word)
{
	char text[1024];
	char *result;
	size_t len;
	enum expand_status status;

	snprintf(text, sizeof(text), "x=%s", word);
	strbuf_clear(&fixture.error);
	status = expand_string(&fixture.expander, parse(text)->assignments[0].value, &result, &len);
	if (status != EXPAND_OK) {
		return "!";
	}
	ck_assert_uint_eq(strlen(result), len);
	return result;
}

/* Does STRING match the case pattern? */
static __attribute__((unused)) bool case_matches(const char *pattern, const char *string)
{
	const struct simple *simple = parse(pattern);
	bool matches;

	ck_assert_int_eq(
		expand_match(&fixture.expander, simple->words[0], string, strlen(string), &matches),
		EXPAND_OK);
	return matches;
}

/* The body of a here-document. */
static __attribute__((unused)) const char *here_of(const char *body)
{
	char text[1024];
	const struct simple *simple;

	snprintf(text, sizeof(text), "cat <<E\n%s\nE\n", body);
	simple = parse(text);
	strbuf_clear(&fixture.joined);
	ck_assert_int_eq(
		expand_here(&fixture.expander, simple->redirections.items[0].here, &fixture.joined),
		EXPAND_OK);
	return fixture.joined.data;
}

#endif
