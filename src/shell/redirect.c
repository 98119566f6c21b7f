/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/redirect.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/error.h"
#include "shell/input.h"
#include "shell/number.h"
#include "shell/processes.h"
#include "shell/shell.h"

/* ---- on this process ------------------------------------------------ */

void redirect_report(struct shell *sh, const struct pipesh_action *action, int error)
{
	switch (action->kind) {
	case PIPESH_OPEN:
		if (error == EEXIST) {
			shell_message(sh, "%s: cannot overwrite existing file", action->path);
		} else {
			shell_message(sh, "%s: %s", action->path, strerror(error));
		}
		break;
	case PIPESH_DUP:
		shell_message(sh, "%d: %s", action->source, strerror(error));
		break;
	case PIPESH_CLOSE:
		shell_message(sh, "%d: %s", action->fd, strerror(error));
		break;
	}
}

/* Is FD one of the shell's own? */
static bool redirect_own(int fd)
{
	int flags;

	if (fd < REDIRECT_OWN_FIRST) {
		return false;
	}
	flags = fcntl(fd, F_GETFD);
	return flags >= 0 && (flags & FD_CLOEXEC) != 0;
}

/* Keeps a copy of FD, once. 0 or an errno. */
static int redirect_save(struct shell *sh, struct redirect_saved *saved, int fd)
{
	size_t i;
	int copy;

	for (i = 0; i < saved->count; i++) {
		if (saved->items[i].fd == fd) {
			return 0;
		}
	}
	copy = fd_copy(fd, REDIRECT_OWN_FIRST);
	if (copy < 0 && copy != -EBADF) {
		return -copy;
	}
	saved->items[saved->count++] = (struct redirect_save){
		.fd = fd,
		.copy = copy < 0 ? -1 : copy,
		.owner = input_redirect(sh, fd, INPUT_SHARED),
	};
	return 0;
}

static int redirect_open(const struct pipesh_action *action)
{
	int fd;

	do {
		fd = open(action->path, action->flags, action->mode);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0) {
		return errno;
	}
	if (fd != action->fd) {
		int result = dup2(fd, action->fd) < 0 ? errno : 0;

		(void)close(fd);
		return result;
	}
	return 0;
}

static bool redirect_held(const struct redirect_plan *plan, int fd)
{
	size_t i;

	for (i = 0; i < plan->held_count; i++) {
		if (plan->held[i].fd == fd) {
			return true;
		}
	}
	return false;
}

/* What `read` may assume of the descriptor that an action makes. */
static enum input_owner redirect_owner(const struct redirect_plan *plan,
				       const struct pipesh_action *action)
{
	if (action->kind == PIPESH_OPEN && (action->flags & O_ACCMODE) != O_WRONLY) {
		return INPUT_FILE;
	}
	if (action->kind == PIPESH_DUP && redirect_held(plan, action->source)) {
		return INPUT_PIPE;
	}
	return INPUT_SHARED;
}

/* 0 or an errno. */
static int redirect_perform(const struct redirect_plan *plan, const struct pipesh_action *action)
{
	switch (action->kind) {
	case PIPESH_OPEN:
		return redirect_open(action);
	case PIPESH_DUP:
		if (redirect_own(action->source) && !redirect_held(plan, action->source)) {
			return EBADF;
		}
		if (action->source == action->fd) {
			return fcntl(action->fd, F_GETFD) < 0 ? errno : 0;
		}
		return dup2(action->source, action->fd) < 0 ? errno : 0;
	case PIPESH_CLOSE:
		(void)close(action->fd); /* closing what is not open is no error */
		return 0;
	}
	return 0;
}

/* Performs one action of a plan. On a failure, which is reported, nothing is undone. */
static inline enum redirect_result redirect_step(struct shell *sh, const struct redirect_plan *plan,
						 size_t i, struct redirect_saved *saved)
{
	const struct pipesh_action *action = &plan->actions[i];
	int error = redirect_own(action->fd) ? EBADF : 0;

	if (error != 0 && action->kind == PIPESH_CLOSE) {
		return REDIRECT_OK; /* for the script it is not open */
	}
	if (error == 0 && saved) {
		error = redirect_save(sh, saved, action->fd);
	}
	if (error == 0) {
		(void)input_redirect(sh, action->fd, redirect_owner(plan, action));
		error = redirect_perform(plan, action);
	}
	if (error != 0) {
		redirect_report(sh, action, error);
		return REDIRECT_FAILED;
	}
	return REDIRECT_OK;
}

enum redirect_result redirect_apply(struct shell *sh, const struct redirect_plan *plan,
				    struct redirect_saved *saved)
{
	size_t i;

	if (saved) {
		saved->count = 0;
		saved->items = arena_alloc(&sh->scratch, plan->count * sizeof(*saved->items));
	}
	for (i = 0; i < plan->count; i++) {
		if (redirect_step(sh, plan, i, saved) != REDIRECT_OK) {
			if (saved) {
				redirect_restore(sh, saved);
			}
			return REDIRECT_FAILED;
		}
	}
	return REDIRECT_OK;
}

void redirect_restore(struct shell *sh, struct redirect_saved *saved)
{
	while (saved->count > 0) {
		const struct redirect_save *save = &saved->items[--saved->count];

		(void)input_redirect(sh, save->fd, save->owner);
		if (save->copy >= 0) {
			(void)dup2(save->copy, save->fd);
			(void)close(save->copy);
		} else {
			(void)close(save->fd);
		}
	}
}

void redirect_keep(struct shell *sh, struct redirect_saved *saved)
{
	processes_keep(sh);
	while (saved->count > 0) {
		fd_close(&saved->items[--saved->count].copy);
	}
}

