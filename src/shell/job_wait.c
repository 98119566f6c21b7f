/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Waiting for jobs: in the foreground, with the terminal, and by `wait`.
 */
#include <config.h>

#include "shell/job_table.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "shell/error.h"
#include "shell/shell.h"
#include "shell/trap.h"
#include "shell/tty.h"

/* ---- telling of an end in the foreground ---- */

/* Those that a script's author did not intend. */
static bool job_is_crash(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGFPE || sig == SIGILL || sig == SIGSYS ||
	       sig == SIGTRAP;
}

static void job_tell_death(struct shell *sh, const struct pipesh_report *report,
			   const struct node *node)
{
	int sig = -report->status;
	const char *core = report->core ? " (core dumped)" : "";

	if (jobs_told(sh)) {
		struct strbuf line = STRBUF_INIT;

		strbuf_printf(&line, "%s%s\n", job_signal_text(sig), core);
		(void)fd_write_all(STDERR_FILENO, line.data, line.len);
		strbuf_finish(&line);
	} else if (job_is_crash(sig)) {
		char *text = job_text(node);

		shell_message(sh, "%s%s%s%s", text, *text ? ": " : "", job_signal_text(sig), core);
		free(text);
	}
}

/* A foreground chain has ended: says what a person should know. True: no process of
   it was killed. */
static bool job_tell_end(struct shell *sh, const struct pipesh_chain *chain,
			 const struct node *node)
{
	size_t count = pipesh_stage_count(chain);
	bool normal = true, interrupted = false;

	for (size_t i = 0; i < count; i++) {
		const struct pipesh_report *report = pipesh_report(chain, i);

		if (report->status >= 0) {
			continue;
		}
		normal = false;
		if (report->status == -SIGINT) {
			interrupted = true;
		} else if (report->status != -SIGPIPE) {
			job_tell_death(sh, report, node);
		}
	}
	if (interrupted && jobs_told(sh)) {
		(void)fd_write_all(STDERR_FILENO, "\n", 1);
		traps_abort(sh);
	}
	return normal;
}

/* ---- waiting ---- */

