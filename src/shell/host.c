/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the expander asks of the shell.
 */
#include <config.h>

#include "shell/host.h"

#include <string.h>

#include "base/passwd.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/number.h"
#include "shell/processes.h"
#include "shell/shell.h"
#include "shell/substitute.h"
#include "shell/trap.h"

static struct expand_value host_get(void *context, struct symbol *symbol)
{
	return variable_get(context, symbol);
}

static int host_set(void *context, struct symbol *symbol, const char *data, size_t len)
{
	return variable_set(context, symbol, data, len);
}

static int host_set_number(void *context, struct symbol *symbol, int64_t number)
{
	return variable_set_number(context, symbol, number);
}

static bool host_get_number(void *context, struct symbol *symbol, int64_t *number)
{
	return variable_get_number(context, symbol, number);
}

static struct expand_value host_get_element(void *context, struct symbol *symbol, int64_t index)
{
	return variable_get_element(context, symbol, index);
}

static int host_set_element(void *context, struct symbol *symbol, int64_t index, const char *data,
			    size_t len)
{
	return variable_set_element(context, symbol, index, data, len);
}

static size_t host_count(void *context, struct symbol *symbol)
{
	return variable_count(context, symbol);
}

static void host_elements(void *context, struct symbol *symbol, struct expand_element *elements)
{
	variable_elements(context, symbol, elements);
}

static struct expand_value host_number(struct shell *sh, int64_t number)
{
	size_t len = number_text(number, sh->special_text);

	return (struct expand_value){ sh->special_text, len };
}

static struct expand_value host_letters(struct shell *sh)
{
	size_t len = option_letters(sh, sh->special_text);

	return (struct expand_value){ sh->special_text, len };
}

static struct expand_value host_special(void *context, char name)
{
	struct shell *sh = context;

	switch (name) {
	case '#':
		return host_number(sh, (int64_t)sh->positional.count);
	case '?':
		return host_number(sh, sh->status);
	case '$':
		return host_number(sh, sh->pid);
	case '!':
		if (sh->background_pid == 0) {
			return (struct expand_value){ NULL, 0 };
		}
		return host_number(sh, sh->background_pid);
	case '-':
		return host_letters(sh);
	case '0':
		return (struct expand_value){ sh->name, strlen(sh->name) };
	default:
		return (struct expand_value){ NULL, 0 };
	}
}

static int host_substitute(void *context, const struct node *command, struct strbuf *out)
{
	return substitute_run(context, command, out);
}

static int host_process(void *context, const struct node *command, bool output, char *path)
{
	return processes_expand(context, command, output, path);
}

/* Runs getent(1), for accounts that a static program cannot look up itself. */
static const char *host_ask_getent(struct shell *sh, const char *login)
{
	static const char format[] = "getent passwd '%s' | cut -d: -f6";
	struct strbuf command = STRBUF_INIT;
	struct strbuf answer = STRBUF_INIT;
	struct parser_options options = exec_parser_options(sh);
	struct parser *parser;
	struct tree *tree = NULL;
	char *home = NULL;

	strbuf_printf(&command, format, login);
	parser = parser_create_string(command.data, command.len, NULL, 1, &options);
	if (parser_next(parser, &tree) == PARSE_COMMAND) {
		int status = sh->substitute_status;

		if (substitute_run(sh, tree->root, &answer) == 0 && answer.len > 1) {
			home = arena_copy(&sh->scratch, answer.data, answer.len - 1);
		}
		sh->substitute_status = status;
		tree_release(tree);
	}
	parser_destroy(parser);
	strbuf_finish(&answer);
	strbuf_finish(&command);
	return home;
}

static struct expand_value host_home(void *context, const char *login, size_t len)
{
	struct shell *sh = context;
	char *name = arena_copy(&sh->scratch, login, len);
	const struct passwd *entry = getpwnam(name);
	const char *home = entry ? entry->pw_dir : NULL;

	if (!entry && passwd_is_file_only() && !strchr(name, '\'')) {
		home = host_ask_getent(sh, name);
	}
	return (struct expand_value){ home, home ? strlen(home) : 0 };
}

static void host_error(void *context, const char *thing, size_t thing_len, const char *reason)
{
	shell_message(context, "%.*s: %s", (int)thing_len, thing, reason);
}

static bool host_interrupted(void *context)
{
	const struct shell *sh = context;

	return sh->interactive && trap_pending && traps_interrupt_pending(sh);
}

static const struct expand_host host_callbacks = {
	.get = host_get,
	.set = host_set,
	.set_number = host_set_number,
	.get_number = host_get_number,
	.get_element = host_get_element,
	.set_element = host_set_element,
	.count = host_count,
	.elements = host_elements,
	.special = host_special,
	.substitute = host_substitute,
	.process = host_process,
	.home = host_home,
	.error = host_error,
	.interrupted = host_interrupted,
};

void host_init(struct shell *sh)
{
	struct expander *expander = &sh->expander;

	expander->host = &host_callbacks;
	expander->context = sh;
	expander->arena = &sh->scratch;
	expander->symbols = &sh->symbols;
	expander->guard = &sh->guard;
	expander->elements = true;
	expander->ifs_symbol = sh->known.ifs;
	expander->home_symbol = sh->known.home;
}
