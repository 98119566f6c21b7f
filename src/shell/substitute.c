/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/substitute.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/job.h"
#include "shell/pipeline.h"
#include "shell/pure.h"
#include "shell/redirect.h"
#include "shell/shell.h"
#include "shell/trap.h"

enum { SUBSTITUTE_BLOCK = 16384 };

/* NULs cannot be in a variable or an argument; they are dropped, as everywhere in the field. */
static void substitute_drop_nuls(struct strbuf *out, size_t start)
{
	char *to = memchr(out->data + start, '\0', out->len - start);
	const char *from;
	const char *end = out->data + out->len;

	if (!to) {
		return;
	}
	for (from = to; from < end; from++) {
		if (*from != '\0') {
			*to++ = *from;
		}
	}
	strbuf_truncate(out, (size_t)(to - out->data));
}

/* Everything until end of file. 0, or -errno. */
static int substitute_read(struct shell *sh, int fd, struct strbuf *out)
{
	size_t start = out->len;
	ssize_t n;

	do {
		strbuf_reserve(out, SUBSTITUTE_BLOCK);
		n = read(fd, out->data + out->len, out->capacity - out->len - 1);
		if (n > 0) {
			out->len += (size_t)n;
			out->data[out->len] = '\0';
		} else if (n < 0 && errno == EINTR) {
			if (traps_ending(sh) != 0 ||
			    (sh->interactive && traps_interrupt_pending(sh))) {
				return -EINTR;
			}
			n = 1;
		}
	} while (n > 0);
	substitute_drop_nuls(out, start);
	return n < 0 ? -errno : 0;
}

/* Only builtins that write and change nothing: run here, into memory. */
static void substitute_here(struct shell *sh, const struct node *command, struct strbuf *out)
{
	struct output memory;
	struct output *saved = sh->out;
	int status = sh->status;
	const struct simple *simple = sh->simple;

	output_init(&memory, -1);
	sh->out = &memory;
	pure_run(sh, command);
	sh->out = saved;
	sh->simple = simple;
	sh->substitute_status = sh->status;
	sh->status = status;
	if (out->len == 0 && out->capacity == 0) {
		*out = memory.buf; /* the bytes change hands */
		memory.buf = (struct strbuf)STRBUF_INIT;
	} else {
		strbuf_add(out, memory.buf.data, memory.buf.len);
	}
	output_finish(&memory);
	substitute_drop_nuls(out, 0);
}

/* $(<file): nothing but a redirection of standard input, which the standard leaves open. */
static bool substitute_is_file(const struct node *command)
{
	const struct simple *simple;

	if (command->type != NODE_SIMPLE) {
		return false;
	}
	simple = node_simple(command);
	return simple->word_count == 0 && simple->assignment_count == 0 &&
	       simple->redirections.count == 1 &&
	       simple->redirections.items[0].op == REDIRECTION_INPUT &&
	       simple->redirections.items[0].fd == STDIN_FILENO &&
	       !simple->redirections.items[0].variable;
}

/* The file's bytes, read by this process. */
static int substitute_file(struct shell *sh, const struct simple *simple, struct strbuf *out)
{
	struct variable_scope scope;
	struct redirect_saved saved;
	int status = sh->status;
	int result = 0;
	bool opened;

	variable_scope_open(sh, &scope); /* for `$(<${x=file})` */
	scope.subshell = true;
	opened = redirect_begin(sh, &simple->redirections, &saved) == REDIRECT_OK;
	if (opened) {
		result = substitute_read(sh, STDIN_FILENO, out);
		redirect_restore(sh, &saved);
	}
	sh->substitute_status = !opened || result < 0;
	variable_scope_close(sh, &scope);
	if (result < 0 && result != -EINTR) {
		shell_message(sh, "cannot read: %s", strerror(-result));
	}
	sh->status = status;
	return result == -EINTR ? -1 : 0;
}

static int substitute_process(struct shell *sh, const struct node *command, struct strbuf *out)
{
	int ends[2];
	struct pipesh_chain *chain;
	int result = fd_pipe(ends, STDERR_FILENO + 1);

	if (result < 0) {
		shell_message(sh, "cannot make a pipe: %s", strerror(-result));
		return -1;
	}
	sh->substitute_read = ends[0]; /* a forked child closes its copy */
	chain = pipeline_start_to(sh, command, ends[1]);
	sh->substitute_read = -1;
	fd_close(&ends[1]);
	if (!chain) {
		fd_close(&ends[0]);
		return -1;
	}
	result = substitute_read(sh, ends[0], out);
	fd_close(&ends[0]);
	sh->substitute_status = job_foreground(sh, chain, command, job_fold(sh));
	return result == -EINTR ? -1 : 0;
}

int substitute_run(struct shell *sh, const struct node *command, struct strbuf *out)
{
	struct pipe_status statuses;
	int result = 0;

	if (!command) {
		sh->substitute_status = 0;
		return 0;
	}
	pipe_status_save(sh, &statuses);
	if (substitute_is_file(command)) {
		result = substitute_file(sh, node_simple(command), out);
	} else if (pure_node(sh, command)) {
		substitute_here(sh, command, out);
	} else {
		result = substitute_process(sh, command, out);
	}
	pipe_status_restore(sh, &statuses);
	return result;
}
