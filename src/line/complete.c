/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "line/complete.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "line/context.h"
#include "line/typed_word.h"
#include "shell/alias.h"
#include "shell/builtin.h"
#include "shell/shell.h"
#include "shell/trap.h"

/* One name that fits. */
struct complete_name {
	const char *name;
	bool directory;
};

/* What is being gathered. */
struct complete_list {
	struct complete *complete;
	const struct typed_word *word;
	enum context_kind kind;
	struct strbuf names; /* of struct complete_name */
};

static size_t complete_count(const struct complete_list *list)
{
	return list->names.len / sizeof(struct complete_name);
}

static struct complete_name *complete_at(const struct complete_list *list, size_t index)
{
	return (struct complete_name *)(void *)list->names.data + index;
}

/* Adds NAME if what was typed is the beginning of it. */
static void complete_offer(struct complete_list *list, const char *name, bool directory)
{
	struct complete_name entry = { NULL, directory };

	if (strncmp(name, list->word->base.data, list->word->base.len) == 0) {
		entry.name = arena_copy(&list->complete->arena, name, strlen(name));
		strbuf_add(&list->names, &entry, sizeof(entry));
	}
}

/* ---- files ------------------------------------------------------------ */

static bool complete_is_directory(int directory, const struct dirent *entry)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK) {
		return entry->d_type == DT_DIR;
	}
	return fstatat(directory, entry->d_name, &status, 0) == 0 && S_ISDIR(status.st_mode);
}

static bool complete_is_program(int directory, const struct dirent *entry)
{
	struct stat status;

	return fstatat(directory, entry->d_name, &status, 0) == 0 && S_ISREG(status.st_mode) &&
	       faccessat(directory, entry->d_name, X_OK, AT_EACCESS) == 0;
}

/* Is it fit for the context? */
static bool complete_takes(const struct complete_list *list, int directory,
			   const struct dirent *entry, bool is_directory)
{
	const struct strbuf *base = &list->word->base;

	if (strncmp(entry->d_name, base->data, base->len) != 0) {
		return false;
	}
	if (entry->d_name[0] == '.' && (base->len == 0 || strcmp(entry->d_name, ".") == 0 ||
					strcmp(entry->d_name, "..") == 0)) {
		return false;
	}
	switch ((int)list->kind) {
	case CONTEXT_DIRECTORY:
		return is_directory;
	case CONTEXT_COMMAND:
		return is_directory || complete_is_program(directory, entry);
	default:
		return true;
	}
}

static void complete_directory(struct complete_list *list, const char *path, bool subdirectories)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;

	if (!directory) {
		return;
	}
	while ((entry = readdir(directory)) != NULL) {
		bool is_directory = complete_is_directory(dirfd(directory), entry);

		if ((subdirectories || !is_directory) &&
		    complete_takes(list, dirfd(directory), entry, is_directory)) {
			complete_offer(list, entry->d_name, is_directory);
		}
	}
	(void)closedir(directory);
}

static void complete_files(struct complete_list *list)
{
	const struct strbuf *directory = &list->word->directory;

	complete_directory(list, directory->len > 0 ? directory->data : ".", true);
}

/* ---- names ------------------------------------------------------------ */

static void complete_command_symbol(struct symbol *symbol, void *arg)
{
	if (symbol->builtin || symbol->function || symbol->alias) {
		complete_offer(arg, symbol->name, false);
	}
}

static void complete_alias_symbol(struct symbol *symbol, void *arg)
{
	if (symbol->alias) {
		complete_offer(arg, symbol->name, false);
	}
}

static void complete_variable_symbol(struct symbol *symbol, void *arg)
{
	if (symbol->variable && symbol->variable->value.kind != VALUE_UNSET) {
		complete_offer(arg, symbol->name, false);
	}
}

