/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <strings.h>

#include "shell/job.h"
#include "shell/number.h"
#include "shell/output.h"
#include "shell/shell.h"
#include "shell/trap.h"

/* ---- kill -l ---- */

static void kill_list(struct shell *sh)
{
	const char *separator = "";

	for (int sig = 1; sig < NSIG; sig++) {
		if (signal_name(sig)) {
			output_printf(sh->out, "%s%s", separator, signal_name(sig));
			separator = " ";
		}
	}
	output_add_char(sh->out, '\n');
}

/* A number or an exit status gives a name; a name, its number. */
static bool kill_name(struct shell *sh, const char *operand)
{
	unsigned long number;
	int sig = -1;

	if (number_parse_unsigned(operand, INT_MAX, &number)) {
		sig = (int)(number > 128 ? number - 128 : number);
		if (sig > 0 && signal_name(sig)) {
			output_printf(sh->out, "%s\n", signal_name(sig));
			return true;
		}
	} else if ((sig = signal_number(operand)) > 0) {
		output_printf(sh->out, "%d\n", sig);
		return true;
	}
	builtin_message(sh, "kill", "%s: no such signal or exit status", operand);
	return false;
}

static enum flow kill_names(struct shell *sh, char **operands)
{
	bool good = true;

	if (!*operands) {
		kill_list(sh);
	}
	for (; *operands; operands++) {
		good = kill_name(sh, *operands) && good;
	}
	return builtin_status(sh, good ? 0 : 1);
}

/* ---- sending ---- */

/* What may be sent: 0 is a test. */
static int kill_signal(struct shell *sh, const char *name)
{
	int sig = strcasecmp(name, "EXIT") == 0 || strcasecmp(name, "SIGEXIT") == 0
			  ? -1
			  : signal_number(name);

	if (sig < 0) {
		builtin_message(sh, "kill", "%s: no such signal", name);
	}
	return sig;
}

/* A job that is stopped could not die of a signal that asks it to; and it may be about to stop. */
static void kill_wake(struct job *job, int sig)
{
	if ((sig == SIGTERM || sig == SIGHUP) && job->controlled) {
		(void)pipesh_continue(job->chain);
	}
}

static int kill_job(struct shell *sh, const char *name, int sig, const char **reason)
{
	struct job *job = jobs_inherited(sh) ? NULL : job_find(sh, name, reason);
	int result;

	if (!job) {
		*reason = jobs_inherited(sh) ? "no such job" : *reason;
		return -1;
	}
	result = pipesh_signal(job->chain, sig);
	if (result < 0) {
		*reason = strerror(-result);
		return -1;
	}
	kill_wake(job, sig);
	return 0;
}

/* A pid of ours that was reaped is nobody's, or somebody else's. */
static bool kill_is_gone(struct shell *sh, pid_t pid)
{
	size_t stage;
	struct job *job = jobs_inherited(sh) ? NULL : job_find_pid(sh, pid, &stage);

	return job && pipesh_report(job->chain, stage)->state == PIPESH_ENDED;
}

static int kill_process(struct shell *sh, const char *operand, int sig, const char **reason)
{
	bool negative = *operand == '-';
	unsigned long number;

	if (!number_parse_unsigned(operand + negative, INT_MAX, &number)) {
		*reason = "not a process id or a job";
		return -1;
	}
	if (!negative && kill_is_gone(sh, (pid_t)number)) {
		*reason = strerror(ESRCH);
		return -1;
	}
	if (kill(negative ? -(pid_t)number : (pid_t)number, sig) != 0) {
		*reason = strerror(errno);
		return -1;
	}
	return 0;
}

static enum flow kill_send(struct shell *sh, int sig, char **operands)
{
	bool good = true;

	jobs_collect(sh);
	for (; *operands; operands++) {
		const char *reason = NULL;
		int result = **operands == '%' ? kill_job(sh, *operands, sig, &reason)
					       : kill_process(sh, *operands, sig, &reason);

		if (result < 0) {
			builtin_message(sh, "kill", "%s: %s", *operands, reason);
			good = false;
		}
	}
	return builtin_status(sh, good ? 0 : 1);
}

/*
 * Not by builtin_option: -NAME and -NUMBER are not letters (XCU kill, OPTIONS). What follows a
 * signal is an operand, also if it is a negative number.
 */
static enum flow run_kill(struct shell *sh, int argc, char **argv)
{
	const char *option = argc > 1 ? argv[1] : "";
	int sig = SIGTERM;
	int index = 1;

	if (strcmp(option, "-l") == 0) {
		index = argc > 2 && strcmp(argv[2], "--") == 0 ? 3 : 2;
		return kill_names(sh, argv + index);
	}
	if (option[0] == '-' && strcmp(option, "--") != 0 && option[1] != '\0') {
		const char *name = option + 1;

		index = 2;
		if (*name == 's' && signal_number(name) < 0) {
			name = name[1] != '\0' ? name + 1 : argv[index] ? argv[index++] : "";
		}
		sig = *name == '\0' ? -1 : kill_signal(sh, name);
		if (sig < 0) {
			return *name == '\0' ? builtin_usage(sh, argv[0]) : builtin_error(sh, 1);
		}
	}
	if (index < argc && strcmp(argv[index], "--") == 0) {
		index++;
	}
	if (index >= argc) {
		return builtin_usage(sh, argv[0]);
	}
	return kill_send(sh, sig, argv + index);
}

const struct builtin builtin_kill = {
	.name = "kill",
	.run = run_kill,
	.flags = BUILTIN_INTRINSIC,
	.usage = "kill [-s name | -name | -number] pid | job ... or kill -l [status...]",
	.help = "Sends a signal, TERM without an option, to processes, process groups (negative "
		"numbers) or jobs. -l lists the signals, or names the one that an exit status stands for.",
};
