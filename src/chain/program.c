/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain/program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

extern char **environ;

/* What confstr(_CS_PATH) says on every Linux; used if PATH is unset. */
static const char default_path[] = "/bin:/usr/bin";

/* What environ is to a host that has called clearenv(3). */
static char *const no_variables[] = { NULL };

/* Would execve do, called in this directory? 0, -EACCES or -ENOENT. */
static int check_file(int directory, const char *path)
{
	struct stat st;

	if (fstatat(directory, path, &st, 0) < 0) {
		return -ENOENT;
	}
	return S_ISREG(st.st_mode) && faccessat(directory, path, X_OK, AT_EACCESS) == 0 ? 0
											: -EACCES;
}

/*
 * As execvp(3): the first that can be executed; if all that exist cannot, that
 * is the error. An empty prefix is the working directory (POSIX XBD 8.3).
 */
static int search_path(struct program *program, const char *name, int directory)
{
	const char *path = getenv("PATH");
	const char *next;
	int result = -ENOENT;

	if (path == NULL) {
		path = default_path;
	}
	program->found = malloc(strlen(path) + strlen(name) + 3);
	if (program->found == NULL) {
		return -ENOMEM;
	}
	for (; path != NULL; path = next) {
		size_t length = strcspn(path, ":");
		char *end = program->found;
		int error;

		next = path[length] == ':' ? path + length + 1 : NULL;
		if (length == 0) {
			*end++ = '.';
		}
		memcpy(end, path, length);
		end += length;
		*end++ = '/';
		memcpy(end, name, strlen(name) + 1);
		error = check_file(directory, program->found);
		if (error == 0) {
			program->path = program->found;
			return 0;
		}
		result = error == -EACCES ? error : result;
	}
	return result;
}

/* Relative entries of PATH, and the path that is found, are for the stage's directory. */
static int search_from(struct program *program, const char *name, const char *directory)
{
	int fd = AT_FDCWD;
	int result;

	if (name[0] == '\0') {
		return -ENOENT;
	}
	if (directory != NULL) {
		fd = fd_open(directory, O_PATH | O_DIRECTORY, 0);
		if (fd < 0) {
			program->path = name; /* the child cannot go there either, and says so */
			return 0;
		}
	}
	result = search_path(program, name, fd);
	if (fd >= 0) {
		fd_close(&fd);
	}
	return result;
}

/* Do both name the same variable? An entry may be a name alone. */
static bool is_same_name(const char *left, const char *right)
{
	size_t length = strcspn(left, "=");

	return length == strcspn(right, "=") && memcmp(left, right, length) == 0;
}

static bool is_in(char *const *list, const char *entry)
{
	for (; *list != NULL; list++) {
		if (is_same_name(*list, entry)) {
			return true;
		}
	}
	return false;
}

static size_t count_of(char *const *list)
{
	size_t count = 0;

	while (list[count] != NULL) {
		count++;
	}
	return count;
}

static int change_environment(struct program *program, char *const *changes)
{
	size_t count = 0;
	char **changed;

	changed = malloc((count_of(program->envp) + count_of(changes) + 1) * sizeof *changed);
	if (changed == NULL) {
		return -ENOMEM;
	}
	for (char *const *old = program->envp; *old != NULL; old++) {
		if (!is_in(changes, *old)) {
			changed[count++] = *old;
		}
	}
	for (; *changes != NULL; changes++) {
		/* The last word on a name counts. */
		if (strchr(*changes, '=') != NULL && !is_in(changes + 1, *changes)) {
			changed[count++] = *changes;
		}
	}
	changed[count] = NULL;
	program->changed = changed;
	program->envp = changed;
	return 0;
}

int program_prepare(struct program *program, const struct pipesh_stage *stage)
{
	int result = 0;

	program->path = stage->path;
	program->envp = stage->envp;
	program->found = NULL;
	program->changed = NULL;
	if (stage->kind != PIPESH_EXEC) {
		return 0;
	}
	if (stage->search) {
		program->path = stage->path != NULL ? stage->path : stage->argv[0];
		if (strchr(program->path, '/') == NULL) {
			result = search_from(program, program->path, stage->directory);
		}
	}
	if (result == 0 && stage->changes != NULL) {
		program->envp = program->envp != NULL ? program->envp : environ;
		program->envp = program->envp != NULL ? program->envp : no_variables;
		result = change_environment(program, stage->changes);
	}
	if (result < 0) {
		program_finish(program);
	}
	return result;
}

void program_finish(struct program *program)
{
	free(program->found);
	free(program->changed);
	program->found = NULL;
	program->changed = NULL;
}
