/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fuzzer's target on mutations of a few scripts, the same ones each time, so that every run of
 * the suite tries some thousands of broken scripts. mutate_syntax [SEED [COUNT]] tries others.
 */
#include <config.h>

#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_syntax.h"

static uint64_t mutate_state = UINT64_C(0x2545f4914f6cdd1d);
static unsigned long mutate_count = 12000;

static const char *const seeds[] = {
	"if a; then b; elif c; then d; else e; fi >f 2>&1\n",
	"for x in a \"$b\" ${c-d} $(e); do f $x; done | while g; do h; done &\n",
	"case $x in (a|b) c;; *) d;& esac\nf() { g \"$@\"; } <<E\n$h\nE\n",
	"a=1 b=~/x:~y c <<E <<-'F' $(d <<G\n$e\nG\n)\n${f-\"g\"}\nE\n\th\n\tF\n",
	"x=$((1 + ($y - 2) * z++)) $( (a); b) $((a); b) `c \\`d\\``\n",
	"a 'b'\"c$d\"\\e$'\\x41\\n' ${#x} ${x##*/} \"${x%'y'}\" \"${x+\"z\"}\"\n",
	"{ a && ! b || c; } | (d; e) # f\n\ntime -p g\nfunction h { i; }\n",
	"a b; d f' g\nh; j\n2>k <&- >|l <>m\n",
	"export a=~ b=*; until a; do b; done\n",
	"a=(b \"$c\" [d+1]=e # f\n[2]+=~ *) g[h[1]]+=i ${j[k]} \"${l[@]:1:m}\" ${#n[*]} ${!o[@]}\n",
	"a <(b 'c' $(d)) --e=>(f | g) < <(h <<E\ni\nE\n) 2> >(j); k=(<(l)m) ${n-<(o)} <<E\n<(p)\nE\n",
	"export a=(b) c+=d; ${e/f\\/g/h} \"${i//\"j\"/'k'}\" ${l: -1:$((m[n]++))} ${o^^[p]}\n",
};

static const char *const pieces[] = {
	"'",  "\"", "\\",  "\\\n",  "`",  "$",   "${",    "}",     "$(",   "$((",  "))", ")",  "(",
	"\n", ";",  ";;",  "&",     "&&", "|",   "<<E\n", "\nE\n", "<<-E", ">",    "<",  "#",  "~",
	"=",  ":",  "if ", "then ", "fi", "do ", "done",  "case ", " in ", "esac", "{ ", " }", "! ",
	"*",  "[",  "a",   "1",     " ",  "\t",  "\r",    "\xff",  "f()",  "-",    "+",  "?",  "%",
	"<(", ">(", "@",   "]",     "=(", "]=",  "+=",    "[@]",   "/",    "^",    ",",
};

enum {
	SEEDS = sizeof(seeds) / sizeof(seeds[0]),
	PIECES = sizeof(pieces) / sizeof(pieces[0]),
};

static size_t mutate_random(size_t below)
{
	mutate_state ^= mutate_state << 13;
	mutate_state ^= mutate_state >> 7;
	mutate_state ^= mutate_state << 17;
	return (size_t)((mutate_state >> 11) % below);
}

/* Replaces LEN bytes at OFFSET. */
static void mutate_replace(struct strbuf *text, size_t offset, size_t len, const char *with,
			   size_t with_len)
{
	struct strbuf made = STRBUF_INIT;

	strbuf_add(&made, text->data, offset);
	strbuf_add(&made, with, with_len);
	strbuf_add(&made, text->data + offset + len, text->len - offset - len);
	strbuf_finish(text);
	*text = made;
}

static void mutate_once(struct strbuf *text)
{
	size_t offset = mutate_random(text->len + 1);
	size_t len = mutate_random(text->len - offset + 1);
	const char *piece = pieces[mutate_random(PIECES)];
	const char *seed = seeds[mutate_random(SEEDS)];

	switch (mutate_random(5)) {
	case 0:
		mutate_replace(text, offset, len > 8 ? len % 8 : len, "", 0);
		break;
	case 1:
		mutate_replace(text, offset, 0, seed, strlen(seed));
		break;
	case 2:
		mutate_replace(text, offset, len > 0, piece, strlen(piece));
		break;
	case 3:
		mutate_replace(text, offset, text->len - offset, "", 0);
		break;
	default:
		mutate_replace(text, offset, 0, piece, strlen(piece));
		break;
	}
}

START_TEST(mutations)
{
	unsigned long i;

	for (i = 0; i < mutate_count; i++) {
		struct strbuf text = STRBUF_INIT;
		struct strbuf why = STRBUF_INIT;
		size_t changes = 1 + mutate_random(6);

		strbuf_add_string(&text, seeds[i % SEEDS]);
		while (changes-- > 0) {
			mutate_once(&text);
		}
		ck_assert_msg(fuzz_syntax_one(text.data, text.len, &why), "number %lu: %s\n%s", i,
			      why.data, text.data);
		strbuf_finish(&text);
		strbuf_finish(&why);
	}
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("fuzz/mutate_syntax");
	TCase *tcase = tcase_create("mutations");
	SRunner *runner = srunner_create(suite);
	int failed;

	if (argc > 1) {
		mutate_state ^= strtoull(argv[1], NULL, 0) * UINT64_C(0x9e3779b97f4a7c15);
	}
	if (argc > 2) {
		mutate_count = strtoul(argv[2], NULL, 0);
	}
	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, mutations);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
