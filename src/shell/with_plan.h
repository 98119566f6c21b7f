/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terms of `with`, expanded and checked.
 */
#ifndef SHELL_WITH_PLAN_H
#define SHELL_WITH_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chain/pipesh.h"
#include "shell/flow.h"
#include "syntax/ast.h"
#include "syntax/term.h"

struct shell;

struct with_plan {
	bool has[TERM_COUNT];
	int64_t timeout_ns;  /* TERM_TIMEOUT */
	int64_t deadline_ns; /* the same on the clock; 0: none */
	struct pipesh_stop stop;
	struct symbol *output; /* variables; NULL: not captured */
	struct symbol *errors;
	int report_fd; /* TERM_REPORT, TERM_JSON: where to; standard error, or ours to close */
	int json_fd;
	const char *report_name; /* of these files, in the scratch arena; NULL: standard error */
	const char *json_name;
	size_t jobs; /* TERM_JOBS: at a time */
	unsigned long retries;
	int64_t delay_ns;
	size_t pipe_size;
};

/*
 * Expands the values and checks them, opens what is to be written to, and starts the clock. False:
 * reported, nothing is held, $? is set and *FLOW how to go on.
 */
bool with_plan_make(struct shell *sh, const struct terms *terms, struct with_plan *plan,
		    enum flow *flow);
void with_plan_finish(struct with_plan *plan);

#endif
