/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop of an interactive shell: the source that its parser reads from is a person.
 */
#include <config.h>

#include "line/line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memory.h"
#include "builtins/fc.h"
#include "builtins/table.h"
#include "line/complete.h"
#include "line/front.h"
#include "line/loader.h"
#include "line/mail.h"
#include "line/record.h"
#include "line/wait.h"
#include "shell/error.h"
#include "shell/exec.h"
#include "shell/history.h"
#include "shell/job.h"
#include "shell/prompt.h"
#include "shell/shell.h"

/* With ignoreeof, this many ends of file in a row end the shell all the same: nobody types so many,
   and something that is no person would be served for ever. */
enum { LINE_ENDS_MAX = 50 };

struct line {
	struct shell *sh;
	struct record record;
	struct complete complete;
	struct mail mail;
	struct line_host host;
	const struct line_front *front; /* of the line that is read */
	void *state;
	const struct line_front *editor; /* NULL: there is none */
	void *editor_state;
	void *plain_state;
	bool editor_tried;
	bool leaving;  /* a signal, or a trap's `exit`, ends the shell; or input has failed */
	bool warned;   /* exit_warned was there at the last prompt */
	unsigned ends; /* ends of file in a row */
	int status;    /* $? when the input ended, or what to leave with */
};

/* ---- what the front ends need ----------------------------------------- */

static enum line_event line_wait(void *arg)
{
	struct line *line = arg;
	enum line_event event = wait_for_line(line->sh, line->front, line->state);

	if (event == LINE_LEAVE) {
		line->leaving = true;
		line->status = line->sh->status;
	}
	return event;
}

static void line_complete(void *arg, const char *text, size_t point,
			  struct line_completion *completion)
{
	struct line *line = arg;

	complete_line(&line->complete, line->record.entry.data, text, point, completion);
}

/* An `exit` there ends nothing: the person is still at the prompt. */
static char *line_edit(void *arg, const char *editor, const char *text)
{
	struct line *line = arg;
	struct strbuf old = STRBUF_INIT;
	struct strbuf edited = STRBUF_INIT;
	int status = line->sh->status;
	char *result = NULL;
	bool ok;

	strbuf_add_string(&old, text);
	strbuf_add_char(&old, '\n');
	(void)fc_edit(line->sh, editor, &old, &edited, &ok);
	line->sh->status = status;
	while (edited.len > 0 && edited.data[edited.len - 1] == '\n') {
		strbuf_truncate(&edited, edited.len - 1);
	}
	if (ok) {
		result = strbuf_detach(&edited);
	}
	strbuf_finish(&old);
	strbuf_finish(&edited);
	return result;
}

/* ---- front ends -------------------------------------------------------- */

static void line_load_editor(struct line *line)
{
	line->editor_tried = true;
	line->editor = loader_front();
	if (!line->editor) {
		return;
	}
	line->editor_state = line->editor->create(&line->host);
	if (!line->editor_state) {
		line->editor = NULL;
	}
}

/* Standard input may be another file at each prompt, after `exec <file`. */
static void line_choose_front(struct line *line)
{
	bool terminal = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);

	if (terminal && !line->editor_tried) {
		line_load_editor(line);
	}
	if (terminal && line->editor) {
		line->front = line->editor;
		line->state = line->editor_state;
		return;
	}
	if (!line->plain_state) {
		line->plain_state = plain_front.create(&line->host);
	}
	line->front = &plain_front;
	line->state = line->plain_state;
}

static enum line_mode line_mode(const struct shell *sh)
{
	if (sh->options[OPTION_VI]) {
		return LINE_MODE_VI;
	}
	return sh->options[OPTION_EMACS] ? LINE_MODE_EMACS : LINE_MODE_DEFAULT;
}

/* Brings an editor up to date: its mode, its environment, what was entered. */
static void line_prepare_front(struct line *line)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG", "TERM" };
	const struct line_front *front = line->front;
	const char *text;

	if (!front->history_add) {
		return;
	}
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		front->set_variable(line->state, variables[i],
				    variable_get_name(line->sh, variables[i]));
	}
	front->set_mode(line->state, line_mode(line->sh));
	front->history_limit(line->state, line->sh->history->limit);
	while ((text = record_feed(&line->record)) != NULL) {
		front->history_add(line->state, text);
	}
}

/* ---- the prompt -------------------------------------------------------- */

/* XCU sh, PS1: `!' is the number of the command that is typed now, `!!' is `!'. */
static void line_expand_numbers(const struct line *line, const char *text, struct strbuf *out)
{
	unsigned number = history_last(line->sh->history) + 1;

	for (; *text; text++) {
		if (*text != '!') {
			strbuf_add_char(out, *text);
		} else if (text[1] == '!') {
			strbuf_add_char(out, '!');
			text++;
		} else {
			strbuf_printf(out, "%u", number);
		}
	}
}

