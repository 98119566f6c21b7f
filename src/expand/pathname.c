/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pattern is worked through component by component. Directories are read for components
 * that are patterns only; all others are appended to the path as they are, and the
 * next directory opened, or a check of the whole path at its end, tells whether
 * they exist. A directory is closed before the next is opened.
 */
#include <config.h>

#include "expand/pathname.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "expand/build.h"
#include "expand/locale.h"
#include "expand/pattern.h"
#include "expand/sort.h"

/* After so many names the host is asked whether to go on. */
enum { PATHNAME_POLL = 1024 };

struct walk {
	struct expander *expander;
	const char *text;
	const unsigned char *quoted;
	size_t len;
	struct fields *fields;
	struct strbuf *path; /* what TEXT has come to so far */
};

/* One component of the pattern. */
struct component {
	size_t from;
	size_t to;
	size_t next; /* behind the slashes that follow */
};

/* Names of one directory that match a component which is not the last. */
struct match {
	struct match *next;
	bool directory; /* known to be one */
	size_t len;
	char name[];
};

static enum expand_status walk_from(struct walk *walk, size_t at, bool directory);

static const unsigned char *walk_quoted(const struct walk *walk, size_t at)
{
	return walk->quoted ? walk->quoted + at : NULL;
}

static struct component walk_component(const struct walk *walk, size_t at)
{
	const char *slash = memchr(walk->text + at, '/', walk->len - at);
	struct component component;

	component.from = at;
	component.to = slash ? (size_t)(slash - walk->text) : walk->len;
	component.next = component.to;
	while (component.next < walk->len && walk->text[component.next] == '/') {
		component.next++;
	}
	return component;
}

static bool component_special(const struct walk *walk, const struct component *component)
{
	return pattern_special(walk->text + component->from, walk_quoted(walk, component->from),
			       component->to - component->from);
}

/* Appends pattern bytes that stand for themselves; a backslash from an expansion goes. */
static void walk_add_literal(struct walk *walk, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++) {
		if (walk->text[i] == '\\' && !(walk->quoted && walk->quoted[i]) && i + 1 < to) {
			i++;
		}
		strbuf_add_char(walk->path, walk->text[i]);
	}
}

static void walk_found(struct walk *walk)
{
	struct arena *arena = walk->expander->arena;

	fields_add(arena, walk->fields, arena_copy(arena, walk->path->data, walk->path->len));
}

/* The path is complete. TEXT's trailing slashes want a directory. */
static void walk_check(struct walk *walk)
{
	struct stat status;

	if (lstat(walk->path->data, &status) == 0) {
		walk_found(walk);
	}
}

/* Does a name that begins with a period fit a pattern that must say so? "." and ".." never do. */
static bool component_period(const struct walk *walk, const struct component *component,
			     const char *name)
{
	size_t at = component->from;

	if (name[1] == '\0' || (name[1] == '.' && name[2] == '\0')) {
		return false;
	}
	if (walk->text[at] == '\\' && !(walk->quoted && walk->quoted[at])) {
		at++;
	}
	return walk->text[at] == '.';
}

static bool component_matches(struct walk *walk, const struct component *component,
			      const char *name, size_t len)
{
	if (name[0] == '.' && !component_period(walk, component, name)) {
		return false;
	}
	if (!walk->expander->ctype_ready && locale_has_high(name, len)) {
		expand_locale_ready(walk->expander);
	}
	return pattern_match(walk->text + component->from, walk_quoted(walk, component->from),
			     component->to - component->from, name, len);
}

/* A name of the last component: a field at once. */
static void walk_found_name(struct walk *walk, const char *name, size_t len)
{
	struct arena *arena = walk->expander->arena;
	size_t path_len = walk->path->len;
	char *field = arena_alloc(arena, path_len + len + 1);

	memcpy(field, walk->path->data, path_len);
	memcpy(field + path_len, name, len + 1);
	fields_add(arena, walk->fields, field);
}

static struct match *walk_keep(struct walk *walk, const struct dirent *entry, size_t len,
			       struct match *list)
{
	struct match *match;

