/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How jobs are shown: XCU jobs, STDOUT.
 */
#include <config.h>

#include "shell/job_table.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "shell/shell.h"
#include "shell/trap.h"
#include "syntax/ast_print.h"

char *job_text(const struct node *node)
{
	struct strbuf text = STRBUF_INIT;

	if (node) {
		ast_print_line(node, &text);
	}
	while (text.len > 0 && text.data[text.len - 1] == '\n') {
		strbuf_truncate(&text, text.len - 1);
	}
	strbuf_reserve(&text, 0);
	text.data[text.len] = '\0';
	return strbuf_detach(&text);
}

char **job_stage_texts(const struct node *node, size_t stage_count)
{
	const struct pipeline *pipeline;
	char **texts;

	if (!node || node->type != NODE_PIPELINE) {
		return NULL;
	}
	pipeline = node_pipeline(node);
	if (pipeline->count != stage_count || (stage_count == 1 && !pipeline->terms)) {
		return NULL;
	}
	texts = memory_realloc_array(NULL, stage_count, sizeof(*texts));
	for (size_t i = 0; i < stage_count; i++) {
		texts[i] = job_text(pipeline->commands[i]);
	}
	return texts;
}

const char *job_signal_text(int sig)
{
	const char *text = strsignal(sig);

	return text ? text : "Unknown signal";
}

const char *job_signal_name(int sig, char buffer[JOB_SIGNAL_NAME_MAX])
{
	const char *name = signal_name(sig);

	if (sig == 0) {
		return NULL;
	}
	if (name) {
		(void)snprintf(buffer, JOB_SIGNAL_NAME_MAX, "SIG%s", name);
	} else {
		(void)snprintf(buffer, JOB_SIGNAL_NAME_MAX, "SIG%d", sig);
	}
	return buffer;
}

static void job_describe_end(const struct job *job, struct strbuf *out)
{
	size_t count = pipesh_stage_count(job->chain);
	const struct pipesh_report *last = pipesh_report(job->chain, count - 1);

	if (last->status < 0 && job->status == 128 - last->status) {
		strbuf_add_string(out, job_signal_text(-last->status));
		strbuf_add_string(out, last->core ? " (core dumped)" : "");
	} else if (job->status == 0) {
		strbuf_add_string(out, "Done");
	} else {
		strbuf_printf(out, "Done(%d)", job->status);
	}
}

void job_describe(const struct job *job, struct strbuf *out)
{
	int sig;

	if (job->ended) {
		job_describe_end(job, out);
		return;
	}
	if (job_state(job) != PIPESH_STOPPED) {
		strbuf_add_string(out, "Running");
		return;
	}
	sig = job_stop_signal(job->chain);
	strbuf_add_string(out, "Stopped");
	if (sig != SIGTSTP && signal_name(sig)) {
		strbuf_printf(out, " (SIG%s)", signal_name(sig));
	}
}

/* The other processes of a job, each on a line of its own. */
static void job_format_stages(const struct job *job, struct strbuf *out)
{
	size_t count = pipesh_stage_count(job->chain);

	for (size_t i = 0; i < count; i++) {
		const struct pipesh_report *report = pipesh_report(job->chain, i);

		if (report->pid != 0 && report->pid != job_leader(job)) {
			strbuf_printf(out, "      %d %s\n", (int)report->pid,
				      job->stage_texts ? job->stage_texts[i] : job->text);
		}
	}
}

void job_format(struct shell *sh, const struct job *job, bool long_form, struct strbuf *out)
{
	strbuf_printf(out, "[%u] %c ", job->id, job_mark(sh, job));
	if (long_form) {
		strbuf_printf(out, "%d ", (int)job_leader(job));
	}
	job_describe(job, out);
	strbuf_printf(out, " %s\n", job->text);
	if (long_form) {
		job_format_stages(job, out);
	}
}
