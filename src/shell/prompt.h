/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_PROMPT_H
#define SHELL_PROMPT_H

#include "base/strbuf.h"

struct shell;
struct symbol;

/*
 * Appends PS1, PS2 or PS4 as it is shown: parameter expansion, command substitution and
 * arithmetic as in a here-document (XCU 2.5.3). $? is left as it was. Nothing if it is unset.
 */
void prompt_expand(struct shell *sh, struct symbol *symbol, struct strbuf *out);
/* The same with a text. */
void prompt_expand_text(struct shell *sh, const char *text, size_t len, struct strbuf *out);

#endif
