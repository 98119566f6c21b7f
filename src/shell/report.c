/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "base/write_guard.h"
#include "shell/error.h"
#include "shell/job.h"
#include "shell/report_data.h"
#include "shell/shell.h"
#include "syntax/ast.h"

/* Where one form of it goes. */
struct report_target {
	bool wanted;
	const char *term; /* for messages */
	int fd;           /* ours to close, unless it is standard error */
	char *name;       /* of the file; NULL: standard error */
};

struct report {
	struct report_target table;
	struct report_target json;
	struct vec chains;            /* struct report_chain, for the table */
	struct report_chain *pending; /* of a job: its texts, which the tree will not outlive */
	int64_t date_ns;              /* what the monotonic clock is to be added to for a date */
};

/* ---- chains ---- */

static char *report_stage_text(const struct node *node, size_t stage, size_t count)
{
	if (node && node->type == NODE_PIPELINE && node_pipeline(node)->count == count) {
		return job_text(node_pipeline(node)->commands[stage]);
	}
	return job_text(node);
}

static struct report_chain *report_chain_create(const struct report_entry *entry)
{
	size_t count = pipesh_stage_count(entry->chain);
	struct report_chain *chain = memory_zalloc(sizeof(*chain) + count * sizeof(*chain->stages));

	chain->job = entry->job;
	chain->attempt = entry->attempt;
	chain->item = entry->item ? memory_strdup(entry->item) : NULL;
	chain->stage_count = count;
	for (size_t i = 0; i < count; i++) {
		chain->stages[i].command = report_stage_text(entry->node, i, count);
	}
	return chain;
}

static void report_chain_destroy(struct report_chain *chain)
{
	for (size_t i = 0; chain && i < chain->stage_count; i++) {
		free(chain->stages[i].command);
	}
	if (chain) {
		free(chain->item);
	}
	free(chain);
}

/* The rest, once it has ended. */
static void report_chain_fill(struct report_chain *chain, const struct report *report,
			      const struct pipesh_chain *ended, int status)
{
	chain->status = status;
	chain->outcome = *pipesh_outcome(ended);
	chain->started_ns = report->date_ns + chain->outcome.start_ns;
	for (size_t i = 0; i < chain->stage_count; i++) {
		chain->stages[i].seen = *pipesh_report(ended, i);
	}
}

int64_t report_wall_ns(const struct pipesh_report *seen)
{
	return seen->start_ns != 0 && seen->end_ns != 0 ? seen->end_ns - seen->start_ns : -1;
}

/* ---- writing ---- */

/* In one write where the system lets it be, so that the lines of several processes do not mix. */
static void report_write(struct shell *sh, const struct report_target *target,
			 const struct strbuf *text)
{
	struct write_guard guard;
	int result;

	write_guard_begin(&guard);
	result = fd_write_all(target->fd, text->data, text->len);
	write_guard_end(&guard, result);
	if (result < 0) {
		shell_message(sh, "with: --%s: cannot write to %s: %s", target->term,
			      target->name ? target->name : "standard error", strerror(-result));
	}
}

