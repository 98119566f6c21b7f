/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "line/record.h"

#include <stdlib.h>
#include <string.h>

#include "line/history_file.h"
#include "shell/history.h"
#include "shell/number.h"
#include "shell/shell.h"

/* XCU sh, HISTSIZE: at least 128 if it is unset. */
enum { RECORD_SIZE = 1000, RECORD_SIZE_MAX = 1000000 };

static size_t record_size(struct shell *sh)
{
	const char *value = variable_get(sh, sh->known.histsize).data;
	unsigned long size;

	if (!value || !number_parse_unsigned(value, RECORD_SIZE_MAX, &size)) {
		return RECORD_SIZE;
	}
	return size;
}

/*
 * The file to use now; empty: none. A HISTFILE that is empty, or was unset in the meantime, says
 * that nothing is to be kept. The standard's default is ~/.sh_history.
 */
static void record_path(const struct record *record, struct strbuf *path)
{
	struct shell *sh = record->sh;
	const char *file = variable_get(sh, sh->known.histfile).data;
	const char *home = variable_get(sh, sh->known.home).data;

	if (file) {
		strbuf_add_string(path, file);
	} else if (record->by_default && home && *home) {
		strbuf_printf(path, "%s/%s", home,
			      sh->options[OPTION_POSIX] ? ".sh_history" : ".pipesh_history");
	}
}

void record_open(struct record *record, struct shell *sh)
{
	struct strbuf path = STRBUF_INIT;

	*record = (struct record){ .sh = sh };
	strbuf_init(&record->entry);
	record->by_default = !variable_get(sh, sh->known.histfile).data;
	sh->history = history_create(record_size(sh));
	record_path(record, &path);
	if (path.len > 0) {
		record->in_file = history_file_load(path.data, sh->history);
	}
	record->told = history_last(sh->history);
	record->fed = sh->history->first - 1;
	strbuf_finish(&path);
}

void record_settle(struct record *record)
{
	struct history *history = record->sh->history;
	struct strbuf path = STRBUF_INIT;
	unsigned last = history_last(history);
	size_t size = record_size(record->sh);

	history->current = 0;
	record_path(record, &path);
	while (record->told < last) {
		const char *text = history_text(history, ++record->told);

		/* A file that cannot be written is no reason not to go on (XCU sh, HISTFILE). */
		if (text && path.len > 0 && history_file_append(path.data, text) == 0) {
			record->in_file++;
		}
	}
	strbuf_finish(&path);
	if (size != history->limit) {
		history_set_limit(history, size);
	}
}

void record_close(struct record *record)
{
	struct strbuf path = STRBUF_INIT;
	struct history *history = record->sh->history;

	record_settle(record);
	record_path(record, &path);
	if (path.len > 0 && record->in_file > history->limit) {
		(void)history_file_trim(path.data, history->limit); /* the next shell will try */
	}
	strbuf_finish(&path);
	strbuf_finish(&record->entry);
	history_destroy(history);
	record->sh->history = NULL;
}

const char *record_feed(struct record *record)
{
	struct history *history = record->sh->history;

	if (record->fed + 1 < history->first) {
		record->fed = history->first - 1;
	}
	return record->fed < record->told ? history_text(history, ++record->fed) : NULL;
}

/* ---- what is entered ------------------------------------------------- */

static bool record_is_blank(const char *text)
{
	return text[strspn(text, " \t\n")] == '\0';
}

/* "NAME (", which begins a function definition: set -o nolog keeps those out. */
static bool record_defines_function(const char *text)
{
	text += strspn(text, " \t\n");
	if (strncmp(text, "function", 8) == 0 && (text[8] == ' ' || text[8] == '\t')) {
		return true;
	}
	text += strcspn(text, " \t\n\\'\"$`|&;<>()#=");
	text += strspn(text, " \t");
	if (*text != '(') {
		return false;
	}
	text += 1 + strspn(text + 1, " \t");
	return *text == ')';
}

void record_line(struct record *record, const char *text, bool continued)
{
	struct history *history = record->sh->history;

	if (continued && record->entry.len > 0) {
		strbuf_add_char(&record->entry, '\n');
		strbuf_add_string(&record->entry, text);
		if (history->current != 0 && history->current == history_last(history)) {
			history_replace(history, record->entry.data, record->entry.len);
		}
		return;
	}
	strbuf_clear(&record->entry);
	history->current = 0;
	if (record_is_blank(text)) {
		return;
	}
	strbuf_add_string(&record->entry, text);
	if (history->limit > 0 &&
	    !(record->sh->options[OPTION_NOLOG] && record_defines_function(text))) {
		history->current = history_add(history, text, record->entry.len);
	}
}
