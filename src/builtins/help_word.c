/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/help_word.h"

#include <stddef.h>
#include <string.h>

const struct help_word help_words[] = {
	{ .name = "!",
	  .usage = "! pipeline",
	  .help = "Makes the status 1 if the pipeline's is 0, and 0 if not." },
	{ .name = "case",
	  .usage = "case word in [(] pattern [| pattern]...) list;; ... esac",
	  .help = "Runs the list behind the first pattern that matches. With ;& in place of ;; the "
		  "next list follows, too." },
	{ .name = "for",
	  .usage = "for name [in word...]; do list; done",
	  .help = "Runs the list with name set to each word in turn; without `in`, to each "
		  "positional parameter." },
	{ .name = "function",
	  .usage = "function name [()] compound-command",
	  .help = "Defines a function, as name() compound-command does. An extension." },
	{ .name = "if",
	  .usage = "if list; then list; [elif list; then list;]... [else list;] fi",
	  .help = "Runs the list behind the first condition that succeeds, or that behind else." },
	{ .name = "time",
	  .usage = "time [-p] pipeline",
	  .help = "Writes how long the pipeline took, and its user and system time, to standard "
		  "error; -p in the format of the standard. An extension." },
	{ .name = "until",
	  .usage = "until list; do list; done",
	  .help = "Runs the second list as long as the first fails." },
	{ .name = "while",
	  .usage = "while list; do list; done",
	  .help = "Runs the second list as long as the first succeeds." },
	{ .name = "with",
	  .usage = "with term... [--] command [| command]...",
	  .help = "Runs a pipeline, or a compound command, under terms. A duration is a number "
		  "with ms, s, m, h or d, or of seconds; a size one with K, M or G. An extension.",
	  .terms = true },
	{ .name = "{",
	  .usage = "{ list; }",
	  .help = "Runs the list in this shell; (list) runs it in a subshell." },
	{ .name = NULL },
};

struct help_part {
	const char *name;
	const char *whole;
};

static const struct help_part help_parts[] = {
	{ "do", "while" }, { "done", "while" }, { "elif", "if" },
	{ "else", "if" },  { "esac", "case" },  { "fi", "if" },
	{ "in", "for" },   { "then", "if" },    { "}", "{" },
};

const struct help_word *help_word_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(help_parts) / sizeof(*help_parts); i++) {
		if (strcmp(help_parts[i].name, name) == 0) {
			name = help_parts[i].whole;
			break;
		}
	}
	for (i = 0; help_words[i].name; i++) {
		if (strcmp(help_words[i].name, name) == 0) {
			return &help_words[i];
		}
	}
	return NULL;
}
