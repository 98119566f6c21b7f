/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the redirections of the tree to actions on descriptors.
 */
#include <config.h>

#include "shell/redirect.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/error.h"
#include "shell/here.h"
#include "shell/number.h"
#include "shell/processes.h"
#include "shell/shell.h"

static enum redirect_result redirect_expand(struct shell *sh, const struct word *word, char **text)
{
	return expand_string(&sh->expander, word, text, NULL) == EXPAND_OK ? REDIRECT_OK
									   : REDIRECT_EXPANSION;
}

static int redirect_open_flags(enum redirection_op op)
{
	switch (op) {
	case REDIRECTION_INPUT:
		return O_RDONLY;
	case REDIRECTION_OUTPUT:
	case REDIRECTION_CLOBBER:
		return O_WRONLY | O_CREAT | O_TRUNC;
	case REDIRECTION_APPEND:
		return O_WRONLY | O_CREAT | O_APPEND;
	case REDIRECTION_READ_WRITE:
		return O_RDWR | O_CREAT;
	case REDIRECTION_DUP_INPUT:
	case REDIRECTION_DUP_OUTPUT:
	case REDIRECTION_HERE:
	case REDIRECTION_HERE_STRIP:
	case REDIRECTION_HERE_STRING:
		break;
	}
	return O_RDONLY;
}

/*
 * set -C: a regular file is not to be overwritten. O_EXCL settles the race with another creator;
 * what exists and is no regular file is opened as it is.
 */
static enum redirect_result redirect_noclobber(struct shell *sh, struct pipesh_action *action)
{
	struct stat status;

	if (stat(action->path, &status) < 0) {
		action->flags = O_WRONLY | O_CREAT | O_EXCL;
		return REDIRECT_OK;
	}
	if (S_ISREG(status.st_mode)) {
		shell_message(sh, "%s: cannot overwrite existing file", action->path);
		return REDIRECT_FAILED;
	}
	action->flags = O_WRONLY;
	return REDIRECT_OK;
}

/* ACTION has its descriptor. */
static enum redirect_result redirect_open_path(struct shell *sh, enum redirection_op op,
					       const char *path, struct pipesh_action *action)
{
	action->kind = PIPESH_OPEN;
	action->path = path;
	action->flags = redirect_open_flags(op);
	action->mode = 0666;
	if (op == REDIRECTION_OUTPUT && sh->options[OPTION_NOCLOBBER]) {
		return redirect_noclobber(sh, action);
	}
	return REDIRECT_OK;
}

static enum redirect_result redirect_file(struct shell *sh, const struct redirection *redirection,
					  struct pipesh_action *action)
{
	char *path;
	enum redirect_result result = redirect_expand(sh, redirection->target, &path);

	action->fd = redirection->fd;
	return result == REDIRECT_OK ? redirect_open_path(sh, redirection->op, path, action)
				     : result;
}

/* >&file, outside posix mode: what &>file is. Only where no other descriptor is named. */
static bool redirect_is_both(const struct shell *sh, const struct redirection *redirection,
			     const char *text)
{
	return shell_extensions(sh) && redirection->op == REDIRECTION_DUP_OUTPUT &&
	       redirection->fd == STDOUT_FILENO && *text != '\0';
}

/* The second half of a redirection that makes two actions. */
static void redirect_add(struct redirect_plan *plan, enum pipesh_action_kind kind, int fd,
			 int source)
{
	plan->count++;
	plan->actions[plan->count] =
		(struct pipesh_action){ .kind = kind, .fd = fd, .source = source };
}

/* n>&m- outside posix mode: the descriptor *SOURCE moves to n. */
static bool redirect_is_move(struct shell *sh, const char *text, unsigned long *source)
{
	size_t len = strlen(text);

	return shell_extensions(sh) && len > 1 && text[len - 1] == '-' &&
	       number_parse_unsigned(arena_copy(&sh->scratch, text, len - 1), REDIRECT_FD_MAX,
				     source);
}

/* A word behind <& or >& that is neither a number nor "-". */
static enum redirect_result redirect_dup_word(struct shell *sh,
					      const struct redirection *redirection,
					      const char *text, struct redirect_plan *plan,
					      struct pipesh_action *action)
{
	enum redirect_result result;
	unsigned long source;

	if (redirect_is_move(sh, text, &source)) {
		action->kind = PIPESH_DUP;
		action->source = (int)source;
		if (action->source != action->fd) {
			redirect_add(plan, PIPESH_CLOSE, action->source, 0);
		}
		return REDIRECT_OK;
	}
	if (redirect_is_both(sh, redirection, text)) {
		result = redirect_open_path(sh, REDIRECTION_OUTPUT, text, action);
		redirect_add(plan, PIPESH_DUP, STDERR_FILENO, STDOUT_FILENO);
		return result;
	}
	shell_message(sh, "%s: bad file descriptor", text);
	return REDIRECT_FAILED;
}

static enum redirect_result redirect_dup(struct shell *sh, const struct redirection *redirection,
					 struct redirect_plan *plan, struct pipesh_action *action)
{
	char *text;
	unsigned long source;
	enum redirect_result result = redirect_expand(sh, redirection->target, &text);

	if (result != REDIRECT_OK) {
		return result;
	}
	action->fd = redirection->fd;
	if (strcmp(text, "-") == 0) {
		action->kind = PIPESH_CLOSE;
		return REDIRECT_OK;
	}
	if (!number_parse_unsigned(text, REDIRECT_FD_MAX, &source)) {
		return redirect_dup_word(sh, redirection, text, plan, action);
	}
	action->kind = PIPESH_DUP;
	action->source = (int)source;
	return REDIRECT_OK;
}

