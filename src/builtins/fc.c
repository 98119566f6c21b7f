/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fc: lists, edits and runs again what was entered before (XCU fc).
 */
#include <config.h>

#include "builtins/fc.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "builtins/table.h"
#include "expand/quote.h"
#include "shell/exec.h"
#include "shell/history.h"
#include "shell/number.h"
#include "shell/shell.h"
#include "syntax/parser.h"

/* How many commands `fc -l` shows. */
enum { FC_LISTED = 16 };
enum { FC_NUMBER_MAX = 1000000000 };

struct fc {
	const char *name;
	const char *editor;               /* -e */
	bool list, plain, reverse, again; /* -l, -n, -r, -s */
};

/* ---- which commands ----------------------------------------------------- */

/* The newest command before this one; history->first - 1 if there is none. */
static unsigned fc_newest(const struct history *history)
{
	unsigned last = history_last(history);

	return history->current != 0 && history->current == last ? last - 1 : last;
}

static bool fc_is_number(const char *text)
{
	text += *text == '-' || *text == '+';
	return isdigit((unsigned char)*text) && text[strspn(text, "0123456789")] == '\0';
}

/* By number; CLAMP: the nearest one there is. 0: none. */
static unsigned fc_by_number(const struct history *history, const char *text, bool clamp)
{
	bool back = *text == '-';
	int64_t newest = fc_newest(history);
	unsigned long number = 0;
	int64_t wanted;

	text += back || *text == '+';
	if (!number_parse_unsigned(text, FC_NUMBER_MAX, &number)) {
		number = FC_NUMBER_MAX;
	}
	wanted = back ? newest + 1 - (int64_t)number : (int64_t)number;
	if (clamp && wanted < (int64_t)history->first) {
		wanted = history->first;
	} else if (clamp && wanted > newest) {
		wanted = newest;
	}
	return wanted >= (int64_t)history->first && wanted <= newest ? (unsigned)wanted : 0;
}

/* The most recent that begins with TEXT. 0: none. */
static unsigned fc_by_text(const struct history *history, const char *text)
{
	size_t len = strlen(text);

	for (unsigned number = fc_newest(history); number >= history->first; number--) {
		if (strncmp(history_text(history, number), text, len) == 0) {
			return number;
		}
	}
	return 0;
}

/* An operand. False: there is no such command, which has been reported. */
static bool fc_find(struct shell *sh, const struct fc *fc, const char *text, bool clamp,
		    unsigned *number)
{
	bool numeric = fc_is_number(text);

	*number = numeric ? fc_by_number(sh->history, text, clamp) : fc_by_text(sh->history, text);
	if (*number == 0) {
		builtin_message(sh, fc->name,
				numeric ? "%s: no such command in the history"
					: "%s: no command in the history begins with this",
				text);
	}
	return *number != 0;
}

/* ---- listing ------------------------------------------------------------ */

/* XCU fc, STDOUT: "%d\t%s\n", and "\t%s\n" for the lines after the first. */
static void fc_list_one(struct shell *sh, const struct fc *fc, unsigned number)
{
	const char *text = history_text(sh->history, number);

	if (!fc->plain) {
		output_printf(sh->out, "%u", number);
	}
	while (text) {
		const char *newline = strchr(text, '\n');

		output_add_char(sh->out, '\t');
		output_add(sh->out, text, newline ? (size_t)(newline - text) : strlen(text));
		output_add_char(sh->out, '\n');
		text = newline ? newline + 1 : NULL;
	}
}

/* ---- running again ------------------------------------------------------ */

/* The fc command itself is not to be in the history. */
static void fc_forget_self(struct history *history)
{
	if (history->current != 0 && history->current == history_last(history)) {
		history_drop(history);
	}
	history->current = 0;
}

/* Enters what TEXT holds, each complete command for itself. */
static void fc_enter(struct shell *sh, const struct strbuf *text)
{
	struct parser_options options = exec_parser_options(sh);
	struct parser *parser;
	enum parse_result result;
	size_t start = 0;

	options.interactive = false;
	parser = parser_create_string(text->data, text->len, NULL, 1, &options);
	do {
		struct tree *tree = NULL;
		size_t end;

		result = parser_next(parser, &tree);
		tree_release(tree);
		end = result == PARSE_COMMAND ? text->len - parser_unread(parser) : text->len;
		while (start < end && strchr(" \t\n", text->data[start])) {
			start++;
		}
		while (end > start && text->data[end - 1] == '\n') {
			end--;
		}
		if (end > start && sh->history->limit > 0) {
			sh->history->current =
				history_add(sh->history, text->data + start, end - start);
		}
		start = end;
	} while (result == PARSE_COMMAND);
	parser_destroy(parser);
}

