/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "shell/builtin.h"
#include "shell/shell.h"

/* ---- functions ------------------------------------------------------ */

void function_release(struct function *function)
{
	if (function && --function->references == 0) {
		tree_release(function->tree);
		free(function);
	}
}

void function_define(struct shell *sh, struct symbol *symbol, struct tree *tree,
		     const struct node *body)
{
	struct function *function = memory_alloc(sizeof(*function));
	const char *source = sh->source_name;

	*function = (struct function){
		.references = 1,
		.tree = tree_reference(tree),
		.body = body,
		.symbol = symbol,
		.source_name =
			source ? symbol_intern(&sh->symbols, source, strlen(source))->name : NULL,
	};
	function_release(symbol->function);
	symbol->function = function;
}

bool function_unset(struct shell *sh, struct symbol *symbol)
{
	(void)sh;
	if (!symbol->function) {
		return false;
	}
	function_release(symbol->function);
	symbol->function = NULL;
	return true;
}

/* ---- PATH ----------------------------------------------------------- */

const char *command_default_path(void)
{
	return "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin";
}

/* 0 if PATH names a program we may run, otherwise why not. */
static int command_check(const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0) {
		return errno;
	}
	if (S_ISDIR(status.st_mode)) {
		return EISDIR;
	}
	if (!S_ISREG(status.st_mode)) {
		return EACCES;
	}
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0 ? errno : 0;
}

/* The first program of that name; in the scratch arena. NULL and *error if there is none. */
static char *command_search(struct shell *sh, const char *name, const char *path, int *error)
{
	size_t name_len = strlen(name);
	char *candidate = arena_alloc(&sh->scratch, strlen(path) + name_len + 3);
	int worst = ENOENT;

	for (;;) {
		const char *end = strchrnul(path, ':');
		size_t len = (size_t)(end - path);
		int problem;

		memcpy(candidate, path, len);
		if (len == 0) {
			candidate[len++] = '.'; /* an empty prefix is the working directory */
		}
		candidate[len] = '/';
		memcpy(candidate + len + 1, name, name_len + 1);
		problem = command_check(candidate);
		if (problem == 0) {
			return candidate;
		}
		if (problem != ENOENT && problem != ENOTDIR && worst == ENOENT) {
			worst = problem;
		}
		if (*end == '\0') {
			break;
		}
		path = end + 1;
	}
	*error = worst == EISDIR ? ENOENT : worst;
	return NULL;
}

/* ---- remembered locations ------------------------------------------- */

struct location *locations_first(struct shell *sh)
{
	return sh->locations;
}

void locations_forget(struct shell *sh)
{
	while (sh->locations) {
		struct location *location = sh->locations;

		sh->locations = location->next;
		location->symbol->location = NULL;
		free(location->path);
		free(location);
	}
}

static struct location *location_add(struct shell *sh, struct symbol *symbol, const char *path)
{
	struct location *location = symbol->location;

	if (location) {
		free(location->path);
	} else {
		location = memory_zalloc(sizeof(*location));
		location->symbol = symbol;
		location->next = sh->locations;
		sh->locations = location;
		symbol->location = location;
	}
	location->path = memory_strdup(path);
	return location;
}

void location_forget(struct shell *sh, struct symbol *symbol)
{
	struct location **link = &sh->locations;

	while (*link && *link != symbol->location) {
		link = &(*link)->next;
	}
	if (*link) {
		struct location *location = *link;

		*link = location->next;
		symbol->location = NULL;
		free(location->path);
		free(location);
	}
}

static const char *command_shell_path(struct shell *sh)
{
	const char *path = variable_get(sh, sh->known.path).data;

	return path ? path : "";
}

static void location_hit(struct location *location, unsigned look)
{
	if (!(look & COMMAND_UNLISTED)) {
		location->hits++;
		location->listed = true;
	}
}

bool location_remember(struct shell *sh, const char *name)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	int error;
	const char *path = command_search(sh, name, command_shell_path(sh), &error);

	if (path) {
		struct symbol *symbol = symbol_intern(&sh->symbols, name, strlen(name));
		struct location *location = location_add(sh, symbol, path);

		location->hits = 0;
		location->listed = true;
	}
	arena_release(&sh->scratch, mark);
	return path != NULL;
}

/*
 * A relative PATH prefix makes a location depend on the working directory,
 * so it is not remembered.
 */
static void command_program(struct shell *sh, struct symbol *symbol, const char *path,
			    unsigned look, struct command *command)
{
	struct location *location = symbol->location;
	char *found;

	if (!path && location && !(look & COMMAND_NO_HASH)) {
		location_hit(location, look);
		command->kind = COMMAND_PROGRAM;
		command->path = location->path;
		command->remembered = true;
		return;
	}
	found = command_search(sh, symbol->name, path ? path : command_shell_path(sh),
			       &command->error);
	if (!found) {
		return;
	}
	command->kind = COMMAND_PROGRAM;
	command->path = found;
	if (!path && found[0] == '/' && !(look & COMMAND_NO_HASH)) {
		location = location_add(sh, symbol, found);
		location_hit(location, look);
		command->path = location->path;
	}
}

static bool command_builtin_on(const struct shell *sh, const struct builtin *builtin)
{
	return builtin && (shell_extensions(sh) || !(builtin->flags & BUILTIN_EXTENSION));
}

void command_find_symbol(struct shell *sh, struct symbol *symbol, unsigned look,
			 struct command *command)
{
	const struct builtin *builtin = symbol->builtin;

	*command = (struct command){ .kind = COMMAND_NOT_FOUND, .error = ENOENT };
	if (!command_builtin_on(sh, builtin)) {
		builtin = NULL;
	}
	if (builtin && builtin->flags & BUILTIN_SPECIAL) {
		command->kind = COMMAND_SPECIAL;
		command->builtin = builtin;
		return;
	}
	if (symbol->function && !(look & COMMAND_SKIP_FUNCTIONS)) {
		command->kind = COMMAND_FUNCTION;
		command->function = symbol->function;
		return;
	}
	if (builtin) {
		command->kind = COMMAND_BUILTIN;
		command->builtin = builtin;
		return;
	}
	command_program(sh, symbol, NULL, look, command);
}

void command_find(struct shell *sh, const char *name, const char *path, unsigned look,
		  struct command *command)
{
	struct symbol *symbol;

	if (strchr(name, '/') || *name == '\0') {
		*command = (struct command){ .kind = COMMAND_NOT_FOUND };
		command->error = *name == '\0' ? ENOENT : command_check(name);
		if (command->error == 0) {
			command->kind = COMMAND_PROGRAM;
			command->path = name;
		}
		return;
	}
	symbol = symbol_intern(&sh->symbols, name, strlen(name));
	if (!path) {
		command_find_symbol(sh, symbol, look, command);
		return;
	}
	command_find_symbol(sh, symbol, look | COMMAND_NO_HASH, command);
	if (command->kind == COMMAND_PROGRAM || command->kind == COMMAND_NOT_FOUND) {
		*command = (struct command){ .kind = COMMAND_NOT_FOUND, .error = ENOENT };
		command_program(sh, symbol, path, look | COMMAND_NO_HASH, command);
	}
}

void command_find_program(struct shell *sh, const char *name, struct command *command)
{
	*command = (struct command){ .kind = COMMAND_NOT_FOUND, .error = ENOENT };
	if (strchr(name, '/') || *name == '\0') {
		command_find(sh, name, NULL, COMMAND_SKIP_FUNCTIONS, command);
	} else {
		command_program(sh, symbol_intern(&sh->symbols, name, strlen(name)), NULL, 0,
				command);
	}
}
