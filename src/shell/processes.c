/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Process substitutions: starting them, and who gets their descriptors. What becomes of them is
 * in processes_wait.c.
 */
#include <config.h>

#include "shell/processes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "shell/error.h"
#include "shell/job_table.h"
#include "shell/number.h"
#include "shell/pipeline.h"
#include "shell/redirect.h"
#include "shell/trap.h"

/* What descriptors are named by. */
#define PROCESS_PREFIX "/dev/fd/"

struct processes *processes_table(struct shell *sh)
{
	if (!sh->processes) {
		sh->processes = memory_zalloc(sizeof(*sh->processes));
	}
	return sh->processes;
}

size_t processes_open_level(struct processes *processes)
{
	size_t outer = processes->base;

	processes->base = processes->count;
	return outer;
}

/* ---- starting ------------------------------------------------------- */

/* A process of the chain, or the pipe between two of them, could not be made. */
static bool process_failed(const struct pipesh_chain *chain)
{
	enum pipesh_phase phase = pipesh_report(chain, pipesh_stage_count(chain) - 1)->error.phase;

	return phase == PIPESH_PHASE_FORK || phase == PIPESH_PHASE_PIPE;
}

/* The pipe, our end of it at a number that belongs to the shell. 0, or -errno. */
static int process_make_pipe(struct process *process, int *theirs)
{
	int ends[2];
	int result = fd_pipe(ends, STDERR_FILENO + 1);

	if (result < 0) {
		return result;
	}
	*theirs = ends[process->output ? 0 : 1];
	process->fd = fd_raise(ends[process->output ? 1 : 0], FD_PRIVATE);
	if (process->fd < 0) {
		fd_close(theirs);
		return process->fd;
	}
	return 0;
}

/* Its process begins, with THEIRS as its standard input or output. False: reported. */
static bool process_run(struct shell *sh, size_t index, const struct node *command, int theirs)
{
	static const struct simple nothing = { .node = { .type = NODE_SIMPLE } };
	struct pipesh_chain *chain = pipeline_start_process(
		sh, command ? command : &nothing.node, theirs, sh->processes->items[index].output);
	struct process *process = &sh->processes->items[index];

	if (!chain) {
		return false;
	}
	process->chain = chain;
	process->pid = job_last_pid(chain);
	if (process_failed(chain)) {
		return false; /* what was started of it sees the end of its input or output */
	}
	if (process->pid != 0) {
		(void)jobs_recall(sh, process->pid); /* a number that came round again */
		sh->background_pid = process->pid;
	}
	if (process->output) {
		sh->processes->shielded = traps_shield_pipe(sh, true);
	}
	return true;
}

/* The new one, the last of the table; NULL: it could not be started, which was reported. */
static struct process *process_start(struct shell *sh, const struct node *command, bool output)
{
	struct processes *processes = processes_table(sh);
	struct process process = { .fd = -1, .output = output, .fold = job_fold(sh) };
	size_t index = processes->count;
	int theirs = -1;
	int result = process_make_pipe(&process, &theirs);
	bool good;

	if (result < 0) {
		shell_message(sh, "cannot make a process substitution: %s", strerror(-result));
		return NULL;
	}
	if (processes->count == processes->capacity) {
		processes->items = memory_grow(processes->items, &processes->capacity,
					       processes->count + 1, sizeof(*processes->items));
	}
	/* In the table before it starts: a forked child closes its copy of our end. */
	processes->items[processes->count++] = process;
	good = process_run(sh, index, command, theirs);
	fd_close(&theirs);
	return good ? &processes->items[index] : NULL;
}

int processes_expand(struct shell *sh, const struct node *command, bool output,
		     char path[EXPAND_PROCESS_SIZE])
{
	const struct process *process = process_start(sh, command, output);

	if (!process) {
		return -1;
	}
	(void)snprintf(path, EXPAND_PROCESS_SIZE, PROCESS_PREFIX "%d", process->fd);
	if (access(path, F_OK) < 0) {
		shell_message(sh, "cannot name a process substitution: %s: %s", path,
			      strerror(errno));
		return -1;
	}
	return 0;
}

