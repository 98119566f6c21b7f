/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pathname expansion, XCU 2.6.6 and 2.14.3, in a directory of its own. */
#include <config.h>

#include "word_test.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expand/sort.h"

static char directory[64];

#define FIELDS(words, expected) ck_assert_str_eq(fields_of(words), expected)

static void touch(const char *name)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	ck_assert_int_ge(fd, 0);
	(void)close(fd);
}

static void enter(void)
{
	setup();
	(void)snprintf(directory, sizeof(directory), "/tmp/pipesh-pathname-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
	ck_assert_int_eq(chdir(directory), 0);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static void leave(void)
{
	word_teardown();
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static void make_tree(void)
{
	touch("b.c");
	touch("a.c");
	touch("a.h");
	touch(".hidden");
	ck_assert_int_eq(mkdir("d", 0700), 0);
	ck_assert_int_eq(mkdir("e", 0700), 0);
	touch("d/x.c");
	touch("d/.y.c");
	touch("e/z.c");
	ck_assert_int_eq(symlink("d", "link"), 0);
	ck_assert_int_eq(symlink("nowhere", "dangling"), 0);
}

START_TEST(matches_are_sorted)
{
	make_tree();
	FIELDS("*.c", "<a.c><b.c>");
	FIELDS("*", "<a.c><a.h><b.c><d><dangling><e><link>");
	FIELDS("x*.c ?.[ch] [!a]*", "<x*.c><a.c><a.h><b.c><b.c><d><dangling><e><link>");
}
END_TEST

START_TEST(quotes_prevent)
{
	make_tree();
	set("x", "*.c");
	FIELDS("'*.c' \\*.c \"*.c\" \"$x\" $x a\".\"* a'*' *'.c'",
	       "<*.c><*.c><*.c><*.c><a.c><b.c><a.c><a.h><a*><a.c><b.c>");
	fixture.expander.noglob = true;
	FIELDS("*.c $x", "<*.c><*.c>");
}
END_TEST

START_TEST(no_match_stays)
{
	FIELDS("nothing* 'a b'* [a", "<nothing*><a b*><[a>");
	set("x", "no*such  no?such");
	FIELDS("$x", "<no*such><no?such>");
}
END_TEST

START_TEST(leading_periods)
{
	make_tree();
	FIELDS(".*", "<.hidden>");
	FIELDS("[.]h* ?hidden [!a]hidden *hidden", "<[.]h*><?hidden><[!a]hidden><*hidden>");
	FIELDS("d/*.c d/.*.c", "<d/x.c><d/.y.c>");
	FIELDS("'.'h*", "<.hidden>");
}
END_TEST

START_TEST(slashes)
{
	make_tree();
	FIELDS("*/*.c", "<d/x.c><e/z.c><link/x.c>");
	FIELDS("*//*.c", "<d//x.c><e//z.c><link//x.c>");
	FIELDS("./*.c d/../*.h", "<./a.c><./b.c><d/../a.h>");
	FIELDS("*/", "<d/><e/><link/>");
	FIELDS("[de]/x.c [d/x].c d[/]x* nosuch/*", "<d/x.c><[d/x].c><d[/]x*><nosuch/*>");
	FIELDS("a.c/* dangling/* *'/'x.c", "<a.c/*><dangling/*><d/x.c><link/x.c>");
	FIELDS("dan* *[g]", "<dangling><dangling>");
	FIELDS("*/.", "<d/.><e/.><link/.>");
}
END_TEST

START_TEST(absolute_paths)
{
	char words[128];
	char expected[128];

	make_tree();
	snprintf(words, sizeof(words), "%s/d/* //tmp/nosuch-pipesh*", directory);
	snprintf(expected, sizeof(expected), "<%s/d/x.c><//tmp/nosuch-pipesh*>", directory);
	FIELDS(words, expected);
	snprintf(words, sizeof(words), "%.9s?%s/d/x.c", directory, directory + 10);
	snprintf(expected, sizeof(expected), "<%s/d/x.c>", directory);
	FIELDS(words, expected);
}
END_TEST

/* A backslash from an expansion escapes where the word is a pattern, and only there. */
START_TEST(backslashes)
{
	touch("ab");
	touch("a*b");
	touch("c\\d");
	set("x", "\\*");
	FIELDS("$x \"$x\"", "<\\*><\\*>");
	set("x", "a\\b*");
	FIELDS("$x", "<ab>");
	set("x", "?\\*?");
	FIELDS("$x", "<a*b>");
	set("x", "a\\*nosuch*");
	FIELDS("$x", "<a\\*nosuch*>");
	FIELDS("c\\\\* 'c\\'*", "<c\\d><c\\d>");
	ck_assert_int_eq(mkdir("dir", 0700), 0);
	touch("dir/f");
	set("x", "d\\ir/*");
	FIELDS("$x", "<dir/f>");
}
END_TEST

START_TEST(expansions_and_patterns)
{
	make_tree();
	set("d", "d");
	set("p", "* e/*");
	FIELDS("$d/* \"$d\"/* $d/*.\"c\" $p", "<d/x.c><d/x.c><d/x.c><a.c><a.h><b.c><d><dangling><e>"
					      "<link><e/z.c>");
	set_positional(2, "*.h", "d/*");
	FIELDS("$@ \"$@\" ${u-*.h} ${u-'*.h'}", "<a.h><d/x.c><*.h><d/*><a.h><*.h>");
	ck_assert_str_eq(string_of("*.c"), "*.c");
}
END_TEST

START_TEST(names_of_any_bytes)
{
	touch("a b");
	touch("a\nb");
	touch("a\xff"
	      "b");
	touch("-n");
	touch("\u00e9");
	FIELDS("a?b", "<a\nb><a b><a\xff"
		      "b>");
	FIELDS("-*", "<-n>");
	FIELDS("?", "<?>");
	set("LC_ALL", "C.UTF-8");
	FIELDS("?", "<\u00e9>");
	FIELDS("[[:alpha:]]", "<\u00e9>");
}
END_TEST

START_TEST(unreadable_directories)
{
	make_tree();
	ck_assert_int_eq(chmod("d", 0100), 0);
	if (geteuid() != 0) {
		FIELDS("d/* */z.c d/x.?", "<d/*><e/z.c><d/x.?>");
		FIELDS("[d]/x.c", "<d/x.c>");
	}
	ck_assert_int_eq(chmod("d", 0700), 0);
}
END_TEST

START_TEST(interruption)
{
	make_tree();
	fixture.interrupted = true;
	FIELDS("*", "!");
}
END_TEST

START_TEST(many_components)
{
	struct strbuf words = STRBUF_INIT;
	int i;

	strbuf_add_string(&words, "/*");
	for (i = 0; i < 5000; i++) {
		strbuf_add_string(&words, "/.");
	}
	strbuf_add_string(&words, "/nosuch-*");
	ck_assert_uint_gt(strlen(fields_of(words.data)), 10000);
	strbuf_finish(&words);
}
END_TEST

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

START_TEST(sorting)
{
	enum { COUNT = 5000 };
	char **strings = arena_alloc(&fixture.arena, COUNT * sizeof(*strings));
	char **expected = arena_alloc(&fixture.arena, COUNT * sizeof(*expected));
	uint32_t state = 99;
	size_t count;

	for (count = 0; count < COUNT; count = count < 40 ? count + 1 : count * 3) {
		size_t i;

		for (i = 0; i < count; i++) {
			char text[32];

			state = state * 1664525u + 1013904223u;
			snprintf(text, sizeof(text), "dir/%.*s%u\xff", (int)(state >> 28),
				 "common-prefix-of-names", state >> 20 & 0xff);
			strings[i] = expected[i] = arena_strdup(&fixture.arena, text);
		}
		qsort(expected, count, sizeof(*expected), compare_strings);
		sort_strings(&fixture.arena, strings, count, count % 2 == 0);
		for (i = 0; i < count; i++) {
			ck_assert_str_eq(strings[i], expected[i]);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("expand/pathname");
	TCase *tests = tcase_create("2.6.6");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, enter, leave);
	tcase_add_test(tests, matches_are_sorted);
	tcase_add_test(tests, quotes_prevent);
	tcase_add_test(tests, no_match_stays);
	tcase_add_test(tests, leading_periods);
	tcase_add_test(tests, slashes);
	tcase_add_test(tests, absolute_paths);
	tcase_add_test(tests, backslashes);
	tcase_add_test(tests, expansions_and_patterns);
	tcase_add_test(tests, names_of_any_bytes);
	tcase_add_test(tests, unreadable_directories);
	tcase_add_test(tests, interruption);
	tcase_add_test(tests, many_components);
	tcase_add_test(tests, sorting);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
