/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_FLOW_H
#define SHELL_FLOW_H

/*
 * What is to happen after a command. The exit status is apart from it, in
 * shell.status.
 */
enum flow {
	FLOW_NEXT,     /* go on with the next command */
	FLOW_BREAK,    /* leave shell.loop_count loops */
	FLOW_CONTINUE, /* leave shell.loop_count - 1 loops, begin the next round */
	FLOW_RETURN,   /* leave the function or the dot script */
	FLOW_EXIT,     /* leave the shell (or the subshell environment) */
	FLOW_ABORT,    /* interactive: give up this complete command, back to the prompt */
	FLOW_PIPE,     /* leave the command with the >(list) that has ended before its input */
};

#endif
