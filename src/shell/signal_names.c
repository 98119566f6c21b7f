/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/trap.h"

#include <stddef.h>
#include <strings.h>

#include "shell/number.h"

static const char *const signal_table[] = {
	[0] = "EXIT",           [SIGHUP] = "HUP",       [SIGINT] = "INT",   [SIGQUIT] = "QUIT",
	[SIGILL] = "ILL",       [SIGTRAP] = "TRAP",     [SIGABRT] = "ABRT", [SIGBUS] = "BUS",
	[SIGFPE] = "FPE",       [SIGKILL] = "KILL",     [SIGUSR1] = "USR1", [SIGSEGV] = "SEGV",
	[SIGUSR2] = "USR2",     [SIGPIPE] = "PIPE",     [SIGALRM] = "ALRM", [SIGTERM] = "TERM",
#ifdef SIGSTKFLT
	[SIGSTKFLT] = "STKFLT",
#endif
	[SIGCHLD] = "CHLD",     [SIGCONT] = "CONT",     [SIGSTOP] = "STOP", [SIGTSTP] = "TSTP",
	[SIGTTIN] = "TTIN",     [SIGTTOU] = "TTOU",     [SIGURG] = "URG",   [SIGXCPU] = "XCPU",
	[SIGXFSZ] = "XFSZ",     [SIGVTALRM] = "VTALRM", [SIGPROF] = "PROF", [SIGWINCH] = "WINCH",
#ifdef SIGIO
	[SIGIO] = "IO",
#endif
#ifdef SIGPWR
	[SIGPWR] = "PWR",
#endif
	[SIGSYS] = "SYS",
};

/* Where the real-time signals begin and end is known at run time only. */
static const char *const signal_table_low[] = {
	"RTMIN",    "RTMIN+1",  "RTMIN+2",  "RTMIN+3",  "RTMIN+4",  "RTMIN+5",
	"RTMIN+6",  "RTMIN+7",  "RTMIN+8",  "RTMIN+9",  "RTMIN+10", "RTMIN+11",
	"RTMIN+12", "RTMIN+13", "RTMIN+14", "RTMIN+15",
};

/* Counted back from the end. */
static const char *const signal_table_high[] = {
	"RTMAX",   "RTMAX-1", "RTMAX-2",  "RTMAX-3",  "RTMAX-4",  "RTMAX-5",  "RTMAX-6",  "RTMAX-7",
	"RTMAX-8", "RTMAX-9", "RTMAX-10", "RTMAX-11", "RTMAX-12", "RTMAX-13", "RTMAX-14",
};

static const struct {
	const char *name;
	int number;
} signal_aliases[] = {
	{ "IOT", SIGABRT },
	{ "CLD", SIGCHLD },
#ifdef SIGPOLL
	{ "POLL", SIGPOLL },
#endif
};

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

const char *signal_name(int number)
{
	if (number < 0) {
		return NULL;
	}
	if (number < COUNT(signal_table) && signal_table[number]) {
		return signal_table[number];
	}
	if (number < SIGRTMIN || number > SIGRTMAX) {
		return NULL;
	}
	if (number - SIGRTMIN < COUNT(signal_table_low) && number < SIGRTMAX) {
		return signal_table_low[number - SIGRTMIN];
	}
	if (SIGRTMAX - number < COUNT(signal_table_high)) {
		return signal_table_high[SIGRTMAX - number];
	}
	return NULL;
}

int signal_number(const char *name)
{
	unsigned long number;

	if (*name >= '0' && *name <= '9') {
		if (!number_parse_unsigned(name, NSIG - 1, &number) || !signal_name((int)number)) {
			return -1;
		}
		return (int)number;
	}
	if (strncasecmp(name, "SIG", 3) == 0) {
		name += 3;
	}
	for (int i = 0; i < NSIG; i++) {
		const char *known = signal_name(i);

		if (known && strcasecmp(known, name) == 0) {
			return i;
		}
	}
	for (int i = 0; i < COUNT(signal_aliases); i++) {
		if (strcasecmp(signal_aliases[i].name, name) == 0) {
			return signal_aliases[i].number;
		}
	}
	return -1;
}
