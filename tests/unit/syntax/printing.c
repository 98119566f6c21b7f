/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printer: what it prints parses to an equal tree, and reads well. */
#include <config.h>

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "syntax_check.h"

static struct syntax_world world;

static void setup(void)
{
	syntax_world_init(&world);
	world.options.extensions = true;
}

static void teardown(void)
{
	syntax_world_finish(&world);
}

START_TEST(layout)
{
	static const char script[] =
		"f ( ) { if a&&b;then c<d;else e;fi;while x\ny\ndo z&done;}>l\n"
		"case $x in (a|\"b\") c;d;; e) ;& *) esac; (a;b)|{ c; }&\n"
		"for i in 1 '2 3';do cat<<-E;b;done\n\t\tx $y\n\tE\n"
		"a=`b \"$c\"` d $((1+2))  # comment\n";
	static const char expected[] = "f() {\n"
				       "\tif a && b; then\n"
				       "\t\tc <d\n"
				       "\telse\n"
				       "\t\te\n"
				       "\tfi\n"
				       "\twhile x\n"
				       "\t\ty\n"
				       "\tdo\n"
				       "\t\tz &\n"
				       "\tdone\n"
				       "} >l\n"
				       "case $x in\n"
				       "a | 'b')\n"
				       "\tc\n"
				       "\td\n"
				       "\t;;\n"
				       "e) ;&\n"
				       "*) ;;\n"
				       "esac; (\n"
				       "\ta\n"
				       "\tb\n"
				       ") | {\n"
				       "\tc\n"
				       "} &\n"
				       "for i in 1 '2 3'; do\n"
				       "\tcat <<E\n"
				       "x $y\n"
				       "E\n"
				       "\tb\n"
				       "done\n"
				       "a=$(b \"$c\") d $((1+2))\n";

	ck_assert_str_eq(syntax_world_print(&world, script), expected);
}
END_TEST

