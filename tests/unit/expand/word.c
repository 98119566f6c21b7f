/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Word expansions, XCU 2.6: tildes, parameters, commands, quoting; and 2.5.2. */
#include <config.h>

#include "word_test.h"

#define FIELDS(words, expected) ck_assert_str_eq(fields_of(words), expected)
#define STRING(word, expected) ck_assert_str_eq(string_of(word), expected)

START_TEST(plain_words)
{
	FIELDS("echo a 'b c' \"d\" \\e ''", "<echo><a><b c><d><e><>");
	FIELDS("a'b'\"c\"\\d", "<abcd>");
	FIELDS("$ a$", "<$><a$>");
}
END_TEST

START_TEST(tilde)
{
	FIELDS("~ ~/x ~root ~root/x ~nosuch '~' \\~ a~ ~\"/x\"",
	       "</home/me></home/me/x></root></root/x><~nosuch><~><~><a~><~/x>");
	FIELDS("~slash/x ~slash", "</x></>");
	set("HOME", "/a b/*");
	FIELDS("~", "</a b/*>");
	set("HOME", "");
	FIELDS("~ ~/x", "<></x>");
	set("HOME", "/h");
	STRING("~:~/a:~root:b~", "/h:/h/a:/root:b~");
	FIELDS("${u-~} ${u-~/x}", "</h></h/x>");
	FIELDS("\"${u-~}\"", "<~>");
}
END_TEST

START_TEST(parameters)
{
	set("x", "a b");
	set("e", "");
	FIELDS("$x \"$x\" ${x}y \"${x}y\" '$x'", "<a><b><a b><a><by><a by><$x>");
	FIELDS("$e \"$e\" $u \"$u\" x$e", "<><><x>");
	FIELDS("''$e $e''", "<><>");
	STRING("$x-$e-\"$x\"", "a b--a b");
	set("x", " a ");
	FIELDS("''$x b$x $x''", "<><a><b><a><a><>");
	FIELDS("$x$x", "<a><a>");
	FIELDS("1$x\" 2 \"$x", "<1><a>< 2 ><a>");
}
END_TEST

START_TEST(positional_parameters)
{
	set_positional(12, "1", "2", "3", "4", "5", "6", "7", "8", "9", "ten", "el", "tw");
	FIELDS("$1 $10 ${10} ${012} $#", "<1><10><ten><tw><12>");
	set_positional(2, "a b", "");
	FIELDS("$1 \"$2\" $3 \"$3\" ${#}", "<a><b><><><2>");
}
END_TEST

START_TEST(special_parameters)
{
	FIELDS("$? $- $$ $0 $! ${##} ${#?} ${#-}", "<0><hB><4711><test><1><1><2>");
}
END_TEST

START_TEST(at_sign)
{
	set_positional(3, "a b", "", "c");
	FIELDS("\"$@\"", "<a b><><c>");
	FIELDS("$@", "<a><b><c>");
	FIELDS("x\"$@\"y", "<xa b><><cy>");
	FIELDS("\"x$@y\"", "<xa b><><cy>");
	FIELDS("\"$@$@\"", "<a b><><ca b><><c>");
	FIELDS("x$@y", "<xa><b><cy>");
	FIELDS("${u-\"$@\"}", "<a b><><c>");
	FIELDS("\"${u-$@}\"", "<a b><><c>");
	FIELDS("\"${@:-x}\"", "<a b><><c>");
	STRING("\"$@\"", "a b  c");
	STRING("$@", "a b  c");
}
END_TEST

START_TEST(at_sign_of_nothing)
{
	FIELDS("\"$@\"", "");
	FIELDS("$@", "");
	FIELDS("a\"$@\"b", "<ab>");
	FIELDS("''\"$@\"", "<>");
	FIELDS("\"$@\"\"$u\"", "<>");
	FIELDS("${@:-x} \"${@-y z}\" ${@+n}", "<x><y z>");
	FIELDS("\"${u-$@}\"", "<>");
	FIELDS("\"$*\" $*", "<>");
}
END_TEST