/* Sleeps until the chain is over, or LEAVE says a signal matters more. 0, or that signal. */
static int job_sleep(struct shell *sh, struct pipesh_chain *chain, bool stopped,
		     int (*leave)(const struct shell *sh))
{
	struct pipesh_wait how = { .stopped = stopped };
	sigset_t all, old;
	int sig = 0;
	int result = -EINTR;

	if (!leave) {
		(void)pipesh_wait(chain, &how);
		return 0;
	}
	/* No signal may come between the look and the sleep. */
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	how.leave_on_signal = true;
	how.mask = &old;
	while (result == -EINTR && (sig = leave(sh)) == 0) {
		result = pipesh_wait(chain, &how);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	if (result != 0 && result != -EINTR) { /* no memory: without looking, then */
		how = (struct pipesh_wait){ .stopped = stopped };
		(void)pipesh_wait(chain, &how);
	}
	return sig;
}

/* $PIPESTATUS. */
static void job_record(struct shell *sh, const struct pipesh_chain *chain)
{
	size_t count = pipesh_stage_count(chain);

	if (sh->pipe_status_capacity < count) {
		sh->pipe_status = memory_grow(sh->pipe_status, &sh->pipe_status_capacity, count,
					      sizeof(*sh->pipe_status));
	}
	for (size_t i = 0; i < count; i++) {
		sh->pipe_status[i] = job_exit_status(pipesh_report(chain, i));
	}
	sh->pipe_status_count = count;
}

/* A foreground chain was stopped. JOB: it is one already, or NULL. */
static int job_suspend(struct shell *sh, struct job *job, struct pipesh_chain *chain,
		       const struct node *node, bool pipefail)
{
	if (!job) {
		job = job_add(sh, chain, node);
		job->pipefail = pipefail;
	}
	if (job->pid == 0) { /* XCU 2.11: a suspended job is a background job */
		job->pid = job_last_pid(chain);
	}
	job->foreground = true;
	job->told = PIPESH_STOPPED;
	job->notified = true;
	job_touch(sh, job);
	job->has_modes = terminal_job_stopped(sh, &job->modes);
	if (jobs_told(sh)) {
		struct strbuf line = STRBUF_INIT;

		strbuf_add_char(&line, '\n'); /* behind the ^Z */
		job_format(sh, job, false, &line);
		(void)fd_write_all(STDERR_FILENO, line.data, line.len);
		strbuf_finish(&line);
		/* XCU 2.11: what follows in the list is discarded. */
		traps_abort(sh);
	}
	return 128 + job_stop_signal(chain);
}

/* Waits in the foreground. *STATUS is set; false: it was stopped or left and stays alive. */
static bool job_see_through(struct shell *sh, struct job *job, struct pipesh_chain *chain,
			    const struct node *node, bool pipefail, int *status)
{
	bool control = pipesh_group_id(chain) != 0 && jobs_controlled(sh);
	int sig = job_sleep(sh, chain, control, traps_guarding(sh) ? traps_ending : NULL);

	if (jobs_controlled(sh)) {
		/* Also where nothing got to run: the terminal may have been given away. */
		terminal_hand(sh, 0);
	}
	if (sig != 0) {
		*status = 128 + sig;
		return false;
	}
	job_record(sh, chain);
	if (pipesh_state(chain) == PIPESH_STOPPED) {
		*status = job_suspend(sh, job, chain, node, pipefail);
		return false;
	}
	*status = job_fold_status(chain, pipefail);
	sig = job_tell_end(sh, chain, node) ? 0 : 1;
	if (control) {
		terminal_job_ended(sh, sig == 0);
	}
	return true;
}

/* The shell is ending while the chain runs in its foreground. */
static void job_abandon(const struct shell *sh, struct pipesh_chain *chain)
{
	if (jobs_told(sh)) {
		/* The terminal has hung up: for the job as for those in the table. If it cannot be
		   signalled, it has ended. */
		(void)pipesh_signal(chain, SIGHUP);
		(void)pipesh_continue(chain);
	}
	pipesh_free(chain);
}

int job_foreground(struct shell *sh, struct pipesh_chain *chain, const struct node *node,
		   bool pipefail)
{
	int status;

	if (job_see_through(sh, NULL, chain, node, pipefail, &status)) {
		pipesh_free(chain);
	} else if (pipesh_state(chain) != PIPESH_STOPPED) {
		job_abandon(sh, chain);
	}
	if (sh->jobs && sh->jobs->live > 0) {
		jobs_peek(sh);
	}
	return status;
}

int job_wait(struct shell *sh, struct job *job)
{
	int sig = 0;

	if (!job->ended) {
		sig = job_sleep(sh, job->chain, false,
				traps_may_interrupt(sh) ? traps_pending_signal : NULL);
		job_update(sh, job);
		if (sig == 0) {
			/* A trap on CHLD has come with the end. */
			sig = traps_pending_signal(sh);
		}
	}
	return sig;
}

/* ---- fg and bg ---- */

int job_continue_foreground(struct shell *sh, struct job *job)
{
	pid_t group = pipesh_group_id(job->chain);
	int status;

	/* XCU fg: its process id is known no longer. */
	job->pid = 0;
	job->told = PIPESH_RUNNING;
	if (job->controlled) {
		if (job->has_modes) {
			terminal_set_modes(sh, &job->modes);
		}
		terminal_hand(sh, group);
	}
	(void)pipesh_continue(job->chain);
	if (job_see_through(sh, job, job->chain, NULL, job->pipefail, &status)) {
		job_update(sh, job);
		job_forget(sh, job, false);
	}
	return status;
}

int job_continue_background(struct shell *sh, struct job *job)
{
	int error = pipesh_continue(job->chain);

	job->told = PIPESH_RUNNING;
	job->foreground = false;
	job->notified = true;
	job_touch(sh, job);
	return error;
}

int job_control_set(struct shell *sh, bool on)
{
	sh->options[OPTION_MONITOR] = on;
	if (!on) {
		if (sh->jobs) {
			sh->jobs->control = false;
		}
		terminal_release(sh);
		traps_interactive(sh);
		return 0;
	}
	if (!terminal_acquire(sh)) {
		sh->options[OPTION_MONITOR] = false;
		shell_message(sh, "the terminal cannot be controlled: no job control");
		return -1;
	}
	job_table_get(sh)->control = true;
	traps_interactive(sh);
	return 0;
}
