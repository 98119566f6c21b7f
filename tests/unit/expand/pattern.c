/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pattern matching notation, XCU 2.14. */
#include <config.h>

#include <check.h>
#include <fnmatch.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "expand/pattern.h"

static bool match(const char *pattern, const char *string)
{
	return pattern_match(pattern, NULL, strlen(pattern), string, strlen(string));
}

/* QUOTED: a 'q' for each byte that is quoted. */
static bool match_quoted(const char *pattern, const char *quoted, const char *string)
{
	unsigned char marks[64] = { 0 };
	size_t i;

	for (i = 0; quoted[i]; i++) {
		marks[i] = quoted[i] == 'q';
	}
	return pattern_match(pattern, marks, strlen(pattern), string, strlen(string));
}

/* What is left of STRING. */
static const char *trim(const char *pattern, const char *string, enum pattern_end end, bool longest)
{
	static char rest[256];
	size_t len = strlen(string);
	size_t taken;

	if (!pattern_trim(pattern, NULL, strlen(pattern), string, len, end, longest, &taken)) {
		return string;
	}
	ck_assert_uint_le(taken, len);
	memcpy(rest, end == PATTERN_PREFIX ? string + taken : string, len - taken);
	rest[len - taken] = '\0';
	return rest;
}

static void use_utf8(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

START_TEST(single_characters)
{
	ck_assert(match("abc", "abc"));
	ck_assert(!match("abc", "abcd"));
	ck_assert(!match("abc", "ab"));
	ck_assert(match("", ""));
	ck_assert(!match("", "a"));
	ck_assert(match("a?c", "abc"));
	ck_assert(match("?", "/"));
	ck_assert(match("?b", ".b"));
	ck_assert(!match("?", ""));
	ck_assert(!match("?", "ab"));
}
END_TEST

START_TEST(asterisks)
{
	ck_assert(match("*", ""));
	ck_assert(match("*", "a/b"));
	ck_assert(match("a*", "a"));
	ck_assert(match("*a", "ba"));
	ck_assert(match("*a*", "bab"));
	ck_assert(!match("*a*", "bcb"));
	ck_assert(match("a*b*c", "aXbXbXc"));
	ck_assert(!match("a*b*c", "aXbXbX"));
	ck_assert(match("*.[ch]", "main.c"));
	ck_assert(!match("*.[ch]", "main.cc"));
	ck_assert(match("a**b", "ab"));
	ck_assert(match("*ab", "aab"));
	ck_assert(match("*aab*ab", "aaabab"));
	ck_assert(!match("ab*ba", "aba"));
	ck_assert(match("?*?", "ab"));
	ck_assert(!match("?*?", "a"));
}
END_TEST

START_TEST(brackets)
{
	ck_assert(match("[abc]", "b"));
	ck_assert(!match("[abc]", "d"));
	ck_assert(!match("[abc]", ""));
	ck_assert(match("[!abc]", "d"));
	ck_assert(!match("[!abc]", "a"));
	ck_assert(match("[^abc]", "d"));
	ck_assert(match("[a-c]", "b"));
	ck_assert(!match("[a-c]", "B"));
	ck_assert(match("[-a]", "-"));
	ck_assert(match("[a-]", "-"));
	ck_assert(match("[]a]", "]"));
	ck_assert(match("[]a]", "a"));
	ck_assert(!match("[!]a]", "]"));
	ck_assert(match("[!]a]", "b"));
	ck_assert(match("[%--]", "-"));
	ck_assert(match("[--@]", "."));
	ck_assert(!match("[c-a]", "b"));
	ck_assert(match("[*?[]", "["));
	ck_assert(match("[/]", "/"));
	ck_assert(match("x[a-cx-z]", "xy"));
	ck_assert(match("[][.-.]-0]", "/"));
}
END_TEST

START_TEST(bracket_classes)
{
	ck_assert(match("[[:alpha:]]", "a"));
	ck_assert(!match("[[:alpha:]]", "1"));
	ck_assert(match("[[:digit:][:upper:]]", "A"));
	ck_assert(match("[![:space:]]", "a"));
	ck_assert(!match("[![:space:]]", "\t"));
	ck_assert(match("[[:alnum:]_]*", "_a"));
	ck_assert(match("[[:blank:]]", " "));
	ck_assert(match("[[:cntrl:]]", "\001"));
	ck_assert(match("[[:graph:]]", "!"));
	ck_assert(!match("[[:graph:]]", " "));
	ck_assert(match("[[:print:]]", " "));
	ck_assert(match("[[:punct:]]", "!"));
	ck_assert(match("[[:xdigit:]]", "f"));
	ck_assert(match("[[:lower:]]", "f"));
	ck_assert(match("[[=a=]b]", "a"));
	ck_assert(match("[[=a=]b]", "b"));
	ck_assert(!match("[[=a=]b]", "="));
	ck_assert(match("[[.-.]]", "-"));
	ck_assert(match("[[.a.]-c]", "b"));
	ck_assert(match("[[.].]]", "]"));
}
END_TEST

/* "A [ that does not introduce a valid bracket expression shall match the character itself." */
START_TEST(bracket_invalid)
{
	ck_assert(match("[", "["));
	ck_assert(match("[abc", "[abc"));
	ck_assert(match("a[b*", "a[bcd"));
	ck_assert(match("[]", "[]"));
	ck_assert(match("[!]", "[!]"));
	ck_assert(match("[[:nosuch:]]", "[o]"));
	ck_assert(!match("[[:nosuch:]]", "o"));
	ck_assert(match("*[", "a["));
	ck_assert(!match("*[", "a"));
}
END_TEST

START_TEST(quoting)
{
	ck_assert(match_quoted("*", "q", "*"));
	ck_assert(!match_quoted("*", "q", "a"));
	ck_assert(match_quoted("a*b", ".q.", "a*b"));
	ck_assert(match_quoted("[a-c]", ".", "b"));
	ck_assert(!match_quoted("[a-c]", "..q..", "b"));
	ck_assert(match_quoted("[a-c]", "..q..", "-"));
	ck_assert(match_quoted("[!a]", ".q..", "!"));
	ck_assert(match_quoted("[a]b]", "..q..", "]"));
	ck_assert(!match_quoted("[a]", "q..", "a"));
	ck_assert(match_quoted("[a]", "..q", "[a]"));
	/* A backslash that came from an expansion. */
	ck_assert(match("\\*", "*"));
	ck_assert(!match("\\*", "\\a"));
	ck_assert(match("a\\b*", "abc"));
	ck_assert(match("\\[a]", "[a]"));
	ck_assert(match("[a\\]b]", "]"));
	ck_assert(match("*\\?", "a?"));
	ck_assert(match("\\", "\\"));
	ck_assert(match_quoted("\\*", "q.", "\\x"));
}
END_TEST

START_TEST(specials)
{
	ck_assert(pattern_special("a*", NULL, 2));
	ck_assert(pattern_special("a?", NULL, 2));
	ck_assert(pattern_special("[a]", NULL, 3));
	ck_assert(!pattern_special("[a", NULL, 2));
	ck_assert(!pattern_special("abc", NULL, 3));
	ck_assert(!pattern_special("\\*", NULL, 2));
	ck_assert(pattern_special("\\\\*", NULL, 3));
	ck_assert(!pattern_special("*", (const unsigned char *)"\1", 1));
}
END_TEST

START_TEST(characters_utf8)
{
	use_utf8();
	ck_assert(match("?", "\u00e9"));
	ck_assert(!match("??", "\u00e9"));
	ck_assert(match("a?b", "a\u20acb"));
	ck_assert(match("[\u00e0-\u00ef]", "\u00e9"));
	ck_assert(!match("[!\u00e0-\u00ef]", "\u00e9"));
	ck_assert(match("[[:alpha:]]", "\u00e9"));
	ck_assert(match("*[[:upper:]]", "ab\u00c9"));
	ck_assert(match("*??b", "\u00e9\u00e9b"));
	ck_assert(!match("a*??b", "a\u00e9b"));
	ck_assert(match("?", "\U0001f600"));
	ck_assert(match("\u00e9*", "\u00e9\u00e9"));
	ck_assert(match("[\u00e9]", "\u00e9"));
}
END_TEST

/* A byte that is no part of a character counts as one, of no class. */
START_TEST(characters_invalid)
{
	use_utf8();
	ck_assert(match("?", "\xe9"));
	ck_assert(match("a?b", "a\xff"
			       "b"));
	ck_assert(!match("[[:alpha:]]", "\xe9"));
	ck_assert(match("[![:alpha:]]", "\xe9"));
	ck_assert(match("[\xe9]", "\xe9"));
	ck_assert(match("??", "\xc3\x41"));
	ck_assert(match("??", "\xed\xa0") && match("???", "\xed\xa0\x80"));
	ck_assert(match("??", "\xc0\x80"));
	ck_assert(match("*\xff", "a\xff"));
}
END_TEST

START_TEST(characters_c)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C"));
	ck_assert(match("??", "\u00e9"));
	ck_assert(!match("?", "\u00e9"));
	ck_assert(!match("[[:alpha:]]", "\xe9"));
}
END_TEST