static void complete_programs(struct complete_list *list)
{
	struct shell *sh = list->complete->sh;
	const char *path = variable_get(sh, sh->known.path).data;
	struct strbuf name = STRBUF_INIT;

	while (path) {
		const char *colon = strchrnul(path, ':');

		strbuf_clear(&name);
		strbuf_add(&name, path, (size_t)(colon - path));
		complete_directory(list, name.len > 0 ? name.data : ".", false);
		path = *colon ? colon + 1 : NULL;
	}
	strbuf_finish(&name);
}

static void complete_commands(struct complete_list *list)
{
	static const char *const reserved[] = { "!",    "case",  "do",    "done", "elif", "else",
						"esac", "fi",    "for",   "if",   "in",   "then",
						"time", "until", "while", NULL };

	if (list->word->directory.len > 0) {
		complete_files(list);
		return;
	}
	symbol_each(&list->complete->sh->symbols, complete_command_symbol, list);
	for (const char *const *word = reserved; *word; word++) {
		complete_offer(list, *word, false);
	}
	if (list->word->base.len > 0) {
		complete_programs(list); /* not all of them, by the thousand */
	}
}

static void complete_options(struct complete_list *list)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		complete_offer(list, option_table[i].name, false);
	}
}

static void complete_signals(struct complete_list *list)
{
	for (int i = 1; i < NSIG; i++) {
		const char *name = signal_name(i);

		if (name) {
			complete_offer(list, name, false);
		}
	}
	complete_offer(list, "EXIT", false);
}

static void complete_gather(struct complete_list *list)
{
	const struct symbol_table *symbols = &list->complete->sh->symbols;

	if (list->word->unknown) {
		return;
	}
	switch (list->kind) {
	case CONTEXT_NONE:
		break;
	case CONTEXT_COMMAND:
		complete_commands(list);
		break;
	case CONTEXT_FILE:
	case CONTEXT_DIRECTORY:
		complete_files(list);
		break;
	case CONTEXT_PARAMETER:
	case CONTEXT_VARIABLE:
		symbol_each(symbols, complete_variable_symbol, list);
		break;
	case CONTEXT_ALIAS:
		symbol_each(symbols, complete_alias_symbol, list);
		break;
	case CONTEXT_OPTION:
		complete_options(list);
		break;
	case CONTEXT_SIGNAL:
		complete_signals(list);
		break;
	}
}

/* ---- the answer ------------------------------------------------------- */

static int complete_compare(const void *a, const void *b)
{
	return strcmp(((const struct complete_name *)a)->name,
		      ((const struct complete_name *)b)->name);
}

/* Sorted, each name once. */
static void complete_sort(struct complete_list *list)
{
	size_t count = complete_count(list);
	size_t kept = 0;

	if (count == 0) {
		return;
	}
	qsort(list->names.data, count, sizeof(struct complete_name), complete_compare);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(complete_at(list, kept)->name, complete_at(list, i)->name) != 0) {
			*complete_at(list, ++kept) = *complete_at(list, i);
		}
	}
	strbuf_truncate(&list->names, (kept + 1) * sizeof(struct complete_name));
}

/* How many bytes all have in common, whole characters. */
static size_t complete_common(const struct complete_list *list)
{
	/* They are sorted: what the first and the last have in common, all have. */
	const char *first = complete_at(list, 0)->name;
	const char *last = complete_at(list, complete_count(list) - 1)->name;
	size_t len = 0;

	while (first[len] && first[len] == last[len]) {
		len++;
	}
	while (len > 0 && (((unsigned char)first[len] & 0xc0) == 0x80 ||
			   ((unsigned char)last[len] & 0xc0) == 0x80)) {
		len--;
	}
	return len;
}

/* Does the parameter name a directory? Then more of a path is likely to follow. */
static bool complete_is_path(struct complete *complete, const char *name)
{
	const char *value = variable_get_name(complete->sh, name);
	struct stat status;

	return value && value[0] == '/' && stat(value, &status) == 0 && S_ISDIR(status.st_mode);
}

