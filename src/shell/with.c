/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/with.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "shell/capture.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/job.h"
#include "shell/parallel.h"
#include "shell/pipeline.h"
#include "shell/processes.h"
#include "shell/report.h"
#include "shell/shell.h"
#include "shell/trap.h"
#include "shell/tty.h"

/* What is held back in memory before it goes to a file. */
enum { WITH_QUIET_MEMORY = 8 << 20 };

/* One command under terms, from its start to its end. */
struct with_run {
	struct shell *sh;
	const struct with_plan *plan;
	const struct pipeline *pipeline;
	unsigned flags;
	struct parallel_request parallel; /* TERM_JOBS */
	struct report *report; /* NULL: none is wanted, a job has it, or the loop of TERM_JOBS */
	unsigned long attempt; /* from 1 */
	bool over; /* it was stopped, interrupted, or what it wrote cannot be had: not again */
};

bool with_expired(const struct with_plan *plan)
{
	return plan->deadline_ns != 0 && clock_now_ns() >= plan->deadline_ns;
}

void with_prepare(const struct with_plan *plan, struct pipesh_spec *spec)
{
	int64_t left;

	spec->pipe_size = plan->pipe_size;
	spec->want_io = plan->has[TERM_REPORT] || plan->has[TERM_JSON];
	if (plan->deadline_ns != 0) {
		left = plan->deadline_ns - clock_now_ns();
		spec->timeout_ns = left > 0 ? left : 1;
		spec->stop = plan->stop;
	}
}

/* Has it a process group of its own, which is stopped as a whole? */
static bool with_is_managed(const struct with_plan *plan)
{
	return plan->deadline_ns != 0 || plan->has[TERM_JOBS];
}

bool with_is_plain(const struct shell *sh, const struct terms *terms)
{
	for (uint32_t i = 0; i < terms->count; i++) {
		const struct term *term = &terms->items[i];

		if (term->row->id != TERM_TIMEOUT && term->row->id != TERM_KILL_AFTER &&
		    term->row->id != TERM_SIGNAL && term->row->id != TERM_PIPE_SIZE) {
			return false;
		}
		if (term->value && (term->value->flags & (WORD_EFFECTS | WORD_COMMAND)) != 0) {
			return false;
		}
	}
	return !sh->options[OPTION_NOUNSET];
}

/* A chain with a group of its own has the terminal while it is in the foreground. */
static void with_lend_terminal(struct shell *sh, struct pipesh_spec *spec)
{
	spec->group = PIPESH_GROUP_NEW;
	/* Where there is job control it has it anyway; jobs side by side cannot each have it. */
	if (jobs_controlled(sh) || sh->in_parallel || !terminal_borrow(sh)) {
		return;
	}
	traps_watch_stops(sh, true); /* from here on they are for both groups */
	if (terminal_fd(sh) >= 0) {
		spec->foreground = true;
		spec->terminal = terminal_fd(sh);
	}
}

static void with_capture(const struct with_plan *plan, struct pipesh_spec *spec)
{
	bool quiet = plan->has[TERM_QUIET];

	if (plan->output || quiet) {
		spec->output_kind = PIPESH_OUTPUT_CAPTURE;
	}
	if (plan->errors || quiet) {
		spec->errors_kind = PIPESH_OUTPUT_CAPTURE;
	}
	if (plan->deadline_ns != 0) {
		/* Whoever still writes belongs to the command: until the deadline. */
		spec->capture_grace_ns = -1;
	}
	if (quiet) {
		spec->capture_limit = WITH_QUIET_MEMORY;
	}
}

static struct pipeline_stages with_build(struct with_run *run)
{
	unsigned flags = run->flags & EXEC_TESTED;
	struct pipeline_stages built;

	if (!run->plan->has[TERM_JOBS]) {
		return pipeline_build(run->sh, &run->pipeline->node, flags, STAGE_PIPELINE);
	}
	built = pipeline_build_call(run->sh, run->pipeline->commands[0], flags, STAGE_PIPELINE);
	built.stages[0].run = parallel_exec;
	built.stages[0].run_arg = &run->parallel;
	built.stages[0].record = processes_record(run->sh, run->pipeline, 0);
	return built;
}

/* $PIPESTATUS is $?: nothing was started. */
static void with_record_status(struct shell *sh)
{
	sh->simple_status = sh->status;
	sh->pipe_status_count = 0;
}

static struct pipesh_chain *with_start(struct with_run *run)
{
	struct shell *sh = run->sh;
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pipeline_stages built = with_build(run);
	struct pipesh_spec spec = { .stage_count = built.count };
	struct pipesh_chain *chain;

	with_prepare(run->plan, &spec);
	with_capture(run->plan, &spec);
	if (run->plan->has[TERM_JOBS]) {
		spec.want_io = false; /* the loop's process reports its jobs, nobody reports it */
	}
	if (with_is_managed(run->plan)) {
		spec.stop = run->plan->stop;
		with_lend_terminal(sh, &spec);
	}
	chain = stages_start(sh, &spec, built.specs, built.stages, false);
	if (!chain) {
		with_record_status(sh);
	}
	stages_close(sh, built.stages, built.count);
	arena_release(&sh->scratch, mark);
	return chain;
}

