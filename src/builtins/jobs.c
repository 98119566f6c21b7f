/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include "base/strbuf.h"
#include "shell/job.h"
#include "shell/output.h"
#include "shell/shell.h"

struct jobs_request {
	bool pids, long_form, running, stopped;
};

static bool jobs_wanted(const struct jobs_request *request, const struct job *job)
{
	enum pipesh_state state = job_state(job);

	if (!request->running && !request->stopped) {
		return true;
	}
	return (request->running && state == PIPESH_RUNNING) ||
	       (request->stopped && state == PIPESH_STOPPED);
}

static void jobs_write(struct shell *sh, const struct jobs_request *request, struct job *job)
{
	struct strbuf text = STRBUF_INIT;

	if (!jobs_wanted(request, job)) {
		return;
	}
	if (request->pids) {
		output_printf(sh->out, "%d\n", (int)job_leader(job));
		return;
	}
	job_format(sh, job, request->long_form, &text);
	output_add(sh->out, text.data, text.len);
	job->notified = true;
	strbuf_finish(&text);
}

/* XCU jobs: whose end has been told of is gone, with its process id. */
static void jobs_forget_told(struct shell *sh)
{
	struct job **item = jobs_all(sh);

	while (!jobs_inherited(sh) && *item) {
		if ((*item)->ended && (*item)->notified) {
			job_forget(sh, *item, false);
		} else {
			item++;
		}
	}
}

static bool jobs_write_named(struct shell *sh, const struct jobs_request *request, char **names)
{
	bool good = true;

	for (; *names; names++) {
		const char *reason;
		struct job *job = job_find(sh, *names, &reason);

		if (job) {
			jobs_write(sh, request, job);
		} else {
			builtin_message(sh, "jobs", "%s: %s", *names, reason);
			good = false;
		}
	}
	return good;
}

static enum flow run_jobs(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct jobs_request request = { 0 };
	bool good = true;
	int letter;

	while ((letter = builtin_option(sh, &options, shell_extensions(sh) ? "lprs" : "lp")) !=
	       -1) {
		switch (letter) {
		case 'l':
			request.long_form = true;
			break;
		case 'p':
			request.pids = true;
			break;
		case 'r':
			request.running = true;
			break;
		case 's':
			request.stopped = true;
			break;
		default:
			return builtin_usage(sh, argv[0]);
		}
	}
	jobs_collect(sh);
	if (options.index < argc) {
		good = jobs_write_named(sh, &request, argv + options.index);
	} else {
		for (struct job **item = jobs_all(sh); *item; item++) {
			jobs_write(sh, &request, *item);
		}
	}
	jobs_forget_told(sh);
	return builtin_status(sh, good ? 0 : 1);
}

const struct builtin builtin_jobs = {
	.name = "jobs",
	.run = run_jobs,
	.flags = BUILTIN_INTRINSIC,
	.usage = "jobs [-l | -p] [-rs] [job...]",
	.help = "Lists jobs: number, + for the current and - for the previous one, state, command. "
		"-l adds process ids, -p writes only those of the leaders, -r and -s choose "
		"running or stopped ones.",
};
