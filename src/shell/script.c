/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/script.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/exec.h"
#include "shell/input.h"
#include "shell/program.h"
#include "shell/shell.h"

enum { SCRIPT_BLOCK = 32768, SCRIPT_LOOK = 4096 };

/* set -v: the lines as they are read. */
static void script_verbose(struct shell *sh, const char *bytes, size_t len)
{
	if (sh->options[OPTION_VERBOSE]) {
		(void)fd_write_all(STDERR_FILENO, bytes, len); /* nowhere to complain */
	}
}

/*
 * A line of a pipe: it is looked for before it is taken, since nothing can be given back. What is
 * taken counts, should another reader have been faster. -errno, -EINVAL: it is no pipe.
 */
static long script_fill_looking(struct script *script)
{
	char look[SCRIPT_LOOK];
	const char *newline = NULL;

	while (!newline) {
		ssize_t there = input_look(script->sh, script->fd, look, sizeof(look));
		ssize_t got;

		if (there == -EINTR) {
			continue;
		}
		if (there <= 0) {
			return (long)there;
		}
		newline = memchr(look, '\n', (size_t)there);
		got = fd_read(script->fd, look,
			      newline ? (size_t)(newline - look) + 1 : (size_t)there);
		if (got <= 0) {
			return (long)got;
		}
		strbuf_add(&script->block, look, (size_t)got);
		newline = look[got - 1] == '\n' ? look : NULL;
	}
	return 1;
}

/* A line, byte by byte, where one cannot even look. */
static long script_fill_bytes(struct script *script)
{
	char c;
	ssize_t n;

	do {
		n = fd_read(script->fd, &c, 1);
		if (n > 0) {
			strbuf_add_char(&script->block, c);
		}
	} while (n > 0 && c != '\n');
	return (long)n;
}

/* Nothing may be taken that cannot be given back. */
static long script_fill_line(struct script *script)
{
	long n = script->looks ? script_fill_looking(script) : -EINVAL;

	if (n < 0) {
		script->looks = false;
		n = script_fill_bytes(script);
	}
	return n;
}

static long script_fill_block(struct script *script)
{
	ssize_t n;

	strbuf_reserve(&script->block, SCRIPT_BLOCK);
	n = fd_read(script->fd, script->block.data, SCRIPT_BLOCK);
	if (n > 0) {
		script->block.len = (size_t)n;
	}
	return (long)n;
}

/* 1: there are bytes to hand out; 0: end of file; -errno. */
static long script_fill(struct script *script)
{
	long n;

	if (script->next < script->block.len) {
		return 1;
	}
	script->next = 0;
	strbuf_clear(&script->block);
	if (script->shared && script->sh->script == script) {
		input_release(script->sh);
	}
	n = script->seekable || !script->shared ? script_fill_block(script)
						: script_fill_line(script);
	if (n < 0) {
		return n;
	}
	if (script->first && script->block.len > 0) {
		script->first = false;
		if (program_is_binary(script->block.data, script->block.len)) {
			script->binary = true;
			return -ENOEXEC;
		}
	}
	return script->block.len > 0;
}

/*
 * A line at a time, so that set -v shows each when it is its turn; under -n, all there is.
 */
static long script_read(void *arg, struct strbuf *buf, bool continued)
{
	struct script *script = arg;
	const char *start;
	const char *newline;
	size_t len;
	long n = script_fill(script);

	(void)continued;
	if (n <= 0) {
		return n;
	}
	start = script->block.data + script->next;
	len = script->block.len - script->next;
	newline = script->sh->options[OPTION_NOEXEC] ? NULL : memchr(start, '\n', len);
	if (newline) {
		len = (size_t)(newline - start) + 1;
	}
	strbuf_add(buf, start, len);
	script->next += len;
	script_verbose(script->sh, start, len);
	return (long)len;
}

void script_open(struct script *script, struct shell *sh, int fd, bool shared, const char *name)
{
	struct source source = { .read = script_read, .arg = script, .name = name, .line = 1 };
	struct parser_options options = exec_parser_options(sh);

	*script = (struct script){ .sh = sh, .fd = fd, .shared = shared, .first = true };
	strbuf_init(&script->block);
	script->seekable = shared && lseek(fd, 0, SEEK_CUR) >= 0;
	script->looks = shared && !script->seekable;
	script->parser = parser_create(&source, &options);
}

void script_close(struct script *script)
{
	parser_destroy(script->parser);
	script->parser = NULL;
	strbuf_finish(&script->block);
}

void script_share(struct shell *sh)
{
	struct script *script = sh->script;
	size_t unread;

	if (!script || !script->seekable || script->fd < 0) {
		return;
	}
	unread = parser_unread(script->parser) + script->block.len - script->next;
	if (unread > 0 && lseek(script->fd, -(off_t)unread, SEEK_CUR) >= 0) {
		parser_drop_unread(script->parser);
		script->next = 0;
		strbuf_clear(&script->block);
	}
}

void script_subshell(struct shell *sh)
{
	/* The offset is shared with the parent, which gave everything back before the fork. */
	sh->script = NULL;
}
