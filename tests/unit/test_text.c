/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The check that every text file has to pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/text.h"

/* Checks `text` and compares the complaints, as "rule@offset detail" in a row. */
static void check(struct str text, const char *expected)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("x.md"), .text = text };
	char got[512] = "";
	size_t len = 0;

	bool good = text_check(&source, &diags);
	assert_int_equal(good, diags.count == 0);
	for (size_t i = 0; i < diags.count; i++)
		len += (size_t)snprintf(got + len, sizeof(got) - len, "%s%s@%u %.*s", i ? ", " : "",
					diag_rule_name(diags.items[i].rule), (unsigned)diags.items[i].loc.offset,
					(int)diags.items[i].detail.len, diags.items[i].detail.ptr);
	assert_string_equal(got, expected);
	arena_free(&arena);
}

static void utf8_with_usual_white_space_passes(void **state)
{
	(void)state;
	check(STR(""), "");
	check(STR("Gr\xc3\xb6\xc3\x9f"
		  "e\t\xe2\x86\x92 \xf0\x9f\x93\xac\r\n"),
	      "");
	check(STR("\xef\xbb\xbftext"), "");
}

static void the_first_bad_byte_is_named(void **state)
{
	(void)state;
	check(STR("ab\xff\xfe"), "bad-utf8@2 0xff");
	check(STR("a\xc3"), "bad-utf8@1 0xc3");
	check(STR("\xc0\x80"), "bad-utf8@0 0xc0");
	check(STR("a\xed\xa0\x80"), "bad-utf8@1 0xed");
	check(STR("Gr\xf6\xdf"
		  "e"),
	      "bad-utf8@2 0xf6");
}

static void utf16_is_recognized(void **state)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("x.md"),
				 .text = STR("\xff\xfe"
					     "a\0") };

	(void)state;
	assert_false(text_check(&source, &diags));
	assert_true(str_is(diags.items[0].reason, "this is UTF-16; save the file as UTF-8"));
	arena_free(&arena);
}

static void control_characters_are_reported_up_to_five(void **state)
{
	(void)state;
	check(STR("a\0b\0"), "nul-byte@1 ");
	check(STR("\x1b[2J"), "control-character@0 U+001B");
	check(STR("a\rb"), "control-character@1 U+000D");
	check(STR("a\x7f\xc2\x85"), "control-character@1 U+007F, control-character@2 U+0085");
	check(STR("\1\1\1\1\1\1\1"),
	      "control-character@0 U+0001, control-character@1 U+0001, control-character@2 U+0001, "
	      "control-character@3 U+0001, control-character@4 U+0001");
}

static void direction_controls_are_reported(void **state)
{
	(void)state;
	check(STR("a\xe2\x80\xae"
		  "b"),
	      "bidi-control@1 U+202E");
	check(STR("\xe2\x81\xa6\xe2\x80\x8f"), "bidi-control@0 U+2066, bidi-control@3 U+200F");
	check(STR("\xe2\x80\xa6\xe2\x80\x9c"), "");
}

static void the_byte_order_mark_can_be_taken_off(void **state)
{
	(void)state;
	assert_true(str_is(text_without_mark(STR("\xef\xbb\xbf---")), "---"));
	assert_true(str_is(text_without_mark(STR("---")), "---"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_with_usual_white_space_passes),
		cmocka_unit_test(the_first_bad_byte_is_named),
		cmocka_unit_test(utf16_is_recognized),
		cmocka_unit_test(control_characters_are_reported_up_to_five),
		cmocka_unit_test(direction_controls_are_reported),
		cmocka_unit_test(the_byte_order_mark_can_be_taken_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
