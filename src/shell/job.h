/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Jobs. A job is thin: an id, a chain, its text, its terminal modes; its state is a fold
 * over the chain's stages.
 *
 * The life of one: job_background or the stop of a foreground chain puts it into the table.
 * jobs_collect sees it end. It leaves the table when its end has been told of (notice
 * or `jobs`), when `wait` has its status, or when `fg` has seen it through. The
 * status that a notice has told of is remembered, under its process id, for `wait`.
 *
 * There is no table, and no cost, until the first job or set -m.
 */
#ifndef SHELL_JOB_H
#define SHELL_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "chain/pipesh.h"

struct shell;
struct node;
struct strbuf;

/* Which stage's status is that of a chain. */
enum job_fold {
	JOB_LAST,      /* the last one's */
	JOB_PIPEFAIL,  /* of the last that failed */
	JOB_SIGPIPEOK, /* the same, but SIGPIPE of one whose reader had ended is no failure */
};

struct job {
	unsigned id;
	struct pipesh_chain *chain;
	char *text;
	char **stage_texts;  /* one for each stage of several; NULL: not known */
	pid_t pid;           /* what $! was set to; 0: a foreground job that was stopped */
	unsigned long order; /* the higher, the later it was started, stopped or continued */
	bool controlled;     /* has a process group of its own (set -m) */
	bool foreground;     /* was in the foreground last */
	enum job_fold fold;  /* as it was when the pipeline started */
	bool managed;        /* its chain has a deadline to be enforced */
	bool ended;          /* .status is known */
	bool notified;       /* its present state has been told */
	bool has_modes;
	struct termios modes;   /* of the terminal when it was stopped */
	int status;             /* 0..255 once ended */
	enum pipesh_state told; /* what `notified` is about */
};

void jobs_init(struct shell *sh);
/* Gives the terminal back to who had it before the shell. */
void jobs_finish(struct shell *sh);
/* In a forked child: the parent's jobs are not ours (but `jobs` in $( ) may still list them). */
void jobs_subshell(struct shell *sh);

/*
 * How a chain is to be started under the present options: process group, terminal,
 * and the signals of its children (traps.h). To be called for every chain of the shell, last
 * before the start. BACKGROUND: an asynchronous list. A chain with spec.has_output, or in the
 * foreground with spec.has_input, is a substitution: it gets no group of its own.
 */
void job_prepare(struct shell *sh, struct pipesh_spec *spec, bool background);
/* The signals alone: for helpers. */
void job_prepare_signals(struct shell *sh, struct pipesh_spec *spec, bool background_ignore);
/* Are the jobs started now under control? Then INT and QUIT are not ignored in the background, and
   standard input is not /dev/null. */
bool jobs_controlled(const struct shell *sh);

/*
 * Waits for a chain that runs in the foreground, gives the terminal back, records the
 * status of each stage, and returns the exit status of the last one (or as
 * FOLD has it). The chain is freed, or becomes a job if it was
 * stopped (status 128+signal); NODE gives that job its text.
 *
 * An interactive shell then gives up the rest of its line: the next traps_run is FLOW_ABORT, as
 * it is when the chain died of SIGINT.
 */
int job_foreground(struct shell *sh, struct pipesh_chain *chain, const struct node *node,
		   enum job_fold fold);
/* The status of what its deadline ended: as timeout(1). */
enum { JOB_TIMED_OUT = 124 };
/* What pipefail and sigpipeok make of it. */
enum job_fold job_fold(const struct shell *sh);
/*
 * The same for a chain with a deadline, captures and the like: *STATUS is set. True: it has ended, and is
 * the caller's to look at and free; false: it was stopped and is a job. MANAGED: it has a process
 * group and a stop plan, and is stopped when a signal ends the shell. Where there is no job
 * control, Ctrl-C and Ctrl-Z, which such a group gets alone, are passed on to our own group.
 */
