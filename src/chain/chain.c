/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/chain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/loop.h"
#include "chain/plan.h"
#include "chain/reap.h"
#include "chain/spawn.h"

/* The life of a chain: start, poll and wait, free. */

static struct pipesh_chain *chain_create(const struct pipesh_spec *spec)
{
	const size_t stage_size = sizeof(struct chain_stage);
	struct pipesh_chain *chain;
	size_t size;

	if (spec->stage_count > (SIZE_MAX - sizeof *chain) / stage_size) {
		return NULL;
	}
	size = sizeof *chain + spec->stage_count * stage_size;
	chain = malloc(size);
	if (chain == NULL) {
		return NULL;
	}
	memset(chain, 0, size);
	chain->stage_count = spec->stage_count;
	chain->want_usage = spec->want_usage;
	for (size_t i = 0; i < chain->stage_count; i++) {
		chain->stages[i].pidfd = -1;
	}
	return chain;
}

/* What has to be kept in hand while the stages start one by one. */
struct starter {
	struct pipesh_chain *chain;
	const struct pipesh_spec *spec;
	struct spawn_session session;
	struct pipesh_error *error;
	struct plan_ends ends;
};

static void fail_stage(struct starter *starter, size_t index, const struct pipesh_error *error)
{
	struct chain_stage *stage = &starter->chain->stages[index];

	reap_unstarted(stage, chain_failure_status(error));
	stage->report.error = *error;
	if (starter->error->phase == PIPESH_PHASE_NONE) {
		*starter->error = *error;
	}
}

/*
 * spec.output for the last stage. A copy if it is on 0, which the stage's input
 * would fill before its output is read (see plan.c).
 */
static int take_output(struct starter *starter)
{
	int output = starter->spec->output;

	starter->ends.foreign_output = -1;
	if (output == STDIN_FILENO) {
		output = fd_copy(output, PLAN_LOWEST_END);
		if (output < 0) {
			return output;
		}
	}
	starter->ends.output = output;
	return 0;
}

/* The pipe to the next stage, if there is one and either side will use it. */
static int open_next_pipe(struct starter *starter, size_t index)
{
	const struct pipesh_stage *stages = starter->spec->stages;
	int ends[2];
	int error;

	starter->ends.output = -1;
	starter->ends.next = -1;
	starter->ends.foreign_output = starter->spec->has_output ? starter->spec->output : -1;
	if (index + 1 == starter->spec->stage_count) {
		return starter->spec->has_output ? take_output(starter) : 0;
	}
	if ((stages[index].kind == PIPESH_DONE && stages[index + 1].kind == PIPESH_DONE)) {
		return 0;
	}
	error = fd_pipe(ends, PLAN_LOWEST_END);
	if (error == 0) {
		starter->ends.next = ends[0];
		starter->ends.output = ends[1];
	}
	return error;
}

/*
 * The stage has its ends now: the host gives up its copies at once, or the
 * neighbours would not see end of file and SIGPIPE. spec.input and
 * spec.output are the host's.
 */
static void pass_ends(struct starter *starter, size_t index)
{
	const struct pipesh_spec *spec = starter->spec;

	if (index > 0) {
		fd_close(&starter->ends.input);
	}
	if (!spec->has_output || starter->ends.output != spec->output) {
		fd_close(&starter->ends.output);
	}
	starter->ends.input = starter->ends.next;
	starter->ends.next = -1;
	starter->ends.foreign_input = spec->has_input ? spec->input : -1;
}

