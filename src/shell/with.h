/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands under terms: `with`. What the terms bind runs in a subshell environment, as a stage of a pipeline does; of
 * a loop or a group under -j, its jobs do.
 */
#ifndef SHELL_WITH_H
#define SHELL_WITH_H

#include <stdint.h>

#include "shell/flow.h"
#include "shell/with_plan.h"
#include "syntax/ast.h"

struct shell;

/* Runs what PIPELINE binds by its terms. $? is set; not yet negated. */
enum flow with_exec(struct shell *sh, const struct pipeline *pipeline, unsigned flags);

/* Sets up a chain as PLAN wants it; the streams are the caller's business. */
void with_prepare(const struct with_plan *plan, struct pipesh_spec *spec);

/*
 * Calls ATTEMPT, and while $? is not 0 again, as often and with the pauses that PLAN wants. It returns
 * false if it is not to be tried again.
 */
void with_repeat(struct shell *sh, const struct with_plan *plan,
		 bool (*attempt)(struct shell *sh, void *arg), void *arg);

/*
 * In the background: may the pipeline be a chain of this shell, a job with stages of its own? If its
 * terms are about that chain alone, and their values can be expanded here without a trace. Else a
 * subshell runs it, which can try again, hold back and report.
 */
bool with_is_plain(const struct shell *sh, const struct terms *terms);

/* Has the deadline passed? */
bool with_expired(const struct with_plan *plan);

#endif
