/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "shell/job.h"
#include "shell/output.h"
#include "shell/shell.h"

enum { JOBS_JSON_VERSION = 1 };

struct jobs_request {
	bool pids, long_form, json, running, stopped;
};

/* ---- JSON: fields named as in a report's (shell/report_json.c) mean the same ---- */

static const char *jobs_state_name(enum pipesh_state state)
{
	static const char *const names[] = {
		[PIPESH_RUNNING] = "running",
		[PIPESH_STOPPED] = "stopped",
		[PIPESH_ENDED] = "ended",
	};

	return names[state];
}

static void jobs_json_stage(struct json *json, const struct job *job, size_t index)
{
	const struct pipesh_report *stage = pipesh_report(job->chain, index);
	bool ended = stage->state == PIPESH_ENDED;
	char name[JOB_SIGNAL_NAME_MAX];

	json_begin_object(json);
	json_key(json, "command");
	json_string(json, job->stage_texts ? job->stage_texts[index] : job->text);
	json_maybe_unsigned(json, "pid", stage->pid != 0, (uint64_t)stage->pid);
	json_key(json, "state");
	json_string(json, jobs_state_name(stage->state));
	json_maybe_unsigned(json, "status", ended, (uint64_t)job_exit_status(stage));
	json_key(json, "signal");
	json_string(json, job_signal_name(ended && stage->status < 0 ? -stage->status
								     : stage->stop_signal,
					  name));
	json_end_object(json);
}

static void jobs_json_deadline(struct json *json, const struct job *job)
{
	int64_t deadline_ns = pipesh_outcome(job->chain)->deadline_ns;
	int64_t left_ns = deadline_ns - clock_now_ns();

	json_maybe_seconds(json, "deadline_left", deadline_ns != 0 && !job->ended,
			   left_ns > 0 ? left_ns : 0);
}

static void jobs_json(struct shell *sh, const struct job *job, struct strbuf *out)
{
	struct json json = JSON_INIT(out);
	pid_t group = pipesh_group_id(job->chain);
	char mark = job_mark(sh, job);
	size_t count = pipesh_stage_count(job->chain);

	json_begin_object(&json);
	json_key(&json, "version");
	json_integer(&json, JOBS_JSON_VERSION);
	json_key(&json, "id");
	json_unsigned(&json, job->id);
	json_key(&json, "mark");
	json_string(&json, mark == '+' ? "current" : mark == '-' ? "previous" : NULL);
	json_key(&json, "state");
	json_string(&json, jobs_state_name(job_state(job)));
	json_maybe_unsigned(&json, "status", job->ended, (uint64_t)job->status);
	json_maybe_unsigned(&json, "pid", job->pid != 0, (uint64_t)job->pid);
	json_maybe_unsigned(&json, "pgid", group != 0, (uint64_t)group);
	json_key(&json, "command");
	json_string(&json, job->text);
	jobs_json_deadline(&json, job);
	json_key(&json, "stages");
	json_begin_array(&json);
	for (size_t i = 0; i < count; i++) {
		jobs_json_stage(&json, job, i);
	}
	json_end_array(&json);
	json_end_object(&json);
	strbuf_add_char(out, '\n');
}

/* ---- lists ---- */

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
	if (request->pids && !request->json) {
		output_printf(sh->out, "%d\n", (int)job_leader(job));
		return;
	}
	if (request->json) {
		jobs_json(sh, job, &text);
	} else {
		job_format(sh, job, request->long_form, &text);
	}
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

/* False: reported. */
static bool jobs_parse(struct shell *sh, struct builtin_options *options,
		       struct jobs_request *request)
{
	static const struct builtin_long_option longs[] = { { "json", 'J' }, { NULL, 0 } };
	bool extensions = shell_extensions(sh);
	int letter;

	options->longs = extensions ? longs : NULL;
	while ((letter = builtin_option(sh, options, extensions ? "lprs" : "lp")) != -1) {
		switch (letter) {
		case 'l':
			request->long_form = true;
			break;
		case 'p':
			request->pids = true;
			break;
		case 'J':
			request->json = true;
			break;
		case 'r':
			request->running = true;
			break;
		case 's':
			request->stopped = true;
			break;
		default:
			return false;
		}
	}
	return true;
}

static enum flow run_jobs(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct jobs_request request = { 0 };
	bool good = true;

	if (!jobs_parse(sh, &options, &request)) {
		return builtin_usage(sh, argv[0]);
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
	.usage = "jobs [-l | -p | --json] [-rs] [job...]",
	.help = "Lists jobs: number, + for the current and - for the previous one, state, command. "
		"-l adds process ids, -p writes only those of the leaders, --json writes an object a "
		"line, -r and -s choose running or stopped ones.",
};
