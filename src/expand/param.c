/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/param.h"

#include <string.h>

#include "expand/change.h"
#include "expand/locale.h"
#include "expand/param_list.h"
#include "expand/split.h"

struct expand_value param_value(struct expander *expander, const struct parameter *parameter,
				char buffer[NUMBER_SIZE])
{
	struct expand_value value = { NULL, 0 };

	switch (parameter->kind) {
	case PARAMETER_VARIABLE:
		return expander->host->get(expander->context, parameter->symbol);
	case PARAMETER_POSITIONAL:
		if (parameter->number >= 1 && parameter->number <= expander->positional_count) {
			value.data = expander->positional[parameter->number - 1];
			value.len = strlen(value.data);
		}
		return value;
	case PARAMETER_SPECIAL:
		if (parameter->special == '#') {
			value.data = number_format(buffer, (int64_t)expander->positional_count,
						   &value.len);
			return value;
		}
		return expander->host->special(expander->context, parameter->special);
	case PARAMETER_ELEMENT:
	case PARAMETER_ELEMENTS:
		break;
	}
	return value;
}

/* The subscript is evaluated once, and the value may be got more than once. */
static enum expand_status param_index(struct expander *expander, const struct parameter *parameter,
				      int64_t *index)
{
	*index = 0;
	return parameter->kind == PARAMETER_ELEMENT
		       ? expand_arithmetic(expander, parameter->index, index)
		       : EXPAND_OK;
}

/* As param_value(), also of an element. */
static struct expand_value param_get(struct expander *expander, const struct parameter *parameter,
				     int64_t index, char buffer[NUMBER_SIZE])
{
	if (parameter->kind == PARAMETER_ELEMENT) {
		return expander->host->get_element(expander->context, parameter->symbol, index);
	}
	return param_value(expander, parameter, buffer);
}

/* What messages call it. */
static const char *param_name(const struct parameter *parameter, char buffer[NUMBER_SIZE],
			      size_t *len)
{
	switch (parameter->kind) {
	case PARAMETER_VARIABLE:
	case PARAMETER_ELEMENT:
	case PARAMETER_ELEMENTS:
		*len = parameter->symbol->len;
		return parameter->symbol->name;
	case PARAMETER_POSITIONAL:
		return number_format(buffer, (int64_t)parameter->number, len);
	case PARAMETER_SPECIAL:
		break;
	}
	*len = 1;
	return &parameter->special;
}

static enum expand_status param_error(struct expander *expander, const struct parameter *parameter,
				      const char *reason)
{
	char buffer[NUMBER_SIZE];
	size_t len;
	const char *name = param_name(parameter, buffer, &len);

	expander->host->error(expander->context, name, len, reason);
	return EXPAND_ERROR;
}

enum expand_status param_unset(struct expander *expander, const struct parameter *parameter)
{
	return param_error(expander, parameter, "parameter not set");
}

static void param_add_list(struct build *build, const struct parameter *parameter, bool quoted,
			   const struct change *change)
{
	struct param_list list = param_list_get(build->expander, parameter);

	param_list_add(build, parameter, &list, quoted, change);
}

/* ---- operators ------------------------------------------------------ */

/* The word of an operator, where it stands for the parameter. */
static enum expand_status param_add_word(struct build *build, const struct parameter *parameter,
					 bool quoted)
{
	struct expander *expander = build->expander;

	if (!parameter->word || parameter->word->part_count == 0) {
		build_add_value(build, "", 0, quoted);
		return EXPAND_OK;
	}
	if (stack_guard_reached(expander->guard)) {
		return param_error(expander, parameter, "expansion nested too deeply");
	}
	if (quoted) {
		build_add_null(build); /* "${x-$@}" is a field, though $@ may be none */
	}
	return build_add_word(build, parameter->word, quoted, true);
}

static enum expand_status param_word_string(struct expander *expander,
					    const struct parameter *parameter, char **text,
					    size_t *len)
{
	if (stack_guard_reached(expander->guard)) {
		return param_error(expander, parameter, "expansion nested too deeply");
	}
	return expand_string(expander, parameter->word, text, len);
}

