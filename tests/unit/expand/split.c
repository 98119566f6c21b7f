/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field splitting, XCU 2.6.5, against a slow rendering of its text; and that of read. */
#include <config.h>

#include "expand_test.h"

#include "expand/build.h"
#include "expand/split.h"

static const char *split(const char *ifs, const char *value)
{
	struct fields fields = { 0 };

	set("IFS", ifs);
	fixture.expander.noglob = true;
	ck_assert_int_eq(split_value(&fixture.expander, value, strlen(value), &fields), EXPAND_OK);
	return join(&fields);
}

/* As read would: backslashes before bytes protect them. */
static const char *split_read(const char *ifs, const char *line, size_t max)
{
	struct fields fields = { 0 };
	unsigned char quoted[64] = { 0 };
	char text[64];
	size_t len = 0;
	size_t i;

	for (i = 0; line[i]; i++) {
		if (line[i] == '\\') {
			quoted[len] = 1;
			i++;
		}
		text[len++] = line[i];
	}
	set("IFS", ifs);
	expand_split_read(&fixture.expander, text, quoted, len, max, &fields);
	return join(&fields);
}

START_TEST(white_space)
{
	ck_assert_str_eq(split(" ", "  a  b "), "<a><b>");
	ck_assert_str_eq(split(NULL, " a\tb\nc "), "<a><b><c>");
	ck_assert_str_eq(split(" ", "a\tb"), "<a\tb>");
	ck_assert_str_eq(split(" \t\n", ""), "");
	ck_assert_str_eq(split(" \t\n", " \t\n"), "");
}
END_TEST

START_TEST(other_separators)
{
	ck_assert_str_eq(split(":", ":a::b:"), "<><a><><b>");
	ck_assert_str_eq(split(":", "a::"), "<a><>");
	ck_assert_str_eq(split(":", ":"), "<>");
	ck_assert_str_eq(split(" :", "a: :b"), "<a><><b>");
	ck_assert_str_eq(split(" :", " a : b "), "<a><b>");
	ck_assert_str_eq(split(" :", " : a"), "<><a>");
	ck_assert_str_eq(split("0", "102"), "<1><2>");
	ck_assert_str_eq(split("*", "a*b"), "<a><b>");
}
END_TEST

START_TEST(empty_ifs)
{
	ck_assert_str_eq(split("", " a b "), "< a b >");
	ck_assert_str_eq(split("", ""), "");
}
END_TEST

START_TEST(multibyte_separators)
{
	set("LC_ALL", "C.UTF-8");
	ck_assert_str_eq(split("\u00e9", "a\u00e9b\u00e8c"), "<a><b\u00e8c>");
	ck_assert_str_eq(split("\u00e9 ", "a \u00e9 b"), "<a><b>");
	ck_assert_str_eq(split("\u00e9", "\u00e9"), "<>");
	ck_assert_str_eq(split("\u00e9\u20ac", "a\u20ac\xe2"
					       "b"),
			 "<a><\xe2"
			 "b>");
	set("LC_ALL", "C");
	ck_assert_str_eq(split("\u00e9", "a\u00e9b"), "<a><><b>");
}
END_TEST

START_TEST(read_fields)
{
	ck_assert_str_eq(split_read(" ", "a b c", 2), "<a><b c>");
	ck_assert_str_eq(split_read(" ", "  a  b  c  ", 2), "<a><b  c>");
	ck_assert_str_eq(split_read(" ", "  a  ", 1), "<a>");
	ck_assert_str_eq(split_read(" ", "a", 3), "<a>");
	ck_assert_str_eq(split_read(" ", "", 2), "");
	ck_assert_str_eq(split_read(NULL, "a\tb", 2), "<a><b>");
	ck_assert_str_eq(split_read("", "  a b ", 2), "<  a b >");
	ck_assert_str_eq(split_read(":", ":a::b", 3), "<><a><:b>");
	ck_assert_str_eq(split_read(" :", "a : b : c ", 2), "<a><b : c>");
}
END_TEST

/* A delimiter that ends the last field goes, as in all shells; one that does not, stays. */
START_TEST(read_trailing_delimiter)
{
	ck_assert_str_eq(split_read(":", "x:y:", 2), "<x><y>");
	ck_assert_str_eq(split_read(":", "x:y::", 2), "<x><y::>");
	ck_assert_str_eq(split_read(":", "x:y:z:", 2), "<x><y:z:>");
	ck_assert_str_eq(split_read(" :", "x:y : ", 2), "<x><y>");
	ck_assert_str_eq(split_read(":", "x:", 1), "<x>");
	ck_assert_str_eq(split_read(":", "x::", 1), "<x::>");
	ck_assert_str_eq(split_read(":", ":", 1), "<>");
	ck_assert_str_eq(split_read(":", "x:", 2), "<x>");
}
END_TEST

START_TEST(read_quoted)
{
	ck_assert_str_eq(split_read(" ", "a\\ b c", 2), "<a b><c>");
	ck_assert_str_eq(split_read(" ", "a b\\ ", 2), "<a><b >");
	ck_assert_str_eq(split_read(" ", "\\ a", 1), "< a>");
	ck_assert_str_eq(split_read(":", "a\\::b", 2), "<a:><b>");
}
END_TEST

/* ---- a rendering of the text ---------------------------------------- */

enum { PIECES = 5, BYTES = 64 };

