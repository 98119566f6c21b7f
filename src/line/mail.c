/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "line/mail.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "shell/number.h"
#include "shell/prompt.h"
#include "shell/shell.h"

enum { MAIL_INTERVAL_MAX = 1000000000 };

struct mail_box {
	char *path;
	bool exists;
	struct timespec changed; /* its modification time */
	bool named;              /* it is still one of those to look at */
};

void mail_init(struct mail *mail, struct shell *sh)
{
	*mail = (struct mail){ .sh = sh };
}

static void mail_box_destroy(struct mail_box *box)
{
	free(box->path);
	free(box);
}

void mail_finish(struct mail *mail)
{
	for (size_t i = 0; i < mail->boxes.count; i++) {
		mail_box_destroy(mail->boxes.items[i]);
	}
	vec_finish(&mail->boxes);
}

static struct mail_box *mail_find(struct mail *mail, const char *path)
{
	for (size_t i = 0; i < mail->boxes.count; i++) {
		struct mail_box *box = mail->boxes.items[i];

		if (strcmp(box->path, path) == 0) {
			return box;
		}
	}
	return NULL;
}

/* Brings what is known of a box up to date. True: something has come. */
static bool mail_look(struct mail_box *box)
{
	struct stat status;
	bool exists = stat(box->path, &status) == 0;
	bool news = exists && status.st_size > 0 &&
		    (!box->exists || status.st_mtim.tv_sec != box->changed.tv_sec ||
		     status.st_mtim.tv_nsec != box->changed.tv_nsec);

	box->exists = exists;
	if (exists) {
		box->changed = status.st_mtim;
	}
	return news;
}

/* MESSAGE, of MAILPATH, is expanded; NULL: there is none. */
static void mail_tell(struct mail *mail, const char *path, const char *message)
{
	struct strbuf text = STRBUF_INIT;

	if (message) {
		prompt_expand_text(mail->sh, message, strlen(message), &text);
	} else {
		strbuf_printf(&text, "you have mail in %s", path);
	}
	strbuf_add_char(&text, '\n');
	(void)fd_write_all(STDERR_FILENO, text.data, text.len); /* nowhere to complain */
	strbuf_finish(&text);
}

/* What it looks like when it is first named says nothing. */
static void mail_check_box(struct mail *mail, const char *path, const char *message)
{
	struct mail_box *box = mail_find(mail, path);

	if (!box) {
		box = memory_zalloc(sizeof(*box));
		box->path = memory_strdup(path);
		vec_push(&mail->boxes, box);
		(void)mail_look(box);
	} else if (mail->due && mail_look(box)) {
		mail_tell(mail, path, message);
	}
	box->named = true;
}

/* One of MAILPATH: "path" or "path%message"; a backslash before % makes it part of the path. */
static void mail_check_entry(struct mail *mail, const char *entry, size_t len)
{
	struct strbuf path = STRBUF_INIT;
	struct strbuf message = STRBUF_INIT;
	size_t i = 0;

	for (; i < len && entry[i] != '%'; i++) {
		i += entry[i] == '\\' && i + 1 < len && entry[i + 1] == '%';
		strbuf_add_char(&path, entry[i]);
	}
	if (i < len) {
		strbuf_add(&message, entry + i + 1, len - i - 1);
	}
	if (path.len > 0) {
		mail_check_box(mail, path.data, i < len ? message.data : NULL);
	}
	strbuf_finish(&path);
	strbuf_finish(&message);
}

static void mail_check_all(struct mail *mail)
{
	const char *list = variable_get_name(mail->sh, "MAILPATH");
	const char *single = variable_get(mail->sh, mail->sh->known.mail).data;
	char *copy;
	const char *at;

	if (!list) {
		if (single && *single) {
			mail_check_box(mail, single, NULL);
		}
		return;
	}
	copy = memory_strdup(list); /* a message's expansion may change the variable */
	for (at = copy; *at;) {
		size_t len = strcspn(at, ":");

		mail_check_entry(mail, at, len);
		at += len + (at[len] == ':');
	}
	free(copy);
}

/* Forgets those that are named no longer. */
static void mail_sweep(struct mail *mail)
{
	for (size_t i = mail->boxes.count; i-- > 0;) {
		struct mail_box *box = mail->boxes.items[i];

		if (!box->named) {
			mail_box_destroy(box);
			vec_remove(&mail->boxes, i);
		} else {
			box->named = false;
		}
	}
}

/* Is it time to look? */
static bool mail_is_due(struct mail *mail)
{
	const char *interval = variable_get_name(mail->sh, "MAILCHECK");
	unsigned long seconds;
	int64_t now;

	if (!interval || !number_parse_unsigned(interval, MAIL_INTERVAL_MAX, &seconds)) {
		return false;
	}
	now = clock_now_ns();
	if (mail->checked_ns != 0 && now - mail->checked_ns < (int64_t)seconds * 1000000000) {
		return false;
	}
	mail->checked_ns = now;
	return true;
}

void mail_check(struct mail *mail)
{
	mail->due = mail_is_due(mail);
	mail_check_all(mail);
	mail_sweep(mail);
}
