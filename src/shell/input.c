/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/memory.h"
#include "shell/parallel.h"
#include "shell/script.h"
#include "shell/shell.h"

enum {
	INPUT_BLOCK = 65536, /* what is held; a pipe's usual capacity */
	INPUT_SMALL = 1024,  /* for one record; the system call costs more than the copying */
};

/* Waits for what is to be read, where the jobs of a parallel loop must be tended meanwhile. 0, -EINTR
   -ETIMEDOUT, or -ECANCELED, which stands for the end of the input. */
static int input_await(struct shell *sh, int fd, int64_t deadline_ns)
{
	return sh->parallel ? parallel_await_input(sh, fd, deadline_ns) : 0;
}

/* read(2) that a signal may end: the caller decides what then. */
static ssize_t input_read(struct shell *sh, int fd, void *bytes, size_t size)
{
	int result = input_await(sh, fd, 0);
	ssize_t got;

	if (result < 0) {
		return result == -ECANCELED ? 0 : result;
	}
	got = read(fd, bytes, size);
	return got < 0 ? -errno : got;
}

/* ---- what is held --------------------------------------------------- */

void input_finish(struct shell *sh)
{
	struct input_state *input = &sh->input;

	input_release(sh);
	free(input->block);
	input->block = NULL;
	strbuf_finish(&input->line);
	if (input->peek_made) {
		fd_close(&input->peek[0]);
		fd_close(&input->peek[1]);
		input->peek_made = false;
	}
}

/* Takes the first LEN bytes of the block out of the pipe, where they still are. */
static void input_drain(struct input_state *input, size_t len)
{
	while (len > 0) {
		ssize_t got = fd_read(input->fd, input->block, len);

		if (got <= 0) {
			break; /* cannot be: nobody else takes from it */
		}
		len -= (size_t)got;
	}
}

static void input_settle(struct input_state *input)
{
	if (!input->held) {
		return;
	}
	if (input->pipe) {
		input_drain(input, input->next);
	} else if (input->next < input->end) {
		/* Cannot fail: it is a regular file that was read up to here. */
		(void)lseek(input->fd, -(off_t)(input->end - input->next), SEEK_CUR);
	}
	input->held = false;
}

void input_release(struct shell *sh)
{
	struct input_state *input = &sh->input;

	if (input->busy) {
		input_settle(input);
		input->busy = false;
		input->again = false;
	}
}

void input_share(struct shell *sh)
{
	input_release(sh);
	memset(sh->input.owners, INPUT_SHARED, sizeof(sh->input.owners));
}

enum input_owner input_redirect(struct shell *sh, int fd, enum input_owner owner)
{
	struct input_state *input = &sh->input;
	enum input_owner old;

	if (fd == STDIN_FILENO) {
		script_share(sh); /* while it is still the script's */
	}
	input_release(sh);
	if (fd < 0 || fd >= INPUT_FDS) {
		return INPUT_SHARED;
	}
	old = (enum input_owner)input->owners[fd];
	input->owners[fd] = (unsigned char)owner;
	return old;
}

/* ---- a descriptor of ours alone ------------------------------------- */

/* Is FD the file that we would write to by way of descriptor WRITER? */
static bool input_same_file(const struct stat *status, int writer)
{
	struct stat other;

	return fstat(writer, &other) == 0 && other.st_dev == status->st_dev &&
	       other.st_ino == status->st_ino;
}

/* A pipe of ours to look into others' by. */
static bool input_can_look(struct input_state *input)
{
	if (!input->peek_made && fd_pipe(input->peek, FD_PRIVATE) == 0) {
		input->peek_made = true;
	}
	return input->peek_made;
}

/*
 * May blocks of FD be held? Not if what our builtins print may change them: a redirection releases
 * them, but standard output and standard error are written to without one.
 */
static bool input_may_hold(struct input_state *input, int fd)
{
	struct stat status;

	if (fstat(fd, &status) < 0) {
		return false;
	}
	if (input->owners[fd] == INPUT_PIPE && S_ISFIFO(status.st_mode)) {
		input->pipe = true;
		return input_can_look(input);
	}
	input->pipe = false;
	if (!S_ISREG(status.st_mode)) {
		input->owners[fd] = INPUT_SHARED;
		input->busy = false;
		return false;
	}
	input->owners[fd] = INPUT_REGULAR;
	return !input_same_file(&status, STDOUT_FILENO) && !input_same_file(&status, STDERR_FILENO);
}

ssize_t input_look(struct shell *sh, int fd, char *bytes, size_t size)
{
	struct input_state *input = &sh->input;
	ssize_t there;
	size_t len = 0;

	if (!input_can_look(input)) {
		return -EMFILE;
	}
	there = tee(fd, input->peek[1], size, 0);
	if (there < 0) {
		return -errno;
	}
	while (len < (size_t)there) {
		ssize_t got = fd_read(input->peek[0], bytes + len, (size_t)there - len);

		if (got <= 0) {
			return got < 0 ? got : -EIO;
		}
		len += (size_t)got;
	}
	return there;
}

