/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/expand.h"

#include <stdlib.h>
#include <string.h>

#include "expand/build.h"
#include "expand/param.h"
#include "expand/param_list.h"
#include "expand/pathname.h"
#include "expand/split.h"
#include "expand/tilde.h"
#include "expand/word_pattern.h"

/* A buffer that one command substitution made larger than this is not kept. */
enum { CAPTURE_KEEP = 1024 * 1024 };

void expander_finish(struct expander *expander)
{
	size_t i;

	free(expander->ifs_wide);
	expander->ifs_wide = NULL;
	expander->ifs_ready = false;
	for (i = 0; i < EXPAND_CAPTURES; i++) {
		strbuf_finish(&expander->captures[i]);
	}
	strbuf_finish(&expander->path);
}

/* ---- command substitution ------------------------------------------- */

static enum expand_status capture_failed(struct expander *expander)
{
	return expander->host->interrupted(expander->context) ? EXPAND_INTERRUPTED : EXPAND_ERROR;
}

static enum expand_status capture_run(struct expander *expander, const struct part *part,
				      struct strbuf *out)
{
	size_t start = out->len;
	size_t end;

	if (stack_guard_reached(expander->guard)) {
		expander->host->error(expander->context, "$(...)", 6,
				      "expansion nested too deeply");
		return EXPAND_ERROR;
	}
	if (expander->host->substitute(expander->context, part->command, out) != 0) {
		return capture_failed(expander);
	}
	end = out->len;
	while (end > start && out->data[end - 1] == '\n') {
		end--;
	}
	strbuf_truncate(out, end);
	return EXPAND_OK;
}

enum expand_status capture_command(struct expander *expander, const struct part *part,
				   struct strbuf **capture, struct strbuf *own)
{
	unsigned depth = expander->capture_depth++;
	enum expand_status status;

	*capture = own;
	strbuf_init(own);
	if (depth < EXPAND_CAPTURES) {
		*capture = &expander->captures[depth];
		strbuf_reserve(*capture, 0);
		strbuf_clear(*capture);
	}
	status = capture_run(expander, part, *capture);
	if (status != EXPAND_OK) {
		capture_release(expander, *capture);
	}
	return status;
}

void capture_release(struct expander *expander, struct strbuf *capture)
{
	expander->capture_depth--;
	if (expander->capture_depth >= EXPAND_CAPTURES || capture->capacity > CAPTURE_KEEP) {
		strbuf_finish(capture);
	}
}

/* ---- parts ---------------------------------------------------------- */

static enum expand_status build_add_command(struct build *build, const struct part *part,
					    bool quoted)
{
	struct expander *expander = build->expander;
	struct strbuf *capture;
	struct strbuf own;
	enum expand_status status = capture_command(expander, part, &capture, &own);

	if (status == EXPAND_OK) {
		build_add_value(build, capture->data, capture->len, quoted);
		capture_release(expander, capture);
	}
	return status;
}

static enum expand_status build_add_arithmetic(struct build *build, const struct part *part,
					       bool quoted)
{
	char buffer[NUMBER_SIZE];
	const char *digits;
	int64_t value;
	size_t len;
	enum expand_status status = expand_arithmetic(build->expander, part, &value);

	if (status == EXPAND_OK) {
		digits = number_format(buffer, value, &len);
		build_add_value(build, digits, len, quoted);
	}
	return status;
}

static enum expand_status build_add_process(struct build *build, const struct part *part)
{
	struct expander *expander = build->expander;
	char path[EXPAND_PROCESS_SIZE];

	if (expander->host->process(expander->context, part->command, part->output, path) != 0) {
		return capture_failed(expander);
	}
	build_add_value(build, path, strlen(path), true); /* not to be split at any byte */
	return EXPAND_OK;
}

static void build_add_literal(struct build *build, const struct part *part, bool quoted,
			      bool nested)
{
	if (part->len > 0) {
		build_add(build, part->text, part->len,
			  quoted   ? MARK_QUOTED
			  : nested ? MARK_EXPANDED
				   : MARK_LITERAL);
	} else if (quoted) {
		build_add_null(build);
	}
}

/* Does a literal that begins with a slash stand at INDEX? */
static bool word_has_slash(const struct word *word, uint32_t index)
{
	return index < word->part_count && word->parts[index].type == PART_LITERAL &&
	       word->parts[index].len > 0 && word->parts[index].text[0] == '/';
}

enum expand_status build_add_word(struct build *build, const struct word *word, bool quoted,
				  bool nested)
{
	enum expand_status status = EXPAND_OK;
	uint32_t i;

	for (i = 0; i < word->part_count && status == EXPAND_OK; i++) {
		const struct part *part = &word->parts[i];
		bool part_quoted = quoted || part->quoted;

		switch (part->type) {
		case PART_LITERAL:
			build_add_literal(build, part, part_quoted, nested);
			break;
		case PART_TILDE:
			tilde_prefix_expand(build, part, word_has_slash(word, i + 1));
			break;
		case PART_PARAMETER:
			status = param_expand(build, part->parameter, part_quoted);
			break;
		case PART_COMMAND:
			status = build_add_command(build, part, part_quoted);
			break;
		case PART_ARITHMETIC:
			status = build_add_arithmetic(build, part, part_quoted);
			break;
		case PART_PROCESS:
			status = build_add_process(build, part);
			break;
		case PART_ARRAY: /* not by way of an expansion */
			break;
		}
	}
	return status;
}

