/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/quantity.h"
#include "base/strbuf.h"
#include "shell/job.h"
#include "shell/number.h"
#include "shell/processes.h"
#include "shell/reference.h"
#include "shell/shell.h"

/* XCU wait: what a process id that is not known would have ended with. */
enum { WAIT_UNKNOWN = 127 };

/* What an operand stands for. */
struct wait_target {
	pid_t pid;       /* as $! gave it; 0: not known */
	struct job *job; /* NULL: it is gone, or there was none */
	size_t stage;    /* whose status is wanted; SIZE_MAX: the job's */
	bool known;
	bool process;         /* it is a process substitution that is not over, or was */
	const char *reason;   /* why there is no such job; NULL: there is */
	unsigned long ending; /* that of a job that is gone; 0: none */
};

struct wait_request {
	bool next;           /* -n */
	const char *name;    /* -p; NULL: nothing */
	int64_t deadline_ns; /* -t; 0: none */
	char **operands;
	struct wait_target *targets; /* of -n and -t: one for each operand */
	size_t count;
	size_t ended; /* so many targets from the first one on have ended */
};

/* ---- operands ---- */

/* False: it is not an operand at all, which was said. */
static bool wait_resolve(struct shell *sh, const char *operand, struct wait_target *target)
{
	const struct job_recalled *recalled;
	unsigned long pid;

	*target = (struct wait_target){ .stage = SIZE_MAX };
	if (*operand == '%') {
		target->reason = "no such job";
		target->job = jobs_inherited(sh) ? NULL : job_find(sh, operand, &target->reason);
		if (target->job) {
			target->pid = target->job->pid;
			target->reason = NULL;
		}
		target->known = true; /* or else there is a reason to tell */
		return true;
	}
	if (!number_parse_unsigned(operand, INT_MAX, &pid)) {
		builtin_message(sh, "wait", "%s: not a process id or a job", operand);
		return false;
	}
	target->pid = (pid_t)pid;
	if (!jobs_inherited(sh)) {
		target->job = job_find_pid(sh, target->pid, &target->stage);
	}
	if (target->job && target->pid == target->job->pid) {
		target->stage = SIZE_MAX;
	}
	recalled = target->job ? NULL : jobs_recalled(sh, target->pid);
	target->process =
		!target->job && !recalled && processes_look(sh, target->pid) != PROCESS_UNKNOWN;
	target->known = target->job || recalled || target->process;
	target->ending = recalled ? recalled->ending : 0;
	return true;
}

static void wait_tell_reason(struct shell *sh, const char *operand,
			     const struct wait_target *target)
{
	if (target->reason) {
		builtin_message(sh, "wait", "%s: %s", operand, target->reason);
	}
}

/* All of them, for those who wait for several at once. */
static bool wait_resolve_all(struct shell *sh, struct wait_request *request)
{
	request->targets = arena_alloc(&sh->scratch, request->count * sizeof(*request->targets));
	for (size_t i = 0; i < request->count; i++) {
		if (!wait_resolve(sh, request->operands[i], &request->targets[i])) {
			return false;
		}
		if (request->next) { /* else wait_each does */
			wait_tell_reason(sh, request->operands[i], &request->targets[i]);
		}
	}
	return true;
}

/* XCU wait: an unknown process id counts as one that has ended with 127. It is worth a
   message if there was nothing else to wait for; not in a subshell, where none is known. */
static void wait_tell_unknown(struct shell *sh, char **operands, bool any_known)
{
	for (; !any_known && !sh->subshell && *operands; operands++) {
		builtin_message(sh, "wait", "%s: not a child of this shell", *operands);
	}
}

/* ---- results ---- */

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

/* An ended job's status; the job is gone. */
static int wait_take(struct shell *sh, struct job *job, size_t stage)
{
	int status = stage == SIZE_MAX ? job->status : job_stage_status(job, stage);

	wait_tell(sh, job);
	job_forget(sh, job, false);
	return status;
}

/* The status of one that is gone; -1: it is not known. */
static int wait_recall(struct shell *sh, const struct wait_target *target)
{
	return target->process ? processes_take(sh, target->pid) : jobs_recall(sh, target->pid);
}

/* -p: who it was; 0: nobody. */
static enum flow wait_result(struct shell *sh, const struct wait_request *request, int status,
			     pid_t pid)
{
	char text[32];
	int len;

	if (request->name && pid != 0) {
		len = snprintf(text, sizeof(text), "%d", (int)pid);
		if (reference_assign(sh, "wait", request->name, text, (size_t)len) < 0) {
			return builtin_error(sh, 1);
		}
	}
	return builtin_status(sh, status);
}

