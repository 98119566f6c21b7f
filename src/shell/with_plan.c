/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/with_plan.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/quantity.h"
#include "shell/assign.h"
#include "shell/error.h"
#include "shell/number.h"
#include "shell/shell.h"
#include "shell/trap.h"

enum { WITH_JOBS_MAX = 100000, WITH_RETRIES_MAX = 1000000000 };

/* So far away that no sum with the clock overflows. */
#define WITH_LONGEST (INT64_MAX / 4)

static const char *const with_expected[] = {
	[TERM_FLAG] = "",
	[TERM_DURATION] = "a duration, such as 30, 1.5s, 250ms, 2m, 1h or 1d",
	[TERM_FILE] = "a file name",
	[TERM_NAME] = "the name of a variable",
	[TERM_NUMBER] = "a number",
	[TERM_SIGNAL_NAME] = "a signal, such as TERM, INT or 15",
	[TERM_SIZE] = "a size, such as 65536, 64K or 1M",
};

static bool with_bad(struct shell *sh, const struct term *term, const char *text,
		     const char *expected)
{
	shell_message(sh, "with: --%s: %s%s%s, expected %s", term->row->name, *text ? "`" : "",
		      *text ? text : "empty", *text ? "'" : "", expected);
	return false;
}

/* ---- values by kind ---- */

static bool with_duration(struct shell *sh, struct with_plan *plan, const struct term *term,
			  const char *text)
{
	int64_t ns;

	if (!quantity_duration(text, &ns)) {
		return with_bad(sh, term, text, with_expected[TERM_DURATION]);
	}
	ns = ns < WITH_LONGEST ? ns : WITH_LONGEST;
	if (term->row->id == TERM_TIMEOUT) {
		if (ns == 0) {
			return with_bad(sh, term, text, "a duration above 0");
		}
		plan->timeout_ns = ns;
	} else if (term->row->id == TERM_KILL_AFTER) {
		plan->stop.grace_ns = ns > 0 ? ns : -1;
	} else {
		plan->delay_ns = ns;
	}
	return true;
}

static bool with_number(struct shell *sh, struct with_plan *plan, const struct term *term,
			const char *text)
{
	unsigned long number;

	if (term->row->id == TERM_JOBS) {
		if (!number_parse_unsigned(text, WITH_JOBS_MAX, &number) || number == 0) {
			return with_bad(sh, term, text, "a number of jobs, from 1 to 100000");
		}
		plan->jobs = number;
		return true;
	}
	if (!number_parse_unsigned(text, WITH_RETRIES_MAX, &number)) {
		return with_bad(sh, term, text, with_expected[TERM_NUMBER]);
	}
	plan->retries = number;
	return true;
}

static bool with_name(struct shell *sh, struct with_plan *plan, const struct term *term,
		      const char *text, size_t len)
{
	struct symbol *symbol;

	if (!variable_name_valid(text, len)) {
		return with_bad(sh, term, text, with_expected[TERM_NAME]);
	}
	symbol = symbol_intern(&sh->symbols, text, len);
	if (symbol->variable && symbol->variable->flags & VARIABLE_READONLY) {
		shell_message(sh, "with: --%s: %s is read only, expected a variable to assign to",
			      term->row->name, text);
		return false;
	}
	if (term->row->id == TERM_STDOUT) {
		plan->output = symbol;
	} else {
		plan->errors = symbol;
	}
	if (plan->output == plan->errors) {
		shell_message(sh,
			      "with: --%s: %s is to take standard output, expected another "
			      "variable (or `2>&1' behind the command)",
			      term->row->name, text);
		return false;
	}
	return true;
}

/* What is there stays: the file is appended to. */
static bool with_file(struct shell *sh, struct with_plan *plan, const struct term *term,
		      const char *text)
{
	int *fd = term->row->id == TERM_REPORT ? &plan->report_fd : &plan->json_fd;
	const char **name = term->row->id == TERM_REPORT ? &plan->report_name : &plan->json_name;

	if (*text == '\0') {
		return with_bad(sh, term, text, with_expected[TERM_FILE]);
	}
	*name = text;
	if (*fd != STDERR_FILENO) {
		fd_close(fd);
	}
	*fd = fd_open(text, O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (*fd >= 0) {
		*fd = fd_raise(*fd, FD_PRIVATE);
	}
	if (*fd < 0) {
		shell_message(sh, "with: --%s: cannot open %s: %s", term->row->name, text,
			      strerror(-*fd));
		*fd = STDERR_FILENO;
		return false;
	}
	return true;
}

static bool with_value(struct shell *sh, struct with_plan *plan, const struct term *term,
		       const char *text, size_t len)
{
	switch (term->row->kind) {
	case TERM_DURATION:
		return with_duration(sh, plan, term, text);
	case TERM_NUMBER:
		return with_number(sh, plan, term, text);
	case TERM_NAME:
		return with_name(sh, plan, term, text, len);
	case TERM_FILE:
		return with_file(sh, plan, term, text);
	case TERM_SIGNAL_NAME:
		plan->stop.signal = signal_number(text);
		if (plan->stop.signal <= 0) {
			return with_bad(sh, term, text, with_expected[TERM_SIGNAL_NAME]);
		}
		return true;
	case TERM_SIZE:
		if (!quantity_size(text, &plan->pipe_size) || plan->pipe_size == 0) {
			return with_bad(sh, term, text, with_expected[TERM_SIZE]);
		}
		return true;
	case TERM_FLAG:
		break;
	}
	return true;
}

/* ---- all of them ---- */

static bool with_term(struct shell *sh, struct with_plan *plan, const struct term *term,
		      enum flow *flow)
{
	enum expand_status status;
	char *text;
	size_t len;

	plan->has[term->row->id] = true;
	if (!term->value) {
		return true;
	}
	status = expand_string(&sh->expander, term->value, &text, &len);
	if (status != EXPAND_OK) {
		*flow = assign_expansion_failed(sh, (int)status);
		return false;
	}
	if (!with_value(sh, plan, term, text, len)) {
		*flow = shell_consequence(sh, ERROR_UTILITY, 2);
		return false;
	}
	return true;
}

static size_t with_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (size_t)count : 1;
}

bool with_plan_make(struct shell *sh, const struct terms *terms, struct with_plan *plan,
		    enum flow *flow)
{
	uint32_t i;

	*plan = (struct with_plan){
		.stop = { .signal = SIGTERM, .grace_ns = 5 * CLOCK_SECOND },
		.report_fd = STDERR_FILENO,
		.json_fd = STDERR_FILENO,
	};
	for (i = 0; i < terms->count; i++) {
		if (!with_term(sh, plan, &terms->items[i], flow)) {
			with_plan_finish(plan);
			return false;
		}
	}
	if (plan->has[TERM_JOBS] && plan->jobs == 0) {
		plan->jobs = with_processors();
	}
	if (plan->has[TERM_TIMEOUT]) {
		plan->deadline_ns = clock_now_ns() + plan->timeout_ns;
	}
	return true;
}

void with_plan_finish(struct with_plan *plan)
{
	if (plan->report_fd != STDERR_FILENO) {
		fd_close(&plan->report_fd);
	}
	if (plan->json_fd != STDERR_FILENO) {
		fd_close(&plan->json_fd);
	}
}
