/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of the chains of a command under `with --report' and `with --json'.
 *
 * report_begin() takes what the plan has opened. report_add() is called for each chain that has ended,
 * before it is freed: its line of JSON is written at once, its rows are kept for the table, which
 * report_end() writes. A chain that was stopped has become a job: report_leave() gives the report to
 * that job, which is told of by report_end_job() when it leaves the table of jobs.
 *
 * What cannot be written is reported, and changes no status. A report of NULL was not wanted: nothing
 * happens.
 */
#ifndef SHELL_REPORT_H
#define SHELL_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "chain/pipesh.h"
#include "shell/with_plan.h"

struct shell;
struct job;
struct node;
struct report;

/* One chain: a command run once. Nothing of it is needed after the call. */
struct report_entry {
	const struct pipesh_chain *chain; /* started with spec.want_io */
	const struct node *node;          /* its command */
	const char *item; /* what tells a job of a loop from the others, as "f=a.txt"; NULL: none */
	size_t job; /* its number among the jobs of a parallel command, from 1; 0: it is alone */
	unsigned long attempt; /* from 1 */
	int status;            /* what $? makes of it */
};

/* NULL: PLAN wants none. The descriptors and names in PLAN are the report's from now on. */
struct report *report_begin(struct with_plan *plan);
/* Before a process is started that is to report, but may have another standard error. */
void report_keep_errors(struct with_plan *plan);
void report_add(struct shell *sh, struct report *report, const struct report_entry *entry);
/* Writes the table and frees. STATUS is that of the whole; EXPIRED: its deadline has passed. */
void report_end(struct shell *sh, struct report *report, int status, bool expired);
void report_destroy(struct report *report);

/* ENTRY's chain was stopped and is JOB now. Its status does not count. */
void report_leave(struct report *report, const struct report_entry *entry, struct job *job);
/* JOB has ended and is about to go: what report_add and report_end do. */
void report_end_job(struct shell *sh, struct job *job);

#endif
