/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "chain/event.h"
#include "chain/stream.h"

/*
 * A write to a pipe that nobody reads raises SIGPIPE in the thread that writes.
 * The disposition is the host's, so the signal is blocked meanwhile, and taken
 * out again if it is this write that made it pending.
 */
struct sigpipe_guard {
	sigset_t sigpipe;
	sigset_t mask;
	bool pending; /* one was waiting already: it is the host's */
};

static void guard_begin(struct sigpipe_guard *guard)
{
	sigset_t pending;

	(void)sigemptyset(&guard->sigpipe);
	(void)sigaddset(&guard->sigpipe, SIGPIPE);
	(void)sigemptyset(&pending);
	(void)sigpending(&pending);
	guard->pending = sigismember(&pending, SIGPIPE) == 1;
	(void)pthread_sigmask(SIG_BLOCK, &guard->sigpipe, &guard->mask);
}

static void guard_end(const struct sigpipe_guard *guard, bool raised)
{
	const struct timespec now = { 0 };

	if (raised && !guard->pending) {
		while (sigtimedwait(&guard->sigpipe, NULL, &now) < 0 && errno == EINTR) {
			continue;
		}
	}
	(void)pthread_sigmask(SIG_SETMASK, &guard->mask, NULL);
}

static void feed_close(struct feed *feed)
{
	event_close(feed->event_fd, &feed->fd);
	feed->event_fd = -1;
	free(feed->copy);
	feed->copy = NULL;
	feed->bytes = NULL;
	feed->left = 0;
}

/* Write until all is written or the pipe takes no more: -EPIPE, or 0. */
static int push(struct feed *feed)
{
	while (feed->left > 0) {
		ssize_t put = fd_write(feed->fd, feed->bytes, feed->left);

		if (put < 0) {
			return put == -EAGAIN ? 0 : (int)put;
		}
		feed->bytes += put;
		feed->left -= (size_t)put;
	}
	return 0;
}

void feed_pump(struct feed *feed)
{
	struct sigpipe_guard guard;
	int result;

	if (feed->fd < 0 || feed->expects) {
		return;
	}
	guard_begin(&guard);
	result = push(feed);
	guard_end(&guard, result == -EPIPE);
	if (result < 0 && result != -EPIPE) {
		feed->error = -result;
	}
	if (result < 0 || feed->left == 0) {
		feed_close(feed);
	}
}

void feed_give(struct feed *feed, const void *bytes, size_t count)
{
	feed->expects = false;
	feed->bytes = bytes;
	feed->left = count;
}

int feed_keep(struct feed *feed)
{
	if (feed->left == 0 || feed->copy != NULL) {
		return 0;
	}
	feed->copy = malloc(feed->left);
	if (feed->copy == NULL) {
		feed->error = ENOMEM;
		feed_close(feed);
		return -ENOMEM;
	}
	memcpy(feed->copy, feed->bytes, feed->left);
	feed->bytes = feed->copy;
	return 0;
}

int feed_open(struct feed *feed, const struct pipesh_spec *spec, int *read_end)
{
	int ends[2];
	int error = stream_pipe(ends, STREAM_LOWEST, spec->pipe_size);

	if (error < 0) {
		return error;
	}
	*read_end = ends[0];
	feed->fd = fd_raise(ends[1], FD_PRIVATE);
	if (feed->fd < 0) {
		error = feed->fd;
		feed->fd = -1;
		return error;
	}
	if (fcntl(feed->fd, F_SETFL, O_NONBLOCK) < 0) {
		return -errno;
	}
	if (spec->input_kind == PIPESH_INPUT_LATER) {
		feed->expects = true;
		return 0;
	}
	feed_give(feed, spec->bytes, spec->byte_count);
	error = push(feed); /* no SIGPIPE: the read end is still here */
	if (error == 0 && feed->left > 0) {
		return feed_keep(feed);
	}
	feed_close(feed);
	return error;
}

void feed_finish(struct feed *feed)
{
	feed_close(feed);
}
