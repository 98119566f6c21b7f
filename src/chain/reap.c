/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/reap.h"

#include <errno.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/fd.h"

/* What a shell's wait says of a process it knows nothing about (XCU wait). */
enum { STATUS_UNKNOWN = 127 };

static void leave_state(struct pipesh_chain *chain, const struct chain_stage *stage)
{
	if (stage->report.state == PIPESH_RUNNING) {
		chain->running--;
	} else {
		chain->stopped--;
	}
}

static void note_end(struct pipesh_chain *chain, struct chain_stage *stage)
{
	leave_state(chain, stage);
	stage->report.state = PIPESH_ENDED;
	stage->report.stop_signal = 0;
	if (chain->want_usage) {
		stage->report.end_ns = clock_now_ns();
	}
	fd_close(&stage->pidfd);
}

static void note_stop(struct pipesh_chain *chain, struct chain_stage *stage, int sig)
{
	leave_state(chain, stage);
	stage->report.state = PIPESH_STOPPED;
	stage->report.stop_signal = sig;
	chain->stopped++;
}

void reap_continued(struct pipesh_chain *chain, struct chain_stage *stage)
{
	leave_state(chain, stage);
	stage->report.state = PIPESH_RUNNING;
	stage->report.stop_signal = 0;
	chain->running++;
}

void reap_unstarted(struct chain_stage *stage, int status)
{
	stage->report.state = PIPESH_ENDED;
	stage->report.status = status;
}

static int note_lost(struct pipesh_chain *chain, struct chain_stage *stage, int error)
{
	const struct pipesh_error lost = {
		.phase = PIPESH_PHASE_WAIT,
		.stage = (size_t)(stage - chain->stages),
		.error = error,
	};

	note_end(chain, stage);
	stage->report.status = STATUS_UNKNOWN;
	stage->report.error = lost;
	return 1;
}

static int note_status(struct pipesh_chain *chain, struct chain_stage *stage, int status)
{
	struct pipesh_report *report = &stage->report;

	if (WIFSTOPPED(status)) {
		note_stop(chain, stage, WSTOPSIG(status));
		return 1;
	}
	if (WIFCONTINUED(status)) {
		if (report->state == PIPESH_RUNNING) {
			return 0; /* pipesh_continue said so already */
		}
		reap_continued(chain, stage);
		return 1;
	}
	note_end(chain, stage);
	report->has_usage = chain->want_usage;
	if (WIFSIGNALED(status)) {
		report->status = -WTERMSIG(status);
		report->core = WCOREDUMP(status);
	} else {
		report->status = WEXITSTATUS(status);
	}
	return 1;
}

int reap_stage(struct pipesh_chain *chain, struct chain_stage *stage, int options, bool retry)
{
	struct rusage *usage = chain->want_usage ? &stage->report.usage : NULL;
	int status = 0;
	pid_t pid;

	do {
		pid = wait4(stage->report.pid, &status, options, usage);
	} while (pid < 0 && errno == EINTR && retry);
	if (pid == 0) {
		return 0;
	}
	if (pid < 0) {
		return errno == EINTR ? -EINTR : note_lost(chain, stage, errno);
	}
	return note_status(chain, stage, status);
}

int reap_chain(struct pipesh_chain *chain)
{
	const int options = WNOHANG | WUNTRACED | WCONTINUED;
	int changed = 0;

	if (chain->abandoned || chain->running + chain->stopped == 0) {
		return 0;
	}
	for (size_t i = 0; i < chain->stage_count; i++) {
		struct chain_stage *stage = &chain->stages[i];

		if (stage_is_live(stage) && reap_stage(chain, stage, options, true) > 0) {
			changed = 1;
		}
	}
	return changed;
}
