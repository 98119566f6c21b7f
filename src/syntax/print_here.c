/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Here-documents, as the printer writes them: always <<, since tabs are stripped already. */
#include <config.h>

#include <string.h>

#include "syntax/char_class.h"
#include "syntax/print.h"

struct print_here {
	struct strbuf body;
	struct strbuf delimiter;
};

/* Is there a line that would end the body? */
static bool here_has_line(const struct strbuf *body, const struct strbuf *delimiter)
{
	const char *line = body->data;
	const char *end = body->data + body->len;

	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)((newline ? newline : end) - line);

		if (len == delimiter->len && memcmp(line, delimiter->data, len) == 0) {
			return true;
		}
		line += len + 1;
	}
	return false;
}

/* The delimiter as written, if it is a plain word that does the same here; else another. */
static void here_choose_delimiter(const struct word *target, struct print_here *here)
{
	const char *text = target->text ? target->text : "";
	size_t i;
	unsigned number = 0;
	bool plain = target->text_len > 0;

	for (i = 0; i < target->text_len; i++) {
		plain = plain && (char_is_name(text[i]) || text[i] == '.');
	}
	strbuf_add(&here->delimiter, text, target->text_len);
	while (!plain || here_has_line(&here->body, &here->delimiter)) {
		strbuf_clear(&here->delimiter);
		strbuf_printf(&here->delimiter, "EOF%u", number++);
		plain = true;
	}
}

static void print_here_body(struct printer *printer, const struct redirection *redirection,
			    struct strbuf *body)
{
	struct strbuf *out = printer->out;
	const struct word *word = redirection->here;

	if (redirection->target->flags & WORD_QUOTED) {
		strbuf_add(body, word->text ? word->text : "", word->text_len);
		return;
	}
	printer->out = body;
	printer->inside++;
	print_word(printer, word, PRINT_HERE);
	printer->inside--;
	printer->out = out;
}

void print_here(struct printer *printer, const struct redirection *redirection)
{
	struct print_here here = { STRBUF_INIT, STRBUF_INIT };
	bool quoted = redirection->target->flags & WORD_QUOTED;

	if (!printer->line) {
		print_here_body(printer, redirection, &here.body);
	}
	here_choose_delimiter(redirection->target, &here);
	strbuf_add_string(printer->out, quoted ? "<<'" : "<<");
	strbuf_add(printer->out, here.delimiter.data, here.delimiter.len);
	strbuf_add_string(printer->out, quoted ? "'" : "");
	if (printer->line) {
		strbuf_finish(&here.body);
		strbuf_finish(&here.delimiter);
		return;
	}
	strbuf_add(&printer->heres, &here, sizeof(here));
}

void print_here_bodies(struct printer *printer)
{
	size_t i;

	for (i = printer->here_base; i < printer->heres.len; i += sizeof(struct print_here)) {
		struct print_here here;

		memcpy(&here, printer->heres.data + i, sizeof(here));
		strbuf_add(printer->out, here.body.data, here.body.len);
		strbuf_add(printer->out, here.delimiter.data, here.delimiter.len);
		strbuf_add_char(printer->out, '\n');
		strbuf_finish(&here.body);
		strbuf_finish(&here.delimiter);
	}
	strbuf_truncate(&printer->heres, printer->here_base);
}

void print_here_finish(struct printer *printer)
{
	strbuf_finish(&printer->heres);
}