static enum flow fc_execute(struct shell *sh, struct strbuf *text)
{
	if (text->len > 0 && text->data[text->len - 1] != '\n') {
		strbuf_add_char(text, '\n');
	}
	fc_forget_self(sh->history);
	fc_enter(sh, text);
	/* So that one sees what is run. Nowhere to complain. */
	(void)fd_write_all(STDERR_FILENO, text->data, text->len);
	return exec_string(sh, text->data, text->len, NULL, sh->line, false);
}

/* fc -s [old=new] [first] */
static enum flow fc_again(struct shell *sh, const struct fc *fc, char **operands)
{
	const char *equals = *operands ? strchr(*operands, '=') : NULL;
	const char *old = equals ? *operands : NULL;
	struct strbuf text = STRBUF_INIT;
	const char *command;
	const char *found = NULL;
	unsigned number;
	enum flow flow;

	operands += equals != NULL;
	if (*operands && operands[1]) {
		return builtin_usage(sh, fc->name);
	}
	if (!fc_find(sh, fc, *operands ? *operands : "-1", false, &number)) {
		return builtin_error(sh, 1);
	}
	command = history_text(sh->history, number);
	if (old && equals > old) {
		found = memmem(command, strlen(command), old, (size_t)(equals - old));
	}
	if (found) {
		strbuf_add(&text, command, (size_t)(found - command));
		strbuf_add_string(&text, equals + 1);
		command = found + (equals - old);
	}
	strbuf_add_string(&text, command);
	flow = fc_execute(sh, &text);
	strbuf_finish(&text);
	return flow;
}

/* ---- editing ------------------------------------------------------------ */

static const char *fc_editor(struct shell *sh)
{
	const char *editor = variable_get(sh, sh->known.fcedit).data;

	if ((!editor || !*editor) && shell_extensions(sh)) {
		editor = variable_get(sh, sh->known.editor).data;
	}
	return editor && *editor ? editor : "ed";
}

/* Makes a file with TEXT in it; its name in PATH. 0 or -errno. */
static int fc_write_file(struct shell *sh, const struct strbuf *text, struct strbuf *path)
{
	const char *directory = variable_get_name(sh, "TMPDIR");
	int fd;
	int result;

	strbuf_printf(path, "%s/pipesh-fc.XXXXXX", directory && *directory ? directory : "/tmp");
	fd = mkostemp(path->data, O_CLOEXEC);
	if (fd < 0) {
		return -errno;
	}
	result = fd_write_all(fd, text->data, text->len);
	if (close(fd) != 0 && result == 0) {
		result = -errno;
	}
	if (result < 0) {
		(void)unlink(path->data);
	}
	return result;
}

static int fc_read_file(const char *path, struct strbuf *out)
{
	int fd = fd_open(path, O_RDONLY, 0);
	ssize_t count = fd;

	if (fd < 0) {
		return fd;
	}
	do {
		strbuf_reserve(out, 4096);
		count = fd_read(fd, out->data + out->len, 4096);
		if (count > 0) {
			out->len += (size_t)count;
			out->data[out->len] = '\0';
		}
	} while (count > 0);
	fd_close(&fd);
	return (int)count;
}

static enum flow fc_edit_file(struct shell *sh, const char *editor, const char *path)
{
	struct strbuf command = STRBUF_INIT;
	enum flow flow;

	strbuf_printf(&command, "%s ", editor);
	quote_shell(&command, path, strlen(path));
	flow = exec_string(sh, command.data, command.len, NULL, sh->line, false);
	strbuf_finish(&command);
	return flow;
}

enum flow fc_edit(struct shell *sh, const char *editor, const struct strbuf *text,
		  struct strbuf *out, bool *ok)
{
	struct strbuf path = STRBUF_INIT;
	enum flow flow = FLOW_NEXT;
	int result = fc_write_file(sh, text, &path);

	*ok = false;
	if (result < 0) {
		builtin_message(sh, "fc", "%s: %s", path.data, strerror(-result));
		sh->status = 1;
		goto out;
	}
	flow = fc_edit_file(sh, editor ? editor : fc_editor(sh), path.data);
	if (flow == FLOW_NEXT && sh->status == 0) {
		result = fc_read_file(path.data, out);
		*ok = result >= 0;
	}
	if (result < 0) {
		builtin_message(sh, "fc", "%s: %s", path.data, strerror(-result));
		sh->status = 1;
	}
	(void)unlink(path.data); /* the editor may have done so */
out:
	strbuf_finish(&path);
	return flow;
}

