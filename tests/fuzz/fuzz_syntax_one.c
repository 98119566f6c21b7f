/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "fuzz_syntax.h"

#include <string.h>

#include "syntax/arith.h"
#include "syntax_check.h"

/* Short names, so that mutations meet them. */
static const char *fuzz_alias(void *arg, const struct symbol *name)
{
	static const struct {
		const char *name, *value;
	} aliases[] = {
		{ "a", "b " }, { "b", "a c " },    { "c", "if true" }, { "d", "echo 'x" },
		{ "e", "" },   { "f", "x\ny; " },  { "g", "cat <<E" }, { "h", "$(echo " },
		{ "i", "# " }, { "j", "echo \\" },
	};
	size_t i;

	(void)arg;
	for (i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		if (strcmp(aliases[i].name, name->name) == 0) {
			return aliases[i].value;
		}
	}
	return NULL;
}

struct fuzz_bytes {
	const char *text;
	size_t len;
	size_t next;
};

/* Gives one byte at a time. */
static long fuzz_read(void *arg, struct strbuf *buf, bool continued)
{
	struct fuzz_bytes *bytes = arg;

	(void)continued;
	if (bytes->next == bytes->len) {
		return 0;
	}
	strbuf_add_char(buf, bytes->text[bytes->next++]);
	return 1;
}

/* Whatever comes out, it must come to an end, and the message must be made. */
static void fuzz_drain(struct parser *parser)
{
	struct strbuf message = STRBUF_INIT;
	struct tree *tree;
	enum parse_result result;

	while ((result = parser_next(parser, &tree)) != PARSE_END) {
		if (result == PARSE_ERROR) {
			parse_error_format(parser_error(parser), "fuzz", &message);
		}
		tree_release(tree);
	}
	strbuf_finish(&message);
	parser_destroy(parser);
}

/* With aliases, interactive, byte by byte. */
static void fuzz_pulled(const char *text, size_t len, const struct parser_options *options)
{
	struct parser_options interactive = *options;
	struct fuzz_bytes bytes = { text, len, 0 };
	struct source source = { .read = fuzz_read, .arg = &bytes, .line = 1 };

	interactive.alias = fuzz_alias;
	interactive.interactive = true;
	fuzz_drain(parser_create(&source, &interactive));
}

bool fuzz_syntax_one(const char *text, size_t len, struct strbuf *why)
{
	struct symbol_table symbols = { 0 };
	struct stack_guard guard;
	struct parser_options options = { .symbols = &symbols, .guard = &guard };
	struct arena arena = { 0 };
	struct arith_error error;
	enum parse_result status;
	bool good;

	stack_guard_init(&guard);
	options.extensions = len % 2;
	good = syntax_check_round_trip(text, len, &options, &status, why);
	fuzz_pulled(text, len, &options);
	(void)arith_parse(&arena, &symbols, &guard, text, len, true, &error);
	arena_finish(&arena);
	symbol_table_finish(&symbols);
	return good;
}
