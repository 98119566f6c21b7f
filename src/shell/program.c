/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/program.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "shell/error.h"
#include "shell/input.h"
#include "shell/job.h"
#include "shell/processes.h"
#include "shell/script.h"
#include "shell/shell.h"
#include "shell/stage.h"
#include "shell/trap.h"

bool program_may_replace(const struct shell *sh)
{
	return (!sh->interactive || sh->subshell) && !traps_any(sh) && !processes_awaited(sh) &&
	       !jobs_any_running((struct shell *)sh);
}

bool program_is_binary(const char *bytes, unsigned long len)
{
	const char *nul = memchr(bytes, '\0', len);
	const char *newline = memchr(bytes, '\n', len);

	/* A script may have anything behind its first line (self-extracting archives do). */
	return nul && (!newline || nul < newline);
}

/* The first bytes of a file: how many. */
static size_t program_read_start(const char *path, char *start, size_t size)
{
	int fd = fd_open(path, O_RDONLY, 0);
	ssize_t n;

	if (fd < 0) {
		return 0;
	}
	n = fd_read(fd, start, size);
	fd_close(&fd);
	return n > 0 ? (size_t)n : 0;
}

static bool program_file_is_binary(const char *path)
{
	char start[512];
	size_t len = program_read_start(path, start, sizeof(start));

	return len > 0 && program_is_binary(start, len);
}

bool program_interpreter(const char *path, char name[PROGRAM_INTERPRETER_MAX])
{
	char start[PROGRAM_INTERPRETER_MAX];
	size_t len = program_read_start(path, start, sizeof(start) - 1);
	const char *from;

	start[len] = '\0';
	if (strncmp(start, "#!", 2) != 0) {
		return false;
	}
	start[strcspn(start, "\n")] = '\0';
	from = start + 2 + strspn(start + 2, " \t");
	len = strcspn(from, " \t");
	memcpy(name, from, len);
	name[len] = '\0';
	return true;
}

int program_run_script(struct shell *sh, const char *path, char **argv)
{
	size_t count = 0;
	size_t n = 0;
	char **words;

	if (program_file_is_binary(path)) {
		shell_message(sh, "%s: cannot execute a binary file of this kind", argv[0]);
		return 126;
	}
	while (argv[count]) {
		count++;
	}
	words = arena_alloc(&sh->scratch, (count + 4) * sizeof(*words));
	words[n++] = (char *)(sh->posix_name ? "sh" : "pipesh");
	if (sh->options[OPTION_POSIX] && !sh->posix_name) {
		words[n++] = (char *)"--posix";
	}
	words[n++] = (char *)"--";
	words[n++] = (char *)path;
	memcpy(words + n, argv + 1, count * sizeof(*words));
	(void)execve("/proc/self/exe", words, variable_environment(sh));
	shell_message(sh, "%s: cannot run as a script: %s", argv[0], strerror(errno));
	return 126;
}

/* Returns only on failure, with a status. */
static int program_execute(struct shell *sh, const char *path, char **argv)
{
	int error;

	(void)output_flush(&sh->standard_out);
	script_share(sh);
	input_release(sh);
	traps_exec_begin(sh);
	(void)execve(path, argv, variable_environment(sh));
	error = errno;
	traps_exec_failed(sh);
	if (error == ENOEXEC) {
		return program_run_script(sh, path, argv);
	}
	return stage_exec_status(sh, argv[0], path, error);
}

int program_replace(struct shell *sh, const char *path, char **argv)
{
	int status;

	if (!processes_any(sh)) {
		return program_execute(sh, path, argv);
	}
	processes_expose(sh, argv, variable_environment(sh), true);
	status = program_execute(sh, path, argv);
	processes_expose(sh, argv, variable_environment(sh), false);
	return status;
}
