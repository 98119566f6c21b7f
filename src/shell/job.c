/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting jobs, finding out what became of them, telling of it. The table is job_table.c; waiting,
 * in the foreground and by `wait`, is job_wait.c.
 */
#include <config.h>

#include "shell/job_table.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/strbuf.h"
#include "shell/error.h"
#include "shell/shell.h"
#include "shell/trap.h"
#include "shell/tty.h"

/* A shell that never waits still has to reap; how many live jobs make it look. */
enum { COLLECT_FIRST = 64 };
/* Ended jobs that a non-interactive shell keeps whole; of older ones only the status. */
enum { ENDED_KEPT = 256 };
/* A process closes its end of the pipe before it has ended: so much before, on a busy machine. */
#define READER_ENDS_NS (50 * CLOCK_MS)
/* How often to look at a deadline that no descriptor tells of. */
#define WATCH_PAUSE_NS (50 * CLOCK_MS)
/* Has any child changed? Nothing is reaped by the question. */
enum { JOBS_PEEK = WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT };

bool jobs_told(const struct shell *sh)
{
	return sh->interactive && !sh->subshell;
}

/* ---- starting ---- */

bool jobs_controlled(const struct shell *sh)
{
	return sh->jobs && sh->jobs->control;
}

void job_prepare_signals(struct shell *sh, struct pipesh_spec *spec, bool background_ignore)
{
	spec->default_signals = traps_defaults(sh);
	spec->ignore_signals = traps_ignores(sh, background_ignore);
}

void job_prepare(struct shell *sh, struct pipesh_spec *spec, bool background)
{
	bool control = jobs_controlled(sh);
	bool captured = spec->has_output || spec->output_kind == PIPESH_OUTPUT_CAPTURE ||
			spec->errors_kind == PIPESH_OUTPUT_CAPTURE;

	job_prepare_signals(sh, spec, background && !control);
	if (spec->stage_count > 1 && job_fold(sh) == JOB_SIGPIPEOK) {
		spec->want_usage = true; /* who ended first? */
	}
	if (!control) {
		return;
	}
	if (captured) {
		/* A substitution stays in the shell's group, and is not to be stopped alone. */
		spec->default_signals = traps_defaults_unstopped(sh);
		if (spec->group != PIPESH_GROUP_NEW) {
			return;
		}
	}
	spec->group = PIPESH_GROUP_NEW;
	if (!background && terminal_fd(sh) >= 0) {
		spec->foreground = true;
		spec->terminal = terminal_fd(sh);
	}
}

static int job_return_status(void *arg)
{
	return *(const int *)arg;
}

/*
 * A background command that failed to start has no process, but $! must have a value that
 * nobody else's process can have: so one is made that does nothing but end.
 */
static struct pipesh_chain *job_stand_in(struct shell *sh, struct pipesh_chain *chain)
{
	int status = job_exit_status(pipesh_report(chain, 0));
	struct pipesh_stage stage = {
		.kind = PIPESH_CALL,
		.call = job_return_status,
		.arg = &status,
	};
	struct pipesh_spec spec = { .stages = &stage, .stage_count = 1 };
	struct pipesh_chain *other = NULL;

	job_prepare(sh, &spec, true);
	if (pipesh_start(&other, &spec, NULL) != 0) {
		pipesh_free(other);
		return chain;
	}
	pipesh_free(chain);
	return other;
}

pid_t job_last_pid(const struct pipesh_chain *chain)
{
	for (size_t i = pipesh_stage_count(chain); i-- > 0;) {
		if (pipesh_report(chain, i)->pid != 0) {
			return pipesh_report(chain, i)->pid;
		}
	}
	return 0;
}

/* A number that came round again means the new process. */
static void jobs_reuse_pid(struct shell *sh, pid_t pid)
{
	for (struct job **item = jobs_all(sh); *item; item++) {
		if ((*item)->pid == pid) {
			(*item)->pid = 0;
		}
	}
	(void)jobs_recall(sh, pid);
}

/* Ended jobs that nobody asks for must not pile up, dead or undead. */
static void jobs_trim(struct shell *sh)
{
	struct job_table *table = sh->jobs;

	if (table->live >= COLLECT_FIRST && table->live >= table->collect_at) {
		jobs_collect(sh);
		table->collect_at = 2 * table->live;
	} else if (table->count - table->live < 2 * ENDED_KEPT) {
		return;
	}
	for (size_t i = 0; i < table->count && table->count - table->live > ENDED_KEPT;) {
		if (table->items[i]->ended) {
			job_forget(sh, table->items[i], true);
		} else {
			i++;
		}
	}
}

