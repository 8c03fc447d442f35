/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/comments.h"

static void expect(const char *text, const char *wanted)
{
	struct buf out = { 0 };

	comments_remove(&out, str_from(text));
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, wanted);
	buf_free(&out);
}

static void comments_on_lines_of_their_own_go(void **state)
{
	(void)state;
	expect("/* one */\na\n\t/* two,\n\t * three */\n\tb\n", "a\nb\n");
}

static void empty_lines_go(void **state)
{
	(void)state;
	expect("\na\n\n \t\nb\n/* one */\n\n", "a\nb\n");
}

static void comments_beside_something_stay(void **state)
{
	(void)state;
	expect("a /* one */\n/* two */ b\n", "a /* one */\n/* two */ b\n");
}

static void what_stands_behind_a_long_comment_stays(void **state)
{
	(void)state;
	expect("/* one\n two */ a\nb\n", "a\nb\n");
}

static void marks_inside_of_strings_are_not_comments(void **state)
{
	(void)state;
	expect("a = \"/*\"\nb = /\\/* *\\/\n", "a = \"/*\"\nb = /\\/* *\\/\n");
}

static void a_slash_is_not_both_ends(void **state)
{
	(void)state;
	expect("/*/\na\n*/\nb\n", "b\n");
}

static void a_comment_without_end_goes_to_the_end(void **state)
{
	(void)state;
	expect("a\n/* b\nc\n", "a\n");
	expect("/*", "");
}

static void lines_end_in_one_way(void **state)
{
	(void)state;
	expect("a\r\nb", "a\nb\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_on_lines_of_their_own_go),
		cmocka_unit_test(empty_lines_go),
		cmocka_unit_test(comments_beside_something_stay),
		cmocka_unit_test(what_stands_behind_a_long_comment_stays),
		cmocka_unit_test(marks_inside_of_strings_are_not_comments),
		cmocka_unit_test(a_slash_is_not_both_ends),
		cmocka_unit_test(a_comment_without_end_goes_to_the_end),
		cmocka_unit_test(lines_end_in_one_way),
	};

	return cmocka_run_group_tests_name("comments", tests, NULL, NULL);
}
