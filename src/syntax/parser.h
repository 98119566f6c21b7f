/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parser: bytes of a source in, one complete command at a time out. An
 * object; several may be alive at once (eval, dot, a command substitution).
 */
#ifndef SYNTAX_PARSER_H
#define SYNTAX_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/stack.h"
#include "base/strbuf.h"
#include "base/symbol.h"
#include "syntax/ast.h"

/*
 * Where bytes come from. READ appends more bytes to BUF (a block of a file, a line of a
 * prompt) and returns how many, 0 at the end, -errno on an error (-EINTR: the person gave
 * up this command; the parser drops what it has and answers PARSE_INTERRUPTED).
 * CONTINUED: the bytes complete a command that has begun (PS2).
 */
struct source {
	long (*read)(void *arg, struct strbuf *buf, bool continued);
	void *arg;
	const char *name; /* for messages; NULL: none */
	unsigned line;    /* of the first byte, usually 1 */
};

struct parser_options {
	struct symbol_table *symbols;
	const struct stack_guard *guard;
	/* The value of an alias, or NULL. Consulted where XCU 2.3.1 says. NULL: no aliases. */
	const char *(*alias)(void *arg, const struct symbol *name);
	void *alias_arg;
	/* Names and declaration utilities outside the standard. What the standard lets a shell
	   reserve (`time`, `function`: XCU 2.4) is always reserved. */
	bool extensions;
	/* A syntax error discards the rest of its line instead of ending the source. */
	bool interactive;
};

enum parse_result {
	PARSE_COMMAND, /* *tree is set; the caller releases it */
	PARSE_END,     /* end of the source */
	PARSE_ERROR,   /* parser_error says what */
	PARSE_INTERRUPTED,
	PARSE_READ_ERROR, /* errno of the source in parser_error()->read_error */
};

struct parse_error {
	struct position position;
	struct strbuf message;  /* "unexpected `fi', expected `done'" */
	struct strbuf line;     /* the source line it is in, without newline */
	struct position opened; /* of the unclosed construct; line 0: none */
	struct strbuf opener;   /* "`if'", "quote" */
	int read_error;
};

struct parser;

/* SOURCE and OPTIONS are copied; what they point to must outlive the parser. */
struct parser *parser_create(const struct source *source, const struct parser_options *options);
/* A parser over LEN bytes, which must outlive it. LINE: of the first byte. */
struct parser *parser_create_string(const char *text, size_t len, const char *name, unsigned line,
				    const struct parser_options *options);
void parser_destroy(struct parser *parser);

/* Changes an option for the commands parsed from now on. */
void parser_set_extensions(struct parser *parser, bool extensions);

/* The next complete command (XCU 2.10.2 complete_command), blank lines skipped. */
enum parse_result parser_next(struct parser *parser, struct tree **tree);

const struct parse_error *parser_error(const struct parser *parser);

/* Bytes that were read from the source and not yet used by a command. */
size_t parser_unread(const struct parser *parser);
/* Forgets them: the owner of the source gave them back (lseek) or threw them away. */
void parser_drop_unread(struct parser *parser);

/* Is it known, without reading, that nothing is left but blanks, newlines and comments? */
bool parser_at_end(const struct parser *parser);

/*
 * A string taken as the body of a here-document with expansions: what PS1 and its like are. In
 * ARENA; NULL on a syntax error.
 */
struct word *parse_here_text(struct arena *arena, const struct parser_options *options,
			     const char *text, size_t len);

/* The line the parser has reached. */
unsigned parser_line(const struct parser *parser);

/*
 * "NAME:LINE:COLUMN: syntax error: MESSAGE", the source line with a caret below it, and
 * "NAME:LINE: ... opened here" where something is unclosed; each ends in a newline.
 */
void parse_error_format(const struct parse_error *error, const char *name, struct strbuf *out);

#endif