START_TEST(text_of_a_job)
{
	static const char *const cases[][2] = {
		{ "sleep 10 | cat &", "sleep 10 | cat &\n" },
		{ "for x in a\ndo\nb\nc\ndone", "for x in a; do b; c; done\n" },
		{ "cat <<E | b\nx\nE\n", "cat <<E | b\n" },
		{ "a 'b\nc'\\''d'", "a $'b\\nc\\'d'\n" },
		{ "a 'b'\\''d'", "a 'b'\\''d'\n" },
		{ "if a; then (b); fi >c", "if a; then (b); fi >c\n" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_str_eq(syntax_world_parse(&world, cases[i][0]), cases[i][1]);
	}
}
END_TEST

/* What is hard to print so that it means the same again. */
static const char *const scripts[] = {
	"a \"b${c}d\" ${c}d $c.d ${1}0 ${10} \"${1}0\"",
	"a '' \"\" ''\"$x\"'' \"$@\"'' ''$x",
	"a \"$x\"\"$y\" \"a\"\"$x\" 'a'\"$x\"'b' a\"b\"c",
	"a \\$x '$x' \"\\$x\" \"\\`\" \"\\\"\" \"\\\\\" \"\\a\" 'a'\\''b'",
	"a $ $% \"$\" $'\\n' $\"x\" `a`$`b`$",
	"a ~ ~x ~'x' \\~ '~' ~/x ~x/y ~$x x=~ ~\"\"",
	"a=~ b=~x:~y:z:\\~ c=\"~\" d=x:~ e",
	"export a=~:b 'c'=~ \"d=~\" e=$f",
	"a ${x-a b} ${x-'a b'} ${x:-\"a $b\"} ${x:=} ${x=~/y} ${x:+a;b&c|d<e>f(g)}",
	"a ${x-a\nb} ${x-$} ${x-$ } \"${x-$}\" ${x-{} ${x-\\}}",
	"a \"${x-a'b}\" \"${x-a\\}b}\" \"${x+\"\"}\" \"${x+\"a}b\"}\" \"${x#'}'}\" \"${x%\"$y\"*}\"",
	"a ${#} ${##} ${#-} ${#:-} ${###} ${##x} ${#%} ${#x} ${#@} ${##''} \"${#-\"\"}\"",
	"a ${x#\\#} ${x%%%} ${x##[a-z]*} ${x%'%'}",
	"a ${x!} \"${x y'z}\" ${} ${x:} ${x!$(b <<E)/c}",
	"a $(b) $( (b) ) $( (b); c) $((b); c) $() $(b &) $(case a in a) b;; esac)",
	"a `b \\`c \\\\\\`d\\\\\\`\\`` \"`b \\\"c\\\"`\" `` \"`b '\"'`\"",
	"a $((1)) $(( (1)+(2) )) $(($x+${y}-1)) $((x ? $(b) : ${c-\"d\"} )) $(( \"1\" )) $(())",
	"a <<E <<'F' <<-G\n$x \\$x \\\\ \" ' ${x-\"y\"} $(b <<H\nH\n)\nE\n$x\\\nF\n\tx\n\tG\n",
	"a <<E\n\\\nE\nE\n",
	"a <<E\nx\\\nE\nE\n",
	"a <<'E F'\nE\nE F\n",
	"a <<''\nx\n\nb",
	"a <<''\nEOF0\n\n",
	"a $(b <<X\nE0\n$(c <<E\nd\nE\n)\nX\n) <<EOF0\nx\nEOF0\n",
	"a <<E\n$(b '\n\tE\n')\nE\n",
	"a \"$(b <<E\nx\nE\n)\" | (c <<E\ny\nE\n)",
	"{ a <<E; } | b <<F && {\nx\nE\ny\nF\nc; }",
	">x if; <<E then\nE\n",
	"time >x -p a; time ! -p a; >x -p",
	"x=1 if; x=1 }",
	"a 2 >b; a 2>b 3<&- 4>&1 <>c >|d",
	"( (a) ); ((a)); ((a);b); ((a)&&b); ((a)|b)",
	"! a; ! (b) | c; ! { a; }",
	"time; time -p a | b; ! time a; time && a; (time)",
	"case esac in (esac) a;; b | esac) ;& (c) d & esac",
	"case 'a b' in 'a b') c;; \"$x\"*) d;; [!a]) e;; esac <f",
	"for x in; do a; done; for x do b; done; for in in in; do in; done",
	"if a & then b; c & else d & fi; while a & do b & done; until a; do b; done >c",
	"f() (a); g() { b; } >c; h() if a; then b; fi; f() { g() { a; }; }",
	"a && b || c & d; e & f &",
	"a \\\n b\\\nc",
	"a$'\\x80\\1'\"$x\"",
	"a [ ] [a] [$x] a[ b] \\[c] {a,b} {a} a{ }b",
	"a=[x] b=* c=$* d='*'",
	"a#b 'c' #d\n",
	"1>a 12>b 012>c",
	"a |& b |& c; { a; } 2>x |& b; f() { a; } |& b; a |&\nb",
	"a &>b; a &>>b c; { a; } &>b; a &>'b c' & d",
	"a <<<b; a <<<\"$x y\"z 3<<<'' <<<~; while a; do b; done <<<$(c); a <<<'b\nc'",
	"a <(b) >(c | d)e --f=<(g; h &)<(i)\"$j\" 2<() <(<k) <((l); m) <(n <<E\no\nE\n)",
	"a < <(b) > >(c) 2>> >(d) >| >(e) <> <(f) <<< <(g) 3< <(h)i {j}> >(k) &> >(l)",
	"a=<(b) c=d<(e):~ f+=>(g) h=(<(i) [1]=>(j)k) l[2]=<(m); for n in <(o); do p; done < <(q)",
	"a ${b-<(c)} ${b+x>(d)y} \"${b-<(c)}\" ${b#<(c)} \"<(c)\" '<(c)' $((d<(e))) ${f/<(g)/>(h)}",
	"a <(case b in c) d;; (e) f; esac) >(# g\nh\n) <(`i \")\"`) | { j; } > >(k <(l)); <(m)",
	"a {x}>b {y}<&- c{z}>d {w}<<E; { a; } {v}>>b 2>&$v; {x}<>y\nf\nE\n",
};

START_TEST(round_trip)
{
	enum parse_result status;

	ck_assert_msg(syntax_check_round_trip(scripts[_i], strlen(scripts[_i]), &world.options,
					      &status, &world.out),
		      "%s", world.out.data);
	ck_assert_msg(status == PARSE_END, "%s", world.out.data);
}
END_TEST

/* The same, of what there is only outside posix mode. */
static const char *const extended_scripts[] = {
	"a ${x:1} ${x: -1:2} ${x:(-1):y} ${x::} \"${x:$y:$((1+2))}\" ${@:2} ${x:'-1'}",
	"a ${x:y?1:2:3} ${x:$(b):`c`} ${x: } ${x:\"1\"}",
	"a ${x/b} ${x//b/c} ${x/#b/c} ${x/%b/c} ${x/#/c} ${x//} ${x////b} ${x/\\/\\/} ${x/'/'/\\}}",
	"a \"${x/'b'/'c'}\" ${x/[a/]/b} ${x/$y*/\"$z\"} \"${x/\"b}\"/~}\" ${x//\"$(b)\"/`c`}",
	"a=(b \"c $d\" [1]=e [f+1]+=~ '[2]=g' [h *) a+=() a[1]=x a[\"2\"+$y]+=z a+=b c=d",
	"a=( # b\n c\n\n $(d <<E\nx\nE\n) )",
	"export a=(b [3]=c) d+=(e) f+=g; local h=(); command readonly i=(~ \"$j\")",
	"a ${b[1]} ${b[c]} \"${b[$c+1]}\" ${b[@]} \"${b[*]}\" ${#b[@]} ${#b[1]} ${!b[@]} \"${!b[*]}\"",
	"a ${b[1]:-c} ${b[@]#c} ${b[@]:1:2} \"${b[c[d]]/e/f}\" ${b[@]^} ${b[']']} ${b[0]=c}",
	"a[b c; a[1]b; a[ ; a[1]; x=a[1]=2 b[1]",
	"a $((b[1])) $((b[c]+=d[e[1]])) $((++b[$c])) $((b[1]++))",
	"a ${x^} ${x^^} ${x,} ${x,,[a-z]} ${x^^'}'} \"${@^}\"",
	"with -t 5 a | b; ! time with -qr -j8 { a; }; with -t5 -- -a",
	"with --stdout=x --stderr y a; with -t \"$x\" -o\"$y\" -k${z}s a; with -t '' a; x -t 1 with -t",
	"with -r=\"$x\" --json=~/y --report -- -x; (with -t 1 (a)); a && with -t 1 b || c; with -t -- a",
	"with -j \"$n\" for x do a; done; with -j -u while a; do b; done <c; with -j4 { a & b |& c; }",
	"with --timeout= a |& b",
};

START_TEST(round_trip_extended)
{
	enum parse_result status;

	world.options.extensions = true;
	ck_assert_msg(syntax_check_round_trip(extended_scripts[_i], strlen(extended_scripts[_i]),
					      &world.options, &status, &world.out),
		      "%s", world.out.data);
	ck_assert_msg(status == PARSE_END, "%s", world.out.data);
}
END_TEST

/* Also inside double quotes, here-documents, backquotes. */
START_TEST(round_trip_inside)
{
	static const char *const around[][2] = {
		{ "x \"$(", "\n)\"" },    { "x ${x-$(", "\n)}" },
		{ "x $((1+$(", "\n)))" }, { "x <<Outer\n$(", "\n)\nOuter\n" },
		{ "{ {\n", "\n}; }" },
	};
	size_t i;

	for (i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		struct strbuf text = STRBUF_INIT;
		enum parse_result status;

		strbuf_printf(&text, "%s%s%s", around[i][0], scripts[_i], around[i][1]);
		strbuf_clear(&world.out);
		ck_assert_msg(syntax_check_round_trip(text.data, text.len, &world.options, &status,
						      &world.out),
			      "%s\n%s", text.data, world.out.data);
		ck_assert_msg(status == PARSE_END, "%s\n%s", text.data, world.out.data);
		strbuf_finish(&text);
	}
}
END_TEST

static void read_file(const char *name, struct strbuf *out)
{
	FILE *file = fopen(name, "r");
	size_t got;

	ck_assert_msg(file != NULL, "%s", name);
	do {
		strbuf_reserve(out, 4096);
		got = fread(out->data + out->len, 1, 4096, file);
		out->len += got;
	} while (got > 0);
	ck_assert_int_eq(fclose(file), 0);
}

/* The project's own scripts. */
START_TEST(round_trip_of_files)
{
	static const char *const patterns[] = { "tests/bench/cases/*.sh", "docs/examples/*.sh",
						"bootstrap" };
	const char *top = getenv("top_srcdir");
	size_t files = 0;
	size_t i;
	size_t j;

	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct strbuf pattern = STRBUF_INIT;
		glob_t found;

		strbuf_printf(&pattern, "%s/%s", top ? top : ".", patterns[i]);
		if (glob(pattern.data, 0, NULL, &found) == 0) {
			for (j = 0; j < found.gl_pathc; j++) {
				struct strbuf text = STRBUF_INIT;
				enum parse_result status;

				read_file(found.gl_pathv[j], &text);
				ck_assert_msg(syntax_check_round_trip(text.data, text.len,
								      &world.options, &status,
								      &world.out),
					      "%s: %s", found.gl_pathv[j], world.out.data);
				files++;
				strbuf_finish(&text);
			}
			globfree(&found);
		}
		strbuf_finish(&pattern);
	}
	ck_assert_msg(!top || files > 10, "only %zu scripts found in %s", files, top);
}
END_TEST

