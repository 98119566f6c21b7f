/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * roundtrip [-e] FILE...: parses each script, prints it, parses that, compares. One line for a file that
 * fails, and status 1; a line for a syntax error with -e. A tool for any scripts at hand; the suite
 * runs it over those of the project.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "syntax_check.h"

static bool read_file(const char *name, struct strbuf *out)
{
	FILE *file = fopen(name, "r");
	size_t got;

	if (!file) {
		return false;
	}
	do {
		strbuf_reserve(out, 65536);
		got = fread(out->data + out->len, 1, 65536, file);
		out->len += got;
	} while (got > 0);
	out->data[out->len] = '\0';
	return fclose(file) == 0;
}

static int check_file(const char *name, const struct parser_options *options, bool errors)
{
	struct strbuf text = STRBUF_INIT;
	struct strbuf why = STRBUF_INIT;
	enum parse_result status = PARSE_END;
	int result = 0;

	if (!read_file(name, &text)) {
		fprintf(stderr, "roundtrip: %s: %s\n", name, strerror(errno));
		result = 1;
	} else if (!syntax_check_round_trip(text.data, text.len, options, &status, &why)) {
		printf("%s: FAILED: %s", name, why.data);
		result = 1;
	} else if (status == PARSE_ERROR && errors) {
		printf("%s:%s", name, why.data);
		result = 2;
	}
	strbuf_finish(&text);
	strbuf_finish(&why);
	return result;
}

int main(int argc, char **argv)
{
	struct symbol_table symbols = { 0 };
	struct stack_guard guard;
	struct parser_options options = { .symbols = &symbols, .guard = &guard };
	bool errors = false;
	int result = 0;
	int option;
	int i;

	while ((option = getopt(argc, argv, "ex")) != -1) {
		if (option == 'e') {
			errors = true;
		} else if (option == 'x') {
			options.extensions = true;
		} else {
			fprintf(stderr, "usage: roundtrip [-ex] FILE...\n");
			return 2;
		}
	}
	stack_guard_init(&guard);
	for (i = optind; i < argc; i++) {
		int one = check_file(argv[i], &options, errors);

		result = one > result ? one : result;
	}
	symbol_table_finish(&symbols);
	return result;
}
