/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "shell/output.h"
#include "shell/shell.h"

static void times_write(struct shell *sh, const struct timeval *time, char separator)
{
	output_printf(sh->out, "%ldm%ld.%06lds%c", (long)(time->tv_sec / 60),
		      (long)(time->tv_sec % 60), (long)time->tv_usec, separator);
}

static bool times_write_line(struct shell *sh, int who)
{
	struct rusage usage;

	if (getrusage(who, &usage) != 0) {
		builtin_message(sh, "times", "%s", strerror(errno));
		return false;
	}
	times_write(sh, &usage.ru_utime, ' ');
	times_write(sh, &usage.ru_stime, '\n');
	return true;
}

static enum flow run_times(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };

	if (builtin_option(sh, &options, "") != -1 || options.index < argc) {
		return builtin_usage(sh, argv[0]);
	}
	if (!times_write_line(sh, RUSAGE_SELF) || !times_write_line(sh, RUSAGE_CHILDREN)) {
		return builtin_error(sh, 1);
	}
	return builtin_status(sh, 0);
}

const struct builtin builtin_times = {
	.name = "times",
	.run = run_times,
	.flags = BUILTIN_SPECIAL,
	.usage = "times",
	.help = "Writes the user and system time of the shell, and on a second line that of its "
		"children that have ended.",
};
