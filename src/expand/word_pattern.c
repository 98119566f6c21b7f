/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/word_pattern.h"

#include <string.h>

#include "expand/build.h"
#include "expand/locale.h"

enum expand_status word_pattern_expand(struct expander *expander, const struct word *word,
				       struct word_pattern *pattern)
{
	struct build build;
	enum expand_status status;

	*pattern = (struct word_pattern){ .text = "", .literal = true };
	if (!word || word->part_count == 0) {
		return EXPAND_OK;
	}
	if (word->flags & WORD_STATIC) {
		pattern->text = word->text;
		pattern->len = word->text_len;
		return EXPAND_OK;
	}
	if (word->part_count == 1 && word->parts[0].type == PART_LITERAL) {
		pattern->text = word->parts[0].text;
		pattern->len = word->parts[0].len;
		pattern->literal = word->parts[0].quoted;
		return EXPAND_OK;
	}
	if (stack_guard_reached(expander->guard)) {
		expander->host->error(expander->context, "pattern", 7,
				      "expansion nested too deeply");
		return EXPAND_ERROR;
	}
	build_init(&build, expander, BUILD_PATTERN);
	status = build_add_word(&build, word, false, false);
	build_close(&build);
	pattern->text = build.text;
	pattern->quoted = build.marks;
	pattern->len = build.len;
	pattern->literal = !build.marks;
	return status;
}

bool word_pattern_locale(struct expander *expander, const struct word_pattern *pattern,
			 const char *text, size_t len)
{
	bool asked;

	if (pattern->literal || expander->ctype_ready) {
		return false;
	}
	asked = expand_locale_peek(expander);
	if (expander->ctype_ready ||
	    !(locale_has_high(text, len) || locale_has_high(pattern->text, pattern->len))) {
		return asked;
	}
	expand_locale_ready(expander);
	return true;
}

bool word_pattern_match(const struct word_pattern *pattern, const char *text, size_t len)
{
	if (pattern->literal) {
		return len == pattern->len && memcmp(text, pattern->text, len) == 0;
	}
	return pattern_match(pattern->text, pattern->quoted, pattern->len, text, len);
}

bool word_pattern_trim(const struct word_pattern *pattern, const char *text, size_t len,
		       enum pattern_end end, bool longest, size_t *taken)
{
	if (pattern->literal) {
		*taken = pattern->len;
		return pattern->len <= len &&
		       memcmp(end == PATTERN_PREFIX ? text : text + len - pattern->len,
			      pattern->text, pattern->len) == 0;
	}
	return pattern_trim(pattern->text, pattern->quoted, pattern->len, text, len, end, longest,
			    taken);
}

size_t expand_length(struct expander *expander, const char *text, size_t len)
{
	if (!locale_has_high(text, len)) {
		return len;
	}
	/* TEXT may be gone once the locale's variables are looked up. */
	if (!expander->ctype_ready) {
		text = arena_copy(expander->arena, text, len);
		expand_locale_ready(expander);
	}
	return locale_count(locale_charset(), text, len);
}