START_TEST(differences_are_seen)
{
	static const char *const different[][2] = {
		{ "a", "b" },
		{ "a b", "a 'b'" },
		{ "a $x", "a \"$x\"" },
		{ "a; b", "a & b" },
		{ "a && b", "a || b" },
		{ "a | b", "! a | b" },
		{ "(a)", "{ a; }" },
		{ "a >b", "a >>b" },
		{ "a >b", "a 1>b" },
		{ "a ${x-b}", "a ${x:-b}" },
		{ "a ${x#b}", "a ${x##b}" },
		{ "a $(b)", "a $(c)" },
		{ "a $((1))", "a $((2))" },
		{ "a ~", "a '~'" },
		{ "for x do a; done", "for x in; do a; done" },
		{ "while a; do b; done", "until a; do b; done" },
		{ "case a in b) ;; esac", "case a in b) ;& esac" },
		{ "case a in b) ;; esac", "case a in b|c) ;; esac" },
		{ "if a; then b; fi", "if a; then b; else c; fi" },
		{ "f() { a; }", "g() { a; }" },
		{ "x=a", "x=b" },
		{ "a <<E\nx\nE\n", "a <<E\ny\nE\n" },
		{ "a <<E\nx\nE\n", "a <<'E'\nx\nE\n" },
		{ "time a", "a" },
		{ "a <<<b", "a <<<c" },
		{ "a <<<b", "a <b" },
		{ "a |& b", "a | b" },
		{ "a {x}>b", "a {y}>b" },
		{ "a {x}>b", "a {x} >b" },
		{ "a {x}>b", "a >b" },
	};
	size_t i;

	for (i = 0; i < sizeof(different) / sizeof(different[0]); i++) {
		struct tree *trees[2];
		size_t j;

		for (j = 0; j < 2; j++) {
			struct parser *parser = parser_create_string(
				different[i][j], strlen(different[i][j]), NULL, 1, &world.options);

			ck_assert_int_eq(parser_next(parser, &trees[j]), PARSE_COMMAND);
			parser_destroy(parser);
		}
		ck_assert(ast_equal(trees[0]->root, trees[0]->root));
		ck_assert_msg(!ast_equal(trees[0]->root, trees[1]->root), "%s = %s",
			      different[i][0], different[i][1]);
		tree_release(trees[0]);
		tree_release(trees[1]);
	}
}
END_TEST

