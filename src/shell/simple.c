/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Simple commands, XCU 2.9.1: words are expanded, then redirections, then assignments; the first
 * field names what is run.
 */
#include <config.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "shell/assign.h"
#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/job.h"
#include "shell/pipeline.h"
#include "shell/processes.h"
#include "shell/program.h"
#include "shell/redirect.h"
#include "shell/shell.h"
#include "shell/stage.h"
#include "shell/xtrace.h"

/* Fields that need no memory of the arena. */
enum { SIMPLE_FIELDS = 10 };

static enum flow simple_redirect_failed(struct shell *sh, enum redirect_result result,
					enum error_kind kind)
{
	return shell_consequence(sh, result == REDIRECT_FAILED ? kind : ERROR_EXPANSION, 1);
}

/* ---- no command name ------------------------------------------------ */

/* May expanding them change this environment? */
static bool simple_redirections_have_effects(const struct redirections *redirections)
{
	uint32_t i;

	for (i = 0; i < redirections->count; i++) {
		const struct redirection *redirection = &redirections->items[i];
		const struct word *word =
			redirection->here ? redirection->here : redirection->target;

		if (word->flags & WORD_EFFECTS || redirection->variable) {
			return true;
		}
	}
	return false;
}

static enum redirect_result simple_redirect_isolated(struct shell *sh, const struct simple *simple)
{
	struct simple nothing = { .node = { .type = NODE_SIMPLE } };
	struct group group = {
		.node = { .type = NODE_GROUP, .position = simple->node.position },
		.body = &nothing.node,
		.redirections = simple->redirections,
	};
	int before = sh->status;

	pipeline_isolate(sh, &group.node, &simple->node);
	if (sh->status != 0) {
		return REDIRECT_FAILED;
	}
	sh->status = before; /* for $? in the assignments */
	return REDIRECT_OK;
}

/*
 * XCU 2.9.1.3: without a command name redirections are performed in a subshell environment. That
 * is a process only if it could be told from this one.
 */
static enum redirect_result simple_redirect_alone(struct shell *sh, const struct simple *simple)
{
	struct redirect_saved saved;
	enum redirect_result result;

	if (simple->redirections.count == 0) {
		return REDIRECT_OK;
	}
	if (simple_redirections_have_effects(&simple->redirections)) {
		return simple_redirect_isolated(sh, simple);
	}
	result = redirect_begin(sh, &simple->redirections, &saved);
	if (result == REDIRECT_OK) {
		redirect_restore(sh, &saved);
	}
	return result;
}

static enum flow simple_without_command(struct shell *sh, const struct simple *simple)
{
	enum redirect_result result = simple_redirect_alone(sh, simple);
	enum flow flow;

	if (result != REDIRECT_OK) {
		return simple_redirect_failed(sh, result, ERROR_REDIRECTION);
	}
	flow = assign_permanent(sh, simple);
	if (flow == FLOW_NEXT) {
		sh->status = sh->substitute_status >= 0 ? sh->substitute_status : 0;
	}
	return flow;
}

/* ---- functions ------------------------------------------------------ */

enum flow exec_function(struct shell *sh, struct function *function, int argc, char **argv,
			unsigned flags)
{
	struct positional saved = sh->positional;
	struct tree *saved_tree = sh->tree;
	const char *source_name = sh->source_name;
	unsigned loop_depth = sh->loop_depth;
	struct variable_scope scope;
	enum flow flow;

	sh->positional = (struct positional){ argv + 1, (size_t)argc - 1, NULL };
	shell_positional_changed(sh);
	variable_scope_open(sh, &scope);
	function->references++;
	sh->tree = function->tree;
	sh->source_name = function->source_name;
	sh->loop_depth = 0;
	sh->function_depth++;
	flow = exec_node(sh, function->body, flags);
	sh->function_depth--;
	sh->loop_depth = loop_depth;
	sh->tree = saved_tree;
	sh->source_name = source_name;
	function_release(function);
	variable_scope_close(sh, &scope);
	shell_positional_free(sh);
	sh->positional = saved;
	shell_positional_changed(sh);
	return flow == FLOW_RETURN ? FLOW_NEXT : flow;
}

