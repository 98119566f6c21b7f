/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XCU echo leaves options and backslashes to the implementation. Ours: clusters of n, e and E
 * before the first string are options; backslash escapes are interpreted after -e only, so that
 * what a variable holds comes out as it is.
 */
#include <config.h>

#include "builtins/table.h"

#include <string.h>

#include "builtins/escape.h"
#include "shell/shell.h"

struct echo {
	bool newline;
	bool escapes;
};

/* Is TEXT a cluster of options? Then it is done. */
static bool echo_cluster(const char *text, struct echo *echo)
{
	size_t len = strspn(text + 1, "neE");
	const char *p;

	if (len == 0 || text[1 + len] != '\0') {
		return false;
	}
	for (p = text + 1; *p; p++) {
		if (*p == 'n') {
			echo->newline = false;
		} else {
			echo->escapes = *p == 'e';
		}
	}
	return true;
}

/* False: \c ends all output. */
static bool echo_escaped(struct output *out, const char *text, bool extensions)
{
	for (;;) {
		const char *backslash = strchrnul(text, '\\');
		char bytes[ESCAPE_MAX];
		size_t count;

		output_add(out, text, (size_t)(backslash - text));
		if (*backslash == '\0') {
			return true;
		}
		text = backslash + 1;
		if (*text == 'c') {
			return false;
		}
		count = escape_parse(&text, ESCAPE_ZERO, extensions, bytes);
		if (count > 0) {
			output_add(out, bytes, count);
		} else {
			output_add_char(out, '\\');
		}
	}
}

static enum flow run_echo(struct shell *sh, int argc, char **argv)
{
	struct echo echo = { .newline = true, .escapes = false };
	int i = 1;

	(void)argc;
	while (argv[i] && argv[i][0] == '-' && echo_cluster(argv[i], &echo)) {
		i++;
	}
	for (; argv[i]; i++) {
		size_t len = strlen(argv[i]);

		if (echo.escapes && memchr(argv[i], '\\', len)) {
			if (!echo_escaped(sh->out, argv[i], shell_extensions(sh))) {
				echo.newline = false;
				break;
			}
		} else {
			output_add(sh->out, argv[i], len);
		}
		if (argv[i + 1]) {
			output_add_char(sh->out, ' ');
		}
	}
	if (echo.newline) {
		output_add_char(sh->out, '\n');
	}
	sh->status = 0;
	return FLOW_NEXT;
}

const struct builtin builtin_echo = {
	.name = "echo",
	.run = run_echo,
	.flags = BUILTIN_INTRINSIC | BUILTIN_PURE | BUILTIN_PATH,
	.usage = "echo [-neE] [string...]",
	.help = "Writes its arguments with spaces between them and a newline behind, which -n leaves "
		"out. After -e, \\a \\b \\e \\f \\n \\r \\t \\v \\\\ \\0nnn \\xhh \\uhhhh "
		"are interpreted and \\c ends the output; -E turns that off again.",
};
