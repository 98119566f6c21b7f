/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_HERE_H
#define SHELL_HERE_H

#include "shell/redirect.h"

struct shell;
struct word;

/*
 * Expands a here-document (XCU 2.7.4) and gives a descriptor from which its bytes can be read: a
 * pipe where they fit into one without blocking, otherwise a file without a name. The caller closes
 * it; it is close-on-exec, and any number: redirect_plan moves it where that is in the way.
 */
enum redirect_result here_open(struct shell *sh, const struct word *body, int *fd);
/* The same for <<< WORD: one string, a newline behind it. */
enum redirect_result here_open_string(struct shell *sh, const struct word *word, int *fd);

#endif
