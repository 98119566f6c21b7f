/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/strbuf.h"
#include "shell/error.h"
#include "shell/shell.h"

enum { CAPTURE_BLOCK = 65536 };

/* What the kernel calls a process: "sleep". */
static void capture_name_process(pid_t pid, struct strbuf *out)
{
	char path[64];
	char name[64];
	ssize_t len = -1;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	fd = fd_open(path, O_RDONLY, 0);
	if (fd >= 0) {
		len = fd_read(fd, name, sizeof(name));
		fd_close(&fd);
	}
	while (len > 0 && name[len - 1] == '\n') {
		len--;
	}
	if (len > 0) {
		strbuf_add(out, name, (size_t)len);
		strbuf_printf(out, " (process %d)", (int)pid);
	} else {
		strbuf_printf(out, "process %d", (int)pid);
	}
}

static void capture_tell_cut(struct shell *sh, const struct pipesh_capture *capture)
{
	struct strbuf holder = STRBUF_INIT;

	if (capture->holder > 0) {
		capture_name_process(capture->holder, &holder);
	} else {
		strbuf_add_string(&holder, "a process that was left behind");
	}
	shell_message(
		sh,
		"with: the command has ended, but %s still has its output: what it writes from "
		"now on is lost",
		holder.data);
	strbuf_finish(&holder);
}

bool capture_check(struct shell *sh, const struct pipesh_chain *chain, bool output, bool errors)
{
	const struct pipesh_capture *captures[] = {
		output ? pipesh_capture(chain, PIPESH_STREAM_OUTPUT) : NULL,
		errors ? pipesh_capture(chain, PIPESH_STREAM_ERRORS) : NULL,
	};
	pid_t told = -1;

	for (int i = 0; i < 2; i++) {
		const struct pipesh_capture *capture = captures[i];

		if (capture && capture->error != 0) {
			shell_message(sh, "with: what the command wrote cannot be kept: %s",
				      strerror(capture->error));
			return false;
		}
		/* Mostly it is the same process that has both. */
		if (capture && capture->cut && capture->holder != told) {
			capture_tell_cut(sh, capture);
			told = capture->holder;
		}
	}
	return true;
}

/* ---- variables ---- */

/* One stream and the variable it is for. */
struct capture_target {
	struct symbol *symbol; /* NULL: none */
	char *data;            /* to be freed */
	size_t len;
};

static bool capture_take(struct shell *sh, struct pipesh_chain *chain, enum pipesh_stream stream,
			 struct capture_target *target)
{
	const char *nul;

	if (!target->symbol) {
		return true;
	}
	target->data = pipesh_take_capture(chain, stream, &target->len);
	if (!target->data) {
		shell_message(sh, "with: %s: what the command wrote cannot be had: %s",
			      target->symbol->name, strerror(ENOMEM));
		return false;
	}
	nul = memchr(target->data, '\0', target->len);
	if (nul) {
		shell_message(sh,
			      "with: %s: the output has a NUL as its byte %zu, which no variable "
			      "can hold: remove it (`| tr -d '\\000''), encode it (`| base64') or "
			      "write to a file (`>file')",
			      target->symbol->name, (size_t)(nul - target->data) + 1);
		return false;
	}
	while (target->len > 0 && target->data[target->len - 1] == '\n') {
		target->len--;
	}
	return true;
}

bool capture_assign(struct shell *sh, struct pipesh_chain *chain, const struct with_plan *plan)
{
	struct capture_target targets[] = {
		[PIPESH_STREAM_OUTPUT] = { .symbol = plan->output },
		[PIPESH_STREAM_ERRORS] = { .symbol = plan->errors },
	};
	bool good = capture_check(sh, chain, plan->output, plan->errors) &&
		    capture_take(sh, chain, PIPESH_STREAM_OUTPUT, &targets[0]) &&
		    capture_take(sh, chain, PIPESH_STREAM_ERRORS, &targets[1]);

	for (int i = 0; i < 2; i++) {
		/* Read-only ones were found out before the start. */
		if (good && targets[i].symbol) {
			good = variable_set(sh, targets[i].symbol, targets[i].data,
					    targets[i].len) == 0;
		}
		free(targets[i].data);
	}
	if (!good) {
		sh->status = 1;
	}
	return good;
}

/* ---- shown after all ---- */

static int capture_copy_file(int from, size_t size, int to)
{
	char block[CAPTURE_BLOCK];
	off_t at = 0;

	while (size > 0) {
		ssize_t n = pread(from, block, size < sizeof(block) ? size : sizeof(block), at);
		int result;

		if (n <= 0) {
			return n < 0 ? -errno : -EIO;
		}
		result = fd_write_all(to, block, (size_t)n);
		if (result < 0) {
			return result;
		}
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

static void capture_write(struct shell *sh, const struct pipesh_capture *capture, int fd)
{
	int result = 0;

	if (capture && capture->file >= 0) {
		result = capture_copy_file(capture->file, capture->size, fd);
	} else if (capture && capture->size > 0) {
		result = fd_write_all(fd, capture->data, capture->size);
	}
	if (result < 0) {
		shell_message(sh, "with: cannot write what the command wrote: %s",
			      strerror(-result));
	}
}

void capture_show(struct shell *sh, struct pipesh_chain *chain, const struct with_plan *plan)
{
	(void)capture_check(sh, chain, !plan->output, !plan->errors); /* what there is, is shown */
	if (!plan->output) {
		capture_write(sh, pipesh_capture(chain, PIPESH_STREAM_OUTPUT), STDOUT_FILENO);
	}
	if (!plan->errors) {
		capture_write(sh, pipesh_capture(chain, PIPESH_STREAM_ERRORS), STDERR_FILENO);
	}
}
