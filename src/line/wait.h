/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Waiting for a person: standard input, and everything else that may happen meanwhile. Traps run
 * at once, jobs are told of (set -b), Ctrl-C and a hangup are noticed. No signal can come
 * between the look and the sleep.
 */
#ifndef LINE_WAIT_H
#define LINE_WAIT_H

#include "line/front.h"

struct shell;

/* FRONT's line is hidden while something else is written. LINE_LEAVE: $? is what to leave with. */
enum line_event wait_for_line(struct shell *sh, const struct line_front *front, void *state);

#endif
