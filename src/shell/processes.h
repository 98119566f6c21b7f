/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Process substitution, <(list) and >(list): an extension.
 *
 * The life of one: it is started while the words of a command are expanded, and belongs to that
 * command, the innermost between processes_begin and processes_end. Its process has one end of a
 * pipe; the other is ours, close-on-exec, and its number is what the word becomes. Programs get
 * it if their arguments or their environment name it, and forked copies of the shell, which may
 * do so later; but not other substitutions of the same command. When the command is over
 * processes_end closes our end and waits for the process, as docs/design.md says.
 *
 * What then still runs, goes on: its status is there for `wait`. So is that of one whose
 * redirection outlives its command (exec > >(list)); the shell waits for these before it ends.
 *
 * There is no table, and no cost but a look for it, until the first one.
 */
#ifndef SHELL_PROCESSES_H
#define SHELL_PROCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "expand/expand.h"
#include "shell/job.h"
#include "shell/shell.h"

struct redirect_plan;

struct process {
	struct pipesh_chain *chain; /* NULL: the process that forked this one has it */
	pid_t pid;                  /* what $! became; 0: none */
	int fd;                     /* our end of its pipe; -1: closed */
	bool output;                /* >(list), which reads what we write */
	bool redirection;           /* nothing names its descriptor: it was only redirected from */
	bool stays;                 /* that redirection outlives the command */
	bool finite;                /* it has nothing more to write, or nothing more to read */
	enum job_fold fold;
	dev_t device; /* of the pipe, if it stays */
	ino_t inode;
};

/* How many that have ended `wait` can be asked about. */
enum { PROCESSES_REMEMBERED = 64 };

struct processes {
	struct process *items; /* of commands that run, the outermost first */
	size_t count, capacity;
	size_t base;          /* first of the innermost command that may have some */
	struct process *left; /* their commands are over */
	size_t left_count, left_capacity;
	size_t collect_at; /* so many left make a new one look which have ended */
	struct process_ended {
		pid_t pid; /* 0: free */
		int status;
	} ended[PROCESSES_REMEMBERED]; /* a ring: those that $! told of, for `wait` */
	size_t ended_next;
	int *statuses; /* of the last command that had some; -1: it had not ended */
	size_t status_count, status_capacity;
	bool shielded; /* this process writes to one of the items, and EPIPE means FLOW_PIPE */
	const struct pipeline *pipeline; /* that is to be started, and the records of its */
	struct process_record *records;  /* stages; or NULL */
	bool fresh;                      /* .statuses were recorded by this process */
};

/* The table, made if there is none. */
struct processes *processes_table(struct shell *sh);

/* ---- the commands that have them ---- */

/* What the inline functions below call once there is a table. */
size_t processes_open_level(struct processes *processes);
enum flow processes_close_level(struct shell *sh, size_t outer, enum flow flow);

/* Before the words of a command are expanded. To be given to processes_end. */
static inline size_t processes_begin(struct shell *sh)
{
	return sh->processes ? processes_open_level(sh->processes) : 0;
}

/*
 * The command is over: closes our ends of its substitutions, waits for them. $? stays. But if FLOW
 * is FLOW_PIPE because of one of them, the command has died of SIGPIPE, and FLOW_NEXT is returned.
 */
static inline enum flow processes_end(struct shell *sh, size_t outer, enum flow flow)
{
	return sh->processes ? processes_close_level(sh, outer, flow) : flow;
}

/* A builtin got EPIPE: may it be from a substitution of a command that runs? */
static inline bool processes_shielded(const struct shell *sh)
{
	return sh->processes && sh->processes->shielded;
}

/* ---- starting ---- */

/* Of struct expand_host. */
int processes_expand(struct shell *sh, const struct node *command, bool output,
		     char path[EXPAND_PROCESS_SIZE]);
/* For a redirection from or to it, which STAYS for good: our end, which is not the caller's to
   close. -1: none, which was reported. */
int processes_redirect(struct shell *sh, const struct part *part, bool stays);
/* The redirections of the innermost command stay in force: exec. */
void processes_keep(struct shell *sh);

/* ---- other processes ---- */

/* Is there a substitution of a command that runs? */
static inline bool processes_any(const struct shell *sh)
{
	return sh->processes && sh->processes->count > 0;
}

/* Is the shell to wait for one? Then no program may take its place. */
bool processes_awaited(const struct shell *sh);
/* Puts before the actions of a program what it takes to inherit the descriptors it names. */
void processes_pass(struct shell *sh, char *const *argv, char *const *envp,
		    struct redirect_plan *plan);
/* The same for a program that takes the place of this process. Not ON: takes it back. */
void processes_expose(struct shell *sh, char *const *argv, char *const *envp, bool on);
/* In a forked child: none is its own to wait for. SUBSTITUTION: it is one itself, and has not
   the descriptors of those beside it. */
void processes_subshell(struct shell *sh, bool substitution);

/* ---- pipelines ---- */

/*
 * The statuses of a stage's substitutions, which only the stage knows: in memory shared with it. For
 * a pipeline that has any, between processes_share and processes_gather each stage that is built
 * has a record; then they become $PROCSTATUS. NULL: there are none.
 */
enum { PROCESS_RECORD_MAX = 63 };
struct process_record {
	int count;
	int statuses[PROCESS_RECORD_MAX];
};
bool processes_share(struct shell *sh, const struct pipeline *pipeline);
struct process_record *processes_record(const struct shell *sh, const struct pipeline *pipeline,
					size_t stage);
void processes_gather(struct shell *sh, size_t stage_count);
/* In the stage, at its end. RECORD may be NULL. */
void processes_fill(const struct shell *sh, struct process_record *record);

/* ---- afterwards (processes_wait.c) ---- */

/* For the builtin: what is known, now, of the one that $! told as PID. */
enum process_known { PROCESS_UNKNOWN, PROCESS_ALIVE, PROCESS_ENDED };
enum process_known processes_look(struct shell *sh, pid_t pid);
/* Waits until it has ended, if it is alive: 0, or the signal that came first. */
int processes_wait(struct shell *sh, pid_t pid);
/* Takes its status: -1 if it is not known. */
int processes_take(struct shell *sh, pid_t pid);
/* Before the process ends, with all output flushed: lets go of the pipes to those that stay, and
   waits until they have read what is in them. */
void processes_finish(struct shell *sh);
void processes_free(struct shell *sh);

#endif
