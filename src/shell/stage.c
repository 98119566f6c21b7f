/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/stage.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/assign.h"
#include "shell/command.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/input.h"
#include "shell/job.h"
#include "shell/parallel.h"
#include "shell/processes.h"
#include "shell/program.h"
#include "shell/script.h"
#include "shell/shell.h"
#include "shell/trap.h"
#include "shell/xtrace.h"

/* ---- in the forked child -------------------------------------------- */

void subshell_enter(struct shell *sh, bool background)
{
	sh->subshell = true;
	sh->loop_depth = 0; /* XCU break: no loop of another environment encloses it */
	output_discard(&sh->standard_out);
	sh->out = &sh->standard_out;
	fd_close(&sh->substitute_read);
	jobs_subshell(sh);
	parallel_subshell(sh);
	traps_subshell(sh, background);
	script_subshell(sh);
}

int subshell_leave(struct shell *sh)
{
	traps_run_exit(sh);
	(void)output_flush(&sh->standard_out);
	processes_finish(sh);
	traps_end(sh);
	return sh->status;
}

/* pipesh_stage.call: a subshell environment. */
static int stage_run_call(void *arg)
{
	struct stage *stage = arg;
	struct shell *sh = stage->sh;

	processes_subshell(sh, stage->process);
	subshell_enter(sh, stage->background);
	if (stage->piped_input) {
		(void)input_redirect(sh, STDIN_FILENO, INPUT_PIPE);
	}
	if (stage->run) {
		(void)stage->run(sh, stage->node, stage->flags, stage->run_arg);
	} else {
		(void)exec_node(sh, stage->node, stage->flags);
	}
	processes_fill(sh, stage->record);
	return subshell_leave(sh);
}

/* pipesh_stage.noexec: a program file without a magic number is a script of this shell. */
static int stage_run_script(void *arg)
{
	struct stage *stage = arg;

	return program_run_script(stage->sh, stage->path, stage->argv);
}

static int stage_error_status(struct shell *sh, const struct stage *stage,
			      const struct pipesh_error *error)
{
	switch (error->phase) {
	case PIPESH_PHASE_ACTION:
		redirect_report(sh, &stage->plan.actions[error->action], error->error);
		return 1;
	case PIPESH_PHASE_EXEC:
		return stage_exec_status(sh, stage->argv[0], stage->path, error->error);
	case PIPESH_PHASE_NONE:
	case PIPESH_PHASE_TERMINAL:
		return 0;
	case PIPESH_PHASE_SPEC:
	case PIPESH_PHASE_PIPE:
	case PIPESH_PHASE_FORK:
	case PIPESH_PHASE_DIRECTORY:
	case PIPESH_PHASE_WAIT:
	case PIPESH_PHASE_GROUP:
		break;
	}
	shell_message(sh, "cannot start a process: %s: %s", pipesh_phase_name(error->phase),
		      strerror(error->error));
	return 125;
}

/* pipesh_stage.failed */
static void stage_failed(void *arg, const struct pipesh_error *error)
{
	const struct stage *stage = arg;

	(void)stage_error_status(stage->sh, stage, error);
}

/* ---- building ------------------------------------------------------- */

/* "true\r" as a terminal would not show it; and why it is there. */
static void stage_tell_not_found(struct shell *sh, const char *name, const char *reason)
{
	size_t len = strlen(name);

	if (len > 0 && name[len - 1] == '\r') {
		shell_message(sh, "%.*s\\r: %s (the line ends in CRLF, not in LF)", (int)len - 1,
			      name, reason);
	} else {
		shell_message(sh, "%s: %s", name, reason);
	}
}

/* The file is there, but not what its first line names. False: it is not so. */
static bool stage_tell_interpreter(struct shell *sh, const char *name, const char *path)
{
	char interpreter[PROGRAM_INTERPRETER_MAX];
	size_t len;

	if (!path || !program_interpreter(path, interpreter)) {
		return false;
	}
	len = strlen(interpreter);
	if (len > 0 && interpreter[len - 1] == '\r') {
		shell_message(sh, "%s: its first line ends in CRLF, not in LF: there is no %.*s\\r",
			      name, (int)len - 1, interpreter);
	} else {
		shell_message(sh, "%s: there is no %s, which its first line names", name,
			      interpreter);
	}
	return true;
}

