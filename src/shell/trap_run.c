/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens when signals have come: actions, and what the shell does without one.
 */
#include <config.h>

#include "shell/trap.h"

#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/exec.h"
#include "shell/input.h"
#include "shell/job.h"
#include "shell/shell.h"
#include "shell/trap_table.h"
#include "shell/tty.h"

/* Actions of one signal that may interrupt each other; further ones wait until
   one is done, so that a storm of signals cannot use up the stack. */
enum { TRAP_NESTING_MAX = 32 };

/* ---- looking ---- */

/* Is it the shell's own, not to be told apart from a command's result? */
static bool trap_is_own(const struct trap_table *table, int sig)
{
	return table->signals[sig].own == TRAP_CAUGHT && !trap_in_force(table, sig);
}

bool traps_interrupt_pending(const struct shell *sh)
{
	return sh->traps && sh->interactive && !sh->subshell && trap_is_own(sh->traps, SIGINT) &&
	       trap_is_due(sh->traps, SIGINT);
}

bool traps_take_interrupt(struct shell *sh)
{
	if (!traps_interrupt_pending(sh)) {
		return false;
	}
	traps_take(sh, SIGINT);
	return true;
}

void traps_abort(struct shell *sh)
{
	trap_table_get(sh)->abort = true;
	trap_pending = 1;
}

void traps_abort_clear(struct shell *sh)
{
	if (sh->traps) {
		sh->traps->abort = false;
	}
}

/* It has an action, or the shell does something about it; its SIGCHLD is only an aid to itself. */
static bool trap_matters(const struct trap_table *table, int sig)
{
	const struct trap_text *action = trap_in_force(table, sig);

	return action ? action->len > 0 : sig != SIGCHLD && trap_is_own(table, sig);
}

int traps_pending_signal(const struct shell *sh)
{
	const struct trap_table *table = sh->traps;

	if (!table || !trap_pending) {
		return 0;
	}
	for (int sig = 1; sig < NSIG; sig++) {
		if (trap_is_due(table, sig) && trap_matters(table, sig)) {
			return sig;
		}
	}
	return 0;
}

/* Does it end the shell by way of traps_run? */
static bool trap_is_ending(const struct trap_table *table, int sig)
{
	bool guarded = sig == SIGHUP || ((sig == SIGINT || sig == SIGTERM) && table->guarding);

	return (guarded || sigismember(&table->held, sig) == 1) && trap_is_own(table, sig);
}

int traps_ending(const struct shell *sh)
{
	const struct trap_table *table = sh->traps;

	if (!table || !trap_pending) {
		return 0;
	}
	for (int sig = 1; sig < NSIG; sig++) {
		if (trap_is_ending(table, sig) && trap_is_due(table, sig)) {
			return sig;
		}
	}
	return 0;
}

int traps_stop_or_ending(const struct shell *sh)
{
	static const int signals[] = { SIGTSTP, SIGCONT };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (trap_pending && trap_is_own(sh->traps, signals[i]) &&
		    trap_is_due(sh->traps, signals[i])) {
			return signals[i];
		}
	}
	return traps_ending(sh);
}

void traps_take(struct shell *sh, int sig)
{
	sh->traps->signals[sig].handled = (unsigned)trap_delivered[sig];
}

bool traps_may_interrupt(const struct shell *sh)
{
	const struct trap_table *table = sh->traps;

	for (int sig = 1; table && sig < NSIG; sig++) {
		if (table->signals[sig].now == TRAP_CAUGHT) {
			return true;
		}
	}
	return false;
}

bool traps_status_before(const struct shell *sh, bool is_return, int *status)
{
	const struct trap_frame *frame = sh->traps ? sh->traps->frame : NULL;

	if (!frame || (is_return && (frame->function_depth != sh->function_depth ||
				     frame->dot_depth != sh->dot_depth))) {
		return false;
	}
	*status = frame->status;
	return true;
}

/* ---- acting ---- */

/* XCU trap: in a manner equivalent to eval, and $? is as before when it is over. */
static enum flow trap_run_action(struct shell *sh, struct trap_signal *signal)
{
	struct trap_table *table = sh->traps;
	struct trap_text *text = signal->action;
	struct trap_frame frame = {
		.outer = table->frame,
		.status = sh->status,
		.function_depth = sh->function_depth,
		.dot_depth = sh->dot_depth,
	};
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pipe_status statuses;
	unsigned line = sh->line;
	bool special = sh->special;
	bool tested = sh->tested;
	enum flow flow;

