/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Here-documents, XCU 2.7.4. Private to syntax/. */
#ifndef SYNTAX_HERE_H
#define SYNTAX_HERE_H

#include "syntax/parser_state.h"

/* Lets the body of a redirection << or <<- be read behind the next newline. */
void here_expect(struct parser *parser, struct redirection *redirection);
/* Reads the bodies that are due; the newline has just been passed, or the input ends. */
void here_read_all(struct parser *parser);

#endif