/* What has ended jobs_sleep or job_wait: a signal, or the deadline. */
static enum flow wait_given_up(struct shell *sh, int result)
{
	return builtin_status(sh, result == -ETIMEDOUT ? JOB_TIMED_OUT : 128 + result);
}

/* ---- all, and each ---- */

static enum flow wait_all(struct shell *sh)
{
	while (!jobs_inherited(sh) && *jobs_all(sh)) {
		struct job *job = *jobs_all(sh);
		int sig = job_wait(sh, job);

		if (sig != 0) {
			return wait_given_up(sh, sig);
		}
		(void)wait_take(sh, job, SIZE_MAX);
	}
	jobs_forget_all_recalled(sh);
	return builtin_status(sh, 0);
}

static enum flow wait_each(struct shell *sh, const struct wait_request *request)
{
	char **operand;
	bool any_known = false;
	struct wait_target target = { 0 };
	int status = 0;

	for (operand = request->operands; *operand; operand++) {
		int sig;

		if (!wait_resolve(sh, *operand, &target)) {
			return builtin_error(sh, 2);
		}
		wait_tell_reason(sh, *operand, &target);
		any_known = any_known || target.known;
		sig = target.job       ? job_wait(sh, target.job)
		      : target.process ? processes_wait(sh, target.pid)
				       : 0;
		if (sig != 0) {
			return wait_given_up(sh, sig);
		}
		status = target.job ? wait_take(sh, target.job, target.stage)
				    : wait_recall(sh, &target);
		if (status < 0) {
			status = WAIT_UNKNOWN;
			target.pid = 0;
		}
	}
	wait_tell_unknown(sh, request->operands, any_known);
	return wait_result(sh, request, status, target.pid);
}

/* ---- -t ---- */

/* Have all the operands ended, or all jobs? */
static bool wait_all_ended(struct shell *sh, void *arg)
{
	struct wait_request *request = arg;

	if (request->count == 0) {
		return jobs_inherited(sh) || !jobs_any_alive(sh);
	}
	while (request->ended < request->count) {
		const struct wait_target *target = &request->targets[request->ended];

		if (target->job
			    ? !target->job->ended
			    : target->process && processes_look(sh, target->pid) == PROCESS_ALIVE) {
			return false;
		}
		request->ended++;
	}
	return true;
}

/* ---- -n ---- */

/* The target that ended first; NULL: none has ended. ALIVE: but one may. */
static const struct wait_target *wait_first_target(struct shell *sh,
						   const struct wait_request *request, bool *alive)
{
	const struct wait_target *first = NULL;
	unsigned long least = ULONG_MAX;

	*alive = false;
	for (size_t i = 0; i < request->count; i++) {
		const struct wait_target *target = &request->targets[i];
		unsigned long ending = target->job ? target->job->ending : target->ending;
		enum process_known known =
			target->process ? processes_look(sh, target->pid) : PROCESS_UNKNOWN;

		if (known == PROCESS_ENDED) {
			return target; /* when, nobody knows */
		}
		*alive = *alive || known == PROCESS_ALIVE || (target->job && !target->job->ended);
		if (ending != 0 && ending < least) {
			least = ending;
			first = target;
		}
	}
	return first;
}

static bool wait_any_ended(struct shell *sh, void *arg)
{
	const struct wait_request *request = arg;
	bool alive;

	if (request->count == 0) {
		return jobs_any_ended(sh) || jobs_inherited(sh) || !jobs_any_alive(sh);
	}
	return wait_first_target(sh, request, &alive) != NULL || !alive;
}

/* Of all that have ended: the first, that nobody has heard of. False: there is none. */
static bool wait_first(struct shell *sh, struct wait_target *first)
{
	const struct job_recalled *recalled = jobs_recalled_first(sh);
	unsigned long least = recalled ? recalled->ending : ULONG_MAX;

	*first = (struct wait_target){
		.stage = SIZE_MAX,
		.pid = recalled ? recalled->pid : 0,
		.known = recalled != NULL,
	};
	for (struct job **item = jobs_all(sh); !jobs_inherited(sh) && *item; item++) {
		if ((*item)->ended && (*item)->ending < least) {
			least = (*item)->ending;
			first->pid = (*item)->pid;
			first->job = *item;
			first->known = true;
		}
	}
	return first->known;
}

