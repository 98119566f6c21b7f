/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/anonymous.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/write_guard.h"

int anonymous_file_on_disk(void)
{
	const char *directory = getenv("TMPDIR");
	char name[4096];
	int fd;

	if (!directory || directory[0] != '/') {
		directory = "/tmp";
	}
	fd = fd_open(directory, O_TMPFILE | O_RDWR, S_IRUSR | S_IWUSR);
	if (fd >= 0) {
		return fd;
	}
	/* Not every file system has such files: open(2). */
	if (snprintf(name, sizeof(name), "%s/pipesh-XXXXXX", directory) >= (int)sizeof(name)) {
		return -ENAMETOOLONG;
	}
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0) {
		return -errno;
	}
	(void)unlink(name); /* it was made a moment ago; should it stay, no harm is done */
	return fd;
}

int anonymous_file(void)
{
#ifdef HAVE_MEMFD_CREATE
	int fd = memfd_create("pipesh", MFD_CLOEXEC);

	if (fd >= 0) {
		return fd;
	}
#endif
	return anonymous_file_on_disk();
}

int anonymous_write(int fd, const void *bytes, size_t size)
{
	struct write_guard guard;
	int result;

	write_guard_begin(&guard);
	result = fd_write_all(fd, bytes, size);
	write_guard_end(&guard, result);
	return result;
}

int anonymous_write_at(int fd, const void *bytes, size_t size, off_t offset)
{
	struct write_guard guard;
	const char *left = bytes;
	int result = 0;

	write_guard_begin(&guard);
	while (result == 0 && size > 0) {
		ssize_t written = pwrite(fd, left, size, offset);

		if (written > 0) {
			left += written;
			offset += written;
			size -= (size_t)written;
		} else if (written == 0 || errno != EINTR) {
			result = written == 0 ? -EIO : -errno;
		}
	}
	write_guard_end(&guard, result);
	return result;
}