int redirect_open_output(struct shell *sh, const struct redirect_plan *plan)
{
	const struct pipesh_action *action = &plan->actions[0];
	int fd = -1;
	int error = 0;

	switch (action->kind) {
	case PIPESH_OPEN:
		fd = fd_open(action->path, action->flags, action->mode);
		error = fd < 0 ? -fd : 0;
		break;
	case PIPESH_DUP:
		fd = action->source;
		if (fcntl(fd, F_GETFD) < 0) {
			error = errno;
		} else if (redirect_own(fd) && !redirect_held(plan, fd)) {
			error = EBADF;
		}
		break;
	case PIPESH_CLOSE:
		error = EBADF;
		break;
	}
	if (error != 0) {
		redirect_report(sh, action, error);
		return -1;
	}
	return fd;
}

void redirect_close_output(const struct redirect_plan *plan, int fd)
{
	if (plan->actions[0].kind == PIPESH_OPEN) {
		fd_close(&fd);
	}
}

/* ---- one by one ----------------------------------------------------- */

/* What an action makes, at a free number that programs inherit; or a negative errno. */
static int redirect_open_free(const struct redirect_plan *plan, const struct pipesh_action *action)
{
	int source = action->source;
	int fd;

	if (action->kind == PIPESH_OPEN) {
		source = fd_open(action->path, action->flags, action->mode);
		if (source < 0) {
			return source;
		}
	} else if (redirect_own(source) && !redirect_held(plan, source)) {
		return -EBADF;
	}
	fd = fcntl(source, F_DUPFD, REDIRECT_OWN_FIRST);
	fd = fd < 0 ? -errno : fd;
	if (action->kind == PIPESH_OPEN) {
		fd_close(&source);
	}
	return fd;
}

/* {name}>&-: closes the descriptor whose number the variable holds. */
static enum redirect_result redirect_close_variable(struct shell *sh, struct symbol *name,
						    struct redirect_saved *saved)
{
	struct pipesh_action action = { .kind = PIPESH_CLOSE };
	struct redirect_plan plan = { .actions = &action, .count = 1 };
	struct expand_value value = variable_get(sh, name);
	size_t first = saved->count;
	unsigned long number = 0;
	enum redirect_result result;

	/* Copied: a value is not always terminated. */
	if (!value.data || !number_parse_unsigned(arena_copy(&sh->scratch, value.data, value.len),
						  REDIRECT_FD_MAX, &number)) {
		shell_message(sh, "%s: is not the number of a descriptor", name->name);
		return REDIRECT_FAILED;
	}
	action.fd = (int)number;
	result = redirect_step(sh, &plan, 0, saved);
	if (saved->count > first) {
		saved->items[first].stays = true;
	}
	return result;
}

static enum redirect_result redirect_variable(struct shell *sh, struct symbol *name,
					      const struct redirect_plan *plan,
					      struct redirect_saved *saved)
{
	const struct pipesh_action *action = &plan->actions[0];
	int fd;

	if (action->kind == PIPESH_CLOSE) {
		return redirect_close_variable(sh, name, saved);
	}
	fd = redirect_open_free(plan, action);
	if (fd < 0) {
		redirect_report(sh, action, -fd);
		return REDIRECT_FAILED;
	}
	saved->items[saved->count++] = (struct redirect_save){ fd, -1, INPUT_SHARED, true };
	return variable_set_number(sh, name, fd) < 0 ? REDIRECT_FAILED : REDIRECT_OK;
}

static enum redirect_result redirect_one_here(struct shell *sh, struct redirection *redirection,
					      struct redirect_saved *saved)
{
	struct redirections one = { .count = 1, .items = redirection };
	struct redirect_plan plan;
	enum redirect_result result = redirect_plan(sh, &one, &plan);

	if (result != REDIRECT_OK) {
		return result;
	}
	result = redirection->variable ? redirect_variable(sh, redirection->variable, &plan, saved)
				       : redirect_step(sh, &plan, 0, saved);
	for (size_t i = 1; i < plan.count && result == REDIRECT_OK; i++) {
		result = redirect_step(sh, &plan, i, saved);
	}
	redirect_plan_close(&plan);
	return result;
}

/* They are in force: what stays will not be restored. */
static void redirect_settle(struct redirect_saved *saved)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < saved->count; i++) {
		if (saved->items[i].stays) {
			fd_close(&saved->items[i].copy);
		} else {
			saved->items[count++] = saved->items[i];
		}
	}
	saved->count = count;
}

static enum redirect_result redirect_begin_here(struct shell *sh,
						const struct redirections *redirections,
						struct redirect_saved *saved)
{
	uint32_t i;

	saved->items = arena_alloc(&sh->scratch,
				   REDIRECT_ACTIONS * redirections->count * sizeof(*saved->items));
	for (i = 0; i < redirections->count; i++) {
		enum redirect_result result = redirect_one_here(sh, &redirections->items[i], saved);

		if (result != REDIRECT_OK) {
			redirect_restore(sh, saved);
			return result;
		}
	}
	redirect_settle(saved);
	return REDIRECT_OK;
}

enum redirect_result redirect_begin_some(struct shell *sh, const struct redirections *redirections,
					 struct redirect_saved *saved)
{
	struct redirect_plan plan;
	enum redirect_result result;

	saved->count = 0;
	if (redirections->here) {
		return redirect_begin_here(sh, redirections, saved);
	}
	result = redirect_plan(sh, redirections, &plan);
	if (result == REDIRECT_OK) {
		result = redirect_apply(sh, &plan, saved);
		redirect_plan_close(&plan);
	}
	return result;
}