START_TEST(a_tree_lives_as_long_as_a_reference)
{
	struct parser *parser = parser_create_string("a b", 3, NULL, 1, &world.options);
	struct tree *tree;
	struct tree *other;

	ck_assert_int_eq(parser_next(parser, &tree), PARSE_COMMAND);
	parser_destroy(parser);
	other = tree_reference(tree);
	tree_release(tree);
	ck_assert_str_eq(node_simple(other->root)->words[1]->text, "b");
	tree_release(other);
	tree_release(NULL);
}
END_TEST

int main(void)
{
	const int count = sizeof(scripts) / sizeof(scripts[0]);
	Suite *suite = suite_create("syntax/printing");
	TCase *tcase = tcase_create("printing");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, layout);
	tcase_add_test(tcase, text_of_a_job);
	tcase_add_loop_test(tcase, round_trip, 0, count);
	tcase_add_loop_test(tcase, round_trip_inside, 0, count);
	tcase_add_loop_test(tcase, round_trip_extended, 0,
			    sizeof(extended_scripts) / sizeof(extended_scripts[0]));
	tcase_add_test(tcase, round_trip_of_files);
	tcase_add_test(tcase, differences_are_seen);
	tcase_add_test(tcase, a_tree_lives_as_long_as_a_reference);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
