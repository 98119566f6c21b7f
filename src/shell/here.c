/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/here.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/anonymous.h"
#include "base/fd.h"
#include "shell/error.h"
#include "shell/shell.h"

/* Every pipe takes this much without a reader. */
enum { HERE_PIPE_MAX = PIPE_BUF };

static int here_pipe(const char *data, size_t len)
{
	int ends[2];
	int result = fd_pipe(ends, 0);

	if (result < 0) {
		return result;
	}
	result = fd_write_all(ends[1], data, len);
	fd_close(&ends[1]);
	if (result < 0) {
		fd_close(&ends[0]);
		return result;
	}
	return ends[0];
}

static int here_file(const char *data, size_t len)
{
	int fd = anonymous_file();
	int result;

	if (fd < 0) {
		return fd;
	}
	result = fd_write_all(fd, data, len);
	if (result == 0 && lseek(fd, 0, SEEK_SET) < 0) {
		result = -errno;
	}
	if (result < 0) {
		fd_close(&fd);
		return result;
	}
	return fd;
}

static enum redirect_result here_open_bytes(struct shell *sh, const char *data, size_t len, int *fd)
{
	*fd = len <= HERE_PIPE_MAX ? here_pipe(data, len) : here_file(data, len);
	if (*fd < 0) {
		shell_message(sh, "cannot make a here-document: %s", strerror(-*fd));
		return REDIRECT_FAILED;
	}
	return REDIRECT_OK;
}

enum redirect_result here_open(struct shell *sh, const struct word *body, int *fd)
{
	struct strbuf text = STRBUF_INIT;
	const char *data = body->text;
	size_t len = body->text_len;
	enum redirect_result result;

	if (!(body->flags & WORD_STATIC)) {
		if (expand_here(&sh->expander, body, &text) != EXPAND_OK) {
			strbuf_finish(&text);
			return REDIRECT_EXPANSION;
		}
		data = text.data;
		len = text.len;
	}
	result = here_open_bytes(sh, data, len, fd);
	strbuf_finish(&text);
	return result;
}

enum redirect_result here_open_string(struct shell *sh, const struct word *word, int *fd)
{
	struct strbuf line = STRBUF_INIT;
	enum redirect_result result;
	char *text;
	size_t len;

	if (expand_string(&sh->expander, word, &text, &len) != EXPAND_OK) {
		return REDIRECT_EXPANSION;
	}
	strbuf_add(&line, text, len);
	strbuf_add_char(&line, '\n');
	result = here_open_bytes(sh, line.data, line.len, fd);
	strbuf_finish(&line);
	return result;
}
