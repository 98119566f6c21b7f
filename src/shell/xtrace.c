/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/xtrace.h"

#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "expand/quote.h"
#include "shell/prompt.h"
#include "shell/shell.h"

static void xtrace_begin(struct shell *sh, struct strbuf *line)
{
	/* The trace of an expansion of PS4 itself would have no end. */
	sh->options[OPTION_XTRACE] = false;
	prompt_expand(sh, sh->known.ps4, line);
	sh->options[OPTION_XTRACE] = true;
}

static void xtrace_end(struct strbuf *line)
{
	strbuf_add_char(line, '\n');
	(void)fd_write_all(STDERR_FILENO, line->data,
			   line->len); /* a trace has nowhere to complain */
	strbuf_finish(line);
}

void xtrace_fields(struct shell *sh, const struct fields *fields)
{
	struct strbuf line = STRBUF_INIT;
	size_t i;

	xtrace_begin(sh, &line);
	for (i = 0; i < fields->count; i++) {
		if (i > 0) {
			strbuf_add_char(&line, ' ');
		}
		quote_shell(&line, fields->items[i], strlen(fields->items[i]));
	}
	xtrace_end(&line);
}

void xtrace_assignment(struct shell *sh, struct symbol *symbol, const char *value, size_t len)
{
	struct strbuf line = STRBUF_INIT;

	xtrace_begin(sh, &line);
	strbuf_add(&line, symbol->name, symbol->len);
	strbuf_add_char(&line, '=');
	if (len > 0) {
		quote_shell(&line, value, len);
	}
	xtrace_end(&line);
}

void xtrace_text(struct shell *sh, const char *text, size_t len)
{
	struct strbuf line = STRBUF_INIT;

	xtrace_begin(sh, &line);
	strbuf_add(&line, text, len);
	xtrace_end(&line);
}
