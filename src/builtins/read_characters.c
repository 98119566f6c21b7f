/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/read_characters.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "expand/locale.h"
#include "shell/input.h"
#include "shell/shell.h"

/* Until FD can be read. 0, -ETIMEDOUT, -EINTR. */
static int read_wait(int fd, int64_t deadline_ns)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	int64_t left;
	int ready;

	if (deadline_ns == 0) {
		return 0;
	}
	left = deadline_ns - clock_now_ns();
	ready = poll(&poll_fd, 1, left <= 0 ? 0 : (int)((left + 999999) / 1000000));
	if (ready < 0) {
		return -errno;
	}
	return ready == 0 ? -ETIMEDOUT : 0;
}

/* Is what was appended from START on whole characters? In bytes always, at last after four. */
static bool read_whole(struct shell *sh, const struct strbuf *line, size_t start)
{
	size_t len = line->len - start;
	unsigned char first = (unsigned char)line->data[start];
	size_t wanted = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	expand_locale_ready(&sh->expander);
	return locale_charset() != LOCALE_UTF8 || len >= wanted;
}

int read_characters(struct shell *sh, struct read_characters *want, struct strbuf *line)
{
	size_t start = line->len;

	input_release(sh);
	while (want->count > 0) {
		unsigned char c;
		int error = read_wait(want->fd, want->deadline_ns);
		ssize_t n = error < 0 ? -1 : read(want->fd, &c, 1);

		if (n < 0) {
			return error < 0 ? error : -errno;
		}
		if (n == 0) {
			return 0;
		}
		if (c == want->delimiter) {
			return 1;
		}
		if (c != '\0') {
			strbuf_add_char(line, (char)c);
		}
		if (c == '\0' || read_whole(sh, line, start)) {
			want->count--;
			start = line->len;
		}
	}
	return 1;
}

bool read_ready(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	return poll(&poll_fd, 1, 0) > 0 && (poll_fd.revents & (POLLIN | POLLHUP)) != 0;
}

void read_terminal_set(struct read_terminal *terminal, int fd, bool echoes, bool lines)
{
	struct termios modes;

	terminal->fd = fd;
	terminal->changed =
		!(echoes && lines) && isatty(fd) && tcgetattr(fd, &terminal->modes) == 0;
	if (!terminal->changed) {
		return;
	}
	modes = terminal->modes;
	modes.c_lflag &= ~(tcflag_t)((echoes ? 0 : ECHO) | (lines ? 0 : ICANON));
	if (!lines) {
		modes.c_cc[VMIN] = 1;
		modes.c_cc[VTIME] = 0;
	}
	(void)tcsetattr(fd, TCSADRAIN, &modes);
}

void read_terminal_restore(struct read_terminal *terminal)
{
	if (terminal->changed) {
		(void)tcsetattr(terminal->fd, TCSADRAIN, &terminal->modes);
		terminal->changed = false;
	}
}
