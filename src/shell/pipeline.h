/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands that run in processes of their own: pipelines, background lists, subshells.
 */
#ifndef SHELL_PIPELINE_H
#define SHELL_PIPELINE_H

#include <stddef.h>

#include "chain/pipesh.h"
#include "shell/flow.h"
#include "shell/stage.h"
#include "syntax/ast.h"

struct shell;

/* Stages and specs of one chain, in the scratch arena. */
struct pipeline_stages {
	struct stage *stages;
	struct pipesh_stage *specs;
	size_t count;
};

/* The commands of a pipeline side by side, or NODE as a chain of one. */
struct pipeline_stages pipeline_build(struct shell *sh, const struct node *node, unsigned flags,
				      enum stage_use use);
/* One CALL stage for anything. */
struct pipeline_stages pipeline_build_call(struct shell *sh, const struct node *node,
					   unsigned flags, enum stage_use use);
/* Whichever of the two runs NODE with the least. */
struct pipeline_stages pipeline_build_any(struct shell *sh, const struct node *node, unsigned flags,
					  enum stage_use use);
/* Runs a chain in the foreground; NODE is the command it stands for. $? is set. */
void pipeline_foreground(struct shell *sh, const struct node *node, struct pipeline_stages *built);
/* XCU 2.9.2, with ! and time. */
enum flow pipeline_exec(struct shell *sh, const struct pipeline *pipeline, unsigned flags);
/* XCU 2.9.3.1 asynchronous lists. */
enum flow pipeline_background(struct shell *sh, const struct node *node);
/* XCU 2.9.4.1 ( list ). */
enum flow pipeline_subshell(struct shell *sh, const struct group *group, unsigned flags);
/* Runs NODE in a forked subshell environment; JOB is the command it stands for. $? is set. */
void pipeline_isolate(struct shell *sh, const struct node *node, const struct node *job);
/* For a command substitution: started, its output on FD. NULL: reported. */
struct pipesh_chain *pipeline_start_to(struct shell *sh, const struct node *node, int fd);

#endif
