/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The prompt: reads commands from a person at a terminal and runs them.
 */
#ifndef LINE_LINE_H
#define LINE_LINE_H

struct shell;

/* Runs an interactive shell on standard input until its end; then $? is what it leaves with. */
void line_run(struct shell *sh);

#endif
