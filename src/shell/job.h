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
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#include "chain/pipesh.h"

struct shell;
struct node;
struct report;
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
	char **stage_texts;    /* one for each stage; NULL: not known, or one that is .text */
	pid_t pid;             /* what $! was set to; 0: a foreground job that was stopped */
	unsigned long order;   /* the higher, the later it was started, stopped or continued */
	unsigned long ending;  /* once ended: the higher, the later that was seen */
	bool controlled;       /* has a process group of its own (set -m) */
	bool foreground;       /* was in the foreground last */
	enum job_fold fold;    /* as it was when the pipeline started */
	bool managed;          /* its chain has a stop plan, a deadline perhaps */
	bool watched;          /* which this shell must enforce: job_guard */
	bool ended;            /* .status is known */
	bool notified;         /* its present state has been told */
	struct report *report; /* to be written at its end; NULL: none. The job's own */
	bool has_modes;
	struct termios modes;   /* of the terminal when it was stopped */
	int status;             /* 0..255 once ended */
	enum pipesh_state told; /* what `notified` is about */
};

/* A background process that has ended and whose job is gone. */
struct job_recalled {
	pid_t pid; /* 0: its status has been taken */
	int status;
	unsigned long ending; /* as that of the job */
	bool told;            /* a person has been told */
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
/* What an ended chain comes to by it. */
int job_fold_status(const struct pipesh_chain *chain, enum job_fold fold);
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
 * Its chain has a deadline, which is to hold whatever this shell does from now on, and when it has
 * ended: a process of its own sees to that (pipesh_guard). Where there can be none, this shell
 * enforces it as long as it lives, and says so.
 */
void job_guard(struct shell *sh, struct job *job);
/*
 * Jobs whose deadlines this shell must enforce: descriptors to watch, in the scratch arena, with SPARE
 * more behind them; ready ones mean that jobs_collect is to be called. Their number, mostly
 * 0, in *COUNT. *PAUSE_NS: how long to sleep at most before jobs_collect, since there was no descriptor
 * to be had; mostly INT64_MAX.
 */
struct pollfd;
struct pollfd *jobs_watch(struct shell *sh, size_t *count, size_t spare, int64_t *pause_ns);
/* Looks what has changed, without blocking. */
void jobs_collect(struct shell *sh);
/* The same when most likely little has happened: a system call, and one or two for each change. */
void jobs_peek(struct shell *sh);
/* To be called before each prompt: tells of ended and stopped jobs and forgets the ended; makes
   the terminal fit for a prompt. In a non-interactive shell it only collects. */
void jobs_notify(struct shell *sh);
/* The notices alone: set -b. */
void jobs_notify_now(struct shell *sh);
/* Any stopped jobs? For the warning of exit. */
bool jobs_any_stopped(struct shell *sh);
bool jobs_any_running(struct shell *sh);
/* The text of a command on one line; the caller frees it. NULL is empty. */
char *job_text(const struct node *node);
/* "SIGTERM", of one that has no name "SIG32", in BUFFER; NULL for 0. */
enum { JOB_SIGNAL_NAME_MAX = 16 };
const char *job_signal_name(int sig, char buffer[JOB_SIGNAL_NAME_MAX]);
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
/* The one that CHAIN has become; NULL: none. CHAIN itself is not looked at. */
struct job *job_of_chain(struct shell *sh, const struct pipesh_chain *chain);
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
/*
 * Sleeps until ENOUGH: 0. Else the signal that is to be dealt with first, or -ETIMEDOUT behind
 * DEADLINE_NS (0: none; in the past: looks once). ENOUGH is asked whenever jobs may have ended, which
 * stay in the table.
 */
int jobs_sleep(struct shell *sh, int64_t deadline_ns, bool (*enough)(struct shell *sh, void *arg),
	       void *arg);
/* Has any job ended that is still in the table, has any not ended? As last collected. */
bool jobs_any_ended(const struct shell *sh);
bool jobs_any_alive(const struct shell *sh);
/* Takes it out of the table. REMEMBER: its status stays known under its process id. */
void job_forget(struct shell *sh, struct job *job, bool remember);
/* The job that is gone and was remembered under PID; NULL: none. Valid until one is forgotten. */
const struct job_recalled *jobs_recalled(const struct shell *sh, pid_t pid);
/* Of those that are gone and that nobody has heard of, the first that ended; NULL: none. */
const struct job_recalled *jobs_recalled_first(const struct shell *sh);
/* Takes the status of a job that is gone out of memory: -1 if PID is not known. */
int jobs_recall(struct shell *sh, pid_t pid);
void jobs_forget_all_recalled(struct shell *sh);

#endif