	pipe_status_save(sh, &statuses);
	input_release(sh);
	sh->tested = false; /* it may have come while a builtin was waiting */
	text->references++;
	signal->depth++;
	table->frame = &frame;
	flow = exec_string(sh, text->bytes, text->len, NULL, line, false);
	table->frame = frame.outer;
	signal->depth--;
	trap_text_release(text);
	sh->line = line;
	sh->special = special;
	sh->tested = tested;
	if (flow == FLOW_NEXT || flow == FLOW_BREAK || flow == FLOW_CONTINUE) {
		sh->status = frame.status;
		pipe_status_restore(sh, &statuses);
	}
	arena_release(&sh->scratch, mark);
	return flow;
}

/* A signal that the shell catches for itself. */
static enum flow trap_run_own(struct shell *sh, int sig)
{
	switch (sig) {
	case SIGCHLD:
		if (sh->options[OPTION_NOTIFY]) {
			jobs_notify_now(sh);
		} else {
			jobs_peek(sh); /* a subshell could not */
		}
		return FLOW_NEXT;
	case SIGINT:
		if (sh->interactive && !sh->subshell) {
			(void)fd_write_all(STDERR_FILENO, "\n", 1); /* behind the ^C */
			sh->status = 128 + sig;
			return FLOW_ABORT;
		}
		break;
	case SIGHUP:
		if (sh->interactive && !sh->subshell) {
			jobs_hangup(sh);
		}
		break;
	default:
		break;
	}
	sh->traps->killed = sig;
	sh->status = 128 + sig;
	return FLOW_EXIT;
}

static enum flow trap_take(struct shell *sh, int sig)
{
	struct trap_signal *signal = &sh->traps->signals[sig];
	const struct trap_text *action = trap_in_force(sh->traps, sig);

	signal->handled++;
	if (action) {
		/* Empty: it came before it was ignored. */
		return action->len > 0 ? trap_run_action(sh, signal) : FLOW_NEXT;
	}
	if (signal->own != TRAP_CAUGHT) {
		return FLOW_NEXT; /* it came before it was reset */
	}
	signal->handled = (unsigned)trap_delivered[sig];
	return trap_run_own(sh, sig);
}

enum flow traps_run(struct shell *sh)
{
	struct trap_table *table = sh->traps;

	while (trap_pending) {
		trap_pending = 0;
		if (!table) {
			return FLOW_NEXT;
		}
		if (table->abort) {
			table->abort = false;
			/* The SIGINT that killed the job need not be taken twice. */
			(void)traps_take_interrupt(sh);
			trap_pending = 1; /* there may be more, for the prompt */
			return FLOW_ABORT;
		}
		for (int sig = 1; sig < NSIG; sig++) {
			while (trap_is_due(table, sig) &&
			       table->signals[sig].depth < TRAP_NESTING_MAX) {
				enum flow flow = trap_take(sh, sig);

				if (flow != FLOW_NEXT) {
					trap_pending = 1;
					return flow;
				}
			}
		}
	}
	return FLOW_NEXT;
}

void traps_run_exit(struct shell *sh)
{
	struct trap_table *table = sh->traps;
	struct trap_signal exit_signal;
	int status;

	if (!table || sh->exiting) {
		return;
	}
	if (trap_is_own(table, SIGHUP) && trap_is_due(table, SIGHUP)) {
		/* The end of file of a terminal that hung up can be seen before the signal. */
		(void)trap_take(sh, SIGHUP);
	}
	status = sh->status;
	sh->exiting = true;
	trap_guard(sh, false);
	if (!trap_in_force(table, 0)) {
		return;
	}
	/* Out of the table: it runs once, and what it sets anew is not run. */
	exit_signal = table->signals[0];
	table->signals[0].action = NULL;
	if (exit_signal.action->len > 0 && trap_run_action(sh, &exit_signal) != FLOW_EXIT) {
		sh->status = status;
	}
	trap_text_release(exit_signal.action);
}

void traps_end(struct shell *sh)
{
	struct sigaction action;
	sigset_t set;
	int sig = sh->traps ? sh->traps->killed : 0;

	terminal_release(sh);
	/* An `exit n` in the EXIT action has the last word. */
	if (sig == 0 || sh->status != 128 + sig) {
		return;
	}
	memset(&action, 0, sizeof(action));
	(void)sigemptyset(&action.sa_mask);
	action.sa_handler = SIG_DFL;
	(void)sigaction(sig, &action, NULL);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, sig);
	(void)sigprocmask(SIG_UNBLOCK, &set, NULL);
	(void)kill(getpid(), sig);
}
