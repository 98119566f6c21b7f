/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "builtins/read_characters.h"
#include "shell/input.h"
#include "shell/number.h"
#include "shell/prompt.h"
#include "shell/reference.h"
#include "shell/shell.h"
#include "shell/trap.h"

enum { READ_TIMED_OUT = 142 }; /* as if SIGALRM had ended it */

struct reader {
	struct shell *sh;
	bool raw;           /* -r */
	char delimiter;     /* -d */
	const char *prompt; /* -p */
	const char *array;  /* -a */
	int fd;             /* -u */
	bool silent;        /* -s */
	bool counted;       /* -n, -N: CHARACTERS says how many */
	bool exact;         /* -N */
	bool timed;         /* -t */
	bool look;          /* -t 0: is there anything? */
	int64_t deadline_ns;
	struct read_characters characters;
	struct strbuf line;   /* what was read, without what the backslashes said */
	struct strbuf quoted; /* empty, or a byte for each of line: a backslash protected it */
	int status;
	enum flow flow; /* of a trap's action */
};

/* One record behind what is in the line. As input_record, but signals have been dealt with. */
static int read_record(struct reader *reader)
{
	struct shell *sh = reader->sh;
	int result;

	do {
		if (reader->counted) {
			result = read_characters(sh, &reader->characters, &reader->line);
		} else if (reader->timed) {
			result = input_record_until(sh, reader->fd, reader->delimiter,
						    &reader->line, reader->deadline_ns);
		} else {
			result = input_record(sh, reader->fd, reader->delimiter, &reader->line);
		}
		if (result == -EINTR) {
			reader->flow = traps_run(sh);
		}
	} while (result == -EINTR && reader->flow == FLOW_NEXT);
	return result;
}

/* Takes out NULs from FROM on: no variable can hold them. */
static void read_drop_nuls(struct strbuf *line, size_t from)
{
	char *to = memchr(line->data + from, '\0', line->len - from);
	const char *end = line->data + line->len;
	const char *p;

	if (!to) {
		return;
	}
	for (p = to; p < end; p++) {
		if (*p != '\0') {
			*to++ = *p;
		}
	}
	strbuf_truncate(line, (size_t)(to - line->data));
}

/*
 * Does what the backslashes from FROM on say. ENDED: the record ended with its delimiter, which is
 * gone. True: a backslash before it took its meaning, and the line goes on.
 */
static bool read_backslashes(struct reader *reader, size_t from, bool ended)
{
	struct strbuf *line = &reader->line;
	char *text = line->data;
	size_t end = line->len;
	size_t to = from;
	size_t i;

	/* What came before had none, or they are in quoted already. */
	strbuf_add_repeat(&reader->quoted, 0, from - reader->quoted.len);
	for (i = from; i < end; i++) {
		char protect = 0;

		if (text[i] == '\\') {
			if (i + 1 == end) {
				break;
			}
			if (text[++i] == '\n') {
				continue; /* only with -d: XCU read leaves open which of the two */
			}
			protect = 1;
		}
		text[to++] = text[i];
		strbuf_add_char(&reader->quoted, protect);
	}
	strbuf_truncate(line, to);
	if (i == end || !ended) {
		return false;
	}
	if (reader->delimiter != '\n') {
		strbuf_add_char(line, reader->delimiter);
		strbuf_add_char(&reader->quoted, 1);
		read_drop_nuls(line, line->len - 1);
	}
	return true;
}

/* PS2 to a person who continues a line. */
static void read_prompt_again(struct reader *reader)
{
	struct strbuf prompt = STRBUF_INIT;

	if (reader->sh->interactive && isatty(STDIN_FILENO)) {
		prompt_expand(reader->sh, reader->sh->known.ps2, &prompt);
		(void)fd_write_all(STDERR_FILENO, prompt.data, prompt.len); /* nowhere to tell */
	}
	strbuf_finish(&prompt);
}

