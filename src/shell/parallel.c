/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/parallel.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/job.h"
#include "shell/parallel_jobs.h"
#include "shell/pipeline.h"
#include "shell/processes.h"
#include "shell/redirect.h"
#include "shell/shell.h"
#include "shell/stage.h"
#include "shell/trap.h"
#include "shell/with.h"

/* ---- jobs that begin ---- */

void parallel_subshell(struct shell *sh)
{
	struct parallel *parallel = sh->parallel;

	for (size_t i = 0; parallel && i < parallel->running; i++) {
		pipesh_abandon(parallel->jobs[i].chain);
	}
	if (parallel) {
		sh->in_parallel = true;
	}
	sh->parallel = NULL;
}

/* In a job's process. `continue' ends the job; `break', and no more are started. */
static enum flow parallel_body(struct shell *sh, const struct node *node, unsigned flags, void *arg)
{
	enum flow flow;

	sh->loop_depth = 1;
	flow = exec_node(sh, node, flags);
	if (flow == FLOW_BREAK) {
		parallel_break(arg);
	}
	return flow;
}

static void parallel_hook(struct parallel *parallel, struct pipeline_stages *built)
{
	if (built->count == 1 && built->specs[0].kind == PIPESH_CALL) {
		built->stages[0].run = parallel_body;
		built->stages[0].run_arg = parallel;
	}
}

/* --retries, in a job's process: each attempt is a process of its own, and finds the same variables. */
struct parallel_attempt {
	struct parallel *parallel;
	const struct node *node;
	unsigned flags;
};

static bool parallel_attempt(struct shell *sh, void *arg)
{
	const struct parallel_attempt *attempt = arg;
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pipeline_stages built =
		pipeline_build_any(sh, attempt->node, attempt->flags, STAGE_PIPELINE);

	parallel_hook(attempt->parallel, &built);
	pipeline_foreground(sh, attempt->node, &built);
	arena_release(&sh->scratch, mark);
	return true;
}

static enum flow parallel_attempts(struct shell *sh, const struct node *node, unsigned flags,
				   void *arg)
{
	struct parallel_attempt attempt = {
		.parallel = arg,
		.node = node,
		.flags = flags & EXEC_TESTED,
	};

	with_repeat(sh, &attempt.parallel->plan, parallel_attempt, &attempt);
	return FLOW_NEXT;
}

static struct pipeline_stages parallel_build(struct parallel *parallel, const struct node *node)
{
	struct pipeline_stages built;

	if (parallel->plan.retries == 0) {
		built = pipeline_build_any(parallel->sh, node, parallel->flags, STAGE_PIPELINE);
		parallel_hook(parallel, &built);
		return built;
	}
	built = pipeline_build_call(parallel->sh, node, parallel->flags, STAGE_PIPELINE);
	built.stages[0].run = parallel_attempts;
	built.stages[0].run_arg = parallel;
	return built;
}

static void parallel_push(struct parallel *parallel, const struct node *node,
			  struct pipesh_chain *chain, bool call)
{
	int sig = traps_ending(parallel->sh);

	if (sig != 0) {
		/* It came while signals were blocked for the start: all of the group had it but this. */
		(void)pipesh_signal(chain, sig);
	}
	if (parallel->running == parallel->capacity) {
		parallel->jobs = memory_grow(parallel->jobs, &parallel->capacity,
					     parallel->running + 1, sizeof(*parallel->jobs));
	}
	/* Until it has a status, it has the one that it ends with if all of this is killed. */
	parallel_record(parallel, parallel->started, 128 + SIGKILL);
	parallel->jobs[parallel->running++] = (struct parallel_job){
		.chain = chain,
		.index = parallel->started++,
		.fold = job_fold(parallel->sh),
		.call = call,
		.node = node,
		.item = parallel->item.len > 0 ? memory_strdup(parallel->item.data) : NULL,
	};
	if (parallel->grouped) {
		collate_add(&parallel->collate, chain);
	}
}

