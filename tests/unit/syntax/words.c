/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and their parts: XCU 2.2, 2.3, 2.6. */
#include <config.h>

#include <check.h>
#include <stdlib.h>

#include "syntax_check.h"

static struct syntax_world world;

static void setup(void)
{
	syntax_world_init(&world);
}

static void teardown(void)
{
	syntax_world_finish(&world);
}

struct word_case {
	const char *script;
	const char *words;
};

/* Every case is one simple command; a : before the words keeps them from being its name. */
static void check_cases(const struct word_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		ck_assert_str_eq(syntax_world_words(&world, cases[i].script), cases[i].words);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(quoting)
{
	static const struct word_case cases[] = {
		{ "a", "S u<a>\n" },
		{ "'a b'", "SQ q<a b>\n" },
		{ "a'b'c", "SQ u<a>q<b>u<c>\n" },
		{ "a\"b c\"'d'\\e", "SQ u<a>q<b cde>\n" },
		{ "''", "SQ q<>\n" },
		{ "\"\"", "SQ q<>\n" },
		{ "a''", "SQ u<a>q<>\n" },
		{ "''\"\"$x", "Q q<>$<x>\n" },
		{ "\"$x\"", "Q \"$<x>\n" },
		{ "\"$x\"\"\"", "Q \"$<x>q<>\n" },
		{ "\"a$x b\"", "Q q<a>\"$<x>q< b>\n" },
		{ "\"\\$\\`\\\"\\\\\\a\\\nb\"", "SQ q<$`\"\\\\ab>\n" },
		{ "'\\'", "SQ q<\\>\n" },
		{ "\\'", "SQ q<'>\n" },
		{ "a\\\nb", "S u<ab>\n" },
		{ "'a\\\nb'", "SQ q<a\\\nb>\n" },
		{ "a\\", "SQ u<a>q<\\>\n" },
		{ "a#b", "S u<a#b>\n" },
		{ "a #b", "S u<a>\n" },
		{ "a{b}", "S u<a{b}>\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(dollar_single_quotes)
{
	static const struct word_case cases[] = {
		{ "$'a\\nb'", "SQ q<a\nb>\n" },
		{ "$'\\\"\\'\\\\'", "SQ q<\"'\\>\n" },
		{ "$'\\a\\b\\e\\f\\r\\t\\v'", "SQ q<\a\b\033\f\r\t\v>\n" },
		{ "$'\\cA\\c\\\\\\c?\\c['", "SQ q<\001\034\177\033>\n" },
		{ "$'\\x41\\x4aZ\\x9'", "SQ q<AJZ\t>\n" },
		{ "$'\\101\\1012\\7'", "SQ q<AA2\a>\n" },
		{ "$'a\\0b'c", "SQ q<a>u<c>\n" },
		{ "$'\\q\\x'", "SQ q<\\q\\x>\n" },
		{ "$''", "SQ q<>\n" },
		{ "$'a'\"$'b'\"", "SQ q<a$'b'>\n" },
		{ "a$'b'", "SQ u<a>q<b>\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(parameters)
{
	static const struct word_case cases[] = {
		{ ": $x$_y9-$1$10", "S u<:>\n $<x>$<_y9>u<->$<1>$<1>u<0>\n" },
		{ ": $@$*$#$?$-$$$!$0", "S u<:>\n $<@>$<*>$<#>$<?>$<->$<$>$<!>$<0>\n" },
		{ ": ${x}${10}${1}${0}${@}", "S u<:>\n $<x>$<10>$<1>$<0>$<@>\n" },
		{ ": ${#}${#x}${#10}${#@}", "S u<:>\n $<#>${#x}${#10}${#@}\n" },
		{ ": ${##}${#-}${#?}${#$}", "S u<:>\n ${##}${#-}${#?}${#$}\n" },
		{ ": ${#-a}", "S u<:>\n ${# - u<a>}\n" },
		{ ": ${#:-}${###}${##x}${#%}", "S u<:>\n ${# :- }${# ## }${# # u<x>}${# % }\n" },
		{ ": ${x-a}${x:=b}", "S u<:>\nE ${x - u<a>}${x := u<b>}\n" },
		{ ": ${x?a}", "S u<:>\nE ${x ? u<a>}\n" },
		{ ": ${x:+a b}", "S u<:>\n ${x :+ u<a b>}\n" },
		{ ": ${x#a}${x##a}${x%a}${x%%a}",
		  "S u<:>\n ${x # u<a>}${x ## u<a>}${x % u<a>}${x %% u<a>}\n" },
		{ ": ${x%%%}${x#}", "S u<:>\n ${x %% u<%>}${x # }\n" },
		{ ": ${x-'a}'\"}\"\\}}}", "S u<:>\n ${x - q<a}}}>}u<}>\n" },
		{ ": ${x-${y-$(a })}}", "S u<:>\nC ${x - ${y - $(a })}}\n" },
		{ ": $x\\\ny ${\\\nx\\\n:\\\n-\\\na\\\n}", "S u<:>\n $<xy>\n ${x :- u<a>}\n" },
		{ ": ${x:}${x!}${}${1a}${x y}",
		  "S u<:>\nE ${BAD ${x:}}${BAD ${x!}}${BAD ${}}${BAD ${1a}}${BAD ${x y}}\n" },
		{ ": $", "S u<:>\nS u<$>\n" },
		{ ": $ a", "S u<:>\nS u<$>\nS u<a>\n" },
		{ ": $%", "S u<:>\nSQ q<$>u<%>\n" },
		{ ": \"$\"", "S u<:>\nSQ q<$>\n" },
		{ ": ${x#*}", "S u<:>\n ${x # u<*>}\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(parameters_in_double_quotes)
{
	static const struct word_case cases[] = {
		{ "\"${x-'a'}\"", "Q \"${x - q<'a'>}\n" },
		{ "\"${x#'a'}\"", "Q \"${x # q<a>}\n" },
		{ "\"${x#*\"*\"}\"", "Q \"${x # u<*>q<*>}\n" },
		{ "\"${x+\"a b\"}\"", "Q \"${x + q<a b>}\n" },
		{ "\"${x+a\\}b}\"", "Q \"${x + q<a}b>}\n" },
		{ "\"${x+\"a}b\"}\"", "Q \"${x + q<a}b>}\n" },
		{ "\"${x-\\a\\$\\'}\"", "Q \"${x - q<\\a$\\'>}\n" },
		{ "\"${x-~}${x#~}\"", "Q \"${x - q<~>}\"${x # ~<>}\n" },
		{ "\"${x-$'a'}\"", "Q \"${x - q<$'a'>}\n" },
		{ "\"${x%$'a'}\"", "Q \"${x % q<a>}\n" },
		{ "\"${x-\"\"}\"", "Q \"${x - q<>}\n" },
		{ "\"${x-${y-'}'}}\"", "Q \"${x - \"${y - q<'>}q<'>}q<}>\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(substitutions)
{
	static const struct word_case cases[] = {
		{ "$(a)", "C $(a)\n" },
		{ "\"$(a \"b  c\" $(d))\"x", "QC \"$(a 'b  c' $(d))u<x>\n" },
		{ "$()", "C $()\n" },
		{ "$( # comment )\n)", "C $()\n" },
		{ "$(case x in a) b;; esac)", "C $(case x in a) b ;; esac)\n" },
		{ "$(a;b\nc&)", "C $(a; b; c &)\n" },
		{ "`a b`", "C $(a b)\n" },
		{ "`a \\`b\\` \\$c \\\\\\\\d`", "C $(a $(b) $c '\\'d)\n" },
		{ "\"`a \\\"b\\\"`\"", "QC \"$(a 'b')\n" },
		{ "``", "C $()\n" },
		{ "`a\nb`", "C $(a; b)\n" },
		{ "$((1+2))", " $((q<1+2>))\n" },
		{ "$(( x=$y+${z} ))", "E $((q< x=>\"$<y>q<+>\"$<z>q< >))\n" },
		{ "$((x=1))", "E $((q<x=1>))\n" },
		{ "$((x++))", "E $((q<x++>))\n" },
		{ "$((x+`a`))", "EC $((?q<x+>\"$(a)))\n" },
		{ "$((1 +))", "E $((?q<1 +>))\n" },
		{ "$(((1)+(2)))", " $((q<(1)+(2)>))\n" },
		{ "$((a); (b))", "C $((a); (b))\n" },
		{ "$((a);b)", "C $((a); b)\n" },
		{ "$(( (a); $((1)) ) )", "C $(( (a); $((1))))\n" },
		{ "\"$((1))\"", "Q \"$((q<1>))\n" },
		{ "$(($x$y))", "E $((?\"$<x>\"$<y>))\n" },
		{ "$((1$x))", "E $((?q<1>\"$<x>))\n" },
		{ "$(( \"1\" ))", "E $((?q< \"1\" >))\n" },
		{ "$((1\\\n+2)\\\n)", " $((q<1+2>))\n" },
		{ "a$(b)c`d`e", "C u<a>$(b)u<c>$(d)u<e>\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(tildes)
{
	static const struct word_case cases[] = {
		{ "~", " ~<>\n" },
		{ "~/a", " ~<>u</a>\n" },
		{ "~root/a", " ~<root>u</a>\n" },
		{ "~\\\nro\\\not", " ~<root>\n" },
		{ "a~", "S u<a~>\n" },
		{ "~'a'", "SQ u<~>q<a>\n" },
		{ "~\"\"", "SQ u<~>q<>\n" },
		{ "~$x", " u<~>$<x>\n" },
		{ "~a`b`", "C u<~a>$(b)\n" },
		{ "\\~", "SQ q<~>\n" },
		{ "\"~\"", "SQ q<~>\n" },
		{ "~a:~b", " ~<a:~b>\n" },
		{ "x=~:~a/b:c:~", "x= ~<>u<:>~<a>u</b:c:>~<>\n" },
		{ "x=a~:\\~:~\"b\"", "x=SQ u<a~:>q<~>u<:~>q<b>\n" },
		{ "x=~a:b", "x= ~<a>u<:b>\n" },
		{ "a x=~", "S u<a>\nS u<x=~>\n" },
		{ "x=\\\n~", "x= ~<>\n" },
		{ "x=a:\\\n~b", "x= u<a:>~<b>\n" },
		{ ": ${x-\\\n~}", "S u<:>\n ${x - ~<>}\n" },
		{ ": ${x-~/y}", "S u<:>\n ${x - ~<>u</y>}\n" },
		{ ": ${x:=~}", "S u<:>\nE ${x := ~<>}\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(assignments)
{
	static const struct word_case cases[] = {
		{ "a=1 b= c='d'", "a=S u<1>\nb=S \nc=SQ q<d>\n" },
		{ "a=1 b c=2", "a=S u<1>\nS u<b>\nS u<c=2>\n" },
		{ ">f a=1", "a=S u<1>\n" },
		{ "a=b=c:d", "a=S u<b=c:d>\n" },
		{ "a=*[x]?", "a=S u<*[x]?>\n" },
		{ "1a=b", "S u<1a=b>\n" },
		{ "=b", "S u<=b>\n" },
		{ "a'='b", "SQ u<a>q<=>u<b>\n" },
		{ "'a'=b", "SQ q<a>u<=b>\n" },
		{ "$a=b", " $<a>u<=b>\n" },
		{ "a\\\n=\\\nb", "a=S u<b>\n" },
		{ "a=$(x=1 y)", "a=C $(x=1 y)\n" },
		{ "a=1 if", "a=S u<1>\nS u<if>\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(declaration_utilities)
{
	static const struct word_case cases[] = {
		{ "export a=~:~b", "S u<export>\nD u<a=>~<>u<:>~<b>\n" },
		{ "export a=~ ~ b c=*", "S u<export>\nD u<a=>~<>\n ~<>\nS u<b>\nSD u<c=*>\n" },
		{ "readonly x=$y", "S u<readonly>\nD u<x=>$<y>\n" },
		{ "command export x=~", "S u<command>\nS u<export>\nD u<x=>~<>\n" },
		{ "command command -p -- export x=~",
		  "S u<command>\nS u<command>\nS u<-p>\nS u<-->\nS u<export>\nD u<x=>~<>\n" },
		{ "a=1 >f export x=~", "a=S u<1>\nS u<export>\nD u<x=>~<>\n" },
		{ "e'xport' x=~", "SQ u<e>q<xport>\nD u<x=>~<>\n" },
		{ "echo export x=~", "S u<echo>\nS u<export>\nS u<x=~>\n" },
		{ "local x=~", "S u<local>\nD u<x=>~<>\n" },
		{ "export 'a'=~", "S u<export>\nSQ q<a>u<=~>\n" },
	};

	CHECK_CASES(cases);
	world.options.extensions = true;
	ck_assert_str_eq(syntax_world_words(&world, "local x=~"), "S u<local>\nD u<x=>~<>\n");
	ck_assert_str_eq(syntax_world_words(&world, "command typeset x=~"),
			 "S u<command>\nS u<typeset>\nD u<x=>~<>\n");
}
END_TEST

START_TEST(patterns)
{
	static const struct word_case cases[] = {
		{ "a*", "G u<a*>\n" },         { "a?", "G u<a?>\n" },
		{ "[", "S u<[>\n" },           { "[a]", "G u<[a]>\n" },
		{ "]a[", "S u<]a[>\n" },       { "'*'", "SQ q<*>\n" },
		{ "\\*", "SQ q<*>\n" },        { "[a'b]'", "QG u<[a>q<b]>\n" },
		{ "[$x", "G u<[>$<x>\n" },     { "'['a]", "SQ q<[>u<a]>\n" },
		{ "\"*\"*", "QG q<*>u<*>\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(every_word_knows_its_symbol)
{
	struct parser *parser = parser_create_string("'foo' foo", 9, NULL, 1, &world.options);
	struct tree *tree;
	const struct simple *simple;

	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	simple = node_simple(tree->root);
	ck_assert_ptr_eq(simple->words[0]->symbol, symbol_find(&world.symbols, "foo", 3));
	ck_assert_ptr_nonnull(simple->words[0]->symbol);
	ck_assert_ptr_null(simple->words[1]->symbol);
	tree_release(tree);
	parser_destroy(parser);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax/words");
	TCase *tcase = tcase_create("words");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, quoting);
	tcase_add_test(tcase, dollar_single_quotes);
	tcase_add_test(tcase, parameters);
	tcase_add_test(tcase, parameters_in_double_quotes);
	tcase_add_test(tcase, substitutions);
	tcase_add_test(tcase, tildes);
	tcase_add_test(tcase, assignments);
	tcase_add_test(tcase, declaration_utilities);
	tcase_add_test(tcase, patterns);
	tcase_add_test(tcase, every_word_knows_its_symbol);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