static enum redirect_result redirect_here(struct shell *sh, const struct redirection *redirection,
					  struct redirect_plan *plan, struct pipesh_action *action)
{
	int fd;
	enum redirect_result result = redirection->here
					      ? here_open(sh, redirection->here, &fd)
					      : here_open_string(sh, redirection->target, &fd);

	if (result != REDIRECT_OK) {
		return result;
	}
	plan->held[plan->held_count++] = (struct redirect_held){ fd, plan->count, false };
	action->kind = PIPESH_DUP;
	action->fd = redirection->fd;
	action->source = fd;
	return REDIRECT_OK;
}

/* Is it "< <(...)" or "> >(...)" and nothing else? Then the pipe itself will do, without its name. */
static bool redirect_is_process(const struct redirection *redirection)
{
	const struct word *target = redirection->target;
	const struct part *part = target->parts;

	if (target->part_count != 1 || part->type != PART_PROCESS) {
		return false;
	}
	return part->output ? redirection->op != REDIRECTION_INPUT &&
				      redirection->op != REDIRECTION_READ_WRITE
			    : redirection->op == REDIRECTION_INPUT;
}

static enum redirect_result redirect_process(struct shell *sh,
					     const struct redirection *redirection,
					     struct redirect_plan *plan,
					     struct pipesh_action *action)
{
	int fd = processes_redirect(sh, &redirection->target->parts[0],
				    redirection->variable != NULL);

	if (fd < 0) {
		return REDIRECT_EXPANSION;
	}
	plan->held[plan->held_count++] = (struct redirect_held){ fd, plan->count, true };
	action->kind = PIPESH_DUP;
	action->fd = redirection->fd;
	action->source = fd;
	return REDIRECT_OK;
}

static enum redirect_result redirect_one(struct shell *sh, const struct redirection *redirection,
					 struct redirect_plan *plan)
{
	struct pipesh_action *action = &plan->actions[plan->count];
	enum redirect_result result = REDIRECT_OK;

	*action = (struct pipesh_action){ 0 };
	switch (redirection->op) {
	case REDIRECTION_INPUT:
	case REDIRECTION_OUTPUT:
	case REDIRECTION_CLOBBER:
	case REDIRECTION_APPEND:
	case REDIRECTION_READ_WRITE:
		result = redirect_is_process(redirection)
				 ? redirect_process(sh, redirection, plan, action)
				 : redirect_file(sh, redirection, action);
		break;
	case REDIRECTION_DUP_INPUT:
	case REDIRECTION_DUP_OUTPUT:
		result = redirect_dup(sh, redirection, plan, action);
		break;
	case REDIRECTION_HERE:
	case REDIRECTION_HERE_STRIP:
	case REDIRECTION_HERE_STRING:
		result = redirect_here(sh, redirection, plan, action);
		break;
	}
	if (result == REDIRECT_OK) {
		plan->count++;
	}
	return result;
}

static bool redirect_names(const struct redirect_plan *plan, int fd)
{
	size_t i;

	for (i = 0; i < plan->count; i++) {
		if (plan->actions[i].fd == fd) {
			return true;
		}
	}
	return false;
}

/*
 * A here-document's descriptor that some action of the command names as its own is moved
 * out of the way; all others stay where they are, which saves two system calls.
 */
static enum redirect_result redirect_raise_held(struct shell *sh, struct redirect_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->held_count; i++) {
		struct redirect_held *held = &plan->held[i];
		int fd;

		if (held->fd >= REDIRECT_OWN_FIRST || !redirect_names(plan, held->fd)) {
			continue;
		}
		fd = fd_raise(held->fd, REDIRECT_OWN_FIRST);
		if (fd < 0) {
			shell_message(sh, "cannot make a here-document: %s", strerror(-fd));
			*held = plan->held[--plan->held_count]; /* fd_raise has closed it */
			return REDIRECT_FAILED;
		}
		held->fd = fd;
		plan->actions[held->action].source = fd;
	}
	return REDIRECT_OK;
}

enum redirect_result redirect_plan(struct shell *sh, const struct redirections *redirections,
				   struct redirect_plan *plan)
{
	uint32_t i;

	*plan = (struct redirect_plan){ 0 };
	if (redirections->count == 0) {
		return REDIRECT_OK;
	}
	plan->actions = arena_alloc(&sh->scratch, REDIRECT_ACTIONS * redirections->count *
							  sizeof(*plan->actions));
	plan->held = arena_alloc(&sh->scratch, redirections->count * sizeof(*plan->held));
	for (i = 0; i < redirections->count; i++) {
		enum redirect_result result = redirect_one(sh, &redirections->items[i], plan);

		if (result != REDIRECT_OK) {
			redirect_plan_close(plan);
			return result;
		}
	}
	if (plan->held_count > 0 && redirect_raise_held(sh, plan) != REDIRECT_OK) {
		redirect_plan_close(plan);
		return REDIRECT_FAILED;
	}
	return REDIRECT_OK;
}

void redirect_plan_close(struct redirect_plan *plan)
{
	while (plan->held_count > 0) {
		struct redirect_held *held = &plan->held[--plan->held_count];

		if (!held->lent) {
			fd_close(&held->fd);
		}
	}
}
