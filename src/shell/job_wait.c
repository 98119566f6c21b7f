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

/* A group that nobody can stop is not asked to stop for ever. */
enum { NESTED_STOPS = 100 };

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
		if (pipesh_outcome(chain)->timed_out) {
			continue; /* the status says so */
		}
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

/* One sleep, in which other jobs' deadlines are kept. As pipesh_wait. */
static int job_sleep_once(struct shell *sh, struct pipesh_chain *chain, struct pipesh_wait *how)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	int result;

	do {
		how->watch = jobs_watch(sh, &how->watch_count, 0);
		result = pipesh_wait(chain, how);
		if (result == -EAGAIN) {
			jobs_collect(sh);
		}
	} while (result == -EAGAIN);
	arena_release(&sh->scratch, mark);
	return result;
}

int job_sleep(struct shell *sh, struct pipesh_chain *chain, bool stopped,
	      int (*leave)(const struct shell *))
{
	struct pipesh_wait how = { .stopped = stopped };
	sigset_t all, old;
	int sig = 0;
	int result = -EINTR;

	if (!leave) {
		(void)job_sleep_once(sh, chain, &how);
		return 0;
	}
	/* No signal may come between the look and the sleep. */
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	how.leave_on_signal = true;
	how.mask = &old;
	while (result == -EINTR && (sig = leave(sh)) == 0) {
		result = job_sleep_once(sh, chain, &how);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	if (result != 0 && result != -EINTR) { /* no memory: without looking, then */
		how = (struct pipesh_wait){ .stopped = stopped };
		(void)pipesh_wait(chain, &how);
	}
	return sig;
}

int *job_statuses(struct shell *sh, size_t count)
{
	if (sh->pipe_status_capacity < count) {
		sh->pipe_status = memory_grow(sh->pipe_status, &sh->pipe_status_capacity, count,
					      sizeof(*sh->pipe_status));
	}
	sh->pipe_status_count = count;
	return sh->pipe_status;
}

/* $PIPESTATUS. */
static void job_record(struct shell *sh, const struct pipesh_chain *chain)
{
	size_t count = pipesh_stage_count(chain);
	int *statuses = job_statuses(sh, count);

	for (size_t i = 0; i < count; i++) {
		statuses[i] = job_exit_status(pipesh_report(chain, i));
	}
}

/* A foreground chain was stopped. JOB: it is one already, or NULL. */
static int job_suspend(struct shell *sh, struct job *job, struct pipesh_chain *chain,
		       const struct node *node, enum job_fold fold, bool managed)
{
	if (!job) {
		job = job_add(sh, chain, node);
		job->fold = fold;
		job->managed = managed;
		sh->jobs->managed += managed ? 1 : 0;
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

/* How to wait in the foreground. */
struct job_watch {
	bool control; /* under job control, with a group of its own */
	bool nested;  /* without, but with a group of its own */
	bool managed; /* to be stopped when a signal ends the shell */
};

/* The chain's group got a stop from the terminal that was meant for ours, too. */
static void job_pass_stop(struct shell *sh, struct pipesh_chain *chain, int sig)
{
	terminal_return(sh);
	(void)terminal_borrow(sh);
	if (sig == SIGTSTP || terminal_fd(sh) < 0) {
		terminal_return(sh);
		(void)kill(0, sig); /* here we stop, and go on with SIGCONT */
		(void)terminal_borrow(sh);
	} /* else we have come into the foreground meanwhile, and it may have the terminal */
	terminal_hand(sh, pipesh_group_id(chain));
	(void)pipesh_continue(chain);
}

/* Until it has ended, or is stopped under job control. 0, or the signal that ends the shell. */
static int job_sleep_watched(struct shell *sh, struct pipesh_chain *chain,
			     const struct job_watch *watch)
{
	bool stopped = watch->control || watch->nested;
	int tries = NESTED_STOPS;
	int ending = 0;

	for (;;) {
		int sig = job_sleep(sh, chain, stopped,
				    ending == 0 && traps_guarding(sh) ? traps_ending : NULL);

		if (sig != 0 && !watch->managed) {
			return sig;
		}
		if (sig != 0) {
			struct pipesh_stop stop = { .signal = sig };

			ending = sig;
			stopped = false;
			(void)pipesh_stop(chain, &stop);
			continue;
		}
		if (pipesh_state(chain) != PIPESH_STOPPED || watch->control) {
			return ending;
		}
		sig = job_stop_signal(chain);
		/* Others than these are nobody's but the stage's. */
		stopped = (sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU) && tries-- > 0;
		if (stopped) {
			job_pass_stop(sh, chain, sig);
		}
	}
}

/* Ctrl-C and Ctrl-\ in a group that was alone in the foreground were meant for ours, too. */
static void job_pass_death(const struct pipesh_chain *chain)
{
	size_t count = pipesh_stage_count(chain);

	for (size_t i = 0; !pipesh_outcome(chain)->timed_out && i < count; i++) {
		int sig = -pipesh_report(chain, i)->status;

		if (sig == SIGINT || sig == SIGQUIT) {
			(void)kill(0, sig);
			return;
		}
	}
}

/* Waits in the foreground. *STATUS is set; false: it was stopped or left and stays alive. */
static bool job_see_through(struct shell *sh, struct job *job, struct pipesh_chain *chain,
			    const struct node *node, enum job_fold fold, bool managed, int *status)
{
	bool own = pipesh_group_id(chain) != 0;
	struct job_watch watch = {
		.control = own && jobs_controlled(sh),
		.nested = own && !jobs_controlled(sh) && sh->terminal && sh->terminal->fd >= 0,
		.managed = managed,
	};
	int sig = job_sleep_watched(sh, chain, &watch);

	if (jobs_controlled(sh)) {
		/* Also where nothing got to run: the terminal may have been given away. */
		terminal_hand(sh, 0);
	}
	if (watch.nested) {
		bool foreground = terminal_fd(sh) >= 0;

		terminal_return(sh);
		if (foreground && sig == 0) {
			job_pass_death(chain);
		}
	}
	if (sig != 0) {
		*status = 128 + sig;
		return managed;
	}
	job_record(sh, chain);
	if (pipesh_state(chain) == PIPESH_STOPPED) {
		*status = job_suspend(sh, job, chain, node, fold, managed);
		return false;
	}
	*status = job_fold_status(chain, fold);
	sig = job_tell_end(sh, chain, node) ? 0 : 1;
	if (watch.control) {
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
		   enum job_fold fold)
{
	int status;

	if (job_see_through(sh, NULL, chain, node, fold, false, &status)) {
		pipesh_free(chain);
	} else if (pipesh_state(chain) != PIPESH_STOPPED) {
		job_abandon(sh, chain);
	}
	if (sh->jobs && sh->jobs->live > 0) {
		jobs_peek(sh);
	}
	return status;
}

bool job_see(struct shell *sh, struct pipesh_chain *chain, const struct node *node,
	     enum job_fold fold, bool managed, int *status)
{
	if (job_see_through(sh, NULL, chain, node, fold, managed, status)) {
		return true;
	}
	if (pipesh_state(chain) != PIPESH_STOPPED) {
		job_abandon(sh, chain);
	}
	return false;
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
	if (job_see_through(sh, job, job->chain, NULL, job->fold, job->managed, &status)) {
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
