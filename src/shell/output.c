/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/output.h"

#include <stdarg.h>

#include "base/fd.h"

/* A buffer that a builtin made larger than this is given back at the flush. */
enum { OUTPUT_KEEP = 1 << 17 };

void output_init(struct output *output, int fd)
{
	output->fd = fd;
	output->error = 0;
	strbuf_init(&output->buf);
}

void output_finish(struct output *output)
{
	strbuf_finish(&output->buf);
}

static void output_write(struct output *output, const char *bytes, size_t len)
{
	if (output->error == 0 && len > 0) {
		output->error = -fd_write_all(output->fd, bytes, len);
	}
}

void output_add_slow(struct output *output, const char *bytes, size_t len)
{
	if (output->fd >= 0 && output->buf.len >= 32768) {
		output_write(output, output->buf.data, output->buf.len);
		strbuf_clear(&output->buf);
	}
	if (output->fd >= 0 && output->error != 0) {
		return;
	}
	strbuf_add(&output->buf, bytes, len);
}

void output_add_string(struct output *output, const char *string)
{
	output_add(output, string, strlen(string));
}

void output_printf(struct output *output, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list args;

	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	output_add(output, text.data, text.len);
	strbuf_finish(&text);
}

int output_flush_keep(struct output *output)
{
	if (output->fd < 0) {
		return 0;
	}
	output_write(output, output->buf.data, output->buf.len);
	if (output->buf.capacity > OUTPUT_KEEP) {
		strbuf_finish(&output->buf);
	}
	output->buf.len = 0;
	return output->error;
}

int output_flush(struct output *output)
{
	int error = output_flush_keep(output);

	output->error = 0;
	return error;
}

void output_discard(struct output *output)
{
	output->buf.len = 0;
	output->error = 0;
}
