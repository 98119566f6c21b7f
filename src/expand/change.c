/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/change.h"

#include <string.h>

#include "expand/build.h"
#include "expand/locale.h"
#include "expand/pattern.h"

enum expand_status change_init(struct change *change, struct expander *expander,
			       const struct parameter *parameter)
{
	const struct parameter_operands *operands = parameter->operands;
	enum expand_status status;
	char *text;

	*change = (struct change){ .op = parameter->op, .every = !parameter->word };
	if (!operands) {
		return word_pattern_expand(expander, parameter->word, &change->pattern);
	}
	status = word_pattern_expand(expander, operands->pattern, &change->pattern);
	if (status == EXPAND_OK && operands->replacement) {
		status = expand_string(expander, operands->replacement, &text,
				       &change->replacement_len);
		change->replacement = text;
	}
	return status;
}

static bool change_is_case(const struct change *change)
{
	return change->op >= PARAMETER_UPPER && change->op <= PARAMETER_LOWER_ALL;
}

bool change_locale(const struct change *change, struct expander *expander,
		   struct expand_value value)
{
	if (change_is_case(change) && !expander->ctype_ready &&
	    locale_has_high(value.data, value.len)) {
		expand_locale_ready(expander);
		return true;
	}
	return word_pattern_locale(expander, &change->pattern, value.data, value.len);
}

/* ---- ${x#pattern} --------------------------------------------------- */

static struct expand_value change_trim(const struct change *change, struct expand_value value)
{
	bool prefix = change->op == PARAMETER_PREFIX || change->op == PARAMETER_PREFIX_LONGEST;
	bool longest =
		change->op == PARAMETER_PREFIX_LONGEST || change->op == PARAMETER_SUFFIX_LONGEST;
	size_t taken;

	if (word_pattern_trim(&change->pattern, value.data, value.len,
			      prefix ? PATTERN_PREFIX : PATTERN_SUFFIX, longest, &taken)) {
		value.len -= taken;
		value.data += prefix ? taken : 0;
	}
	return value;
}

/* ---- ${x/pattern/string} -------------------------------------------- */

/* The first match in VALUE from AT on: where, and how long. False: there is none. */
static bool change_find(const struct change *change, enum locale_charset charset,
			struct expand_value value, size_t *at, size_t *taken)
{
	const struct word_pattern *pattern = &change->pattern;
	uint32_t code;

	if (pattern->literal) {
		const char *found =
			memmem(value.data + *at, value.len - *at, pattern->text, pattern->len);

		*at = found ? (size_t)(found - value.data) : value.len;
		*taken = pattern->len;
		return found != NULL;
	}
	do {
		if (word_pattern_trim(pattern, value.data + *at, value.len - *at, PATTERN_PREFIX,
				      true, taken)) {
			return true;
		}
		if (*at == value.len) {
			return false;
		}
		*at += locale_decode(charset, value.data + *at, value.len - *at, &code);
	} while (*at < value.len);
	return false;
}

static struct expand_value change_build_close(struct build *build)
{
	build_close(build);
	return (struct expand_value){ build->text, build->len };
}

/* Anywhere. */
static struct expand_value change_replace(const struct change *change, struct expander *expander,
					  struct expand_value value)
{
	enum locale_charset charset = locale_charset();
	struct build build;
	size_t from = 0;
	size_t at = 0;
	size_t taken;

	if (change->pattern.len == 0 || !change_find(change, charset, value, &at, &taken)) {
		return value;
	}
	build_init(&build, expander, BUILD_STRING);
	do {
		build_add(&build, value.data + from, at - from, MARK_QUOTED);
		build_add(&build, change->replacement, change->replacement_len, MARK_QUOTED);
		from = at + taken;
		at = from;
	} while (change->op == PARAMETER_REPLACE_ALL && from < value.len &&
		 change_find(change, charset, value, &at, &taken));
	build_add(&build, value.data + from, value.len - from, MARK_QUOTED);
	return change_build_close(&build);
}

/* At an end. */
static struct expand_value change_replace_end(const struct change *change,
					      struct expander *expander, struct expand_value value)
{
	bool prefix = change->op == PARAMETER_REPLACE_PREFIX;
	struct build build;
	size_t taken;

	if (!word_pattern_trim(&change->pattern, value.data, value.len,
			       prefix ? PATTERN_PREFIX : PATTERN_SUFFIX, true, &taken)) {
		return value;
	}
	build_init(&build, expander, BUILD_STRING);
	build_add(&build, value.data, prefix ? 0 : value.len - taken, MARK_QUOTED);
	build_add(&build, change->replacement, change->replacement_len, MARK_QUOTED);
	build_add(&build, value.data + taken, prefix ? value.len - taken : 0, MARK_QUOTED);
	return change_build_close(&build);
}

/* ---- ${x^} ---------------------------------------------------------- */

static struct expand_value change_case(const struct change *change, struct expander *expander,
				       struct expand_value value)
{
	bool upper = change->op == PARAMETER_UPPER || change->op == PARAMETER_UPPER_ALL;
	bool all = change->op == PARAMETER_UPPER_ALL || change->op == PARAMETER_LOWER_ALL;
	enum locale_charset charset = locale_charset();
	struct build build;
	size_t at = 0;

	build_init(&build, expander, BUILD_STRING);
	while (at < value.len && (all || at == 0)) {
		const char *character = value.data + at;
		char other[LOCALE_CHARACTER_MAX];
		uint32_t code;
		size_t len = locale_decode(charset, character, value.len - at, &code);

		at += len;
		if (change->every || word_pattern_match(&change->pattern, character, len)) {
			len = locale_change_case(charset, code, upper, other);
			character = len > 0 ? other : character;
			len = len > 0 ? len : (size_t)(value.data + at - character);
		}
		build_add(&build, character, len, MARK_QUOTED);
	}
	build_add(&build, value.data + at, value.len - at, MARK_QUOTED);
	return change_build_close(&build);
}

struct expand_value change_value(const struct change *change, struct expander *expander,
				 struct expand_value value)
{
	switch ((int)change->op) { /* -Wswitch-enum: the others change nothing */
	case PARAMETER_PREFIX:
	case PARAMETER_PREFIX_LONGEST:
	case PARAMETER_SUFFIX:
	case PARAMETER_SUFFIX_LONGEST:
		return change_trim(change, value);
	case PARAMETER_REPLACE:
	case PARAMETER_REPLACE_ALL:
		return change_replace(change, expander, value);
	case PARAMETER_REPLACE_PREFIX:
	case PARAMETER_REPLACE_SUFFIX:
		return change_replace_end(change, expander, value);
	case PARAMETER_UPPER:
	case PARAMETER_UPPER_ALL:
	case PARAMETER_LOWER:
	case PARAMETER_LOWER_ALL:
		return change_case(change, expander, value);
	default:
		return value;
	}
}
