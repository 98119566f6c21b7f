/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of jobs: numbers, marks, look-up, and what is remembered. The chains are of stages that
 * never had a process.
 */
#include <config.h>

#include "shell/job_table.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "shell/shell.h"

static struct job *add_job(struct shell *sh, const char *text, pid_t pid)
{
	const struct pipesh_stage stage = { .kind = PIPESH_DONE, .status = 3 };
	const sigset_t none = { { 0 } };
	const struct pipesh_spec spec = {
		.stages = &stage,
		.stage_count = 1,
		.default_signals = &none,
	};
	struct pipesh_chain *chain;
	struct job *job;

	ck_assert_int_eq(pipesh_start(&chain, &spec, NULL), 0);
	job = job_add(sh, chain, NULL);
	free(job->text);
	job->text = memory_strdup(text);
	job->pid = pid;
	return job;
}

static void end_job(struct shell *sh, struct job *job, int status)
{
	job->ended = true;
	job->status = status;
	sh->jobs->live--;
}

START_TEST(a_job_is_numbered_above_the_highest_in_use)
{
	struct shell sh = { 0 };
	struct job *first = add_job(&sh, "a", 11);
	struct job *second = add_job(&sh, "b", 12);

	ck_assert_uint_eq(first->id, 1);
	ck_assert_uint_eq(second->id, 2);
	job_forget(&sh, first, false);
	ck_assert_uint_eq(add_job(&sh, "c", 13)->id, 3);
	jobs_finish(&sh);
	ck_assert_uint_eq(add_job(&sh, "d", 14)->id, 1);
	jobs_finish(&sh);
}
END_TEST

START_TEST(the_last_two_are_current_and_previous)
{
	struct shell sh = { 0 };
	struct job *first = add_job(&sh, "a", 11);
	struct job *second = add_job(&sh, "b", 12);
	struct job *third = add_job(&sh, "c", 13);

	ck_assert_int_eq(job_mark(&sh, first), ' ');
	ck_assert_int_eq(job_mark(&sh, second), '-');
	ck_assert_int_eq(job_mark(&sh, third), '+');
	job_touch(&sh, first);
	ck_assert_int_eq(job_mark(&sh, first), '+');
	ck_assert_int_eq(job_mark(&sh, third), '-');
	jobs_finish(&sh);
}
END_TEST

START_TEST(jobs_are_found_by_all_forms_of_an_id)
{
	struct shell sh = { 0 };
	struct job *sleep = add_job(&sh, "sleep 10", 11);
	struct job *make = add_job(&sh, "make -C docs", 12);
	const char *reason;

	ck_assert_ptr_eq(job_find(&sh, "%1", &reason), sleep);
	ck_assert_ptr_eq(job_find(&sh, "2", &reason), make);
	ck_assert_ptr_eq(job_find(&sh, "%%", &reason), make);
	ck_assert_ptr_eq(job_find(&sh, "%+", &reason), make);
	ck_assert_ptr_eq(job_find(&sh, "%", &reason), make);
	ck_assert_ptr_eq(job_find(&sh, "%-", &reason), sleep);
	ck_assert_ptr_eq(job_find(&sh, "%sl", &reason), sleep);
	ck_assert_ptr_eq(job_find(&sh, "%?docs", &reason), make);
	jobs_finish(&sh);
}
END_TEST

START_TEST(what_is_not_found_has_a_reason)
{
	struct shell sh = { 0 };
	const char *reason;

	ck_assert_ptr_null(job_find(&sh, "%%", &reason));
	ck_assert_str_eq(reason, "no current job");
	(void)add_job(&sh, "sleep 10", 11);
	(void)add_job(&sh, "sleep 20", 12);
	ck_assert_ptr_null(job_find(&sh, "%sleep", &reason));
	ck_assert_str_eq(reason, "ambiguous job");
	ck_assert_ptr_null(job_find(&sh, "%3", &reason));
	ck_assert_str_eq(reason, "no such job");
	ck_assert_ptr_null(job_find(&sh, "%?x", &reason));
	ck_assert_str_eq(reason, "no such job");
	jobs_finish(&sh);
}
END_TEST

START_TEST(a_remembered_status_is_given_once)
{
	struct shell sh = { 0 };
	struct job *job = add_job(&sh, "a", 11);

	end_job(&sh, job, 7);
	job_forget(&sh, job, true);
	ck_assert_int_eq(jobs_recall(&sh, 12), -1);
	ck_assert_int_eq(jobs_recall(&sh, 11), 7);
	ck_assert_int_eq(jobs_recall(&sh, 11), -1);
	jobs_finish(&sh);
}
END_TEST

START_TEST(a_subshell_lists_the_parents_jobs_until_it_has_its_own)
{
	struct shell sh = { 0 };

	(void)add_job(&sh, "a", 11);
	(void)add_job(&sh, "b", 12);
	jobs_subshell(&sh);
	ck_assert(jobs_inherited(&sh));
	ck_assert_ptr_nonnull(jobs_all(&sh)[1]);
	ck_assert_uint_eq(add_job(&sh, "c", 13)->id, 1);
	ck_assert(!jobs_inherited(&sh));
	ck_assert_ptr_null(jobs_all(&sh)[1]);
	jobs_finish(&sh);
}
END_TEST

START_TEST(a_job_is_shown_as_the_standard_has_it)
{
	struct shell sh = { 0 };
	struct job *job = add_job(&sh, "a | b", 11);
	struct strbuf text = STRBUF_INIT;

	end_job(&sh, job, 3);
	job_format(&sh, job, false, &text);
	ck_assert_str_eq(text.data, "[1] + Done(3) a | b\n");
	strbuf_clear(&text);
	job->status = 0;
	job_format(&sh, job, true, &text);
	ck_assert_str_eq(text.data, "[1] + 11 Done a | b\n");
	strbuf_finish(&text);
	jobs_finish(&sh);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("jobs");
	TCase *tcase = tcase_create("jobs");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, a_job_is_numbered_above_the_highest_in_use);
	tcase_add_test(tcase, the_last_two_are_current_and_previous);
	tcase_add_test(tcase, jobs_are_found_by_all_forms_of_an_id);
	tcase_add_test(tcase, what_is_not_found_has_a_reason);
	tcase_add_test(tcase, a_remembered_status_is_given_once);
	tcase_add_test(tcase, a_subshell_lists_the_parents_jobs_until_it_has_its_own);
	tcase_add_test(tcase, a_job_is_shown_as_the_standard_has_it);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
