/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/write_guard.h"
#include "chain/event.h"
#include "chain/stream.h"

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
	struct write_guard guard;
	int result;

	if (feed->fd < 0 || feed->expects) {
		return;
	}
	write_guard_begin(&guard);
	result = push(feed);
	write_guard_end(&guard, result);
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
