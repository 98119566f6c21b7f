/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/describe.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "builtins/declare.h"
#include "shell/alias.h"
#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/shell.h"
#include "syntax/token.h"

/* What is no program: "NAME", "NAME is WHAT" or "KIND". */
static void describe_write(struct shell *sh, const char *name, const char *what, const char *kind,
			   enum describe_style style)
{
	switch (style) {
	case DESCRIBE_WORD:
		output_printf(sh->out, "%s\n", name);
		break;
	case DESCRIBE_SENTENCE:
		output_printf(sh->out, "%s is %s\n", name, what);
		break;
	case DESCRIBE_KIND:
		output_printf(sh->out, "%s\n", kind);
		break;
	case DESCRIBE_FILE:
	case DESCRIBE_PATH:
		break;
	}
}

static bool describe_alias(struct shell *sh, const char *name, enum describe_style style)
{
	const char *value = alias_get(sh, name);

	if (!value) {
		return false;
	}
	if (style == DESCRIBE_WORD) {
		output_add_string(sh->out, "alias ");
		declare_write(sh, name, value, strlen(value));
	} else if (style == DESCRIBE_SENTENCE) {
		output_printf(sh->out, "%s is an alias for %s\n", name, value);
	} else {
		describe_write(sh, name, "", "alias", style);
	}
	return true;
}

static bool describe_reserved(struct shell *sh, const char *name, enum describe_style style)
{
	if (token_find_reserved(name, strlen(name)) == TOKEN_NONE) {
		return false;
	}
	describe_write(sh, name, "a reserved word", "keyword", style);
	return true;
}

/* As an absolute path, which a relative part of PATH does not give. */
static void describe_program(struct shell *sh, const char *name, const char *path,
			     enum describe_style style)
{
	if (style == DESCRIBE_KIND) {
		output_add_string(sh->out, "file\n");
		return;
	}
	if (style == DESCRIBE_SENTENCE) {
		output_add_string(sh->out, name);
		output_add_string(sh->out, " is ");
	}
	if (path[0] != '/' && sh->cwd) {
		if (path[0] == '.' && path[1] == '/') {
			path += 2;
		}
		output_add_string(sh->out, sh->cwd);
		if (strcmp(sh->cwd, "/") != 0) {
			output_add_char(sh->out, '/');
		}
	}
	output_add_string(sh->out, path);
	output_add_char(sh->out, '\n');
}

static bool describe_runnable(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0;
}

/* The path of the next program NAME in *path, which is moved on (NULL at the end), in CANDIDATE. */
static bool describe_next(const char **path, const char *name, struct strbuf *candidate)
{
	while (*path) {
		const char *start = *path;
		const char *end = strchrnul(start, ':');

		strbuf_clear(candidate);
		strbuf_add(candidate, start, (size_t)(end - start));
		strbuf_add_string(candidate, end > start ? "/" : "./");
		strbuf_add_string(candidate, name);
		*path = *end ? end + 1 : NULL;
		if (describe_runnable(candidate->data)) {
			return true;
		}
	}
	return false;
}

/* XCU command, -v: what goes with a search of PATH is written as the path; only in posix mode. */
static void describe_builtin(struct shell *sh, const char *name, const struct builtin *builtin,
			     const char *path, enum describe_style style)
{
	struct strbuf file = STRBUF_INIT;

	path = path ? path : variable_get(sh, sh->known.path).data;
	if (shell_extensions(sh) || !(builtin->flags & BUILTIN_PATH) ||
	    !describe_next(&path, name, &file)) {
		describe_write(sh, name, "a shell builtin", "builtin", style);
	} else if (style == DESCRIBE_WORD) {
		describe_program(sh, name, file.data, style);
	} else {
		output_printf(sh->out, "%s is a shell builtin for %s\n", name, file.data);
	}
	strbuf_finish(&file);
}

static bool describe_found(struct shell *sh, const char *name, const struct command *command,
			   const char *path, enum describe_style style)
{
	switch (command->kind) {
	case COMMAND_SPECIAL:
		describe_write(sh, name, "a special shell builtin", "builtin", style);
		return true;
	case COMMAND_FUNCTION:
		describe_write(sh, name, "a function", "function", style);
		return true;
	case COMMAND_BUILTIN:
		describe_builtin(sh, name, command->builtin, path, style);
		return true;
	case COMMAND_PROGRAM:
		describe_program(sh, name, command->path, style);
		return true;
	case COMMAND_NOT_FOUND:
		break;
	}
	return false;
}

/* The first program of that name in PATH, or every one. */
static bool describe_programs(struct shell *sh, const char *name, enum describe_style style,
			      bool all)
{
	const char *path = variable_get(sh, sh->known.path).data;
	struct strbuf candidate = STRBUF_INIT;
	bool found = false;

	if (*name == '\0' || strchr(name, '/')) {
		return false;
	}
	while ((all || !found) && describe_next(&path, name, &candidate)) {
		describe_program(sh, name, candidate.data, style);
		found = true;
	}
	strbuf_finish(&candidate);
	return found;
}

bool describe_command(struct shell *sh, const char *name, const char *path,
		      enum describe_style style)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct command command;
	bool found;

	if (style == DESCRIBE_PATH) {
		return describe_programs(sh, name, style, false);
	}
	if (describe_alias(sh, name, style) || describe_reserved(sh, name, style)) {
		return true;
	}
	command_find(sh, name, path, COMMAND_NO_HASH, &command);
	found = describe_found(sh, name, &command, path, style);
	arena_release(&sh->scratch, mark);
	return found;
}

bool describe_all(struct shell *sh, const char *name, enum describe_style style)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	bool found = false;
	struct command first;
	struct command second;

	if (style == DESCRIBE_PATH) {
		return describe_programs(sh, name, style, true);
	}
	found = describe_alias(sh, name, style);
	found = describe_reserved(sh, name, style) || found;
	command_find(sh, name, NULL, COMMAND_NO_HASH, &first);
	if (first.kind != COMMAND_PROGRAM || strchr(name, '/')) {
		found = describe_found(sh, name, &first, NULL, style) || found;
	}
	if (first.kind == COMMAND_FUNCTION) {
		command_find(sh, name, NULL, COMMAND_NO_HASH | COMMAND_SKIP_FUNCTIONS, &second);
		if (second.kind == COMMAND_BUILTIN) {
			found = describe_found(sh, name, &second, NULL, style) || found;
		}
	}
	arena_release(&sh->scratch, mark);
	return describe_programs(sh, name, style, true) || found;
}
