/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table behind job.h, for the files job*.c only.
 */
#ifndef SHELL_JOB_TABLE_H
#define SHELL_JOB_TABLE_H

#include "shell/job.h"

struct job_table {
	struct job **items; /* by id; NULL behind the last */
	size_t count, capacity;
	size_t live;       /* not ended */
	size_t watched;    /* with a deadline that this shell enforces, ended or not */
	size_t collect_at; /* so many live ones make a new job look whether some have ended */
	unsigned long order;
	unsigned long endings;
	bool control;                  /* job control is in force in this process */
	bool inherited;                /* the parent's */
	struct job_recalled *recalled; /* a ring */
	size_t recalled_count, recalled_next, recalled_capacity, recalled_limit;
};

struct job_table *job_table_get(struct shell *sh);
/* The same, without the parent's jobs. */
struct job_table *job_table_own(struct shell *sh);
/* A new job, with the next id; NODE, if not NULL, gives it its text. */
struct job *job_add(struct shell *sh, struct pipesh_chain *chain, const struct node *node);
/* It has become the one that was last started, stopped or continued. */
void job_touch(struct shell *sh, struct job *job);
/* Is a person to be told of jobs? Not in a subshell. */
bool jobs_told(const struct shell *sh);
/* Brings what is known of a job into line with its chain. */
void job_update(struct shell *sh, struct job *job);
/* The job's chain is over. */
void job_end(struct shell *sh, struct job *job);
/* The last of the chain's processes; 0: it has none. */
pid_t job_last_pid(const struct pipesh_chain *chain);
/* The signal that stopped the chain, 0 if none. */
int job_stop_signal(const struct pipesh_chain *chain);
/* The signal that matters more than what one sleeps for; 0: none has come. */
typedef int job_interrupt_fn(const struct shell *sh);
/*
 * Sleeps until the chain is over (STOPPED: or has been stopped), or LEAVE, if not NULL, says a
 * signal matters more. 0, or that signal. Other jobs' deadlines are kept meanwhile, and their ends
 * are seen in their order.
 */
int job_sleep(struct shell *sh, struct pipesh_chain *chain, bool stopped, job_interrupt_fn *leave);
/* The name of the signal that killed it, as a person wants it. */
const char *job_signal_text(int sig);
char **job_stage_texts(const struct node *node, size_t stage_count);

#endif
