/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The data of a report, and its forms: for the files report*.c only.
 */
#ifndef SHELL_REPORT_DATA_H
#define SHELL_REPORT_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chain/pipesh.h"
#include "expand/locale.h"

struct strbuf;

struct report_stage {
	char *command;
	struct pipesh_report seen;
};

/* A chain, copied. */
struct report_chain {
	size_t job; /* these as in struct report_entry */
	unsigned long attempt;
	char *item;
	int status;
	struct pipesh_outcome outcome;
	int64_t started_ns; /* since 1970 */
	size_t stage_count;
	struct report_stage stages[];
};

/* From start to end; -1: unknown. */
int64_t report_wall_ns(const struct pipesh_report *seen);

/* One object and a newline; the manual has the schema. */
void report_format_json(const struct report_chain *chain, struct strbuf *out);

struct report_table {
	const struct report_chain *const *chains; /* by job and attempt */
	size_t count;                             /* at least one */
	int status;                               /* of the whole */
	bool expired;                             /* its deadline has passed */
	size_t width;                             /* columns of the terminal; 0: it is none */
	enum locale_charset charset;
};

void report_format_table(const struct report_table *table, struct strbuf *out);

#endif