int stage_exec_status(struct shell *sh, const char *name, const char *path, int error)
{
	if (error == ENOENT || error == ENOTDIR) {
		if (!stage_tell_interpreter(sh, name, path)) {
			stage_tell_not_found(sh, name,
					     strchr(name, '/') ? strerror(error) : "not found");
		}
		return 127;
	}
	shell_message(sh, "%s: %s", name, strerror(error));
	return 126;
}

void stage_call(struct shell *sh, const struct node *node, unsigned flags, enum stage_use use,
		struct stage *stage, struct pipesh_stage *spec)
{
	*stage = (struct stage){
		.sh = sh,
		.node = node,
		.flags = flags | EXEC_LAST | (use == STAGE_BACKGROUND ? EXEC_BACKGROUND : 0),
		.background = use == STAGE_BACKGROUND && !jobs_controlled(sh),
		.process = use == STAGE_PROCESS,
	};
	*spec = (struct pipesh_stage){
		.kind = PIPESH_CALL,
		.call = stage_run_call,
		.failed = stage_failed,
		.arg = stage,
	};
}

void stage_exec(struct stage *stage, struct pipesh_stage *spec)
{
	*spec = (struct pipesh_stage){
		.kind = PIPESH_EXEC,
		.path = stage->path,
		.argv = stage->argv,
		.noexec = stage_run_script,
		.failed = stage_failed,
		.arg = stage,
		.actions = stage->plan.actions,
		.action_count = stage->plan.count,
	};
}

static void stage_done(struct pipesh_stage *spec, int status)
{
	*spec = (struct pipesh_stage){ .kind = PIPESH_DONE, .status = status };
}

/* Builtins and functions, mostly, are known before anything is expanded. */
static bool stage_is_own(struct shell *sh, const struct simple *simple)
{
	struct symbol *symbol = simple->words[0]->symbol;
	struct command command;

	if (!symbol || !(symbol->builtin || symbol->function)) {
		return false;
	}
	command_find_symbol(sh, symbol, COMMAND_UNLISTED, &command);
	return command.kind != COMMAND_PROGRAM;
}

/*
 * May the words of this command be expanded in this process, although it runs in another
 * environment? Not if the expansion changes or ends the shell, or runs commands, which would
 * hold up the stages after it. Process substitutions have the standard input and output of the stage.
 */
static bool stage_expands_here(struct shell *sh, const struct node *node)
{
	const struct simple *simple;

	if (node->type != NODE_SIMPLE || sh->options[OPTION_NOUNSET]) {
		return false;
	}
	simple = node_simple(node);
	return simple->word_count > 0 && (simple->flags & WORD_HANDED_ON) == 0 &&
	       !stage_is_own(sh, simple);
}

/* Everything of a program's stage but its start. false: nothing is left to run, SPEC says so. */
static bool stage_build_program(struct shell *sh, const struct simple *simple, struct stage *stage,
				struct pipesh_stage *spec)
{
	if (redirect_plan(sh, &simple->redirections, &stage->plan) != REDIRECT_OK) {
		stage_done(spec, 1);
		return false;
	}
	if (simple->assignment_count > 0) {
		variable_scope_open(sh, &stage->scope);
		stage->scoped = true;
		if (assign_temporary(sh, simple) != FLOW_NEXT) {
			stage_done(spec, 1);
			return false;
		}
	}
	return true;
}

/* true: it was built; false: it must be a CALL stage. */
static bool stage_build_simple(struct shell *sh, const struct simple *simple, struct stage *stage,
			       struct pipesh_stage *spec)
{
	struct fields fields = { 0 };
	struct command command;