START_TEST(trimming)
{
	ck_assert_str_eq(trim("*/", "a/b/c", PATTERN_PREFIX, false), "b/c");
	ck_assert_str_eq(trim("*/", "a/b/c", PATTERN_PREFIX, true), "c");
	ck_assert_str_eq(trim("/*", "a/b/c", PATTERN_SUFFIX, false), "a/b");
	ck_assert_str_eq(trim("/*", "a/b/c", PATTERN_SUFFIX, true), "a");
	ck_assert_str_eq(trim(".c", "file.c", PATTERN_SUFFIX, false), "file");
	ck_assert_str_eq(trim(".h", "file.c", PATTERN_SUFFIX, false), "file.c");
	ck_assert_str_eq(trim("fi", "file.c", PATTERN_PREFIX, true), "le.c");
	ck_assert_str_eq(trim("*", "abc", PATTERN_PREFIX, false), "abc");
	ck_assert_str_eq(trim("*", "abc", PATTERN_PREFIX, true), "");
	ck_assert_str_eq(trim("*", "abc", PATTERN_SUFFIX, false), "abc");
	ck_assert_str_eq(trim("*", "abc", PATTERN_SUFFIX, true), "");
	ck_assert_str_eq(trim("?", "abc", PATTERN_PREFIX, false), "bc");
	ck_assert_str_eq(trim("?", "abc", PATTERN_SUFFIX, true), "ab");
	ck_assert_str_eq(trim("?", "", PATTERN_SUFFIX, true), "");
	ck_assert_str_eq(trim("b*", "abcbd", PATTERN_SUFFIX, false), "abc");
	ck_assert_str_eq(trim("b*", "abcbd", PATTERN_SUFFIX, true), "a");
	ck_assert_str_eq(trim("[0-9]*", "ab12", PATTERN_SUFFIX, true), "ab");
	ck_assert_str_eq(trim("[0-9]*", "ab12", PATTERN_SUFFIX, false), "ab1");
	ck_assert_str_eq(trim("a*b*c", "xabcabc", PATTERN_SUFFIX, false), "xabc");
	ck_assert_str_eq(trim("a*b*c", "xabcabc", PATTERN_SUFFIX, true), "x");
	ck_assert_str_eq(trim("*a*b", "xaybzab-", PATTERN_PREFIX, false), "zab-");
	ck_assert_str_eq(trim("*a*b", "xaybzab-", PATTERN_PREFIX, true), "-");
	ck_assert_str_eq(trim("", "abc", PATTERN_PREFIX, true), "abc");
}
END_TEST

