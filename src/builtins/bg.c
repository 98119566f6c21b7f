/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "shell/job.h"
#include "shell/output.h"
#include "shell/shell.h"

static bool bg_refuse(struct shell *sh, const char *name, const char *reason)
{
	builtin_message(sh, "bg", "%s%s%s", name ? name : "", name ? ": " : "", reason);
	return false;
}

/* NAME NULL: the job stopped last, or, if none is, the current one. */
static bool bg_one(struct shell *sh, const char *name)
{
	const char *reason = "no current job";
	struct job *job = name ? job_find(sh, name, &reason) : job_current(sh);
	int error = 0;

	if (!job) {
		return bg_refuse(sh, name, reason);
	}
	if (job->ended) {
		return bg_refuse(sh, name, "it has ended");
	}
	if (!job->controlled) {
		return bg_refuse(sh, name, "it was started without job control");
	}
	output_printf(sh->out, "[%u] %s &\n", job->id, job->text);
	if (job_state(job) == PIPESH_STOPPED) {
		error = job_continue_background(sh, job);
	}
	if (error < 0) {
		return bg_refuse(sh, name, strerror(-error));
	}
	return true;
}

static enum flow run_bg(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool good = true;

	if (builtin_option(sh, &options, "") != -1) {
		return builtin_usage(sh, argv[0]);
	}
	if (!jobs_controlled(sh) || jobs_inherited(sh)) {
		builtin_message(sh, argv[0], "no job control");
		return builtin_error(sh, 1);
	}
	jobs_collect(sh);
	if (options.index == argc) {
		good = bg_one(sh, NULL);
	}
	for (int i = options.index; i < argc; i++) {
		good = bg_one(sh, argv[i]) && good;
	}
	return builtin_status(sh, good ? 0 : 1);
}

const struct builtin builtin_bg = {
	.name = "bg",
	.run = run_bg,
	.flags = BUILTIN_INTRINSIC,
	.usage = "bg [job...]",
	.help = "Continues stopped jobs, the current one without an operand, in the background.",
};