/* There is nothing to wait for. */
static void wait_tell_none(struct shell *sh, const struct wait_request *request)
{
	bool any_known = false;

	for (size_t i = 0; i < request->count; i++) {
		any_known = any_known || request->targets[i].known;
	}
	wait_tell_unknown(sh, request->operands, any_known);
}

static enum flow wait_next(struct shell *sh, struct wait_request *request)
{
	const struct wait_target *named;
	struct wait_target first = { 0 };
	bool alive;
	int result = 0;

	if (request->count > 0 || !wait_first(sh, &first)) {
		result = jobs_sleep(sh, request->deadline_ns, wait_any_ended, request);
	}
	if (result != 0) {
		return wait_given_up(sh, result);
	}
	if (request->count > 0) {
		named = wait_first_target(sh, request, &alive);
		first = named ? *named : first;
	} else if (!first.known) {
		(void)wait_first(sh, &first);
	}
	if (!first.known) {
		wait_tell_none(sh, request);
		return builtin_status(sh, WAIT_UNKNOWN);
	}
	result = first.job ? wait_take(sh, first.job, first.stage) : wait_recall(sh, &first);
	return wait_result(sh, request, result, first.pid);
}

/* ---- options ---- */

/* -p: no name of an earlier one is to be taken for that of this one. */
static bool wait_name(struct shell *sh, const char *name)
{
	struct reference reference;

	if (!reference_valid(sh, name)) {
		builtin_message(sh, "wait", "%s: not a valid name", name);
		return false;
	}
	if (!reference_parse(sh, name, &reference)) {
		return false;
	}
	if (reference.has_index) {
		return variable_unset_element(sh, reference.symbol, reference.index) == 0;
	}
	return variable_unset(sh, reference.symbol) == 0;
}

static bool wait_duration(struct shell *sh, struct wait_request *request, const char *text)
{
	int64_t ns;
	int64_t now = clock_now_ns();

	if (!quantity_duration(text, &ns)) {
		builtin_message(
			sh, "wait",
			"-t: `%s', expected a duration, such as 30, 1.5s, 250ms, 2m, 1h or 1d",
			text);
		return false;
	}
	request->deadline_ns = ns < INT64_MAX - now ? now + ns : INT64_MAX;
	return true;
}

/* False: reported; *FLOW is how to go on. */
static bool wait_options(struct shell *sh, struct builtin_options *options,
			 struct wait_request *request, enum flow *flow)
{
	const char *letters = shell_extensions(sh) ? "np:t:" : "";
	int letter;

	*flow = FLOW_NEXT;
	while ((letter = builtin_option(sh, options, letters)) != -1) {
		switch (letter) {
		case 'n':
			request->next = true;
			break;
		case 'p':
			request->name = options->argument;
			break;
		case 't':
			if (!wait_duration(sh, request, options->argument)) {
				*flow = builtin_error(sh, 2);
				return false;
			}
			break;
		default:
			*flow = builtin_usage(sh, "wait");
			return false;
		}
	}
	if (request->name && !wait_name(sh, request->name)) {
		*flow = builtin_error(sh, 2);
		return false;
	}
	return true;
}

static enum flow run_wait(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct wait_request request = { 0 };
	enum flow flow;
	int result;

	if (!wait_options(sh, &options, &request, &flow)) {
		return flow;
	}
	request.operands = argv + options.index;
	request.count = (size_t)(argc - options.index);
	if ((request.next || request.deadline_ns != 0) && !wait_resolve_all(sh, &request)) {
		return builtin_error(sh, 2);
	}
	if (request.next) {
		return wait_next(sh, &request);
	}
	if (request.deadline_ns != 0) {
		result = jobs_sleep(sh, request.deadline_ns, wait_all_ended, &request);
		if (result != 0) {
			return wait_given_up(sh, result);
		}
	}
	return request.count == 0 ? wait_all(sh) : wait_each(sh, &request);
}

const struct builtin builtin_wait = {
	.name = "wait",
	.run = run_wait,
	.flags = BUILTIN_INTRINSIC,
	.usage = "wait [-n] [-p name] [-t duration] [pid | job]...",
	.help = "Waits until the background processes or jobs named, or all, have ended. The status is "
		"that of the last named, 127 if it is not known; a trapped signal ends the waiting. "
		"Extensions: -n waits for one of them, the next to end; -p puts the process id of "
		"the one whose status is given into a variable; -t gives up after a time, 0 at once, "
		"with status 124, and takes no status then.",
};
