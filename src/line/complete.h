/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can stand where the person is typing: commands in the place of a command, else what
 * the command takes, as a rule files. The line is read as the shell will, quotes and all.
 */
#ifndef LINE_COMPLETE_H
#define LINE_COMPLETE_H

#include <stddef.h>

#include "base/arena.h"
#include "line/front.h"

struct shell;

struct complete {
	struct shell *sh;
	struct arena arena; /* of the last answer */
};

void complete_init(struct complete *complete, struct shell *sh);
void complete_finish(struct complete *complete);

/*
 * EARLIER: the lines of the same command that came before, "" if there are none. LINE up to POINT is
 * what to go on with.
 */
void complete_line(struct complete *complete, const char *earlier, const char *line, size_t point,
		   struct line_completion *completion);

#endif
