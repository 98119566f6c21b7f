/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include <grp.h>
#include <sys/prctl.h>

/* Bytes, and who held the others up. */

enum {
	MILLION = 1000000,
	LOADING = 20000, /* more than what loading a program reads */
	NOBODY = 65534,
};

static struct pipesh_spec counting(const struct pipesh_stage *stages, size_t count)
{
	struct pipesh_spec spec = spec_of(stages, count);

	spec.want_io = true;
	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	return spec;
}

static struct pipesh_chain *run(const struct pipesh_spec *spec)
{
	struct pipesh_chain *chain = start_spec(spec);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	return chain;
}

static void expect_bytes(const struct pipesh_chain *chain, size_t stage, uint64_t bytes_read,
			 uint64_t bytes_written)
{
	const struct pipesh_report *report = pipesh_report(chain, stage);

	ck_assert(report->has_io);
	ck_assert_uint_ge(report->bytes_read, bytes_read);
	ck_assert_uint_lt(report->bytes_read, bytes_read + LOADING);
	ck_assert_uint_eq(report->bytes_written, bytes_written);
}

static void count_a_million(void)
{
	struct pipesh_stage stages[] = {
		{ .search = true, .argv = ARGV("head", "-c", "1000000", "/dev/zero") },
		{ .search = true, .argv = ARGV("cat") },
		{ .search = true, .argv = ARGV("wc", "-c") },
	};
	struct pipesh_spec spec = counting(stages, 3);
	struct pipesh_chain *chain = run(&spec);

	expect_bytes(chain, 0, MILLION, MILLION);
	expect_bytes(chain, 1, MILLION, MILLION);
	expect_bytes(chain, 2, MILLION, strlen("1000000\n"));
	ck_assert(pipesh_report(chain, 1)->has_usage);
	pipesh_free(chain);
}

START_TEST(bytes_are_exact)
{
	count_a_million();
}
END_TEST

START_TEST(bytes_are_exact_with_a_deadline)
{
	struct pipesh_stage stages[] = {
		{ .search = true, .argv = ARGV("head", "-c", "1000000", "/dev/zero") },
		{ .search = true, .argv = ARGV("cat") },
	};
	struct pipesh_spec spec = counting(stages, 2);
	struct pipesh_chain *chain;

	spec.timeout_ns = 30 * CLOCK_SECOND;
	spec.output_kind = PIPESH_OUTPUT_NULL;
	chain = run(&spec);
	ck_assert_int_eq(pipesh_outcome(chain)->deadline_ns,
			 pipesh_outcome(chain)->start_ns + spec.timeout_ns);
	expect_bytes(chain, 0, MILLION, MILLION);
	expect_bytes(chain, 1, MILLION, MILLION);
	pipesh_free(chain);
}
END_TEST

/* In a child, without privileges: what fails there fails here. */
START_TEST(bytes_need_no_privilege)
{
	struct pipesh_stage brief = { .search = true, .argv = ARGV("true") };
	struct pipesh_spec spec = counting(&brief, 1);
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		if (getuid() == 0 && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 ||
				      setuid(NOBODY) != 0 || prctl(PR_SET_DUMPABLE, 1) != 0)) {
			_exit(77);
		}
		for (int i = 0; i < 50; i++) {
			struct pipesh_chain *chain = run(&spec);

			if (!pipesh_report(chain, 0)->has_io ||
			    pipesh_report(chain, 0)->bytes_read > LOADING) {
				_exit(1);
			}
			pipesh_free(chain);
		}
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(a_stage_is_charged_with_its_own_children)
{
	struct pipesh_stage stage = SH("head -c 1000000 /dev/zero | cat >/dev/null");
	struct pipesh_spec spec = counting(&stage, 1);
	struct pipesh_chain *chain = run(&spec);

	ck_assert(pipesh_report(chain, 0)->has_io);
	ck_assert_uint_ge(pipesh_report(chain, 0)->bytes_written, 2 * MILLION);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_stage_that_did_not_start_has_no_bytes)
{
	struct pipesh_stage stages[] = {
		{ .kind = PIPESH_DONE, .status = 3 },
		{ .search = true, .argv = ARGV("no-such-program-anywhere") },
	};
	struct pipesh_spec spec = counting(stages, 2);
	struct pipesh_chain *chain = run(&spec);

	ck_assert(!pipesh_report(chain, 0)->has_io);
	ck_assert(!pipesh_report(chain, 1)->has_io);
	ck_assert_int_eq(status_of(chain, 1), 127);
	ck_assert(!pipesh_outcome(chain)->has_bottleneck);
	pipesh_free(chain);
}
END_TEST

START_TEST(a_plain_chain_knows_nothing_of_it)
{
	struct pipesh_stage stage = SH(":");
	struct pipesh_chain *chain = start(&stage, 1);

	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert(!pipesh_report(chain, 0)->has_io);
	ck_assert(!pipesh_report(chain, 0)->has_blocked);
	ck_assert(!pipesh_outcome(chain)->has_bottleneck);
	ck_assert_int_eq(pipesh_outcome(chain)->start_ns, 0);
	pipesh_free(chain);
}
END_TEST

/* The bottleneck ------------------------------------------------------------ */

/* A few bytes at a time, with a rest between: what a slow network is. */
#define SLOW "while IFS= read -r l; do echo \"$l\"; sleep 0.02; done"
#define QUICK "cat"
#define LINES "i=0; while [ $i -lt 20 ]; do echo $i; i=$((i+1)); done"
#define SLOW_LINES "i=0; while [ $i -lt 20 ]; do echo $i; i=$((i+1)); sleep 0.02; done"