struct job *job_background(struct shell *sh, struct pipesh_chain *chain, const struct node *node)
{
	struct job *job;

	(void)job_table_own(sh);
	if (job_last_pid(chain) == 0) {
		chain = job_stand_in(sh, chain);
	}
	jobs_trim(sh);
	jobs_reuse_pid(sh, job_last_pid(chain));
	job = job_add(sh, chain, node);
	job->pid = job_last_pid(chain);
	job->fold = job_fold(sh);
	sh->background_pid = job->pid;
	if (pipesh_state(chain) == PIPESH_ENDED) { /* could not start */
		job_end(sh, job);
		job->notified = false;
	}
	if (jobs_told(sh)) {
		struct strbuf line = STRBUF_INIT;

		strbuf_printf(&line, "[%u] %d\n", job->id, (int)job->pid);
		(void)fd_write_all(STDERR_FILENO, line.data, line.len);
		strbuf_finish(&line);
	}
	return job;
}

void job_guard(struct shell *sh, struct job *job)
{
	int result = pipesh_guard(job->chain);

	job->managed = true;
	if (result == 0 || result == -ESRCH || job->watched) {
		return;
	}
	job->watched = true;
	sh->jobs->watched++;
	if (result != -EALREADY) {
		shell_message(sh, "%s: the deadline holds only while this shell runs: %s",
			      job->text, strerror(-result));
	}
}

/* ---- what became of them ---- */

int job_exit_status(const struct pipesh_report *report)
{
	if (report->state == PIPESH_STOPPED) {
		return 128 + report->stop_signal;
	}
	return report->status < 0 ? 128 - report->status : report->status;
}

int job_stage_status(const struct job *job, size_t stage)
{
	return job_exit_status(pipesh_report(job->chain, stage));
}

enum job_fold job_fold(const struct shell *sh)
{
	if (!sh->options[OPTION_PIPEFAIL]) {
		return JOB_LAST;
	}
	return sh->options[OPTION_SIGPIPEOK] ? JOB_SIGPIPEOK : JOB_PIPEFAIL;
}

/*
 * Did this stage die of SIGPIPE because its reader had ended? Then the reader's end is seen before
 * its own, or hardly later.
 */
static bool job_sigpipe_is_fine(const struct pipesh_chain *chain, size_t stage)
{
	const struct pipesh_report *report = pipesh_report(chain, stage);
	const struct pipesh_report *reader = pipesh_report(chain, stage + 1);

	return report->status == -SIGPIPE &&
	       (reader->pid == 0 || reader->end_ns - report->end_ns < READER_ENDS_NS);
}

int job_fold_status(const struct pipesh_chain *chain, enum job_fold fold)
{
	size_t count = pipesh_stage_count(chain);
	int status = job_exit_status(pipesh_report(chain, count - 1));

	if (pipesh_outcome(chain)->timed_out) {
		return JOB_TIMED_OUT;
	}
	for (size_t i = count - 1; fold != JOB_LAST && status == 0 && i-- > 0;) {
		if (fold != JOB_SIGPIPEOK || !job_sigpipe_is_fine(chain, i)) {
			status = job_exit_status(pipesh_report(chain, i));
		}
	}
	return status;
}

int job_stop_signal(const struct pipesh_chain *chain)
{
	for (size_t i = pipesh_stage_count(chain); i-- > 0;) {
		if (pipesh_report(chain, i)->state == PIPESH_STOPPED) {
			return pipesh_report(chain, i)->stop_signal;
		}
	}
	return 0;
}

enum pipesh_state job_state(const struct job *job)
{
	return job->ended ? PIPESH_ENDED : pipesh_state(job->chain);
}

pid_t job_leader(const struct job *job)
{
	pid_t group = pipesh_group_id(job->chain);

	if (group != 0) {
		return group;
	}
	return job->pid != 0 ? job->pid : job_last_pid(job->chain);
}

void job_end(struct shell *sh, struct job *job)
{
	job->ended = true;
	job->status = job_fold_status(job->chain, job->fold);
	job->ending = ++sh->jobs->endings;
	sh->jobs->live--;
}

