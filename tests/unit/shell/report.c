/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forms of a report, from data made up here. */
#include <config.h>

#include "shell/report_data.h"

#include <check.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/strbuf.h"

#define KB UINT64_C(1024)
#define MB (1024 * KB)

/* Started a second after the clock began; stages follow one another by a microsecond. */
static struct report_chain *make_chain(size_t count, int64_t wall_ns)
{
	struct report_chain *chain = memory_zalloc(sizeof(*chain) + count * sizeof(*chain->stages));

	chain->stage_count = count;
	chain->attempt = 1;
	chain->outcome.start_ns = CLOCK_SECOND;
	chain->outcome.end_ns = CLOCK_SECOND + wall_ns;
	chain->outcome.host_peak_bytes = MB;
	chain->started_ns = INT64_C(1700000000) * CLOCK_SECOND + 250 * CLOCK_MS;
	for (size_t i = 0; i < count; i++) {
		struct pipesh_report *seen = &chain->stages[i].seen;

		chain->stages[i].command = memory_strdup("cat");
		*seen = (struct pipesh_report){
			.pid = 1000 + (pid_t)i,
			.state = PIPESH_ENDED,
			.start_ns = CLOCK_SECOND + (int64_t)i * 1000,
			.end_ns = CLOCK_SECOND + wall_ns,
			.has_usage = true,
			.has_io = true,
			.has_blocked = true,
		};
		seen->usage.ru_maxrss = 2048;
	}
	return chain;
}

static void set_command(struct report_stage *stage, const char *command)
{
	free(stage->command);
	stage->command = memory_strdup(command);
}

static void free_chain(struct report_chain *chain)
{
	for (size_t i = 0; i < chain->stage_count; i++) {
		free(chain->stages[i].command);
	}
	free(chain->item);
	free(chain);
}

static void expect_table(const struct report_table *table, const char *expected)
{
	struct strbuf out = STRBUF_INIT;

	report_format_table(table, &out);
	ck_assert_str_eq(out.data, expected);
	strbuf_finish(&out);
}

static void expect_chain(const struct report_chain *chain, const char *expected)
{
	const struct report_table table = {
		.chains = &chain,
		.count = 1,
		.status = chain->status,
		.charset = LOCALE_BYTES,
	};

	expect_table(&table, expected);
}

START_TEST(one_command_is_one_line)
{
	struct report_chain *chain = make_chain(1, 1500 * CLOCK_MS);
	struct pipesh_report *seen = &chain->stages[0].seen;

	chain->status = 3;
	seen->status = 3;
	seen->usage.ru_utime.tv_usec = 200000;
	seen->usage.ru_stime.tv_usec = 50400;
	seen->bytes_read = 1000000;
	seen->bytes_written = 8;
	expect_chain(chain, "STATUS   WALL    CPU  PEAK   READ  WRITTEN  COMMAND\n"
			    "     3  1.50s  250ms  2.0M  ~977K        8  cat\n");
	free_chain(chain);
}
END_TEST

START_TEST(what_is_not_known_is_a_dash_and_a_bound_says_so)
{
	struct report_chain *chain = make_chain(2, 10 * CLOCK_MS);

	chain->stages[0].seen = (struct pipesh_report){ .state = PIPESH_ENDED, .status = 127 };
	chain->stages[1].seen.usage.ru_maxrss = 1024;
	expect_chain(chain, "STATUS  WALL    CPU   PEAK  READ  WRITTEN  COMMAND\n"
			    "   127     -      -      -     -        -  cat\n"
			    "     0  10ms  0.0ms  <1.0M     0        0  cat\n"
			    "     0  10ms  0.0ms                        total\n");
	chain->outcome.host_peak_bytes = 0;
	chain->stage_count = 1;
	chain->stages[0].seen = chain->stages[1].seen;
	expect_chain(chain, "STATUS  WALL    CPU   PEAK  READ  WRITTEN  COMMAND\n"
			    "     0  10ms  0.0ms  <1.0M     0        0  cat\n");
	chain->stage_count = 2;
	free_chain(chain);
}
END_TEST

