/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/job_nested.h"

#include <signal.h>
#include <unistd.h>

#include "shell/job_table.h"
#include "shell/shell.h"
#include "shell/trap.h"
#include "shell/tty.h"

void nested_begin(struct shell *sh, struct pipesh_chain *chain)
{
	traps_watch_stops(sh, true);
	/* We may have come into the foreground since it was started. */
	terminal_lend(sh, pipesh_group_id(chain));
}

/* Ctrl-C and Ctrl-\ in a group that was alone in the foreground were meant for ours, too. */
static void nested_pass_death(const struct pipesh_chain *chain)
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

void nested_end(struct shell *sh, struct pipesh_chain *chain, int ending)
{
	bool foreground = terminal_fd(sh) >= 0;

	traps_watch_stops(sh, false);
	terminal_return(sh);
	if (foreground && ending == 0) {
		nested_pass_death(chain);
	}
}

bool nested_signal(struct shell *sh, struct pipesh_chain *chain, int sig)
{
	if (sig == SIGCONT) {
		terminal_lend(sh, pipesh_group_id(chain));
	} else if (sig == SIGTSTP) {
		(void)pipesh_signal(chain, sig); /* when it has stopped, we do */
	} else {
		return false;
	}
	traps_take(sh, sig);
	return true;
}

/*
 * Stops our group by SIG. The shell at the prompt may at any moment make it the foreground and then
 * send SIGCONT: if it does so before we look, we see the terminal; if afterwards, that
 * SIGCONT takes away the stop that is pending. So a stop that has become wrong is never carried out.
 */
static void nested_stop_group(struct shell *sh, int sig)
{
	sigset_t blocked, old;

	(void)sigemptyset(&blocked);
	(void)sigaddset(&blocked, sig);
	traps_watch_stops(sh, false);
	(void)sigprocmask(SIG_BLOCK, &blocked, &old);
	(void)kill(0, sig);
	if (sig != SIGTSTP && terminal_borrow(sh) && terminal_fd(sh) >= 0) {
		(void)kill(0, SIGCONT);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL); /* here we stop, and go on */
	traps_watch_stops(sh, true);
}

bool nested_stop(struct shell *sh, struct pipesh_chain *chain)
{
	int sig = job_stop_signal(chain);

	if (sig != SIGTSTP && sig != SIGTTIN && sig != SIGTTOU) {
		return false; /* nobody's but the stage's */
	}
	terminal_return(sh);
	terminal_lend(sh, 0);
	if (sig == SIGTSTP || terminal_fd(sh) < 0) {
		/* The deadline passes while we are stopped. EINVAL: there is none. */
		(void)pipesh_guard(chain);
		nested_stop_group(sh, sig);
	} /* else we have come into the foreground meanwhile, and it may have the terminal */
	terminal_lend(sh, pipesh_group_id(chain));
	(void)pipesh_continue(chain);
	return true;
}
