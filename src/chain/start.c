/* SPDX-License-Identifier: MIT */
#include <config.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/chain.h"
#include "chain/manage.h"
#include "chain/plan.h"
#include "chain/reap.h"
#include "chain/spawn.h"
#include "chain/stream.h"

/* From a spec to a running chain. */

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
	chain->want_usage = spec->want_usage || spec->want_io;
	for (size_t i = 0; i < chain->stage_count; i++) {
		chain->stages[i].pidfd = -1;
	}
	if (manager_is_needed(spec)) {
		chain->manager = manager_create(spec);
		if (chain->manager == NULL) {
			free(chain);
			return NULL;
		}
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
	struct streams streams;
	int *hidden; /* ends.hidden */
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

/* The pipe to the next stage, if there is one and either side will use it. */
static int open_next_pipe(struct starter *starter, size_t index)
{
	const struct pipesh_spec *spec = starter->spec;
	const struct pipesh_stage *stages = spec->stages;
	const struct chain_manager *manager = starter->chain->manager;
	int ends[2];
	int error;

	starter->ends.output = -1;
	starter->ends.next = -1;
	starter->ends.foreign_output = starter->streams.output;
	if (index + 1 == spec->stage_count) {
		starter->ends.output = starter->streams.output;
		starter->ends.foreign_output = -1;
		return 0;
	}
	if ((stages[index].kind == PIPESH_DONE && stages[index + 1].kind == PIPESH_DONE)) {
		return 0;
	}
	error = stream_pipe(ends, STREAM_LOWEST, spec->pipe_size);
	if (error == 0) {
		starter->ends.next = ends[0];
		starter->ends.output = ends[1];
		if (manager != NULL) {
			evidence_note_pipe(manager->evidence, index, ends[1]);
		}
	}
	return error;
}

/*
 * The stage has its ends now: the host gives up its copies at once, or the
 * neighbours would not see end of file and SIGPIPE. Those of the whole chain are
 * closed when all have started.
 */
static void pass_ends(struct starter *starter, size_t index)
{
	if (index > 0) {
		fd_close(&starter->ends.input);
	}
	if (starter->ends.output != starter->streams.output) {
		fd_close(&starter->ends.output);
	}
	starter->ends.input = starter->ends.next;
	starter->ends.next = -1;
	starter->ends.foreign_input = starter->streams.input;
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
	if (chain->manager != NULL) {
		starter->ends.hidden_count = manager_hidden(chain->manager, starter->hidden);
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
	if (chain->manager != NULL) {
		evidence_note_stage(chain->manager->evidence, index, pid);
	}
	return 0;
}

/* Nothing more can be started: this stage and those after it have failed. */
static void fail_rest(struct starter *starter, size_t index, struct pipesh_error *error, int result)
{
	error->error = -result;
	for (size_t i = index; i < starter->spec->stage_count; i++) {
		fail_stage(starter, i, error);
	}
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
			fail_rest(starter, i, &error, result);
		}
	}
	fd_close(&starter->ends.input); /* left over after a failure */
	return result;
}

/* See spawn_pending_end. */
static void pass_end_on(const struct starter *starter)
{
	const struct pipesh_chain *chain = starter->chain;
	int sig = spawn_pending_end(&starter->session);

	for (size_t i = 0; sig != 0 && i < chain->stage_count; i++) {
		const struct pipesh_report *report = &chain->stages[i].report;

		if (report->state == PIPESH_RUNNING && report->pid > 0) {
			(void)kill(report->pid, sig); /* not reaped yet: it is ours */
		}
	}
}

static void note_terminal(struct starter *starter)
{
	int error = starter->session.terminal_error;

	if (error != 0 && starter->error->phase == PIPESH_PHASE_NONE) {
		starter->error->phase = PIPESH_PHASE_TERMINAL;
		starter->error->error = error;
	}
}

/* The streams of the whole, then the stages. */
static int start_all(struct starter *starter)
{
	struct pipesh_chain *chain = starter->chain;
	int64_t now = chain->manager != NULL ? clock_now_ns() : 0;
	int result = 0;

	streams_init(&starter->streams);
	if (!chain_streams_are_plain(starter->spec)) {
		result = streams_open(&starter->streams, chain->manager, starter->spec);
	}
	if (result < 0) {
		struct pipesh_error error = { .phase = PIPESH_PHASE_PIPE };

		fail_rest(starter, 0, &error, result);
	} else {
		starter->ends.input = starter->streams.input;
		starter->ends.foreign_input = -1;
		starter->ends.errors = starter->streams.errors;
		spawn_begin(&starter->session, starter->spec);
		result = start_stages(starter);
		pass_end_on(starter);
		spawn_end(&starter->session);
		note_terminal(starter);
		chain->group_id = starter->session.group_id;
	}
	if (starter->streams.own_count > 0) {
		streams_close(&starter->streams);
	}
	if (chain->manager != NULL) {
		manager_started(chain, starter->spec, now);
		if (chain->running == 0) {
			manager_tick(chain); /* perhaps it is over already */
		}
	}
	return result;
}

static int starter_prepare(struct starter *starter)
{
	memset(&starter->ends, 0, sizeof starter->ends);
	starter->hidden = NULL;
	starter->chain = chain_create(starter->spec);
	if (starter->chain == NULL) {
		return -ENOMEM;
	}
	if (starter->chain->manager != NULL) {
		starter->hidden =
			malloc(manager_hidden_max(starter->chain) * sizeof *starter->hidden);
		if (starter->hidden == NULL) {
			pipesh_free(starter->chain);
			return -ENOMEM;
		}
		starter->ends.hidden = starter->hidden;
	}
	return 0;
}

/*
 * open(2) and close(2) are where a thread is cancelled (POSIX XSH 2.9.5). That would
 * leave descriptors behind here; in a child that shares the thread's memory it
 * would unwind the thread under the host's feet.
 */
static int start_undisturbed(struct starter *starter)
{
	int cancel_state;
	int result;

	(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	result = start_all(starter);
	(void)pthread_setcancelstate(cancel_state, NULL);
	return result;
}

int pipesh_start(struct pipesh_chain **chain, const struct pipesh_spec *spec,
		 struct pipesh_error *error)
{
	struct pipesh_error unasked;
	struct starter starter; /* the sets of signals in it need no zeros */
	int result;

	if (chain == NULL) {
		return -EINVAL;
	}
	*chain = NULL;
	starter.spec = spec;
	starter.error = error != NULL ? error : &unasked;
	memset(starter.error, 0, sizeof *starter.error);
	result = chain_spec_check(spec, starter.error);
	if (result < 0) {
		return result;
	}
	result = starter_prepare(&starter);
	if (result < 0) {
		starter.error->phase = PIPESH_PHASE_SPEC;
		starter.error->error = -result;
		return result;
	}
	result = start_undisturbed(&starter);
	if (starter.hidden != NULL) {
		free(starter.hidden);
	}
	*chain = starter.chain;
	return result;
}
