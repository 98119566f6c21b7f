/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "chain_test.h"

#include "chain/pipesh_builder.h"

/* Programs found in PATH, environments changed, specs put together. */

static void expect_output(struct pipesh_builder *builder, const char *text)
{
	struct pipesh_chain *chain;
	struct pipesh_error error;

	pipesh_builder_spec(builder)->output_kind = PIPESH_OUTPUT_CAPTURE;
	ck_assert_int_eq(pipesh_builder_start(builder, &chain, &error), 0);
	ck_assert_int_eq(error.phase, PIPESH_PHASE_NONE);
	ck_assert_int_eq(pipesh_communicate(chain, NULL, 0, NULL), 0);
	ck_assert_str_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->data, text);
	pipesh_free(chain);
}

START_TEST(a_chain_is_put_together_piece_by_piece)
{
	struct pipesh_builder *builder = pipesh_builder_create();
	char argument[] = "b\\na\\nb\\n";

	ck_assert_int_eq(pipesh_builder_add(builder, "printf", NULL), 0);
	ck_assert_int_eq(pipesh_builder_argument(builder, argument), 0);
	memset(argument, 'x', sizeof argument - 1);
	ck_assert_int_eq(pipesh_builder_add(builder, "sort", "-u", NULL), 0);
	ck_assert_int_eq(pipesh_builder_add(builder, "tr", "\n", ".", NULL), 0);
	expect_output(builder, "a.b.");
	expect_output(builder, "a.b."); /* and again */
	pipesh_builder_free(builder);
}
END_TEST

START_TEST(environment_and_directory_are_the_stages_own)
{
	struct pipesh_builder *builder = pipesh_builder_create();

	ck_assert_int_eq(setenv("GONE", "here", 1), 0);
	ck_assert_int_eq(setenv("KEPT", "kept", 1), 0);
	ck_assert_int_eq(
		pipesh_builder_add(builder, "sh", "-c", "echo $KEPT $NEW ${GONE-gone}; pwd", NULL),
		0);
	ck_assert_int_eq(pipesh_builder_environment(builder, "NEW=old"), 0);
	ck_assert_int_eq(pipesh_builder_environment(builder, "NEW=new"), 0);
	ck_assert_int_eq(pipesh_builder_environment(builder, "GONE"), 0);
	ck_assert_int_eq(pipesh_builder_directory(builder, "/usr"), 0);
	ck_assert_int_eq(pipesh_builder_directory(builder, "/"), 0);
	expect_output(builder, "kept new gone\n/\n");
	ck_assert_str_eq(getenv("GONE"), "here");
	pipesh_builder_free(builder);
}
END_TEST

static int write_text(void *arg)
{
	return fd_write_all(1, arg, strlen(arg)) < 0;
}

START_TEST(a_function_can_be_a_stage)
{
	struct pipesh_builder *builder = pipesh_builder_create();
	char text[] = "hello";

	ck_assert_int_eq(pipesh_builder_call(builder, write_text, text), 0);
	ck_assert_int_eq(pipesh_builder_environment(builder, "A=b"), -EINVAL);
	pipesh_builder_free(builder);
	builder = pipesh_builder_create();
	ck_assert_int_eq(pipesh_builder_call(builder, write_text, text), 0);
	ck_assert_int_eq(pipesh_builder_add(builder, "rev", NULL), 0);
	ck_assert_int_eq(pipesh_builder_stage(builder)->kind, PIPESH_EXEC);
	expect_output(builder, "olleh");
	pipesh_builder_free(builder);
}
END_TEST

START_TEST(the_first_error_is_kept_to_the_end)
{
	struct pipesh_builder *builder = pipesh_builder_create();
	struct pipesh_chain *chain;
	struct pipesh_error error;

	ck_assert_ptr_null(pipesh_builder_stage(builder));
	ck_assert_int_eq(pipesh_builder_argument(builder, "x"), -EINVAL);
	ck_assert_int_eq(pipesh_builder_add(builder, "true", NULL), 0);
	ck_assert_int_eq(pipesh_builder_start(builder, &chain, &error), -EINVAL);
	ck_assert_ptr_null(chain);
	ck_assert_int_eq(error.error, EINVAL);
	pipesh_builder_free(builder);
	ck_assert_int_eq(pipesh_builder_start(NULL, &chain, &error), -ENOMEM);
	ck_assert_int_eq(pipesh_builder_add(NULL, "true", NULL), -ENOMEM);
	pipesh_builder_free(NULL);
	builder = pipesh_builder_create();
	ck_assert_int_eq(pipesh_builder_start(builder, &chain, &error), -EINVAL);
	pipesh_builder_free(builder);
}
END_TEST

/* The search ----------------------------------------------------------------- */

