/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/timing.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/strbuf.h"

void timing_begin(struct timing *timing)
{
	/* Neither can fail with these arguments. */
	(void)getrusage(RUSAGE_SELF, &timing->self);
	(void)getrusage(RUSAGE_CHILDREN, &timing->children);
	timing->start_ns = clock_now_ns();
}

static void timing_line(struct strbuf *out, const char *name, int64_t ns, bool posix)
{
	int64_t ms = (ns + 500000) / 1000000;

	if (posix) {
		strbuf_printf(out, "%s %lld.%02d\n", name, (long long)(ms / 1000),
			      (int)(ms % 1000 / 10));
	} else {
		strbuf_printf(out, "%s\t%lldm%d.%03ds\n", name, (long long)(ms / 60000),
			      (int)(ms / 1000 % 60), (int)(ms % 1000));
	}
}

void timing_report(const struct timing *timing, bool posix)
{
	int64_t real = clock_now_ns() - timing->start_ns;
	struct strbuf out = STRBUF_INIT;
	struct rusage self;
	struct rusage children;

	(void)getrusage(RUSAGE_SELF, &self);
	(void)getrusage(RUSAGE_CHILDREN, &children);
	if (!posix) {
		strbuf_add_char(&out, '\n');
	}
	timing_line(&out, "real", real, posix);
	timing_line(&out, "user",
		    clock_timeval_ns(self.ru_utime) - clock_timeval_ns(timing->self.ru_utime) +
			    clock_timeval_ns(children.ru_utime) -
			    clock_timeval_ns(timing->children.ru_utime),
		    posix);
	timing_line(&out, "sys",
		    clock_timeval_ns(self.ru_stime) - clock_timeval_ns(timing->self.ru_stime) +
			    clock_timeval_ns(children.ru_stime) -
			    clock_timeval_ns(timing->children.ru_stime),
		    posix);
	(void)fd_write_all(STDERR_FILENO, out.data, out.len); /* nowhere to complain */
	strbuf_finish(&out);
}