START_TEST(trimming_utf8)
{
	use_utf8();
	ck_assert_str_eq(trim("?", "\u00e9a", PATTERN_PREFIX, false), "a");
	ck_assert_str_eq(trim("?", "a\u00e9", PATTERN_SUFFIX, false), "a");
	ck_assert_str_eq(trim("??", "a\U0001f600\u00e9", PATTERN_SUFFIX, false), "a");
	ck_assert_str_eq(trim("?*", "a\u00e9", PATTERN_SUFFIX, false), "a");
	ck_assert_str_eq(trim("?", "a\xe9", PATTERN_SUFFIX, false), "a");
	ck_assert_str_eq(trim("?", "\xc3\xa9\xa9", PATTERN_SUFFIX, false), "\xc3\xa9");
	ck_assert_str_eq(trim("*\u00e9", "\u00e9b\u00e9c", PATTERN_PREFIX, true), "c");
}
END_TEST

/* More asterisks than are noted down. */
START_TEST(trimming_many)
{
	const char *pattern = "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a";

	ck_assert_str_eq(trim(pattern, "baaaaaaaaaaaaaaaaaaaaa", PATTERN_SUFFIX, false), "ba");
	ck_assert_str_eq(trim(pattern, "baaaaaaaaaaaaaaaaaaaaa", PATTERN_SUFFIX, true), "b");
	ck_assert_str_eq(trim(pattern, "aaaaaaaaaaaaaaaaaaaaab", PATTERN_PREFIX, false), "ab");
	ck_assert_str_eq(trim(pattern, "baaa", PATTERN_SUFFIX, true), "baaa");
}
END_TEST

/* Never exponential: without care this takes longer than the universe. */
START_TEST(no_explosion)
{
	enum { COUNT = 20000 };
	char *string = malloc(COUNT + 1);
	char pattern[101];
	size_t taken;
	size_t i;

	memset(string, 'a', COUNT);
	string[COUNT] = '\0';
	for (i = 0; i < 100; i += 2) {
		memcpy(pattern + i, "*a", 2);
	}
	pattern[99] = 'b';
	ck_assert(!pattern_match(pattern, NULL, 100, string, COUNT));
	ck_assert(!pattern_trim(pattern, NULL, 100, string, COUNT, PATTERN_PREFIX, true, &taken));
	ck_assert(!pattern_trim("*:", NULL, 2, string, COUNT, PATTERN_PREFIX, true, &taken));
	ck_assert(!pattern_trim(":*", NULL, 2, string, COUNT, PATTERN_SUFFIX, true, &taken));
	free(string);
}
END_TEST

