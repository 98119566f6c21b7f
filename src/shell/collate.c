/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/collate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/anonymous.h"
#include "base/fd.h"
#include "base/memory.h"

enum {
	COLLATE_MEMORY = 32 << 20, /* held of ended jobs, all together */
	COLLATE_RUNNING = 8 << 20, /* and of running ones */
	COLLATE_LEAST = 16 << 10,
	COLLATE_MOST = 1 << 20,
	COLLATE_BLOCK = 64 << 10,
	COLLATE_DONE_KEPT = 64, /* entries of the array, before it is moved up */
};

static const int collate_fds[COLLATE_STREAMS] = { STDOUT_FILENO, STDERR_FILENO };

void collate_init(struct collate *collate)
{
	*collate = (struct collate){ .spool = -1 };
}

static void collate_drop_held(struct collate *collate, struct collate_held *held)
{
	collate->memory -= held->data ? held->size : 0;
	free(held->data);
	held->data = NULL;
	fd_close(&held->file);
}

void collate_finish(struct collate *collate)
{
	for (size_t i = collate->head; i < collate->count; i++) {
		for (int stream = 0; stream < COLLATE_STREAMS; stream++) {
			collate_drop_held(collate, &collate->jobs[i].held[stream]);
		}
	}
	free(collate->jobs);
	free(collate->piece);
	fd_close(&collate->spool);
	collate_init(collate);
}

size_t collate_capture_limit(size_t jobs)
{
	size_t limit = COLLATE_RUNNING / (COLLATE_STREAMS * jobs);

	return limit < COLLATE_LEAST ? COLLATE_LEAST : limit > COLLATE_MOST ? COLLATE_MOST : limit;
}

void collate_add(struct collate *collate, struct pipesh_chain *chain)
{
	if (collate->count == collate->capacity) {
		collate->jobs = memory_grow(collate->jobs, &collate->capacity, collate->count + 1,
					    sizeof(*collate->jobs));
	}
	collate->jobs[collate->count++] = (struct collate_job){
		.chain = chain,
		.held = { { .file = -1 }, { .file = -1 } },
	};
}

/* Is what comes there thrown away? */
static bool collate_is_dropped(const struct collate *collate, int stream)
{
	return collate->discarded || collate->errors[stream] != 0;
}

static void collate_lose(struct collate *collate, int error)
{
	collate->lost = collate->lost != 0 ? collate->lost : error;
}

/* ---- the spool ---- */

static int collate_spool_bytes(struct collate *collate, const char *data, size_t size)
{
	int result;

	if (collate->spool < 0) {
		int fd = anonymous_file_on_disk();

		result = fd < 0 ? fd : fd_raise(fd, FD_PRIVATE);
		if (result < 0) {
			return result;
		}
		collate->spool = result;
	}
	result = anonymous_write(collate->spool, data, size);
	collate->spool_size += result == 0 ? (off_t)size : 0;
	return result;
}

/* After a failure: all from START on is gone. */
static void collate_spool_undo(struct collate *collate, off_t start)
{
	if (collate->spool >= 0) {
		(void)ftruncate(collate->spool, start); /* else there is waste behind it */
		(void)lseek(collate->spool, start, SEEK_SET);
	}
	collate->spool_size = start;
}

static int collate_spool_file(struct collate *collate, int fd, size_t from, size_t size)
{
	char block[COLLATE_BLOCK];
	int result = 0;

	while (result == 0 && from < size) {
		size_t want = size - from < sizeof(block) ? size - from : sizeof(block);
		ssize_t got = pread(fd, block, want, (off_t)from);

		if (got <= 0) {
			return got < 0 ? -errno : -EIO;
		}
		result = collate_spool_bytes(collate, block, (size_t)got);
		from += (size_t)got;
	}
	return result;
}

/* What a job's capture has in a file of its own goes to the one of all: descriptors are few. */
static void collate_hold_file(struct collate *collate, struct collate_job *job, int stream,
			      const struct pipesh_capture *capture)
{
	struct collate_held *held = &job->held[stream];
	size_t shown = job->shown[stream];

	held->offset = collate->spool_size;
	held->size = capture->size - shown;
	job->shown[stream] = 0;
	if (collate_spool_file(collate, capture->file, shown, capture->size) == 0) {
		return;
	}
	collate_spool_undo(collate, held->offset);
	held->offset = (off_t)shown;
	held->file = fd_copy(capture->file, FD_PRIVATE);
	if (held->file < 0) {
		collate_lose(collate, -held->file);
		held->file = -1;
		held->size = 0;
	}
}

static void collate_hold_memory(struct collate *collate, struct collate_job *job, int stream)
{
	struct collate_held *held = &job->held[stream];
	off_t start = collate->spool_size;
	char *data = pipesh_take_capture(job->chain, (enum pipesh_stream)stream, &held->size);
	char *smaller;

	if (!data) {
		collate_lose(collate, ENOMEM);
		held->size = 0;
		return;
	}
	if (collate->memory + held->size > COLLATE_MEMORY) {
		if (collate_spool_bytes(collate, data, held->size) == 0) {
			held->offset = start;
			free(data);
			return;
		}
		collate_spool_undo(collate, start);
	}
	/* There may be thousands, and it had room to grow. */
	smaller = realloc(data, held->size);
	held->data = smaller ? smaller : data;
	collate->memory += held->size;
}

void collate_take(struct collate *collate, size_t index)
{
	struct collate_job *job = &collate->jobs[index - collate->first];

	for (int stream = 0; stream < COLLATE_STREAMS; stream++) {
		const struct pipesh_capture *capture =
			pipesh_capture(job->chain, (enum pipesh_stream)stream);

		if (collate_is_dropped(collate, stream)) {
			continue;
		}
		if (capture->file >= 0) {
			collate_hold_file(collate, job, stream, capture);
		} else if (capture->size > 0) {
			collate_hold_memory(collate, job, stream);
		}
	}
	job->chain = NULL;
}

