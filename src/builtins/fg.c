/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include "shell/job.h"
#include "shell/output.h"
#include "shell/shell.h"

static struct job *fg_choose(struct shell *sh, const char *name)
{
	const char *reason = "no current job";
	struct job *job;

	jobs_collect(sh);
	job = name ? job_find(sh, name, &reason) : job_current(sh);
	if (job && job->ended) {
		reason = "it has ended";
		job = NULL;
	} else if (job && !job->controlled) {
		reason = "it was started without job control";
		job = NULL;
	}
	if (!job) {
		builtin_message(sh, "fg", "%s%s%s", name ? name : "", name ? ": " : "", reason);
	}
	return job;
}

static enum flow run_fg(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct job *job;

	if (builtin_option(sh, &options, "") != -1 || argc - options.index > 1) {
		return builtin_usage(sh, argv[0]);
	}
	if (!jobs_controlled(sh) || jobs_inherited(sh)) {
		builtin_message(sh, argv[0], "no job control");
		return builtin_error(sh, 1);
	}
	job = fg_choose(sh, argv[options.index]);
	if (!job) {
		return builtin_error(sh, 1);
	}
	output_add_string(sh->out, job->text);
	output_add_char(sh->out, '\n');
	/* Before the job writes; the executor tells of an error. */
	(void)output_flush_keep(sh->out);
	sh->status = job_continue_foreground(sh, job);
	return FLOW_NEXT;
}

const struct builtin builtin_fg = {
	.name = "fg",
	.run = run_fg,
	.flags = BUILTIN_INTRINSIC,
	.usage = "fg [job]",
	.help = "Continues a job, the current one without an operand, in the foreground.",
};