START_TEST(units)
{
	static const struct {
		int64_t ns;
		uint64_t bytes;
		const char *expected; /* wall and written */
	} cases[] = {
		{ 0, 0, "0.0ms/0" },
		{ 9949999, 999, "9.9ms/999" },
		{ 9950000, 1000, "10ms/1.0K" },
		{ 999499999, 10 * KB - 52, "999ms/9.9K" },
		{ 999500000, 10 * KB, "1.00s/10K" },
		{ 9994999999, 999 * KB, "9.99s/999K" },
		{ 9995000000, 1000 * KB, "10.0s/1.0M" },
		{ 59949999999, 22 * MB, "59.9s/22M" },
		{ 59950000000, 1024 * MB, "1m00s/1.0G" },
		{ 3599 * CLOCK_SECOND, UINT64_C(1) << 40, "59m59s/1.0T" },
		{ 3600 * CLOCK_SECOND, UINT64_C(1) << 50, "1h00m/1.0P" },
		{ 100 * 3600 * CLOCK_SECOND, UINT64_MAX, "100h00m/16E" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report_chain *chain = make_chain(1, cases[i].ns);
		const struct report_table table = {
			.chains = (const struct report_chain *const *)&chain,
			.count = 1,
			.charset = LOCALE_BYTES,
		};
		struct strbuf out = STRBUF_INIT;
		char wall[16], written[16], both[40];

		chain->stages[0].seen.bytes_written = cases[i].bytes;
		report_format_table(&table, &out);
		ck_assert_int_eq(
			sscanf(strchr(out.data, '\n'), "%*s %15s %*s %*s %*s %15s", wall, written),
			2);
		(void)snprintf(both, sizeof(both), "%s/%s", wall, written);
		ck_assert_str_eq(both, cases[i].expected);
		strbuf_finish(&out);
		free_chain(chain);
	}
}
END_TEST

START_TEST(a_signal_is_named)
{
	struct report_chain *chain = make_chain(1, 10 * CLOCK_MS);

	chain->stages[0].seen.status = -SIGSEGV;
	chain->stages[0].seen.core = true;
	expect_chain(chain, "      STATUS  WALL    CPU  PEAK  READ  WRITTEN  COMMAND\n"
			    "SIGSEGV core  10ms  0.0ms  2.0M     0        0  cat\n");
	chain->stages[0].seen.status = -32; /* the C library keeps it to itself */
	chain->stages[0].seen.core = false;
	expect_chain(chain, "STATUS  WALL    CPU  PEAK  READ  WRITTEN  COMMAND\n"
			    " SIG32  10ms  0.0ms  2.0M     0        0  cat\n");
	free_chain(chain);
}
END_TEST

START_TEST(a_deadline_and_its_signals_are_told)
{
	struct report_chain *chain = make_chain(1, 200 * CLOCK_MS);

	chain->status = 124;
	chain->stages[0].seen.status = -SIGTERM;
	chain->outcome.timed_out = true;
	chain->outcome.stop_signal = SIGTERM;
	expect_chain(chain, " STATUS   WALL    CPU  PEAK  READ  WRITTEN  COMMAND\n"
			    "SIGTERM  200ms  0.0ms  2.0M     0        0  cat\n"
			    "    124  200ms  0.0ms                       "
			    "total, the deadline passed, stopped by SIGTERM\n");
	chain->stages[0].seen.status = -SIGKILL;
	chain->outcome.killed = true;
	expect_chain(chain, " STATUS   WALL    CPU  PEAK  READ  WRITTEN  COMMAND\n"
			    "SIGKILL  200ms  0.0ms  2.0M     0        0  cat\n"
			    "    124  200ms  0.0ms                       "
			    "total, the deadline passed, stopped by SIGTERM and SIGKILL\n");
	free_chain(chain);
}
END_TEST

START_TEST(the_bottleneck_has_a_mark_and_its_evidence)
{
	struct report_chain *chain = make_chain(2, 1500 * CLOCK_MS);

	set_command(&chain->stages[0], "seq 9");
	set_command(&chain->stages[1], "slow");
	chain->outcome.has_bottleneck = true;
	chain->outcome.bottleneck = 1;
	chain->stages[1].seen.held_ns = 1400 * CLOCK_MS;
	expect_chain(chain, "STATUS   WALL    CPU  PEAK  READ  WRITTEN    COMMAND\n"
			    "     0  1.50s  0.0ms  2.0M     0        0    seq 9\n"
			    "     0  1.50s  0.0ms  2.0M     0        0  * slow\n"
			    "     0  1.50s  0.0ms                         total\n"
			    "* held the other up, which waited 1.40s of 1.50s: slow\n");
	chain->outcome.bottleneck_by_cpu = true;
	chain->stages[1].seen.usage.ru_utime.tv_sec = 1;
	expect_chain(chain, "STATUS   WALL    CPU  PEAK  READ  WRITTEN    COMMAND\n"
			    "     0  1.50s  0.0ms  2.0M     0        0    seq 9\n"
			    "     0  1.50s  1.00s  2.0M     0        0  * slow\n"
			    "     0  1.50s  1.00s                         total\n"
			    "* held the other up, 1.00s of CPU time in 1.50s: slow\n");
	free_chain(chain);
	chain = make_chain(3, 1500 * CLOCK_MS);
	chain->outcome.has_bottleneck = true;
	chain->stages[0].seen.held_ns = 2800 * CLOCK_MS;
	expect_chain(chain, "STATUS   WALL    CPU  PEAK  READ  WRITTEN    COMMAND\n"
			    "     0  1.50s  0.0ms  2.0M     0        0  * cat\n"
			    "     0  1.50s  0.0ms  2.0M     0        0    cat\n"
			    "     0  1.50s  0.0ms  2.0M     0        0    cat\n"
			    "     0  1.50s  0.0ms                         total\n"
			    "* held the others up, which waited 2.80s of 2 x 1.50s: cat\n");
	free_chain(chain);
}
END_TEST

START_TEST(jobs_and_attempts_have_columns_when_there_are_some)
{
	struct report_chain *chains[3];
	struct report_table table = {
		.chains = (const struct report_chain *const *)chains,
		.count = 3,
		.status = 1,
		.charset = LOCALE_BYTES,
	};

	for (size_t i = 0; i < 3; i++) {
		chains[i] = make_chain(1, (int64_t)(i + 1) * 10 * CLOCK_MS);
		chains[i]->job = i == 0 ? 1 : 12;
	}
	chains[0]->item = memory_strdup("f=a.txt");
	chains[1]->status = chains[2]->status = 1;
	chains[2]->attempt = 2;
	chains[2]->outcome.has_bottleneck = true; /* nothing to be proud of, but shown */
	expect_table(&table, "JOB  TRY  STATUS  WALL    CPU  PEAK  READ  WRITTEN    COMMAND\n"
			     "  1    1       0  10ms  0.0ms  2.0M     0        0    f=a.txt: cat\n"
			     " 12    1       0  20ms  0.0ms  2.0M     0        0    cat\n"
			     " 12    2       0  30ms  0.0ms  2.0M     0        0  * cat\n"
			     "               1  30ms  0.0ms                         "
			     "total, 1 of 2 jobs failed, 1 retry\n"
			     "* held the others up\n");
	for (size_t i = 0; i < 3; i++) {
		free_chain(chains[i]);
	}
}
END_TEST

/* The command of the table's only line, in that many columns. */
static void expect_command(enum locale_charset charset, size_t width, const char *command,
			   const char *expected)
{
	struct report_chain *chain = make_chain(1, 10 * CLOCK_MS);
	const struct report_table table = {
		.chains = (const struct report_chain *const *)&chain,
		.count = 1,
		.width = width,
		.charset = charset,
	};
	struct strbuf out = STRBUF_INIT;
	struct strbuf line = STRBUF_INIT;

	set_command(&chain->stages[0], command);
	report_format_table(&table, &out);
	strbuf_printf(&line, "\n     0  10ms  0.0ms  2.0M     0        0  %s\n", expected);
	ck_assert_str_eq(strchr(out.data, '\n'), line.data);
	strbuf_finish(&line);
	strbuf_finish(&out);
	free_chain(chain);
}

enum { FIGURES = 42 }; /* columns before the command */

START_TEST(a_long_command_is_cut)
{
	expect_command(LOCALE_BYTES, 0, "0123456789012345678901234567890123456789",
		       "0123456789012345678901234567890123456789");
	expect_command(LOCALE_BYTES, 0, "01234567890123456789012345678901234567890",
		       "0123456789012345678901234567890123456...");
	expect_command(LOCALE_BYTES, FIGURES + 20, "01234567890123456789", "01234567890123456789");
	expect_command(LOCALE_BYTES, FIGURES + 20, "012345678901234567890", "01234567890123456...");
	expect_command(LOCALE_BYTES, 1, "01234567890123456", "0123456789012...");
}
END_TEST

START_TEST(a_character_is_never_cut)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	/* 18 columns of 20: four more characters are too many. */
	expect_command(LOCALE_UTF8, FIGURES + 20,
		       "0123456789012345\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
		       "0123456789012345\xc3\xa9...");
	/* Wide ones take two. */
	expect_command(LOCALE_UTF8, FIGURES + 16,
		       "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
		       "\xe4\xb8\xad\xe4\xb8\xad",
		       "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
		       "\xe4\xb8\xad\xe4\xb8\xad");
	expect_command(LOCALE_UTF8, FIGURES + 16,
		       "0\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
		       "\xe4\xb8\xad\xe4\xb8\xad",
		       "0\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
		       "...");
	/* An accent that stands above another character takes none. */
	expect_command(LOCALE_UTF8, FIGURES + 16, "012345678901234e\xcc\x81",
		       "012345678901234e\xcc\x81");
}
END_TEST

