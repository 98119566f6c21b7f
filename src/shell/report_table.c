/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report as a table for people: figures to the right, with units, and the command last, so that no
 * misjudged width of a character moves a column. `~' stands before figures that are known to within
 * what loading a program reads, `<' before those that are an upper bound, `-' for what is not known.
 */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/clock.h"
#include "base/strbuf.h"
#include "shell/job.h"
#include "shell/report_data.h"

enum {
	CELL_MAX = JOB_SIGNAL_NAME_MAX + 8,
	COMMAND_WIDTH = 40, /* where there is no terminal to ask, and in sentences */
	COMMAND_WIDTH_LEAST = 16,
};

/* A line of the table. */
struct report_row {
	const struct report_chain *chain;
	const struct report_stage *stage; /* NULL: the whole table's */
};

/* ---- figures ---- */

static void cell_unknown(char *cell)
{
	(void)snprintf(cell, CELL_MAX, "-");
}

/* Two or three digits that count: "8.2ms", "350ms", "1.21s", "59.9s", "2m05s", "1h02m". */
static void cell_duration(char *cell, int64_t ns)
{
	double ms = (double)ns / (double)CLOCK_MS;
	double s = (double)ns / (double)CLOCK_SECOND;
	int64_t seconds = (ns + CLOCK_SECOND / 2) / CLOCK_SECOND;

	if (ms < 999.5) {
		(void)snprintf(cell, CELL_MAX, "%.*fms", ms < 9.95 ? 1 : 0, ms);
	} else if (s < 59.95) {
		(void)snprintf(cell, CELL_MAX, "%.*fs", s < 9.995 ? 2 : 1, s);
	} else if (seconds < 3600) {
		(void)snprintf(cell, CELL_MAX, "%dm%02ds", (int)(seconds / 60),
			       (int)(seconds % 60));
	} else {
		(void)snprintf(cell, CELL_MAX, "%" PRId64 "h%02dm", seconds / 3600,
			       (int)(seconds % 3600 / 60));
	}
}

/* "8", "1.2K", "977K", "1.9M": K is 1024, as in the terms of `with`. */
static void cell_bytes(char *cell, const char *mark, uint64_t bytes)
{
	static const char units[] = "KMGTPE";
	const char *unit = units;
	double amount = (double)bytes / 1024;

	if (bytes < 1000) {
		(void)snprintf(cell, CELL_MAX, "%s%d", mark, (int)bytes);
		return;
	}
	for (; amount >= 999.5 && unit[1] != '\0'; unit++) {
		amount /= 1024;
	}
	(void)snprintf(cell, CELL_MAX, "%s%.*f%c", mark, amount < 9.95 ? 1 : 0, amount, *unit);
}

/* ---- columns: one function each, which may leave the cell empty ---- */

static void cell_job(const struct report_table *table, const struct report_row *row, char *cell)
{
	(void)table;
	if (row->stage) {
		(void)snprintf(cell, CELL_MAX, "%zu", row->chain->job);
	}
}

static void cell_attempt(const struct report_table *table, const struct report_row *row, char *cell)
{
	(void)table;
	if (row->stage) {
		(void)snprintf(cell, CELL_MAX, "%lu", row->chain->attempt);
	}
}

static void cell_status(const struct report_table *table, const struct report_row *row, char *cell)
{
	const struct pipesh_report *seen = row->stage ? &row->stage->seen : NULL;
	char name[JOB_SIGNAL_NAME_MAX];

	if (!seen) {
		(void)snprintf(cell, CELL_MAX, "%d", table->status);
	} else if (seen->status < 0) {
		(void)snprintf(cell, CELL_MAX, "%s%s", job_signal_name(-seen->status, name),
			       seen->core ? " core" : "");
	} else {
		(void)snprintf(cell, CELL_MAX, "%d", seen->status);
	}
}

/* From the first start to the last end. */
static int64_t table_wall_ns(const struct report_table *table)
{
	int64_t start_ns = INT64_MAX;
	int64_t end_ns = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct pipesh_outcome *outcome = &table->chains[i]->outcome;

		start_ns = outcome->start_ns < start_ns ? outcome->start_ns : start_ns;
		end_ns = outcome->end_ns > end_ns ? outcome->end_ns : end_ns;
	}
	return end_ns - start_ns;
}

