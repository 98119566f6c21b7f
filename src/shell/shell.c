/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/shell.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "shell/alias.h"
#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/host.h"
#include "shell/job.h"
#include "shell/processes.h"
#include "shell/trap.h"

static void shell_know_symbols(struct shell *sh)
{
	static const struct {
		const char *name;
		size_t offset;
	} table[] = {
#define KNOWN(field, name) { name, offsetof(struct shell_symbols, field) }
		KNOWN(ifs, "IFS"),
		KNOWN(path, "PATH"),
		KNOWN(home, "HOME"),
		KNOWN(pwd, "PWD"),
		KNOWN(oldpwd, "OLDPWD"),
		KNOWN(cdpath, "CDPATH"),
		KNOWN(optind, "OPTIND"),
		KNOWN(optarg, "OPTARG"),
		KNOWN(lineno, "LINENO"),
		KNOWN(ps1, "PS1"),
		KNOWN(ps2, "PS2"),
		KNOWN(ps4, "PS4"),
		KNOWN(env, "ENV"),
		KNOWN(ppid, "PPID"),
		KNOWN(random, "RANDOM"),
		KNOWN(seconds, "SECONDS"),
		KNOWN(histfile, "HISTFILE"),
		KNOWN(histsize, "HISTSIZE"),
		KNOWN(lc_all, "LC_ALL"),
		KNOWN(lc_ctype, "LC_CTYPE"),
		KNOWN(lc_collate, "LC_COLLATE"),
		KNOWN(lang, "LANG"),
		KNOWN(mail, "MAIL"),
		KNOWN(fcedit, "FCEDIT"),
		KNOWN(editor, "EDITOR"),
		KNOWN(uid, "UID"),
		KNOWN(euid, "EUID"),
		KNOWN(pipestatus, "PIPESTATUS"),
		KNOWN(procstatus, "PROCSTATUS"),
#undef KNOWN
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct symbol **field = (struct symbol **)((char *)&sh->known + table[i].offset);

		*field = symbol_intern(&sh->symbols, table[i].name, strlen(table[i].name));
	}
}

static void shell_know_builtins(struct shell *sh, const struct builtin *const *builtins)
{
	size_t i;

	sh->builtins = builtins;
	for (i = 0; builtins[i]; i++) {
		symbol_intern(&sh->symbols, builtins[i]->name, strlen(builtins[i]->name))->builtin =
			builtins[i];
	}
}

void shell_init(struct shell *sh, const struct builtin *const *builtins, char **environment)
{
	memset(sh, 0, sizeof(*sh));
	stack_guard_init(&sh->guard);
	symbol_table_init(&sh->symbols);
	arena_init(&sh->scratch);
	(void)arena_alloc(&sh->scratch, 1); /* a mark of an arena without a chunk is dearer */
	output_init(&sh->standard_out, STDOUT_FILENO);
	sh->out = &sh->standard_out;
	sh->pid = getpid();
	sh->name = "pipesh";
	sh->substitute_status = -1;
	sh->substitute_read = -1;
	sh->options[OPTION_HASHALL] = true;
	shell_know_symbols(sh);
	shell_know_builtins(sh, builtins);
	host_init(sh);
	variables_init(sh, environment);
	jobs_init(sh);
	traps_init(sh);
}

static void shell_free_function(struct symbol *symbol, void *arg)
{
	(void)arg;
	if (symbol->function) {
		function_release(symbol->function);
		symbol->function = NULL;
	}
}

void shell_finish(struct shell *sh)
{
	processes_free(sh);
	jobs_finish(sh);
	traps_finish(sh);
	alias_unset_all(sh);
	locations_forget(sh);
	variables_finish(sh);
	symbol_each(&sh->symbols, shell_free_function, NULL);
	expander_finish(&sh->expander);
	free(sh->positional.owned);
	free(sh->pipe_status);
	free(sh->foreign);
	free(sh->cwd);
	input_finish(sh);
	output_finish(&sh->standard_out);
	arena_finish(&sh->scratch);
	symbol_table_finish(&sh->symbols);
}

bool shell_extensions(const struct shell *sh)
{
	return !sh->options[OPTION_POSIX];
}

void shell_positional_changed(struct shell *sh)
{
	sh->expander.positional = sh->positional.items;
	sh->expander.positional_count = sh->positional.count;
}

void shell_positional_free(struct shell *sh)
{
	free(sh->positional.owned);
	sh->positional.owned = NULL;
}

void shell_set_positional(struct shell *sh, char *const *items, size_t count)
{
	size_t bytes = 0;
	size_t i;
	char **block;
	char *at;

	for (i = 0; i < count; i++) {
		bytes += strlen(items[i]) + 1;
	}
	block = memory_alloc((count + 1) * sizeof(*block) + bytes);
	at = (char *)(block + count + 1);
	for (i = 0; i < count; i++) {
		size_t len = strlen(items[i]) + 1;

		memcpy(at, items[i], len);
		block[i] = at;
		at += len;
	}
	block[count] = NULL;
	/* ITEMS may be the old ones, so those go last. */
	free(sh->positional.owned);
	sh->positional = (struct positional){ block, count, block };
	shell_positional_changed(sh);
}

void shell_shift(struct shell *sh, size_t n)
{
	sh->positional.items += n;
	sh->positional.count -= n;
	shell_positional_changed(sh);
}

static int *pipe_status_copy(struct shell *sh, const int *items, size_t count)
{
	return count > 0 ? arena_dup(&sh->scratch, items, count * sizeof(*items)) : NULL;
}

void pipe_status_save(struct shell *sh, struct pipe_status *saved)
{
	saved->count = sh->pipe_status_count;
	saved->simple = sh->simple_status;
	saved->items = pipe_status_copy(sh, sh->pipe_status, saved->count);
	saved->process_count = sh->processes ? sh->processes->status_count : 0;
	if (saved->process_count > 0) {
		saved->processes =
			pipe_status_copy(sh, sh->processes->statuses, saved->process_count);
	}
}

void pipe_status_restore(struct shell *sh, const struct pipe_status *saved)
{
	sh->simple_status = saved->simple;
	sh->pipe_status_count = saved->count;
	if (saved->count > 0) {
		memcpy(sh->pipe_status, saved->items, saved->count * sizeof(*saved->items));
	}
	if (sh->processes) {
		sh->processes->status_count = saved->process_count;
	}
	if (saved->process_count > 0) {
		memcpy(sh->processes->statuses, saved->processes,
		       saved->process_count * sizeof(*saved->processes));
	}
}
