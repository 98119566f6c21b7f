/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "line/history_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

/* A lock is held for a moment only: whoever holds it longer is stopped or on a dead file server, and
   a prompt does not wait for that. */
enum { LOCK_TRIES = 20, LOCK_PAUSE_MS = 10 };
/* Times to open the file anew because another shell has just replaced it. */
enum { OPEN_TRIES = 10 };

/* ---- the form ------------------------------------------------------- */

void history_file_encode(struct strbuf *out, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n') {
			strbuf_add_char(out, '\\');
		}
		strbuf_add_char(out, text[i]);
	}
	if (len > 0 && text[len - 1] == '\\') {
		strbuf_add_char(out, ' ');
	}
	strbuf_add_char(out, '\n');
}

void history_file_decode(struct strbuf *out, const char **at, const char *end)
{
	bool more = true;

	while (more && *at < end) {
		const char *newline = memchr(*at, '\n', (size_t)(end - *at));
		const char *stop = newline ? newline : end;

		more = newline && stop > *at && stop[-1] == '\\' && stop + 1 < end;
		strbuf_add(out, *at, (size_t)(stop - *at) - more);
		if (more) {
			strbuf_add_char(out, '\n');
		}
		*at = newline ? newline + 1 : end;
	}
}

/* ---- the file ------------------------------------------------------- */

static bool history_file_lock(int fd)
{
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			return true;
		}
		if (errno != EWOULDBLOCK && errno != EINTR) {
			return false; /* no locks there */
		}
		(void)poll(NULL, 0, LOCK_PAUSE_MS);
	}
	return false;
}

/* Is the file that is open still the one of this name? */
static bool history_file_current(int fd, const char *path)
{
	struct stat opened;
	struct stat named;

	return fstat(fd, &opened) == 0 && stat(path, &named) == 0 &&
	       opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/* Opens what is a regular file, or can become one, and locks it if that can be had. The
   descriptor or -errno; closing it unlocks. */
static int history_file_open(const char *path, int flags, bool *locked)
{
	struct stat status;
	int fd = -ENOENT;

	for (int i = 0; i < OPEN_TRIES; i++) {
		fd = fd_open(path, flags | O_NONBLOCK | O_NOCTTY, S_IRUSR | S_IWUSR);
		if (fd < 0) {
			return fd;
		}
		if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
			fd_close(&fd);
			return -EINVAL;
		}
		*locked = history_file_lock(fd);
		if (!*locked || history_file_current(fd, path)) {
			return fd;
		}
		fd_close(&fd);
	}
	return -EAGAIN;
}

/* All of it. 0 or -errno. */
static int history_file_read(int fd, struct strbuf *out)
{
	struct stat status;
	ssize_t count;

	if (fstat(fd, &status) == 0 && status.st_size > 0) {
		strbuf_reserve(out, (size_t)status.st_size + 1);
	}
	do {
		strbuf_reserve(out, BUFSIZ);
		count = fd_read(fd, out->data + out->len, out->capacity - out->len - 1);
		if (count > 0) {
			out->len += (size_t)count;
			out->data[out->len] = '\0';
		}
	} while (count > 0);
	return (int)count;
}

static size_t history_file_count(const struct strbuf *bytes)
{
	struct strbuf text = STRBUF_INIT;
	const char *at = bytes->data;
	size_t count = 0;

	while (at < bytes->data + bytes->len) {
		strbuf_clear(&text);
		history_file_decode(&text, &at, bytes->data + bytes->len);
		count++;
	}
	strbuf_finish(&text);
	return count;
}

/* Where the command is that has COUNT before it. */
static const char *history_file_skip(const struct strbuf *bytes, size_t count)
{
	struct strbuf text = STRBUF_INIT;
	const char *at = bytes->data;

	while (count-- > 0) {
		strbuf_clear(&text);
		history_file_decode(&text, &at, bytes->data + bytes->len);
	}
	strbuf_finish(&text);
	return at;
}

size_t history_file_load(const char *path, struct history *history)
{
	struct strbuf bytes = STRBUF_INIT;
	struct strbuf text = STRBUF_INIT;
	bool locked;
	int fd = history_file_open(path, O_RDONLY, &locked);
	size_t count = 0;
	const char *at;

	if (fd < 0) {
		return 0;
	}
	if (history_file_read(fd, &bytes) == 0) {
		size_t skip;

		count = history_file_count(&bytes);
		skip = count > history->limit ? count - history->limit : 0;
		history->first = (unsigned)skip + 1;
		at = history_file_skip(&bytes, skip);
		while (at < bytes.data + bytes.len) {
			strbuf_clear(&text);
			history_file_decode(&text, &at, bytes.data + bytes.len);
			(void)history_add(history, text.data, text.len);
		}
	}
	fd_close(&fd);
	strbuf_finish(&text);
	strbuf_finish(&bytes);
	return count;
}

/* Does it end in the middle of a line, as a full disk leaves it? */
static bool history_file_is_torn(int fd)
{
	struct stat status;
	char last;

	return fstat(fd, &status) == 0 && status.st_size > 0 &&
	       pread(fd, &last, 1, status.st_size - 1) == 1 && last != '\n';
}

int history_file_append(const char *path, const char *text)
{
	struct strbuf bytes = STRBUF_INIT;
	bool locked;
	int fd = history_file_open(path, O_RDWR | O_APPEND | O_CREAT, &locked);
	int result;

	if (fd < 0) {
		return fd;
	}
	if (history_file_is_torn(fd)) {
		strbuf_add_char(&bytes, '\n');
	}
	history_file_encode(&bytes, text);
	result = fd_write_all(fd, bytes.data, bytes.len);
	fd_close(&fd);
	strbuf_finish(&bytes);
	return result;
}

/* Puts a file with these bytes, of the same owner and mode, in the place of PATH. */
static int history_file_replace(int old, const char *path, const char *bytes, size_t len)
{
	struct strbuf name = STRBUF_INIT;
	struct stat status;
	int fd;
	int result = -EIO;

	strbuf_printf(&name, "%s.XXXXXX", path);
	fd = mkostemp(name.data, O_CLOEXEC);
	if (fd < 0) {
		result = -errno;
		goto out;
	}
	if (fstat(old, &status) == 0 && fchmod(fd, status.st_mode & 07777) == 0 &&
	    (status.st_uid == geteuid() || fchown(fd, status.st_uid, status.st_gid) == 0)) {
		result = fd_write_all(fd, bytes, len);
	}
	if (close(fd) != 0 && result == 0) {
		result = -errno;
	}
	if (result == 0 && rename(name.data, path) != 0) {
		result = -errno;
	}
	if (result != 0) {
		(void)unlink(name.data); /* as it was before */
	}
out:
	strbuf_finish(&name);
	return result;
}

int history_file_trim(const char *path, size_t limit)
{
	struct strbuf bytes = STRBUF_INIT;
	char *real = realpath(path, NULL); /* not the link to it is to be replaced */
	bool locked = false;
	int fd = real ? history_file_open(real, O_RDONLY, &locked) : -errno;
	int result = fd;
	size_t count;

	if (fd < 0) {
		goto out;
	}
	result = locked ? history_file_read(fd, &bytes) : -EAGAIN;
	count = result == 0 ? history_file_count(&bytes) : 0;
	if (count > limit) {
		const char *kept = history_file_skip(&bytes, count - limit);

		result = history_file_replace(fd, real, kept,
					      bytes.len - (size_t)(kept - bytes.data));
	}
out:
	fd_close(&fd);
	free(real);
	strbuf_finish(&bytes);
	return result;
}
