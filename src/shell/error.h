/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages and the consequences of shell errors, XCU 2.8.1.
 */
#ifndef SHELL_ERROR_H
#define SHELL_ERROR_H

#include <stdbool.h>

#include "shell/flow.h"

struct shell;

enum error_kind {
	ERROR_SYNTAX,              /* shall exit */
	ERROR_SPECIAL_BUILTIN,     /* shall exit */
	ERROR_UTILITY,             /* other utility: shall not exit */
	ERROR_REDIRECTION_SPECIAL, /* with a special builtin: shall exit */
	ERROR_REDIRECTION,         /* compound command, function, other utility: shall not exit */
	ERROR_ASSIGNMENT,          /* shall exit */
	ERROR_EXPANSION,           /* shall exit */
	ERROR_NOT_FOUND,           /* may exit; we do not */
	ERROR_READ,                /* unrecoverable read error of the script: shall exit */
};

/* What follows: FLOW_NEXT, FLOW_EXIT, or (interactive) FLOW_ABORT. Sets $? to STATUS. */
enum flow shell_consequence(struct shell *sh, enum error_kind kind, int status);

/* "pipesh: script.sh:12: " and the message, on standard error. */
void shell_message(struct shell *sh, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The prefix alone, as the style of the running source wants it. */
struct strbuf;
void shell_message_prefix(struct shell *sh, struct strbuf *out);

#endif
