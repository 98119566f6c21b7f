/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHELL_TIMING_H
#define SHELL_TIMING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

/* `time`: what a pipeline took, the shell's own share included. */
struct timing {
	int64_t start_ns;
	struct rusage self;
	struct rusage children;
};

void timing_begin(struct timing *timing);
/* Writes the three lines to standard error: XCU time -p, or with minutes as the field has it. */
void timing_report(const struct timing *timing, bool posix);

#endif