/* -1: nobody. */
static int bottleneck_of(const struct pipesh_stage *stages, size_t count)
{
	struct pipesh_spec spec = counting(stages, count);
	struct pipesh_chain *chain = run(&spec);
	const struct pipesh_outcome *outcome = pipesh_outcome(chain);
	int stage = outcome->has_bottleneck ? (int)outcome->bottleneck : -1;

	for (size_t i = 0; i < count; i++) {
		const struct pipesh_report *report = pipesh_report(chain, i);

		ck_assert_int_le(report->read_blocked_ns + report->write_blocked_ns,
				 outcome->end_ns - outcome->start_ns);
	}
	pipesh_free(chain);
	return stage;
}

START_TEST(the_slow_stage_is_named_wherever_it_is)
{
	struct pipesh_stage first[] = { SH(SLOW_LINES), SH(QUICK), SH(QUICK) };
	struct pipesh_stage middle[] = { SH(LINES), SH(SLOW), SH(QUICK) };
	struct pipesh_stage last[] = { SH("head -c 400000 /dev/zero"), SH(QUICK),
				       SH("sleep 0.4; cat") };

	ck_assert_int_eq(bottleneck_of(first, 3), 0);
	ck_assert_int_eq(bottleneck_of(middle, 3), 1);
	ck_assert_int_eq(bottleneck_of(last, 3), 2);
}
END_TEST

START_TEST(a_busy_stage_is_named_too)
{
	struct pipesh_stage sort[] = {
		{ .search = true, .argv = ARGV("seq", "300000") },
		{ .search = true, .argv = ARGV("sort", "-R") },
		{ .search = true, .argv = ARGV("tail", "-n", "1") },
	};

	ck_assert_int_eq(bottleneck_of(sort, 3), 1);
}
END_TEST

/* A host that does not look has no samples. */
START_TEST(without_samples_cpu_time_tells)
{
	struct pipesh_stage stages[] = {
		{ .search = true, .argv = ARGV("awk", "BEGIN { while (i < 3000000) i++ }") },
		SH(QUICK),
	};
	struct pipesh_spec spec = counting(stages, 2);
	struct pipesh_chain *chain = start_spec(&spec);
	siginfo_t info;

	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(
			waitid(P_PID, (id_t)pipesh_report(chain, i)->pid, &info, WEXITED | WNOWAIT),
			0);
	}
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	if (pipesh_outcome(chain)->has_bottleneck) { /* not on a machine that is busy otherwise */
		ck_assert(pipesh_outcome(chain)->bottleneck_by_cpu);
		ck_assert_uint_eq(pipesh_outcome(chain)->bottleneck, 0);
	}
	pipesh_free(chain);
}
END_TEST

START_TEST(nobody_is_accused_without_evidence)
{
	struct pipesh_stage alone[] = { SH("sleep 0.1") };
	struct pipesh_stage strangers[] = { SH("sleep 0.1"), SH("sleep 0.1") };

	ck_assert_int_eq(bottleneck_of(alone, 1), -1);
	ck_assert_int_eq(bottleneck_of(strangers, 2), -1);
}
END_TEST

/* Waiting for the host's own input is nobody's fault in the chain. */
START_TEST(a_slow_host_is_no_stage)
{
	struct pipesh_stage stages[] = { SH(QUICK), SH(QUICK) };
	struct pipesh_spec spec = counting(stages, 2);
	struct pipesh_chain *chain;
	struct pipesh_wait how = { .deadline_ns = 0 };

	spec.input_kind = PIPESH_INPUT_LATER;
	chain = start_spec(&spec);
	how.deadline_ns = after_ms(1000);
	ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	ck_assert_int_eq(pipesh_communicate(chain, "x", 1, NULL), 0);
	ck_assert(!pipesh_outcome(chain)->has_bottleneck);
	ck_assert_int_gt(pipesh_report(chain, 0)->read_blocked_ns, 50 * CLOCK_MS);
	ck_assert_int_gt(pipesh_report(chain, 1)->read_blocked_ns, 50 * CLOCK_MS);
	pipesh_free(chain);
}
END_TEST

/* Looking at pipes must not keep a writer from its SIGPIPE. */
START_TEST(samples_do_not_disturb)
{
	struct pipesh_stage stages[] = { PROGRAM("/usr/bin/yes", "yes"),
					 SH("sleep 0.2; head -n 1") };
	struct pipesh_spec spec = counting(stages, 2);
	struct pipesh_chain *chain = run(&spec);

	ck_assert_int_eq(status_of(chain, 0), -SIGPIPE);
	ck_assert_int_eq(status_of(chain, 1), 0);
	ck_assert_str_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->data, "y\n");
	ck_assert_int_gt(pipesh_report(chain, 0)->write_blocked_ns, 50 * CLOCK_MS);
	pipesh_free(chain);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/evidence");
	TCase *tcase = add_case(suite, "evidence");

	tcase_add_test(tcase, bytes_are_exact);
	tcase_add_test(tcase, bytes_are_exact_with_a_deadline);
	tcase_add_test(tcase, bytes_need_no_privilege);
	tcase_add_test(tcase, a_stage_is_charged_with_its_own_children);
	tcase_add_test(tcase, a_stage_that_did_not_start_has_no_bytes);
	tcase_add_test(tcase, a_plain_chain_knows_nothing_of_it);
	tcase_add_test(tcase, the_slow_stage_is_named_wherever_it_is);
	tcase_add_test(tcase, a_busy_stage_is_named_too);
	tcase_add_test(tcase, without_samples_cpu_time_tells);
	tcase_add_test(tcase, nobody_is_accused_without_evidence);
	tcase_add_test(tcase, a_slow_host_is_no_stage);
	tcase_add_test(tcase, samples_do_not_disturb);
	return run_suite(argc, argv, suite);
}
