/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fd.h"
#include "chain/manage.h"

/* The least that a pipe has, and what most have. */
enum { PIPE_CAPACITY_USUAL = 65536, PIPE_CAPACITY_MAX = 1 << 30 };

/*
 * An unprivileged process gets at most /proc/sys/fs/pipe-max-size: pipe(7). That
 * is a power of two, so halving finds it.
 */
void stream_set_capacity(int fd, size_t capacity)
{
	int wanted = capacity < PIPE_CAPACITY_MAX ? (int)capacity : PIPE_CAPACITY_MAX;
	int power = PIPE_CAPACITY_MAX;

	while (fcntl(fd, F_SETPIPE_SZ, wanted) < 0 && wanted > PIPE_CAPACITY_USUAL) {
		while (power >= wanted) {
			power /= 2;
		}
		wanted = power;
	}
}

/* A descriptor of the library's, or a negative error: handed through. */
static int own(struct streams *streams, int fd)
{
	if (fd >= 0) {
		streams->own[streams->own_count++] = fd;
	}
	return fd;
}

static int open_null(struct streams *streams)
{
	int fd = fd_open("/dev/null", O_RDWR, 0);

	return own(streams, fd < 0 ? fd : fd_raise(fd, STREAM_LOWEST));
}

static int open_input(struct streams *streams, struct chain_manager *manager,
		      const struct pipesh_spec *spec)
{
	int result;

	if (spec->has_input) {
		streams->input = spec->input;
		return 0;
	}
	switch (spec->input_kind) {
	case PIPESH_INPUT_INHERIT:
		return 0;
	case PIPESH_INPUT_DESCRIPTOR:
		streams->input = spec->input;
		return 0;
	case PIPESH_INPUT_NULL:
		return streams->input = open_null(streams);
	case PIPESH_INPUT_BYTES:
	case PIPESH_INPUT_LATER:
		result = feed_open(&manager->feed, spec, &streams->input);
		(void)own(streams, streams->input);
		return result;
	}
	return -EINVAL;
}

static int open_capture(struct streams *streams, struct capture *capture,
			const struct pipesh_spec *spec)
{
	int fd = -1;
	int result = capture_open(capture, spec, &fd);

	(void)own(streams, fd);
	return result < 0 ? result : fd;
}

/* A copy of what will be filled before it is read: see plan.c. */
static int keep_above(struct streams *streams, int fd, int lowest)
{
	return fd >= lowest ? fd : own(streams, fd_copy(fd, STREAM_LOWEST));
}

static int open_output(struct streams *streams, struct chain_manager *manager,
		       const struct pipesh_spec *spec)
{
	enum pipesh_output kind = spec->has_output ? PIPESH_OUTPUT_DESCRIPTOR : spec->output_kind;

	switch (kind) {
	case PIPESH_OUTPUT_INHERIT:
		return 0;
	case PIPESH_OUTPUT_NULL:
		return streams->output = open_null(streams);
	case PIPESH_OUTPUT_DESCRIPTOR:
		return streams->output = keep_above(streams, spec->output, STDOUT_FILENO);
	case PIPESH_OUTPUT_CAPTURE:
		return streams->output = open_capture(
			       streams, &manager->captures[PIPESH_STREAM_OUTPUT], spec);
	case PIPESH_OUTPUT_JOIN:
		break;
	}
	return -EINVAL;
}

static int open_errors(struct streams *streams, struct chain_manager *manager,
		       const struct pipesh_spec *spec)
{
	int output = streams->output >= 0 ? streams->output : STDOUT_FILENO;

	switch (spec->errors_kind) {
	case PIPESH_OUTPUT_INHERIT:
		return 0;
	case PIPESH_OUTPUT_NULL:
		return streams->errors = open_null(streams);
	case PIPESH_OUTPUT_DESCRIPTOR:
		return streams->errors = keep_above(streams, spec->errors, STDERR_FILENO);
	case PIPESH_OUTPUT_CAPTURE:
		return streams->errors = open_capture(
			       streams, &manager->captures[PIPESH_STREAM_ERRORS], spec);
	case PIPESH_OUTPUT_JOIN:
		return streams->errors = keep_above(streams, output, STDERR_FILENO);
	}
	return -EINVAL;
}

int streams_open(struct streams *streams, struct chain_manager *manager,
		 const struct pipesh_spec *spec)
{
	int result;

	result = open_input(streams, manager, spec);
	if (result >= 0) {
		result = open_output(streams, manager, spec);
	}
	if (result >= 0) {
		result = open_errors(streams, manager, spec);
	}
	return result < 0 ? result : 0;
}

void streams_close(struct streams *streams)
{
	for (size_t i = 0; i < streams->own_count; i++) {
		fd_close(&streams->own[i]);
	}
	streams->own_count = 0;
}
