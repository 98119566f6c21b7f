/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/job.h"
#include "shell/processes.h"
#include "shell/program.h"
#include "shell/pure.h"
#include "shell/shell.h"
#include "shell/stage.h"
#include "shell/timing.h"
#include "shell/trap.h"
#include "shell/with.h"

static bool pipeline_is_chain(const struct node *node)
{
	return node->type == NODE_PIPELINE && !node_pipeline(node)->negated &&
	       !node_pipeline(node)->timed && !node_pipeline(node)->terms;
}

struct pipeline_stages pipeline_build(struct shell *sh, const struct node *node, unsigned flags,
				      enum stage_use use)
{
	const struct pipeline *pipeline = node->type == NODE_PIPELINE ? node_pipeline(node) : NULL;
	struct pipeline_stages built = { .count = pipeline ? pipeline->count : 1 };
	const struct node *command;
	size_t i;

	built.stages = arena_alloc(&sh->scratch, built.count * sizeof(*built.stages));
	built.specs = arena_alloc(&sh->scratch, built.count * sizeof(*built.specs));
	for (i = 0; i < built.count; i++) {
		memset(&built.stages[i], 0, sizeof(built.stages[i]));
		built.stages[i].sh = sh;
		command = pipeline ? pipeline->commands[i] : node;
		stage_build(sh, command, flags, use, &built.stages[i], &built.specs[i]);
		built.stages[i].piped_input = i > 0;
		built.stages[i].record = processes_record(sh, pipeline, i);
	}
	return built;
}

struct pipeline_stages pipeline_build_call(struct shell *sh, const struct node *node,
					   unsigned flags, enum stage_use use)
{
	struct pipeline_stages built = { .count = 1 };

	built.stages = arena_alloc(&sh->scratch, sizeof(*built.stages));
	built.specs = arena_alloc(&sh->scratch, sizeof(*built.specs));
	stage_call(sh, node, flags, use, &built.stages[0], &built.specs[0]);
	return built;
}

struct pipeline_stages pipeline_build_any(struct shell *sh, const struct node *node, unsigned flags,
					  enum stage_use use)
{
	return pipeline_is_chain(node) || node->type == NODE_SIMPLE
		       ? pipeline_build(sh, node, flags, use)
		       : pipeline_build_call(sh, node, flags, use);
}

/* One that has failed before anything could start. */
static struct pipeline_stages pipeline_build_done(struct shell *sh, int status)
{
	struct pipeline_stages built = { .count = 1 };

	built.stages = arena_alloc(&sh->scratch, sizeof(*built.stages));
	built.specs = arena_alloc(&sh->scratch, sizeof(*built.specs));
	*built.stages = (struct stage){ .sh = sh };
	*built.specs = (struct pipesh_stage){ .kind = PIPESH_DONE, .status = status };
	return built;
}

void pipeline_foreground(struct shell *sh, const struct node *node, struct pipeline_stages *built)
{
	struct pipesh_spec spec = { .stage_count = built->count };
	enum job_fold fold = job_fold(sh);
	struct pipesh_chain *chain = stages_start(sh, &spec, built->specs, built->stages, false);

	stages_close(sh, built->stages, built->count);
	if (chain) {
		sh->status = job_foreground(sh, chain, node, fold);
	}
}

static enum flow pipeline_run_stages(struct shell *sh, const struct pipeline *pipeline,
				     unsigned flags)
{
	struct pipeline_stages built;

	if (pipeline->count == 0) {
		sh->status = 0; /* `time` alone */
		return FLOW_NEXT;
	}
	if (pipeline->terms) {
		return with_exec(sh, pipeline, flags);
	}
	built = pipeline_build(sh, &pipeline->node, flags & EXEC_TESTED, STAGE_PIPELINE);
	pipeline_foreground(sh, &pipeline->node, &built);
	return FLOW_NEXT;
}

/* With the process substitutions of its stages, and of its terms (--report=>(...)). */
static enum flow pipeline_run(struct shell *sh, const struct pipeline *pipeline, unsigned flags)
{
	size_t outer;
	bool shared;
	enum flow flow;

	if (pipeline->count == 1 && !pipeline->terms) {
		return exec_node(sh, pipeline->commands[0], flags);
	}
	shared = processes_share(sh, pipeline);
	outer = processes_begin(sh);
	flow = processes_end(sh, outer, pipeline_run_stages(sh, pipeline, flags));
	if (shared) {
		processes_gather(sh, pipeline->count);
	}
	return flow;
}

enum flow pipeline_exec(struct shell *sh, const struct pipeline *pipeline, unsigned flags)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	unsigned inner = flags;
	struct timing timing;
	enum flow flow;

	sh->line = pipeline->node.position.line;
	if (pipeline->negated) {
		inner |= EXEC_TESTED;
	}
	if (pipeline->negated || pipeline->timed || pipeline->terms || pipeline->count > 1) {
		inner &= ~(unsigned)EXEC_LAST;
	}
	if (pipeline->timed) {
		timing_begin(&timing);
	}
	flow = pipeline_run(sh, pipeline, inner);
	if (pipeline->timed) {
		timing_report(&timing, pipeline->timed_posix);
	}
	if (pipeline->negated && flow == FLOW_NEXT) {
		sh->status = sh->status == 0;
	}
	arena_release(&sh->scratch, mark);
	if (flow == FLOW_NEXT && !pipeline->negated && (pipeline->terms || pipeline->count > 1)) {
		flow = exec_errexit(sh, flags);
	}
	return flow;
}

/* ---- asynchronous lists --------------------------------------------- */

