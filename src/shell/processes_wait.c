/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Process substitutions whose command is over.
 *
 * All our ends are closed before any is waited for: one may be what another one waits for. Then
 * a >(list) sees the end of its input, and is waited for however long it takes; so is a <(list)
 * that has written all it had to write. One that was not read to its end gets SIGPIPE when it writes
 * again. But it may never do so (tail -f), and the command did not want to wait for it: so it is given a
 * little time, and then goes on without us.
 */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/memory.h"
#include "shell/job_table.h"
#include "shell/processes.h"
#include "shell/trap.h"

/* For the one that was not read to its end: most die of SIGPIPE at once. */
#define PROCESS_GRACE_NS (250 * CLOCK_MS)

enum {
	PROCESSES_COLLECT = 16, /* fewer left ones are looked at each time */
	PROCESS_FDS = 1024,     /* where a script may have copies of a descriptor */
};

/* ---- those that are left -------------------------------------------- */

/* What `wait PID` will answer, once. */
static void processes_remember(struct processes *processes, pid_t pid, int status)
{
	processes->ended[processes->ended_next] = (struct process_ended){ pid, status };
	processes->ended_next = (processes->ended_next + 1) % PROCESSES_REMEMBERED;
}

static void processes_leave(struct processes *processes, const struct process *process)
{
	if (processes->left_count == processes->left_capacity) {
		processes->left = memory_grow(processes->left, &processes->left_capacity,
					      processes->left_count + 1, sizeof(*processes->left));
	}
	processes->left[processes->left_count++] = *process;
}

/* One of those left has ended. */
static void processes_forget(struct processes *processes, size_t index)
{
	struct process *process = &processes->left[index];

	processes_remember(processes, process->pid, job_fold_status(process->chain, process->fold));
	pipesh_free(process->chain);
	*process = processes->left[--processes->left_count];
}

/* Takes note of which have ended. Not each time, if there are many. */
static void processes_collect(struct processes *processes)
{
	if (processes->left_count > PROCESSES_COLLECT &&
	    processes->left_count < processes->collect_at) {
		return;
	}
	for (size_t i = processes->left_count; i-- > 0;) {
		(void)pipesh_poll(processes->left[i].chain);
		if (pipesh_state(processes->left[i].chain) == PIPESH_ENDED) {
			processes_forget(processes, i);
		}
	}
	processes->collect_at = 2 * processes->left_count;
}

/* What ends the wait for a process that nobody asked to wait for. */
static int process_interrupted(const struct shell *sh)
{
	return traps_interrupt_pending(sh) ? SIGINT : traps_ending(sh);
}

/* Until it has ended; not FINITE: only for a while. True: it has. */
static bool process_await(struct shell *sh, struct pipesh_chain *chain, bool finite)
{
	bool look = sh->interactive || traps_guarding(sh);

	if (!finite) {
		const struct pipesh_wait how = { .deadline_ns = clock_now_ns() + PROCESS_GRACE_NS };

		(void)pipesh_wait(chain, &how);
	} else if (job_sleep(sh, chain, false, look ? process_interrupted : NULL) != 0) {
		(void)pipesh_poll(chain);
	}
	return pipesh_state(chain) == PIPESH_ENDED;
}

/* Among those left, or among those that have ended; a count: it is not there. */
static size_t processes_find_left(const struct processes *processes, pid_t pid)
{
	size_t i = 0;

	while (i < processes->left_count && processes->left[i].pid != pid) {
		i++;
	}
	return i;
}

static size_t processes_find_ended(const struct processes *processes, pid_t pid)
{
	size_t i = 0;

	while (i < PROCESSES_REMEMBERED && processes->ended[i].pid != pid) {
		i++;
	}
	return i;
}

enum process_known processes_look(struct shell *sh, pid_t pid)
{
	struct processes *processes = sh->processes;
	size_t i;

