/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of jobs: ids, look-up, and what is remembered of those that are gone.
 */
#include <config.h>

#include "shell/job_table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "shell/number.h"
#include "shell/report.h"
#include "shell/shell.h"
#include "shell/tty.h"

/* The standard wants CHILD_MAX statuses remembered, which may be more than is good. */
enum { RECALLED_MIN = 32, RECALLED_MAX = 16384 };

void jobs_init(struct shell *sh)
{
	sh->jobs = NULL; /* made when first needed */
	sh->terminal = NULL;
}

struct job_table *job_table_get(struct shell *sh)
{
	if (!sh->jobs) {
		sh->jobs = memory_zalloc(sizeof(*sh->jobs));
	}
	return sh->jobs;
}

static void job_free(struct job *job)
{
	size_t count = pipesh_stage_count(job->chain);

	for (size_t i = 0; job->stage_texts && i < count; i++) {
		free(job->stage_texts[i]);
	}
	free(job->stage_texts);
	free(job->text);
	report_destroy(job->report);
	pipesh_free(job->chain);
	free(job);
}

static void job_table_clear(struct job_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		job_free(table->items[i]);
		table->items[i] = NULL;
	}
	table->count = 0;
	table->live = 0;
	table->watched = 0;
	table->recalled_count = 0;
	table->recalled_next = 0;
}

void jobs_finish(struct shell *sh)
{
	if (sh->jobs) {
		job_table_clear(sh->jobs);
		free(sh->jobs->items);
		free(sh->jobs->recalled);
	}
	free(sh->jobs);
	sh->jobs = NULL;
	terminal_finish(sh);
}

void jobs_subshell(struct shell *sh)
{
	struct job_table *table = sh->jobs;

	terminal_disown(sh);
	if (!table) {
		return;
	}
	for (size_t i = 0; i < table->count; i++) {
		pipesh_abandon(table->items[i]->chain);
	}
	table->live = 0;
	table->control = false;
	table->inherited = true;
	table->recalled_count = 0;
	table->recalled_next = 0;
}

bool jobs_inherited(const struct shell *sh)
{
	return sh->jobs && sh->jobs->inherited;
}

struct job_table *job_table_own(struct shell *sh)
{
	struct job_table *table = job_table_get(sh);

	if (table->inherited) {
		job_table_clear(table);
		table->inherited = false;
	}
	return table;
}

struct job **jobs_all(struct shell *sh)
{
	static struct job *const none[1] = { NULL };

	if (!sh->jobs || !sh->jobs->items) {
		return (struct job **)none;
	}
	return sh->jobs->items;
}

struct job *job_add(struct shell *sh, struct pipesh_chain *chain, const struct node *node)
{
	struct job_table *table = job_table_own(sh);
	struct job *job = memory_zalloc(sizeof(*job));

	if (table->capacity < table->count + 2) {
		table->items = memory_grow(table->items, &table->capacity, table->count + 2,
					   sizeof(*table->items));
	}
	job->id = table->count == 0 ? 1 : table->items[table->count - 1]->id + 1;
	job->chain = chain;
	job->text = job_text(node);
	job->stage_texts = job_stage_texts(node, pipesh_stage_count(chain));
	job->controlled = pipesh_group_id(chain) != 0;
	job->told = PIPESH_RUNNING;
	job->notified = true;
	table->items[table->count++] = job;
	table->items[table->count] = NULL;
	table->live++;
	job_touch(sh, job);
	return job;
}

void job_touch(struct shell *sh, struct job *job)
{
	job->order = ++sh->jobs->order;
}

/* ---- the statuses of those that are gone ---- */

static void jobs_remember(struct job_table *table, const struct job *job)
{
	struct job_recalled recalled = { job->pid, job->status, job->ending, job->notified };

	if (table->recalled_limit == 0) {
		long limit = sysconf(_SC_CHILD_MAX);

		table->recalled_limit = limit < 0 || limit > RECALLED_MAX ? RECALLED_MAX
					: limit < RECALLED_MIN            ? RECALLED_MIN
									  : (size_t)limit;
	}
	if (table->recalled_count < table->recalled_limit) {
		if (table->recalled_count == table->recalled_capacity) {
			table->recalled =
				memory_grow(table->recalled, &table->recalled_capacity,
					    table->recalled_count + 1, sizeof(*table->recalled));
		}
		table->recalled[table->recalled_count++] = recalled;
		return;
	}
	table->recalled[table->recalled_next] = recalled;
	table->recalled_next = (table->recalled_next + 1) % table->recalled_limit;
}

const struct job_recalled *jobs_recalled(const struct shell *sh, pid_t pid)
{
	const struct job_table *table = sh->jobs;

	for (size_t i = 0; table && pid != 0 && i < table->recalled_count; i++) {
		if (table->recalled[i].pid == pid) {
			return &table->recalled[i];
		}
	}
	return NULL;
}