static void cell_wall(const struct report_table *table, const struct report_row *row, char *cell)
{
	int64_t ns = row->stage ? report_wall_ns(&row->stage->seen) : table_wall_ns(table);

	if (ns >= 0) {
		cell_duration(cell, ns);
	} else {
		cell_unknown(cell);
	}
}

static int64_t stage_cpu_ns(const struct pipesh_report *seen)
{
	return clock_timeval_ns(seen->usage.ru_utime) + clock_timeval_ns(seen->usage.ru_stime);
}

static int64_t table_cpu_ns(const struct report_table *table)
{
	int64_t sum_ns = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct report_chain *chain = table->chains[i];

		for (size_t stage = 0; stage < chain->stage_count; stage++) {
			sum_ns += stage_cpu_ns(&chain->stages[stage].seen);
		}
	}
	return sum_ns;
}

static void cell_cpu(const struct report_table *table, const struct report_row *row, char *cell)
{
	if (!row->stage) {
		cell_duration(cell, table_cpu_ns(table));
	} else if (row->stage->seen.has_usage) {
		cell_duration(cell, stage_cpu_ns(&row->stage->seen));
	} else {
		cell_unknown(cell);
	}
}

/* The system counts what this shell had when it started a program as the program's own. */
static void cell_peak(const struct report_table *table, const struct report_row *row, char *cell)
{
	uint64_t base = row->chain->outcome.host_peak_bytes;
	uint64_t bytes = row->stage ? (uint64_t)row->stage->seen.usage.ru_maxrss * 1024 : 0;

	(void)table;
	if (row->stage && row->stage->seen.has_usage) {
		cell_bytes(cell, base != 0 && bytes > base ? "" : "<", bytes);
	} else if (row->stage) {
		cell_unknown(cell);
	}
}

static void cell_read(const struct report_table *table, const struct report_row *row, char *cell)
{
	(void)table;
	if (row->stage && row->stage->seen.has_io) {
		cell_bytes(cell, row->stage->seen.bytes_read > 0 ? "~" : "",
			   row->stage->seen.bytes_read);
	} else if (row->stage) {
		cell_unknown(cell);
	}
}

static void cell_written(const struct report_table *table, const struct report_row *row, char *cell)
{
	(void)table;
	if (row->stage && row->stage->seen.has_io) {
		cell_bytes(cell, "", row->stage->seen.bytes_written);
	} else if (row->stage) {
		cell_unknown(cell);
	}
}

static const struct report_column {
	const char *title;
	void (*cell)(const struct report_table *table, const struct report_row *row, char *cell);
} columns[] = {
	{ "JOB", cell_job },   { "TRY", cell_attempt },     { "STATUS", cell_status },
	{ "WALL", cell_wall }, { "CPU", cell_cpu },         { "PEAK", cell_peak },
	{ "READ", cell_read }, { "WRITTEN", cell_written },
};

enum {
	COLUMN_JOB,
	COLUMN_ATTEMPT,
	COLUMN_COUNT = sizeof(columns) / sizeof(columns[0]),
};

static void report_cell(const struct report_table *table, size_t column,
			const struct report_row *row, char *cell)
{
	cell[0] = '\0';
	columns[column].cell(table, row, cell);
}

/* ---- commands ---- */

/* One character as it may be shown; its columns. */
static size_t text_show(enum locale_charset charset, const char *text, size_t used, uint32_t code,
			struct strbuf *out)
{
	int width = code < 0x80 ? 1 : wcwidth((wchar_t)code);

	if (code == '\n' || code == '\t') {
		strbuf_add_char(out, ' ');
	} else if (code < ' ' || code == 0x7f || width < 0 ||
		   (code >= 0x80 && (charset == LOCALE_BYTES || code >= LOCALE_INVALID ||
				     !iswprint((wint_t)code)))) {
		strbuf_add_char(out, '?');
	} else {
		strbuf_add(out, text, used);
		return (size_t)width;
	}
	return 1;
}

/* Appends TEXT, in WIDTH columns at most. */
static void text_add(enum locale_charset charset, const char *text, size_t width,
		     struct strbuf *out)
{
	static const char dots[] = "...";
	size_t len = strlen(text);
	size_t taken = 0;
	size_t fits = out->len; /* up to here there is room for dots behind it */