/* ---- words to fields ------------------------------------------------ */

static enum expand_status field_value(struct expander *expander, const char *data, size_t len,
				      bool quoted, struct fields *fields)
{
	if (!quoted) {
		return split_value(expander, data, len, fields);
	}
	fields_add(expander->arena, fields, arena_copy(expander->arena, data, len));
	return EXPAND_OK;
}

/* "$@" or "${a[@]}", and nothing else. */
static void field_list(struct expander *expander, const struct parameter *parameter,
		       struct fields *fields)
{
	struct param_list list = param_list_get(expander, parameter);
	size_t i;

	if (fields->count + list.count >= fields->capacity) {
		fields_grow(expander->arena, fields, list.count);
	}
	for (i = 0; i < list.count; i++) {
		struct expand_value value = param_list_value(&list, i);

		fields_add(expander->arena, fields,
			   arena_copy(expander->arena, value.data, value.len));
	}
}

/* $x or "$x", and nothing else. */
static enum expand_status field_parameter(struct expander *expander, const struct part *part,
					  struct fields *fields)
{
	char buffer[NUMBER_SIZE];
	struct expand_value value;

	ifs_ready(expander); /* now: a value lasts until the host is asked again */
	value = param_value(expander, part->parameter, buffer);
	if (!value.data && expander->nounset) {
		return param_unset(expander, part->parameter);
	}
	return field_value(expander, value.data, value.len, part->quoted, fields);
}

static enum expand_status field_command(struct expander *expander, const struct part *part,
					struct fields *fields)
{
	struct strbuf *capture;
	struct strbuf own;
	enum expand_status status = capture_command(expander, part, &capture, &own);

	if (status == EXPAND_OK) {
		status = field_value(expander, capture->data, capture->len, part->quoted, fields);
		capture_release(expander, capture);
	}
	return status;
}

static enum expand_status field_arithmetic(struct expander *expander, const struct part *part,
					   struct fields *fields)
{
	char buffer[NUMBER_SIZE];
	const char *digits;
	int64_t value;
	size_t len;
	enum expand_status status = expand_arithmetic(expander, part, &value);

	if (status != EXPAND_OK) {
		return status;
	}
	digits = number_format(buffer, value, &len);
	return field_value(expander, digits, len, part->quoted, fields);
}

static enum expand_status field_build(struct expander *expander, const struct word *word,
				      struct fields *fields)
{
	struct build build;
	enum expand_status status;

	build_init(&build, expander, BUILD_FIELDS);
	status = build_add_word(&build, word, false, false);
	return status == EXPAND_OK ? split_build(&build, fields) : status;
}

/* A word of one part; most are. */
static enum expand_status field_part(struct expander *expander, const struct word *word,
				     struct fields *fields)
{
	const struct part *part = &word->parts[0];

	switch (part->type) {
	case PART_PARAMETER:
		if (part->parameter->op != PARAMETER_PLAIN) {
			break;
		}
		if (param_is_simple(part->parameter)) {
			return field_parameter(expander, part, fields);
		}
		if (part->quoted && part->parameter->special == '@') {
			field_list(expander, part->parameter, fields);
			return EXPAND_OK;
		}
		break;
	case PART_COMMAND:
		return field_command(expander, part, fields);
	case PART_ARITHMETIC:
		return field_arithmetic(expander, part, fields);
	case PART_LITERAL:
		if ((word->flags & WORD_GLOB) && !part->quoted && !expander->noglob) {
			return pathname_expand(expander, part->text, NULL, part->len, fields);
		}
		fields_add(expander->arena, fields, part->text);
		return EXPAND_OK;
	case PART_TILDE:
	case PART_PROCESS:
	case PART_ARRAY:
		break;
	}
	return field_build(expander, word, fields);
}

enum expand_status expand_word(struct expander *expander, const struct word *word,
			       struct fields *fields)
{
	if (word->flags & WORD_STATIC) {
		fields_add(expander->arena, fields, word->text);
		return EXPAND_OK;
	}
	if (word->flags & WORD_DECLARATION) {
		char *text;
		enum expand_status status = expand_string(expander, word, &text, NULL);

		if (status == EXPAND_OK) {
			fields_add(expander->arena, fields, text);
		}
		return status;
	}
	if (word->part_count == 1) {
		return field_part(expander, word, fields);
	}
	return field_build(expander, word, fields);
}

enum expand_status expand_words(struct expander *expander, struct word *const *words, size_t count,
				struct fields *fields)
{
	enum expand_status status = EXPAND_OK;
	size_t i;

