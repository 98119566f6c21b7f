/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "line/wait.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "shell/job.h"
#include "shell/shell.h"
#include "shell/trap.h"

/* Deals with what is pending. False: it is nothing that the reader of the line needs to know. */
static bool wait_signals(struct shell *sh, const struct line_front *front, void *state,
			 enum line_event *event)
{
	bool interrupt = traps_pending_signal(sh) == SIGINT;
	/* Will anything be written because of the signals that came? */
	bool hidden = traps_pending_signal(sh) != 0 || sh->options[OPTION_NOTIFY];
	enum flow flow;

	if (traps_take_interrupt(sh)) { /* which the front end shows in its own way */
		*event = LINE_INTERRUPTED;
		return true;
	}
	if (hidden) {
		front->hide(state);
	}
	flow = traps_run(sh);
	if (flow == FLOW_EXIT) {
		*event = LINE_LEAVE;
		return true;
	}
	if (flow == FLOW_ABORT || interrupt) {
		*event = LINE_INTERRUPTED;
		return true;
	}
	if (hidden) {
		front->show(state);
	}
	return false;
}

enum line_event wait_for_line(struct shell *sh, const struct line_front *front, void *state)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct pollfd *fds;
	struct timespec span;
	size_t watched;
	int64_t pause;
	sigset_t all;
	sigset_t old;
	enum line_event event = LINE_INPUT;
	int count;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	while (trap_pending) {
		(void)sigprocmask(SIG_SETMASK, &old, NULL);
		if (wait_signals(sh, front, state, &event)) {
			return event;
		}
		(void)sigprocmask(SIG_BLOCK, &all, NULL);
	}
	/* Deadlines of jobs pass while a person types. */
	fds = jobs_watch(sh, &watched, 1, &pause);
	fds[watched] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	span = clock_timespec(pause);
	count = ppoll(fds, watched + 1, pause < INT64_MAX ? &span : NULL, &old);
	/* Any other failure shows itself when the input is read. */
	if (count < 0 && errno == EINTR) {
		event = LINE_WOKEN;
	} else if (count >= 0 && fds[watched].revents == 0) {
		jobs_collect(sh);
		event = LINE_WOKEN;
	}
	arena_release(&sh->scratch, mark);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return event;
}