static enum expand_status param_assign(struct build *build, const struct parameter *parameter,
				       int64_t index, bool quoted)
{
	struct expander *expander = build->expander;
	char *text = (char *)"";
	size_t len = 0;
	enum expand_status status;
	int result;

	if (parameter->kind != PARAMETER_VARIABLE && parameter->kind != PARAMETER_ELEMENT) {
		return param_error(expander, parameter, "cannot be assigned in this way");
	}
	if (parameter->word) {
		status = param_word_string(expander, parameter, &text, &len);
		if (status != EXPAND_OK) {
			return status;
		}
	}
	result = parameter->kind == PARAMETER_ELEMENT
			 ? expander->host->set_element(expander->context, parameter->symbol, index,
						       text, len)
			 : expander->host->set(expander->context, parameter->symbol, text, len);
	if (result != 0) {
		return EXPAND_ASSIGN;
	}
	build_add_value(build, text, len, quoted);
	return EXPAND_OK;
}

static enum expand_status param_complain(struct expander *expander,
					 const struct parameter *parameter)
{
	char *reason;
	enum expand_status status;

	if (!parameter->word || parameter->word->part_count == 0) {
		return param_error(expander, parameter,
				   parameter->colon ? "parameter null or not set"
						    : "parameter not set");
	}
	status = param_word_string(expander, parameter, &reason, NULL);
	return status == EXPAND_OK ? param_error(expander, parameter, reason) : status;
}

/* Null is one value that is empty, and with "${*...}" all, if nothing would stand between them. */
static bool param_list_missing(struct build *build, const struct parameter *parameter, bool quoted)
{
	struct expander *expander = build->expander;
	size_t count = param_list_count(expander, parameter);
	struct param_list list;
	size_t i;

	if (count == 0 || !parameter->colon) {
		return count == 0;
	}
	if (count > 1 && (parameter->special != '*' || !(quoted || build->mode != BUILD_FIELDS) ||
			  param_list_separated(expander))) {
		return false;
	}
	list = param_list_get(expander, parameter);
	for (i = 0; i < count && param_list_value(&list, i).len == 0; i++) {
	}
	return i == count;
}

/* Is it unset or, with the colon, null? */
static bool param_missing(struct build *build, const struct parameter *parameter, bool quoted,
			  int64_t index, struct expand_value *value, char buffer[NUMBER_SIZE])
{
	struct expander *expander = build->expander;

	if (param_is_list(parameter)) {
		return param_list_missing(build, parameter, quoted);
	}
	*value = param_get(expander, parameter, index, buffer);
	return !value->data || (parameter->colon && value->len == 0);
}

static enum expand_status param_conditional(struct build *build, const struct parameter *parameter,
					    bool quoted)
{
	struct expander *expander = build->expander;
	char buffer[NUMBER_SIZE];
	struct expand_value value = { "", 0 };
	int64_t index;
	enum expand_status status = param_index(expander, parameter, &index);
	bool missing;

	if (status != EXPAND_OK) {
		return status;
	}
	missing = param_missing(build, parameter, quoted, index, &value, buffer);
	if (parameter->op == PARAMETER_ALTERNATE) {
		if (!missing) {
			return param_add_word(build, parameter, quoted);
		}
		if (param_is_list(parameter) && param_list_count(expander, parameter) == 0) {
			param_add_list(build, parameter, quoted, NULL); /* no field, as "$@" */
		} else {
			build_add_value(build, "", 0, quoted);
		}
		return EXPAND_OK;
	}
	if (missing) {
		if (parameter->op == PARAMETER_DEFAULT) {
			return param_add_word(build, parameter, quoted);
		}
		return parameter->op == PARAMETER_ASSIGN
			       ? param_assign(build, parameter, index, quoted)
			       : param_complain(expander, parameter);
	}
	if (param_is_list(parameter)) {
		param_add_list(build, parameter, quoted, NULL);
	} else {
		build_add_value(build, value.data, value.len, quoted);
	}
	return EXPAND_OK;
}

