/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/tty.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "shell/shell.h"

/* How often a shell in the background stops itself before it takes it that nothing will
   ever put it into the foreground: the group of an orphan does not stop. */
enum { TERMINAL_TRIES = 100 };

static int terminal_open(void)
{
	int fd = fd_open("/dev/tty", O_RDWR | O_NOCTTY, 0);

	if (fd >= 0) {
		return fd_raise(fd, FD_PRIVATE);
	}
	if (isatty(STDERR_FILENO)) {
		return fd_copy(STDERR_FILENO, FD_PRIVATE);
	}
	return isatty(STDIN_FILENO) ? fd_copy(STDIN_FILENO, FD_PRIVATE) : -1;
}

/* From the background, tcsetpgrp and tcsetattr stop who calls them: SIGTTOU. */
static void terminal_block(sigset_t *old)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTTOU);
	(void)sigprocmask(SIG_BLOCK, &set, old);
}

static bool terminal_set_group(int fd, pid_t group)
{
	sigset_t old;
	int result;

	terminal_block(&old);
	result = tcsetpgrp(fd, group);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return result == 0;
}

static void terminal_apply_modes(int fd, const struct termios *modes)
{
	sigset_t old;

	terminal_block(&old);
	/* Nothing is to be done if the terminal is gone. */
	(void)tcsetattr(fd, TCSADRAIN, modes);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
}

/* Stops the whole group, as reading from the terminal would. */
static void terminal_stop_self(void)
{
	struct sigaction action, old;

	memset(&action, 0, sizeof(action));
	(void)sigemptyset(&action.sa_mask);
	action.sa_handler = SIG_DFL;
	(void)sigaction(SIGTTIN, &action, &old);
	(void)kill(0, SIGTTIN);
	(void)sigaction(SIGTTIN, &old, NULL);
}

static bool terminal_await_foreground(int fd)
{
	for (int i = 0; i < TERMINAL_TRIES; i++) {
		pid_t group = tcgetpgrp(fd);

		if (group < 0) {
			return false;
		}
		if (group == getpgrp()) {
			return true;
		}
		terminal_stop_self();
	}
	return false;
}

static bool terminal_acquire_interactive(struct terminal *terminal)
{
	pid_t own = getpid();
	pid_t group = getpgrp();

	if (getsid(0) != own && !terminal_await_foreground(terminal->fd)) {
		return false;
	}
	if (group != own && setpgid(0, own) == 0) {
		terminal->first = group;
	}
	terminal->group = getpgrp();
	if (!terminal_set_group(terminal->fd, terminal->group)) {
		return false;
	}
	terminal->has_modes = tcgetattr(terminal->fd, &terminal->modes) == 0;
	return true;
}

static struct terminal *terminal_get(struct shell *sh)
{
	if (!sh->terminal) {
		sh->terminal = memory_zalloc(sizeof(*sh->terminal));
		sh->terminal->fd = -1;
	}
	if (sh->terminal->fd < 0) {
		sh->terminal->fd = terminal_open();
	}
	return sh->terminal;
}

bool terminal_acquire(struct shell *sh)
{
	struct terminal *terminal = terminal_get(sh);

	if (terminal->active) {
		return true;
	}
	if (terminal->fd < 0) {
		terminal->fd = -1;
		return true;
	}
	if (sh->interactive && !sh->subshell) {
		terminal->active = terminal_acquire_interactive(terminal);
		return terminal->active;
	}
	terminal->group = getpgrp();
	terminal->active = tcgetpgrp(terminal->fd) == terminal->group;
	return true;
}

void terminal_release(struct shell *sh)
{
	struct terminal *terminal = sh->terminal;

	if (!terminal || !terminal->active) {
		return;
	}
	terminal->active = false;
	if (terminal->first != 0) {
		(void)terminal_set_group(terminal->fd, terminal->first);
		(void)setpgid(0, terminal->first);
		terminal->first = 0;
	}
}

bool terminal_borrow(struct shell *sh)
{
	struct terminal *terminal = terminal_get(sh);

	if (terminal->fd < 0) {
		terminal->fd = -1;
		return false;
	}
	terminal->group = getpgrp();
	terminal->active = tcgetpgrp(terminal->fd) == terminal->group;
	return true;
}

void terminal_lend(struct shell *sh, pid_t group)
{
	struct terminal *terminal = sh->terminal;
	pid_t now;

	if (!terminal || terminal->fd < 0) {
		return;
	}
	terminal->group = getpgrp();
	now = tcgetpgrp(terminal->fd);
	if (now == terminal->group) {
		terminal->active = true;
		terminal_hand(sh, group);
	} else if (now != group) {
		terminal->active = false;
	}
}

void terminal_return(struct shell *sh)
{
	terminal_hand(sh, 0);
	if (sh->terminal) {
		sh->terminal->active = false;
	}
}

void terminal_disown(struct shell *sh)
{
	if (sh->terminal) {
		sh->terminal->active = false;
		sh->terminal->has_modes = false;
		sh->terminal->first = 0;
	}
}

void terminal_finish(struct shell *sh)
{
	terminal_release(sh);
	if (sh->terminal) {
		fd_close(&sh->terminal->fd);
	}
	free(sh->terminal);
	sh->terminal = NULL;
}

int terminal_fd(const struct shell *sh)
{
	return sh->terminal && sh->terminal->active ? sh->terminal->fd : -1;
}

void terminal_hand(struct shell *sh, pid_t group)
{
	int fd = terminal_fd(sh);

	if (fd >= 0) {
		(void)terminal_set_group(fd, group != 0 ? group : sh->terminal->group);
	}
}

static bool terminal_fit(const struct termios *modes)
{
	return (modes->c_lflag & ICANON) != 0 && (modes->c_lflag & ECHO) != 0;
}

bool terminal_job_stopped(struct shell *sh, struct termios *modes)
{
	struct terminal *terminal = sh->terminal;
	bool known;

	if (!terminal || !terminal->active || !terminal->has_modes) {
		return false;
	}
	known = tcgetattr(terminal->fd, modes) == 0;
	terminal_apply_modes(terminal->fd, &terminal->modes);
	terminal->left_strange = false;
	return known;
}

void terminal_job_ended(struct shell *sh, bool normal)
{
	struct terminal *terminal = sh->terminal;
	struct termios now;

	if (!terminal || !terminal->active || !terminal->has_modes ||
	    tcgetattr(terminal->fd, &now) != 0) {
		return;
	}
	if (!normal) {
		terminal_apply_modes(terminal->fd, &terminal->modes);
		terminal->left_strange = false;
	} else if (terminal_fit(&now)) {
		terminal->modes = now; /* stty, for instance */
		terminal->left_strange = false;
	} else {
		/* `stty -echo; read x; stty echo`: not before the whole line is done. */
		terminal->left_strange = true;
	}
}

void terminal_set_modes(struct shell *sh, const struct termios *modes)
{
	if (sh->terminal && sh->terminal->active) {
		terminal_apply_modes(sh->terminal->fd, modes);
	}
}

void terminal_repair(struct shell *sh)
{
	struct terminal *terminal = sh->terminal;

	if (terminal && terminal->active && terminal->left_strange) {
		terminal_apply_modes(terminal->fd, &terminal->modes);
		terminal->left_strange = false;
	}
}