static size_t report_columns(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int report_compare(const void *a, const void *b)
{
	const struct report_chain *left = *(const struct report_chain *const *)a;
	const struct report_chain *right = *(const struct report_chain *const *)b;

	if (left->job != right->job) {
		return left->job < right->job ? -1 : 1;
	}
	return left->attempt < right->attempt ? -1 : left->attempt > right->attempt;
}

/* Characters matter only where there is one that is more than a byte. */
static enum locale_charset report_charset(struct shell *sh, const struct report *report)
{
	for (size_t i = 0; i < report->chains.count; i++) {
		const struct report_chain *chain = report->chains.items[i];

		for (size_t stage = 0; stage < chain->stage_count; stage++) {
			const char *command = chain->stages[stage].command;

			if (locale_has_high(command, strlen(command)) ||
			    (chain->item && locale_has_high(chain->item, strlen(chain->item)))) {
				expand_locale_ready(&sh->expander);
				return locale_charset();
			}
		}
	}
	return LOCALE_BYTES;
}

static void report_write_table(struct shell *sh, struct report *report, int status, bool expired)
{
	struct vec *chains = &report->chains;
	struct strbuf text = STRBUF_INIT;
	struct report_table table = {
		.count = chains->count,
		.status = status,
		.expired = expired,
	};

	if (!report->table.wanted || chains->count == 0) {
		return;
	}
	qsort(chains->items, chains->count, sizeof(*chains->items), report_compare);
	table.chains = (const struct report_chain *const *)chains->items;
	table.width = report_columns(report->table.fd);
	table.charset = report_charset(sh, report);
	report_format_table(&table, &text);
	report_write(sh, &report->table, &text);
	strbuf_finish(&text);
}

/* ---- the whole ---- */

static void report_target_take(struct report_target *target, const struct with_plan *plan,
			       enum term_id id, int *fd, const char *name)
{
	*target = (struct report_target){
		.wanted = plan->has[id],
		.term = term_table[id].name,
		.fd = *fd,
		.name = name ? memory_strdup(name) : NULL,
	};
	*fd = STDERR_FILENO;
}

static void report_target_finish(struct report_target *target)
{
	if (target->fd != STDERR_FILENO) {
		fd_close(&target->fd);
	}
	free(target->name);
}

struct report *report_begin(struct with_plan *plan)
{
	struct report *report;

	if (!plan->has[TERM_REPORT] && !plan->has[TERM_JSON]) {
		return NULL;
	}
	report = memory_zalloc(sizeof(*report));
	report_target_take(&report->table, plan, TERM_REPORT, &plan->report_fd, plan->report_name);
	report_target_take(&report->json, plan, TERM_JSON, &plan->json_fd, plan->json_name);
	report->date_ns = clock_date_ns() - clock_now_ns();
	return report;
}

static void report_keep(bool wanted, int *fd)
{
	int copy = wanted && *fd == STDERR_FILENO ? fd_copy(STDERR_FILENO, FD_PRIVATE) : -1;

	if (copy >= 0) {
		*fd = copy;
	}
}

void report_keep_errors(struct with_plan *plan)
{
	report_keep(plan->has[TERM_REPORT], &plan->report_fd);
	report_keep(plan->has[TERM_JSON], &plan->json_fd);
}

void report_destroy(struct report *report)
{
	if (!report) {
		return;
	}
	for (size_t i = 0; i < report->chains.count; i++) {
		report_chain_destroy(report->chains.items[i]);
	}
	vec_finish(&report->chains);
	report_chain_destroy(report->pending);
	report_target_finish(&report->table);
	report_target_finish(&report->json);
	free(report);
}

/* CHAIN is the report's from now on. */
static void report_take(struct shell *sh, struct report *report, struct report_chain *chain)
{
	struct strbuf line = STRBUF_INIT;

	if (report->json.wanted) {
		report_format_json(chain, &line);
		report_write(sh, &report->json, &line);
		strbuf_finish(&line);
	}
	if (report->table.wanted) {
		vec_push(&report->chains, chain);
	} else {
		report_chain_destroy(chain);
	}
}

void report_add(struct shell *sh, struct report *report, const struct report_entry *entry)
{
	struct report_chain *chain;

	if (!report) {
		return;
	}
	chain = report_chain_create(entry);
	report_chain_fill(chain, report, entry->chain, entry->status);
	report_take(sh, report, chain);
}

void report_end(struct shell *sh, struct report *report, int status, bool expired)
{
	if (report) {
		report_write_table(sh, report, status, expired);
		report_destroy(report);
	}
}

/* ---- jobs ---- */

void report_leave(struct report *report, const struct report_entry *entry, struct job *job)
{
	if (report) {
		report->pending = report_chain_create(entry);
		job->report = report;
	}
}

void report_end_job(struct shell *sh, struct job *job)
{
	struct report *report = job->report;
	struct report_chain *chain;

	if (!report) {
		return;
	}
	job->report = NULL;
	chain = report->pending;
	report->pending = NULL;
	report_chain_fill(chain, report, job->chain, job->status);
	report_take(sh, report, chain);
	report_end(sh, report, job->status, pipesh_outcome(job->chain)->timed_out);
}
