/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct history *history_create(size_t limit)
{
	struct history *history = memory_zalloc(sizeof(*history));

	history->first = 1;
	history->limit = limit;
	return history;
}

void history_destroy(struct history *history)
{
	if (!history) {
		return;
	}
	for (size_t i = 0; i < history->entries.count; i++) {
		free(history->entries.items[i]);
	}
	vec_finish(&history->entries);
	free(history);
}

static void history_trim(struct history *history)
{
	struct vec *entries = &history->entries;
	size_t excess = entries->count > history->limit ? entries->count - history->limit : 0;

	if (excess == 0) {
		return;
	}
	for (size_t i = 0; i < excess; i++) {
		free(entries->items[i]);
	}
	entries->count -= excess;
	memmove(entries->items, entries->items + excess, entries->count * sizeof(*entries->items));
	history->first += (unsigned)excess;
}

unsigned history_add(struct history *history, const char *text, size_t len)
{
	vec_push(&history->entries, memory_copy(text, len));
	history_trim(history);
	return history_last(history);
}

void history_replace(struct history *history, const char *text, size_t len)
{
	void **item = &history->entries.items[history->entries.count - 1];

	free(*item);
	*item = memory_copy(text, len);
}

void history_drop(struct history *history)
{
	if (history->entries.count > 0) {
		free(history->entries.items[--history->entries.count]);
	}
}

void history_set_limit(struct history *history, size_t limit)
{
	history->limit = limit;
	history_trim(history);
}

unsigned history_last(const struct history *history)
{
	return history->first + (unsigned)history->entries.count - 1;
}

const char *history_text(const struct history *history, unsigned number)
{
	if (number < history->first || number > history_last(history)) {
		return NULL;
	}
	return history->entries.items[number - history->first];
}
