/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/build.h"

#include <string.h>

#include "expand/split.h"

enum { BUILD_ROOM = 128 };

void build_init(struct build *build, struct expander *expander, enum build_mode mode)
{
	build->expander = expander;
	build->text = arena_alloc(expander->arena, BUILD_ROOM);
	build->marks = NULL;
	build->len = 0;
	build->capacity = BUILD_ROOM;
	build->mode = mode;
	build->null = false;
}

void build_close(struct build *build)
{
	struct arena *arena = build->expander->arena;

	build->text[build->len] = '\0';
	if (arena->next == build->text + build->capacity) {
		build->capacity = (build->len + ARENA_ALIGN) & ~(ARENA_ALIGN - 1);
		arena->next = build->text + build->capacity;
	}
}

void build_grow(struct build *build, size_t extra)
{
	struct arena *arena = build->expander->arena;
	size_t capacity = build->capacity * 2;
	char *text;

	if (capacity - build->len <= extra) {
		size_t needed = build->len + extra + 1;

		/* Something short often follows what is long. */
		capacity = (needed + needed / 8 + ARENA_ALIGN) & ~(ARENA_ALIGN - 1);
		if (capacity < extra) {
			capacity = SIZE_MAX; /* fails loudly below */
		}
	}
	if (arena->next == build->text + build->capacity &&
	    (size_t)(arena->end - build->text) >= capacity) {
		arena->next = build->text + capacity;
	} else {
		text = arena_alloc(arena, capacity);
		memcpy(text, build->text, build->len);
		build->text = text;
	}
	if (build->marks) {
		unsigned char *marks = arena_alloc(arena, capacity);

		memcpy(marks, build->marks, build->len);
		build->marks = marks;
	}
	build->capacity = capacity;
}

static void build_add_marked(struct build *build, char byte, enum build_mark mark)
{
	build_reserve(build, 1);
	build->text[build->len] = byte;
	build->marks[build->len++] = (unsigned char)mark;
}

/* From now on marks are kept. */
static void build_begin_marks(struct build *build)
{
	if (build->marks) {
		return;
	}
	build->marks = arena_alloc(build->expander->arena, build->capacity);
	memset(build->marks, MARK_QUOTED, build->len);
	if (build->len == 0 && build->null) {
		build_add_marked(build, '\0', MARK_NULL);
	}
}

/* Does it matter for any of these bytes that they are not quoted? */
static bool build_needs_marks(const struct build *build, const char *bytes, size_t len,
			      enum build_mark mark)
{
	unsigned mask = EXPAND_PATTERN;
	size_t i;

	if (mark == MARK_EXPANDED && build->mode == BUILD_FIELDS) {
		mask = ~0u;
	}
	for (i = 0; i < len; i++) {
		if (build->expander->ifs_class[(unsigned char)bytes[i]] & mask) {
			return true;
		}
	}
	return false;
}

void build_add_slow(struct build *build, const char *bytes, size_t len, enum build_mark mark)
{
	if (len == 0) {
		return;
	}
	if (build->mode == BUILD_PATTERN && mark == MARK_EXPANDED) {
		mark = MARK_LITERAL;
	}
	if (!build->marks) {
		ifs_ready(build->expander);
		if (build_needs_marks(build, bytes, len, mark)) {
			build_begin_marks(build);
		}
	}
	build_reserve(build, len);
	memcpy(build->text + build->len, bytes, len);
	if (build->marks) {
		memset(build->marks + build->len, (int)mark, len);
		if (mark == MARK_EXPANDED) {
			build->marks[build->len] |= MARK_BEGIN;
		}
	}
	build->len += len;
}

void build_add_null(struct build *build)
{
	if (build->mode != BUILD_FIELDS) {
		return;
	}
	if (build->marks) {
		build_add_marked(build, '\0', MARK_NULL);
	} else {
		build->null = true;
	}
}

void build_add_break(struct build *build)
{
	build_begin_marks(build);
	build_add_marked(build, '\0', MARK_BREAK);
}

void fields_grow(struct arena *arena, struct fields *fields, size_t extra)
{
	size_t capacity = fields->capacity < 8 ? 8 : fields->capacity * 2;
	char **items;

	if (capacity < fields->count + extra + 1) {
		capacity = fields->count + extra + 1;
	}
	items = arena_alloc(
		arena, capacity > SIZE_MAX / sizeof(*items) ? SIZE_MAX : capacity * sizeof(*items));
	if (fields->count > 0) {
		memcpy(items, fields->items, fields->count * sizeof(*items));
	}
	items[fields->count] = NULL;
	fields->items = items;
	fields->capacity = capacity;
}

char *number_format(char buffer[NUMBER_SIZE], int64_t number, size_t *len)
{
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char *digit = buffer + NUMBER_SIZE;

	do {
		*--digit = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0) {
		*--digit = '-';
	}
	*len = (size_t)(buffer + NUMBER_SIZE - digit);
	return digit;
}