START_TEST(asterisk)
{
	set_positional(3, "a b", "", "c");
	FIELDS("$*", "<a><b><c>");
	FIELDS("\"$*\"", "<a b  c>");
	set("IFS", ":;");
	FIELDS("\"$*\" \"x$*y\"", "<a b::c><xa b::cy>");
	FIELDS("$*", "<a b><c>");
	STRING("$*", "a b::c");
	STRING("\"$*\"", "a b::c");
	set("IFS", "");
	FIELDS("\"$*\" $*", "<a bc><a b><c>");
	STRING("$*", "a bc");
	set("IFS", NULL);
	FIELDS("\"$*\"", "<a b  c>");
	set("LC_ALL", "C.UTF-8");
	set("IFS", "\u00e9:");
	FIELDS("\"$*\"", "<a b\u00e9\u00e9"
			 "c>");
}
END_TEST

START_TEST(default_values)
{
	set("x", "v");
	set("e", "");
	FIELDS("${x-w} ${x:-w} \"${e-w}\" ${e:-w} ${u-w} ${u:-w}", "<v><v><><w><w><w>");
	FIELDS("${u-a b} ${u-'a b'} ${u-\"a b\"c d} \"${u-a b}\"", "<a><b><a b><a bc><d><a b>");
	FIELDS("${u-} \"${u-}\" ${u-''} \"${u-\"\"}\"", "<><><>");
	FIELDS("${u:-${v:-deep $x}}", "<deep><v>");
	FIELDS("\"${u:-'a'}\"", "<'a'>");
	FIELDS("${u-a\\ b}", "<a b>");
	FIELDS("x${u-a b}y", "<xa><by>");
	FIELDS("${u-$(echo a b)}", "<echo><a><b>");
	set("IFS", ":");
	FIELDS("${u-a:b} ${u-a\":\"b}", "<a><b><a:b>");
	ck_assert_int_eq(fixture.substitutions, 1);
	FIELDS("${x-$(no)}", "<v>");
	ck_assert_int_eq(fixture.substitutions, 1);
}
END_TEST

START_TEST(assign_values)
{
	FIELDS("${a=v w} $a \"$a\"", "<v><w><v><w><v w>");
	FIELDS("\"${b:=a  'b'}\"", "<a  'b'>");
	FIELDS("${c:='a  b'}", "<a><b>");
	ck_assert_str_eq(get("c"), "a  b");
	FIELDS("${c=no}", "<a><b>");
	FIELDS("${d:=${f:=x}}", "<x>");
	ck_assert_str_eq(get("f"), "x");
	FIELDS("${1=x}", "!1: cannot be assigned in this way");
	FIELDS("${@:=x}", "!@: cannot be assigned in this way");
	variable(symbol("ro"))->readonly = true;
	FIELDS("${ro=x}", "!assign ");
}
END_TEST

START_TEST(error_values)
{
	set("x", "v");
	set("e", "");
	FIELDS("${x?no} ${x:?no} \"${e?no}\"", "<v><v><>");
	FIELDS("${u?}", "!u: parameter not set");
	FIELDS("${e:?}", "!e: parameter null or not set");
	FIELDS("${u:?my $x \"message\"}", "!u: my v message");
	FIELDS("${2?gone}", "!2: gone");
}
END_TEST

START_TEST(alternate_values)
{
	set("x", "v");
	set("e", "");
	FIELDS("${x+w} ${x:+a b} ${e+w} ${e:+w} ${u+w}", "<w><a><b><w>");
	FIELDS("\"${e:+w}\" \"${x+}\" ${x+\"a b\"}", "<><><a b>");
	set_positional(2, "a b", "c");
	FIELDS("${1+\"$@\"}", "<a b><c>");
	set_positional(0);
	FIELDS("${1+\"$@\"}", "");
}
END_TEST

START_TEST(lengths)
{
	set("x", "abc\u00e9");
	FIELDS("${#x} ${#u} ${#} ${#@}", "<5><0><0><0>");
	set("LC_ALL", "C.UTF-8");
	FIELDS("${#x}", "<4>");
	set("LC_ALL", "");
	set("LC_CTYPE", "C.UTF-8");
	FIELDS("${#x}", "<4>");
	set("LC_CTYPE", NULL);
	set("LANG", "C.UTF-8");
	FIELDS("${#x}", "<4>");
	set("LC_ALL", "no_SUCH.locale");
	FIELDS("${#x}", "<5>");
	set("LC_ALL", "C.UTF-8");
	set("x", "a\xff\xe2\x82");
	FIELDS("${#x}", "<4>");
}
END_TEST