/* The same, into the block. As input_read. */
static ssize_t input_peek(struct shell *sh)
{
	int result = input_await(sh, sh->input.fd, 0);

	if (result < 0) {
		return result == -ECANCELED ? 0 : result;
	}
	return input_look(sh, sh->input.fd, sh->input.block, INPUT_BLOCK);
}

/* The next block, after all of the last was used. As input_read. */
static ssize_t input_fill(struct shell *sh)
{
	struct input_state *input = &sh->input;
	ssize_t got;

	if (input->held && input->pipe) {
		input_drain(input, input->end);
	}
	input->held = false;
	if (!input->block) {
		input->block = memory_alloc(INPUT_BLOCK);
	}
	got = input->pipe ? input_peek(sh) : input_read(sh, input->fd, input->block, INPUT_BLOCK);
	if (got > 0) {
		input->next = 0;
		input->end = (size_t)got;
		input->held = true;
	}
	return got;
}

static int input_record_held(struct shell *sh, char delimiter, struct strbuf *buf)
{
	struct input_state *input = &sh->input;

	for (;;) {
		const char *from = input->block + input->next;
		size_t len = input->held ? input->end - input->next : 0;
		const char *found = len > 0 ? memchr(from, delimiter, len) : NULL;
		ssize_t got;

		if (found) {
			len = (size_t)(found - from) + 1;
		}
		if (len > 0) {
			strbuf_add(buf, from, len);
			input->next += len;
		}
		if (found) {
			return 1;
		}
		got = input_fill(sh);
		if (got <= 0) {
			return (int)got;
		}
	}
}

/* ---- a descriptor that others share --------------------------------- */

static int input_record_seekable(struct shell *sh, int fd, char delimiter, struct strbuf *buf)
{
	char block[INPUT_SMALL];

	for (;;) {
		ssize_t got = input_read(sh, fd, block, sizeof(block));
		const char *found;
		size_t len;

		if (got <= 0) {
			return (int)got;
		}
		found = memchr(block, delimiter, (size_t)got);
		len = found ? (size_t)(found - block) + 1 : (size_t)got;
		strbuf_add(buf, block, len);
		if (found) {
			if (len < (size_t)got &&
			    lseek(fd, -(off_t)((size_t)got - len), SEEK_CUR) < 0) {
				return -errno;
			}
			return 1;
		}
	}
}

static int input_record_bytes(struct shell *sh, int fd, char delimiter, struct strbuf *buf)
{
	for (;;) {
		char c;
		ssize_t got = input_read(sh, fd, &c, 1);

		if (got <= 0) {
			return (int)got;
		}
		strbuf_add_char(buf, c);
		if (c == delimiter) {
			return 1;
		}
	}
}

/* Can what was read of it be given back? */
static bool input_seekable(const struct input_state *input, int fd)
{
	if (input->busy && input->fd == fd) {
		return !input->pipe;
	}
	return lseek(fd, 0, SEEK_CUR) >= 0;
}

/* A file takes three system calls for one record anyhow; a pipe one for each byte. */
static bool input_holding_pays(const struct input_state *input, int fd)
{
	return fd < INPUT_FDS && (input->owners[fd] == INPUT_PIPE ||
				  (input->again && input->owners[fd] != INPUT_SHARED));
}

int input_record(struct shell *sh, int fd, char delimiter, struct strbuf *buf)
{
	struct input_state *input = &sh->input;
	bool hold, seekable;

	if (fd == STDIN_FILENO) {
		script_share(
			sh); /* a script on standard input: its rest begins where it has got to */
	}
	if (input->busy && input->fd != fd) {
		input_release(sh);
	}
	if (input->busy && input->held) {
		return input_record_held(sh, delimiter, buf);
	}
	hold = input_holding_pays(input, fd) && input_may_hold(input, fd);
	seekable = !hold && input_seekable(input, fd);
	input->busy = true;
	input->again = true;
	input->fd = fd;
	if (hold) {
		return input_record_held(sh, delimiter, buf);
	}
	input->pipe = !seekable;
	return seekable ? input_record_seekable(sh, fd, delimiter, buf)
			: input_record_bytes(sh, fd, delimiter, buf);
}

int input_record_until(struct shell *sh, int fd, char delimiter, struct strbuf *buf,
		       int64_t deadline_ns)
{
	script_share(sh);
	input_release(sh);
	for (;;) {
		struct pollfd pollfd = { .fd = fd, .events = POLLIN };
		int64_t left = deadline_ns - clock_now_ns();
		struct timespec span = clock_timespec(left);
		int result = input_await(sh, fd, deadline_ns);
		int ready = result < 0 ? 0 : ppoll(&pollfd, 1, &span, NULL);
		ssize_t got;
		char c;

		if (result == -EINTR || result == -ECANCELED) {
			return result == -EINTR ? result : 0;
		}
		if (ready < 0) {
			return -errno;
		}
		if (ready == 0) {
			return -ETIMEDOUT;
		}
		got = input_read(sh, fd, &c, 1);
		if (got <= 0) {
			return (int)got;
		}
		strbuf_add_char(buf, c);
		if (c == delimiter) {
			return 1;
		}
	}
}
