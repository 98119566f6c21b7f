/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/reference.h"

#include <string.h>

#include "shell/builtin.h"
#include "shell/shell.h"

bool reference_valid(const struct shell *sh, const char *text)
{
	size_t len = strlen(text);
	const char *bracket = shell_extensions(sh) ? strchr(text, '[') : NULL;

	if (!bracket) {
		return variable_name_valid(text, len);
	}
	return variable_name_valid(text, (size_t)(bracket - text)) && text[len - 1] == ']' &&
	       text + len - 2 > bracket;
}

bool reference_parse(struct shell *sh, const char *text, struct reference *reference)
{
	const char *bracket = strchrnul(text, '[');
	size_t len;

	*reference = (struct reference){
		.symbol = symbol_intern(&sh->symbols, text, (size_t)(bracket - text)),
		.has_index = *bracket != '\0',
	};
	if (!reference->has_index) {
		return true;
	}
	bracket++;
	len = strlen(bracket) - 1;
	reference->all = len == 1 && (*bracket == '@' || *bracket == '*');
	return reference->all ||
	       expand_arithmetic_text(&sh->expander, bracket, len, &reference->index) == EXPAND_OK;
}

int reference_assign(struct shell *sh, const char *command, const char *text, const char *value,
		     size_t len)
{
	struct reference reference;

	if (!reference_valid(sh, text)) {
		builtin_message(sh, command, "%s: not a valid name", text);
		return -1;
	}
	if (!reference_parse(sh, text, &reference)) {
		return -1;
	}
	if (reference.all) {
		builtin_message(sh, command, "%s: not one element", text);
		return -1;
	}
	return reference.has_index
		       ? variable_set_element(sh, reference.symbol, reference.index, value, len)
		       : variable_set(sh, reference.symbol, value, len);
}
