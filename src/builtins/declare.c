/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/declare.h"

#include <string.h>

#include "expand/quote.h"
#include "shell/assign.h"
#include "shell/builtin.h"
#include "shell/shell.h"

/*
 * NAME=(...) expands to NAME alone, which is the very text of its word: so the argument tells the
 * word, and the word has the array.
 */
static const struct array_literal *declare_array(const struct shell *sh, const char *text)
{
	const struct simple *simple = sh->simple;
	uint32_t i;

	for (i = 0; simple && i < simple->word_count; i++) {
		const struct word *word = simple->words[i];

		if (word->text == text && word->flags & WORD_ARRAY) {
			return word->parts[1].array;
		}
	}
	return NULL;
}

bool declare_parse(struct shell *sh, const char *command, const char *text,
		   struct declare_operand *operand)
{
	const char *equals = strchrnul(text, '=');
	size_t len = (size_t)(equals - text);
	const struct array_literal *array = declare_array(sh, text);

	*operand = (struct declare_operand){
		.value = *equals ? equals + 1 : NULL,
		.array = array != NULL,
		.append = shell_extensions(sh) && *equals && len > 0 && equals[-1] == '+',
	};
	len -= operand->append;
	if (!variable_name_valid(text, len)) {
		builtin_message(sh, command, "%s: not a valid name", text);
		return false;
	}
	operand->symbol = symbol_intern(&sh->symbols, text, len);
	return !array || assign_array_expand(sh, array, &operand->values);
}

bool declare_assign(struct shell *sh, const struct declare_operand *operand)
{
	size_t len = operand->value ? strlen(operand->value) : 0;

	if (operand->array) {
		return assign_array(sh, operand->symbol, &operand->values) == 0;
	}
	if (!operand->value) {
		return true;
	}
	return (operand->append ? variable_append(sh, operand->symbol, operand->value, len)
				: variable_set(sh, operand->symbol, operand->value, len)) == 0;
}

static void declare_write_array(struct shell *sh, struct symbol *symbol)
{
	size_t count = variable_count(sh, symbol);
	struct expand_element *elements =
		arena_alloc(&sh->scratch, (count + 1) * sizeof(*elements));
	struct strbuf line = STRBUF_INIT;
	size_t i;

	variable_elements(sh, symbol, elements);
	strbuf_printf(&line, "%s=(", symbol->name);
	for (i = 0; i < count; i++) {
		strbuf_printf(&line, "%s[%lld]=", i > 0 ? " " : "", (long long)elements[i].index);
		quote_shell(&line, elements[i].value.data, elements[i].value.len);
	}
	strbuf_add_string(&line, ")\n");
	output_add(sh->out, line.data, line.len);
	strbuf_finish(&line);
}

bool declare_write_variable(struct shell *sh, struct variable *variable)
{
	struct expand_value value = variable_get(sh, variable->symbol);

	if (variable->value.kind == VALUE_INDEXED) {
		declare_write_array(sh, variable->symbol);
		return true;
	}
	if (value.data) {
		declare_write(sh, variable->symbol->name, value.data, value.len);
	}
	return value.data != NULL;
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

		if ((list[i]->flags & flags) != flags) {
			continue;
		}
		output_add_string(sh->out, prefix);
		output_add_char(sh->out, ' ');
		if (!declare_write_variable(sh, list[i])) {
			output_add(sh->out, symbol->name, symbol->len);
			output_add_char(sh->out, '\n');
		}
	}
	arena_release(&sh->scratch, mark);
}
