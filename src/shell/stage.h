/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stages: how a command of a pipeline, a background list or a command substitution becomes a
 * stage of a chain. A simple command that names a program and whose words can be expanded
 * here without a trace is an EXEC stage; everything else is a CALL stage, which runs
 * the node in a forked subshell environment; what failed already is a DONE stage.
 */
#ifndef SHELL_STAGE_H
#define SHELL_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "chain/pipesh.h"
#include "shell/flow.h"
#include "shell/redirect.h"
#include "shell/variable.h"
#include "syntax/ast.h"

struct shell;

/* What a stage needs until its chain is started (and, in a forked child, beyond). */
struct stage {
	struct shell *sh;
	const struct node *node; /* CALL */
	unsigned flags;          /* of exec_node */
	/* CALL: what runs it in place of exec_node, in the child; NULL: nothing. */
	enum flow (*run)(struct shell *sh, const struct node *node, unsigned flags, void *arg);
	void *run_arg;
	bool background;               /* an asynchronous list without job control */
	bool process;                  /* of a process substitution */
	bool piped_input;              /* standard input is a pipe of the chain */
	struct process_record *record; /* CALL: for its process substitutions; or NULL */
	char **argv;                   /* EXEC */
	const char *path;
	bool remembered; /* path is a remembered location, which may be out of date */
	bool stale;      /* it was: nothing is there any more, and nothing was reported */
	struct redirect_plan plan;
	struct variable_scope scope;
	bool scoped; /* scope is open: assignments before the command */
};

enum stage_use {
	STAGE_PIPELINE,
	STAGE_BACKGROUND,
	STAGE_SUBSTITUTE,
	STAGE_PROCESS, /* of a process substitution */
};

/* Fills in STAGE and SPEC for NODE. STAGE must stay where it is until the chain was started. */
void stage_build(struct shell *sh, const struct node *node, unsigned flags, enum stage_use use,
		 struct stage *stage, struct pipesh_stage *spec);
/* A CALL stage for NODE, without a look at what it is. */
void stage_call(struct shell *sh, const struct node *node, unsigned flags, enum stage_use use,
		struct stage *stage, struct pipesh_stage *spec);
/* An EXEC stage for a resolved program. */
void stage_exec(struct stage *stage, struct pipesh_stage *spec);

/*
 * Starts a chain of built stages, spec->stage_count of them in SPECS and STAGES. Environments,
 * group and signals are filled in here. What could not start is reported. NULL: no chain (reported; $? is set).
 */
struct pipesh_chain *stages_start(struct shell *sh, struct pipesh_spec *spec,
				  struct pipesh_stage *specs, struct stage *stages,
				  bool background);
/* The same, and nothing is reported: *ERROR has the first thing that went wrong, and stages_report tells
   of all. */
struct pipesh_chain *stages_try(struct shell *sh, struct pipesh_spec *spec,
				struct pipesh_stage *specs, struct stage *stages, bool background,
				struct pipesh_error *error);
/* Reports what the children could not say themselves. */
void stages_report(struct shell *sh, const struct pipesh_chain *chain, struct stage *stages);
/* Closes what the stages hold for their start. */
void stages_close(struct shell *sh, struct stage *stages, size_t count);

/* Tells why a program could not be executed, and gives the status: 127 or 126. PATH: where it was
   found; NULL: nowhere. */
int stage_exec_status(struct shell *sh, const char *name, const char *path, int error);

/* In a forked child: this is now a subshell environment (XCU 2.13). */
void subshell_enter(struct shell *sh, bool background);
/* Ends an environment: EXIT trap, buffers; the status to leave with. May die of a signal. */
int subshell_leave(struct shell *sh);

#endif
