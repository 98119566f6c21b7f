/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "line/typed_word.h"

#include <ctype.h>
#include <string.h>

#include "shell/shell.h"

/* ---- reading ---------------------------------------------------------- */

struct typed_reader {
	struct typed_word *word;
	struct shell *sh;
	const char *text;
	size_t at;
	size_t len;
};

static void typed_add(struct typed_reader *reader, char c)
{
	struct typed_word *word = reader->word;

	strbuf_add_char(&word->base, c);
	if (c == '/') {
		strbuf_add(&word->directory, word->base.data, word->base.len);
		strbuf_clear(&word->base);
		word->base_start = reader->at;
		word->open = word->quote;
		word->first = false;
		word->unknown = false;
	}
}

static bool typed_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* "~name" in front of a slash. */
static void typed_tilde(struct typed_reader *reader)
{
	const struct expander *expander = &reader->sh->expander;
	const char *name = reader->text + reader->at + 1;
	const char *slash = memchr(name, '/', reader->len - reader->at - 1);
	size_t len = slash ? (size_t)(slash - name) : 0;
	struct expand_value home;

	if (!slash) {
		return;
	}
	home = len == 0 ? variable_get(reader->sh, reader->sh->known.home)
			: expander->host->home(expander->context, name, len);
	if (home.data) {
		strbuf_add(&reader->word->base, home.data, home.len);
		reader->at += 1 + len;
	}
}

/* At a dollar sign: the value of a plain parameter, or what nobody can know. */
static void typed_dollar(struct typed_reader *reader)
{
	bool brace = reader->at + 1 < reader->len && reader->text[reader->at + 1] == '{';
	size_t start = reader->at + 1 + brace;
	size_t end = start;
	const struct symbol *symbol;

	while (end < reader->len && typed_name_char(reader->text[end])) {
		end++;
	}
	reader->word->unknown = true;
	reader->at++;
	if (end == start || (brace && (end == reader->len || reader->text[end] != '}'))) {
		return;
	}
	symbol = symbol_find(&reader->sh->symbols, reader->text + start, end - start);
	if (symbol && symbol->variable) {
		struct expand_value value = variable_get(reader->sh, symbol->variable->symbol);

		strbuf_add(&reader->word->base, value.data ? value.data : "", value.len);
	}
	reader->at = end + brace;
}

/* At a backslash outside '...': what it quotes. */
static void typed_escape(struct typed_reader *reader)
{
	char c = reader->at + 1 < reader->len ? reader->text[reader->at + 1] : '\0';

	reader->at++;
	if (c == '\0' || (c == '\n' && reader->word->quote != TYPED_DOLLAR)) {
		reader->at += c == '\n';
		return; /* the line goes on */
	}
	if (reader->word->quote == TYPED_DOUBLE && !strchr("$`\"\\", c)) {
		typed_add(reader, '\\');
		return; /* it stands for itself */
	}
	if (reader->word->quote == TYPED_DOLLAR && !strchr("'\"\\", c)) {
		reader->word->unknown = true;
	}
	reader->at++;
	typed_add(reader, c);
}

/* Takes a quote that begins or ends; false: the character is an ordinary one here. */
static bool typed_quotes(struct typed_reader *reader)
{
	enum typed_quote *quote = &reader->word->quote;
	char c = reader->text[reader->at];
	bool dollar =
		c == '$' && reader->at + 1 < reader->len && reader->text[reader->at + 1] == '\'';

	switch (*quote) {
	case TYPED_PLAIN:
		*quote = dollar      ? TYPED_DOLLAR
			 : c == '\'' ? TYPED_SINGLE
			 : c == '"'  ? TYPED_DOUBLE
				     : TYPED_PLAIN;
		reader->at += dollar;
		break;
	case TYPED_SINGLE:
	case TYPED_DOLLAR:
		if (c != '\'') {
			return false;
		}
		*quote = TYPED_PLAIN;
		break;
	case TYPED_DOUBLE:
		if (c != '"') {
			return false;
		}
		*quote = TYPED_PLAIN;
		break;
	}
	if (c != '\'' && c != '"' && !dollar) {
		return false;
	}
	reader->at++;
	return true;
}

static void typed_step(struct typed_reader *reader)
{
	enum typed_quote quote = reader->word->quote;
	char c = reader->text[reader->at];

	if (typed_quotes(reader)) {
		return;
	}
	if (c == '\\' && quote != TYPED_SINGLE) {
		typed_escape(reader);
	} else if (c == '$' && (quote == TYPED_PLAIN || quote == TYPED_DOUBLE)) {
		typed_dollar(reader);
	} else {
		reader->word->unknown |= c == '`' && quote != TYPED_SINGLE;
		reader->at++;
		typed_add(reader, c);
	}
}

void typed_word_init(struct typed_word *word, struct shell *sh, const char *text, size_t start,
		     size_t len)
{
	struct typed_reader reader = {
		.word = word, .sh = sh, .text = text, .at = start, .len = len
	};

	*word = (struct typed_word){ .base_start = start, .first = true };
	strbuf_init(&word->directory);
	strbuf_init(&word->base);
	if (start < len && text[start] == '~') {
		typed_tilde(&reader);
	}
	while (reader.at < len) {
		typed_step(&reader);
	}
}

void typed_word_finish(struct typed_word *word)
{
	strbuf_finish(&word->directory);
	strbuf_finish(&word->base);
}

/* ---- writing ---------------------------------------------------------- */

static void typed_add_plain(struct strbuf *out, char c, bool first)
{
	if (c == '\n') {
		strbuf_add_string(out, "'\n'"); /* a backslash would remove it */
		return;
	}
	if (strchr(" \t|&;<>()$`\\\"'*?[]{}!", c) || (first && strchr("~#", c))) {
		strbuf_add_char(out, '\\');
	}
	strbuf_add_char(out, c);
}

static void typed_add_quoted(struct strbuf *out, char c, enum typed_quote quote, bool first)
{
	switch (quote) {
	case TYPED_PLAIN:
		typed_add_plain(out, c, first);
		break;
	case TYPED_SINGLE:
		if (c == '\'') {
			strbuf_add_string(out, "'\\''");
		} else {
			strbuf_add_char(out, c);
		}
		break;
	case TYPED_DOUBLE:
		if (strchr("$`\"\\", c)) {
			strbuf_add_char(out, '\\');
		}
		strbuf_add_char(out, c);
		break;
	case TYPED_DOLLAR:
		if (c == '\'' || c == '\\') {
			strbuf_add_char(out, '\\');
		}
		strbuf_add_char(out, c);
		break;
	}
}

void typed_word_quote(const struct typed_word *word, const char *name, size_t len, bool close,
		      struct strbuf *out)
{
	static const char *const opening[] = { "", "'", "\"", "$'" };
	enum typed_quote quote = word->open != TYPED_PLAIN ? word->open : word->quote;

	if (word->open == TYPED_PLAIN) {
		strbuf_add_string(out, opening[quote]);
	}
	for (size_t i = 0; i < len; i++) {
		typed_add_quoted(out, name[i], quote, i == 0 && word->first);
	}
	if (close && quote != TYPED_PLAIN) {
		strbuf_add_char(out, quote == TYPED_DOUBLE ? '"' : '\'');
	}
}
