/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where builtins write: to a descriptor, buffered, or into memory. Nothing
 * that a builtin prints goes past it, so that the same builtin serves a
 * terminal, a pipe and a command substitution that runs in this process.
 */
#ifndef SHELL_OUTPUT_H
#define SHELL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct output {
	int fd;    /* -1: into memory, the buffer is what was written */
	int error; /* errno of the first write that failed since the last flush; 0: none */
	struct strbuf buf;
};

void output_init(struct output *output, int fd);
void output_finish(struct output *output);

void output_add_slow(struct output *output, const char *bytes, size_t len);

/* Appends; writes through when much has gathered. Errors show at the flush. */
static inline void output_add(struct output *output, const char *bytes, size_t len)
{
	if (output->buf.capacity - output->buf.len > len && output->buf.len < 32768) {
		memcpy(output->buf.data + output->buf.len, bytes, len);
		output->buf.len += len;
	} else {
		output_add_slow(output, bytes, len);
	}
}

static inline void output_add_char(struct output *output, char c)
{
	output_add(output, &c, 1);
}

void output_add_string(struct output *output, const char *string);
void output_printf(struct output *output, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Writes all that is buffered. 0, or the errno of the first failure since the last flush. */
int output_flush(struct output *output);
/* Writes all that is buffered, and keeps the error for the next output_flush. */
int output_flush_keep(struct output *output);
/* Throws away what is buffered (a forked child: it is the parent's). */
void output_discard(struct output *output);

#endif
