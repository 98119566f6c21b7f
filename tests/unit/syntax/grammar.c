/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands: XCU 2.4, 2.9, 2.10. What is parsed is shown by the printer, on one line. */
#include <config.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/term.h"
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

struct grammar_case {
	const char *script;
	const char *printed;
};

static void check_cases(const struct grammar_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		ck_assert_str_eq(syntax_world_parse(&world, cases[i].script), cases[i].printed);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(lists)
{
	static const struct grammar_case cases[] = {
		{ "", "" },
		{ "\n\n# comment\n \n", "" },
		{ "a", "a\n" },
		{ "a\nb\n\n#c\nd", "a\nb\nd\n" },
		{ "a;b", "a; b\n" },
		{ "a;b;", "a; b\n" },
		{ "a&b&", "a & b &\n" },
		{ "a&&b||c", "a && b || c\n" },
		{ "a &&\n\n b ||\n#x\nc", "a && b || c\n" },
		{ "a|b|c", "a | b | c\n" },
		{ "a |\n b | \n\n c;d", "a | b | c; d\n" },
		{ "! a | b", "! a | b\n" },
		{ "! a&&! b;!", "1:11: unexpected end of file, expected a command" },
		{ "a && ! b | c || d &", "a && ! b | c || d &\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(simple_commands)
{
	static const struct grammar_case cases[] = {
		{ "a=1 b >c d<e f=2 2>&1", "a=1 b d f=2 >c <e 2>&1\n" },
		{ ">a", ">a\n" },
		{ "a=1", "a=1\n" },
		{ "a <b >c >>d <>e >|f <&3 >&4 <&- 5>&-",
		  "a <b >c >>d <>e >|f <&3 >&4 <&- 5>&-\n" },
		{ "a 12>b 1 >c a1>d 0<e", "a 1 a1 12>b >c >d 0<e\n" },
		{ "a \\2>b '3'>c", "a '2' '3' >b >c\n" },
		{ "a 2\\\n>b >\\\n>c <\\\n<E\nE\n", "a 2>b >>c <<E\n" },
		{ "a 99999999999>b", "a 2147483647>b\n" },
		{ "a &&\\\n&& b", "2:1: unexpected `&&', expected a command" },
		{ "a &\\\n& b", "a && b\n" },
		{ "{a,b} a} {fd}>x", "{a,b} a} {fd} >x\n" },
		{ "a ! if then fi { }", "a ! if then fi { }\n" },
		{ ">x if", ">x if\n" },
		{ "'if' x", "'if' x\n" },
		{ "i\\f x", "i'f' x\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(groups)
{
	static const struct grammar_case cases[] = {
		{ "(a)", "(a)\n" },
		{ "( a; b & )", "(a; b &)\n" },
		{ "((a);b)", "( (a); b)\n" },
		{ "((a))", "( (a))\n" },
		{ "{ a; }", "{ a; }\n" },
		{ "{ a& }", "{ a & }\n" },
		{ "{\na\nb\n}", "{ a; b; }\n" },
		{ "{ a; } >b 2>&1 | (c) <d", "{ a; } >b 2>&1 | (c) <d\n" },
		{ "{ { a; }; }", "{ { a; }; }\n" },
		{ "{ { a; } }", "{ { a; }; }\n" },
		{ "{ (a) }", "{ (a); }\n" },
		{ "(a)&&(b)", "(a) && (b)\n" },
		{ "(a) b", "1:5: unexpected `b'" },
		{ "( )", "1:3: unexpected `)', expected a command (`(' 1)" },
		{ "{ }", "1:3: unexpected `}', expected a command (`{' 1)" },
		{ "{a; }", "1:5: unexpected `}'" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(conditionals)
{
	static const struct grammar_case cases[] = {
		{ "if a; then b; fi", "if a; then b; fi\n" },
		{ "if a\nthen b\nelif c\nthen d\nelif e; then f; else\ng\nfi >h",
		  "if a; then b; elif c; then d; elif e; then f; else g; fi >h\n" },
		{ "if a; b & then c; fi", "if a; b & then c; fi\n" },
		{ "if a; then if b; then c; fi fi", "if a; then if b; then c; fi; fi\n" },
		{ "if ! a | b && c; then d; fi", "if ! a | b && c; then d; fi\n" },
		{ "if a; then fi", "1:12: unexpected `fi', expected a command (`if' 1)" },
		{ "if a; fi", "1:7: unexpected `fi', expected `then' (`if' 1)" },
		{ "if; then a; fi", "1:3: unexpected `;', expected a command" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(loops)
{
	static const struct grammar_case cases[] = {
		{ "for x in a b; do c; done", "for x in a b; do c; done\n" },
		{ "for x in; do c; done", "for x in; do c; done\n" },
		{ "for x do c; done", "for x; do c; done\n" },
		{ "for x; do c; done", "for x; do c; done\n" },
		{ "for x\ndo c; done", "for x; do c; done\n" },
		{ "for x\n\nin a\n\ndo\nc\ndone", "for x in a; do c; done\n" },
		{ "for in in in do in; do in; done", "for in in in do in; do in; done\n" },
		{ "for do do do; done", "1:11: unexpected `do', expected a command (`do' 1)" },
		{ "for x in a do; do b; done >c", "for x in a do; do b; done >c\n" },
		{ "for 1 in a; do b; done", "1:5: unexpected `1', expected a name" },
		{ "for 'x' in a; do b; done", "1:5: unexpected `'x'', expected a name" },
		{ "for x y; do b; done",
		  "1:7: unexpected `y', expected `in', `do', `;' or newline" },
		{ "for x\n; do a; done",
		  "2:1: unexpected `;', expected `in', `do', `;' or newline" },
		{ "for x in a; b; done", "1:13: unexpected `b', expected `do'" },
		{ "for x in a &", "1:12: unexpected `&', expected a word, `;' or newline" },
		{ "while a; do b; done", "while a; do b; done\n" },
		{ "until a\nb\ndo c& done <d", "until a; b; do c & done <d\n" },
		{ "while a; done", "1:10: unexpected `done', expected `do' (`while' 1)" },
		{ "while do a; done", "1:7: unexpected `do', expected a command (`while' 1)" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(case_commands)
{
	static const struct grammar_case cases[] = {
		{ "case a in esac", "case a in esac\n" },
		{ "case a\n\nin\n\nesac", "case a in esac\n" },
		{ "case $x in a) b;; (c|d) e;& *) f; esac",
		  "case $x in a) b ;; c | d) e ;& *) f ;; esac\n" },
		{ "case a in a)\n\n;;\n\nb)\n;; esac", "case a in a) ;; b) ;; esac\n" },
		{ "case a in a) esac", "case a in a) ;; esac\n" },
		{ "case a in a) b& esac", "case a in a) b & ;; esac\n" },
		{ "case a in (esac) b;; c|esac) d;; esac",
		  "case a in (esac) b ;; c | esac) d ;; esac\n" },
		{ "case in in in) in;; if) b;; esac", "case in in in) in ;; if) b ;; esac\n" },
		{ "case a in a) case b in b) c;; esac;; esac >d",
		  "case a in a) case b in b) c ;; esac ;; esac >d\n" },
		{ "case a in b c) d;; esac", "1:13: unexpected `c', expected `|' or `)'" },
		{ "case a b", "1:8: unexpected `b', expected `in'" },
		{ "case a in a) b fi",
		  "1:18: unexpected end of file, expected `;;' or `esac' (`case' 1)" },
		{ "case a in a) b\nfi esac",
		  "2:1: unexpected `fi', expected `;;' or `esac' (`case' 1)" },
		{ "case a in | b) c;; esac", "1:11: unexpected `|', expected a pattern" },
		{ "case in", "1:8: unexpected end of file, expected `in' (`case' 1)" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(functions)
{
	static const struct grammar_case cases[] = {
		{ "f() { a; }", "f() { a; }\n" },
		{ "f ( )\n\n( a ) >b", "f() (a) >b\n" },
		{ "f() if a; then b; fi", "f() if a; then b; fi\n" },
		{ "f() for x do a; done", "f() for x; do a; done\n" },
		{ "f() a", "1:5: unexpected `a', expected a compound command" },
		{ "f()", "1:4: unexpected end of file, expected a compound command" },
		{ "f(x) { a; }", "1:3: unexpected `x', expected `)'" },
		{ "if() { a; }", "1:4: unexpected `)', expected a command (`(' 1)" },
		{ "'f'() { a; }", "1:4: unexpected `('" },
		{ "a-b() { c; }", "1:4: unexpected `('" },
		{ "x=1 f() { a; }", "1:6: unexpected `('" },
		{ "a f() { b; }", "1:4: unexpected `('" },
		{ "f() { a; } | b", "f() { a; } | b\n" },
		{ "f() { g() { a; }; }", "f() { g() { a; }; }\n" },
	};

	CHECK_CASES(cases);
	world.options.extensions = true;
	ck_assert_str_eq(syntax_world_parse(&world, "a-b.c() { d; }"), "a-b.c() { d; }\n");
	ck_assert_str_eq(syntax_world_parse(&world, "function a=b { d; }"),
			 "1:10: unexpected `a=b', expected a function name");
	ck_assert_str_eq(syntax_world_parse(&world, "function } { d; }"),
			 "1:10: unexpected `}', expected a function name");
}
END_TEST

START_TEST(words_the_standard_lets_a_shell_reserve)
{
	static const struct grammar_case cases[] = {
		{ "time a | b", "time a | b\n" },
		{ "time -p a", "time -p a\n" },
		{ "time", "time\n" },
		{ "time; a", "time; a\n" },
		{ "time -p && a", "time -p && a\n" },
		{ "! time a", "time ! a\n" },
		{ "time ! a", "time ! a\n" },
		{ "time { a; }", "time { a; }\n" },
		{ "time '-p' a", "time '-p' a\n" },
		{ "a time", "a time\n" },
		{ "'time' a", "'time' a\n" },
		{ "(time)", "(time)\n" },
		{ "function f { a; }", "f() { a; }\n" },
		{ "function f() { a; }", "f() { a; }\n" },
		{ "function f\n(a)", "f() (a)\n" },
		{ "function if { a; }", "1:10: unexpected `if', expected a function name" },
		{ "function f a", "1:12: unexpected `a', expected a compound command" },
		{ "function 'f' { a; }", "1:10: unexpected `'f'', expected a function name" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(operators_outside_posix_mode)
{
	static const struct grammar_case cases[] = {
		{ "a |& b", "a 2>&1 | b\n" },
		{ "a >f|&b", "a >f 2>&1 | b\n" },
		{ "a |\\\n& b |&\n\nc | d", "a 2>&1 | b 2>&1 | c | d\n" },
		{ "{ a; } >f |& (b)", "{ a; } >f 2>&1 | (b)\n" },
		{ "if a; then b; fi |& c", "if a; then b; fi 2>&1 | c\n" },
		{ "! a |& b", "! a 2>&1 | b\n" },
		{ "f() { a; } |& b", "{ f() { a; }; } 2>&1 | b\n" },
		{ "a |& ; b", "1:6: unexpected `;', expected a command" },
		{ "a | & b", "1:5: unexpected `&', expected a command" },
		{ "a &>f b", "a b >f 2>&1\n" },
		{ "a&>>f&&b", "a >>f 2>&1 && b\n" },
		{ "a &\\\n> f", "a >f 2>&1\n" },
		{ "&>f a", "a >f 2>&1\n" },
		{ "{ a; } &>f 3>g", "{ a; } >f 2>&1 3>g\n" },
		{ "a & >f", "a & >f\n" },
		{ "a 2&>f", "a 2 >f 2>&1\n" },
		{ "a &>", "1:5: unexpected end of file, expected a file name" },
		{ "a <<<b", "a <<<b\n" },
		{ "a <<< \"$b c\" 3<<<''", "a <<<\"$b c\" 3<<<''\n" },
		{ "a <\\\n<\\\n<b", "a <<<b\n" },
		{ "a <<<", "1:6: unexpected end of file, expected a word" },
		{ "a <<<b <<E\nc\nE\n", "a <<<b <<E\n" },
		{ "a {fd}>b {_x1}<c {y}>>d {z}<>e {v}<&0 {w}>&- {u}<<<f {t}>|g",
		  "a {fd}>b {_x1}<c {y}>>d {z}<>e {v}<&0 {w}>&- {u}<<<f {t}>|g\n" },
		{ "{fd}>x a; {\\\nfd}\\\n<x", "a {fd}>x; {fd}<x\n" },
		{ "{ a; } {fd}>b >c", "{ a; } {fd}>b >c\n" },
		{ "a {fd} >b {1}>c {}>d {a,b}>e '{f}'>g x{h}>i {j}k>l",
		  "a {fd} {1} {} {a,b} '{f}' x{h} {j}k >b >c >d >e >g >i >l\n" },
		{ "a {fd}>", "1:8: unexpected end of file, expected a file name" },
	};
	static const struct grammar_case posix[] = {
		{ "a |& b", "1:4: unexpected `&', expected a command" },
		{ "a &>f", "a & >f\n" },
		{ "a &>>f b", "a & b >>f\n" },
		{ "a <<<b", "1:5: unexpected `<', expected a delimiter" },
		{ "a {fd}>b", "a {fd} >b\n" },
	};

	CHECK_CASES(posix);
	world.options.extensions = true;
	CHECK_CASES(cases);
}
END_TEST

START_TEST(terms)
{
	static const struct grammar_case cases[] = {
		{ "with -t 5 a | b", "with -t 5 a | b\n" },
		{ "with -t5 a", "with -t5 a\n" },
		{ "with --timeout 5 a", "with --timeout 5 a\n" },
		{ "with --timeout=\"$x\"s a", "with --timeout=\"$x\"s a\n" },
		{ "with -qrt 1 a", "with -q -r -t 1 a\n" },
		{ "with -q -- -a", "with -q -- -a\n" },
		{ "with -q -- a", "with -q a\n" },
		{ "with -r=f --report=g --report a", "with -r=f --report=g --report a\n" },
		{ "with -j { a; b; }", "with -j { a; b; }\n" },
		{ "with -j 8 { a; }", "with -j 8 { a; }\n" },
		{ "with -j8 for x do a; done", "with -j8 for x; do a; done\n" },
		{ "with -j $n while a; do b; done", "with -j $n while a; do b; done\n" },
		{ "with --jobs=8 -u until a; do b; done",
		  "with --jobs=8 -u until a; do b; done\n" },
		{ "! with -q a && b", "! with -q a && b\n" },
		{ "time ! with -q a", "time ! with -q a\n" },
		{ "with -q { a; } >b | c", "with -q { a; } >b | c\n" },
		{ "with -q a; b &", "with -q a; b &\n" },
		{ "x with -q", "x with -q\n" },
		{ "'with' -q a", "'with' -q a\n" },
		{ "with -q x=1 a", "with -q x=1 a\n" },
		{ "with a", "1:6: unexpected `a', expected a term of `with', such as `-t 5s'" },
		{ "with -t", "1:8: unexpected end of file, expected a duration" },
		{ "with -q", "1:8: unexpected end of file, expected a command" },
		{ "a | with -q b", "1:5: unexpected `with', expected a command" },
		{ "with -q ! a", "1:9: unexpected `!', expected a command" },
		{ "with --timout 5 x",
		  "1:6: there is no term `--timout'; did you mean `--timeout'?" },
		{ "with -q --nosuchthing=5 x", "1:9: there is no term `--nosuchthing' of `with'" },
		{ "with -qx a", "1:6: there is no term `-x' of `with'" },
		{ "with --time\"out\" 5 x",
		  "1:6: there is no term `--time'; did you mean `--timeout'?" },
		{ "with --quiet=1 a", "1:6: the term `--quiet' takes no value" },
		{ "with -q$x a", "1:6: the term `-q' takes no value" },
		{ "with -q --fail-fast a", "1:9: the term `--fail-fast' needs `--jobs'" },
		{ "with --delay=1 a", "1:6: the term `--delay' needs `--retries'" },
		{ "with -q -j a", "1:13: unexpected end of file, expected a command" },
		{ "with -q -j4 a",
		  "1:9: the term `--jobs' needs a `for' or `while' loop or a `{' group behind it, "
		  "whose parts are the jobs" },
		{ "with -j4 { a; } | b",
		  "1:6: the term `--jobs' needs a `for' or `while' loop or a `{' group behind it, "
		  "alone: { with -j ...; } | ..." },
	};

	ck_assert_str_eq(syntax_world_parse(&world, "with -q a"), "with -q a\n");
	ck_assert_str_eq(syntax_world_parse(&world, "with a | with"), "with a | with\n");
	world.options.extensions = true;
	CHECK_CASES(cases);
}
END_TEST

START_TEST(terms_are_in_order)
{
	size_t i;

	for (i = 0; i < TERM_COUNT; i++) {
		const struct term_row *row = &term_table[i];

		ck_assert_uint_eq(row->id, i);
		ck_assert(i == 0 || strcmp(term_table[i - 1].name, row->name) < 0);
		ck_assert(term_by_name(row->name, strlen(row->name)) == row);
		ck_assert(row->letter == 0 || term_by_letter(row->letter) == row);
		ck_assert_int_eq(row->expected != NULL, row->takes != TERM_NO_VALUE);
		ck_assert(row->help != NULL);
	}
	ck_assert(term_by_letter(0) == NULL);
	ck_assert(term_by_name("time", 4) == NULL);
	ck_assert_str_eq(term_near("timout"), "timeout");
}
END_TEST

START_TEST(here_documents)
{
	static const struct grammar_case cases[] = {
		{ "a <<E; b\nx\nE\nc", "a <<E; b\nc\n" },
		{ "a <<E\nx\nE", "a <<E\n" },
		{ "a <<A <<B | c <<-D\nA\nB\n\t\tx\n\tD\ne", "a <<A <<B | c <<D\ne\n" },
		{ "if a <<E; then\nx\nE\nb; fi", "if a <<E; then b; fi\n" },
		{ "a <<E && (\nx\nE\nb <<F\nF\n)\nc", "a <<E && (b <<F)\nc\n" },
		{ "a 3<<E b\nE\n", "a b 3<<E\n" },
		{ "a $(b <<E\nx\nE\n) c", "a $(b <<E) c\n" },
		{ "a <<E $(b <<F\ny\nF\n) c\nx\nE\nd", "a $(b <<F) c <<E\nd\n" },
		{ "a <<E $(\nb\n)\nx\nE\nd", "a $(b) <<E\nd\n" },
		{ "a $(b <<E)\nx\nE\nc", "a $(b <<E)\nc\n" },
		{ "a `b <<E\nx\nE\n` c", "a $(b <<E) c\n" },
		{ "f() { a; } <<E\nE\nb", "f() { a; } <<E\nb\n" },
		{ "a <<E\nnever", "a <<E\n" },
		{ "a <<E", "a <<E\n" },
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(here_document_bodies)
{
	static const struct grammar_case cases[] = {
		{ "a <<E\nE\n", "S \n" },
		{ "a <<E\nx 'y' \"z\"\nE\n", "S q<x 'y' \"z\"\n>\n" },
		{ "a <<E\n$x\\$y\\\\\\a\\\"`b`$((1))\nE\n",
		  "C \"$<x>q<$y\\\\a\\\">\"$(b)\"$((q<1>))q<\n>\n" },
		{ "a <<'E'\n$x\\$\nE\n", "S q<$x\\$\n>\n" },
		{ "a <<\\E\n$x\nE\n", "S q<$x\n>\n" },
		{ "a <<E\"\"F\n$x\nEF\n", "S q<$x\n>\n" },
		{ "a <<$'E\\tF'\n$x\nE\tF\n", "S q<$x\n>\n" },
		{ "a <<'E F'\n$x\nE F\nb", "S q<$x\n>\n" },
		{ "a <<$x\n$x \n$x\nb", " \"$<x>q< \n>\n" },
		{ "a <<*\n$x\n*\nb", " \"$<x>q<\n>\n" },
		{ "a <<''\n$x\n\nb", "S q<$x\n>\n" },
		{ "a <<-E\n\t\tx\n\ty\tz\n\tE\n", "S q<x\ny\tz\n>\n" },
		{ "a <<-'E'\n\t\tx\\\n\ty\n\tE\n", "S q<x\\\ny\n>\n" },
		{ "a <<-E\n\tx\\\n\ty\n\tE\n", "S q<x\ty\n>\n" },
		{ "a <<E\nx\\\nE\nE\n", "S q<xE\n>\n" },
		{ "a <<E\nx\\\\\nE\n", "S q<x\\\n>\n" },
		{ "a <<E\n E\nE \nE\n", "S q< E\nE \n>\n" },
		{ "a <<E\n${x-\"a\" 'b'}\nE\n", " \"${x - q<a 'b'>}q<\n>\n" },
		{ "a <<E\n${x-a\\}b}\nE\n", " \"${x - q<a}b>}q<\n>\n" },
		{ "a <<E\n$(b \")\")\nE\n", "C \"$(b ')')q<\n>\n" },
		{ "a <<E\nx", "S q<x\n>\n" },
		{ "a <<E\nx\\\n", "S q<x\n>\n" },
		{ "a <<EF\nx\nE\\\nF\nb", "S q<x\n>\n" },
		{ "a <<'EF'\nE\\\nF\nEF\nb", "S q<E\\\nF\n>\n" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_str_eq(syntax_world_here(&world, cases[i].script), cases[i].printed);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax/grammar");
	TCase *tcase = tcase_create("grammar");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, lists);
	tcase_add_test(tcase, simple_commands);
	tcase_add_test(tcase, groups);
	tcase_add_test(tcase, conditionals);
	tcase_add_test(tcase, loops);
	tcase_add_test(tcase, case_commands);
	tcase_add_test(tcase, functions);
	tcase_add_test(tcase, words_the_standard_lets_a_shell_reserve);
	tcase_add_test(tcase, operators_outside_posix_mode);
	tcase_add_test(tcase, terms);
	tcase_add_test(tcase, terms_are_in_order);
	tcase_add_test(tcase, here_documents);
	tcase_add_test(tcase, here_document_bodies);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
