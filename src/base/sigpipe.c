/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/sigpipe.h"

#include <errno.h>
#include <time.h>

void sigpipe_guard_begin(struct sigpipe_guard *guard)
{
	sigset_t pending;

	(void)sigemptyset(&guard->sigpipe);
	(void)sigaddset(&guard->sigpipe, SIGPIPE);
	(void)sigemptyset(&pending);
	(void)sigpending(&pending);
	guard->pending = sigismember(&pending, SIGPIPE) == 1;
	(void)pthread_sigmask(SIG_BLOCK, &guard->sigpipe, &guard->mask);
}

void sigpipe_guard_end(const struct sigpipe_guard *guard, bool raised)
{
	const struct timespec now = { 0 };

	if (raised && !guard->pending) {
		while (sigtimedwait(&guard->sigpipe, NULL, &now) < 0 && errno == EINTR) {
			continue;
		}
	}
	(void)pthread_sigmask(SIG_SETMASK, &guard->mask, NULL);
}
