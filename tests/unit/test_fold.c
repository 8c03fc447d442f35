/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Text made plain: what each character becomes, and where it came from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/fold.h"

static void check(struct str text, const char *expected)
{
	struct arena arena = { 0 };
	struct folded folded = fold_text(&arena, text);

	assert_string_equal(arena_copy(&arena, folded.text).ptr, expected);
	assert_int_equal(folded.at[folded.text.len], text.len);
	for (size_t i = 0; i < folded.text.len; i++)
		assert_true(folded.at[i] < folded.at[i + 1]);
	arena_free(&arena);
}

static void letters_are_small_and_without_accents(void **state)
{
	(void)state;
	check(STR("User UNKNOWN"), "user unknown");
	check(STR("Größe überschritten, Łódź, ŽIŽKA"), "grose uberschritten, lodz, zizka");
}

static void blanks_dashes_and_quotes_have_one_form(void **state)
{
	(void)state;
	check(STR("a\tb\xc2\xa0"
		  "c\xe3\x80\x80"
		  "d"),
	      "a b c d");
	check(STR("550–5.1.1 — ‑"), "550-5.1.1 - -");
	check(STR("„a“ «b» ‚c’ `d´"), "\"a\" \"b\" 'c' 'd'");
	check(STR("5\xe2\x80\x8b"
		  "50\xc2\xad"),
	      "550");
}

static void lines_end_in_one_way(void **state)
{
	(void)state;
	check(STR("a\r\nb\rc\n\r\n"), "a\nb\nc\n\n");
}

static void marks_of_quotation_are_taken_off(void **state)
{
	(void)state;
	check(STR("> > 550\n  >> 5.1.1\n-> MAIL\n<- 250\na > b"), " 550\n 5.1.1\n-> mail\n<- 250\na > b");
	check(STR("&gt; 550"), " 550");
	check(STR("  550"), "  550");
}

static void references_are_what_they_stand_for(void **state)
{
	(void)state;
	check(STR("&lt;a&gt; &amp; &quot;b&quot;&nbsp;&#39;c&#x27; &#8222;&uuml;"), "<a> & \"b\" 'c' \"u");
	check(STR("&amp;lt; & &; &x; &#; &#x; &#12a; &#99999999; &lt"),
	      "&lt; & &; &x; &#; &#x; &#12a; &#99999999; &lt");
	check(STR("a&#13;&#10;b&#13;\nc"), "a\n\nb\nc");
}

static void all_else_is_one_question_mark_a_run(void **state)
{
	(void)state;
	check(STR("応答: 550 \xf0\x9f\x98\x80\xff\xc3"
		  "a\0b"),
	      "?: 550 ?a?b");
	check(STR("a?\x01\x02?"), "a???");
	check(STR("\xe2\x82"), "?");
	check(STR(""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_small_and_without_accents),
		cmocka_unit_test(blanks_dashes_and_quotes_have_one_form),
		cmocka_unit_test(lines_end_in_one_way),
		cmocka_unit_test(marks_of_quotation_are_taken_off),
		cmocka_unit_test(references_are_what_they_stand_for),
		cmocka_unit_test(all_else_is_one_question_mark_a_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