/* False: there is no room for it after all; it may be tried again when another one has ended. */
static bool parallel_start(struct parallel *parallel, const struct node *node)
{
	struct shell *sh = parallel->sh;
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pipeline_stages built = parallel_build(parallel, node);
	struct pipesh_spec spec = {
		.stage_count = built.count,
		.has_input = true,
		.input = parallel->null,
		.capture_limit = collate_capture_limit(parallel->plan.jobs),
	};
	struct pipesh_error error;
	struct pipesh_chain *chain;
	bool full = false;

	with_prepare(&parallel->plan, &spec);
	if (parallel->grouped) {
		spec.output_kind = PIPESH_OUTPUT_CAPTURE;
		spec.errors_kind = PIPESH_OUTPUT_CAPTURE;
	}
	chain = stages_try(sh, &spec, built.specs, built.stages, false, &error);
	if (chain && (error.phase == PIPESH_PHASE_PIPE || error.phase == PIPESH_PHASE_FORK)) {
		full = built.count == 1 && parallel->running > 0;
	}
	if (chain && error.phase != PIPESH_PHASE_NONE && !full) {
		stages_report(sh, chain, built.stages);
	}
	if (full) {
		pipesh_free(chain);
	} else if (chain) {
		parallel_push(parallel, node, chain, built.specs[0].kind == PIPESH_CALL);
	} else {
		parallel->status = sh->status; /* no memory: reported */
		parallel->broken = true;
	}
	stages_close(sh, built.stages, built.count);
	arena_release(&sh->scratch, mark);
	return !full;
}

static bool parallel_goes_on(const struct parallel *parallel)
{
	return !parallel->stopping && !parallel->broken;
}

/* The next job, when there is room for it. False: no more are to be started. */
static bool parallel_run_job(struct parallel *parallel, const struct node *node)
{
	size_t room = parallel->plan.jobs;
	bool started = false;

	while (!started && parallel_goes_on(parallel)) {
		if (parallel->running >= room || traps_ending(parallel->sh) != 0) {
			parallel_sleep(parallel);
		} else {
			started = parallel_start(parallel, node);
			room = started ? room : parallel->running;
		}
	}
	return parallel_goes_on(parallel);
}

/* ---- the loop ---- */

static enum flow parallel_for(struct parallel *parallel, const struct for_clause *clause)
{
	struct shell *sh = parallel->sh;
	struct fields fields;
	enum flow flow;

	if (!exec_for_fields(sh, clause, &fields, &flow)) {
		return flow;
	}
	for (size_t i = 0; i < fields.count; i++) {
		if (variable_set(sh, clause->symbol, fields.items[i], strlen(fields.items[i])) <
		    0) {
			return shell_consequence(sh, ERROR_ASSIGNMENT, 1);
		}
		if (parallel->report) {
			strbuf_clear(&parallel->item);
			strbuf_printf(&parallel->item, "%s=%s", clause->symbol->name,
				      fields.items[i]);
		}
		if (!parallel_run_job(parallel, clause->body)) {
			break;
		}
	}
	return FLOW_NEXT;
}

static enum flow parallel_while(struct parallel *parallel, const struct while_clause *clause)
{
	struct shell *sh = parallel->sh;
	enum flow flow;

	sh->loop_depth++;
	for (;;) {
		flow = exec_node(sh, clause->condition, EXEC_TESTED);
		if (flow != FLOW_NEXT) {
			if (exec_loop_goes_on(sh, &flow)) {
				continue;
			}
			break;
		}
		if ((sh->status == 0) == clause->until ||
		    !parallel_run_job(parallel, clause->body)) {
			break;
		}
	}
	sh->loop_depth--;
	return flow;
}

static enum flow parallel_group(struct parallel *parallel, const struct group *group)
{
	const struct list *list;

	if (group->body->type != NODE_LIST) {
		(void)parallel_run_job(parallel, group->body);
		return FLOW_NEXT;
	}
	list = node_list(group->body);
	for (uint32_t i = 0; i < list->count; i++) {
		if (!parallel_run_job(parallel, list->items[i].command)) {
			break;
		}
	}
	return FLOW_NEXT;
}