/* ---- properties ----------------------------------------------------- */

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static size_t random_string(uint32_t *state, const char *alphabet, size_t max, char *out)
{
	size_t len = next_random(state) % (max + 1);
	size_t i;

	for (i = 0; i < len; i++) {
		out[i] = alphabet[next_random(state) % strlen(alphabet)];
	}
	out[len] = '\0';
	return len;
}

/* Is every [ the beginning of a bracket expression, as far as one can tell in a line? */
static bool closes_brackets(const char *pattern)
{
	const char *last = strrchr(pattern, '[');

	return !last || strchr(last + 1 + strspn(last + 1, "!^]\\["), ']');
}

/* The C library's fnmatch() and ours see the same in the C locale. Left out are a backslash at the
   end, which is unspecified, and a [ that is never closed: behind it,
   fnmatch() of glibc 2.36 takes asterisks for themselves. */
START_TEST(same_as_fnmatch)
{
	uint32_t state = 2463534242u;
	unsigned matched = 0;
	int i;

	for (i = 0; i < 300000; i++) {
		char pattern[16];
		char string[16];
		size_t len = random_string(&state, "aabc**?[]!-\\", 9, pattern);
		bool expected;

		(void)random_string(&state, "aaabbc]-[*\\", 9, string);
		if ((len > 0 && pattern[len - 1] == '\\') || !closes_brackets(pattern)) {
			continue;
		}
		expected = fnmatch(pattern, string, 0) == 0;
		matched += expected;
		ck_assert_msg(match(pattern, string) == expected, "pattern <%s> string <%s>: %d",
			      pattern, string, expected);
	}
	ck_assert_uint_gt(matched, 5000);
}
END_TEST

/* Trimming takes what trying every place with pattern_match() says. */
static void check_trim(const char *pattern, const char *string)
{
	size_t len = strlen(string);
	size_t pattern_len = strlen(pattern);
	size_t least[2] = { SIZE_MAX, SIZE_MAX };
	size_t most[2] = { SIZE_MAX, SIZE_MAX };
	size_t taken;
	size_t i;
	int end;

	for (i = 0; i <= len; i++) {
		for (end = 0; end < 2; end++) {
			const char *from = end ? string + len - i : string;

			if (pattern_match(pattern, NULL, pattern_len, from, i)) {
				least[end] = least[end] == SIZE_MAX ? i : least[end];
				most[end] = i;
			}
		}
	}
	for (end = 0; end < 2; end++) {
		enum pattern_end which = end ? PATTERN_SUFFIX : PATTERN_PREFIX;
		bool found =
			pattern_trim(pattern, NULL, pattern_len, string, len, which, false, &taken);

		ck_assert_msg((found ? taken : SIZE_MAX) == least[end], "<%s> <%s> %d shortest",
			      pattern, string, end);
		found = pattern_trim(pattern, NULL, pattern_len, string, len, which, true, &taken);
		ck_assert_msg((found ? taken : SIZE_MAX) == most[end], "<%s> <%s> %d longest",
			      pattern, string, end);
	}
}

START_TEST(trims_what_matches)
{
	uint32_t state = 88172645u;
	int i;

	for (i = 0; i < 100000; i++) {
		char pattern[16];
		char string[16];

		(void)random_string(&state, "aaab**?[]!", 7, pattern);
		(void)random_string(&state, "aaabb]", 10, string);
		check_trim(pattern, string);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("expand/pattern");
	TCase *tests = tcase_create("2.14");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, single_characters);
	tcase_add_test(tests, asterisks);
	tcase_add_test(tests, brackets);
	tcase_add_test(tests, bracket_classes);
	tcase_add_test(tests, bracket_invalid);
	tcase_add_test(tests, quoting);
	tcase_add_test(tests, specials);
	tcase_add_test(tests, characters_utf8);
	tcase_add_test(tests, characters_invalid);
	tcase_add_test(tests, characters_c);
	tcase_add_test(tests, trimming);
	tcase_add_test(tests, trimming_utf8);
	tcase_add_test(tests, trimming_many);
	tcase_add_test(tests, no_explosion);
	tcase_add_test(tests, same_as_fnmatch);
	tcase_add_test(tests, trims_what_matches);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
