/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/declare.h"

#include <string.h>

#include "expand/quote.h"
#include "shell/builtin.h"
#include "shell/shell.h"

bool declare_parse(struct shell *sh, const char *command, const char *text,
		   struct declare_operand *operand)
{
	const char *equals = strchrnul(text, '=');
	size_t len = (size_t)(equals - text);

	if (!variable_name_valid(text, len)) {
		builtin_message(sh, command, "%s: not a valid name", text);
		return false;
	}
	operand->symbol = symbol_intern(&sh->symbols, text, len);
	operand->value = *equals ? equals + 1 : NULL;
	return true;
}

void declare_write(struct shell *sh, const char *name, const char *value, size_t len)
{
	struct strbuf line = STRBUF_INIT;

	strbuf_add_string(&line, name);
	strbuf_add_char(&line, '=');
	quote_shell(&line, value, len);
	strbuf_add_char(&line, '\n');
	output_add(sh->out, line.data, line.len);
	strbuf_finish(&line);
}

void declare_list(struct shell *sh, const char *prefix, unsigned flags)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	size_t count;
	struct variable **list = variables_sorted(sh, &sh->scratch, &count);
	size_t i;

	for (i = 0; i < count; i++) {
		struct symbol *symbol = list[i]->symbol;
		struct expand_value value;

		if ((list[i]->flags & flags) != flags) {
			continue;
		}
		output_add_string(sh->out, prefix);
		output_add_char(sh->out, ' ');
		value = variable_get(sh, symbol);
		if (value.data) {
			declare_write(sh, symbol->name, value.data, value.len);
		} else {
			output_add(sh->out, symbol->name, symbol->len);
			output_add_char(sh->out, '\n');
		}
	}
	arena_release(&sh->scratch, mark);
}