/* A logical line. 1: whole, 0: end of file, -errno. */
static int read_line(struct reader *reader)
{
	struct strbuf *line = &reader->line;
	bool more = false;
	int result;

	do {
		size_t from = line->len;

		if (more && reader->delimiter == '\n') {
			read_prompt_again(reader);
		}
		result = read_record(reader);
		if (result == 1 && !reader->counted) {
			strbuf_truncate(line, line->len - 1);
		}
		read_drop_nuls(line, from);
		more = !reader->raw &&
		       (reader->quoted.len > 0 ||
			memchr(line->data + from, '\\', line->len - from)) &&
		       read_backslashes(reader, from, result == 1);
	} while (more && result == 1 && !reader->counted);
	return result;
}

static bool read_assign(struct reader *reader, const char *name, const char *value, size_t len)
{
	return reference_assign(reader->sh, "read", name, value, len) == 0;
}

/* -a: all the fields. */
static bool read_store_array(struct reader *reader, const struct fields *fields)
{
	struct shell *sh = reader->sh;
	struct symbol *symbol = symbol_intern(&sh->symbols, reader->array, strlen(reader->array));
	struct variable_values values = { .items = fields->items, .count = fields->count };

	return variable_set_array(sh, symbol, &values) == 0;
}

/* The fields of the line go to the variables. False: one was read-only. */
static bool read_store(struct reader *reader, char **names, size_t count)
{
	struct expander *expander = &reader->sh->expander;
	struct arena_mark mark = arena_mark(expander->arena);
	struct strbuf *line = &reader->line;
	struct fields fields = { .count = 0 };
	bool good = true;
	size_t i;

	if (count == 0 && !reader->array) {
		return read_assign(reader, "REPLY", line->data, line->len);
	}
	if (reader->exact) { /* as it is: not split */
		good = read_assign(reader, names[0], line->data, line->len);
		for (i = 1; i < count && good; i++) {
			good = read_assign(reader, names[i], "", 0);
		}
		return good;
	}
	expand_split_read(expander, line->data,
			  reader->quoted.len > 0 ? (const unsigned char *)reader->quoted.data
						 : NULL,
			  line->len, reader->array ? SIZE_MAX : count, &fields);
	if (reader->array) {
		good = read_store_array(reader, &fields);
	}
	for (i = 0; i < count && good; i++) {
		const char *value = i < fields.count ? fields.items[i] : "";

		good = read_assign(reader, names[i], value, strlen(value));
	}
	arena_release(expander->arena, mark);
	return good;
}

static void read_complain(const struct reader *reader, int error)
{
	if (reader->fd == STDIN_FILENO) {
		builtin_message(reader->sh, "read", "standard input: %s", strerror(error));
	} else {
		builtin_message(reader->sh, "read", "%d: %s", reader->fd, strerror(error));
	}
}

static void read_run(struct reader *reader, char **names, size_t count)
{
	struct shell *sh = reader->sh;
	struct read_terminal terminal;
	int result;

	if (reader->prompt && isatty(reader->fd)) {
		(void)fd_write_all(STDERR_FILENO, reader->prompt, strlen(reader->prompt));
	}
	reader->characters.fd = reader->fd;
	reader->characters.delimiter = reader->exact ? -1 : (unsigned char)reader->delimiter;
	reader->characters.deadline_ns = reader->timed ? reader->deadline_ns : 0;
	read_terminal_set(&terminal, reader->fd, !reader->silent, !reader->counted);
	result = read_line(reader);
	read_terminal_restore(&terminal);
	if (result == 1) {
		reader->status = 0;
	} else if (result == 0) {
		reader->status = 1;
	} else if (result == -ETIMEDOUT) {
		reader->status = READ_TIMED_OUT;
	} else if (reader->flow != FLOW_NEXT) {
		reader->status = sh->status;
		return;
	} else {
		read_complain(reader, -result);
		reader->status = 2;
		return;
	}
	if (!read_store(reader, names, count)) {
		reader->status = 2;
	}
}

/* -t: seconds, with a fraction. */
static bool read_timeout(struct reader *reader, const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end != '\0' || !(seconds >= 0) || seconds > 1e9) {
		builtin_message(reader->sh, "read", "%s: not a number of seconds", text);
		return false;
	}
	reader->timed = true;
	reader->look = seconds == 0;
	reader->deadline_ns = clock_now_ns() + (int64_t)(seconds * 1e9);
	return true;
}

