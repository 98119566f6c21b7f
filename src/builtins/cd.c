/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cd, by the ten steps of XCU cd, DESCRIPTION; and pwd.
 */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "shell/shell.h"

static bool cd_is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool cd_is_dot(const char *component, size_t len)
{
	return (len == 1 && component[0] == '.') ||
	       (len == 2 && component[0] == '.' && component[1] == '.');
}

/*
 * Step 5: OPERAND in the directories of CDPATH; the path is appended to CURPATH. 0: there is none, 1:
 * found by an empty entry, 2: by a named one.
 */
static int cd_search(struct shell *sh, const char *operand, struct strbuf *curpath)
{
	const char *path = variable_get(sh, sh->known.cdpath).data;

	while (path && *path) {
		const char *end = strchrnul(path, ':');
		size_t len = (size_t)(end - path);

		strbuf_clear(curpath);
		strbuf_add(curpath, len > 0 ? path : ".", len > 0 ? len : 1);
		if (curpath->data[curpath->len - 1] != '/') {
			strbuf_add_char(curpath, '/');
		}
		strbuf_add_string(curpath, operand);
		if (cd_is_directory(curpath->data)) {
			return len > 0 ? 2 : 1;
		}
		if (*end == '\0') {
			break;
		}
		path = end + 1;
	}
	strbuf_clear(curpath);
	return 0;
}

/*
 * Step 8: dot and dot-dot components of an absolute path go, each dot-dot with the component
 * before it, which must be a directory. 0 or the errno of that one, which PATH then is.
 */
static int cd_canonical(struct strbuf *path)
{
	char *text = path->data;
	const char *from = text;
	size_t root = 1; /* where the first component begins */
	size_t len;

	/* Two leading slashes may mean something (XBD 4.16); three do not. */
	if (text[1] == '/' && text[2] != '/') {
		root = 2;
	}
	from += strspn(from, "/");
	len = root;
	while (*from) {
		size_t size = (size_t)(strchrnul(from, '/') - from);
		const char *next = from + size + strspn(from + size, "/");

		if (size == 2 && from[0] == '.' && from[1] == '.') {
			text[len] = '\0';
			if (len > root && !cd_is_directory(text)) {
				path->len = len;
				return errno ? errno : ENOTDIR;
			}
			while (len > root && text[len - 1] != '/') {
				len--;
			}
			while (len > root && text[len - 1] == '/') {
				len--;
			}
		} else if (!cd_is_dot(from, size)) {
			if (len > root) {
				text[len++] = '/';
			}
			memmove(text + len, from, size);
			len += size;
		}
		from = next;
	}
	strbuf_truncate(path, len);
	return 0;
}

/* Goes to PATH, however long, in pieces that the system takes. All or nothing. */
static int cd_change_long(const char *path)
{
	char piece[PATH_MAX];
	int at = AT_FDCWD;
	int error = 0;

	while (*path && error == 0) {
		size_t len = strlen(path);
		int next;

		if (len >= sizeof(piece)) {
			for (len = sizeof(piece) - 1; len > 0 && path[len] != '/'; len--) {
			}
			if (len == 0) {
				error = ENAMETOOLONG;
				break;
			}
		}
		memcpy(piece, path, len);
		piece[len] = '\0';
		next = openat(at, piece, O_PATH | O_DIRECTORY | O_CLOEXEC);
		error = next < 0 ? errno : 0;
		fd_close(&at);
		at = next;
		path += len + strspn(path + len, "/");
	}
	if (error == 0 && fchdir(at) < 0) {
		error = errno;
	}
	fd_close(&at);
	return error;
}

/* Steps 9 and 10: the change itself. 0 or an errno. */
static int cd_change(struct shell *sh, const char *path)
{
	size_t len = strlen(path);

	if (len >= PATH_MAX && sh->cwd) {
		size_t prefix = strlen(sh->cwd);

		if (strncmp(path, sh->cwd, prefix) == 0 && path[prefix] == '/') {
			path += prefix + strspn(path + prefix, "/");
			len = strlen(path);
		}
	}
	if (len >= PATH_MAX) {
		return cd_change_long(path);
	}
	return chdir(path) < 0 ? errno : 0;
}

/* PWD becomes NEW (NULL: unknown), OLDPWD what was there before. NEW is ours. */
static bool cd_tell(struct shell *sh, char *new)
{
	bool good = true;

	if (sh->cwd) {
		good = variable_set(sh, sh->known.oldpwd, sh->cwd, strlen(sh->cwd)) == 0;
	}
	if (new) {
		good = variable_set(sh, sh->known.pwd, new, strlen(new)) == 0 && good;
	}
	free(sh->cwd);
	sh->cwd = new;
	return good;
}

struct cd_request {
	bool physical;
	bool exact; /* -e */
	bool print;
	const char *operand; /* never empty */
};

/* What a failure's status is: 1 is kept for what -Pe has to say. */
static enum flow cd_fail(struct shell *sh, const struct cd_request *request, const char *path,
			 int error)
{
	builtin_message(sh, "cd", "%s: %s", path, strerror(error));
	return builtin_error(sh, request->physical && request->exact ? 2 : 1);
}

static enum flow cd_physical(struct shell *sh, const struct cd_request *request,
			     const char *curpath)
{
	int error = cd_change(sh, curpath);
	char *new;
	bool good;

	if (error != 0) {
		return cd_fail(sh, request, request->operand, error);
	}
	new = getcwd(NULL, 0);
	good = cd_tell(sh, new);
	if (new && request->print) {
		output_add_string(sh->out, new);
		output_add_char(sh->out, '\n');
	}
	if (!new && request->exact) {
		builtin_message(sh, "cd", "the working directory has no known name");
		return builtin_status(sh, 1);
	}
	return builtin_status(sh, good ? 0 : 2);
}