	sh->line = simple->node.position.line;
	if (assign_changes_path(sh, simple)) {
		return false;
	}
	if (expand_words(&sh->expander, simple->words, simple->word_count, &fields) != EXPAND_OK) {
		stage_done(spec, 1);
		return true;
	}
	if (fields.count == 0) {
		return false;
	}
	command_find(sh, fields.items[0], NULL, COMMAND_UNLISTED, &command);
	if (command.kind != COMMAND_PROGRAM) {
		return false;
	}
	*stage = (struct stage){ .sh = sh, .argv = fields.items, .path = command.path };
	if (sh->options[OPTION_XTRACE]) {
		xtrace_fields(sh, &fields);
	}
	if (stage_build_program(sh, simple, stage, spec)) {
		stage_exec(stage, spec);
	}
	if (stage->scoped) {
		/* The scope ends before the next stage is built; the environment made here stays. */
		stage->scoped = false;
		spec->envp = variable_environment_keep(sh, &sh->scratch);
		variable_scope_close(sh, &stage->scope);
	}
	return true;
}

/* What its words assign, if the value of a variable turns out to do so in $(( )), is not kept. */
static bool stage_build_apart(struct shell *sh, const struct simple *simple, struct stage *stage,
			      struct pipesh_stage *spec)
{
	struct variable_scope scope;
	bool built;

	variable_scope_open(sh, &scope);
	scope.subshell = true;
	built = stage_build_simple(sh, simple, stage, spec);
	variable_scope_close(sh, &scope);
	return built;
}

void stage_build(struct shell *sh, const struct node *node, unsigned flags, enum stage_use use,
		 struct stage *stage, struct pipesh_stage *spec)
{
	if (stage_expands_here(sh, node) && stage_build_apart(sh, node_simple(node), stage, spec)) {
		return;
	}
	stage_call(sh, node, flags, use, stage, spec);
}

/* ---- starting ------------------------------------------------------- */

void stages_close(struct shell *sh, struct stage *stages, size_t count)
{
	size_t i;

	(void)sh;
	for (i = 0; i < count; i++) {
		redirect_plan_close(&stages[i].plan);
	}
}

void stages_report(struct shell *sh, const struct pipesh_chain *chain, struct stage *stages)
{
	size_t count = pipesh_stage_count(chain);
	size_t i;

	for (i = 0; i < count; i++) {
		const struct pipesh_report *report = pipesh_report(chain, i);

		if (report->error.phase == PIPESH_PHASE_EXEC && stages[i].remembered &&
		    report->error.error == ENOENT) {
			stages[i].stale = true;
		} else if (report->error.phase != PIPESH_PHASE_NONE) {
			(void)stage_error_status(sh, &stages[i], &report->error);
			if (report->error.phase == PIPESH_PHASE_FORK ||
			    report->error.phase == PIPESH_PHASE_PIPE) {
				return; /* the same holds for all that follow */
			}
		}
	}
}

/* The cached environment, for all that have none of their own: made last, so that it holds. And the
   descriptors of process substitutions that it or an argument names. */
static void stages_environment(struct shell *sh, struct pipesh_stage *specs, struct stage *stages,
			       size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (specs[i].kind == PIPESH_EXEC && !specs[i].envp) {
			specs[i].envp = variable_environment(sh);
		}
		if (specs[i].kind == PIPESH_EXEC && processes_any(sh)) {
			processes_pass(sh, specs[i].argv, specs[i].envp, &stages[i].plan);
			specs[i].actions = stages[i].plan.actions;
			specs[i].action_count = stages[i].plan.count;
		}
	}
}

struct pipesh_chain *stages_try(struct shell *sh, struct pipesh_spec *spec,
				struct pipesh_stage *specs, struct stage *stages, bool background,
				struct pipesh_error *error)
{
	struct pipesh_chain *chain = NULL;
	int result;

	stages_environment(sh, specs, stages, spec->stage_count);
	spec->stages = specs;
	job_prepare(sh, spec, background);
	script_share(sh);
	input_share(sh);
	result = pipesh_start(&chain, spec, error);
	if (!chain) {
		shell_message(sh, "cannot start a process: %s", strerror(-result));
		sh->status = 125;
	}
	return chain;
}

struct pipesh_chain *stages_start(struct shell *sh, struct pipesh_spec *spec,
				  struct pipesh_stage *specs, struct stage *stages, bool background)
{
	struct pipesh_error error;
	struct pipesh_chain *chain = stages_try(sh, spec, specs, stages, background, &error);

	if (chain && error.phase != PIPESH_PHASE_NONE) {
		stages_report(sh, chain, stages);
	}
	return chain;
}