START_TEST(remove_patterns)
{
	set("x", "posix/src/std");
	set("star", "*");
	set("y", "a*b");
	FIELDS("${x%%/*} ${x%/*} ${x#*/} ${x##*/} ${x#no}",
	       "<posix><posix/src><src/std><std><posix/src/std>");
	FIELDS("\"${x#*/}\" ${x#\"*/\"} ${x#$star/} ${x#\"$star\"}",
	       "<src/std><posix/src/std><src/std><posix/src/std>");
	FIELDS("${y#*\\*} ${y%\"*b\"} ${y%'*'?} \"${y#*'*'}\"", "<b><a><a><b>");
	FIELDS("${u#x} \"${u%x}\" ${x%} ${x#}", "<><posix/src/std><posix/src/std>");
	FIELDS("${x#${x%/*}/}", "<std>");
	FIELDS("${x%\"${x#*/}\"}", "<posix/>");
	set("p", "\\*");
	FIELDS("${star#$p}", "");
	set_positional(2, "1.c", "2 .c");
	FIELDS("\"${@%.c}\" ${*#?} \"${*%.*}\"", "<1><2 ><.c><.c><1 2 >");
	set("LC_ALL", "C.UTF-8");
	set("z", "\u00e9\u00e8");
	FIELDS("${z#?} ${z%?}", "<\u00e8><\u00e9>");
}
END_TEST

START_TEST(nounset)
{
	fixture.expander.nounset = true;
	set("e", "");
	FIELDS("$u", "!u: parameter not set");
	FIELDS("\"a$u\"", "!u: parameter not set");
	FIELDS("${#u}", "!u: parameter not set");
	FIELDS("${u#x}", "!u: parameter not set");
	FIELDS("$1", "!1: parameter not set");
	FIELDS("$!", "!!: parameter not set");
	FIELDS("$((u))", "!u: parameter not set");
	FIELDS("$(($u))", "!u: parameter not set");
	FIELDS("$@ \"$*\" ${u-d} ${u+x} ${u:=v} \"$e\"", "<><d><v><>");
	STRING("$nope", "!");
}
END_TEST

START_TEST(bad_substitution)
{
	FIELDS("${x!y}", "!${x!y}: bad substitution");
}
END_TEST

START_TEST(command_substitution)
{
	FIELDS("$(a b) \"$(a b)\" x$(a b)y `a b`", "<a><b><a b><xa><by><a><b>");
	FIELDS("\"$()\" $()", "<>");
	FIELDS("\"$(a \"b  c\" $(d))\"", "<a b  c d>");
	FIELDS("$(a $(b $(c $(d $(e $(f))))))", "<a><b><c><d><e><f>");
	ck_assert_uint_eq(fixture.expander.capture_depth, 0);
	STRING("$(a b)", "a b");
	STRING("1$(a b)", "1a b");
	FIELDS("x$(a ${u?no})", "!u: no");
	ck_assert_uint_eq(fixture.expander.capture_depth, 0);
	fixture.interrupted = true;
	FIELDS("$(a ${u?no})", "!u: no");
	ck_assert_uint_eq(fixture.expander.capture_depth, 0);
}
END_TEST

START_TEST(assignments)
{
	set("x", "a  b*");
	STRING("$x", "a  b*");
	STRING("*", "*");
	STRING("a' b'\"$x\"", "a ba  b*");
	STRING("", "");
	STRING("${u-a  b}", "a  b");
	STRING("$((1+2))", "3");
}
END_TEST

START_TEST(declarations)
{
	struct simple simple = *parse("export y=$x");

	set("x", "a b");
	if (simple.words[1]->flags & WORD_DECLARATION) {
		FIELDS("export y=$x z=~", "<export><y=a b><z=/home/me>");
	}
}
END_TEST