	for (size_t at = 0; at < len;) {
		uint32_t code;
		size_t used = locale_decode(charset, text + at, len - at, &code);

		taken += text_show(charset, text + at, used, code, out);
		if (taken > width) {
			strbuf_truncate(out, fits);
			strbuf_add_string(out, dots);
			return;
		}
		if (taken + strlen(dots) <= width) {
			fits = out->len;
		}
		at += used;
	}
}

/* ---- lines ---- */

/* How a table is laid out. */
struct report_layout {
	size_t widths[COLUMN_COUNT]; /* 0: not shown */
	size_t command_width;
	bool marked; /* one of the chains has a bottleneck */
};

static bool is_bottleneck(const struct report_row *row)
{
	const struct pipesh_outcome *outcome = &row->chain->outcome;

	return row->stage && outcome->has_bottleneck &&
	       row->stage == &row->chain->stages[outcome->bottleneck];
}

static void layout_row(const struct report_table *table, const struct report_row *row,
		       struct report_layout *layout)
{
	char cell[CELL_MAX];

	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		size_t width;

		report_cell(table, i, row, cell);
		width = strlen(cell);
		if (layout->widths[i] != 0 && layout->widths[i] < width) {
			layout->widths[i] = width;
		}
	}
	layout->marked = layout->marked || is_bottleneck(row);
}

static struct report_layout layout_make(const struct report_table *table)
{
	struct report_layout layout = { .command_width = COMMAND_WIDTH };
	struct report_row row = { .chain = table->chains[0] };
	bool jobs = false;
	bool attempts = false;
	size_t left = 0;

	for (size_t i = 0; i < table->count; i++) {
		jobs = jobs || table->chains[i]->job != 0;
		attempts = attempts || table->chains[i]->attempt > 1;
	}
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		layout.widths[i] = strlen(columns[i].title);
	}
	layout.widths[COLUMN_JOB] *= jobs;
	layout.widths[COLUMN_ATTEMPT] *= attempts;
	layout_row(table, &row, &layout);
	for (size_t i = 0; i < table->count; i++) {
		row.chain = table->chains[i];
		for (size_t stage = 0; stage < row.chain->stage_count; stage++) {
			row.stage = &row.chain->stages[stage];
			layout_row(table, &row, &layout);
		}
	}
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		left += layout.widths[i] != 0 ? layout.widths[i] + 2 : 0;
	}
	left += layout.marked ? 2 : 0;
	if (table->width != 0) {
		layout.command_width = table->width > left + COMMAND_WIDTH_LEAST
					       ? table->width - left
					       : COMMAND_WIDTH_LEAST;
	}
	return layout;
}

static void line_cell(const struct report_layout *layout, size_t column, const char *text,
		      struct strbuf *out)
{
	if (layout->widths[column] != 0) {
		strbuf_printf(out, "%*s  ", (int)layout->widths[column], text);
	}
}

static void line_cells(const struct report_table *table, const struct report_layout *layout,
		       const struct report_row *row, struct strbuf *out)
{
	char cell[CELL_MAX];

	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		report_cell(table, i, row, cell);
		line_cell(layout, i, cell, out);
	}
	if (layout->marked) {
		strbuf_add_string(out, is_bottleneck(row) ? "* " : "  ");
	}
}

static void line_titles(const struct report_layout *layout, struct strbuf *out)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		line_cell(layout, i, columns[i].title, out);
	}
	strbuf_add_string(out, layout->marked ? "  COMMAND\n" : "COMMAND\n");
}

static void line_stage(const struct report_table *table, const struct report_layout *layout,
		       const struct report_row *row, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	if (row->chain->item) {
		strbuf_printf(&text, "%s: ", row->chain->item);
	}
	strbuf_add_string(&text, row->stage->command);
	line_cells(table, layout, row, out);
	text_add(table->charset, text.data, layout->command_width, out);
	strbuf_add_char(out, '\n');
	strbuf_finish(&text);
}

/* ---- the line of the whole, and below it ---- */

struct report_sums {
	size_t rows;
	size_t jobs;   /* 0: none are numbered */
	size_t failed; /* of them */
	size_t retried;
	bool timed_out;
	int stop_signal;
	bool killed;
};

