/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redirections, XCU 2.7: a command's list of them is expanded into a flat list of descriptor
 * actions, which a child performs on itself, or this process performs and undoes.
 *
 * The shell's own descriptors are close-on-exec and at or above 10. A script that names such a
 * number gets "bad file descriptor", whatever lies there. Descriptors that the shell makes for a
 * script ({name}>file) are at or above 10, too, but programs inherit them: that is the difference.
 *
 * Redirections that change the shell itself (redirections.here) are no plan for a child: each is
 * expanded and performed in this process before the next is looked at, by redirect_begin.
 */
#ifndef SHELL_REDIRECT_H
#define SHELL_REDIRECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "chain/pipesh.h"
#include "shell/flow.h"
#include "shell/input.h"
#include "syntax/ast.h"

struct shell;

/* The highest number a script may write; the first that the shell takes for itself. */
enum { REDIRECT_FD_MAX = 1 << 20, REDIRECT_OWN_FIRST = 10 };

/* What one redirection comes to at most. */
enum { REDIRECT_ACTIONS = 2 };

/* In the scratch arena, but for the descriptors of here-documents. */
struct redirect_plan {
	struct pipesh_action *actions;
	size_t count;
	/* Descriptors of here-documents, to be closed by redirect_plan_close. */
	struct redirect_held {
		int fd;
		size_t action; /* that copies it to where it is read */
		bool lent;     /* of a process substitution: not to be closed */
	} * held;
	size_t held_count;
};

enum redirect_result {
	REDIRECT_OK,
	REDIRECT_FAILED,    /* reported: a redirection error */
	REDIRECT_EXPANSION, /* reported: an expansion error */
};

/* In redirect_plan.c. Expands targets and bodies, which are not to be performed here. On failure nothing is held. */
enum redirect_result redirect_plan(struct shell *sh, const struct redirections *redirections,
				   struct redirect_plan *plan);
void redirect_plan_close(struct redirect_plan *plan);

/* What a change of this process's descriptors replaced. In the scratch arena. */
struct redirect_saved {
	size_t count;
	struct redirect_save {
		int fd;
		int copy; /* -1: it was not open */
		enum input_owner owner;
		bool stays; /* {name}>file: undone only if what follows it fails */
	} * items;
};

/*
 * Performs a plan on this process. SAVED NULL: for good (exec, a child). On a failure, which is
 * reported, what was done is undone.
 */
enum redirect_result redirect_apply(struct shell *sh, const struct redirect_plan *plan,
				    struct redirect_saved *saved);
void redirect_restore(struct shell *sh, struct redirect_saved *saved);

/* What was done stays: `exec`. The copies of what was there before are closed. */
void redirect_keep(struct shell *sh, struct redirect_saved *saved);

/*
 * For a plan of one action on descriptor 1: the descriptor that would become it, without a change
 * to 1 itself. -1: it cannot be had (reported). To be closed by redirect_close_output.
 */
int redirect_open_output(struct shell *sh, const struct redirect_plan *plan);
void redirect_close_output(const struct redirect_plan *plan, int fd);

/* Both at once: what compound commands, functions and builtins do. */
enum redirect_result redirect_begin_some(struct shell *sh, const struct redirections *redirections,
					 struct redirect_saved *saved);

static inline enum redirect_result redirect_begin(struct shell *sh,
						  const struct redirections *redirections,
						  struct redirect_saved *saved)
{
	if (redirections->count == 0) {
		saved->count = 0;
		return REDIRECT_OK;
	}
	return redirect_begin_some(sh, redirections, saved);
}

/* "cannot open x: No such file or directory" for an action that failed with ERROR. */
void redirect_report(struct shell *sh, const struct pipesh_action *action, int error);

#endif
