/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Views: orders, searches and cuts, UTF-8 on hostile bytes, and suggestions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

static const struct str none = { NULL, 0 };

static int sign(int order)
{
	return (order > 0) - (order < 0);
}

static void the_empty_view_may_be_null(void **state)
{
	struct str rest = none, part;

	(void)state;
	assert_true(str_eq(none, STR("")));
	assert_int_equal(str_cmp(none, STR("")), 0);
	assert_int_equal(str_natural_cmp(none, STR("")), 0);
	assert_true(str_starts(none, STR("")) && str_ends(none, none));
	assert_int_equal(str_from_index(none, 5).len, 0);
	assert_int_equal(str_until_index(none, 5).len, 0);
	assert_int_equal(str_trim(none).len, 0);
	assert_int_equal(str_find(none, STR("a"), 0), SIZE_MAX);
	assert_int_equal(str_find_char(none, 'a'), SIZE_MAX);
	assert_false(str_next_line(&rest, &part));
	assert_false(str_next_part(&rest, ',', &part));
	assert_int_equal(str_from(NULL).len, 0);
}

static void bytes_order_listings(void **state)
{
	static const char *const sorted[] = { "", "10", "5", "B", "a", "a\x01", "ab", "\x7f", "\xc3\xa4" };

	(void)state;
	for (size_t i = 0; i < 9; i++)
		for (size_t k = 0; k < 9; k++)
			assert_int_equal(sign(str_cmp(str_from(sorted[i]), str_from(sorted[k]))), (i > k) - (i < k));
}

/* Each is before all that follow, whatever they are compared with. */
static void numbers_order_for_people(void **state)
{
	static const char *const sorted[] = { "",     "1",     "1a",    "01b",   "2",
					      "5.7",  "5.7.0", "5.7.1", "5.7.9", "5.7.10",
					      "5.10", "10",    "010.1", "100",   "18446744073709551616",
					      "a",    "a-1",   "a1",    "a02",   "a10",
					      "aa",   "b" };
	size_t count = sizeof(sorted) / sizeof(*sorted);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			if (sign(str_natural_cmp(str_from(sorted[i]), str_from(sorted[k]))) != (i > k) - (i < k))
				fail_msg("'%s' and '%s' are out of order", sorted[i], sorted[k]);
}

/* Equal numbers with other zeros are told apart all the same: an order of slugs has no ties. */
static void leading_zeros_break_ties_only(void **state)
{
	(void)state;
	assert_true(str_natural_cmp(STR("007"), STR("7")) < 0);
	assert_true(str_natural_cmp(STR("007a"), STR("7b")) < 0);
	assert_true(str_natural_cmp(STR("7a"), STR("007b")) < 0);
	assert_true(str_natural_cmp(STR("0"), STR("00")) < 0);
	assert_int_equal(str_natural_cmp(STR("5.07"), STR("5.07")), 0);
}

static void needles_are_found_from_a_place_on(void **state)
{
	struct str s = STR("aab aab");

	(void)state;
	assert_int_equal(str_find(s, STR("aab"), 0), 0);
	assert_int_equal(str_find(s, STR("aab"), 1), 4);
	assert_int_equal(str_find(s, STR("aab"), 5), SIZE_MAX);
	assert_int_equal(str_find(s, STR("ab "), 0), 1);
	assert_int_equal(str_find(s, STR("aab aab "), 0), SIZE_MAX);
	assert_int_equal(str_find(s, STR("b"), 99), SIZE_MAX);
	assert_int_equal(str_find(s, none, 7), 7);
	assert_int_equal(str_find(s, none, 8), SIZE_MAX);
	assert_int_equal(str_find_char(s, 'b'), 2);
}

static void positions_beyond_the_end_are_cut_to_it(void **state)
{
	(void)state;
	assert_true(str_is(str_from_index(STR("abc"), 1), "bc"));
	assert_int_equal(str_from_index(STR("abc"), SIZE_MAX).len, 0);
	assert_true(str_is(str_until_index(STR("abc"), 2), "ab"));
	assert_true(str_is(str_until_index(STR("abc"), SIZE_MAX), "abc"));
}

static void lines_lose_their_ends(void **state)
{
	static const char *const lines[] = { "a", "", "b\rc", "d" };
	struct str rest = STR("a\r\n\nb\rc\r\nd"), line;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_true(str_next_line(&rest, &line));
		assert_true(str_is(line, lines[i]));
	}
	assert_false(str_next_line(&rest, &line));
}

static void parts_are_what_stands_between_separators(void **state)
{
	struct str rest = STR("a,,b,"), part;

	(void)state;
	assert_true(str_next_part(&rest, ',', &part) && str_is(part, "a"));
	assert_true(str_next_part(&rest, ',', &part) && str_is(part, ""));
	assert_true(str_next_part(&rest, ',', &part) && str_is(part, "b"));
	assert_false(str_next_part(&rest, ',', &part));
}

static void a_prefix_is_taken_only_if_it_is_there(void **state)
{
	struct str s = STR("code:550");

	(void)state;
	assert_false(str_take(&s, STR("cite:")));
	assert_true(str_take(&s, STR("code:")) && str_is(s, "550"));
	assert_false(str_take(&s, STR("5500")));
	assert_true(str_is(str_trim(STR(" \t\r\n a b \n")), "a b"));
}