const struct job_recalled *jobs_recalled_first(const struct shell *sh)
{
	const struct job_table *table = sh->jobs;
	const struct job_recalled *first = NULL;

	for (size_t i = 0; table && i < table->recalled_count; i++) {
		const struct job_recalled *item = &table->recalled[i];

		if (item->pid != 0 && !item->told && (!first || item->ending < first->ending)) {
			first = item;
		}
	}
	return first;
}

int jobs_recall(struct shell *sh, pid_t pid)
{
	const struct job_recalled *recalled = jobs_recalled(sh, pid);

	if (!recalled) {
		return -1;
	}
	sh->jobs->recalled[recalled - sh->jobs->recalled].pid = 0;
	return recalled->status;
}

void jobs_forget_all_recalled(struct shell *sh)
{
	if (sh->jobs) {
		sh->jobs->recalled_count = 0;
		sh->jobs->recalled_next = 0;
	}
}

void job_forget(struct shell *sh, struct job *job, bool remember)
{
	struct job_table *table = sh->jobs;
	size_t i = 0;

	if (job->ended) {
		report_end_job(sh, job);
	}
	while (table->items[i] != job) {
		i++;
	}
	if (remember && job->ended && job->pid != 0) {
		jobs_remember(table, job);
	}
	table->live -= job->ended ? 0 : 1;
	table->watched -= job->watched ? 1 : 0;
	/* With the NULL behind the last. */
	memmove(&table->items[i], &table->items[i + 1], (table->count - i) * sizeof(*table->items));
	table->count--;
	job_free(job);
}

/* ---- look-up ---- */

/* Stopped ones first, then by how recent: XCU jobs, <current>. */
static bool job_before(const struct job *a, const struct job *b)
{
	bool a_stopped = job_state(a) == PIPESH_STOPPED;
	bool b_stopped = job_state(b) == PIPESH_STOPPED;

	return a_stopped != b_stopped ? a_stopped : a->order > b->order;
}

static void jobs_rank(struct shell *sh, struct job **current, struct job **previous)
{
	*current = NULL;
	*previous = NULL;
	for (struct job **item = jobs_all(sh); *item; item++) {
		if (!*current || job_before(*item, *current)) {
			*previous = *current;
			*current = *item;
		} else if (!*previous || job_before(*item, *previous)) {
			*previous = *item;
		}
	}
}

char job_mark(struct shell *sh, const struct job *job)
{
	struct job *current, *previous;

	jobs_rank(sh, &current, &previous);
	return job == current ? '+' : job == previous ? '-' : ' ';
}

struct job *job_current(struct shell *sh)
{
	struct job *best = NULL;

	for (struct job **item = jobs_all(sh); *item; item++) {
		if (!(*item)->ended && (!best || job_before(*item, best))) {
			best = *item;
		}
	}
	return best;
}

static struct job *job_find_text(struct shell *sh, const char *text, bool anywhere,
				 const char **reason)
{
	struct job *found = NULL;
	size_t len = strlen(text);

	for (struct job **item = jobs_all(sh); *item; item++) {
		bool match = anywhere ? strstr((*item)->text, text) != NULL
				      : strncmp((*item)->text, text, len) == 0;

		if (match && found) {
			*reason = "ambiguous job";
			return NULL;
		}
		if (match) {
			found = *item;
		}
	}
	*reason = "no such job";
	return found;
}

static struct job *job_find_id(struct shell *sh, unsigned long id)
{
	for (struct job **item = jobs_all(sh); *item; item++) {
		if ((*item)->id == id) {
			return *item;
		}
	}
	return NULL;
}

struct job *job_find(struct shell *sh, const char *spec, const char **reason)
{
	struct job *current, *previous;
	unsigned long id;

	if (*spec == '%') {
		spec++;
	}
	*reason = "no such job";
	if (strcmp(spec, "") == 0 || strcmp(spec, "%") == 0 || strcmp(spec, "+") == 0) {
		jobs_rank(sh, &current, &previous);
		*reason = "no current job";
		return current;
	}
	if (strcmp(spec, "-") == 0) {
		jobs_rank(sh, &current, &previous);
		*reason = "no previous job";
		return previous;
	}
	if (*spec >= '0' && *spec <= '9' && number_parse_unsigned(spec, 1000000000, &id)) {
		return job_find_id(sh, id);
	}
	if (*spec == '?') {
		return job_find_text(sh, spec + 1, true, reason);
	}
	return job_find_text(sh, spec, false, reason);
}

struct job *job_of_chain(struct shell *sh, const struct pipesh_chain *chain)
{
	for (struct job **item = jobs_all(sh); *item; item++) {
		if ((*item)->chain == chain) {
			return *item;
		}
	}
	return NULL;
}

struct job *job_find_pid(struct shell *sh, pid_t pid, size_t *stage)
{
	for (struct job **item = jobs_all(sh); pid > 0 && *item; item++) {
		size_t count = pipesh_stage_count((*item)->chain);

		*stage = count - 1;
		if ((*item)->pid == pid) {
			return *item;
		}
		for (size_t i = 0; (*item)->pid != 0 && i < count; i++) {
			if (pipesh_report((*item)->chain, i)->pid == pid) {
				*stage = i;
				return *item;
			}
		}
	}
	return NULL;
}