START_TEST(nothing_a_terminal_would_obey_is_shown)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	expect_command(LOCALE_BYTES, 0, "a\tb\nc\x1b[2J\x7f\xc3\xa9", "a b c?[2J???");
	expect_command(LOCALE_UTF8, 0, "a\tb\nc\x1b[2J\x7f\xc2\x9b\xff\xc3", "a b c?[2J????");
}
END_TEST

/* ---- JSON ---- */

static void expect_json(const struct report_chain *chain, const char *expected)
{
	struct strbuf out = STRBUF_INIT;

	report_format_json(chain, &out);
	ck_assert_str_eq(out.data, expected);
	strbuf_finish(&out);
}

START_TEST(json_of_all_that_is_known)
{
	struct report_chain *chain = make_chain(1, 1500 * CLOCK_MS + 7);
	struct pipesh_report *seen = &chain->stages[0].seen;

	set_command(&chain->stages[0], "caf\xc3\xa9 '\xff'");
	chain->job = 3;
	chain->item = memory_strdup("f=\"x\"");
	chain->attempt = 2;
	chain->status = 124;
	chain->outcome.timed_out = true;
	chain->outcome.stop_signal = SIGINT;
	chain->outcome.killed = true;
	chain->outcome.has_bottleneck = true;
	seen->status = -SIGKILL;
	seen->core = true;
	seen->start_ns += 5;
	seen->usage.ru_utime.tv_usec = 1;
	seen->usage.ru_stime.tv_sec = 2;
	seen->bytes_read = 1000000;
	seen->bytes_written = UINT64_MAX;
	seen->read_blocked_ns = 1;
	seen->write_blocked_ns = 2;
	seen->held_ns = 3;
	expect_json(chain,
		    "{\"version\":1,\"command\":\"caf\xc3\xa9 '\\udcff'\",\"job\":3,"
		    "\"item\":\"f=\\\"x\\\"\",\"attempt\":2,\"status\":124,\"timed_out\":true,"
		    "\"stop_signal\":\"SIGINT\",\"killed\":true,\"started\":1700000000.250000000,"
		    "\"wall\":1.500000007,\"bottleneck\":0,\"bottleneck_by\":\"waiting\","
		    "\"shell_rss_bytes\":1048576,\"stages\":[{"
		    "\"command\":\"caf\xc3\xa9 '\\udcff'\",\"pid\":1000,\"status\":137,"
		    "\"signal\":\"SIGKILL\",\"core\":true,\"started\":1700000000.250000005,"
		    "\"wall\":1.500000002,\"user\":0.000001000,\"system\":2.000000000,"
		    "\"max_rss_bytes\":2097152,\"bytes_read\":1000000,"
		    "\"bytes_written\":18446744073709551615,\"read_blocked\":0.000000001,"
		    "\"write_blocked\":0.000000002,\"held\":0.000000003,\"error\":null}]}\n");
	free_chain(chain);
}
END_TEST

