/* SPDX-License-Identifier: MIT */
#ifndef BASE_ANONYMOUS_H
#define BASE_ANONYMOUS_H

/*
 * A new file without a name, open for reading and writing, close-on-exec: in memory where the
 * system can (memfd_create(2)), else in TMPDIR or /tmp. A descriptor, or -errno.
 */
int anonymous_file(void);

/* The same in TMPDIR or /tmp, for what is too much for memory. */
int anonymous_file_on_disk(void);

#endif