static enum flow simple_function(struct shell *sh, const struct simple *simple,
				 struct function *function, const struct fields *fields,
				 unsigned flags)
{
	struct redirect_saved saved;
	struct variable_scope scope;
	enum redirect_result result = redirect_begin(sh, &simple->redirections, &saved);
	unsigned line = sh->line;
	enum flow flow;

	if (result != REDIRECT_OK) {
		return simple_redirect_failed(sh, result, ERROR_REDIRECTION);
	}
	if (simple->assignment_count == 0) {
		flow = exec_function(sh, function, (int)fields->count, fields->items, flags);
	} else {
		variable_scope_open(sh, &scope);
		flow = assign_temporary(sh, simple);
		if (flow == FLOW_NEXT) {
			flow = exec_function(sh, function, (int)fields->count, fields->items,
					     flags);
		}
		variable_scope_close(sh, &scope);
	}
	sh->line = line;
	redirect_restore(sh, &saved);
	return flow;
}

/* ---- builtins ------------------------------------------------------- */

/* Runs it and sees to what it wrote. */
static enum flow simple_run_builtin(struct shell *sh, const struct builtin *builtin, int argc,
				    char **argv)
{
	bool special = sh->special;
	enum flow flow;
	int error;

	sh->special = (builtin->flags & BUILTIN_SPECIAL) != 0;
	flow = builtin->run(sh, argc, argv);
	sh->special = special;
	if (sh->out->buf.len == 0 && sh->out->error == 0) {
		return flow;
	}
	error = output_flush(sh->out);
	if (error == EPIPE && processes_shielded(sh)) {
		sh->status = 128 + SIGPIPE;
		return flow == FLOW_NEXT ? FLOW_PIPE : flow;
	}
	if (error != 0) {
		builtin_message(sh, argv[0], "write error: %s", strerror(error));
		if (sh->status == 0) {
			sh->status = 1;
		}
	}
	return flow;
}

/* `exec`, also behind `command`, leaves its redirections in force. */
static bool simple_keeps_redirections(const struct shell *sh, const struct builtin *builtin,
				      const struct fields *fields)
{
	const struct symbol *symbol;

	if (builtin->flags & BUILTIN_KEEP_REDIRECTIONS) {
		return true;
	}
	if (fields->count != 2 || strcmp(builtin->name, "command") != 0) {
		return false;
	}
	symbol = symbol_find(&sh->symbols, fields->items[1], strlen(fields->items[1]));
	return symbol && symbol->builtin && symbol->builtin->flags & BUILTIN_KEEP_REDIRECTIONS;
}

static enum flow simple_builtin_scoped(struct shell *sh, const struct simple *simple,
				       const struct builtin *builtin, const struct fields *fields)
{
	struct variable_scope scope;
	enum flow flow;

	if (simple->assignment_count == 0) {
		return simple_run_builtin(sh, builtin, (int)fields->count, fields->items);
	}
	variable_scope_open(sh, &scope);
	flow = assign_temporary(sh, simple);
	if (flow == FLOW_NEXT) {
		flow = simple_run_builtin(sh, builtin, (int)fields->count, fields->items);
	}
	variable_scope_close(sh, &scope);
	return flow;
}

static enum flow simple_special(struct shell *sh, const struct simple *simple,
				const struct builtin *builtin, const struct fields *fields)
{
	struct redirect_saved saved;
	enum redirect_result result = redirect_begin(sh, &simple->redirections, &saved);
	enum flow flow;

	if (result != REDIRECT_OK) {
		return simple_redirect_failed(sh, result, ERROR_REDIRECTION_SPECIAL);
	}
	if (builtin->flags & BUILTIN_KEEP_REDIRECTIONS && fields->count > 1) {
		/* `x=1 exec program`: its environment has them. */
		flow = simple_builtin_scoped(sh, simple, builtin, fields);
	} else {
		flow = assign_permanent(sh, simple);
		if (flow == FLOW_NEXT) {
			flow = simple_run_builtin(sh, builtin, (int)fields->count, fields->items);
		}
	}
	if (simple_keeps_redirections(sh, builtin, fields) && flow == FLOW_NEXT) {
		redirect_keep(sh, &saved);
	} else {
		redirect_restore(sh, &saved);
	}
	return flow;
}