/* The input field: bytes, and which expansion each is of (0: none). BYTE 0: an empty quoted
   string, which counts until quotes are removed; BYTE 1: the end of an input field. */
struct input_field {
	char bytes[BYTES];
	int expansion[BYTES];
	size_t len;
};

/* Which byte sequence of IFS is at AT? Its length. */
static size_t at_separator(const struct input_field *in, size_t at, const char *ifs, bool *space)
{
	size_t i = 0;

	while (ifs[i]) {
		size_t len = (unsigned char)ifs[i] >= 0xc0 ? 2 : 1;
		size_t j;

		for (j = 0; j < len && at + j < in->len; j++) {
			if (in->bytes[at + j] != ifs[i + j] || in->expansion[at + j] == 0 ||
			    in->expansion[at + j] != in->expansion[at]) {
				break;
			}
		}
		if (j == len) {
			*space = strchr(" \t\n", ifs[i]) != NULL;
			return len;
		}
		i += len;
	}
	return 0;
}

static void reference_output(struct strbuf *out, const char *candidate, size_t len)
{
	size_t i;

	strbuf_add_char(out, '<');
	for (i = 0; i < len; i++) {
		if (candidate[i]) {
			strbuf_add_char(out, candidate[i]);
		}
	}
	strbuf_add_char(out, '>');
}

static void reference_split(const struct input_field *in, const char *ifs, struct strbuf *out)
{
	char candidate[BYTES];
	size_t len = 0;
	size_t at = 0;

	strbuf_clear(out);
	strbuf_reserve(out, 0);
	while (at < in->len) {
		bool space = false;
		bool other = false;
		size_t size;

		if (in->bytes[at] == 1) {
			if (len > 0) {
				reference_output(out, candidate, len);
			}
			len = 0;
			at++;
			continue;
		}
		size = at_separator(in, at, ifs, &space);
		if (size == 0) {
			candidate[len++] = in->bytes[at++];
			continue;
		}
		while (size > 0 && space) {
			at += size;
			space = false;
			size = at < in->len ? at_separator(in, at, ifs, &space) : 0;
		}
		if (size > 0) {
			other = true;
			at += size;
		}
		if (len > 0 || other) {
			reference_output(out, candidate, len);
		}
		len = 0;
	}
	if (len > 0) {
		reference_output(out, candidate, len);
	}
}

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* One piece of a word, to both. */
static void add_piece(struct build *build, struct input_field *in, uint32_t *state, int number)
{
	static const char *const atoms[] = { "a",  "b",      ":",    ":",    " ", " ",
					     "\t", "\u00e9", "\xc3", "\xa9", "*" };
	char bytes[16];
	size_t len = 0;
	uint32_t count = next_random(state) % 4;
	uint32_t kind = next_random(state) % 8;
	uint32_t i;

	if (kind == 7) {
		build_add_break(build);
		in->expansion[in->len] = 0;
		in->bytes[in->len++] = 1;
		return;
	}
	for (i = 0; i < count; i++) {
		const char *atom = atoms[next_random(state) % (sizeof(atoms) / sizeof(*atoms))];

		memcpy(bytes + len, atom, strlen(atom));
		len += strlen(atom);
	}
	if (kind < 2) {
		build_add(build, bytes, len, MARK_LITERAL);
	} else {
		build_add_value(build, bytes, len, kind < 4);
	}
	if (len == 0 && (kind == 2 || kind == 3)) {
		bytes[len++] = '\0';
	}
	for (i = 0; i < len; i++) {
		in->bytes[in->len] = bytes[i];
		in->expansion[in->len++] = kind < 4 ? 0 : number;
	}
}

static void same_as_reference_with(const char *ifs, uint32_t seed)
{
	uint32_t state = seed;
	struct strbuf expected = STRBUF_INIT;
	int i;

	set("IFS", ifs);
	fixture.expander.noglob = true;
	for (i = 0; i < 30000; i++) {
		struct arena_mark mark = arena_mark(&fixture.arena);
		struct fields fields = { 0 };
		struct input_field in = { .len = 0 };
		struct build build;
		int piece;

		build_init(&build, &fixture.expander, BUILD_FIELDS);
		for (piece = 1; piece <= PIECES; piece++) {
			add_piece(&build, &in, &state, piece);
		}
		reference_split(&in, ifs, &expected);
		ck_assert_int_eq(split_build(&build, &fields), EXPAND_OK);
		ck_assert_msg(strcmp(join(&fields), expected.data) == 0,
			      "round %d: %s instead of %s", i, join(&fields), expected.data);
		arena_release(&fixture.arena, mark);
	}
	strbuf_finish(&expected);
}

START_TEST(same_as_reference)
{
	set("LC_ALL", "C.UTF-8");
	same_as_reference_with(" \t\n", 1234567);
	same_as_reference_with(":", 7654321);
	same_as_reference_with(": ", 1111111);
	same_as_reference_with("", 2222222);
	same_as_reference_with("\u00e9 ", 3333333);
	same_as_reference_with("\u00e9:*", 4444444);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("expand/split");
	TCase *tests = tcase_create("2.6.5");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, white_space);
	tcase_add_test(tests, other_separators);
	tcase_add_test(tests, empty_ifs);
	tcase_add_test(tests, multibyte_separators);
	tcase_add_test(tests, read_fields);
	tcase_add_test(tests, read_trailing_delimiter);
	tcase_add_test(tests, read_quoted);
	tcase_add_test(tests, same_as_reference);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
