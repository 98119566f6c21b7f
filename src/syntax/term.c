/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/term.h"

#include <string.h>

#include "base/near.h"

/* Sorted by name, and in the order of enum term_id. */
const struct term_row term_table[TERM_COUNT] = {
	{ "delay", 0, TERM_VALUE, TERM_DURATION, TERM_DELAY, TERM_RETRIES, "a duration" },
	{ "fail-fast", 0, TERM_NO_VALUE, TERM_FLAG, TERM_FAIL_FAST, TERM_JOBS, NULL },
	{ "jobs", 'j', TERM_COUNTED, TERM_NUMBER, TERM_JOBS, TERM_JOBS, "a number of jobs" },
	{ "json", 0, TERM_OPTIONAL, TERM_FILE, TERM_JSON, TERM_JSON, "a file name" },
	{ "kill-after", 'k', TERM_VALUE, TERM_DURATION, TERM_KILL_AFTER, TERM_KILL_AFTER,
	  "a duration" },
	{ "pipe-size", 0, TERM_VALUE, TERM_SIZE, TERM_PIPE_SIZE, TERM_PIPE_SIZE, "a size" },
	{ "quiet", 'q', TERM_NO_VALUE, TERM_FLAG, TERM_QUIET, TERM_QUIET, NULL },
	{ "report", 'r', TERM_OPTIONAL, TERM_FILE, TERM_REPORT, TERM_REPORT, "a file name" },
	{ "retries", 0, TERM_VALUE, TERM_NUMBER, TERM_RETRIES, TERM_RETRIES, "a number" },
	{ "signal", 's', TERM_VALUE, TERM_SIGNAL_NAME, TERM_SIGNAL, TERM_SIGNAL, "a signal" },
	{ "stderr", 'e', TERM_VALUE, TERM_NAME, TERM_STDERR, TERM_STDERR, "a variable name" },
	{ "stdout", 'o', TERM_VALUE, TERM_NAME, TERM_STDOUT, TERM_STDOUT, "a variable name" },
	{ "timeout", 't', TERM_VALUE, TERM_DURATION, TERM_TIMEOUT, TERM_TIMEOUT, "a duration" },
	{ "ungrouped", 'u', TERM_NO_VALUE, TERM_FLAG, TERM_UNGROUPED, TERM_JOBS, NULL },
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
