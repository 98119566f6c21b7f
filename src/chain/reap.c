/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/reap.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "chain/event.h"
#include "chain/manage.h"

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

	if (chain->manager != NULL) {
		event_close(chain->manager->event_fd, &stage->pidfd);
		manager_note_end(chain, stage, false);
	}
	note_end(chain, stage);
	stage->report.status = STATUS_UNKNOWN;
	stage->report.error = lost;
	return 1;
}

/* It was continued: does that come as news? pipesh_continue says so itself. */
static int note_continued(struct pipesh_chain *chain, struct chain_stage *stage)
{
	if (stage->report.state == PIPESH_RUNNING) {
		return 0;
	}
	reap_continued(chain, stage);
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
		return note_continued(chain, stage);
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

/*
 * Managed chains. Where the counters of a stage are to be read, or a leader to be
 * held, the end is looked at first and the stage reaped afterwards.
 */

/* waitid(2) with the rusage that only the system call has. */
static int wait_id(const struct chain_stage *stage, siginfo_t *info, int options,
		   struct rusage *usage)
{
	long result;

	memset(info, 0, sizeof *info);
	do {
		result = syscall(SYS_waitid, P_PID, stage->report.pid, info, options, usage);
	} while (result < 0 && errno == EINTR);
	return result < 0 ? -errno : 0;
}

void reap_zombie(struct pipesh_chain *chain, struct chain_stage *stage)
{
	struct evidence_own own;
	siginfo_t info;

	evidence_before_reaping(chain, stage, &own);
	(void)wait_id(stage, &info, WEXITED | WNOHANG, NULL); /* if it is still there */
	evidence_after_reaping(stage, &own);
}

static int note_managed_end(struct pipesh_chain *chain, struct chain_stage *stage,
			    const siginfo_t *info, bool held)
{
	struct pipesh_report *report = &stage->report;

	manager_note_end(chain, stage, held);
	event_close(chain->manager->event_fd, &stage->pidfd);
	note_end(chain, stage);
	report->has_usage = chain->want_usage;
	report->status = info->si_code == CLD_EXITED ? info->si_status : -info->si_status;
	report->core = info->si_code == CLD_DUMPED;
	return 1;
}

static int reap_managed(struct pipesh_chain *chain, struct chain_stage *stage, int options)
{
	struct rusage *usage = chain->want_usage ? &stage->report.usage : NULL;
	const bool held = manager_holds(chain, stage);
	const bool counted = chain->manager->evidence != NULL;
	const int reaping = held || counted ? WNOWAIT : 0;
	siginfo_t info;
	int error = wait_id(stage, &info, WEXITED | WNOHANG | reaping, usage);

	if (error == 0 && info.si_pid != 0) {
		if (counted) {
			evidence_note_end(chain, stage);
		}
		if (counted && !held) {
			reap_zombie(chain, stage);
		}
		return note_managed_end(chain, stage, &info, held);
	}
	if (error < 0) {
		return note_lost(chain, stage, -error);
	}
	/* ECHILD now: it has ended in between, and is seen to the next time. */
	if ((options & WUNTRACED) == 0 ||
	    wait_id(stage, &info, WSTOPPED | WCONTINUED | WNOHANG, NULL) < 0 || info.si_pid == 0) {
		return 0;
	}
	if (info.si_code == CLD_CONTINUED) {
		return note_continued(chain, stage);
	}
	note_stop(chain, stage, info.si_status);
	return 1;
}

int reap_stage(struct pipesh_chain *chain, struct chain_stage *stage, int options, bool retry)
{
	struct rusage *usage = chain->want_usage ? &stage->report.usage : NULL;
	int status = 0;
	pid_t pid;

	if (chain->manager != NULL) {
		return reap_managed(chain, stage, options);
	}
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
	/* The leader last: if it is the last to end it needs not be held. */
	for (size_t i = chain->stage_count; i-- > 0;) {
		struct chain_stage *stage = &chain->stages[i];

		if (stage_is_live(stage) && reap_stage(chain, stage, options, true) > 0) {
			changed = 1;
		}
	}
	return changed;
}