START_TEST(json_of_what_is_not_known)
{
	struct report_chain *chain = make_chain(2, 0);

	chain->status = 126;
	chain->outcome.host_peak_bytes = 0;
	chain->outcome.bottleneck_by_cpu = true;
	for (size_t i = 0; i < 2; i++) {
		chain->stages[i].seen = (struct pipesh_report){
			.state = PIPESH_ENDED,
			.status = 126,
			.error = { .phase = PIPESH_PHASE_EXEC, .error = EACCES },
		};
	}
#define UNKNOWN                                                                        \
	"{\"command\":\"cat\",\"pid\":null,\"status\":126,\"signal\":null,"            \
	"\"core\":false,\"started\":null,\"wall\":null,\"user\":null,\"system\":null," \
	"\"max_rss_bytes\":null,\"bytes_read\":null,\"bytes_written\":null,"           \
	"\"read_blocked\":null,\"write_blocked\":null,\"held\":null,"                  \
	"\"error\":{\"phase\":\"exec\",\"errno\":13,\"message\":\"Permission denied\"}}"
	expect_json(chain, "{\"version\":1,\"command\":\"cat | cat\",\"job\":null,\"item\":null,"
			   "\"attempt\":1,\"status\":126,\"timed_out\":false,"
			   "\"stop_signal\":null,\"killed\":false,"
			   "\"started\":1700000000.250000000,\"wall\":0.000000000,"
			   "\"bottleneck\":null,\"bottleneck_by\":null,"
			   "\"shell_rss_bytes\":null,\"stages\":[" UNKNOWN "," UNKNOWN "]}\n");
	free_chain(chain);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell/report");
	TCase *tcase = tcase_create("report");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, one_command_is_one_line);
	tcase_add_test(tcase, what_is_not_known_is_a_dash_and_a_bound_says_so);
	tcase_add_test(tcase, units);
	tcase_add_test(tcase, a_signal_is_named);
	tcase_add_test(tcase, a_deadline_and_its_signals_are_told);
	tcase_add_test(tcase, the_bottleneck_has_a_mark_and_its_evidence);
	tcase_add_test(tcase, jobs_and_attempts_have_columns_when_there_are_some);
	tcase_add_test(tcase, a_long_command_is_cut);
	tcase_add_test(tcase, a_character_is_never_cut);
	tcase_add_test(tcase, nothing_a_terminal_would_obey_is_shown);
	tcase_add_test(tcase, json_of_all_that_is_known);
	tcase_add_test(tcase, json_of_what_is_not_known);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