static void line_prompt(struct line *line, bool continued, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	if (continued) {
		prompt_expand(line->sh, line->sh->known.ps2, out);
		return;
	}
	prompt_expand(line->sh, line->sh->known.ps1, &text);
	line_expand_numbers(line, text.data, out);
	strbuf_finish(&text);
}

/* A warning of stopped jobs holds for the next command only. */
static void line_forget_warning(struct line *line)
{
	if (line->sh->exit_warned && line->warned) {
		line->sh->exit_warned = false;
	}
	line->warned = line->sh->exit_warned;
}

/* ---- the source ------------------------------------------------------- */

static enum line_result line_read(struct line *line, bool continued, char **text)
{
	struct strbuf prompt = STRBUF_INIT;
	enum line_result result;

	line_choose_front(line);
	line_prepare_front(line);
	line_prompt(line, continued, &prompt);
	result = line->front->read(line->state, prompt.data, text);
	strbuf_finish(&prompt);
	return result;
}

static long line_take(struct line *line, const char *text, bool continued, struct strbuf *buf)
{
	size_t start = buf->len;

	record_line(&line->record, text, continued);
	line->ends = 0;
	strbuf_add_string(buf, text);
	strbuf_add_char(buf, '\n');
	if (line->sh->options[OPTION_VERBOSE]) {
		/* Nowhere to complain. */
		(void)fd_write_all(STDERR_FILENO, buf->data + start, buf->len - start);
	}
	return (long)(buf->len - start);
}

/* The parser's source: a line, or several if they were typed as one. */
static long line_source(void *arg, struct strbuf *buf, bool continued)
{
	struct line *line = arg;
	char *text = NULL;
	long result = 0;

	if (!continued) {
		line_forget_warning(line);
		jobs_notify(line->sh);
		mail_check(&line->mail);
		record_settle(&line->record);
		strbuf_clear(&line->record.entry);
	}
	switch (line_read(line, continued, &text)) {
	case LINE_TEXT:
		result = line_take(line, text, continued, buf);
		free(text);
		break;
	case LINE_END:
		line->status = line->sh->status;
		break;
	case LINE_GIVEN_UP:
		result = -EINTR;
		break;
	case LINE_FAILED: /* the terminal is gone */
		line->status = line->sh->status;
		line->leaving = true;
		break;
	}
	return result;
}

/* ---- the loop --------------------------------------------------------- */

/* End of file at a prompt is an `exit`. True: that is what happens. */
static bool line_end(struct line *line)
{
	struct shell *sh = line->sh;
	char name[] = "exit";
	char *argv[] = { name, NULL };
	bool terminal = isatty(STDIN_FILENO);

	sh->status = line->status;
	if (line->leaving) {
		return true;
	}
	if (terminal) {
		(void)fd_write_all(STDERR_FILENO, "\n", 1);
	}
	if (terminal && sh->options[OPTION_IGNOREEOF] && line->ends++ < LINE_ENDS_MAX) {
		shell_message(sh, "type `exit' to leave the shell");
		return false;
	}
	return builtin_exit.run(sh, 1, argv) == FLOW_EXIT;
}

static void line_loop(struct line *line, struct parser *parser)
{
	bool leave = false;

	while (!leave) {
		enum flow flow = exec_source(line->sh, parser, false);

		if (line->leaving) {
			line->sh->status = line->status;
			return;
		}
		if (flow == FLOW_NEXT) {
			leave = line_end(line);
		} else {
			/* The rest of what was typed with it is given up, too. */
			leave = flow == FLOW_EXIT;
			parser_drop_unread(parser);
		}
	}
}

void line_run(struct shell *sh)
{
	struct line line = { .sh = sh };
	struct parser_options options = exec_parser_options(sh);
	struct source source = { .read = line_source, .arg = &line, .line = 1 };
	struct parser *parser = parser_create(&source, &options);

	line.host = (struct line_host){
		.arg = &line, .wait = line_wait, .complete = line_complete, .edit = line_edit
	};
	complete_init(&line.complete, sh);
	mail_init(&line.mail, sh);
	record_open(&line.record, sh);
	line_loop(&line, parser);
	record_close(&line.record);
	if (line.editor_state) {
		line.editor->destroy(line.editor_state);
	}
	plain_front.destroy(line.plain_state);
	mail_finish(&line.mail);
	complete_finish(&line.complete);
	parser_destroy(parser);
}