/* What a target must not have if it may have to be expanded twice: only >&word can turn out to be
   of another kind. */
static uint32_t simple_twice_flags(const struct redirection *redirection)
{
	return redirection->op == REDIRECTION_DUP_OUTPUT ? WORD_HANDED_ON : WORD_EFFECTS;
}

/*
 * `echo text >file` and `echo text >&2`: a pure builtin writes through sh->out only, so that
 * descriptor 1 itself can stay what it is. false: the redirections are of another kind.
 */
static bool simple_virtual_output(struct shell *sh, const struct simple *simple,
				  const struct builtin *builtin, const struct fields *fields,
				  enum flow *flow)
{
	const struct redirection *redirection = simple->redirections.items;
	struct output output;
	struct output *saved = sh->out;
	struct redirect_plan plan;
	enum redirect_result result;

	if (simple->redirections.count != 1 || !(builtin->flags & BUILTIN_PURE) ||
	    redirection->fd != STDOUT_FILENO ||
	    redirection->target->flags & simple_twice_flags(redirection)) {
		return false;
	}
	result = redirect_plan(sh, &simple->redirections, &plan);
	if (result == REDIRECT_OK && (plan.count > 1 || plan.actions[0].kind == PIPESH_CLOSE)) {
		return false; /* writing must fail as to any closed descriptor */
	}
	if (result == REDIRECT_OK) {
		int fd = redirect_open_output(sh, &plan);

		redirect_plan_close(&plan);
		if (fd >= 0) {
			output_init(&output, fd);
			sh->out = &output;
			*flow = simple_run_builtin(sh, builtin, (int)fields->count, fields->items);
			sh->out = saved;
			output_finish(&output);
			redirect_close_output(&plan, fd);
			return true;
		}
		result = REDIRECT_FAILED;
	}
	*flow = simple_redirect_failed(sh, result, ERROR_REDIRECTION);
	return true;
}

static enum flow simple_builtin(struct shell *sh, const struct simple *simple,
				const struct builtin *builtin, const struct fields *fields)
{
	struct redirect_saved saved;
	enum redirect_result result;
	enum flow flow;

	if (simple->redirections.count == 0) {
		return simple_builtin_scoped(sh, simple, builtin, fields);
	}
	if (simple->assignment_count == 0 &&
	    simple_virtual_output(sh, simple, builtin, fields, &flow)) {
		return flow;
	}
	result = redirect_begin(sh, &simple->redirections, &saved);
	if (result != REDIRECT_OK) {
		return simple_redirect_failed(sh, result, ERROR_REDIRECTION);
	}
	flow = simple_builtin_scoped(sh, simple, builtin, fields);
	if (simple_keeps_redirections(sh, builtin, fields) && flow == FLOW_NEXT) {
		redirect_keep(sh, &saved);
	} else {
		redirect_restore(sh, &saved);
	}
	return flow;
}

/* ---- programs ------------------------------------------------------- */

/* Starts it and waits. */
static void simple_spawn(struct shell *sh, const struct node *node, struct stage *stage)
{
	struct pipesh_stage spec;
	struct pipesh_spec chain_spec = { .stage_count = 1 };
	struct pipesh_chain *chain;

	stage_exec(stage, &spec);
	chain = stages_start(sh, &chain_spec, &spec, stage, false);
	if (chain) {
		sh->status = job_foreground(sh, chain, node, JOB_LAST);
	}
}

