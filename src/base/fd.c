/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

void fd_close(int *fd)
{
	int saved = errno;

	if (*fd >= 0) {
		(void)close(*fd); /* nothing could be done about an error */
		*fd = -1;
	}
	errno = saved;
}

int fd_copy(int fd, int lowest)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, lowest);

	return copy < 0 ? -errno : copy;
}

int fd_raise(int fd, int lowest)
{
	int raised;

	if (fd >= lowest) {
		return fd;
	}
	raised = fd_copy(fd, lowest);
	fd_close(&fd);
	return raised;
}

int fd_set_cloexec(int fd, bool on)
{
	int flags = fcntl(fd, F_GETFD);
	int wanted;

	if (flags < 0) {
		return -errno;
	}
	wanted = on ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC;
	if (wanted != flags && fcntl(fd, F_SETFD, wanted) < 0) {
		return -errno;
	}
	return 0;
}

/* pipe2, or the nearest thing; the gap matters to threads that fork. */
static int open_pipe(int ends[2])
{
#ifndef PIPESH_NO_PIPE2
	return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0;
#else
	if (pipe(ends) < 0) {
		return -errno;
	}
	(void)fd_set_cloexec(ends[0], true); /* cannot fail: just opened */
	(void)fd_set_cloexec(ends[1], true);
	return 0;
#endif
}

int fd_pipe(int ends[2], int lowest)
{
	int error = open_pipe(ends);

	if (error < 0) {
		ends[0] = ends[1] = -1;
		return error;
	}
	for (int i = 0; i < 2; i++) {
		int raised = fd_raise(ends[i], lowest);

		ends[i] = raised;
		if (raised < 0) {
			ends[i] = -1;
			fd_close(&ends[0]);
			fd_close(&ends[1]);
			return raised;
		}
	}
	return 0;
}

int fd_open(const char *path, int flags, mode_t mode)
{
	int fd;

	do {
		fd = open(path, flags | O_CLOEXEC, mode);
	} while (fd < 0 && errno == EINTR);
	return fd < 0 ? -errno : fd;
}

ssize_t fd_read(int fd, void *buffer, size_t size)
{
	ssize_t got;

	do {
		got = read(fd, buffer, size);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

ssize_t fd_write(int fd, const void *buffer, size_t size)
{
	ssize_t put;

	do {
		put = write(fd, buffer, size);
	} while (put < 0 && errno == EINTR);
	return put < 0 ? -errno : put;
}

int fd_write_all(int fd, const void *buffer, size_t size)
{
	const char *from = buffer;

	while (size > 0) {
		ssize_t put = fd_write(fd, from, size);

		if (put < 0) {
			return (int)put;
		}
		from += put;
		size -= (size_t)put;
	}
	return 0;
}

void fd_close_from(int lowest)
{
	long limit;

#ifdef SYS_close_range
	if (syscall(SYS_close_range, (unsigned)lowest, ~0U, 0) == 0) {
		return;
	}
#endif
	limit = sysconf(_SC_OPEN_MAX);
	for (int fd = lowest; fd < limit; fd++) {
		(void)close(fd); /* EBADF, mostly */
	}
}

int fd_open_process(pid_t pid)
{
#ifdef SYS_pidfd_open
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	return fd < 0 ? -errno : fd_raise(fd, FD_PRIVATE);
#else
	(void)pid;
	return -ENOSYS;
#endif
}

int fd_signal_process(int fd, int sig)
{
#ifdef SYS_pidfd_send_signal
	return syscall(SYS_pidfd_send_signal, fd, sig, NULL, 0) < 0 ? -errno : 0;
#else
	(void)fd;
	(void)sig;
	return -ENOSYS;
#endif
}

int fd_signal_group(int fd, int sig)
{
#ifdef SYS_pidfd_send_signal
	/* PIDFD_SIGNAL_PROCESS_GROUP, which headers older than the kernel do not have. */
	const unsigned group = 1 << 2;

	return syscall(SYS_pidfd_send_signal, fd, sig, NULL, group) < 0 ? -errno : 0;
#else
	(void)fd;
	(void)sig;
	return -EINVAL;
#endif
}