/* 0, or -errno if nothing more can be started. */
static int start_stage(struct starter *starter, size_t index, struct pipesh_error *error)
{
	const struct pipesh_stage *stage = &starter->spec->stages[index];
	struct pipesh_chain *chain = starter->chain;
	struct pipesh_report *report = &chain->stages[index].report;
	int64_t start_ns;
	pid_t pid;

	if (stage->kind == PIPESH_DONE) {
		reap_unstarted(&chain->stages[index], stage->status);
		return 0;
	}
	start_ns = chain->want_usage ? clock_now_ns() : 0;
	pid = spawn_stage(&starter->session, stage, &starter->ends, error);
	if (pid < 0) {
		error->phase = PIPESH_PHASE_FORK;
		return pid;
	}
	if (pid == 0) {
		error->stage = index;
		fail_stage(starter, index, error);
		return 0;
	}
	report->pid = pid;
	report->start_ns = start_ns;
	report->state = PIPESH_RUNNING;
	chain->running++;
	return 0;
}

static int start_stages(struct starter *starter)
{
	size_t count = starter->spec->stage_count;
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++) {
		struct pipesh_error error = { .stage = i };

		result = open_next_pipe(starter, i);
		if (result < 0) {
			error.phase = PIPESH_PHASE_PIPE;
		} else {
			result = start_stage(starter, i, &error);
		}
		pass_ends(starter, i);
		if (result < 0) {
			error.error = -result;
			for (size_t k = i; k < count; k++) {
				fail_stage(starter, k, &error);
			}
		}
	}
	fd_close(&starter->ends.input); /* left over after a failure */
	return result;
}

static void note_terminal(struct starter *starter)
{
	int error = starter->session.terminal_error;

	if (error != 0 && starter->error->phase == PIPESH_PHASE_NONE) {
		starter->error->phase = PIPESH_PHASE_TERMINAL;
		starter->error->error = error;
	}
}

int pipesh_start(struct pipesh_chain **chain, const struct pipesh_spec *spec,
		 struct pipesh_error *error)
{
	struct pipesh_error unasked;
	struct starter starter = {
		.spec = spec,
		.error = error != NULL ? error : &unasked,
	};
	int result;

	if (chain == NULL) {
		return -EINVAL;
	}
	*chain = NULL;
	memset(starter.error, 0, sizeof *starter.error);
	result = chain_spec_check(spec, starter.error);
	if (result < 0) {
		return result;
	}
	starter.chain = chain_create(spec);
	if (starter.chain == NULL) {
		starter.error->phase = PIPESH_PHASE_SPEC;
		starter.error->error = ENOMEM;
		return -ENOMEM;
	}
	starter.ends.input = spec->has_input ? spec->input : -1;
	starter.ends.foreign_input = -1;
	spawn_begin(&starter.session, spec);
	result = start_stages(&starter);
	spawn_end(&starter.session);
	note_terminal(&starter);
	starter.chain->group_id = starter.session.group_id;
	*chain = starter.chain;
	return result;
}

int pipesh_poll(struct pipesh_chain *chain)
{
	return reap_chain(chain);
}

int pipesh_wait(struct pipesh_chain *chain, const struct pipesh_wait *how)
{
	const struct pipesh_wait plain = { .stopped = false };
	int result;

	if (how == NULL) {
		how = &plain;
	}
	if (pipesh_state(chain) == PIPESH_ENDED) {
		return 0;
	}
	if (chain->abandoned) {
		return -ECHILD;
	}
	if (loop_may_block(chain, how)) {
		return loop_block(chain, how);
	}
	result = loop_run(&chain, 1, how);
	return result > 0 ? 0 : result;
}

int pipesh_wait_any(struct pipesh_chain *const *chains, size_t count, const struct pipesh_wait *how)
{
	const struct pipesh_wait plain = { .stopped = false };

	return loop_run(chains, count, how != NULL ? how : &plain);
}

void pipesh_abandon(struct pipesh_chain *chain)
{
	chain->abandoned = true;
	for (size_t i = 0; i < chain->stage_count; i++) {
		fd_close(&chain->stages[i].pidfd);
	}
}

void pipesh_free(struct pipesh_chain *chain)
{
	if (chain == NULL) {
		return;
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		fd_close(&chain->stages[i].pidfd);
	}
	free(chain);
}