	if (!processes || pid == 0) {
		return PROCESS_UNKNOWN;
	}
	i = processes_find_left(processes, pid);
	if (i < processes->left_count) {
		(void)pipesh_poll(processes->left[i].chain);
		if (pipesh_state(processes->left[i].chain) != PIPESH_ENDED) {
			return PROCESS_ALIVE;
		}
		processes_forget(processes, i);
	}
	return processes_find_ended(processes, pid) < PROCESSES_REMEMBERED ? PROCESS_ENDED
									   : PROCESS_UNKNOWN;
}

int processes_wait(struct shell *sh, pid_t pid)
{
	struct pipesh_chain *chain;
	int sig;

	if (processes_look(sh, pid) != PROCESS_ALIVE) {
		return 0;
	}
	chain = sh->processes->left[processes_find_left(sh->processes, pid)].chain;
	sig = job_sleep(sh, chain, false, traps_may_interrupt(sh) ? traps_pending_signal : NULL);
	return processes_look(sh, pid) == PROCESS_ALIVE ? sig : 0;
}

int processes_take(struct shell *sh, pid_t pid)
{
	struct processes *processes = sh->processes;
	size_t i = processes ? processes_find_ended(processes, pid) : PROCESSES_REMEMBERED;

	if (i == PROCESSES_REMEMBERED) {
		return -1;
	}
	processes->ended[i].pid = 0;
	return processes->ended[i].status;
}

/* ---- the end of a command ------------------------------------------- */

/* Closes our end. */
static void process_let_go(struct process *process)
{
	struct pollfd end = { .fd = process->fd, .events = POLLIN };
	struct stat status;

	process->finite = process->output || (poll(&end, 1, 0) > 0 && (end.revents & POLLHUP) != 0);
	if (process->stays && fstat(process->fd, &status) == 0) {
		process->device = status.st_dev;
		process->inode = status.st_ino;
	}
	fd_close(&process->fd);
}

/* Was the command stopped? It is a job now, and has its ends of the pipes. */
static bool process_command_stopped(const struct shell *sh)
{
	int sig = sh->status - 128;

	return jobs_controlled(sh) &&
	       (sig == SIGTSTP || sig == SIGSTOP || sig == SIGTTIN || sig == SIGTTOU);
}

/* Its status; -1: it goes on. The chain is gone, or among those left. */
static int process_see_end(struct shell *sh, const struct process *process)
{
	bool interrupted = jobs_controlled(sh) && sh->status == 128 + SIGINT;
	int status;

	if (!process->chain) {
		return 125;
	}
	if (interrupted) {
		/* The interrupt was for the group of the command. */
		(void)pipesh_signal(process->chain, SIGINT);
	}
	if (process_command_stopped(sh) ||
	    !process_await(sh, process->chain, process->finite && !interrupted)) {
		processes_leave(sh->processes, process);
		return -1;
	}
	status = job_fold_status(process->chain, process->fold);
	if (process->pid == sh->background_pid && process->pid != 0) {
		processes_remember(sh->processes, process->pid, status);
	}
	pipesh_free(process->chain);
	return status;
}

/* Room for so many; there are none yet. */
static void processes_clear_statuses(struct processes *processes, size_t count)
{
	if (processes->status_capacity < count) {
		processes->statuses = memory_grow(processes->statuses, &processes->status_capacity,
						  count, sizeof(*processes->statuses));
	}
	processes->status_count = 0;
	processes->fresh = true;
}

static void processes_end_level(struct shell *sh)
{
	struct processes *processes = sh->processes;
	size_t i;

	processes_collect(processes);
	processes_clear_statuses(processes, processes->count - processes->base);
	for (i = processes->base; i < processes->count; i++) {
		process_let_go(&processes->items[i]);
	}
	for (i = processes->base; i < processes->count; i++) {
		if (processes->items[i].stays && processes->items[i].chain) {
			processes_leave(processes, &processes->items[i]);
		} else {
			processes->statuses[processes->status_count++] =
				process_see_end(sh, &processes->items[i]);
		}
	}
	processes->count = processes->base;
}

/* Does this process have one in [from, to) that is written to? */
static bool processes_any_output(const struct processes *processes, size_t from, size_t to)
{
	for (; from < to; from++) {
		if (processes->items[from].chain && processes->items[from].output) {
			return true;
		}
	}
	return false;
}

