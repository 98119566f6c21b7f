/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quoting for output that can be fed back to the shell: set, export -p, alias, trap, set -x.
 */
#ifndef EXPAND_QUOTE_H
#define EXPAND_QUOTE_H

#include <stddef.h>

#include "base/strbuf.h"

/* Appends TEXT as it is where that is safe in any position of a word, else in single quotes. */
void quote_shell(struct strbuf *out, const char *text, size_t len);
/* The same, in single quotes whatever it holds. */
void quote_shell_always(struct strbuf *out, const char *text, size_t len);

#endif
