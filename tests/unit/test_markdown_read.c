/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/markdown.h"

/* The first paragraph of `body`. */
static const struct md_paragraph *read_first(struct arena *arena, struct str body)
{
	struct md_paragraphs paragraphs = { 0 };

	md_read(arena, body, &paragraphs);
	assert_true(paragraphs.count > 0);
	return &paragraphs.items[0];
}

/* `part` of the first paragraph's text stands `before` bytes into the body, and reads `written` there. */
static void expect_place(struct str body, const char *part, size_t before, const char *written)
{
	struct arena arena = { 0 };
	const struct md_paragraph *paragraph = read_first(&arena, body);
	size_t at = str_find(paragraph->text, str_from(part), 0);

	assert_true(at != SIZE_MAX);
	struct str place = md_place(paragraph, str_until_index(str_from_index(paragraph->text, at), strlen(part)));
	assert_true(str_is(place, written));
	assert_int_equal(place.ptr - body.ptr, before);
	arena_free(&arena);
}

static void verbatim_parts_are_blotted_out(void **state)
{
	struct arena arena = { 0 };
	const struct md_paragraph *paragraph = read_first(&arena, STR("a `bc` <code:55> [d](code:4) *e*"));

	(void)state;
	assert_true(str_is(paragraph->text, "a bc 55 d e"));
	assert_true(str_is(paragraph->prose, "a \1\1 \1\1 d e"));
	assert_false(paragraph->heading);
	arena_free(&arena);
}

static void paragraphs_and_headings_are_kept_apart(void **state)
{
	struct arena arena = { 0 };
	struct md_paragraphs paragraphs = { 0 };

	(void)state;
	md_read(&arena, STR("### a\n\nb\n\n- c\n- d\n\n```\ne\n```\n\n> f\n"), &paragraphs);
	assert_int_equal(paragraphs.count, 5);
	assert_true(paragraphs.items[0].heading);
	assert_true(str_is(paragraphs.items[3].text, "d"));
	assert_true(str_is(paragraphs.items[4].text, "f"));
	assert_true(str_is(paragraphs.items[4].line, "> f"));
	arena_free(&arena);
}

static void words_are_found_where_they_stand(void **state)
{
	(void)state;
	expect_place(STR("one two"), "two", 4, "two");
	expect_place(STR("see `two`, two"), "two", 5, "two");
	expect_place(STR("`two` and *two* [two](code:1)"), "and", 6, "and");
	expect_place(STR("- one\n  two"), "two", 8, "two");
	expect_place(STR("> one\n> two"), "one two", 2, "one\n> two");
	expect_place(STR("**one** two"), "one two", 2, "one** two");
	expect_place(STR("<code:two> two"), "two", 6, "two");
}

static void the_second_of_two_is_told_from_the_first(void **state)
{
	struct arena arena = { 0 };
	struct str body = STR("you\nyou, *you*");
	const struct md_paragraph *paragraph = read_first(&arena, body);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct str place = md_place(paragraph, str_until_index(str_from_index(paragraph->text, 4 + i * 5), 3));
		assert_int_equal(place.ptr - body.ptr, 4 + i * 6);
		assert_int_equal(place.len, 3);
	}
	arena_free(&arena);
}

static void references_and_escapes_hide_only_what_they_write(void **state)
{
	(void)state;
	expect_place(STR("a &amp; bee \\* cee"), "cee", 15, "cee");
	expect_place(STR("x y\n&auml;b z"), "äb", 0, "x y");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verbatim_parts_are_blotted_out),
		cmocka_unit_test(paragraphs_and_headings_are_kept_apart),
		cmocka_unit_test(words_are_found_where_they_stand),
		cmocka_unit_test(the_second_of_two_is_told_from_the_first),
		cmocka_unit_test(references_and_escapes_hide_only_what_they_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
