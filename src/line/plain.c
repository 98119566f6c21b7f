/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The front end without editing: a prompt on standard error, and a line as the terminal's own line
 * discipline has it. Works on any standard input, and takes no byte behind the line from it.
 */
#include <config.h>

#include "line/front.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "base/strbuf.h"

enum { PLAIN_BLOCK = 4096 };

struct plain {
	const struct line_host *host;
	struct strbuf input; /* of the line, and behind it if the terminal gave more */
	const char *prompt;  /* of the line that is being read */
	bool hidden;
};

static void *plain_create(const struct line_host *host)
{
	struct plain *plain = memory_zalloc(sizeof(*plain));

	plain->host = host;
	strbuf_init(&plain->input);
	return plain;
}

static void plain_destroy(void *state)
{
	struct plain *plain = state;

	if (plain) {
		strbuf_finish(&plain->input);
		free(plain);
	}
}

/* \001 and \002 are marks for readline. */
static void plain_prompt(const char *prompt)
{
	struct strbuf text = STRBUF_INIT;

	for (; *prompt; prompt++) {
		if (*prompt != '\001' && *prompt != '\002') {
			strbuf_add_char(&text, *prompt);
		}
	}
	(void)fd_write_all(STDERR_FILENO, text.data, text.len); /* nowhere to complain */
	strbuf_finish(&text);
}

static void plain_hide(void *state)
{
	struct plain *plain = state;

	plain->hidden = true;
	(void)fd_write_all(STDERR_FILENO, "\n", 1);
}

static void plain_show(void *state)
{
	struct plain *plain = state;

	plain->hidden = false;
	plain_prompt(plain->prompt);
}

/* Gives back what lies behind the line. */
static void plain_give_back(struct strbuf *input, size_t start)
{
	const char *newline = memchr(input->data + start, '\n', input->len - start);
	size_t rest;

	if (newline) {
		rest = input->len - (size_t)(newline + 1 - input->data);
		if (rest > 0 && lseek(STDIN_FILENO, -(off_t)rest, SEEK_CUR) >= 0) {
			strbuf_truncate(input, input->len - rest);
		}
	}
}

/* As much as may be taken at once: 1, 0 at the end, -errno. */
static int plain_fill(struct plain *plain)
{
	bool seekable = lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0 && !isatty(STDIN_FILENO);
	size_t size = seekable || isatty(STDIN_FILENO) ? PLAIN_BLOCK : 1;
	size_t start = plain->input.len;
	ssize_t count;

	strbuf_reserve(&plain->input, size);
	count = read(STDIN_FILENO, plain->input.data + start, size);
	if (count <= 0) {
		return count < 0 ? -errno : 0;
	}
	plain->input.len += (size_t)count;
	plain->input.data[plain->input.len] = '\0';
	if (seekable) {
		plain_give_back(&plain->input, start);
	}
	return 1;
}

/* The first line of what was read; all of it if there is no newline. */
static char *plain_take(struct plain *plain)
{
	struct strbuf *input = &plain->input;
	const char *newline = memchr(input->data, '\n', input->len);
	size_t len = newline ? (size_t)(newline - input->data) : input->len;
	size_t used = newline ? len + 1 : len;
	char *text = memory_copy(input->data, len);

	memmove(input->data, input->data + used, input->len - used);
	strbuf_truncate(input, input->len - used);
	return text;
}

static enum line_result plain_given_up(struct plain *plain)
{
	strbuf_clear(&plain->input);
	if (!plain->hidden) {
		(void)fd_write_all(STDERR_FILENO, "\n", 1);
	}
	return LINE_GIVEN_UP;
}

static enum line_result plain_wait(struct plain *plain, int *filled)
{
	switch (plain->host->wait(plain->host->arg)) {
	case LINE_INPUT:
		*filled = plain_fill(plain);
		break;
	case LINE_WOKEN:
		*filled = -EINTR;
		break;
	case LINE_INTERRUPTED:
	case LINE_LEAVE:
		return LINE_GIVEN_UP;
	}
	return LINE_TEXT;
}

static enum line_result plain_read(void *state, const char *prompt, char **text)
{
	struct plain *plain = state;
	int filled;

	plain->prompt = prompt;
	plain->hidden = false;
	plain_prompt(prompt);
	while (!memchr(plain->input.data, '\n', plain->input.len)) {
		if (plain_wait(plain, &filled) == LINE_GIVEN_UP) {
			return plain_given_up(plain);
		}
		if (filled == 0 && plain->input.len == 0) {
			return LINE_END;
		}
		if (filled == 0) {
			break;
		}
		if (filled < 0 && filled != -EINTR && filled != -EAGAIN) {
			errno = -filled;
			return LINE_FAILED;
		}
	}
	*text = plain_take(plain);
	return LINE_TEXT;
}

const struct line_front plain_front = {
	.create = plain_create,
	.destroy = plain_destroy,
	.read = plain_read,
	.hide = plain_hide,
	.show = plain_show,
};
