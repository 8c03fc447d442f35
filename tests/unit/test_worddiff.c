/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/worddiff.h"

static void expect_in(const char *before, const char *after, bool color, const char *wanted)
{
	struct buf out = { 0 };

	worddiff(str_from(before), str_from(after), color, &out);
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, wanted);
	buf_free(&out);
}

static void expect(const char *before, const char *after, const char *wanted)
{
	expect_in(before, after, false, wanted);
}

static void equal_words_say_nothing(void **state)
{
	(void)state;
	expect("", "", "");
	expect("a b\nc\n\nd", "  a\tb c\r\nd\r\n", "");
}

static void words_are_marked_where_they_stand(void **state)
{
	(void)state;
	expect("the old text", "the new text", "the [-old-]{+new+} text\n");
	expect("one two", "one", "one [-two-]\n");
	expect("two", "one two", "{+one+} two\n");
	expect("a b c", "x c y", "[-a b-]{+x+} c {+y+}\n");
}

static void one_side_may_be_empty(void **state)
{
	(void)state;
	expect("", "all new", "{+all new+}\n");
	expect("all old", "", "[-all old-]\n");
	expect("", "one\n\ntwo", "{+one+}\n\n{+two+}\n");
}

static void marks_do_not_cross_lines(void **state)
{
	(void)state;
	expect("a\nb\nc", "a\nx\ny\nc", "a\n[-b-]{+x+}\n{+y+}\nc\n");
	expect("- a\n- b", "- a\n- new item\n- b", "- a\n- {+new item+}\n{+-+} b\n");
}

static void paragraphs_without_change_are_left_out(void **state)
{
	(void)state;
	expect("one\n\ntwo\n\nthree", "one\n\ntwo more\n\nthree", "...\n\ntwo {+more+}\n\n...\n");
	expect("one\n\ntwo\n\nthree", "1\n\ntwo\n\n3", "[-one-]{+1+}\n\n...\n\n[-three-]{+3+}\n");
}

static void a_new_paragraph_stands_alone(void **state)
{
	(void)state;
	expect("one\n\nthree", "one\n\ntwo\n\nthree", "...\n\n{+two+}\n\n...\n");
	expect("one\n\ntwo\n\nthree", "one\n\nthree", "...\n\n[-two-]\n\n...\n");
}

static void colours_stand_in_place_of_marks(void **state)
{
	(void)state;
	expect_in("the old text", "the new text", true, "the \033[31mold\033[m\033[32mnew\033[m text\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_words_say_nothing),
		cmocka_unit_test(words_are_marked_where_they_stand),
		cmocka_unit_test(one_side_may_be_empty),
		cmocka_unit_test(marks_do_not_cross_lines),
		cmocka_unit_test(paragraphs_without_change_are_left_out),
		cmocka_unit_test(a_new_paragraph_stands_alone),
		cmocka_unit_test(colours_stand_in_place_of_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
