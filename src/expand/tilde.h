/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tilde expansion, XCU 2.6.1.
 */
#ifndef EXPAND_TILDE_H
#define EXPAND_TILDE_H

#include <stdbool.h>

struct build;
struct part;

/* Appends what ~ or ~name stands for, as if quoted; where there is no answer, the prefix as it is
   written. SLASH: a slash follows. */
void tilde_prefix_expand(struct build *build, const struct part *part, bool slash);

#endif
