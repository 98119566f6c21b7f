/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/anonymous.h"
#include "base/fd.h"
#include "chain/event.h"
#include "chain/process.h"
#include "chain/stream.h"

enum {
	CAPTURE_FIRST = 4096,  /* most outputs are small */
	CAPTURE_CHUNK = 65536, /* once in a file; a pipe's usual capacity */
	CAPTURE_TURN = 16,     /* reads before others have their turn */
};

/* Memory ------------------------------------------------------------------ */

/* Room for one byte more, and the NUL. 0 or -ENOMEM. */
static int grow(struct capture *capture)
{
	size_t capacity = capture->capacity > 0 ? capture->capacity * 2 : CAPTURE_FIRST;
	char *buffer;

	if (capture->seen.size + 1 < capture->capacity) {
		return 0;
	}
	if (capacity < capture->capacity) {
		return -ENOMEM;
	}
	buffer = realloc(capture->buffer, capacity);
	if (buffer == NULL) {
		return -ENOMEM;
	}
	capture->buffer = buffer;
	capture->seen.data = buffer;
	capture->capacity = capacity;
	return 0;
}

static ssize_t read_to_memory(struct capture *capture, size_t *room)
{
	ssize_t got;
	int error = grow(capture);

	if (error < 0) {
		return error;
	}
	*room = capture->capacity - capture->seen.size - 1;
	if (capture->limit > 0 && *room - 1 > capture->limit - capture->seen.size) {
		*room = capture->limit - capture->seen.size + 1;
	}
	got = fd_read(capture->fd, capture->buffer + capture->seen.size, *room);
	if (got > 0) {
		capture->seen.size += (size_t)got;
	}
	capture->buffer[capture->seen.size] = '\0';
	return got;
}

/* A file ------------------------------------------------------------------ */

static int move_to_file(struct capture *capture)
{
	int fd = anonymous_file_on_disk();
	int error;

	if (fd >= 0) {
		fd = fd_raise(fd, FD_PRIVATE);
	}
	if (fd < 0) {
		return fd;
	}
	error = anonymous_write(fd, capture->buffer, capture->seen.size);
	if (error == 0 && capture->capacity < CAPTURE_CHUNK) {
		char *buffer = realloc(capture->buffer, CAPTURE_CHUNK);

		error = buffer == NULL ? -ENOMEM : 0;
		if (buffer != NULL) {
			capture->buffer = buffer;
			capture->capacity = CAPTURE_CHUNK;
			capture->seen.data = buffer;
		}
	}
	if (error < 0) {
		fd_close(&fd);
		return error;
	}
	capture->seen.data = NULL;
	capture->seen.file = fd;
	return 0;
}

static ssize_t read_to_file(struct capture *capture, size_t *room)
{
	ssize_t got;
	int error;

	*room = capture->capacity;
	got = fd_read(capture->fd, capture->buffer, *room);
	if (got > 0) {
		error = anonymous_write(capture->seen.file, capture->buffer, (size_t)got);
		if (error < 0) {
			/* A part may have been written: it does not count. */
			(void)ftruncate(capture->seen.file, (off_t)capture->seen.size);
			return error;
		}
		capture->seen.size += (size_t)got;
	}
	return got;
}

/* Both -------------------------------------------------------------------- */

/* What can be kept no more is still read: the writer must not wait for ever. */
static ssize_t read_away(struct capture *capture, size_t *room)
{
	char waste[CAPTURE_FIRST];

	*room = sizeof waste;
	return fd_read(capture->fd, waste, sizeof waste);
}

/* How much was asked for goes to *room; else as fd_read. */
static ssize_t read_some(struct capture *capture, size_t *room)
{
	ssize_t got = 0;

	if (capture->seen.error == 0 && capture->seen.file < 0 && capture->limit > 0 &&
	    capture->seen.size > capture->limit) {
		got = move_to_file(capture);
	}
	if (got == 0 && capture->seen.error == 0) {
		got = capture->seen.file < 0 ? read_to_memory(capture, room)
					     : read_to_file(capture, room);
	}
	if (got < 0 && got != -EAGAIN && capture->seen.error == 0) {
		capture->seen.error = (int)-got;
		*room = 0; /* and on: from now on it is read away */
		return 1;
	}
	return capture->seen.error != 0 ? read_away(capture, room) : got;
}

static bool read_back(const struct capture *capture, char *bytes)
{
	size_t done = 0;

	while (done < capture->seen.size) {
		ssize_t got = pread(capture->seen.file, bytes + done, capture->seen.size - done,
				    (off_t)done);

		if (got == 0 || (got < 0 && errno != EINTR)) {
			return false;
		}
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

void capture_close(struct capture *capture)
{
	event_close(capture->event_fd, &capture->fd);
	capture->seen.ended = true;
}

bool capture_pump(struct capture *capture)
{
	bool any = false;

	for (int i = 0; i < CAPTURE_TURN && capture->fd >= 0; i++) {
		size_t room = 0;
		ssize_t got = read_some(capture, &room);

		if (got == -EAGAIN) {
			break;
		}
		if (got <= 0) {
			capture_close(capture);
			break;
		}
		any = true;
		if ((size_t)got < room) {
			break; /* that was all there is now */
		}
	}
	return any;
}

void capture_cut(struct capture *capture)
{
	struct stat st;

	(void)capture_pump(capture); /* the most that a pipe can hold by default */
	if (capture->fd < 0) {
		return;
	}
	capture->seen.cut = true;
	if (fstat(capture->fd, &st) == 0) {
		capture->seen.holder = process_find_writer(st.st_ino);
	}
	capture_close(capture);
}

int capture_open(struct capture *capture, const struct pipesh_spec *spec, int *write_end)
{
	int ends[2];
	int error = stream_pipe(ends, STREAM_LOWEST, spec->pipe_size);

	if (error < 0) {
		return error;
	}
	*write_end = ends[1];
	capture->used = true;
	capture->limit = spec->capture_limit;
	capture->fd = fd_raise(ends[0], FD_PRIVATE);
	if (capture->fd < 0) {
		error = capture->fd;
		capture->fd = -1;
		return error;
	}
	return fcntl(capture->fd, F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

char *capture_take(struct capture *capture, size_t *size)
{
	char *bytes = capture->buffer;

	if (capture->seen.file >= 0 || bytes == NULL) {
		bytes = malloc(capture->seen.size + 1);
		if (bytes == NULL || (capture->seen.file >= 0 && !read_back(capture, bytes))) {
			free(bytes);
			return NULL;
		}
		bytes[capture->seen.size] = '\0';
		fd_close(&capture->seen.file);
		free(capture->buffer);
	}
	*size = capture->seen.size;
	capture->seen.size = 0;
	capture->seen.data = "";
	capture->buffer = NULL;
	capture->capacity = 0;
	return bytes;
}

void capture_finish(struct capture *capture)
{
	fd_close(&capture->fd);
	fd_close(&capture->seen.file);
	free(capture->buffer);
	capture->buffer = NULL;
	capture->seen.data = NULL;
}
