/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pipesh: options, one source of commands, run.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "builtins/table.h"
#include "invocation.h"
#include "line/line.h"
#include "shell/command.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/prompt.h"
#include "shell/script.h"
#include "shell/shell.h"
#include "shell/stage.h"

/* ---- start-up files -------------------------------------------------- */

static void main_read_file(struct shell *sh, const char *path)
{
	bool opened;

	/* That there is none is fine. `return` ends the file, `exit` the shell. */
	if (exec_file(sh, path, &opened) == FLOW_EXIT) {
		sh->exit_early = true;
	}
}

static void main_read_profiles(struct shell *sh)
{
	const char *home;
	struct strbuf path = STRBUF_INIT;

	main_read_file(sh, "/etc/profile");
	home = variable_get(sh, sh->known.home).data;
	if (home && !sh->exit_early) {
		strbuf_printf(&path, "%s/.profile", home);
		main_read_file(sh, path.data);
	}
	strbuf_finish(&path);
}

/* XCU sh, ENV: parameter expansion makes it a path name. */
static void main_read_env(struct shell *sh)
{
	struct strbuf path = STRBUF_INIT;

	prompt_expand(sh, sh->known.env, &path);
	if (path.len > 0) {
		main_read_file(sh, path.data);
	}
	strbuf_finish(&path);
}

static void main_start_up_files(struct shell *sh, const struct invocation *invocation)
{
	if (!invocation->login && !invocation->interactive) {
		return;
	}
	if (getuid() != geteuid() || getgid() != getegid()) {
		return; /* set-user-ID: nothing that the invoker chose is read */
	}
	if (invocation->login) {
		main_read_profiles(sh);
	}
	if (invocation->interactive && !sh->exit_early) {
		main_read_env(sh);
	}
}

/* ---- the three ways in ------------------------------------------------ */

static void main_run_command(struct shell *sh, const struct invocation *invocation)
{
	const char *text = invocation->command;

	(void)exec_string(sh, text, strlen(text), "-c", 1, true);
}

/* As named; without a slash, then also by PATH (XCU sh, command_file). */
static int main_open_script(struct shell *sh, const char *file)
{
	int fd = fd_open(file, O_RDONLY, 0);
	struct command command;

	if (fd == -ENOENT && !strchr(file, '/')) {
		command_find_program(sh, file, &command);
		if (command.kind == COMMAND_PROGRAM) {
			return fd_open(command.path, O_RDONLY, 0);
		}
	}
	return fd;
}

static int main_check_script(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISDIR(status.st_mode) ? -EISDIR : 0;
}

/*
 * XCU 2.8.1: an error does not end an interactive shell, which one with -i and a file is, too. What
 * cannot be parsed does, for nothing says where to go on; and an interrupt.
 */
static void main_run_file(struct shell *sh, struct script *script)
{
	enum flow flow;

	do {
		flow = exec_source(sh, script->parser, false);
	} while (flow == FLOW_ABORT && sh->status != 128 + SIGINT &&
		 parser_error(script->parser)->message.len == 0);
}

static void main_run_script(struct shell *sh, const struct invocation *invocation)
{
	struct script script;
	int fd = main_open_script(sh, invocation->file);
	int result = fd;

	if (fd >= 0) {
		result = main_check_script(fd);
	}
	if (result >= 0) {
		result = fd = fd_raise(fd, FD_PRIVATE);
	}
	if (result < 0) {
		shell_message(sh, "%s: %s", invocation->file, strerror(-result));
		sh->status = result == -EISDIR ? 126 : 127;
		return;
	}
	sh->source_name = invocation->file;
	script_open(&script, sh, fd, false, invocation->file);
	main_run_file(sh, &script);
	script_close(&script);
}

static void main_run_input(struct shell *sh)
{
	struct script script;

	sh->source_name = "standard input";
	script_open(&script, sh, STDIN_FILENO, true, sh->source_name);
	sh->script = &script;
	(void)exec_source(sh, script.parser, false);
	script_share(sh);
	sh->script = NULL;
	script_close(&script);
}

static void main_run(struct shell *sh, const struct invocation *invocation)
{
	if (invocation->command) {
		main_run_command(sh, invocation);
	} else if (invocation->file) {
		main_run_script(sh, invocation);
	} else if (invocation->interactive) {
		line_run(sh);
	} else {
		main_run_input(sh);
	}
}

int main(int argc, char **argv)
{
	struct shell sh;
	struct invocation invocation;
	int status;

	shell_init(&sh, builtin_table, environ);
	status = invocation_parse(&sh, argc, argv, &invocation);
	if (status >= 0) {
		exit(status);
	}
	invocation_apply(&sh, &invocation);
	main_start_up_files(&sh, &invocation);
	if (!sh.exit_early) {
		main_run(&sh, &invocation);
	}
	/* The process ends, and with it all that the shell holds. */
	exit(subshell_leave(&sh));
}