enum flow processes_close_level(struct shell *sh, size_t outer, enum flow flow)
{
	struct processes *processes = sh->processes;

	if (processes->count > processes->base) {
		bool output = processes_any_output(processes, processes->base, processes->count);

		if (flow == FLOW_PIPE && output) {
			sh->status = 128 + SIGPIPE; /* a loop may have changed it */
			flow = FLOW_NEXT;
		}
		processes_end_level(sh);
		if (output && !processes_any_output(processes, 0, processes->count)) {
			processes->shielded = traps_shield_pipe(sh, false);
		}
	}
	processes->base = outer;
	return flow;
}

/* ---- pipelines ------------------------------------------------------ */

bool processes_share(struct shell *sh, const struct pipeline *pipeline)
{
	size_t size = pipeline->count * sizeof(struct process_record);
	void *records = MAP_FAILED;
	uint32_t i;

	for (i = 0; i < pipeline->count; i++) {
		if (pipeline->commands[i]->processes) {
			records = mmap(NULL, size, PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
			break;
		}
	}
	if (records == MAP_FAILED) {
		return false; /* there are none, or no memory to know them */
	}
	processes_table(sh)->records = records;
	sh->processes->pipeline = pipeline;
	return true;
}

struct process_record *processes_record(const struct shell *sh, const struct pipeline *pipeline,
					size_t stage)
{
	if (!sh->processes || !sh->processes->records || sh->processes->pipeline != pipeline ||
	    !pipeline->commands[stage]->processes) {
		return NULL;
	}
	return &sh->processes->records[stage];
}

void processes_fill(const struct shell *sh, struct process_record *record)
{
	const struct processes *processes = sh->processes;
	size_t i;

	if (!record || !processes || !processes->fresh) {
		return;
	}
	for (i = 0; i < processes->status_count && i < PROCESS_RECORD_MAX; i++) {
		record->statuses[i] = processes->statuses[i];
	}
	record->count = (int)i;
}

void processes_gather(struct shell *sh, size_t stage_count)
{
	struct processes *processes = sh->processes;
	struct process_record *records = processes->records;
	size_t i;

	processes_clear_statuses(processes, stage_count * PROCESS_RECORD_MAX);
	for (i = 0; i < stage_count; i++) {
		size_t count = (size_t)records[i].count;

		memcpy(processes->statuses + processes->status_count, records[i].statuses,
		       count * sizeof(*processes->statuses));
		processes->status_count += count;
	}
	processes->records = NULL;
	(void)munmap(records, stage_count * sizeof(*records));
}

/* ---- the end of the shell ------------------------------------------- */

/* Is it the pipe to one that stays? */
static bool processes_have_pipe(const struct processes *processes, const struct stat *status)
{
	size_t i;

	for (i = 0; i < processes->left_count; i++) {
		const struct process *process = &processes->left[i];

		if (process->stays && process->output && process->device == status->st_dev &&
		    process->inode == status->st_ino) {
			return true;
		}
	}
	return false;
}

void processes_finish(struct shell *sh)
{
	struct processes *processes = sh->processes;
	bool finite;
	size_t i;

	if (!processes || !processes_awaited(sh)) {
		return;
	}
	for (int fd = 0; fd < PROCESS_FDS; fd++) {
		struct stat status;
		int copy = fd;

		if (fstat(fd, &status) == 0 && processes_have_pipe(processes, &status)) {
			fd_close(&copy);
		}
	}
	/* A job in the background may have copies, and outlive us. */
	finite = !jobs_any_running(sh);
	for (i = 0; i < processes->left_count; i++) {
		if (processes->left[i].stays && processes->left[i].output) {
			(void)process_await(sh, processes->left[i].chain, finite);
		}
	}
}

void processes_free(struct shell *sh)
{
	struct processes *processes = sh->processes;
	size_t i;

	for (i = 0; processes && i < processes->left_count; i++) {
		pipesh_free(processes->left[i].chain);
	}
	if (processes) {
		free(processes->items);
		free(processes->left);
		free(processes->statuses);
	}
	free(processes);
	sh->processes = NULL;
}