bool job_see(struct shell *sh, struct pipesh_chain *chain, const struct node *node,
	     enum job_fold fold, bool managed, int *status);
/* $PIPESTATUS of COUNT statuses, which the caller fills in. */
int *job_statuses(struct shell *sh, size_t count);
/* Makes a started chain a background job: sets $!, tells its id when interactive. */
struct job *job_background(struct shell *sh, struct pipesh_chain *chain, const struct node *node);
/*
 * Jobs whose deadlines must be enforced whatever the shell waits for: descriptors to watch, in the
 * scratch arena, with SPARE more behind them; ready ones mean that jobs_collect is to be called. Their number, mostly 0, in *COUNT.
 */
struct pollfd;
struct pollfd *jobs_watch(struct shell *sh, size_t *count, size_t spare);
/* Looks what has changed, without blocking. */
void jobs_collect(struct shell *sh);
/* To be called before each prompt: tells of ended and stopped jobs and forgets the ended; makes
   the terminal fit for a prompt. In a non-interactive shell it only collects. */
void jobs_notify(struct shell *sh);
/* The notices alone: set -b. */
void jobs_notify_now(struct shell *sh);
/* Any stopped jobs? For the warning of exit. */
bool jobs_any_stopped(struct shell *sh);
bool jobs_any_running(struct shell *sh);
/* 0..255 from a report: the exit status, or 128+N for a signal. */
int job_exit_status(const struct pipesh_report *report);
/* SIGHUP to all when an interactive login shell is hung up; SIGCONT to the stopped. */
void jobs_hangup(struct shell *sh);

/* set -m: takes or gives up control of the terminal; without one, jobs get process groups all
   the same. 0, or -1 (reported) if it cannot be. */
int job_control_set(struct shell *sh, bool on);

/* ---- for the builtins ---- */

/* All jobs, by id; NULL ends them. Valid until one is added or removed. */
struct job **jobs_all(struct shell *sh);
/* In a subshell the parent's jobs are listed, but cannot be waited for or signalled. */
bool jobs_inherited(const struct shell *sh);
/*
 * By job id as XBD 3.182 has it: % %% %+ %- %n %string %?string; without the %, too. NULL: none;
 * *reason is then what to say.
 */
struct job *job_find(struct shell *sh, const char *spec, const char **reason);
/* The job that holds process PID, not in the foreground; NULL: none. *STAGE is which. */
struct job *job_find_pid(struct shell *sh, pid_t pid, size_t *stage);
/* What fg and bg do without an operand: the current job among those alive. */
struct job *job_current(struct shell *sh);
/* '+', '-' or ' '. */
char job_mark(struct shell *sh, const struct job *job);
/* Its state as last collected. */
enum pipesh_state job_state(const struct job *job);
/* "Running", "Done(1)", "Stopped (SIGTTIN)", "Terminated". */
void job_describe(const struct job *job, struct strbuf *out);
/* "[%d] %c %s %s\n"; with LONG_FORM, process ids: XCU jobs. */
void job_format(struct shell *sh, const struct job *job, bool long_form, struct strbuf *out);
/* The process group, or the process id that $! told. */
pid_t job_leader(const struct job *job);
/* The status of one of its stages once ended. */
int job_stage_status(const struct job *job, size_t stage);

/* Continues it in the foreground, sees it through: its status. It is gone unless stopped again. */
int job_continue_foreground(struct shell *sh, struct job *job);
/* Continues it in the background: 0 or -errno. */
int job_continue_background(struct shell *sh, struct job *job);
/* Waits until it has ended: 0, or the signal that is to be dealt with first. */
int job_wait(struct shell *sh, struct job *job);
/* Takes it out of the table. REMEMBER: its status stays known under its process id. */
void job_forget(struct shell *sh, struct job *job, bool remember);
/* Takes the status of a job that is gone out of memory: -1 if PID is not known. */
int jobs_recall(struct shell *sh, pid_t pid);
void jobs_forget_all_recalled(struct shell *sh);

#endif
