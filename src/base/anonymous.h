/* SPDX-License-Identifier: MIT */
#ifndef BASE_ANONYMOUS_H
#define BASE_ANONYMOUS_H

#include <stddef.h>
#include <sys/types.h>

/*
 * A new file without a name, open for reading and writing, close-on-exec: in memory where the
 * system can (memfd_create(2)), else in TMPDIR or /tmp. A descriptor, or -errno.
 */
int anonymous_file(void);

/* The same in TMPDIR or /tmp, for what is too much for memory. */
int anonymous_file_on_disk(void);

/*
 * fd_write_all and pwrite(2), all of it, to such a file: 0 or -errno. Beyond a limit of file sizes they fail like
 * any other write: no SIGXFSZ.
 */
int anonymous_write(int fd, const void *bytes, size_t size);
int anonymous_write_at(int fd, const void *bytes, size_t size, off_t offset);

#endif
