/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chain with a group of its own in a shell that has no job control and a terminal: a script, or the
 * subshell of a background command, that runs a command under a deadline. To the person at
 * the prompt both are one job. What the terminal, `fg` and `kill %1` do to one of the two
 * groups is therefore passed on to the other:
 *
 * - the chain's group has the terminal whenever ours is given it;
 * - a stop of the chain stops us, so that the prompt comes back; a stop of ours stops the chain;
 * - a continuation of ours continues it;
 * - its death by Ctrl-C is ours, too.
 *
 * For job_wait.c only.
 */
#ifndef SHELL_JOB_NESTED_H
#define SHELL_JOB_NESTED_H

#include <stdbool.h>

struct pipesh_chain;
struct shell;

/* From here to the end TSTP and CONT are caught. */
void nested_begin(struct shell *sh, struct pipesh_chain *chain);
/* The chain has ended, or the signal ENDING ends the shell (0: none). Takes the terminal back. */
void nested_end(struct shell *sh, struct pipesh_chain *chain, int ending);
/* We got this signal. False: it is none of those that are passed on. */
bool nested_signal(struct shell *sh, struct pipesh_chain *chain, int sig);
/* The chain has stopped: so do we, and go on with it. False: that stop was not meant for us. */
bool nested_stop(struct shell *sh, struct pipesh_chain *chain);

#endif
