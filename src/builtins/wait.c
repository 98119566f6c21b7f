/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <limits.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/strbuf.h"
#include "shell/job.h"
#include "shell/number.h"
#include "shell/processes.h"
#include "shell/shell.h"

/* XCU wait: what a process id that is not known would have ended with. */
enum { WAIT_UNKNOWN = 127 };

/* What an operand stands for. */
struct wait_target {
	struct job *job; /* NULL: .status is known already */
	size_t stage;    /* whose status is wanted; SIZE_MAX: the job's */
	int status;
	bool known;
	int sig; /* that came while a process substitution was waited for; or 0 */
};

/* False: it is not an operand at all, which was said. */
static bool wait_resolve(struct shell *sh, const char *operand, struct wait_target *target)
{
	unsigned long pid;
	const char *reason;

	*target = (struct wait_target){ .stage = SIZE_MAX, .status = WAIT_UNKNOWN };
	if (*operand == '%') {
		target->job = jobs_inherited(sh) ? NULL : job_find(sh, operand, &reason);
		target->known = true; /* or else it has been said already */
		if (!target->job) {
			builtin_message(sh, "wait", "%s: %s", operand,
					jobs_inherited(sh) ? "no such job" : reason);
		}
		return true;
	}
	if (!number_parse_unsigned(operand, INT_MAX, &pid)) {
		builtin_message(sh, "wait", "%s: not a process id or a job", operand);
		return false;
	}
	if (!jobs_inherited(sh)) {
		target->job = job_find_pid(sh, (pid_t)pid, &target->stage);
	}
	target->known = target->job != NULL;
	if (target->job && (pid_t)pid == target->job->pid) {
		target->stage = SIZE_MAX;
	} else if (!target->job) {
		int status = jobs_recall(sh, (pid_t)pid);

		if (status < 0) {
			target->sig = processes_wait(sh, (pid_t)pid, &status);
		}
		target->known = status >= 0;
		target->status = target->known ? status : WAIT_UNKNOWN;
	}
	return true;
}

/* The person at the prompt hears of the end here; it is gone before the next prompt. */
static void wait_tell(struct shell *sh, const struct job *job)
{
	struct strbuf line = STRBUF_INIT;

	if (!sh->interactive || sh->subshell || job->notified) {
		return;
	}
	job_format(sh, job, false, &line);
	(void)fd_write_all(STDERR_FILENO, line.data, line.len);
	strbuf_finish(&line);
}

/* 0: its status is in *STATUS and the job is gone; else the signal that interrupted. */
static int wait_job(struct shell *sh, struct job *job, size_t stage, int *status)
{
	int sig = job_wait(sh, job);

	if (sig == 0) {
		*status = stage == SIZE_MAX ? job->status : job_stage_status(job, stage);
		wait_tell(sh, job);
		job_forget(sh, job, false);
	}
	return sig;
}

static enum flow wait_interrupted(struct shell *sh, int sig)
{
	return builtin_status(sh, 128 + sig);
}

static enum flow wait_all(struct shell *sh)
{
	int status;

	while (!jobs_inherited(sh) && *jobs_all(sh)) {
		int sig = wait_job(sh, *jobs_all(sh), SIZE_MAX, &status);

		if (sig != 0) {
			return wait_interrupted(sh, sig);
		}
	}
	jobs_forget_all_recalled(sh);
	return builtin_status(sh, 0);
}

/* XCU wait: an unknown process id counts as one that has ended with 127. It is worth a
   message if there was nothing else to wait for; not in a subshell, where none is known. */
static void wait_tell_unknown(struct shell *sh, char **operands, bool any_known)
{
	for (; !any_known && !sh->subshell && *operands; operands++) {
		builtin_message(sh, "wait", "%s: not a child of this shell", *operands);
	}
}

static enum flow wait_each(struct shell *sh, char **operands)
{
	char **operand;
	bool any_known = false;
	int status = 0;

	for (operand = operands; *operand; operand++) {
		struct wait_target target;
		int sig;

		if (!wait_resolve(sh, *operand, &target)) {
			return builtin_error(sh, 2);
		}
		sig = target.sig;
		any_known = any_known || target.known;
		status = target.status;
		if (target.job) {
			sig = wait_job(sh, target.job, target.stage, &status);
		}
		if (sig != 0) {
			return wait_interrupted(sh, sig);
		}
	}
	wait_tell_unknown(sh, operands, any_known);
	return builtin_status(sh, status);
}

static enum flow run_wait(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };

	if (builtin_option(sh, &options, "") != -1) {
		return builtin_usage(sh, argv[0]);
	}
	if (options.index == argc) {
		return wait_all(sh);
	}
	return wait_each(sh, argv + options.index);
}

const struct builtin builtin_wait = {
	.name = "wait",
	.run = run_wait,
	.flags = BUILTIN_INTRINSIC,
	.usage = "wait [pid | job]...",
	.help = "Waits until the background processes or jobs named, or all, have ended. The status is "
		"that of the last named, 127 if it is not known; a trapped signal ends the waiting.",
};