int processes_redirect(struct shell *sh, const struct part *part, bool stays)
{
	struct process *process = process_start(sh, part->command, part->output);

	if (!process) {
		return -1;
	}
	process->redirection = true;
	process->stays = stays;
	return process->fd;
}

void processes_keep(struct shell *sh)
{
	struct processes *processes = sh->processes;
	size_t i;

	for (i = processes ? processes->base : 0; processes && i < processes->count; i++) {
		processes->items[i].stays = processes->items[i].redirection;
	}
}

/* ---- other processes ------------------------------------------------ */

bool processes_awaited(const struct shell *sh)
{
	const struct processes *processes = sh->processes;
	size_t i;

	if (!processes) {
		return false;
	}
	for (i = 0; i < processes->count; i++) {
		if (processes->items[i].chain) {
			return true;
		}
	}
	for (i = 0; i < processes->left_count; i++) {
		if (processes->left[i].stays && processes->left[i].output) {
			return true;
		}
	}
	return false;
}

/* Marks what TEXT names. */
static void processes_find_named(const struct processes *processes, const char *text, bool *named)
{
	size_t i;

	while ((text = strstr(text, PROCESS_PREFIX)) != NULL) {
		char digits[NUMBER_TEXT_MAX];
		size_t len;

		text += strlen(PROCESS_PREFIX);
		len = strspn(text, "0123456789");
		for (i = 0; i < processes->count; i++) {
			named[i] =
				named[i] || (!processes->items[i].redirection &&
					     number_text(processes->items[i].fd, digits) == len &&
					     memcmp(text, digits, len) == 0);
		}
	}
}

/* Which ones a program's arguments and environment name: a flag for each. */
static const bool *processes_named(struct shell *sh, char *const *argv, char *const *envp)
{
	bool *named = arena_zalloc(&sh->scratch, sh->processes->count * sizeof(*named));

	for (; *argv; argv++) {
		processes_find_named(sh->processes, *argv, named);
	}
	for (; *envp; envp++) {
		processes_find_named(sh->processes, *envp, named);
	}
	return named;
}

void processes_pass(struct shell *sh, char *const *argv, char *const *envp,
		    struct redirect_plan *plan)
{
	const struct processes *processes = sh->processes;
	const bool *named = processes_named(sh, argv, envp);
	struct pipesh_action *actions =
		arena_alloc(&sh->scratch, (processes->count + plan->count) * sizeof(*actions));
	size_t count = 0;
	size_t i;

	for (i = 0; i < processes->count; i++) {
		int fd = processes->items[i].fd;

		if (named[i]) {
			actions[count++] = (struct pipesh_action){ PIPESH_DUP, fd, fd, NULL, 0, 0 };
		}
	}
	if (plan->count > 0) {
		memcpy(actions + count, plan->actions, plan->count * sizeof(*actions));
	}
	plan->actions = actions;
	plan->count += count;
}

void processes_expose(struct shell *sh, char *const *argv, char *const *envp, bool on)
{
	const bool *named = processes_named(sh, argv, envp);
	size_t i;

	for (i = 0; i < sh->processes->count; i++) {
		if (named[i]) {
			(void)fd_set_cloexec(sh->processes->items[i].fd, !on); /* it is open */
		}
	}
}

void processes_subshell(struct shell *sh, bool substitution)
{
	struct processes *processes = sh->processes;
	size_t i;

	if (!processes) {
		return;
	}
	for (i = 0; i < processes->count; i++) {
		struct process *process = &processes->items[i];

		if (process->chain) {
			pipesh_abandon(process->chain);
			pipesh_free(process->chain);
			process->chain = NULL;
		}
		if (process->redirection || (substitution && i >= processes->base)) {
			fd_close(&process->fd);
		}
	}
	for (i = 0; i < processes->left_count; i++) {
		pipesh_abandon(processes->left[i].chain);
		pipesh_free(processes->left[i].chain);
	}
	processes->left_count = 0;
	memset(processes->ended, 0, sizeof(processes->ended));
	processes->base = processes->count;
	processes->shielded = false;
	processes->records = NULL;
	processes->fresh = false;
}
