/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variables that mean something to the shell itself: what follows when they
 * change, and those that are computed when they are read.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "shell/array.h"
#include "shell/command.h"
#include "shell/number.h"
#include "shell/processes.h"
#include "shell/shell.h"
#include "shell/variable.h"

/* ---- changes -------------------------------------------------------- */

static void special_ifs_changed(struct shell *sh, struct variable *variable)
{
	(void)variable;
	expand_ifs_changed(&sh->expander);
}

static void special_path_changed(struct shell *sh, struct variable *variable)
{
	(void)variable;
	locations_forget(sh);
}

static void special_locale_changed(struct shell *sh, struct variable *variable)
{
	(void)variable;
	expand_locale_changed(&sh->expander);
}

static void special_optind_changed(struct shell *sh, struct variable *variable)
{
	(void)variable;
	sh->getopts_offset = 0;
}

/* ---- computed ------------------------------------------------------- */

static void special_number(struct variable *variable, int64_t number)
{
	variable->value.kind = VALUE_SCALAR;
	variable->value.has_text = false;
	variable->value.has_number = true;
	variable->value.number = number;
}

static void special_lineno_get(struct shell *sh, struct variable *variable)
{
	special_number(variable, sh->line);
}

static void special_seconds_get(struct shell *sh, struct variable *variable)
{
	special_number(variable, (clock_now_ns() - sh->seconds_base_ns) / 1000000000);
}

static void special_seconds_changed(struct shell *sh, struct variable *variable)
{
	int64_t number = 0;

	if (variable->value.kind == VALUE_SCALAR) {
		if (variable->value.has_number) {
			number = variable->value.number;
		} else if (!number_parse(variable->value.data, variable->value.len, &number)) {
			number = 0;
		}
	}
	sh->seconds_base_ns = clock_now_ns() - number * 1000000000;
}

static void special_random_changed(struct shell *sh, struct variable *variable)
{
	int64_t seed = 0;

	if (variable->value.kind == VALUE_SCALAR) {
		if (variable->value.has_number) {
			seed = variable->value.number;
		} else if (!number_parse(variable->value.data, variable->value.len, &seed)) {
			seed = 0;
		}
	}
	sh->random_state = (uint64_t)seed;
	sh->random_seeded = true;
}

/* splitmix64: 15 good bits of each step. */
static void special_random_get(struct shell *sh, struct variable *variable)
{
	uint64_t z;

	if (!sh->random_seeded) {
		sh->random_state = (uint64_t)clock_now_ns() ^ ((uint64_t)getpid() << 32);
		sh->random_seeded = true;
	}
	sh->random_state += 0x9e3779b97f4a7c15u;
	z = sh->random_state;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	special_number(variable, (int64_t)((z ^ (z >> 31)) & 32767));
}

static void special_uid_get(struct shell *sh, struct variable *variable)
{
	special_number(variable,
		       variable->symbol == sh->known.uid ? (int64_t)getuid() : (int64_t)geteuid());
}

static void special_pipestatus_get(struct shell *sh, struct variable *variable)
{
	struct array *array = variable->value.array;
	const int *statuses = sh->pipe_status_count > 0 ? sh->pipe_status : &sh->simple_status;
	size_t count = sh->pipe_status_count > 0 ? sh->pipe_status_count : 1;
	size_t i;

	if (variable->value.kind != VALUE_INDEXED) {
		return; /* one of a function's own, or for one command */
	}
	array_clear(array);
	for (i = 0; i < count; i++) {
		char digits[NUMBER_TEXT_MAX];

		array_set(array, (int64_t)i, digits, number_text(statuses[i], digits));
	}
}

static void special_procstatus_get(struct shell *sh, struct variable *variable)
{
	const struct processes *processes = sh->processes;
	size_t i;

	if (variable->value.kind != VALUE_INDEXED) {
		return; /* as with PIPESTATUS */
	}
	array_clear(variable->value.array);
	for (i = 0; processes && i < processes->status_count; i++) {
		int status = processes->statuses[i];
		char digits[NUMBER_TEXT_MAX];

		array_set(variable->value.array, (int64_t)i, digits,
			  status < 0 ? 0 : number_text(status, digits));
	}
}

static const struct variable_hooks hooks_ifs = { NULL, special_ifs_changed };
static const struct variable_hooks hooks_path = { NULL, special_path_changed };
static const struct variable_hooks hooks_locale = { NULL, special_locale_changed };
static const struct variable_hooks hooks_optind = { NULL, special_optind_changed };
static const struct variable_hooks hooks_lineno = { special_lineno_get, NULL };
static const struct variable_hooks hooks_seconds = { special_seconds_get, special_seconds_changed };
static const struct variable_hooks hooks_random = { special_random_get, special_random_changed };
static const struct variable_hooks hooks_uid = { special_uid_get, NULL };
static const struct variable_hooks hooks_pipestatus = { special_pipestatus_get, NULL };
static const struct variable_hooks hooks_procstatus = { special_procstatus_get, NULL };

/* ---- start-up ------------------------------------------------------- */

static void special_hook(struct shell *sh, struct symbol *symbol,
			 const struct variable_hooks *hooks)
{
	struct variable *variable = variable_mark(sh, symbol, 0, 0);

	variable->hooks = hooks;
	if (hooks->get) {
		variable->value.kind = VALUE_SCALAR; /* set, whatever it will be */
		variable->value.has_number = true;
	}
}

