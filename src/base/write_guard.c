/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/write_guard.h"

#include <errno.h>
#include <time.h>

void write_guard_begin(struct write_guard *guard)
{
	sigset_t guarded;

	(void)sigemptyset(&guarded);
	(void)sigaddset(&guarded, SIGPIPE);
	(void)sigaddset(&guarded, SIGXFSZ);
	(void)sigemptyset(&guard->pending);
	(void)sigpending(&guard->pending);
	(void)pthread_sigmask(SIG_BLOCK, &guarded, &guard->mask);
}

void write_guard_end(const struct write_guard *guard, int result)
{
	const struct timespec now = { 0 };
	int sig = result == -EPIPE ? SIGPIPE : result == -EFBIG ? SIGXFSZ : 0;
	sigset_t raised;

	if (sig != 0 && sigismember(&guard->pending, sig) != 1) {
		(void)sigemptyset(&raised);
		(void)sigaddset(&raised, sig);
		while (sigtimedwait(&raised, NULL, &now) < 0 && errno == EINTR) {
			continue;
		}
	}
	(void)pthread_sigmask(SIG_SETMASK, &guard->mask, NULL);
}