/* ---- the piece being written ---- */

/* From a file: the space is given back, where the file system can. False: nothing could be read. */
static bool collate_piece_from_file(struct collate *collate, int fd, off_t offset, size_t left)
{
	size_t want = left < COLLATE_BLOCK ? left : COLLATE_BLOCK;
	ssize_t got;

	collate->piece = memory_alloc(want);
	got = pread(fd, collate->piece, want, offset);
	if (got <= 0) {
		collate_lose(collate, got < 0 ? errno : EIO);
		return false;
	}
	collate->piece_size = (size_t)got;
	(void)fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, (off_t)got);
	return true;
}

/* What the running job at the head has written since. */
static bool collate_piece_of_running(struct collate *collate, struct collate_job *job, int stream)
{
	enum pipesh_stream which = (enum pipesh_stream)stream;
	const struct pipesh_capture *capture = pipesh_capture(job->chain, which);
	size_t *shown = &job->shown[stream];

	if (capture->size <= (capture->file >= 0 ? *shown : 0)) {
		return false;
	}
	if (capture->file >= 0) {
		if (collate_is_dropped(collate, stream) ||
		    !collate_piece_from_file(collate, capture->file, (off_t)*shown,
					     capture->size - *shown)) {
			return false;
		}
		*shown += collate->piece_size;
		return true;
	}
	collate->piece = pipesh_take_capture(job->chain, which, &collate->piece_size);
	return collate->piece != NULL; /* NULL: no memory; next time, then */
}

static bool collate_piece_of_held(struct collate *collate, struct collate_job *job, int stream)
{
	struct collate_held *held = &job->held[stream];
	size_t *shown = &job->shown[stream];

	if (*shown >= held->size || collate_is_dropped(collate, stream)) {
		return false;
	}
	if (held->data) {
		collate->piece = held->data;
		collate->piece_size = held->size;
		collate->memory -= held->size;
		held->data = NULL;
		*shown = held->size;
		return true;
	}
	if (!collate_piece_from_file(collate, held->file >= 0 ? held->file : collate->spool,
				     held->offset + (off_t)*shown, held->size - *shown)) {
		return false;
	}
	*shown += collate->piece_size;
	return true;
}

static void collate_drop_piece(struct collate *collate)
{
	free(collate->piece);
	collate->piece = NULL;
}

/* The next piece of the job at the head, its standard output first. False: none. */
static bool collate_find_piece(struct collate *collate)
{
	struct collate_job *job = &collate->jobs[collate->head];

	collate->piece_at = 0;
	for (int stream = 0; stream < COLLATE_STREAMS; stream++) {
		bool found = job->chain ? collate_piece_of_running(collate, job, stream)
					: collate_piece_of_held(collate, job, stream);

		if (found) {
			collate->piece_stream = stream;
			return true;
		}
		collate_drop_piece(collate);
	}
	return false;
}

/* How much can be written to FD without waiting: 0 if nothing. Files and devices take all. */
static size_t collate_room(int fd, size_t want)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };
	struct stat status;

	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
		return want < COLLATE_MOST ? want : COLLATE_MOST;
	}
	if (poll(&pollfd, 1, 0) == 0) {
		return 0;
	}
	return want < PIPE_BUF ? want : PIPE_BUF; /* so much fits into a pipe that is ready */
}

/* True: all of it was written, or lost. */
static bool collate_write_piece(struct collate *collate)
{
	int stream = collate->piece_stream;

	while (collate->piece_at < collate->piece_size && !collate_is_dropped(collate, stream)) {
		size_t room =
			collate_room(collate_fds[stream], collate->piece_size - collate->piece_at);
		ssize_t written;

		if (room == 0) {
			return false;
		}
		written = fd_write(collate_fds[stream], collate->piece + collate->piece_at, room);
		if (written == -EAGAIN) {
			return false;
		}
		if (written < 0) {
			collate->errors[stream] = (int)-written;
		} else {
			collate->piece_at += (size_t)written;
		}
	}
	collate_drop_piece(collate);
	return true;
}

/* ---- all of it ---- */

static void collate_next_job(struct collate *collate)
{
	struct collate_job *job = &collate->jobs[collate->head++];

	for (int stream = 0; stream < COLLATE_STREAMS; stream++) {
		collate_drop_held(collate, &job->held[stream]); /* what was not to be shown */
	}
	if (collate->head > COLLATE_DONE_KEPT && collate->head > collate->count / 2) {
		collate->count -= collate->head;
		memmove(collate->jobs, collate->jobs + collate->head,
			collate->count * sizeof(*collate->jobs));
		collate->first += collate->head;
		collate->head = 0;
	}
}

int collate_pump(struct collate *collate)
{
	for (;;) {
		if (collate->piece && !collate_write_piece(collate)) {
			return collate_fds[collate->piece_stream];
		}
		if (collate->head == collate->count) {
			return -1;
		}
		if (!collate_find_piece(collate)) {
			if (collate->jobs[collate->head].chain) {
				return -1; /* it has more to say, perhaps */
			}
			collate_next_job(collate);
		}
	}
}

bool collate_is_streaming(const struct collate *collate)
{
	return !collate->piece && collate->head < collate->count &&
	       collate->jobs[collate->head].chain != NULL;
}

void collate_discard(struct collate *collate)
{
	collate->discarded = true;
}

bool collate_is_done(const struct collate *collate)
{
	return collate->head == collate->count && !collate->piece;
}