/* CURPATH is absolute here. */
static enum flow cd_logical(struct shell *sh, const struct cd_request *request,
			    struct strbuf *curpath)
{
	int error;
	bool good;

	errno = 0;
	error = cd_canonical(curpath);
	if (error != 0) {
		return cd_fail(sh, request, curpath->data, error);
	}
	error = cd_change(sh, curpath->data);
	if (error != 0) {
		return cd_fail(sh, request, request->operand, error);
	}
	if (request->print) {
		output_add(sh->out, curpath->data, curpath->len);
		output_add_char(sh->out, '\n');
	}
	good = cd_tell(sh, strbuf_detach(curpath));
	return builtin_status(sh, good ? 0 : 2);
}

/* Steps 3 to 7, then the rest. */
static enum flow cd_run(struct shell *sh, struct cd_request *request)
{
	const char *operand = request->operand;
	struct strbuf curpath = STRBUF_INIT;
	enum flow flow;

	if (operand[0] != '/' && !cd_is_dot(operand, (size_t)(strchrnul(operand, '/') - operand)) &&
	    cd_search(sh, operand, &curpath) == 2) {
		request->print = true;
	}
	if (curpath.len == 0) {
		strbuf_add_string(&curpath, operand);
	}
	if (!request->physical && curpath.data[0] != '/' && sh->cwd) {
		struct strbuf absolute = STRBUF_INIT;

		strbuf_add_string(&absolute, sh->cwd);
		if (absolute.data[absolute.len - 1] != '/') {
			strbuf_add_char(&absolute, '/');
		}
		strbuf_add(&absolute, curpath.data, curpath.len);
		strbuf_finish(&curpath);
		curpath = absolute;
	}
	if (request->physical || curpath.data[0] != '/') {
		flow = cd_physical(sh, request, curpath.data);
	} else {
		flow = cd_logical(sh, request, &curpath);
	}
	strbuf_finish(&curpath);
	return flow;
}

/* The operand, or what stands for it; NULL: reported. In the scratch arena where it was a variable's. */
static const char *cd_operand(struct shell *sh, const char *operand, bool *print)
{
	struct symbol *symbol = NULL;
	const char *value;

	if (!operand) {
		symbol = sh->known.home;
	} else if (strcmp(operand, "-") == 0) {
		symbol = sh->known.oldpwd;
		*print = true;
	} else if (*operand == '\0') {
		builtin_message(sh, "cd", "the operand is empty");
		return NULL;
	} else {
		return operand;
	}
	value = variable_get(sh, symbol).data;
	if (!value || *value == '\0') {
		builtin_message(sh, "cd", "%s is not set", symbol->name);
		return NULL;
	}
	return arena_strdup(&sh->scratch, value);
}

static enum flow run_cd(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct cd_request request = { .physical = false };
	int failure;
	int letter;

	while ((letter = builtin_option(sh, &options, "LPe")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		if (letter == 'e') {
			request.exact = true;
		} else {
			request.physical = letter == 'P';
		}
	}
	failure = request.physical && request.exact ? 2 : 1;
	if (argc > options.index + 1) {
		builtin_message(sh, argv[0], "too many operands");
		return builtin_error(sh, 2);
	}
	request.operand =
		cd_operand(sh, argc > options.index ? argv[options.index] : NULL, &request.print);
	if (!request.operand) {
		return builtin_error(sh, failure);
	}
	return cd_run(sh, &request);
}

/* ---- pwd ------------------------------------------------------------ */

/* Does PWD name the working directory, without dot and dot-dot? */
static bool pwd_valid(const char *path)
{
	struct stat named;
	struct stat here;
	const char *p;

	if (!path || path[0] != '/') {
		return false;
	}
	for (p = path; *p; p += strcspn(p, "/")) {
		p += strspn(p, "/");
		if (cd_is_dot(p, strcspn(p, "/"))) {
			return false;
		}
	}
	return stat(path, &named) == 0 && stat(".", &here) == 0 && named.st_dev == here.st_dev &&
	       named.st_ino == here.st_ino;
}

static enum flow run_pwd(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool physical = false;
	const char *path = NULL;
	char *cwd = NULL;
	int letter;

	while ((letter = builtin_option(sh, &options, "LP")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		physical = letter == 'P';
	}
	if (argc > options.index) {
		builtin_message(sh, argv[0], "too many operands");
		return builtin_error(sh, 2);
	}
	if (!physical) {
		path = variable_get(sh, sh->known.pwd).data;
	}
	if (!pwd_valid(path)) {
		path = cwd = getcwd(NULL, 0);
	}
	if (!path) {
		builtin_message(sh, argv[0], "the working directory: %s", strerror(errno));
		return builtin_error(sh, 1);
	}
	output_add_string(sh->out, path);
	output_add_char(sh->out, '\n');
	free(cwd);
	return builtin_status(sh, 0);
}

const struct builtin builtin_cd = {
	.name = "cd",
	.run = run_cd,
	.flags = BUILTIN_INTRINSIC,
	.usage = "cd [-L | -P [-e]] [directory]",
	.help = "Changes the working directory: to HOME without an operand, to OLDPWD with -. A "
		"relative name is looked for in CDPATH first. -L (the default) takes dot-dot "
		"as one component less of the name, -P as the parent that the file system has. "
		"With -Pe the status is 1 if the new directory's name cannot be found out.",
};

const struct builtin builtin_pwd = {
	.name = "pwd",
	.run = run_pwd,
	.flags = BUILTIN_INTRINSIC | BUILTIN_PURE | BUILTIN_PATH,
	.usage = "pwd [-L | -P]",
	.help = "Writes the name of the working directory: as cd made it (-L), or without symbolic "
		"links (-P).",
};
