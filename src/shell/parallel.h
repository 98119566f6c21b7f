/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jobs side by side: the iterations of a loop, or the and-or lists of a group, under `with -j`.
 *
 * The loop itself (the words of `for`, the condition of `while`, redirections) runs in one process, a
 * stage that the shell starts in a process group of its own. Each job is a chain of that process, in
 * the same group: so a deadline, Ctrl-C and Ctrl-Z reach all there is, whatever state the loop is in.
 *
 *	shell -- with's chain: the loop (leader of the group) -- a chain a job: fork or program
 *
 * When a signal ends the loop, it starts no more jobs, waits for those that run, which had the signal
 * too, and after the grace kills what is left. So does a failure under --fail-fast, but for the signal,
 * which the loop then sends to all but itself.
 *
 * What jobs write is captured and shown in their order (collate.h). Whatever the loop waits for,
 * whether for room, input or a command of its condition, its jobs are tended.
 */
#ifndef SHELL_PARALLEL_H
#define SHELL_PARALLEL_H

#include <stdbool.h>
#include <stdint.h>

#include "chain/pipesh.h"
#include "shell/flow.h"
#include "syntax/ast.h"

struct shell;
struct with_plan;

/* What the loop's process is given by the shell. */
struct parallel_request {
	const struct with_plan *plan;
	int record; /* a file that both see: what became of the jobs; -1: it could not be made */
};

bool parallel_request_init(struct shell *sh, const struct with_plan *plan,
			   struct parallel_request *request);
void parallel_request_finish(struct parallel_request *request);

/* stage.run of the loop's process; ARG: the request. $? is set. */
enum flow parallel_exec(struct shell *sh, const struct node *node, unsigned flags, void *arg);

/* In the shell, after that: $PIPESTATUS becomes the jobs' statuses, in their order. */
void parallel_record_statuses(struct shell *sh, const struct parallel_request *request);

/* ---- while sh->parallel is set ---- */

/* pipesh_wait for a chain of the loop's own. */
int parallel_wait(struct shell *sh, struct pipesh_chain *chain, struct pipesh_wait *how);
/* Until FD can be read, or the deadline (0: none): 0, -ETIMEDOUT, -EINTR: a signal came, or -ECANCELED:
   the loop is being stopped, and is to find no more input. */
int parallel_await_input(struct shell *sh, int fd, int64_t deadline_ns);
/* In a forked child: the jobs are not its own. */
void parallel_subshell(struct shell *sh);

#endif