/* The operand of -n, -N or -u. */
static bool read_number(struct reader *reader, const char *text, unsigned long max,
			unsigned long *number)
{
	if (!number_parse_unsigned(text, max, number)) {
		builtin_message(reader->sh, "read", "%s: not a number", text);
		return false;
	}
	return true;
}

/* Those outside the standard. */
static bool read_extension(struct reader *reader, int letter, const char *argument)
{
	unsigned long fd;

	switch (letter) {
	case 'a':
		reader->array = argument;
		return true;
	case 'N':
	case 'n':
		reader->counted = true;
		reader->exact = letter == 'N';
		return read_number(reader, argument, ULONG_MAX, &reader->characters.count);
	case 'p':
		reader->prompt = argument;
		return true;
	case 's':
		reader->silent = true;
		return true;
	case 't':
		return read_timeout(reader, argument);
	case 'u':
		if (!read_number(reader, argument, INT_MAX, &fd)) {
			return false;
		}
		reader->fd = (int)fd;
		return true;
	default:
		return false;
	}
}

static bool read_options(struct reader *reader, struct builtin_options *options)
{
	const char *letters = shell_extensions(reader->sh) ? "a:d:N:n:p:rst:u:" : "d:r";
	int letter;

	while ((letter = builtin_option(reader->sh, options, letters)) != -1) {
		if (letter == 'd') {
			reader->delimiter = options->argument[0];
		} else if (letter == 'r') {
			reader->raw = true;
		} else if (!read_extension(reader, letter, options->argument)) {
			return false;
		}
	}
	return true;
}

static bool read_names_valid(struct shell *sh, const char *array, char **names, size_t count)
{
	size_t i;

	if (array && !variable_name_valid(array, strlen(array))) {
		builtin_message(sh, "read", "%s: not a valid name", array);
		return false;
	}
	for (i = 0; i < count; i++) {
		if (!reference_valid(sh, names[i])) {
			builtin_message(sh, "read", "%s: not a valid name", names[i]);
			return false;
		}
	}
	return true;
}

static enum flow run_read(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct reader reader = { .sh = sh, .delimiter = '\n', .line = sh->input.line };
	size_t count;

	if (!read_options(&reader, &options)) {
		return builtin_usage(sh, argv[0]);
	}
	count = (size_t)(argc - options.index);
	if ((count == 0 && !shell_extensions(sh)) || (count > 0 && reader.array)) {
		return builtin_usage(sh, argv[0]);
	}
	if (!read_names_valid(sh, reader.array, argv + options.index, count)) {
		return builtin_error(sh, 2);
	}
	if (reader.look) {
		return builtin_status(sh, read_ready(reader.fd) ? 0 : 1);
	}
	/* A trap's action may read, too: it finds no line to use, and makes its own. */
	strbuf_init(&sh->input.line);
	strbuf_init(&reader.quoted);
	strbuf_reserve(&reader.line, 1);
	strbuf_clear(&reader.line);
	read_run(&reader, argv + options.index, count);
	strbuf_finish(&reader.quoted);
	strbuf_finish(&sh->input.line);
	sh->input.line = reader.line;
	if (reader.flow != FLOW_NEXT) {
		return reader.flow;
	}
	return builtin_status(sh, reader.status);
}

const struct builtin builtin_read = {
	.name = "read",
	.run = run_read,
	.flags = BUILTIN_INTRINSIC,
	.usage = "read [-rs] [-d delim] [-n count | -N count] [-p prompt] [-t seconds] [-u fd] "
		 "[-a array | name...]",
	.help = "Reads a line from standard input and splits it by IFS into the variables, the last "
		"of which gets the rest. -r: backslashes mean nothing; -d: up to this byte instead "
		"of a newline (empty: a NUL). Extensions: -p writes a prompt to a terminal, -s does "
		"not show what is typed there, -t gives up after a time with status 142 (0: says "
		"whether there is anything), -u reads that descriptor, -n up to so many characters "
		"of the line, -N exactly so many, -a makes the fields an array; without a name the "
		"line goes to REPLY.",
};