/* PLAN, or NULL: its terms. */
static void pipeline_background_start(struct shell *sh, const struct node *node,
				      struct pipeline_stages *built, const struct with_plan *plan)
{
	struct pipesh_spec spec = { .stage_count = built->count };
	struct pipesh_chain *chain;
	int null = -1;

	if (!jobs_controlled(sh)) {
		/* XCU 2.9.3.1: an empty standard input, unless job control keeps the terminal. */
		null = fd_open("/dev/null", O_RDONLY, 0);
		spec.has_input = null >= 0;
		spec.input = null;
	}
	if (plan) {
		with_prepare(plan, &spec);
	}
	chain = stages_start(sh, &spec, built->specs, built->stages, true);
	fd_close(&null);
	stages_close(sh, built->stages, built->count);
	if (chain && pipesh_report(chain, built->count - 1)->error.phase == PIPESH_PHASE_FORK) {
		sh->status = pipesh_report(chain, built->count - 1)->status;
		(void)job_foreground(sh, chain, node,
				     JOB_LAST); /* those that were started see the end */
	} else if (chain) {
		struct job *job = job_background(sh, chain, node);

		if (plan && plan->deadline_ns != 0 && job->chain == chain) {
			job_guard(sh, job);
		}
		sh->status = 0;
	}
}

/* `with`, of a kind that needs no subshell: the chain is this shell's own. */
static void pipeline_background_with(struct shell *sh, const struct pipeline *pipeline)
{
	const struct node *node = &pipeline->node;
	struct pipeline_stages built;
	struct with_plan plan;
	enum flow flow; /* the error of a background command is its status */

	sh->line = node->position.line;
	if (with_plan_make(sh, pipeline->terms, &plan, &flow)) {
		built = pipeline_build(sh, node, 0, STAGE_BACKGROUND);
		pipeline_background_start(sh, node, &built, &plan);
		with_plan_finish(&plan);
	} else {
		built = pipeline_build_done(sh, sh->status);
		pipeline_background_start(sh, node, &built, NULL);
	}
}

static bool pipeline_is_plain_with(const struct shell *sh, const struct node *node)
{
	const struct pipeline *pipeline;

	if (node->type != NODE_PIPELINE) {
		return false;
	}
	pipeline = node_pipeline(node);
	return pipeline->terms && !pipeline->negated && !pipeline->timed &&
	       with_is_plain(sh, pipeline->terms);
}

enum flow pipeline_background(struct shell *sh, const struct node *node)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pipeline_stages built;

	if (pipeline_is_plain_with(sh, node)) {
		pipeline_background_with(sh, node_pipeline(node));
	} else {
		built = pipeline_build_any(sh, node, 0, STAGE_BACKGROUND);
		pipeline_background_start(sh, node, &built, NULL);
	}
	arena_release(&sh->scratch, mark);
	return FLOW_NEXT;
}

/* ---- subshells ------------------------------------------------------ */

/* In place of this process, which has nothing left to do. */
static enum flow pipeline_subshell_last(struct shell *sh, const struct group *group, unsigned flags)
{
	sh->subshell = true;
	jobs_subshell(sh); /* ended ones, whose status may still be wanted: not in here */
	(void)exec_node(sh, group->body, flags);
	traps_run_exit(sh); /* while the redirections of the subshell are in force */
	return FLOW_EXIT;
}

static enum flow pipeline_subshell_fork(struct shell *sh, const struct group *group, unsigned flags)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pipeline_stages built =
		pipeline_build_call(sh, group->body, flags & EXEC_TESTED, STAGE_PIPELINE);

	pipeline_foreground(sh, &group->node, &built);
	arena_release(&sh->scratch, mark);
	return exec_errexit(sh, flags);
}

void pipeline_isolate(struct shell *sh, const struct node *node, const struct node *job)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pipeline_stages built = pipeline_build_call(sh, node, EXEC_TESTED, STAGE_PIPELINE);

	pipeline_foreground(sh, job, &built);
	arena_release(&sh->scratch, mark);
}

enum flow pipeline_subshell(struct shell *sh, const struct group *group, unsigned flags)
{
	if (pure_subshell(sh, group->body)) {
		pure_run(sh, group->body);
		sh->simple_status = sh->status;
		return exec_errexit(sh, flags);
	}
	if (flags & EXEC_LAST && program_may_replace(sh) && !jobs_controlled(sh)) {
		return pipeline_subshell_last(sh, group, flags);
	}
	return pipeline_subshell_fork(sh, group, flags);
}

/* ---- substitutions -------------------------------------------------- */

/* SPEC says how it is joined to us. */
static struct pipesh_chain *pipeline_start_joined(struct shell *sh, const struct node *node,
						  enum stage_use use, struct pipesh_spec *spec)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	unsigned flags = sh->tested ? EXEC_TESTED : 0;
	struct pipeline_stages built = pipeline_build_any(sh, node, flags, use);
	struct pipesh_chain *chain;

	spec->stage_count = built.count;
	chain = stages_start(sh, spec, built.specs, built.stages, false);
	stages_close(sh, built.stages, built.count);
	arena_release(&sh->scratch, mark);
	return chain;
}

struct pipesh_chain *pipeline_start_to(struct shell *sh, const struct node *node, int fd)
{
	struct pipesh_spec spec = { .has_output = true, .output = fd };

	return pipeline_start_joined(sh, node, STAGE_SUBSTITUTE, &spec);
}

struct pipesh_chain *pipeline_start_process(struct shell *sh, const struct node *node, int fd,
					    bool output)
{
	struct pipesh_spec spec = {
		.has_input = output,
		.input = fd,
		.has_output = !output,
		.output = fd,
	};

	return pipeline_start_joined(sh, node, STAGE_PROCESS, &spec);
}
