/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_HOST_H
#define SHELL_HOST_H

struct shell;

/* Gives the expander its callbacks into this shell. */
void host_init(struct shell *sh);

#endif