static enum flow parallel_loop(struct parallel *parallel, const struct node *node)
{
	switch (node->type) {
	case NODE_FOR:
		return parallel_for(parallel, node_for(node));
	case NODE_WHILE:
		return parallel_while(parallel, node_while(node));
	case NODE_GROUP:
		return parallel_group(parallel, node_group(node));
	case NODE_SIMPLE:
	case NODE_PIPELINE:
	case NODE_AND_OR:
	case NODE_LIST:
	case NODE_SUBSHELL:
	case NODE_IF:
	case NODE_CASE:
	case NODE_FUNCTION:
		break; /* the parser lets none of these through */
	}
	return FLOW_NEXT;
}

/* With the redirections of the compound command in force until all jobs have ended. */
static enum flow parallel_redirected(struct parallel *parallel, const struct node *node)
{
	struct shell *sh = parallel->sh;
	const struct redirections *redirections = exec_redirections(node);
	struct redirect_saved saved;
	enum redirect_result result = REDIRECT_OK;
	enum flow flow;

	sh->line = node->position.line;
	if (redirections->count > 0) {
		result = redirect_begin(sh, redirections, &saved);
	}
	if (result != REDIRECT_OK) {
		parallel->status = 1;
		return shell_consequence(
			sh, result == REDIRECT_FAILED ? ERROR_REDIRECTION : ERROR_EXPANSION, 1);
	}
	flow = parallel_loop(parallel, node);
	while (parallel->running > 0 || !collate_is_done(&parallel->collate)) {
		parallel_sleep(parallel);
	}
	if (redirections->count > 0) {
		redirect_restore(sh, &saved);
	}
	return flow;
}

static void parallel_hold_signals(struct parallel *parallel)
{
	struct shell *sh = parallel->sh;

	(void)traps_hold(sh);
	traps_hold_signal(sh, SIGQUIT);
	traps_hold_signal(sh, SIGPIPE);
	traps_hold_signal(sh, parallel->plan.stop.signal);
}

/* An input that ends at once is for all jobs: none may take what another, or the loop, is to have. */
static bool parallel_open_null(struct parallel *parallel)
{
	int fd = fd_open("/dev/null", O_RDONLY, 0);

	parallel->null = fd < 0 ? fd : fd_raise(fd, FD_PRIVATE);
	if (parallel->null < 0) {
		shell_message(parallel->sh, "with: --jobs: cannot open /dev/null: %s",
			      strerror(-parallel->null));
		return false;
	}
	return true;
}

static void parallel_finish(struct parallel *parallel)
{
	parallel->sh->parallel = NULL;
	collate_finish(&parallel->collate);
	strbuf_finish(&parallel->item);
	fd_close(&parallel->null);
	free(parallel->jobs);
}

/* The status is the one that the shell will find. */
static void parallel_report(struct parallel *parallel, bool expired)
{
	struct shell *sh = parallel->sh;
	int sig = traps_ending(sh);
	int status = sig != 0 ? 128 + sig : sh->status;

	expired = expired && parallel->stopping;
	report_end(sh, parallel->report, expired ? JOB_TIMED_OUT : status, expired);
}

enum flow parallel_exec(struct shell *sh, const struct node *node, unsigned flags, void *arg)
{
	const struct parallel_request *request = arg;
	struct parallel parallel = {
		.sh = sh,
		.plan = *request->plan,
		.record = request->record,
		.flags = flags & EXEC_TESTED,
		.grouped = !request->plan->has[TERM_UNGROUPED],
		.failed = SIZE_MAX,
		.item = STRBUF_INIT,
	};
	size_t outer;
	enum flow flow;

	parallel.plan.deadline_ns = 0; /* the whole has it */
	collate_init(&parallel.collate);
	if (!parallel_open_null(&parallel)) {
		sh->status = 125;
		return FLOW_NEXT;
	}
	sh->parallel = &parallel;
	parallel.report = report_begin(&parallel.plan);
	parallel_hold_signals(&parallel);
	outer = processes_begin(sh);
	flow = processes_end(sh, outer, parallel_redirected(&parallel, node));
	if (parallel.stopping) {
		parallel_clear_group(&parallel);
	}
	if (flow != FLOW_EXIT || parallel.status != 0) {
		sh->status = parallel.status;
	}
	if (sh->status == 0 && parallel.lost) {
		sh->status = 1;
	}
	parallel_report(&parallel, with_expired(request->plan));
	parallel_finish(&parallel);
	return traps_ending(sh) != 0 ? traps_run(sh) : FLOW_NEXT;
}
