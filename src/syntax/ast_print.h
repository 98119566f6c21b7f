/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SYNTAX_AST_PRINT_H
#define SYNTAX_AST_PRINT_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "syntax/ast.h"

/* Script text that parses to the same tree again; several lines, indented, final newline. */
void ast_print(const struct node *node, struct strbuf *out);
/* On one line, for the text of a job; here-documents as << delimiter only. */
void ast_print_line(const struct node *node, struct strbuf *out);
/* One word, as it would stand in a script. */
void ast_print_word(const struct word *word, struct strbuf *out);
/* Do both trees mean the same? Positions do not count. */
bool ast_equal(const struct node *a, const struct node *b);

#endif