	if (fields->count + count >= fields->capacity) {
		fields_grow(expander->arena, fields, count);
	}
	for (i = 0; i < count && status == EXPAND_OK; i++) {
		if (words[i]->flags & WORD_STATIC) {
			fields_add(expander->arena, fields, words[i]->text);
		} else {
			status = expand_word(expander, words[i], fields);
		}
	}
	return status;
}

/* ---- words to strings ----------------------------------------------- */

static void string_result(const char *result, size_t result_len, char **text, size_t *len)
{
	*text = (char *)result;
	if (len) {
		*len = result_len;
	}
}

static void string_copy(struct expander *expander, const char *data, size_t data_len, char **text,
			size_t *len)
{
	string_result(arena_copy(expander->arena, data, data_len), data_len, text, len);
}

/* $x and nothing else. */
static enum expand_status string_parameter(struct expander *expander,
					   const struct parameter *parameter, char **text,
					   size_t *len)
{
	char buffer[NUMBER_SIZE];
	struct expand_value value = param_value(expander, parameter, buffer);

	if (!value.data && expander->nounset) {
		return param_unset(expander, parameter);
	}
	string_copy(expander, value.data, value.len, text, len);
	return EXPAND_OK;
}

static enum expand_status string_command(struct expander *expander, const struct part *part,
					 char **text, size_t *len)
{
	struct strbuf *capture;
	struct strbuf own;
	enum expand_status status = capture_command(expander, part, &capture, &own);

	if (status == EXPAND_OK) {
		string_copy(expander, capture->data, capture->len, text, len);
		capture_release(expander, capture);
	}
	return status;
}

static enum expand_status string_arithmetic(struct expander *expander, const struct part *part,
					    char **text, size_t *len)
{
	char buffer[NUMBER_SIZE];
	const char *digits;
	size_t digits_len;
	int64_t value;
	enum expand_status status = expand_arithmetic(expander, part, &value);

	if (status == EXPAND_OK) {
		digits = number_format(buffer, value, &digits_len);
		string_copy(expander, digits, digits_len, text, len);
	}
	return status;
}

static enum expand_status string_build(struct expander *expander, const struct word *word,
				       char **text, size_t *len)
{
	struct build build;
	enum expand_status status;

	build_init(&build, expander, BUILD_STRING);
	status = build_add_word(&build, word, false, false);
	build_close(&build);
	string_result(build.text, build.len, text, len);
	return status;
}

enum expand_status expand_string(struct expander *expander, const struct word *word, char **text,
				 size_t *len)
{
	const struct part *part = &word->parts[0];

	if (word->flags & WORD_STATIC) {
		string_result(word->text, word->text_len, text, len);
		return EXPAND_OK;
	}
	if (word->part_count == 0) {
		string_result("", 0, text, len);
		return EXPAND_OK;
	}
	if (word->part_count > 1) {
		return string_build(expander, word, text, len);
	}
	switch (part->type) {
	case PART_LITERAL:
		string_result(part->text, part->len, text, len);
		return EXPAND_OK;
	case PART_PARAMETER:
		if (part->parameter->op == PARAMETER_PLAIN && param_is_simple(part->parameter)) {
			return string_parameter(expander, part->parameter, text, len);
		}
		break;
	case PART_COMMAND:
		return string_command(expander, part, text, len);
	case PART_ARITHMETIC:
		return string_arithmetic(expander, part, text, len);
	case PART_TILDE:
	case PART_PROCESS:
	case PART_ARRAY:
		break;
	}
	return string_build(expander, word, text, len);
}

/* One part of a here-document. */
static enum expand_status here_part(struct expander *expander, const struct word *word,
				    uint32_t index, struct strbuf *out)
{
	const struct part *part = &word->parts[index];
	struct arena_mark mark = arena_mark(expander->arena);
	struct word single = { .part_count = 1, .parts = &word->parts[index] };
	enum expand_status status;
	char *text;
	size_t len;

	if (part->type == PART_LITERAL) {
		strbuf_add(out, part->text, part->len);
		return EXPAND_OK;
	}
	status = expand_string(expander, &single, &text, &len);
	if (status == EXPAND_OK) {
		strbuf_add(out, text, len);
	}
	arena_release(expander->arena, mark);
	return status;
}

enum expand_status expand_here(struct expander *expander, const struct word *word,
			       struct strbuf *out)
{
	enum expand_status status = EXPAND_OK;
	uint32_t i;

	if (word->flags & WORD_STATIC) {
		strbuf_add(out, word->text, word->text_len);
		return EXPAND_OK;
	}
	for (i = 0; i < word->part_count && status == EXPAND_OK; i++) {
		status = here_part(expander, word, i, out);
	}
	return status;
}

enum expand_status expand_match(struct expander *expander, const struct word *pattern,
				const char *text, size_t len, bool *matches)
{
	struct word_pattern expanded;
	enum expand_status status = word_pattern_expand(expander, pattern, &expanded);

	if (status == EXPAND_OK) {
		(void)word_pattern_locale(expander, &expanded, text, len);
		*matches = word_pattern_match(&expanded, text, len);
	}
	return status;
}
