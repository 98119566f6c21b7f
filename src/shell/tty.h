/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The controlling terminal: which process group is in its foreground, and its modes.
 * Exists (shell.terminal) from the first `set -m` with a terminal on; used by jobs only.
 */
#ifndef SHELL_TTY_H
#define SHELL_TTY_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct shell;

struct terminal {
	int fd;            /* -1: none; close-on-exec, 10 or above */
	bool active;       /* we may hand it over */
	pid_t group;       /* that has it when no job does */
	pid_t first;       /* our group before the shell made its own; 0: it did not */
	bool has_modes;    /* interactive: .modes are the shell's own */
	bool left_strange; /* a job that ended well left it without echo or line editing */
	struct termios modes;
};

/*
 * XCU 2.11: finds the terminal; an interactive shell waits until it is in the foreground
 * and becomes the leader of a process group there. A non-interactive one uses the terminal
 * only if it is in the foreground, and keeps its group. True also if there is no terminal:
 * then none is handed over. False: the foreground cannot be had.
 */
bool terminal_acquire(struct shell *sh);
/* Gives the terminal back to the group that had it before, and leaves our own. */
void terminal_release(struct shell *sh);
/*
 * For a chain with a process group of its own in a shell without job control: the terminal, if
 * there is one, is ours to hand over if this process is in its foreground. True: there is one.
 */
bool terminal_borrow(struct shell *sh);
/* Whoever has it now: GROUP gets it if this process's group has it. */
void terminal_lend(struct shell *sh, pid_t group);
/* Takes it back, and it is not ours to hand over any more. */
void terminal_return(struct shell *sh);
/* In a forked child: it is not ours to hand over. */
void terminal_disown(struct shell *sh);
void terminal_finish(struct shell *sh);

/* The descriptor to hand over with, or -1. */
int terminal_fd(const struct shell *sh);
/* Puts GROUP into the foreground; 0: the shell's. */
void terminal_hand(struct shell *sh, pid_t group);

/* A foreground job has stopped: *MODES becomes what it had (true), and the shell's are restored. */
bool terminal_job_stopped(struct shell *sh, struct termios *modes);
/* It has ended; NORMAL: not by a signal. What it set is kept if that is fit for a prompt. */
void terminal_job_ended(struct shell *sh, bool normal);
/* A stopped job goes on in the foreground with the modes it had. */
void terminal_set_modes(struct shell *sh, const struct termios *modes);
/* Before a prompt: repairs what is not fit for one. */
void terminal_repair(struct shell *sh);

#endif