/* A remembered location where nothing is any more: look again. False: found nowhere, $? is set. */
static bool simple_find_again(struct shell *sh, struct stage *stage)
{
	struct command command;

	locations_forget(sh);
	command_find_program(sh, stage->argv[0], &command);
	stage->remembered = false;
	stage->path = command.path;
	if (command.kind != COMMAND_PROGRAM) {
		sh->status = stage_exec_status(sh, stage->argv[0], NULL, command.error);
	}
	return command.kind == COMMAND_PROGRAM;
}

/* In place of this process. Returns only on failure. */
static enum flow simple_replace(struct shell *sh, struct stage *stage)
{
	if (redirect_apply(sh, &stage->plan, NULL) != REDIRECT_OK) {
		sh->status = 1;
		return FLOW_EXIT;
	}
	if (stage->remembered && access(stage->path, X_OK) < 0 && !simple_find_again(sh, stage)) {
		return FLOW_EXIT;
	}
	sh->status = program_replace(sh, stage->path, stage->argv);
	return FLOW_EXIT;
}

static enum flow simple_start_program(struct shell *sh, const struct simple *simple,
				      struct stage *stage, unsigned flags);

/* A program whose redirections this process performs. */
static enum flow simple_start_redirected(struct shell *sh, const struct simple *simple,
					 struct stage *stage, unsigned flags)
{
	struct simple bare = *simple;
	struct redirect_saved saved;
	enum redirect_result result = redirect_begin(sh, &simple->redirections, &saved);
	enum flow flow;

	if (result != REDIRECT_OK) {
		return simple_redirect_failed(sh, result, ERROR_REDIRECTION);
	}
	bare.redirections = (struct redirections){ 0 };
	flow = simple_start_program(sh, &bare, stage, flags);
	redirect_restore(sh, &saved);
	return flow;
}

static enum flow simple_start_program(struct shell *sh, const struct simple *simple,
				      struct stage *stage, unsigned flags)
{
	enum redirect_result result;
	enum flow flow = FLOW_NEXT;

	if (simple->redirections.here) {
		return simple_start_redirected(sh, simple, stage, flags);
	}
	result = redirect_plan(sh, &simple->redirections, &stage->plan);
	if (result != REDIRECT_OK) {
		return simple_redirect_failed(sh, result, ERROR_REDIRECTION);
	}
	if (flags & EXEC_LAST && program_may_replace(sh)) {
		flow = simple_replace(sh, stage);
	} else {
		simple_spawn(sh, &simple->node, stage);
		if (stage->stale && simple_find_again(sh, stage)) {
			simple_spawn(sh, &simple->node, stage);
		}
	}
	redirect_plan_close(&stage->plan);
	return flow;
}

/* The message of a command that is not there goes where its standard error goes. */
static enum flow simple_not_found(struct shell *sh, const struct simple *simple,
				  const struct command *command, const char *name)
{
	struct redirect_saved saved;
	enum redirect_result result = redirect_begin(sh, &simple->redirections, &saved);
	int status;

	if (result != REDIRECT_OK) {
		return simple_redirect_failed(sh, result, ERROR_REDIRECTION);
	}
	status = stage_exec_status(sh, name, NULL, command->error);
	redirect_restore(sh, &saved);
	return shell_consequence(sh, ERROR_NOT_FOUND, status);
}

static enum flow simple_program(struct shell *sh, const struct simple *simple,
				const struct command *command, const struct fields *fields,
				unsigned flags)
{
	struct stage stage = {
		.sh = sh,
		.argv = fields->items,
		.path = command->path,
		.remembered = command->remembered,
	};

	if (command->kind == COMMAND_NOT_FOUND) {
		return simple_not_found(sh, simple, command, fields->items[0]);
	}
	return simple_start_program(sh, simple, &stage, flags);
}

/* ---- all of it ------------------------------------------------------ */

static void simple_find(struct shell *sh, const struct simple *simple, const struct fields *fields,
			struct command *command)
{
	struct symbol *symbol = simple->words[0]->symbol;

	if (symbol && fields->items[0] == simple->words[0]->text) {
		command_find_symbol(sh, symbol, 0, command);
	} else {
		command_find(sh, fields->items[0], NULL, 0, command);
	}
}