static enum expand_status param_plain(struct build *build, const struct parameter *parameter,
				      bool quoted)
{
	struct expander *expander = build->expander;
	char buffer[NUMBER_SIZE];
	struct expand_value value;

	if (param_is_list(parameter)) {
		param_add_list(build, parameter, quoted, NULL);
		return EXPAND_OK;
	}
	if (parameter->kind == PARAMETER_ELEMENT) {
		int64_t index;
		enum expand_status status = param_index(expander, parameter, &index);

		if (status != EXPAND_OK) {
			return status;
		}
		value = param_get(expander, parameter, index, buffer);
	} else {
		value = param_value(expander, parameter, buffer);
	}
	if (!value.data && expander->nounset) {
		return param_unset(expander, parameter);
	}
	build_add_value(build, value.data, value.len, quoted);
	return EXPAND_OK;
}

/* ${#x}: characters; ${#@}: how many. */
static enum expand_status param_length(struct build *build, const struct parameter *parameter,
				       bool quoted)
{
	struct expander *expander = build->expander;
	char buffer[NUMBER_SIZE];
	struct expand_value value;
	size_t length;
	const char *digits;

	if (param_is_list(parameter)) {
		length = param_list_count(expander, parameter);
	} else {
		int64_t index;
		enum expand_status status = param_index(expander, parameter, &index);

		if (status != EXPAND_OK) {
			return status;
		}
		value = param_get(expander, parameter, index, buffer);
		if (!value.data && expander->nounset) {
			return param_unset(expander, parameter);
		}
		length = expand_length(expander, value.data, value.len);
	}
	digits = number_format(buffer, (int64_t)length, &length);
	build_add_value(build, digits, length, quoted);
	return EXPAND_OK;
}

/* ${x#pattern}, ${x/pattern/string}, ${x^pattern} */
static enum expand_status param_changed(struct build *build, const struct parameter *parameter,
					bool quoted)
{
	struct expander *expander = build->expander;
	struct change change;
	struct expand_value value;
	char buffer[NUMBER_SIZE];
	int64_t index;
	enum expand_status status = change_init(&change, expander, parameter);

	if (status == EXPAND_OK) {
		status = param_index(expander, parameter, &index);
	}
	if (status != EXPAND_OK) {
		return status;
	}
	if (param_is_list(parameter)) {
		param_add_list(build, parameter, quoted, &change);
		return EXPAND_OK;
	}
	value = param_get(expander, parameter, index, buffer);
	if (!value.data && expander->nounset) {
		return param_unset(expander, parameter);
	}
	if (value.data && change_locale(&change, expander, value)) {
		value = param_get(expander, parameter, index,
				  buffer); /* the host was asked since */
	}
	if (value.data) {
		value = change_value(&change, expander, value);
	}
	build_add_value(build, value.data, value.len, quoted);
	return EXPAND_OK;
}

/* ---- ${x:offset:length} --------------------------------------------- */

/* LENGTH characters from character OFFSET on. */
static struct expand_value param_characters(struct expand_value value, size_t offset, size_t length)
{
	enum locale_charset charset =
		locale_has_high(value.data, value.len) ? locale_charset() : LOCALE_BYTES;
	size_t from = locale_offset(charset, value.data, value.len, offset);

	value.data += from;
	value.len = locale_offset(charset, value.data, value.len - from, length);
	return value;
}

static enum expand_status param_length_error(struct expander *expander,
					     const struct parameter *parameter)
{
	return param_error(expander, parameter, "the length of the substring is negative");
}

static enum expand_status param_slice(struct build *build, const struct parameter *parameter,
				      bool quoted, int64_t offset, const int64_t *length)
{
	struct param_list list;

	if (length && *length < 0) {
		return param_length_error(build->expander, parameter);
	}
	list = param_list_slice(build->expander, parameter, offset, length ? *length : -1);
	param_list_add(build, parameter, &list, quoted, NULL);
	return EXPAND_OK;
}

