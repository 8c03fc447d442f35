/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/json.h"

static void expect(struct buf *json, const char *wanted)
{
	buf_add_char(json, '\0');
	assert_string_equal(json->ptr, wanted);
	buf_free(json);
}

static void text_cannot_end_a_script_block(void **state)
{
	struct buf json = { 0 };

	(void)state;
	json_text(&json, STR("</script><!-- & \"q\" \\"));
	expect(&json, "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\\"q\\\" \\\\\"");
}

static void text_shows_control_characters_and_line_separators_as_escapes(void **state)
{
	struct buf json = { 0 };

	(void)state;
	json_text(&json, STR("a\nb\tc\0d\x7f\xc2\x85\xe2\x80\xa8\xe2\x80\xa9"));
	expect(&json, "\"a\\nb\\u0009c\\u0000d\\u007f\\u0085\\u2028\\u2029\"");
}

static void text_keeps_other_letters(void **state)
{
	struct buf json = { 0 };

	(void)state;
	json_text(&json, STR("Größe 個 \xf0\x9f\x93\xab"));
	expect(&json, "\"Größe 個 \xf0\x9f\x93\xab\"");
}

static void text_replaces_what_is_not_utf8(void **state)
{
	struct buf json = { 0 };

	(void)state;
	json_text(&json, STR("a\xff"
			     "b\xc3"));
	expect(&json, "\"a\\ufffdb\\ufffd\"");
}

static void commas_stand_between_members_and_elements(void **state)
{
	struct buf json = { 0 };

	(void)state;
	buf_add_char(&json, '{');
	json_key_text(&json, "code", STR("550"));
	json_key_size(&json, "count", 2);
	json_key(&json, "names");
	buf_add_char(&json, '[');
	json_next(&json);
	json_text(&json, STR("["));
	json_next(&json);
	json_text(&json, STR("b"));
	buf_add(&json, STR("]}"));
	expect(&json, "{\"code\":\"550\",\"count\":2,\"names\":[\"[\",\"b\"]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_cannot_end_a_script_block),
		cmocka_unit_test(text_shows_control_characters_and_line_separators_as_escapes),
		cmocka_unit_test(text_keeps_other_letters),
		cmocka_unit_test(text_replaces_what_is_not_utf8),
		cmocka_unit_test(commas_stand_between_members_and_elements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