void job_update(struct shell *sh, struct job *job)
{
	enum pipesh_state state = pipesh_state(job->chain);

	if (job->ended || state == job->told) {
		return;
	}
	job->told = state;
	job->notified = state == PIPESH_RUNNING;
	if (state == PIPESH_ENDED) {
		job_end(sh, job);
	} else if (state == PIPESH_STOPPED) {
		job_touch(sh, job);
	}
}

void jobs_collect(struct shell *sh)
{
	if (!sh->jobs || sh->jobs->live == 0 || sh->jobs->inherited) {
		return;
	}
	for (struct job **item = jobs_all(sh); *item; item++) {
		if (!(*item)->ended) {
			(void)pipesh_poll((*item)->chain);
			job_update(sh, *item);
		}
	}
}

struct pollfd *jobs_watch(struct shell *sh, size_t *count, size_t spare, int64_t *pause_ns)
{
	struct pollfd *fds;

	*count = 0;
	*pause_ns = INT64_MAX;
	if (spare == 0 && (!sh->jobs || sh->jobs->watched == 0)) {
		return NULL;
	}
	fds = arena_alloc(&sh->scratch,
			  ((sh->jobs ? sh->jobs->watched : 0) + spare) * sizeof(*fds));
	for (struct job **item = jobs_all(sh); !jobs_inherited(sh) && *item; item++) {
		int fd;

		if (!(*item)->watched || (*item)->ended) {
			continue;
		}
		fd = pipesh_event_fd((*item)->chain);
		if (fd >= 0) {
			fds[(*count)++] = (struct pollfd){ .fd = fd, .events = POLLIN };
		} else {
			*pause_ns = WATCH_PAUSE_NS;
		}
	}
	return fds;
}

void jobs_peek(struct shell *sh)
{
	while (sh->jobs && sh->jobs->live > 0) {
		siginfo_t info;
		struct job *job;
		size_t stage;

		memset(&info, 0, sizeof(info));
		if (waitid(P_ALL, 0, &info, JOBS_PEEK) != 0 || info.si_pid == 0) {
			return;
		}
		job = job_find_pid(sh, info.si_pid, &stage);
		if (!job || job->ended || pipesh_poll(job->chain) == 0) {
			/* It is not ours, or the leader of a group that must stay a zombie for
			   a while; and it may hide others. */
			jobs_collect(sh);
			return;
		}
		job_update(sh, job);
	}
}

bool jobs_any_stopped(struct shell *sh)
{
	jobs_collect(sh);
	for (struct job **item = jobs_all(sh); !jobs_inherited(sh) && *item; item++) {
		if (job_state(*item) == PIPESH_STOPPED) {
			return true;
		}
	}
	return false;
}

bool jobs_any_running(struct shell *sh)
{
	jobs_collect(sh);
	for (struct job **item = jobs_all(sh); !jobs_inherited(sh) && *item; item++) {
		if (job_state(*item) == PIPESH_RUNNING) {
			return true;
		}
	}
	return false;
}

void jobs_hangup(struct shell *sh)
{
	jobs_collect(sh);
	for (struct job **item = jobs_all(sh); !jobs_inherited(sh) && *item; item++) {
		if ((*item)->ended) {
			continue;
		}
		/* What cannot be signalled any more has ended by itself. */
		(void)pipesh_signal((*item)->chain, SIGHUP);
		if (job_state(*item) == PIPESH_STOPPED) {
			(void)pipesh_continue((*item)->chain);
		}
	}
}

/* ---- telling ---- */

void jobs_notify_now(struct shell *sh)
{
	struct strbuf lines = STRBUF_INIT;

	jobs_collect(sh);
	if (!jobs_told(sh) || !sh->jobs) {
		return;
	}
	for (struct job **item = jobs_all(sh); *item; item++) {
		if (!(*item)->notified) {
			job_format(sh, *item, false, &lines);
		}
	}
	if (lines.len > 0) {
		(void)fd_write_all(STDERR_FILENO, lines.data, lines.len);
	}
	strbuf_finish(&lines);
	for (size_t i = 0; i < sh->jobs->count;) {
		struct job *job = sh->jobs->items[i];
		bool forget = !job->notified && job->ended;

		job->notified = true;
		if (forget) {
			job_forget(sh, job, true); /* with its report, behind its line */
		} else {
			i++;
		}
	}
}

void jobs_notify(struct shell *sh)
{
	jobs_notify_now(sh);
	if (!jobs_told(sh)) {
		return;
	}
	traps_abort_clear(sh);
	(void)traps_take_interrupt(sh);
	terminal_repair(sh);
}