/* Of one value. Counted from behind, what lies before its beginning is nothing. */
static enum expand_status param_part(struct build *build, const struct parameter *parameter,
				     bool quoted, int64_t offset, const int64_t *length)
{
	struct expander *expander = build->expander;
	char buffer[NUMBER_SIZE];
	struct expand_value value;
	int64_t count;
	int64_t end;
	int64_t index;
	enum expand_status status = param_index(expander, parameter, &index);

	if (status != EXPAND_OK) {
		return status;
	}
	value = param_get(expander, parameter, index, buffer);
	if (!value.data && expander->nounset) {
		return param_unset(expander, parameter);
	}
	count = (int64_t)expand_length(expander, value.data, value.len);
	value = param_get(expander, parameter, index, buffer); /* the host may have been asked */
	offset += offset < 0 ? count : 0;
	end = count;
	if (offset < 0 || offset > count) {
		build_add_value(build, "", 0, quoted);
		return EXPAND_OK;
	}
	if (length) {
		end = *length < 0                ? count + *length
		      : *length < count - offset ? offset + *length
						 : count;
	}
	if (end < offset) {
		return param_length_error(expander, parameter);
	}
	value = param_characters(value, (size_t)offset, (size_t)(end - offset));
	build_add_value(build, value.data, value.len, quoted);
	return EXPAND_OK;
}

/* ${!a[@]} */
static enum expand_status param_keys(struct build *build, const struct parameter *parameter,
				     bool quoted)
{
	struct param_list list = param_list_keys(build->expander, parameter);

	param_list_add(build, parameter, &list, quoted, NULL);
	return EXPAND_OK;
}

static enum expand_status param_substring(struct build *build, const struct parameter *parameter,
					  bool quoted)
{
	struct expander *expander = build->expander;
	const struct parameter_operands *operands = parameter->operands;
	int64_t offset;
	int64_t length = 0;
	enum expand_status status = expand_arithmetic(expander, operands->offset, &offset);

	if (status == EXPAND_OK && operands->length) {
		status = expand_arithmetic(expander, operands->length, &length);
	}
	if (status != EXPAND_OK) {
		return status;
	}
	if (param_is_list(parameter)) {
		return param_slice(build, parameter, quoted, offset,
				   operands->length ? &length : NULL);
	}
	return param_part(build, parameter, quoted, offset, operands->length ? &length : NULL);
}

enum expand_status param_expand(struct build *build, const struct parameter *parameter, bool quoted)
{
	if (build->mode != BUILD_STRING) {
		ifs_ready(build->expander); /* now: a value lasts until the host is asked again */
	}
	switch (parameter->op) {
	case PARAMETER_PLAIN:
		return param_plain(build, parameter, quoted);
	case PARAMETER_LENGTH:
		return param_length(build, parameter, quoted);
	case PARAMETER_DEFAULT:
	case PARAMETER_ASSIGN:
	case PARAMETER_ERROR:
	case PARAMETER_ALTERNATE:
		return param_conditional(build, parameter, quoted);
	case PARAMETER_PREFIX:
	case PARAMETER_PREFIX_LONGEST:
	case PARAMETER_SUFFIX:
	case PARAMETER_SUFFIX_LONGEST:
	case PARAMETER_REPLACE:
	case PARAMETER_REPLACE_ALL:
	case PARAMETER_REPLACE_PREFIX:
	case PARAMETER_REPLACE_SUFFIX:
	case PARAMETER_UPPER:
	case PARAMETER_UPPER_ALL:
	case PARAMETER_LOWER:
	case PARAMETER_LOWER_ALL:
		return param_changed(build, parameter, quoted);
	case PARAMETER_SUBSTRING:
		return param_substring(build, parameter, quoted);
	case PARAMETER_KEYS:
		return param_keys(build, parameter, quoted);
	case PARAMETER_BAD:
		break;
	}
	build->expander->host->error(build->expander->context, parameter->text, parameter->text_len,
				     "bad substitution");
	return EXPAND_ERROR;
}
