/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as JSON. Whoever changes what a field means counts REPORT_VERSION up; the manual has them all.
 */
#include <config.h>

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "shell/job.h"
#include "shell/report_data.h"

enum { REPORT_VERSION = 1 };

static void report_json_error(struct json *json, const struct pipesh_error *error)
{
	json_key(json, "error");
	if (error->phase == PIPESH_PHASE_NONE) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_key(json, "phase");
	json_string(json, pipesh_phase_name(error->phase));
	json_key(json, "errno");
	json_integer(json, error->error);
	json_key(json, "message");
	json_string(json, strerror(error->error));
	json_end_object(json);
}

static void report_json_stage(struct json *json, const struct report_chain *chain,
			      const struct report_stage *stage)
{
	const struct pipesh_report *seen = &stage->seen;
	bool usage = seen->has_usage;
	int64_t wall_ns = report_wall_ns(seen);
	char name[JOB_SIGNAL_NAME_MAX];

	json_begin_object(json);
	json_key(json, "command");
	json_string(json, stage->command);
	json_maybe_unsigned(json, "pid", seen->pid != 0, (uint64_t)seen->pid);
	json_key(json, "status");
	json_integer(json, job_exit_status(seen));
	json_key(json, "signal");
	json_string(json, job_signal_name(seen->status < 0 ? -seen->status : 0, name));
	json_key(json, "core");
	json_bool(json, seen->core);
	json_maybe_seconds(json, "started", seen->start_ns != 0,
			   chain->started_ns + (seen->start_ns - chain->outcome.start_ns));
	json_maybe_seconds(json, "wall", wall_ns >= 0, wall_ns);
	json_maybe_seconds(json, "user", usage, clock_timeval_ns(seen->usage.ru_utime));
	json_maybe_seconds(json, "system", usage, clock_timeval_ns(seen->usage.ru_stime));
	json_maybe_unsigned(json, "max_rss_bytes", usage, (uint64_t)seen->usage.ru_maxrss * 1024);
	json_maybe_unsigned(json, "bytes_read", seen->has_io, seen->bytes_read);
	json_maybe_unsigned(json, "bytes_written", seen->has_io, seen->bytes_written);
	json_maybe_seconds(json, "read_blocked", seen->has_blocked, seen->read_blocked_ns);
	json_maybe_seconds(json, "write_blocked", seen->has_blocked, seen->write_blocked_ns);
	json_maybe_seconds(json, "held", seen->has_blocked, seen->held_ns);
	report_json_error(json, &seen->error);
	json_end_object(json);
}

/* The command without its terms. */
static void report_json_command(struct json *json, const struct report_chain *chain)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < chain->stage_count; i++) {
		strbuf_add_string(&text, i > 0 ? " | " : "");
		strbuf_add_string(&text, chain->stages[i].command);
	}
	json_key(json, "command");
	json_bytes(json, text.data, text.len);
	strbuf_finish(&text);
}

static void report_json_outcome(struct json *json, const struct report_chain *chain)
{
	const struct pipesh_outcome *outcome = &chain->outcome;
	char name[JOB_SIGNAL_NAME_MAX];

	json_key(json, "timed_out");
	json_bool(json, outcome->timed_out);
	json_key(json, "stop_signal");
	json_string(json, job_signal_name(outcome->stop_signal, name));
	json_key(json, "killed");
	json_bool(json, outcome->killed);
	json_key(json, "started");
	json_seconds(json, chain->started_ns);
	json_key(json, "wall");
	json_seconds(json, outcome->end_ns - outcome->start_ns);
	json_maybe_unsigned(json, "bottleneck", outcome->has_bottleneck, outcome->bottleneck);
	json_key(json, "bottleneck_by");
	json_string(json, !outcome->has_bottleneck     ? NULL
			  : outcome->bottleneck_by_cpu ? "cpu"
						       : "waiting");
}

void report_format_json(const struct report_chain *chain, struct strbuf *out)
{
	struct json json = JSON_INIT(out);

	json_begin_object(&json);
	json_key(&json, "version");
	json_integer(&json, REPORT_VERSION);
	report_json_command(&json, chain);
	json_maybe_unsigned(&json, "job", chain->job != 0, chain->job);
	json_key(&json, "item");
	json_string(&json, chain->item);
	json_key(&json, "attempt");
	json_unsigned(&json, chain->attempt);
	json_key(&json, "status");
	json_integer(&json, chain->status);
	report_json_outcome(&json, chain);
	json_maybe_unsigned(&json, "shell_rss_bytes", chain->outcome.host_peak_bytes != 0,
			    chain->outcome.host_peak_bytes);
	json_key(&json, "stages");
	json_begin_array(&json);
	for (size_t i = 0; i < chain->stage_count; i++) {
		report_json_stage(&json, chain, &chain->stages[i]);
	}
	json_end_array(&json);
	json_end_object(&json);
	strbuf_add_char(out, '\n');
}
