/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "shell/exec.h"
#include "shell/shell.h"

/* The arguments with spaces between them; lies in the scratch arena. */
static char *eval_join(struct shell *sh, int argc, char **argv, size_t *len)
{
	size_t room = 0;
	char *text;
	char *at;
	int i;

	for (i = 0; i < argc; i++) {
		room += strlen(argv[i]) + 1;
	}
	text = arena_alloc(&sh->scratch, room);
	at = text;
	for (i = 0; i < argc; i++) {
		size_t part = strlen(argv[i]);

		memcpy(at, argv[i], part);
		at += part;
		*at++ = ' ';
	}
	*--at = '\0';
	*len = (size_t)(at - text);
	return text;
}

static enum flow run_eval(struct shell *sh, int argc, char **argv)
{
	int first = builtin_operand(argc, argv);
	const char *text;
	size_t len;

	if (argc == first) {
		return builtin_status(sh, 0);
	}
	if (argc == first + 1) {
		text = argv[first];
		len = strlen(text);
	} else {
		text = eval_join(sh, argc - first, argv + first, &len);
	}
	if (text[strspn(text, " \t\n")] == '\0') {
		return builtin_status(sh, 0);
	}
	return exec_string(sh, text, len, NULL, sh->line, false);
}

const struct builtin builtin_eval = {
	.name = "eval",
	.run = run_eval,
	.flags = BUILTIN_SPECIAL,
	.usage = "eval [argument...]",
	.help = "Joins its arguments with spaces and runs the result as commands.",
};
