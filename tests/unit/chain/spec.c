/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

/* What a spec may say, and what a single stage does with it. */

static void expect_invalid(const struct pipesh_spec *spec, size_t stage, size_t action)
{
	struct pipesh_chain *chain = (struct pipesh_chain *)&chain;
	struct pipesh_error error;

	ck_assert_int_eq(pipesh_start(&chain, spec, &error), -EINVAL);
	ck_assert_ptr_null(chain);
	ck_assert_int_eq(error.phase, PIPESH_PHASE_SPEC);
	ck_assert_int_eq(error.error, EINVAL);
	ck_assert_uint_eq(error.stage, stage);
	ck_assert_uint_eq(error.action, action);
	ck_assert_int_eq(pipesh_start(&chain, spec, NULL), -EINVAL);
}

static void expect_invalid_stage(struct pipesh_stage bad)
{
	struct pipesh_stage stages[] = { { .kind = PIPESH_DONE }, bad };
	struct pipesh_spec spec = spec_of(stages, 2);

	expect_invalid(&spec, 1, 0);
}

START_TEST(senseless_stages_are_refused)
{
	expect_invalid_stage((struct pipesh_stage){ .path = NULL });
	expect_invalid_stage((struct pipesh_stage){ .path = "/bin/true" });
	expect_invalid_stage(
		(struct pipesh_stage){ .path = "/bin/true", .argv = (char *[]){ NULL } });
	expect_invalid_stage((struct pipesh_stage){ .kind = PIPESH_CALL });
	expect_invalid_stage((struct pipesh_stage){ .kind = PIPESH_DONE, .status = 256 });
	expect_invalid_stage((struct pipesh_stage){ .kind = PIPESH_DONE, .status = -NSIG });
	expect_invalid_stage((struct pipesh_stage){ .kind = PIPESH_DONE, .action_count = 1 });
	expect_invalid_stage((struct pipesh_stage){ .kind = (enum pipesh_kind)77 });
}
END_TEST

START_TEST(senseless_actions_are_refused)
{
	const struct pipesh_action bad[] = {
		{ .kind = PIPESH_OPEN, .fd = 0 },
		{ .kind = PIPESH_OPEN, .fd = -1, .path = "/dev/null" },
		{ .kind = PIPESH_DUP, .fd = 1, .source = -1 },
		{ .kind = PIPESH_CLOSE, .fd = -1 },
		{ .kind = (enum pipesh_action_kind)9 },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct pipesh_action actions[] = {
			{ .kind = PIPESH_CLOSE, .fd = 5 },
			bad[i],
		};
		struct pipesh_stage stage = SH(":");
		struct pipesh_spec spec = spec_of(&stage, 1);

		stage.actions = actions;
		stage.action_count = 2;
		expect_invalid(&spec, 0, 1);
	}
}
END_TEST

START_TEST(senseless_specs_are_refused)
{
	struct pipesh_stage stage = SH(":");
	struct pipesh_spec spec = spec_of(&stage, 0);

	expect_invalid(NULL, 0, 0);
	expect_invalid(&spec, 0, 0);
	spec.stage_count = 1;
	spec.foreground = true; /* with the host's group */
	expect_invalid(&spec, 0, 0);
	spec.group = PIPESH_GROUP_NEW;
	spec.terminal = -1;
	expect_invalid(&spec, 0, 0);
	spec.foreground = false;
	spec.group = PIPESH_GROUP_JOIN;
	expect_invalid(&spec, 0, 0);
	spec.group = (enum pipesh_group)9;
	expect_invalid(&spec, 0, 0);
	spec.group = PIPESH_GROUP_HOST;
	spec.has_input = true;
	spec.input = -1;
	expect_invalid(&spec, 0, 0);
	spec.has_input = false;
	spec.has_output = true;
	spec.output = -1;
	expect_invalid(&spec, 0, 0);
	spec.stages = NULL;
	expect_invalid(&spec, 0, 0);
	ck_assert_int_eq(pipesh_start(NULL, &spec, NULL), -EINVAL);
}
END_TEST