static int status_in_path(const char *path, const char *name)
{
	struct pipesh_stage stage = { .search = true, .argv = ARGV((char *)name) };

	ck_assert_int_eq(path != NULL ? setenv("PATH", path, 1) : unsetenv("PATH"), 0);
	return run_stage(&stage);
}

START_TEST(programs_are_found_as_execvp_finds_them)
{
	char scratch[64];
	char path[256];

	make_scratch(scratch, sizeof scratch);
	write_file(in_scratch(scratch, "runs"), "#!/bin/sh\nexit 9\n", 0755);
	write_file(in_scratch(scratch, "plain"), "#!/bin/sh\nexit 9\n", 0644);
	ck_assert_int_eq(mkdir(in_scratch(scratch, "true"), 0755), 0);
	ck_assert_int_eq(chdir(scratch), 0);
	(void)snprintf(path, sizeof path, "/nonexistent:%s:/usr/bin:/bin", scratch);
	ck_assert_int_eq(status_in_path(path, "runs"), 9);
	ck_assert_int_eq(status_in_path("", "runs"), 9);
	ck_assert_int_eq(status_in_path("/nonexistent::", "runs"), 9);
	ck_assert_int_eq(status_in_path("/nonexistent", "./runs"), 9);
	ck_assert_int_eq(status_in_path(path, "plain"), 126);
	ck_assert_int_eq(status_in_path(path, "true"), 0); /* not the directory */
	ck_assert_int_eq(status_in_path(path, "no-such-program"), 127);
	ck_assert_int_eq(status_in_path(path, ""), 127);
	ck_assert_int_eq(status_in_path(NULL, "true"), 0);
	ck_assert_int_eq(chdir("/"), 0);
	remove_scratch(scratch);
}
END_TEST

/* execvp(3) would be called there. */
START_TEST(relative_entries_of_path_are_looked_up_in_the_stages_directory)
{
	char scratch[64];
	struct pipesh_stage stage = { .search = true, .argv = ARGV("runs"), .directory = scratch };

	make_scratch(scratch, sizeof scratch);
	ck_assert_int_eq(mkdir(in_scratch(scratch, "bin"), 0755), 0);
	write_file(in_scratch(scratch, "bin/runs"), "#!/bin/sh\nexit 9\n", 0755);
	ck_assert_int_eq(setenv("PATH", "/nonexistent:bin", 1), 0);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(run_stage(&stage), 9);
	ck_assert_int_eq(chdir(scratch), 0);
	stage.directory = "/";
	ck_assert_int_eq(run_stage(&stage), 127);
	stage.directory = "/nonexistent";
	ck_assert_int_eq(run_stage(&stage), 125);
	ck_assert_int_eq(chdir("/"), 0);
	remove_scratch(scratch);
}
END_TEST

START_TEST(what_is_not_found_is_reported)
{
	struct pipesh_stage stages[] = { PROGRAM("/bin/true", "true"),
					 { .search = true, .argv = ARGV("no-such-program") } };
	struct pipesh_spec spec = spec_of(stages, 2);
	struct pipesh_chain *chain;
	struct pipesh_error error;

	ck_assert_int_eq(pipesh_start(&chain, &spec, &error), 0);
	ck_assert_int_eq(error.phase, PIPESH_PHASE_EXEC);
	ck_assert_uint_eq(error.stage, 1);
	ck_assert_int_eq(error.error, ENOENT);
	finish(chain);
}
END_TEST

START_TEST(a_host_without_environment_can_change_it)
{
	struct pipesh_stage stage = { .search = true,
				      .argv = ARGV("/usr/bin/env"),
				      .changes = ARGV("ONLY=one", "NONE") };
	struct pipesh_spec spec = spec_of(&stage, 1);
	struct pipesh_chain *chain;

	spec.output_kind = PIPESH_OUTPUT_CAPTURE;
	ck_assert_int_eq(clearenv(), 0);
	chain = start_spec(&spec);
	ck_assert_int_eq(pipesh_wait(chain, NULL), 0);
	ck_assert_str_eq(pipesh_capture(chain, PIPESH_STREAM_OUTPUT)->data, "ONLY=one\n");
	pipesh_free(chain);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("chain/builder");
	TCase *tcase = add_case(suite, "builder");

	tcase_add_test(tcase, a_chain_is_put_together_piece_by_piece);
	tcase_add_test(tcase, environment_and_directory_are_the_stages_own);
	tcase_add_test(tcase, a_function_can_be_a_stage);
	tcase_add_test(tcase, the_first_error_is_kept_to_the_end);
	tcase_add_test(tcase, programs_are_found_as_execvp_finds_them);
	tcase_add_test(tcase, relative_entries_of_path_are_looked_up_in_the_stages_directory);
	tcase_add_test(tcase, what_is_not_found_is_reported);
	tcase_add_test(tcase, a_host_without_environment_can_change_it);
	return run_suite(argc, argv, suite);
}
