/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "formats/plural.h"

/* The rule for `expression` with eight forms; fails the test if it is refused. */
static struct plural_rule rule_of(const char *expression)
{
	struct plural_rule rule;
	struct buf field = { 0 };
	struct str problem, reason;

	buf_addf(&field, "nplurals=8; plural=%s;", expression);
	assert_true(plural_parse(&rule, buf_view(&field), &problem, &reason));
	buf_free(&field);
	return rule;
}

/* The reason for which `text` is refused. */
static void expect_refusal(struct str text, const char *part, const char *why)
{
	struct plural_rule rule;
	struct str problem, reason;

	assert_false(plural_parse(&rule, text, &problem, &reason));
	assert_true(str_is(problem, part));
	assert_true(str_find(reason, str_from(why), 0) != SIZE_MAX);
	assert_int_equal(plural_index(&rule, 1), 0);
	assert_int_equal(plural_index(&rule, 5), 1);
}

static void operators_bind_as_in_c(void **state)
{
	static const struct {
		const char *expression;
		size_t value;
	} cases[] = {
		{ "1+2*3", 7 },     { "(1+1)*3", 6 },       { "7-3-2", 2 },       { "7-(3-2)", 6 },
		{ "7/2*2", 6 },     { "13%8%3", 2 },        { "1<2==1", 1 },      { "2==2!=0", 1 },
		{ "1||0&&0", 1 },   { "(1||0)&&0", 0 },     { "!0+1", 2 },        { "!(0+1)", 0 },
		{ "!!5", 1 },       { "3>=3", 1 },          { "3<=2", 0 },        { "1?2:3", 2 },
		{ "0?2:3", 3 },     { "0?1:0?2:3", 3 },     { "0?1:1?2:3", 2 },   { "1?0?4:5:6", 5 },
		{ "1?1?4:5:6", 4 }, { "(0?1:2)+3", 5 },     { "1?2:3+4", 2 },     { "0?2:3+4", 7 },
		{ "1||0?2:3", 2 },  { "(0?1:0?2:3)*2", 6 }, { "1?(0?4:5):6", 5 }, { "0 ? 1 : 2 == 2", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct plural_rule rule = rule_of(cases[i].expression);
		assert_int_equal(plural_index(&rule, 0), cases[i].value);
	}
}

static void number_is_n(void **state)
{
	struct plural_rule rule =
		rule_of("n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2");

	(void)state;
	assert_int_equal(plural_index(&rule, 1), 0);
	assert_int_equal(plural_index(&rule, 11), 2);
	assert_int_equal(plural_index(&rule, 12), 2);
	assert_int_equal(plural_index(&rule, 21), 0);
	assert_int_equal(plural_index(&rule, 22), 1);
	assert_int_equal(plural_index(&rule, SIZE_MAX), 2);
}

static void form_beyond_the_last_is_the_first(void **state)
{
	struct plural_rule rule = rule_of("n > 2000 ? 99 : 1");

	(void)state;
	assert_int_equal(plural_index(&rule, 2001), 0);
}

static void division_by_zero_beyond_the_numbers_tried_is_zero(void **state)
{
	struct plural_rule rule = rule_of("n < 2000 ? 1 : 1 / (n - 5000) ");

	(void)state;
	assert_int_equal(plural_index(&rule, 5000), 0);
}

static void mistakes_are_refused_where_they_are(void **state)
{
	(void)state;
	expect_refusal(STR("nplurals=2; plural=n == ;"), "==", "too early");
	expect_refusal(STR("nplurals=2; plural=n n;"), "n", "expected an operator");
	expect_refusal(STR("nplurals=2; plural=n ? 1;"), "1", "other half");
	expect_refusal(STR("nplurals=2; plural=(n;"), "n", "other half");
	expect_refusal(STR("nplurals=2; plural=n);"), ")", "without '('");
	expect_refusal(STR("nplurals=2; plural=n : 1;"), ":", "without '?'");
	expect_refusal(STR("nplurals=2; plural=(n ? 1) : 0;"), ")", "without '('");
	expect_refusal(STR("nplurals=2; plural=n = 1;"), "=", "expected an operator");
	expect_refusal(STR("nplurals=2; plural=-1;"), "-", "expected n");
	expect_refusal(STR("nplurals=2; plural=;"), "", "too early");
	expect_refusal(STR("nplurals=2; plural=99999999;"), "99999999", "too large");
	expect_refusal(STR("nplurals=9; plural=0;"), "9", "nplurals");
	expect_refusal(STR("nplurals=0; plural=0;"), "0", "nplurals");
	expect_refusal(STR("nplurals=2;"), "nplurals=2;", "plural=");
}

static void length_and_depth_are_limited(void **state)
{
	struct plural_rule rule;
	struct str problem, reason;
	struct buf field = { 0 };

	(void)state;
	buf_add(&field, STR("nplurals=2; plural="));
	for (size_t i = 0; i < 100000; i++)
		buf_add_char(&field, '(');
	assert_false(plural_parse(&rule, buf_view(&field), &problem, &reason));
	assert_true(str_eq(reason, STR("the expression is nested too deeply")));
	buf_clear(&field);
	buf_add(&field, STR("nplurals=2; plural=0"));
	for (size_t i = 0; i < 100000; i++)
		buf_add(&field, STR("*n"));
	assert_false(plural_parse(&rule, buf_view(&field), &problem, &reason));
	assert_true(str_eq(reason, STR("the expression is too long")));
	buf_free(&field);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operators_bind_as_in_c),
		cmocka_unit_test(number_is_n),
		cmocka_unit_test(form_beyond_the_last_is_the_first),
		cmocka_unit_test(division_by_zero_beyond_the_numbers_tried_is_zero),
		cmocka_unit_test(mistakes_are_refused_where_they_are),
		cmocka_unit_test(length_and_depth_are_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
