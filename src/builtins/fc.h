/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BUILTINS_FC_H
#define BUILTINS_FC_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "shell/flow.h"

struct shell;

/*
 * Lets a person edit TEXT in a temporary file; EDITOR NULL: FCEDIT, or what stands in for it. *OK
 * says whether the editor succeeded; then OUT has the new text. Else $? is its status, and a failure
 * of ours was reported.
 */
enum flow fc_edit(struct shell *sh, const char *editor, const struct strbuf *text,
		  struct strbuf *out, bool *ok);

#endif