static char *complete_text(struct complete_list *list, const struct context *context,
			   const struct complete_name *entry, size_t len, bool whole)
{
	struct strbuf text = STRBUF_INIT;
	char *copy;

	if (context->kind == CONTEXT_PARAMETER) {
		strbuf_add(&text, entry->name, len);
		if (whole && context->brace) {
			strbuf_add_char(&text, '}');
		}
	} else {
		typed_word_quote(list->word, entry->name, len, whole && !entry->directory, &text);
	}
	if (whole && entry->directory) {
		strbuf_add_char(&text, '/');
	}
	copy = arena_copy(&list->complete->arena, text.data, text.len);
	strbuf_finish(&text);
	return copy;
}

static char *complete_label(struct complete_list *list, const struct complete_name *entry)
{
	size_t len = strlen(entry->name);
	char *label = arena_alloc(&list->complete->arena, len + 2);

	memcpy(label, entry->name, len);
	label[len] = entry->directory ? '/' : '\0';
	label[len + 1] = '\0';
	return label;
}

static void complete_answer(struct complete_list *list, const struct context *context,
			    struct line_completion *completion)
{
	size_t count = complete_count(list);
	struct complete_name *only;

	completion->count = count;
	if (count == 0) {
		return;
	}
	only = complete_at(list, 0);
	if (count == 1 && context->kind == CONTEXT_PARAMETER) {
		only->directory = complete_is_path(list->complete, only->name);
	}
	completion->complete = count == 1 && !only->directory &&
			       (context->kind != CONTEXT_PARAMETER || context->quote == '\0');
	completion->common =
		complete_text(list, context, only,
			      count == 1 ? strlen(only->name) : complete_common(list), count == 1);
	completion->candidates =
		arena_alloc(&list->complete->arena, count * sizeof(*completion->candidates));
	for (size_t i = 0; i < count; i++) {
		const struct complete_name *entry = complete_at(list, i);

		completion->candidates[i].text =
			complete_text(list, context, entry, strlen(entry->name), true);
		completion->candidates[i].label = complete_label(list, entry);
	}
}

/* Completes the word of the context in TEXT. */
static void complete_word(struct complete *complete, const struct context *context,
			  const struct strbuf *text, struct line_completion *completion)
{
	struct typed_word word;
	struct complete_list list = {
		.complete = complete, .word = &word, .kind = context->kind, .names = STRBUF_INIT
	};
	struct arena_mark mark = arena_mark(&complete->sh->scratch);

	typed_word_init(&word, complete->sh, text->data, context->word, text->len);
	completion->start = word.base_start;
	arena_release(&complete->sh->scratch, mark);
	complete_gather(&list);
	complete_sort(&list);
	complete_answer(&list, context, completion);
	strbuf_finish(&list.names);
	typed_word_finish(&word);
}

void complete_line(struct complete *complete, const char *earlier, const char *line, size_t point,
		   struct line_completion *completion)
{
	struct strbuf text = STRBUF_INIT;
	struct context context;
	const char *equals;
	size_t offset;

	arena_release(&complete->arena, (struct arena_mark){ NULL, NULL });
	*completion = (struct line_completion){ 0 };
	if (*earlier) {
		strbuf_add_string(&text, earlier);
		strbuf_add_char(&text, '\n');
	}
	offset = text.len;
	strbuf_add(&text, line, point);
	context = context_find(text.data, text.len);
	complete_word(complete, &context, &text, completion);
	equals = memrchr(text.data + context.word, '=', text.len - context.word);
	if (completion->count == 0 && context.kind == CONTEXT_FILE && equals) {
		context.word = (size_t)(equals + 1 - text.data); /* --file=..., of=... */
		complete_word(complete, &context, &text, completion);
	}
	if (completion->start < offset) {
		completion->count = 0; /* it began on a line that is done */
	} else {
		completion->start -= offset;
	}
	strbuf_finish(&text);
}

void complete_init(struct complete *complete, struct shell *sh)
{
	complete->sh = sh;
	arena_init(&complete->arena);
}

void complete_finish(struct complete *complete)
{
	arena_finish(&complete->arena);
}