static struct report_sums sum_up(const struct report_table *table)
{
	struct report_sums sums = { .timed_out = table->expired };

	for (size_t i = 0; i < table->count; i++) {
		const struct report_chain *chain = table->chains[i];
		bool last = i + 1 == table->count || table->chains[i + 1]->job != chain->job;

		sums.rows += chain->stage_count;
		sums.jobs += last && chain->job != 0;
		sums.failed += last && chain->job != 0 && chain->status != 0;
		sums.retried += chain->attempt > 1;
		sums.timed_out = sums.timed_out || chain->outcome.timed_out;
		sums.killed = sums.killed || chain->outcome.killed;
		if (chain->outcome.stop_signal != 0) {
			sums.stop_signal = chain->outcome.stop_signal;
		}
	}
	return sums;
}

/* "total, 2 of 8 jobs failed, 3 retries, the deadline passed (SIGTERM, SIGKILL)" */
static void line_whole(const struct report_table *table, const struct report_layout *layout,
		       struct strbuf *out)
{
	struct report_row row = { .chain = table->chains[0] };
	struct report_sums sums = sum_up(table);
	char name[JOB_SIGNAL_NAME_MAX];

	if (sums.rows == 1 && !sums.timed_out && sums.stop_signal == 0) {
		return; /* it has been said */
	}
	line_cells(table, layout, &row, out);
	strbuf_add_string(out, "total");
	if (sums.failed > 0) {
		strbuf_printf(out, ", %zu of %zu jobs failed", sums.failed, sums.jobs);
	} else if (sums.jobs > 0) {
		strbuf_printf(out, ", %zu job%s", sums.jobs, sums.jobs > 1 ? "s" : "");
	}
	if (sums.retried > 0) {
		strbuf_printf(out, ", %zu retr%s", sums.retried, sums.retried > 1 ? "ies" : "y");
	}
	if (sums.timed_out) {
		strbuf_add_string(out, ", the deadline passed");
	}
	if (sums.stop_signal != 0) {
		strbuf_printf(out, ", stopped by %s", job_signal_name(sums.stop_signal, name));
		strbuf_add_string(out, sums.killed ? " and SIGKILL" : "");
	}
	strbuf_add_char(out, '\n');
}

/* What the mark means; where there is one chain, with the evidence and the name. */
static void line_bottleneck(const struct report_table *table, struct strbuf *out)
{
	const struct report_chain *chain = table->chains[0];
	const struct pipesh_outcome *outcome = &chain->outcome;
	const struct report_stage *stage = &chain->stages[outcome->bottleneck];
	char part[CELL_MAX];
	char whole[CELL_MAX];

	if (table->count > 1) {
		strbuf_add_string(out, "* held the others up\n");
		return;
	}
	strbuf_printf(out, "* held the other%s up", chain->stage_count > 2 ? "s" : "");
	cell_duration(whole, outcome->end_ns - outcome->start_ns);
	if (outcome->bottleneck_by_cpu) {
		cell_duration(part, stage_cpu_ns(&stage->seen));
		strbuf_printf(out, ", %s of CPU time in %s: ", part, whole);
	} else if (chain->stage_count == 2) {
		cell_duration(part, stage->seen.held_ns);
		strbuf_printf(out, ", which waited %s of %s: ", part, whole);
	} else {
		cell_duration(part, stage->seen.held_ns);
		strbuf_printf(out, ", which waited %s of %zu x %s: ", part, chain->stage_count - 1,
			      whole);
	}
	text_add(table->charset, stage->command, COMMAND_WIDTH, out);
	strbuf_add_char(out, '\n');
}

void report_format_table(const struct report_table *table, struct strbuf *out)
{
	struct report_layout layout = layout_make(table);
	struct report_row row;

	line_titles(&layout, out);
	for (size_t i = 0; i < table->count; i++) {
		row.chain = table->chains[i];
		for (size_t stage = 0; stage < row.chain->stage_count; stage++) {
			row.stage = &row.chain->stages[stage];
			line_stage(table, &layout, &row, out);
		}
	}
	line_whole(table, &layout, out);
	if (layout.marked) {
		line_bottleneck(table, out);
	}
}