/* What is to be done with an ended chain before it is freed. */
static void with_see_end(struct with_run *run, struct pipesh_chain *chain)
{
	struct shell *sh = run->sh;
	const struct with_plan *plan = run->plan;

	if (pipesh_outcome(chain)->timed_out) {
		run->over = true;
	}
	if (plan->has[TERM_JOBS]) {
		parallel_record_statuses(sh, &run->parallel);
	}
	if (plan->has[TERM_QUIET] && sh->status != 0) {
		capture_show(sh, chain, plan);
	}
	if ((plan->output || plan->errors) && !capture_assign(sh, chain, plan)) {
		run->over = true;
	}
}

/* It was stopped, and is a job, which reports its own end; or it was left by a shell that ends. */
static void with_leave(struct with_run *run, const struct report_entry *entry)
{
	struct job *job = job_of_chain(run->sh, entry->chain);

	if (job) {
		report_leave(run->report, entry, job);
		run->report = NULL;
	}
}

/* $? is set. False: it was stopped or left. */
static bool with_see_through(struct with_run *run, struct pipesh_chain *chain)
{
	struct shell *sh = run->sh;
	const struct node *node = &run->pipeline->node;

	if (run->plan->deadline_ns != 0 && run->flags & EXEC_BACKGROUND) {
		/* A job's deadline holds though this process is stopped, or killed. */
		(void)pipesh_guard(chain);
	}
	return job_see(sh, chain, node, job_fold(sh), with_is_managed(run->plan), &sh->status);
}

/* Once. $? is set. */
static bool with_attempt(struct shell *sh, void *arg)
{
	struct with_run *run = arg;
	struct pipesh_chain *chain = with_start(run);
	struct report_entry entry = {
		.chain = chain,
		.node = &run->pipeline->node,
		.attempt = ++run->attempt,
	};
	bool ended = chain && with_see_through(run, chain);

	if (with_is_managed(run->plan) && !jobs_controlled(sh)) {
		traps_watch_stops(sh, false);
	}
	if (chain && !ended) {
		with_leave(run, &entry);
	}
	if (!ended) {
		return false;
	}
	with_see_end(run, chain);
	entry.status = sh->status;
	report_add(sh, run->report, &entry);
	pipesh_free(chain);
	return !run->over;
}

/* Sleeps before the next attempt. False: a signal came that matters more, or the deadline. */
static bool with_pause(struct shell *sh, const struct with_plan *plan)
{
	int64_t end = clock_now_ns() + plan->delay_ns;
	sigset_t all, old;
	bool interrupted;

	if (plan->deadline_ns != 0 && end > plan->deadline_ns) {
		end = plan->deadline_ns;
	}
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	for (;;) {
		int64_t left = end - clock_now_ns();
		struct timespec span = clock_timespec(left);

		interrupted = traps_pending_signal(sh) != 0;
		if (interrupted || left <= 0) {
			break;
		}
		(void)ppoll(NULL, 0, &span, &old); /* whatever ends it, the clock is asked again */
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return !interrupted && !with_expired(plan);
}

void with_repeat(struct shell *sh, const struct with_plan *plan,
		 bool (*attempt)(struct shell *sh, void *arg), void *arg)
{
	unsigned long left = plan->retries;

	for (;;) {
		bool again = attempt(sh, arg);

		if (sh->status == 0 || !again || left-- == 0 || traps_pending_signal(sh) != 0) {
			return;
		}
		if (!with_pause(sh, plan)) {
			if (with_expired(plan)) {
				sh->status = JOB_TIMED_OUT;
			}
			return;
		}
	}
}

static void with_run(struct with_run *run)
{
	const struct with_plan *plan = run->plan;

	if (!plan->has[TERM_JOBS]) {
		with_repeat(run->sh, plan, with_attempt, run);
	} else if (parallel_request_init(run->sh, plan, &run->parallel)) {
		(void)with_attempt(run->sh, run); /* retries are the jobs' */
		parallel_request_finish(&run->parallel);
	} else {
		with_record_status(run->sh);
	}
}

/* Of jobs it is the loop's process that reports. */
static void with_report_begin(struct with_run *run, struct with_plan *plan)
{
	if (plan->has[TERM_JOBS]) {
		report_keep_errors(plan);
	} else {
		run->report = report_begin(plan);
	}
}

enum flow with_exec(struct shell *sh, const struct pipeline *pipeline, unsigned flags)
{
	struct with_plan plan;
	struct with_run run = { .sh = sh, .plan = &plan, .pipeline = pipeline, .flags = flags };
	enum flow flow = FLOW_NEXT;
	bool held;

	if (!with_plan_make(sh, pipeline->terms, &plan, &flow)) {
		with_record_status(sh);
		return flow;
	}
	held = with_is_managed(&plan) && traps_hold(sh);
	with_report_begin(&run, &plan);
	with_run(&run);
	report_end(sh, run.report, sh->status, sh->status == JOB_TIMED_OUT && with_expired(&plan));
	with_plan_finish(&plan);
	return held ? traps_release(sh) : FLOW_NEXT;
}