START_TEST(case_patterns)
{
	set("s", "*");
	ck_assert(case_matches("a*", "abc"));
	ck_assert(!case_matches("'a*'", "abc"));
	ck_assert(case_matches("\"a\"*", "abc"));
	ck_assert(case_matches("$s", "abc"));
	ck_assert(!case_matches("\"$s\"", "abc"));
	ck_assert(case_matches("\"$s\"", "*"));
	ck_assert(case_matches("[a-c]?", "bx"));
	ck_assert(!case_matches("[a\"-\"c]", "b"));
	ck_assert(case_matches("[a\"-\"c]", "-"));
	ck_assert(case_matches("''", ""));
	ck_assert(case_matches("$u", ""));
	ck_assert(case_matches("${u-?}x", "ax"));
	ck_assert(!case_matches("${u-\\?}x", "ax"));
	ck_assert(case_matches("\\*", "*"));
	set("LC_ALL", "C.UTF-8");
	ck_assert(case_matches("?", "\u00e9"));
	ck_assert(case_matches("[[:alpha:]]", "\u00e9"));
	ck_assert(!case_matches("[[:alpha:]]", "\xe9"));
}
END_TEST

START_TEST(here_documents)
{
	set("x", "a  b");
	set_positional(2, "p q", "r");
	ck_assert_str_eq(here_of("$x \"$x\" '$x' \\$x *"), "a  b \"a  b\" 'a  b' $x *\n");
	ck_assert_str_eq(here_of("$(a b)$((1+1))${u-'q'}"), "a b2'q'\n");
	ck_assert_str_eq(here_of("$@:$*"), "p q r:p q r\n");
}
END_TEST

START_TEST(ifs_changes_within_a_command)
{
	set("x", "a:b");
	set("IFS", "");
	FIELDS("$x ${v:=:}", "<a:b><:>");
	set("IFS", NULL);
	FIELDS("$x ${IFS=:} $x", "<a:b><><a><b>");
}
END_TEST

START_TEST(long_values)
{
	size_t len = 100000;
	char *value = malloc(len + 1);
	struct fields fields = { 0 };
	const struct simple *simple = parse("a$x\"$x\"$x *$x");

	memset(value, 'v', len);
	value[len] = '\0';
	value[len / 2] = ' ';
	set("x", value);
	fixture.expander.noglob = true;
	ck_assert_int_eq(
		expand_words(&fixture.expander, simple->words, simple->word_count, &fields),
		EXPAND_OK);
	ck_assert_uint_eq(fields.count, 5);
	ck_assert_uint_eq(strlen(fields.items[1]), len / 2 - 1 + len + len / 2);
	free(value);
}
END_TEST

START_TEST(nested_too_deeply)
{
	struct stack_guard nothing_left = { UINTPTR_MAX };
	const struct simple *simple = parse("${a-${b-c}}");
	struct fields fields = { 0 };

	fixture.expander.guard = &nothing_left;
	ck_assert_int_eq(expand_words(&fixture.expander, simple->words, 1, &fields), EXPAND_ERROR);
	ck_assert_str_eq(fixture.error.data, "a: expansion nested too deeply");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("expand/word");
	TCase *tests = tcase_create("2.6");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tests, setup, word_teardown);
	tcase_add_test(tests, plain_words);
	tcase_add_test(tests, tilde);
	tcase_add_test(tests, parameters);
	tcase_add_test(tests, positional_parameters);
	tcase_add_test(tests, special_parameters);
	tcase_add_test(tests, at_sign);
	tcase_add_test(tests, at_sign_of_nothing);
	tcase_add_test(tests, asterisk);
	tcase_add_test(tests, default_values);
	tcase_add_test(tests, assign_values);
	tcase_add_test(tests, error_values);
	tcase_add_test(tests, alternate_values);
	tcase_add_test(tests, lengths);
	tcase_add_test(tests, remove_patterns);
	tcase_add_test(tests, nounset);
	tcase_add_test(tests, bad_substitution);
	tcase_add_test(tests, command_substitution);
	tcase_add_test(tests, assignments);
	tcase_add_test(tests, declarations);
	tcase_add_test(tests, case_patterns);
	tcase_add_test(tests, here_documents);
	tcase_add_test(tests, ifs_changes_within_a_command);
	tcase_add_test(tests, long_values);
	tcase_add_test(tests, nested_too_deeply);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
