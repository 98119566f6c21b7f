/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/term.h"

#include <string.h>

#include "base/near.h"

/* Sorted by name, and in the order of enum term_id. */
const struct term_row term_table[TERM_COUNT] = {
	{ "delay", 0, TERM_VALUE, TERM_DURATION, TERM_DELAY, TERM_RETRIES, "a duration",
	  "the pause before it is run again" },
	{ "fail-fast", 0, TERM_NO_VALUE, TERM_FLAG, TERM_FAIL_FAST, TERM_JOBS, NULL,
	  "when a job fails, end the others" },
	{ "jobs", 'j', TERM_COUNTED, TERM_NUMBER, TERM_JOBS, TERM_JOBS, "a number of jobs",
	  "run the rounds of a loop, or the commands of a { group; }, side by side, at most n at a "
	  "time" },
	{ "json", 0, TERM_OPTIONAL, TERM_FILE, TERM_JSON, TERM_JSON, "a file name",
	  "as --report, as an object of JSON on a line" },
	{ "kill-after", 'k', TERM_VALUE, TERM_DURATION, TERM_KILL_AFTER, TERM_KILL_AFTER,
	  "a duration", "from the stop signal to SIGKILL; 5s if not given" },
	{ "pipe-size", 0, TERM_VALUE, TERM_SIZE, TERM_PIPE_SIZE, TERM_PIPE_SIZE, "a size",
	  "the capacity of the pipes between its commands" },
	{ "quiet", 'q', TERM_NO_VALUE, TERM_FLAG, TERM_QUIET, TERM_QUIET, NULL,
	  "show what it writes only if it fails" },
	{ "report", 'r', TERM_OPTIONAL, TERM_FILE, TERM_REPORT, TERM_REPORT, "a file name",
	  "when it has ended, write a table of what each command took" },
	{ "retries", 0, TERM_VALUE, TERM_NUMBER, TERM_RETRIES, TERM_RETRIES, "a number",
	  "run it up to n more times, while it fails" },
	{ "signal", 's', TERM_VALUE, TERM_SIGNAL_NAME, TERM_SIGNAL, TERM_SIGNAL, "a signal",
	  "the stop signal; TERM if not given" },
	{ "stderr", 'e', TERM_VALUE, TERM_NAME, TERM_STDERR, TERM_STDERR, "a variable name",
	  "its standard error becomes a variable's value" },
	{ "stdout", 'o', TERM_VALUE, TERM_NAME, TERM_STDOUT, TERM_STDOUT, "a variable name",
	  "its standard output becomes a variable's value" },
	{ "timeout", 't', TERM_VALUE, TERM_DURATION, TERM_TIMEOUT, TERM_TIMEOUT, "a duration",
	  "end all of it after that time, with status 124" },
	{ "ungrouped", 'u', TERM_NO_VALUE, TERM_FLAG, TERM_UNGROUPED, TERM_JOBS, NULL,
	  "let jobs write at once, not whole and in order" },
};

const struct term_row *term_by_name(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < TERM_COUNT; i++) {
		if (strlen(term_table[i].name) == len &&
		    memcmp(term_table[i].name, name, len) == 0) {
			return &term_table[i];
		}
	}
	return NULL;
}

const struct term_row *term_by_letter(char letter)
{
	size_t i;

	for (i = 0; letter != 0 && i < TERM_COUNT; i++) {
		if (term_table[i].letter == letter) {
			return &term_table[i];
		}
	}
	return NULL;
}

const char *term_near(const char *name)
{
	const char *names[TERM_COUNT + 1];
	size_t i;

	for (i = 0; i < TERM_COUNT; i++) {
		names[i] = term_table[i].name;
		if (name[0] != '\0' && strncmp(name, names[i], strlen(name)) == 0) {
			return names[i]; /* cut short */
		}
	}
	names[TERM_COUNT] = NULL;
	return near_name(name, names);
}
