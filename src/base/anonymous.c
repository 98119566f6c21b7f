/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/anonymous.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int anonymous_on_disk(void)
{
	const char *directory = getenv("TMPDIR");
	char name[4096];
	int fd;

	if (!directory || directory[0] != '/') {
		directory = "/tmp";
	}
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
	return anonymous_on_disk();
}