static void special_import(struct shell *sh, char *entry, const char *equals)
{
	struct symbol *symbol = symbol_intern(&sh->symbols, entry, (size_t)(equals - entry));
	struct variable *variable;

	if (symbol == sh->known.ifs) {
		return; /* never from outside */
	}
	if (symbol->variable && symbol->variable->value.kind == VALUE_SCALAR) {
		return; /* a name that comes twice: the first counts, as for getenv */
	}
	variable = variable_mark(sh, symbol, VARIABLE_EXPORTED, 0);
	variable->value.kind = VALUE_SCALAR;
	variable->value.has_text = true;
	variable->value.data = (char *)equals + 1;
	variable->value.len = strlen(equals + 1);
}

static void special_import_all(struct shell *sh, char **environment)
{
	size_t count = 0;
	size_t i;

	for (i = 0; environment[i]; i++) {
		const char *equals = strchr(environment[i], '=');

		if (equals &&
		    variable_name_valid(environment[i], (size_t)(equals - environment[i]))) {
			special_import(sh, environment[i], equals);
		} else {
			count++;
		}
	}
	if (count == 0) {
		return;
	}
	/* Handed on to programs untouched. */
	sh->foreign = memory_alloc(count * sizeof(char *));
	for (i = 0; environment[i]; i++) {
		const char *equals = strchr(environment[i], '=');

		if (!equals ||
		    !variable_name_valid(environment[i], (size_t)(equals - environment[i]))) {
			sh->foreign[sh->foreign_count++] = environment[i];
		}
	}
}

/* Is PATH an absolute path of the working directory without . and .. (XCU sh, PWD)? */
static bool special_pwd_valid(const char *path)
{
	struct stat named;
	struct stat here;
	const char *p;

	if (!path || path[0] != '/') {
		return false;
	}
	for (p = path; (p = strstr(p, "/.")) != NULL; p++) {
		if (p[2] == '\0' || p[2] == '/' || (p[2] == '.' && (p[3] == '\0' || p[3] == '/'))) {
			return false;
		}
	}
	return stat(path, &named) == 0 && stat(".", &here) == 0 && named.st_dev == here.st_dev &&
	       named.st_ino == here.st_ino;
}

static void special_pwd_init(struct shell *sh)
{
	const char *inherited = variable_get(sh, sh->known.pwd).data;
	char *cwd;

	/* Exported, as in most shells: a child then knows by which way it was come here. */
	variable_mark(sh, sh->known.pwd, VARIABLE_EXPORTED, 0);
	if (special_pwd_valid(inherited)) {
		sh->cwd = memory_strdup(inherited);
		return;
	}
	cwd = getcwd(NULL, 0);
	if (cwd) {
		sh->cwd = cwd;
		(void)variable_set(sh, sh->known.pwd, cwd, strlen(cwd));
	} else {
		(void)variable_unset(sh, sh->known.pwd);
	}
}

static void special_defaults(struct shell *sh)
{
	(void)variable_set(sh, sh->known.ifs, " \t\n", 3);
	if (!variable_get(sh, sh->known.ps4).data) {
		(void)variable_set(sh, sh->known.ps4, "+ ", 2);
	}
	(void)variable_set_number(sh, sh->known.optind, 1);
	(void)variable_set_number(sh, sh->known.ppid, getppid());
	if (!variable_get(sh, sh->known.path).data) {
		const char *path = command_default_path();

		(void)variable_set(sh, sh->known.path, path, strlen(path));
	}
}

/* OPTIND and PPID from outside have no meaning here, and are not handed on. */
static void special_not_imported(struct shell *sh)
{
	variable_mark(sh, sh->known.optind, 0, VARIABLE_EXPORTED);
	variable_mark(sh, sh->known.ppid, 0, VARIABLE_EXPORTED);
}

void variables_init(struct shell *sh, char **environment)
{
	special_import_all(sh, environment);
	special_not_imported(sh);
	special_defaults(sh);
	special_hook(sh, sh->known.ifs, &hooks_ifs);
	special_hook(sh, sh->known.path, &hooks_path);
	special_hook(sh, sh->known.optind, &hooks_optind);
	special_hook(sh, sh->known.lc_all, &hooks_locale);
	special_hook(sh, sh->known.lc_ctype, &hooks_locale);
	special_hook(sh, sh->known.lc_collate, &hooks_locale);
	special_hook(sh, sh->known.lang, &hooks_locale);
	special_hook(sh, sh->known.lineno, &hooks_lineno);
	special_pwd_init(sh);
}

/* An array that is computed when it is read. */
static void special_array(struct shell *sh, struct symbol *symbol,
			  const struct variable_hooks *hooks)
{
	struct variable *variable = variable_mark(sh, symbol, 0, VARIABLE_EXPORTED);

	variable_value_clear(variable);
	(void)variable_make_array(sh, variable);
	variable->hooks = hooks;
}

void variables_extensions(struct shell *sh)
{
	sh->seconds_base_ns = clock_now_ns();
	special_hook(sh, sh->known.random, &hooks_random);
	special_hook(sh, sh->known.seconds, &hooks_seconds);
	special_hook(sh, sh->known.uid, &hooks_uid);
	special_hook(sh, sh->known.euid, &hooks_uid);
	special_array(sh, sh->known.pipestatus, &hooks_pipestatus);
	special_array(sh, sh->known.procstatus, &hooks_procstatus);
}

static void special_default(struct shell *sh, struct symbol *symbol, const char *value)
{
	if (!variable_get(sh, symbol).data) {
		(void)variable_set(sh, symbol, value, strlen(value));
	}
}

void variables_interactive(struct shell *sh)
{
	special_default(sh, sh->known.ps1, geteuid() == 0 ? "# " : "$ ");
	special_default(sh, sh->known.ps2, "> ");
	special_default(sh, symbol_intern(&sh->symbols, "MAILCHECK", 9), "600");
}