	if (entry->d_type != DT_DIR && entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN) {
		return list;
	}
	match = arena_alloc(walk->expander->arena, sizeof(*match) + len + 1);
	match->next = list;
	match->directory = entry->d_type == DT_DIR;
	match->len = len;
	memcpy(match->name, entry->d_name, len + 1);
	return match;
}

/* Reads the directory of the path; what cannot be read has no names (2.14.3). */
static enum expand_status walk_read(struct walk *walk, const struct component *component,
				    struct match **matches)
{
	struct expander *expander = walk->expander;
	bool last = component->next == component->to;
	DIR *directory = opendir(walk->path->len > 0 ? walk->path->data : ".");
	enum expand_status status = EXPAND_OK;
	const struct dirent *entry;
	unsigned count = 0;

	if (!directory) {
		return EXPAND_OK;
	}
	while ((entry = readdir(directory))) {
		size_t len = strlen(entry->d_name);

		if (++count % PATHNAME_POLL == 0 &&
		    expander->host->interrupted(expander->context)) {
			status = EXPAND_INTERRUPTED;
			break;
		}
		if (!component_matches(walk, component, entry->d_name, len)) {
			continue;
		}
		if (last) {
			walk_found_name(walk, entry->d_name, len);
		} else {
			*matches = walk_keep(walk, entry, len, *matches);
		}
	}
	(void)closedir(directory); /* nothing was written */
	return status;
}

static enum expand_status walk_directory(struct walk *walk, const struct component *component)
{
	size_t len = walk->path->len;
	struct match *matches = NULL;
	enum expand_status status = walk_read(walk, component, &matches);

	for (; matches && status == EXPAND_OK; matches = matches->next) {
		strbuf_add(walk->path, matches->name, matches->len);
		strbuf_add(walk->path, walk->text + component->to, component->next - component->to);
		status = walk_from(walk, component->next, matches->directory);
		strbuf_truncate(walk->path, len);
	}
	return status;
}

/* Goes on with the pattern at AT. DIRECTORY: the path is known to be one. */
static enum expand_status walk_from(struct walk *walk, size_t at, bool directory)
{
	struct expander *expander = walk->expander;
	bool checked = directory;

	if (expander->host->interrupted(expander->context)) {
		return EXPAND_INTERRUPTED;
	}
	if (stack_guard_reached(expander->guard)) {
		return EXPAND_OK; /* such a path is too long for the system, too */
	}
	while (at < walk->len) {
		struct component component = walk_component(walk, at);

		if (component_special(walk, &component)) {
			return walk_directory(walk, &component);
		}
		walk_add_literal(walk, component.from, component.to);
		strbuf_add(walk->path, walk->text + component.to, component.next - component.to);
		at = component.next;
		checked = false;
	}
	if (checked) {
		walk_found(walk);
	} else {
		walk_check(walk);
	}
	return EXPAND_OK;
}

/* Is any component a pattern? */
static bool walk_special(const struct walk *walk)
{
	size_t at = 0;

	while (at < walk->len) {
		struct component component = walk_component(walk, at);

		if (component_special(walk, &component)) {
			return true;
		}
		at = component.next;
	}
	return false;
}

enum expand_status pathname_expand(struct expander *expander, const char *text,
				   const unsigned char *quoted, size_t len, struct fields *fields)
{
	struct walk walk = { expander, text, quoted, len, fields, &expander->path };
	size_t first = fields->count;
	enum expand_status status;

	(void)expand_locale_peek(expander);
	if (!expander->ctype_ready && locale_has_high(text, len)) {
		expand_locale_ready(expander);
	}
	if (!walk_special(&walk)) {
		fields_add(expander->arena, fields, text);
		return EXPAND_OK;
	}
	strbuf_reserve(walk.path, 0);
	strbuf_clear(walk.path);
	status = walk_from(&walk, 0, false);
	if (status != EXPAND_OK) {
		return status;
	}
	if (fields->count == first) {
		fields_add(expander->arena, fields, text);
	} else if (fields->count > first + 1) {
		sort_strings(expander->arena, fields->items + first, fields->count - first,
			     expand_locale_collates_bytes(expander));
	}
	return EXPAND_OK;
}
