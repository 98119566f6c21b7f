/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_FUZZ_SYNTAX_H
#define TESTS_FUZZ_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Tries all that the parser does with bytes on these. False, and why, if it does wrong. */
bool fuzz_syntax_one(const char *text, size_t len, struct strbuf *why);

#endif
