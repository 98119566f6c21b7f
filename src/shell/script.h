/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands from a descriptor: script files, dot files, standard input. What was read ahead from
 * standard input is given back before anybody else can read it, so that the
 * script's children get the rest at the right byte (XCU sh, INPUT FILES).
 */
#ifndef SHELL_SCRIPT_H
#define SHELL_SCRIPT_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "syntax/parser.h"

struct shell;

struct script {
	struct shell *sh;
	struct parser *parser;
	int fd;
	bool shared;   /* others read this descriptor too: standard input */
	bool seekable; /* what was read ahead can be given back */
	bool looks;    /* it is a pipe, as far as is known: one can look into it */
	bool first;    /* nothing was read yet: a binary file is found out */
	bool binary;
	struct strbuf block; /* read from fd; [next..len) not handed to the parser yet */
	size_t next;
};

/* Ready to parse from FD, which stays the caller's. NAME is for messages. */
void script_open(struct script *script, struct shell *sh, int fd, bool shared, const char *name);
void script_close(struct script *script);

/* Before a process is started or another reader of standard input reads. */
void script_share(struct shell *sh);
/* In a forked child: what was read ahead is the parent's. */
void script_subshell(struct shell *sh);

#endif
