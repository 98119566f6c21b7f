/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/param_list.h"

#include "expand/split.h"

static struct param_list param_list_elements(struct expander *expander, struct symbol *symbol)
{
	size_t count = expander->host->count(expander->context, symbol);
	struct expand_element *elements = arena_alloc(expander->arena, count * sizeof(*elements));

	expander->host->elements(expander->context, symbol, elements);
	return (struct param_list){ .elements = elements, .count = count };
}

struct param_list param_list_keys(struct expander *expander, const struct parameter *parameter)
{
	struct param_list list = param_list_elements(expander, parameter->symbol);
	struct expand_element *keys = (struct expand_element *)list.elements;
	char buffer[NUMBER_SIZE];
	size_t i;

	for (i = 0; i < list.count; i++) {
		size_t len;
		const char *digits = number_format(buffer, keys[i].index, &len);

		keys[i].value.data = arena_copy(expander->arena, digits, len);
		keys[i].value.len = len;
	}
	return list;
}

size_t param_list_count(struct expander *expander, const struct parameter *parameter)
{
	if (parameter->kind == PARAMETER_ELEMENTS) {
		return expander->host->count(expander->context, parameter->symbol);
	}
	return expander->positional_count;
}

struct param_list param_list_get(struct expander *expander, const struct parameter *parameter)
{
	if (parameter->kind == PARAMETER_ELEMENTS) {
		return param_list_elements(expander, parameter->symbol);
	}
	return (struct param_list){
		.positional = expander->positional,
		.count = expander->positional_count,
	};
}

/* $0 and the positional parameters, as elements. */
static struct param_list param_list_from_zero(struct expander *expander)
{
	size_t count = expander->positional_count + 1;
	struct expand_element *elements = arena_alloc(expander->arena, count * sizeof(*elements));
	struct expand_value name = expander->host->special(expander->context, '0');
	size_t i;

	name.data = arena_copy(expander->arena, name.data, name.len);
	elements[0] = (struct expand_element){ 0, name };
	for (i = 1; i < count; i++) {
		const char *value = expander->positional[i - 1];

		elements[i] = (struct expand_element){ (int64_t)i, { value, strlen(value) } };
	}
	return (struct param_list){ .elements = elements, .count = count };
}

struct param_list param_list_slice(struct expander *expander, const struct parameter *parameter,
				   int64_t offset, int64_t length)
{
	struct param_list list = parameter->kind == PARAMETER_ELEMENTS
					 ? param_list_elements(expander, parameter->symbol)
					 : param_list_from_zero(expander);
	int64_t end = list.count > 0 ? list.elements[list.count - 1].index + 1 : 0;
	size_t from = 0;

	if (offset < 0) {
		offset += end;
	}
	if (offset < 0) {
		return (struct param_list){ .count = 0 };
	}
	while (from < list.count && list.elements[from].index < offset) {
		from++;
	}
	list.elements += from;
	list.count -= from;
	if (length >= 0 && (uint64_t)length < list.count) {
		list.count = (size_t)length;
	}
	return list;
}

/* What stands between the parameters in one string: for * the first character of IFS. */
static size_t param_list_separator(struct expander *expander, char special, const char **separator)
{
	*separator = " ";
	if (special == '@') {
		return 1;
	}
	ifs_ready(expander);
	*separator = expander->ifs_first;
	return expander->ifs_first_len;
}

bool param_list_separated(struct expander *expander)
{
	const char *separator;

	return param_list_separator(expander, '*', &separator) > 0;
}

void param_list_add(struct build *build, const struct parameter *parameter,
		    const struct param_list *list, bool quoted, const struct change *change)
{
	struct expander *expander = build->expander;
	char special = parameter->special;
	bool joined = build->mode != BUILD_FIELDS || (special == '*' && quoted);
	enum build_mark mark = quoted ? MARK_QUOTED : MARK_EXPANDED;
	const char *separator = "";
	size_t separator_len = joined ? param_list_separator(expander, special, &separator) : 0;
	size_t before = build->len;
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct expand_value value = param_list_value(list, i);

		if (change) {
			(void)change_locale(change, expander, value);
			value = change_value(change, expander, value);
		}
		if (joined) {
			build_add(build, separator, i > 0 ? separator_len : 0, mark);
			build_add(build, value.data, value.len, mark);
		} else {
			if (i > 0) {
				build_add_break(build);
			}
			build_add_value(build, value.data, value.len, quoted);
		}
	}
	if (joined && quoted && build->len == before) {
		build_add_null(build);
	}
}
