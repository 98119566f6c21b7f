/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/prompt.h"

#include "shell/exec.h"
#include "shell/shell.h"
#include "syntax/parser.h"

void prompt_expand_text(struct shell *sh, const char *text, size_t len, struct strbuf *out)
{
	struct arena_mark mark = arena_mark(&sh->scratch);
	struct parser_options options = exec_parser_options(sh);
	const struct word *word;
	int status = sh->status;
	int substitute_status = sh->substitute_status;
	const char *copy = arena_copy(&sh->scratch, text, len);

	word = parse_here_text(&sh->scratch, &options, copy, len);
	if (!word || expand_here(&sh->expander, word, out) != EXPAND_OK) {
		strbuf_add(out, copy, len); /* better as it stands than none */
	}
	sh->status = status;
	sh->substitute_status = substitute_status;
	arena_release(&sh->scratch, mark);
}

void prompt_expand(struct shell *sh, struct symbol *symbol, struct strbuf *out)
{
	struct expand_value value = variable_get(sh, symbol);

	if (value.data) {
		prompt_expand_text(sh, value.data, value.len, out);
	}
}