START_TEST(zero_is_the_default)
{
	struct pipesh_stage stage = SH("exit 7");
	struct pipesh_chain *chain = start(&stage, 1);
	const struct pipesh_report *report = pipesh_report(chain, 0);

	ck_assert_uint_eq(pipesh_stage_count(chain), 1);
	ck_assert_ptr_null(pipesh_report(chain, 1));
	ck_assert_int_eq(pipesh_group_id(chain), 0);
	ck_assert_int_gt(report->pid, 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(report->state, PIPESH_ENDED);
	ck_assert_int_eq(report->status, 7);
	ck_assert(!report->has_usage && !report->core);
	ck_assert_int_eq(report->start_ns, 0);
	ck_assert_int_eq(report->end_ns, 0);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_eq(pipesh_poll(chain), 0);
	pipesh_free(chain);
	pipesh_free(NULL);
}
END_TEST

START_TEST(a_killed_stage_reports_minus_its_signal)
{
	struct pipesh_stage stage = SH("kill -TERM $$");

	ck_assert_int_eq(run_stage(&stage), -SIGTERM);
}
END_TEST

START_TEST(usage_and_times_are_kept_when_asked)
{
	struct pipesh_stage stages[] = {
		SH("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"),
		SH("exec cat"),
	};
	struct pipesh_spec spec = spec_of(stages, 2);
	int64_t before = clock_now_ns();
	struct pipesh_chain *chain;

	spec.want_usage = true;
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	for (size_t i = 0; i < 2; i++) {
		const struct pipesh_report *report = pipesh_report(chain, i);

		ck_assert(report->has_usage);
		ck_assert_int_gt(report->usage.ru_maxrss, 0);
		ck_assert_int_ge(report->start_ns, before);
		ck_assert_int_gt(report->end_ns, report->start_ns);
		ck_assert_int_le(report->end_ns, clock_now_ns());
	}
	ck_assert_int_gt(pipesh_report(chain, 0)->usage.ru_utime.tv_usec +
				 pipesh_report(chain, 0)->usage.ru_stime.tv_usec,
			 0);
	pipesh_free(chain);
}
END_TEST

/* The first stage outlives the second; each end is noted when it happens. */
START_TEST(ends_are_noted_in_the_order_they_happen)
{
	struct pipesh_stage stages[] = { SH("cat; exit 0"), SH("exit 0") };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;
	int ends[2];
	struct pollfd watch = { .fd = -1 };
	struct pipesh_wait how = { .watch = &watch, .watch_count = 1 };

	open_capture(ends);
	spec.want_usage = true;
	spec.has_input = true;
	spec.input = ends[0];
	chain = start_spec(&spec);
	fd_close(&ends[0]);
	while (pipesh_report(chain, 1)->state != PIPESH_ENDED) {
		how.deadline_ns = after_ms(10);
		ck_assert_int_eq(pipesh_wait(chain, &how), -ETIMEDOUT);
	}
	ck_assert_int_eq(pipesh_report(chain, 0)->state, PIPESH_RUNNING);
	fd_close(&ends[1]);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_int_gt(pipesh_report(chain, 0)->end_ns, pipesh_report(chain, 1)->end_ns);
	pipesh_free(chain);
}
END_TEST

START_TEST(every_phase_has_a_name)
{
	for (int i = 0; i <= PIPESH_PHASE_GROUP; i++) {
		ck_assert_str_ne(pipesh_phase_name((enum pipesh_phase)i), "unknown");
	}
	ck_assert_str_eq(pipesh_phase_name(PIPESH_PHASE_EXEC), "exec");
	ck_assert_str_eq(pipesh_phase_name((enum pipesh_phase)99), "unknown");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/spec");
	TCase *tcase = add_case(suite, "spec");

	tcase_add_test(tcase, senseless_stages_are_refused);
	tcase_add_test(tcase, senseless_actions_are_refused);
	tcase_add_test(tcase, senseless_specs_are_refused);
	tcase_add_test(tcase, zero_is_the_default);
	tcase_add_test(tcase, a_killed_stage_reports_minus_its_signal);
	tcase_add_test(tcase, usage_and_times_are_kept_when_asked);
	tcase_add_test(tcase, ends_are_noted_in_the_order_they_happen);
	tcase_add_test(tcase, every_phase_has_a_name);
	return run_suite(argc, argv, suite);
}
