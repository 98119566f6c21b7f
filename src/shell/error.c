/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "shell/error.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "shell/builtin.h"
#include "shell/shell.h"

enum flow shell_consequence(struct shell *sh, enum error_kind kind, int status)
{
	sh->status = status;
	switch (kind) {
	case ERROR_UTILITY:
	case ERROR_REDIRECTION:
	case ERROR_NOT_FOUND:
		return FLOW_NEXT;
	case ERROR_SYNTAX:
	case ERROR_SPECIAL_BUILTIN:
	case ERROR_REDIRECTION_SPECIAL:
	case ERROR_ASSIGNMENT:
	case ERROR_EXPANSION:
	case ERROR_READ:
		return sh->interactive && !sh->subshell ? FLOW_ABORT : FLOW_EXIT;
	}
	return FLOW_EXIT;
}

void shell_message_prefix(struct shell *sh, struct strbuf *out)
{
	strbuf_add_string(out, "pipesh: ");
	if (sh->source_name && sh->line > 0) {
		strbuf_printf(out, "%s:%u: ", sh->source_name, sh->line);
	} else if (sh->source_name) {
		strbuf_printf(out, "%s: ", sh->source_name); /* nothing of it has run */
	}
}

/* One write, so that messages of several processes do not mix. */
static void error_write(struct shell *sh, struct strbuf *message)
{
	size_t done = 0;

	/* What builtins wrote before comes before, should both go to one place. */
	if (sh->out && sh->out->fd >= 0) {
		(void)output_flush_keep(sh->out);
	}
	strbuf_add_char(message, '\n');
	while (done < message->len) {
		ssize_t n = write(STDERR_FILENO, message->data + done, message->len - done);

		if (n <= 0) {
			break; /* nowhere to tell */
		}
		done += (size_t)n;
	}
}

void shell_message(struct shell *sh, const char *format, ...)
{
	struct strbuf message = STRBUF_INIT;
	va_list args;

	shell_message_prefix(sh, &message);
	va_start(args, format);
	strbuf_vprintf(&message, format, args);
	va_end(args);
	error_write(sh, &message);
	strbuf_finish(&message);
}

void builtin_message(struct shell *sh, const char *name, const char *format, ...)
{
	struct strbuf message = STRBUF_INIT;
	va_list args;

	shell_message_prefix(sh, &message);
	strbuf_printf(&message, "%s: ", name);
	va_start(args, format);
	strbuf_vprintf(&message, format, args);
	va_end(args);
	error_write(sh, &message);
	strbuf_finish(&message);
}

enum flow builtin_status(struct shell *sh, int status)
{
	sh->status = status;
	return FLOW_NEXT;
}

enum flow builtin_error(struct shell *sh, int status)
{
	return shell_consequence(sh, sh->special ? ERROR_SPECIAL_BUILTIN : ERROR_UTILITY, status);
}
