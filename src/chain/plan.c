/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/plan.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Why the head needs no cleverness: it fills 0 from input, then 1 from output,
 * then 2 from errors. Pipe ends are never on 0, 1 or 2; spec.output on 0 and
 * spec.errors on 0 or 1 come as copies (stream.c). So nothing is filled before
 * it is read.
 */

static void head_add(struct plan *plan, enum pipesh_action_kind kind, int fd, int source)
{
	struct pipesh_action *action = &plan->head[plan->head_count++];

	memset(action, 0, sizeof *action);
	action->kind = kind;
	action->fd = fd;
	action->source = source;
}

static bool is_copied(const struct pipesh_stage *stage, int fd)
{
	for (size_t i = 0; i < stage->action_count; i++) {
		if (stage->actions[i].kind == PIPESH_DUP && stage->actions[i].source == fd) {
			return true;
		}
	}
	return false;
}

/*
 * Take an end away from the child. Exec does that, all ends being close-on-exec,
 * but a function of the host that runs in the child does not exec: there a
 * copy of a write end would keep the reader waiting, one of a read end the
 * writer from its SIGPIPE.
 */
static void head_drop(struct plan *plan, const struct pipesh_stage *stage, bool calls, int fd)
{
	if (fd > STDERR_FILENO && (calls || is_copied(stage, fd))) {
		head_add(plan, PIPESH_CLOSE, fd, 0);
	}
}

static void plan_head(struct plan *plan, const struct pipesh_stage *stage, bool calls,
		      const struct plan_ends *ends)
{
	if (ends->input >= 0) {
		head_add(plan, PIPESH_DUP, STDIN_FILENO, ends->input);
	}
	if (ends->output >= 0) {
		head_add(plan, PIPESH_DUP, STDOUT_FILENO, ends->output);
	}
	if (ends->errors >= 0) {
		head_add(plan, PIPESH_DUP, STDERR_FILENO, ends->errors);
		head_drop(plan, stage, calls, ends->errors);
	}
	head_drop(plan, stage, calls, ends->input);
	head_drop(plan, stage, calls, ends->output);
	head_drop(plan, stage, calls, ends->next);
	if (calls) {
		head_drop(plan, stage, calls, ends->foreign_input);
		head_drop(plan, stage, calls, ends->foreign_output);
	}
}

/* As head_drop, for all that the library holds besides the ends. */
static bool must_hide(const struct pipesh_stage *stage, bool calls, const struct plan_ends *ends)
{
	bool hides = calls;

	for (size_t i = 0; !hides && i < ends->hidden_count; i++) {
		hides = is_copied(stage, ends->hidden[i]);
	}
	return hides;
}

/* Names whose meaning depends on the child's own descriptors. */
static bool is_self_reference(const char *path)
{
	static const char *const prefixes[] = {
		"/dev/fd/",
		"/dev/std",
		"/proc/",
	};

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		if (strncmp(path, prefixes[i], strlen(prefixes[i])) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_instant_device(const char *path)
{
	static const char *const devices[] = {
		"/dev/null",
		"/dev/zero",
		"/dev/full",
		"/dev/tty",
	};

	for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
		if (strcmp(path, devices[i]) == 0) {
			return true;
		}
	}
	return false;
}

/*
 * Could this open wait for another process? A FIFO waits for its other end, a
 * serial line for its carrier. If in doubt the answer is yes, which costs no
 * more than a fork. (The file may be replaced between this look and the open:
 * the host then waits with its child, as any program would.)
 */
static bool open_may_block(const struct pipesh_action *action)
{
	struct stat st;

	if ((action->flags & O_NONBLOCK) != 0 ||
	    (action->flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL) ||
	    is_instant_device(action->path)) {
		return false;
	}
	if (is_self_reference(action->path)) {
		return true;
	}
	if (stat(action->path, &st) != 0) {
		return false; /* it will be created, or fail */
	}
	return !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* Above all numbers the actions name there is room for the library's own. */
static void plan_numbers(struct plan *plan)
{
	for (size_t i = 0; i < plan->action_count; i++) {
		const struct pipesh_action *action = &plan->actions[i];

		if (action->fd >= plan->above) {
			plan->above = action->fd + 1;
		}
		if (action->kind == PIPESH_DUP && action->source >= plan->above) {
			plan->above = action->source + 1;
		}
	}
}

/*
 * An EXEC stage is forked when an open may block, and when its actions cannot
 * be run a second time (O_EXCL), as they would be if the program turned out
 * to be a script for the host's noexec.
 */
static bool must_fork(const struct pipesh_stage *stage)
{
	for (size_t i = 0; i < stage->action_count; i++) {
		const struct pipesh_action *action = &stage->actions[i];

		if (action->kind != PIPESH_OPEN) {
			continue;
		}
		if ((stage->noexec != NULL && (action->flags & O_EXCL) != 0) ||
		    open_may_block(action)) {
			return true;
		}
	}
	return false;
}

void plan_make(struct plan *plan, const struct pipesh_stage *stage, enum pipesh_kind kind,
	       const struct plan_ends *ends)
{
	bool called = kind == PIPESH_CALL;

	plan->head_count = 0;
	plan->actions = stage->actions;
	plan->action_count = stage->action_count;
	plan->above = PLAN_LOWEST_END;
	plan->alone = called || must_fork(stage);
	plan_numbers(plan);
	called = called || (plan->alone && stage->noexec != NULL);
	plan->hides = ends->hidden_count > 0 && must_hide(stage, called, ends);
	plan_head(plan, stage, called, ends);
}