/* A program, with the assignments before it in force when it is looked for and started. */
static enum flow simple_external(struct shell *sh, const struct simple *simple,
				 struct command *command, const struct fields *fields,
				 unsigned flags)
{
	struct variable_scope scope;
	enum flow flow;

	if (simple->assignment_count == 0) {
		return simple_program(sh, simple, command, fields, flags);
	}
	variable_scope_open(sh, &scope);
	flow = assign_temporary(sh, simple);
	if (flow == FLOW_NEXT) {
		if (assign_changes_path(sh, simple)) {
			simple_find(sh, simple, fields, command);
		}
		flow = simple_program(sh, simple, command, fields, flags);
	}
	variable_scope_close(sh, &scope);
	return flow;
}

static enum flow simple_run(struct shell *sh, const struct simple *simple,
			    const struct fields *fields, unsigned flags)
{
	struct command command;

	simple_find(sh, simple, fields, &command);
	switch (command.kind) {
	case COMMAND_SPECIAL:
		return simple_special(sh, simple, command.builtin, fields);
	case COMMAND_FUNCTION:
		return simple_function(sh, simple, command.function, fields, flags);
	case COMMAND_BUILTIN:
		return simple_builtin(sh, simple, command.builtin, fields);
	case COMMAND_PROGRAM:
	case COMMAND_NOT_FOUND:
		break;
	}
	return simple_external(sh, simple, &command, fields, flags);
}

enum flow exec_simple(struct shell *sh, const struct simple *simple, unsigned flags)
{
	char *room[SIMPLE_FIELDS];
	struct fields fields = { .items = room, .capacity = SIMPLE_FIELDS };
	enum flow flow;

	sh->line = simple->node.position.line;
	sh->substitute_status = -1;
	if (simple->word_count > 0) {
		enum expand_status status =
			expand_words(&sh->expander, simple->words, simple->word_count, &fields);

		if (status != EXPAND_OK) {
			return assign_expansion_failed(sh, (int)status);
		}
	}
	if (fields.count == 0) {
		flow = simple_without_command(sh, simple);
	} else {
		if (sh->options[OPTION_XTRACE]) {
			xtrace_fields(sh, &fields);
		}
		sh->simple = simple;
		flow = simple_run(sh, simple, &fields, flags);
	}
	sh->simple_status = sh->status;
	sh->pipe_status_count = 0;
	return flow == FLOW_NEXT ? exec_errexit(sh, flags) : flow;
}

/* ---- for builtins --------------------------------------------------- */

enum flow exec_fields(struct shell *sh, int argc, char **argv, bool skip_functions,
		      const char *path, unsigned flags)
{
	struct fields fields = { .items = argv, .count = (size_t)argc };
	static const struct simple none = { .node = { .type = NODE_SIMPLE } };
	struct stage stage = { .sh = sh, .argv = argv };
	struct command command;

	(void)fields;
	command_find(sh, argv[0], path, skip_functions ? COMMAND_SKIP_FUNCTIONS : 0, &command);
	switch (command.kind) {
	case COMMAND_SPECIAL:
	case COMMAND_BUILTIN:
		sh->special = false; /* XCU command: it loses what makes it special */
		return command.builtin->run(sh, argc, argv);
	case COMMAND_FUNCTION:
		return exec_function(sh, command.function, argc, argv, flags);
	case COMMAND_PROGRAM:
		stage.path = command.path;
		return simple_start_program(sh, &none, &stage, flags);
	case COMMAND_NOT_FOUND:
		return builtin_status(sh, stage_exec_status(sh, argv[0], NULL, command.error));
	}
	return FLOW_NEXT;
}

enum flow exec_replace(struct shell *sh, int argc, char **argv)
{
	struct command command;
	int status;

	(void)argc;
	command_find_program(sh, argv[0], &command);
	if (command.kind == COMMAND_PROGRAM) {
		status = program_replace(sh, command.path, argv);
	} else {
		status = stage_exec_status(sh, argv[0], NULL, command.error);
	}
	return builtin_error(sh, status);
}