static void numbers_fill_the_whole_view(void **state)
{
	static const char *const bad[] = { "",
					   "-1",
					   "+1",
					   " 1",
					   "1 ",
					   "1a",
					   "0x10",
					   "18446744073709551616",
					   "99999999999999999999999",
					   "\xef\xbc\x91" };
	size_t number;

	(void)state;
	assert_true(str_to_size(STR("0"), &number) && number == 0);
	assert_true(str_to_size(STR("00550"), &number) && number == 550);
	assert_true(str_to_size(STR("18446744073709551615"), &number) && number == SIZE_MAX);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(str_to_size(str_from(bad[i]), &number));
}

static void utf8_is_read_at_its_limits(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t point;
	} good[] = {
		{ "\x7f", 0x7f },
		{ "\xc2\x80", 0x80 },
		{ "\xdf\xbf", 0x7ff },
		{ "\xe0\xa0\x80", 0x800 },
		{ "\xed\x9f\xbf", 0xd7ff },
		{ "\xee\x80\x80", 0xe000 },
		{ "\xef\xbf\xbf", 0xffff },
		{ "\xf0\x90\x80\x80", 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff },
	};
	uint32_t point;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct str s = str_from(good[i].bytes);
		assert_int_equal(str_utf8(s, &point), s.len);
		assert_int_equal(point, good[i].point);
	}
	assert_int_equal(str_utf8((struct str){ "\0", 1 }, &point), 1);
}

static void hostile_bytes_are_no_utf8(void **state)
{
	static const struct str bad[] = {
		{ "\x80", 1 },
		{ "\xbf", 1 },
		{ "\xc0\x80", 2 },
		{ "\xc1\xbf", 2 },
		{ "\xe0\x80\x80", 3 },
		{ "\xe0\x9f\xbf", 3 },
		{ "\xed\xa0\x80", 3 },
		{ "\xed\xbf\xbf", 3 },
		{ "\xf0\x80\x80\x80", 4 },
		{ "\xf0\x8f\xbf\xbf", 4 },
		{ "\xf4\x90\x80\x80", 4 },
		{ "\xf5\x80\x80\x80", 4 },
		{ "\xf8\x88\x80\x80", 4 },
		{ "\xfe", 1 },
		{ "\xff", 1 },
		{ "\xc3", 1 },
		{ "\xe2\x82", 2 },
		{ "\xf0\x9f\x98", 3 },
		{ "\xc3(", 2 },
		{ "\xe2(\xa1", 3 },
		{ "\xe2\x82(", 3 },
		{ "\xf0\x9f\x98(", 4 },
	};
	uint32_t point;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(str_utf8(bad[i], &point), 0);
	}
}

/* A sequence that goes on behind the end of the view is cut off, whatever stands there. */
static void utf8_ends_where_the_view_ends(void **state)
{
	uint32_t point;

	(void)state;
	assert_int_equal(str_utf8((struct str){ "\xc3\xa4", 1 }, &point), 0);
	assert_int_equal(str_count_points(STR("größe")), 5);
}

static struct str nearest(const char *name)
{
	static const struct str names[] = { { "title", 5 },    { "summary", 7 }, { "keywords", 8 },
					    { "severity", 8 }, { "tilte", 5 },   { "", 0 } };

	return str_nearest(str_from(name), names, 6);
}

static void the_nearest_name_is_suggested(void **state)
{
	(void)state;
	assert_true(str_is(nearest("titel"), "title"));
	assert_true(str_is(nearest("titte"), "title")); /* as near to "tilte", which comes later */
	assert_true(str_is(nearest("sumary"), "summary"));
	assert_true(str_is(nearest("seveirty"), "severity"));
	assert_true(str_is(nearest("keyword"), "keywords"));
}

static void what_is_far_off_is_not_suggested(void **state)
{
	char huge[4096];

	(void)state;
	assert_int_equal(nearest("changed").len, 0);
	assert_int_equal(nearest("").len, 0);
	assert_int_equal(nearest("t").len, 0);
	memset(huge, 't', sizeof(huge));
	assert_int_equal(str_nearest((struct str){ huge, sizeof(huge) }, &(struct str){ huge, sizeof(huge) }, 1).len,
			 0);
	assert_int_equal(str_nearest(STR("title"), NULL, 0).len, 0);
}

/* Nothing of the one is in the other: that cannot have been meant. */
static void a_name_of_other_letters_is_not_suggested(void **state)
{
	(void)state;
	assert_int_equal(str_nearest(STR("x"), &STR("a"), 1).len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_empty_view_may_be_null),
		cmocka_unit_test(bytes_order_listings),
		cmocka_unit_test(numbers_order_for_people),
		cmocka_unit_test(leading_zeros_break_ties_only),
		cmocka_unit_test(needles_are_found_from_a_place_on),
		cmocka_unit_test(positions_beyond_the_end_are_cut_to_it),
		cmocka_unit_test(lines_lose_their_ends),
		cmocka_unit_test(parts_are_what_stands_between_separators),
		cmocka_unit_test(a_prefix_is_taken_only_if_it_is_there),
		cmocka_unit_test(numbers_fill_the_whole_view),
		cmocka_unit_test(utf8_is_read_at_its_limits),
		cmocka_unit_test(hostile_bytes_are_no_utf8),
		cmocka_unit_test(utf8_ends_where_the_view_ends),
		cmocka_unit_test(the_nearest_name_is_suggested),
		cmocka_unit_test(what_is_far_off_is_not_suggested),
		cmocka_unit_test(a_name_of_other_letters_is_not_suggested),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