static enum flow fc_edit_range(struct shell *sh, const struct fc *fc, const struct strbuf *text)
{
	struct strbuf edited = STRBUF_INIT;
	bool ok;
	enum flow flow;

	fc_forget_self(sh->history);
	flow = fc_edit(sh, fc->editor, text, &edited, &ok);
	if (ok) {
		flow = fc_execute(sh, &edited);
	}
	strbuf_finish(&edited);
	return flow;
}

/* ---- ranges ------------------------------------------------------------- */

/* What the operands, or none, select. */
static bool fc_range(struct shell *sh, const struct fc *fc, char **operands, unsigned *first,
		     unsigned *last)
{
	unsigned newest = fc_newest(sh->history);
	bool clamp = fc->list || (operands[0] && operands[1]);

	*last = newest;
	if (!operands[0]) {
		*first = newest;
		if (fc->list) {
			*first = newest < sh->history->first + FC_LISTED ? sh->history->first
									 : newest - FC_LISTED + 1;
		}
		return true;
	}
	if (!fc_find(sh, fc, operands[0], clamp, first)) {
		return false;
	}
	if (operands[1]) {
		return fc_find(sh, fc, operands[1], clamp, last);
	}
	*last = fc->list ? newest : *first;
	return true;
}

static enum flow fc_operate(struct shell *sh, const struct fc *fc, unsigned first, unsigned last)
{
	/* XCU fc: a first that is newer than last is the same as -r. */
	bool reverse = fc->reverse != (first > last);
	unsigned low = first < last ? first : last;
	unsigned count = (first < last ? last : first) - low + 1;
	struct strbuf text = STRBUF_INIT;
	enum flow flow;

	for (unsigned i = 0; i < count; i++) {
		unsigned number = reverse ? low + count - 1 - i : low + i;

		if (fc->list) {
			fc_list_one(sh, fc, number);
		} else {
			strbuf_add_string(&text, history_text(sh->history, number));
			strbuf_add_char(&text, '\n');
		}
	}
	flow = fc->list ? builtin_status(sh, 0) : fc_edit_range(sh, fc, &text);
	strbuf_finish(&text);
	return flow;
}

static bool fc_options(struct shell *sh, struct builtin_options *options, struct fc *fc)
{
	int letter;

	for (;;) {
		const char *word = options->argv[options->index > 0 ? options->index : 1];

		/* -5 is an operand. */
		if (options->offset == 0 && word && word[0] == '-' &&
		    isdigit((unsigned char)word[1])) {
			options->index += options->index == 0;
			return true;
		}
		letter = builtin_option(sh, options, "e:lnrs");
		if (letter == -1) {
			return true;
		}
		if (letter == '?') {
			return false;
		}
		fc->list |= letter == 'l';
		fc->plain |= letter == 'n';
		fc->reverse |= letter == 'r';
		fc->again |= letter == 's';
		if (letter == 'e') {
			fc->editor = options->argument;
		}
	}
}

static enum flow run_fc(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	struct fc fc = { .name = argv[0] };
	char **operands;
	unsigned first, last;

	if (!fc_options(sh, &options, &fc)) {
		return builtin_usage(sh, argv[0]);
	}
	operands = argv + options.index;
	if (!sh->history || fc_newest(sh->history) < sh->history->first) {
		builtin_message(sh, argv[0], "the history is empty");
		return builtin_error(sh, 1);
	}
	/* As an editor, "-" is none: the Korn shell's way to write -s. */
	if (!fc.list && (fc.again || (fc.editor && strcmp(fc.editor, "-") == 0))) {
		return fc_again(sh, &fc, operands);
	}
	if (operands[0] && operands[1] && operands[2]) {
		return builtin_usage(sh, argv[0]);
	}
	if (!fc_range(sh, &fc, operands, &first, &last)) {
		return builtin_error(sh, 1);
	}
	return fc_operate(sh, &fc, first, last);
}

const struct builtin builtin_fc = {
	.name = "fc",
	.run = run_fc,
	.flags = BUILTIN_INTRINSIC,
	.usage = "fc [-r] [-e editor] [first [last]] | fc -l [-nr] [first [last]] | "
		 "fc -s [old=new] [first]",
	.help = "Lists commands of the history (-l; -n without numbers, -r the newest first), runs "
		"one again (-s), or runs again what an editor has made of some. first and last are "
		"a number, -n for the n-th before this, or how the command begins.",
};
