/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the parser, and its fuzzers, share. */
#ifndef TESTS_SYNTAX_CHECK_H
#define TESTS_SYNTAX_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "syntax/ast_print.h"
#include "syntax/parser.h"

/*
 * Parses a script command by command; each is printed, the text parsed, and both trees
 * compared. False if they differ, with the reason in WHY. A syntax error in the script is no
 * failure: *status says how the parse ended, and the message is in WHY.
 */
bool syntax_check_round_trip(const char *text, size_t len, const struct parser_options *options,
			     enum parse_result *status, struct strbuf *why);

/* ---- for test cases: one parser's world, with aliases ---- */

struct syntax_world {
	struct symbol_table symbols;
	struct stack_guard guard;
	struct parser_options options;
	const char *const *aliases; /* name, value, ..., NULL */
	struct strbuf out;          /* what the functions below return lies here */
};

void syntax_world_init(struct syntax_world *world);
void syntax_world_finish(struct syntax_world *world);

/*
 * All commands of a script, each printed on one line and ended by a newline; or, where it goes
 * wrong, "LINE:COLUMN: MESSAGE" and, if something is open, " (OPENER LINE)".
 */
const char *syntax_world_parse(struct syntax_world *world, const char *script);
/* The same, as ast_print has it, of several lines. */
const char *syntax_world_print(struct syntax_world *world, const char *script);
/* The message for a script that is wrong, whole. */
const char *syntax_world_message(struct syntax_world *world, const char *script, const char *name);

/*
 * The words of the first command, one a line, part by part: u<text> and q<text> for
 * literals unquoted and quoted, ~<name>, $<x>, ${x op word}, $(line), $((word)); a quoted
 * expansion with " before it. The flags stand before: S(tatic) Q(uoted) G(lob) D(eclaration)
 * E(ffects) C(ommand). Assignments come first, as NAME=.
 */
const char *syntax_world_words(struct syntax_world *world, const char *script);
/* The same for the body of the first here-document of the first command. */
const char *syntax_world_here(struct syntax_world *world, const char *script);

#endif
