/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop behind parallel.h, for the files parallel*.c only.
 */
#ifndef SHELL_PARALLEL_JOBS_H
#define SHELL_PARALLEL_JOBS_H

#include "base/strbuf.h"
#include "shell/collate.h"
#include "shell/job.h"
#include "shell/parallel.h"
#include "shell/report.h"
#include "shell/with_plan.h"

/* One that runs. */
struct parallel_job {
	struct pipesh_chain *chain;
	size_t index; /* among all that were started */
	enum job_fold fold;
	bool call; /* it runs in a process of the shell */
	const struct node *node;
	char *item; /* for the report: "name=word" of `for'; NULL: none */
};

struct parallel {
	struct shell *sh;
	struct with_plan plan; /* without a deadline: that is of the whole */
	unsigned flags;        /* EXEC_TESTED or 0 */
	int record;
	int null;     /* the jobs' standard input */
	bool grouped; /* what they write is shown in their order */
	struct collate collate;
	struct report *report; /* NULL: none */
	struct strbuf item;    /* of the job that is started next */
	struct parallel_job *jobs;
	size_t running, capacity;
	size_t started;
	size_t failed; /* the first in job order that did; SIZE_MAX: none */
	int status;    /* what it ended with */
	bool status_is_final;
	bool broken;                    /* a job said `break` */
	bool stopping;                  /* as after a break, and those that run are to end */
	bool lost;                      /* some of what they wrote */
	bool told[1 + COLLATE_STREAMS]; /* of what was held, or could not be written: it was said */
	int64_t kill_ns;                /* stopping: when to kill */
	int64_t killed_ns;              /* when that was done; 0: not */
};

/* parallel_record.c */

void parallel_record(const struct parallel *parallel, size_t index, int status);
/* In a job: no more are to be started. In the loop: has one said so? */
void parallel_break(const struct parallel *parallel);
bool parallel_is_broken(const struct parallel *parallel);

/* parallel_tend.c */

/* Until something has happened: a job has ended, output was shown, a signal came. */
void parallel_sleep(struct parallel *parallel);
/* After a stop: the jobs have ended; now whatever they have left in the group. */
void parallel_clear_group(struct parallel *parallel);

#endif
