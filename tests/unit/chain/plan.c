/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include "chain/plan.h"

/* The list of what a child does to its descriptors, without a child. */

static const struct plan_ends no_ends = {
	.input = -1,
	.output = -1,
	.next = -1,
	.foreign_input = -1,
	.foreign_output = -1,
	.errors = -1,
};

static void expect_step(const struct plan *plan, size_t index, enum pipesh_action_kind kind, int fd,
			int source)
{
	ck_assert_uint_lt(index, plan->head_count);
	ck_assert_int_eq(plan->head[index].kind, kind);
	ck_assert_int_eq(plan->head[index].fd, fd);
	ck_assert_int_eq(plan->head[index].source, source);
}

START_TEST(a_lone_program_needs_nothing)
{
	struct pipesh_stage stage = SH(":");
	struct plan plan;

	plan_make(&plan, &stage, PIPESH_EXEC, &no_ends);
	ck_assert_uint_eq(plan.head_count, 0);
	ck_assert(!plan.alone);
}
END_TEST

START_TEST(a_program_between_pipes_needs_two_steps)
{
	struct pipesh_stage stage = SH(":");
	struct plan_ends ends = {
		.input = 3, .output = 5, .next = 4, .foreign_input = 11, .errors = -1
	};
	struct plan plan;

	plan_make(&plan, &stage, PIPESH_EXEC, &ends);
	ck_assert_uint_eq(plan.head_count, 2);
	expect_step(&plan, 0, PIPESH_DUP, 0, 3);
	expect_step(&plan, 1, PIPESH_DUP, 1, 5);
}
END_TEST

START_TEST(a_function_between_pipes_keeps_no_other_end)
{
	struct pipesh_stage stage = { .kind = PIPESH_CALL };
	struct plan_ends ends = {
		.input = 3, .output = 5, .next = 4, .foreign_input = 11, .errors = -1
	};
	struct plan plan;

	plan_make(&plan, &stage, PIPESH_CALL, &ends);
	ck_assert(plan.alone);
	ck_assert_uint_eq(plan.head_count, 6);
	expect_step(&plan, 2, PIPESH_CLOSE, 3, 0);
	expect_step(&plan, 3, PIPESH_CLOSE, 5, 0);
	expect_step(&plan, 4, PIPESH_CLOSE, 4, 0);
	expect_step(&plan, 5, PIPESH_CLOSE, 11, 0);
}
END_TEST

/* A host that passes its own standard descriptors keeps them. */
START_TEST(standard_descriptors_are_never_dropped)
{
	struct pipesh_stage stage = { .kind = PIPESH_CALL };
	struct plan_ends ends = {
		.input = 2, .output = -1, .next = -1, .foreign_input = 0, .errors = -1
	};
	struct plan plan;

	plan_make(&plan, &stage, PIPESH_CALL, &ends);
	ck_assert_uint_eq(plan.head_count, 1);
	expect_step(&plan, 0, PIPESH_DUP, 0, 2);
}
END_TEST

START_TEST(an_end_that_an_action_copies_from_is_closed_first)
{
	struct pipesh_action action = { .kind = PIPESH_DUP, .fd = 2, .source = 4 };
	struct pipesh_stage stage = SH(":");
	struct plan_ends ends = {
		.input = 3, .output = 5, .next = 4, .foreign_input = -1, .errors = -1
	};
	struct plan plan;

	stage.actions = &action;
	stage.action_count = 1;
	plan_make(&plan, &stage, PIPESH_EXEC, &ends);
	ck_assert_uint_eq(plan.head_count, 3);
	expect_step(&plan, 2, PIPESH_CLOSE, 4, 0);
	ck_assert_int_eq(plan.above, 5);
	action.fd = 30;
	plan_make(&plan, &stage, PIPESH_EXEC, &ends);
	ck_assert_int_eq(plan.above, 31);
}
END_TEST

static int no_program(void *arg)
{
	(void)arg;
	return 0;
}

static bool is_alone(const char *path, int flags)
{
	struct pipesh_action action = {
		.kind = PIPESH_OPEN, .fd = 0, .path = path, .flags = flags
	};
	struct pipesh_stage stage = SH(":");
	struct plan plan;

	stage.actions = &action;
	stage.action_count = 1;
	plan_make(&plan, &stage, PIPESH_EXEC, &no_ends);
	return plan.alone;
}

START_TEST(only_an_open_that_might_wait_costs_a_fork)
{
	char scratch[64];
	char *fifo;

	make_scratch(scratch, sizeof scratch);
	fifo = in_scratch(scratch, "fifo");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert(is_alone(fifo, O_RDONLY));
	ck_assert(!is_alone(fifo, O_RDONLY | O_NONBLOCK));
	ck_assert(!is_alone(fifo, O_WRONLY | O_CREAT | O_EXCL));
	ck_assert(is_alone("/dev/stdin", O_RDONLY));
	ck_assert(!is_alone("/dev/null", O_RDONLY));
	ck_assert(!is_alone("/dev/tty", O_RDWR));
	ck_assert(is_alone("/dev/ptmx", O_RDWR));
	ck_assert(!is_alone("/etc/passwd", O_RDONLY));
	ck_assert(!is_alone("/tmp", O_RDONLY));
	ck_assert(!is_alone("/nonexistent/file", O_RDONLY));
	remove_scratch(scratch);
}
END_TEST

START_TEST(actions_that_cannot_be_repeated_fork_a_possible_script)
{
	struct pipesh_action action = {
		.kind = PIPESH_OPEN, .fd = 1, .path = "/nonexistent/x", .flags = O_CREAT | O_EXCL
	};
	struct pipesh_stage stage = SH(":");
	struct plan plan;

	stage.actions = &action;
	stage.action_count = 1;
	plan_make(&plan, &stage, PIPESH_EXEC, &no_ends);
	ck_assert(!plan.alone);
	stage.noexec = no_program;
	plan_make(&plan, &stage, PIPESH_EXEC, &no_ends);
	ck_assert(plan.alone);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/plan");
	TCase *tcase = add_case(suite, "plan");

	tcase_add_test(tcase, a_lone_program_needs_nothing);
	tcase_add_test(tcase, a_program_between_pipes_needs_two_steps);
	tcase_add_test(tcase, a_function_between_pipes_keeps_no_other_end);
	tcase_add_test(tcase, standard_descriptors_are_never_dropped);
	tcase_add_test(tcase, an_end_that_an_action_copies_from_is_closed_first);
	tcase_add_test(tcase, only_an_open_that_might_wait_costs_a_fork);
	tcase_add_test(tcase, actions_that_cannot_be_repeated_fork_a_possible_script);
	return run_suite(argc, argv, suite);
}
