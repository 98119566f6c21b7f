/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/param.h"

#include <string.h>

#include "expand/locale.h"
#include "expand/pattern.h"
#include "expand/split.h"
#include "expand/word_pattern.h"

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
	}
	return value;
}

/* What messages call it. */
static const char *param_name(const struct parameter *parameter, char buffer[NUMBER_SIZE],
			      size_t *len)
{
	switch (parameter->kind) {
	case PARAMETER_VARIABLE:
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

/* ---- $@ and $* ------------------------------------------------------ */

/* What is taken off each value. */
struct param_trim {
	const struct word_pattern *pattern; /* NULL: nothing */
	enum pattern_end end;
	bool longest;
};

static struct expand_value param_trim_value(const struct param_trim *trim,
					    struct expand_value value)
{
	size_t taken;

	if (word_pattern_trim(trim->pattern, value.data, value.len, trim->end, trim->longest,
			      &taken)) {
		value.len -= taken;
		if (trim->end == PATTERN_PREFIX) {
			value.data += taken;
		}
	}
	return value;
}

/* What stands between the parameters in one string: for * the first character of IFS. */
static size_t param_separator(struct expander *expander, char special, const char **separator)
{
	*separator = " ";
	if (special == '@') {
		return 1;
	}
	ifs_ready(expander);
	*separator = expander->ifs_first;
	return expander->ifs_first_len;
}

static void param_add_list(struct build *build, char special, bool quoted,
			   const struct param_trim *trim)
{
	struct expander *expander = build->expander;
	bool joined = build->mode != BUILD_FIELDS || (special == '*' && quoted);
	enum build_mark mark = quoted ? MARK_QUOTED : MARK_EXPANDED;
	const char *separator = "";
	size_t separator_len = joined ? param_separator(expander, special, &separator) : 0;
	size_t before = build->len;
	size_t i;

	for (i = 0; i < expander->positional_count; i++) {
		struct expand_value value = { expander->positional[i],
					      strlen(expander->positional[i]) };

		if (trim->pattern) {
			(void)word_pattern_locale(expander, trim->pattern, value.data, value.len);
			value = param_trim_value(trim, value);
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
				       bool quoted)
{
	struct expander *expander = build->expander;
	char *text = (char *)"";
	size_t len = 0;
	enum expand_status status;

	if (parameter->kind != PARAMETER_VARIABLE) {
		return param_error(expander, parameter, "cannot be assigned in this way");
	}
	if (parameter->word) {
		status = param_word_string(expander, parameter, &text, &len);
		if (status != EXPAND_OK) {
			return status;
		}
	}
	if (expander->host->set(expander->context, parameter->symbol, text, len) != 0) {
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

/* Is it unset or, with the colon, null? $@ and $* are so without parameters, null also with one
   that is empty. */
static bool param_missing(struct expander *expander, const struct parameter *parameter,
			  struct expand_value *value, char buffer[NUMBER_SIZE])
{
	if (param_is_list(parameter)) {
		return expander->positional_count == 0 ||
		       (parameter->colon && expander->positional_count == 1 &&
			expander->positional[0][0] == '\0');
	}
	*value = param_value(expander, parameter, buffer);
	return !value->data || (parameter->colon && value->len == 0);
}

static enum expand_status param_conditional(struct build *build, const struct parameter *parameter,
					    bool quoted)
{
	struct expander *expander = build->expander;
	char buffer[NUMBER_SIZE];
	struct expand_value value = { "", 0 };
	bool missing = param_missing(expander, parameter, &value, buffer);

	if (parameter->op == PARAMETER_ALTERNATE) {
		if (!missing) {
			return param_add_word(build, parameter, quoted);
		}
		build_add_value(build, "", 0, quoted);
		return EXPAND_OK;
	}
	if (missing) {
		if (parameter->op == PARAMETER_DEFAULT) {
			return param_add_word(build, parameter, quoted);
		}
		return parameter->op == PARAMETER_ASSIGN ? param_assign(build, parameter, quoted)
							 : param_complain(expander, parameter);
	}
	if (param_is_list(parameter)) {
		param_add_list(build, parameter->special, quoted, &(struct param_trim){ 0 });
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
		param_add_list(build, parameter->special, quoted, &(struct param_trim){ 0 });
		return EXPAND_OK;
	}
	value = param_value(expander, parameter, buffer);
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
	size_t length = expander->positional_count;
	const char *digits;

	if (!param_is_list(parameter)) {
		value = param_value(expander, parameter, buffer);
		if (!value.data && expander->nounset) {
			return param_unset(expander, parameter);
		}
		length = expand_length(expander, value.data, value.len);
	}
	digits = number_format(buffer, (int64_t)length, &length);
	build_add_value(build, digits, length, quoted);
	return EXPAND_OK;
}

static enum expand_status param_remove(struct build *build, const struct parameter *parameter,
				       bool quoted)
{
	struct expander *expander = build->expander;
	struct word_pattern pattern;
	struct param_trim trim = {
		.pattern = &pattern,
		.end = parameter->op == PARAMETER_PREFIX ||
				       parameter->op == PARAMETER_PREFIX_LONGEST
			       ? PATTERN_PREFIX
			       : PATTERN_SUFFIX,
		.longest = parameter->op == PARAMETER_PREFIX_LONGEST ||
			   parameter->op == PARAMETER_SUFFIX_LONGEST,
	};
	struct expand_value value;
	char buffer[NUMBER_SIZE];
	enum expand_status status = word_pattern_expand(expander, parameter->word, &pattern);

	if (status != EXPAND_OK) {
		return status;
	}
	if (param_is_list(parameter)) {
		param_add_list(build, parameter->special, quoted, &trim);
		return EXPAND_OK;
	}
	value = param_value(expander, parameter, buffer);
	if (!value.data && expander->nounset) {
		return param_unset(expander, parameter);
	}
	if (value.data && word_pattern_locale(expander, &pattern, value.data, value.len)) {
		value = param_value(expander, parameter, buffer); /* the host was asked since */
	}
	if (value.data) {
		value = param_trim_value(&trim, value);
	}
	build_add_value(build, value.data, value.len, quoted);
	return EXPAND_OK;
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
		return param_remove(build, parameter, quoted);
	case PARAMETER_BAD:
		break;
	}
	build->expander->host->error(build->expander->context, parameter->text, parameter->text_len,
				     "bad substitution");
	return EXPAND_ERROR;
}
