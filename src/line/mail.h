/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells of new mail before a prompt: MAIL, MAILPATH and MAILCHECK (XCU sh, ENVIRONMENT VARIABLES).
 */
#ifndef LINE_MAIL_H
#define LINE_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct shell;

struct mail {
	struct shell *sh;
	struct vec boxes;   /* struct mail_box: what is known of each file */
	int64_t checked_ns; /* when they were last looked at; 0: never */
	bool due;           /* they are looked at now */
};

void mail_init(struct mail *mail, struct shell *sh);
void mail_finish(struct mail *mail);
/* Looks if it is time to, and tells on standard error. */
void mail_check(struct mail *mail);

#endif
