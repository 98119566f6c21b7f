/* SPDX-License-Identifier: MIT */
#ifndef BASE_FD_H
#define BASE_FD_H

/*
 * File descriptors. Every descriptor made here is close-on-exec from birth;
 * EINTR is retried here and nowhere else. Functions return a descriptor, a
 * count or 0, and -errno on failure; errno itself is not part of the contract.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Numbers below this one belong to the user's redirections. */
enum { FD_PRIVATE = 10 };

/*
 * Close *fd unless it is negative, and set it to -1. Never retried: on Linux
 * the number is free even after EINTR (close(2)). Keeps errno.
 */
void fd_close(int *fd);

/*
 * Make a pipe, both ends at or above lowest: ends[0] to read, ends[1] to
 * write. On failure both are -1.
 */
int fd_pipe(int ends[2], int lowest);

/* open(2), close-on-exec. May block, as a FIFO does. */
int fd_open(const char *path, int flags, mode_t mode);

/* A close-on-exec copy of fd, at or above lowest. */
int fd_copy(int fd, int lowest);

/*
 * Move fd to a number at or above lowest; fd itself if it is there already.
 * The old number is closed then; on failure too, so that the caller is left
 * with nothing to clean up.
 */
int fd_raise(int fd, int lowest);

/* Set or clear FD_CLOEXEC; no system call more than it takes. */
int fd_set_cloexec(int fd, bool on);

/* read(2), write(2): once, but for EINTR. */
ssize_t fd_read(int fd, void *buffer, size_t size);
ssize_t fd_write(int fd, const void *buffer, size_t size);

/* Write all of it: 0 or -errno. Blocks as write(2) does. */
int fd_write_all(int fd, const void *buffer, size_t size);

/* Close every descriptor from lowest on. For a child that has nothing to do with its parent's. */
void fd_close_from(int lowest);

/*
 * A descriptor that becomes readable when the child process pid has ended
 * (pidfd_open(2), Linux 5.3), at or above FD_PRIVATE. pid must not have
 * been reaped. -ENOSYS where there is no such thing.
 */
int fd_open_process(pid_t pid);

/* Send a signal to the process behind such a descriptor (pidfd_send_signal(2)): 0 or -errno. */
int fd_signal_process(int fd, int sig);

/*
 * Signal the process group of the number that fd, from fd_open_process, was opened for,
 * also when its leader has been reaped: the number cannot have become another's.
 * 0, -ESRCH if nobody is in it, -EINVAL where there is no such thing (it came with
 * Linux 6.9), or another error of kill(2).
 */
int fd_signal_group(int fd, int sig);

#endif
