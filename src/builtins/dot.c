/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shell/exec.h"
#include "shell/shell.h"

/* A file that can be read; it need not be executable. Directories are passed over. */
static bool dot_readable(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISDIR(status.st_mode) &&
	       faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0;
}

/* The first readable NAME in the directories of PATH, in the scratch arena; NULL: there is none. */
static const char *dot_search(struct shell *sh, const char *name)
{
	const char *path = variable_get(sh, sh->known.path).data;
	size_t name_len = strlen(name);
	char *candidate = arena_alloc(&sh->scratch, (path ? strlen(path) : 0) + name_len + 3);

	while (path) {
		const char *end = strchrnul(path, ':');
		size_t len = (size_t)(end - path);

		memcpy(candidate, path, len);
		if (len == 0) {
			candidate[len++] = '.'; /* an empty prefix is the working directory */
		}
		candidate[len++] = '/';
		memcpy(candidate + len, name, name_len + 1);
		if (dot_readable(candidate)) {
			return candidate;
		}
		path = *end ? end + 1 : NULL;
	}
	return shell_extensions(sh) && dot_readable(name) ? name : NULL;
}

static enum flow dot_run(struct shell *sh, const char *command, const char *name, const char *path)
{
	bool opened = true;
	enum flow flow;

	sh->dot_depth++;
	flow = exec_file(sh, path, &opened);
	sh->dot_depth--;
	if (!opened) {
		builtin_message(sh, command, "%s: %s", name, strerror(errno));
		return builtin_error(sh, 1);
	}
	return flow == FLOW_RETURN ? FLOW_NEXT : flow;
}

/* With arguments (an extension) the file has positional parameters of its own. */
static enum flow dot_run_with(struct shell *sh, const char *command, const char *name,
			      const char *path, int argc, char **argv)
{
	struct positional saved = sh->positional;
	enum flow flow;

	sh->positional = (struct positional){ .items = argv, .count = (size_t)argc };
	shell_positional_changed(sh);
	flow = dot_run(sh, command, name, path);
	free(sh->positional.owned);
	sh->positional = saved;
	shell_positional_changed(sh);
	return flow;
}

static enum flow run_dot(struct shell *sh, int argc, char **argv)
{
	int first = builtin_operand(argc, argv);
	const char *name;
	const char *path;

	if (argc == first) {
		return builtin_usage(sh, argv[0]);
	}
	name = argv[first];
	path = strchr(name, '/') ? name : dot_search(sh, name);
	if (!path) {
		builtin_message(sh, argv[0], "%s: not found", name);
		return builtin_error(sh, 1);
	}
	if (argc > first + 1 && shell_extensions(sh)) {
		return dot_run_with(sh, argv[0], name, path, argc - first - 1, argv + first + 1);
	}
	return dot_run(sh, argv[0], name, path);
}

const struct builtin builtin_dot = {
	.name = ".",
	.run = run_dot,
	.flags = BUILTIN_SPECIAL,
	.usage = ". file [argument...]",
	.help = "Runs the commands of a file in this shell. A name without a slash is looked for in "
		"PATH, then (not in posix mode) in the working directory. Arguments, an extension, "
		"are the positional parameters meanwhile.",
};

const struct builtin builtin_source = {
	.name = "source",
	.run = run_dot,
	.flags = BUILTIN_EXTENSION, /* no special one: a missing file does not end a script */
	.usage = "source file [argument...]",
	.help = "The same as the . builtin.",
};
