/* SPDX-License-Identifier: MIT */
/* What is written as JSON, to the byte. */
#include <config.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"

static void expect_string(const char *bytes, size_t len, const char *expected)
{
	struct strbuf out = STRBUF_INIT;
	struct json json = JSON_INIT(&out);

	json_bytes(&json, bytes, len);
	ck_assert_str_eq(out.data, expected);
	strbuf_finish(&out);
}

START_TEST(commas_stand_between_and_nowhere_else)
{
	struct strbuf out = STRBUF_INIT;
	struct json json = JSON_INIT(&out);

	json_begin_object(&json);
	json_key(&json, "none");
	json_begin_array(&json);
	json_end_array(&json);
	json_key(&json, "some");
	json_begin_array(&json);
	json_integer(&json, INT64_MIN);
	json_unsigned(&json, UINT64_MAX);
	json_begin_object(&json);
	json_end_object(&json);
	json_bool(&json, true);
	json_bool(&json, false);
	json_null(&json);
	json_end_array(&json);
	json_key(&json, "text");
	json_string(&json, "a");
	json_key(&json, "nothing");
	json_string(&json, NULL);
	json_end_object(&json);
	ck_assert_str_eq(out.data,
			 "{\"none\":[],\"some\":[-9223372036854775808,18446744073709551615,"
			 "{},true,false,null],\"text\":\"a\",\"nothing\":null}");
	strbuf_finish(&out);
}
END_TEST

START_TEST(seconds_are_exact)
{
	static const struct {
		int64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0.000000000" },
		{ 1, "0.000000001" },
		{ -1, "-0.000000001" },
		{ 1500000000, "1.500000000" },
		{ -1500000000, "-1.500000000" },
		{ 100000000, "0.100000000" },
		{ INT64_MAX, "9223372036.854775807" },
		{ INT64_MIN, "-9223372036.854775808" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct strbuf out = STRBUF_INIT;
		struct json json = JSON_INIT(&out);

		json_seconds(&json, cases[i].ns);
		ck_assert_str_eq(out.data, cases[i].text);
		strbuf_finish(&out);
	}
}
END_TEST

START_TEST(every_byte_alone)
{
	for (int byte = 0; byte < 256; byte++) {
		const char text[] = { (char)byte };
		char expected[16];

		if (byte >= 0x80) {
			(void)snprintf(expected, sizeof(expected), "\"\\udc%02x\"", (unsigned)byte);
		} else if (byte == '"' || byte == '\\') {
			(void)snprintf(expected, sizeof(expected), "\"\\%c\"", byte);
		} else if (byte >= ' ' && byte != 0x7f) {
			(void)snprintf(expected, sizeof(expected), "\"%c\"", byte);
		} else if (strchr("\b\f\n\r\t", byte) && byte != 0) {
			(void)snprintf(expected, sizeof(expected), "\"\\%c\"",
				       "btn?fr"[byte - '\b']);
		} else {
			(void)snprintf(expected, sizeof(expected), "\"\\u%04x\"", (unsigned)byte);
		}
		expect_string(text, 1, expected);
	}
}
END_TEST

START_TEST(utf8_goes_as_it_is)
{
	static const char *const texts[] = {
		"h\xc3\xa9llo",     "\xe2\x82\xac",     "\xf0\x9f\x90\x9a", "\xc2\xa0",
		"\xef\xbf\xbf",     "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf",     "\xee\x80\x80",
		"\xf0\x90\x80\x80", "\xe0\xa0\x80",     "e\xcc\x81",        "/",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char expected[32];

		(void)snprintf(expected, sizeof(expected), "\"%s\"", texts[i]);
		expect_string(texts[i], strlen(texts[i]), expected);
	}
}
END_TEST

START_TEST(what_a_terminal_might_obey_is_escaped)
{
	expect_string("\x1b[2J", 4, "\"\\u001b[2J\"");
	expect_string("\x7f", 1, "\"\\u007f\"");
	expect_string("\xc2\x9b", 2, "\"\\u009b\"");
	expect_string("a\0b", 3, "\"a\\u0000b\"");
}
END_TEST

START_TEST(what_is_no_utf8_keeps_its_bytes)
{
	static const struct {
		const char *bytes;
		const char *expected;
	} cases[] = {
		/* overlong */
		{ "\xc0\xaf", "\"\\udcc0\\udcaf\"" },
		{ "\xc1\xbf", "\"\\udcc1\\udcbf\"" },
		{ "\xe0\x9f\xbf", "\"\\udce0\\udc9f\\udcbf\"" },
		{ "\xf0\x8f\xbf\xbf", "\"\\udcf0\\udc8f\\udcbf\\udcbf\"" },
		/* surrogates */
		{ "\xed\xa0\x80", "\"\\udced\\udca0\\udc80\"" },
		{ "\xed\xbf\xbf", "\"\\udced\\udcbf\\udcbf\"" },
		{ "\xed\xb3\xbf", "\"\\udced\\udcb3\\udcbf\"" },
		/* too large */
		{ "\xf4\x90\x80\x80", "\"\\udcf4\\udc90\\udc80\\udc80\"" },
		{ "\xf5\x80\x80\x80", "\"\\udcf5\\udc80\\udc80\\udc80\"" },
		{ "\xff\xfe", "\"\\udcff\\udcfe\"" },
		/* cut short, by the end and by something else */
		{ "\xc3", "\"\\udcc3\"" },
		{ "\xe2\x82", "\"\\udce2\\udc82\"" },
		{ "\xf0\x9f\x90", "\"\\udcf0\\udc9f\\udc90\"" },
		{ "\xc3x", "\"\\udcc3x\"" },
		{ "\xe2\x82\xc3\xa9", "\"\\udce2\\udc82\xc3\xa9\"" },
		{ "\xf0\x9f\"", "\"\\udcf0\\udc9f\\\"\"" },
		/* no beginning */
		{ "\x80\xbf", "\"\\udc80\\udcbf\"" },
		{ "\xc3\xa9\xa9", "\"\xc3\xa9\\udca9\"" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		expect_string(cases[i].bytes, strlen(cases[i].bytes), cases[i].expected);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("base/json");
	TCase *tcase = tcase_create("json");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, commas_stand_between_and_nowhere_else);
	tcase_add_test(tcase, seconds_are_exact);
	tcase_add_test(tcase, every_byte_alone);
	tcase_add_test(tcase, utf8_goes_as_it_is);
	tcase_add_test(tcase, what_a_terminal_might_obey_is_escaped);
	tcase_add_test(tcase, what_is_no_utf8_keeps_its_bytes);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
