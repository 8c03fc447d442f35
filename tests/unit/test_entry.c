/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Questions about one or two entries, and about what a family declares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/entry.h"

static const struct fact_value nothing = { .usual = NONE };

static void facts_are_equal_in_every_part(void **state)
{
	const struct fact_value value = { .given = true, .bits = 5, .usual = 2, .text = STR("x") };
	struct fact_value other;

	(void)state;
	other = value;
	assert_true(fact_equal(&value, &other));
	assert_true(fact_equal(&nothing, &nothing));
	other.given = false;
	assert_false(fact_equal(&value, &other));
	other = value;
	other.bits = 4;
	assert_false(fact_equal(&value, &other));
	other = value;
	other.usual = NONE; /* the same steps, but another is the usual one */
	assert_false(fact_equal(&value, &other));
	other = value;
	other.text = STR("y");
	assert_false(fact_equal(&value, &other));
}

static struct fact_value codes(struct code_link *links, size_t count)
{
	return (struct fact_value){ .given = true, .usual = NONE, .codes = links, .code_count = count };
}

static void codes_are_equal_by_what_is_written(void **state)
{
	struct code_link one[] = { { .written = STR("550") } }, same[] = { { .written = STR("550") } };
	struct code_link two[] = { { .written = STR("550") }, { .written = STR("551") } },
			 other[] = { { .written = STR("551") } };
	struct fact_value a = codes(one, 1), b = codes(same, 1), c = codes(two, 2), d = codes(other, 1);

	(void)state;
	assert_true(fact_equal(&a, &b));
	assert_false(fact_equal(&a, &c));
	assert_false(fact_equal(&c, &a));
	assert_false(fact_equal(&a, &d));
	assert_false(fact_equal(&a, &nothing));
}

/* A list of codes is a set: the order in which an author wrote it makes no difference between two codes. */
static void the_order_of_codes_does_not_matter(void **state)
{
	struct code_link forth[] = { { .written = STR("5.1.1") }, { .written = STR("5.7.1") } };
	struct code_link back[] = { { .written = STR("5.7.1") }, { .written = STR("5.1.1") } };
	struct fact_value a = codes(forth, 2), b = codes(back, 2);

	(void)state;
	assert_true(fact_equal(&a, &b));
}

static void citations_are_equal_by_document_and_section(void **state)
{
	struct reference rfc1 = { .id = STR("rfc1") }, rfc2 = { .id = STR("rfc2") };
	struct citation cited[] = {
		{ &rfc1, STR("4") }, { &rfc1, STR("4") }, { &rfc1, STR("5") }, { &rfc2, STR("4") }
	};
	struct fact_value values[4];

	(void)state;
	for (size_t i = 0; i < 4; i++)
		values[i] = (struct fact_value){
			.given = true, .usual = NONE, .citations = &cited[i], .citation_count = 1
		};
	assert_true(fact_equal(&values[0], &values[1]));
	assert_false(fact_equal(&values[0], &values[2]));
	assert_false(fact_equal(&values[0], &values[3]));
	assert_false(fact_equal(&values[0], &nothing));
}

static void a_list_names_entries(void **state)
{
	struct entry a = { .slug = STR("550") }, b = { .slug = STR("551") };
	struct code_link links[] = { { .written = STR("5.1.1") }, { .written = STR("550"), .entry = &a } };
	struct fact_value value = codes(links, 2);

	(void)state;
	assert_true(fact_names(&value, &a));
	assert_false(fact_names(&value, &b));
	assert_false(fact_names(&nothing, &a));
}

/* A number that is no code is compared only with the codes that it is mistaken for. */
static void some_kinds_are_compared_only_with_what_they_list(void **state)
{
	const struct family family = { 0 }, elsewhere = { 0 };
	const struct kind code = { .compared_with = NONE }, other = { .compared_with = 0 };
	struct fact_value none = nothing, lists;
	struct entry a = { .family = &family, .kind = &code, .facts = &none };
	struct entry b = { .family = &family, .kind = &code, .facts = &none };
	struct entry far = { .family = &elsewhere, .kind = &code, .facts = &none };
	struct code_link link[] = { { .written = STR("a"), .entry = &a } };
	struct entry c = { .family = &family, .kind = &other, .facts = &lists };

	(void)state;
	lists = codes(link, 1);
	assert_true(entry_pair_exists(&a, &b) && entry_pair_exists(&b, &a));
	assert_false(entry_pair_exists(&a, &a));
	assert_false(entry_pair_exists(&a, &far));
	assert_true(entry_pair_exists(&a, &c) && entry_pair_exists(&c, &a));
	assert_false(entry_pair_exists(&b, &c) || entry_pair_exists(&c, &b));
}

static void declarations_are_found_by_id(void **state)
{
	struct choice choices[] = { { .id = STR("yes") }, { .id = STR("no") } };
	struct fact_def facts[] = { { .id = STR("severity") }, { .id = STR("cite") } };
	struct step steps[] = { { .id = STR("connect") }, { .id = STR("ehlo") } };
	struct section_def sections[] = { { .id = STR("when") }, { .id = STR("retry") } };
	struct family family = { .facts = { facts, 2, 2 }, .conversation = { .items = steps, .count = 2 } };

	(void)state;
	assert_int_equal(choice_find(&(struct choices){ choices, 2, 2 }, STR("no")), 1);
	assert_int_equal(choice_find(&(struct choices){ choices, 2, 2 }, STR("n")), NONE);
	assert_int_equal(fact_find(&family, STR("cite")), 1);
	assert_int_equal(fact_find(&family, STR("")), NONE);
	assert_int_equal(step_find(&family, STR("connect")), 0);
	assert_int_equal(step_find(&family, STR("Connect")), NONE);
	assert_int_equal(section_find(&(struct section_defs){ sections, 2, 2 }, STR("retry")), 1);
	assert_int_equal(section_find(&(struct section_defs){ 0 }, STR("retry")), NONE);
}

static void a_pattern_fits_the_whole_text(void **state)
{
	struct pattern pattern;

	(void)state;
	assert_int_equal(regcomp(&pattern.compiled, "5|5[0-5][0-9]", REG_EXTENDED), 0);
	assert_true(pattern_fits(&pattern, STR("550")));
	assert_true(pattern_fits(&pattern, STR("5")));
	assert_true(pattern_fits(&pattern, (struct str){ "5509", 3 })); /* a view ends where it ends */
	assert_false(pattern_fits(&pattern, STR("5500")));
	assert_false(pattern_fits(&pattern, STR("x550")));
	assert_false(pattern_fits(&pattern, STR("550\n")));
	assert_false(pattern_fits(&pattern, STR("")));
	assert_false(pattern_fits(&pattern, STR("\xef\xbc\x95")));
	regfree(&pattern.compiled);
}

static void codes_begin_alike_by_characters(void **state)
{
	(void)state;
	assert_true(code_begins_as(STR("5.1.1"), STR("550")));
	assert_false(code_begins_as(STR("4.1.1"), STR("550")));
	assert_true(code_begins_as(STR("öx"), STR("ö")));
	assert_false(code_begins_as(STR("öx"), STR("ü")));
	assert_false(code_begins_as(STR(""), STR("550")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_begin_alike_by_characters),
		cmocka_unit_test(facts_are_equal_in_every_part),
		cmocka_unit_test(codes_are_equal_by_what_is_written),
		cmocka_unit_test(the_order_of_codes_does_not_matter),
		cmocka_unit_test(citations_are_equal_by_document_and_section),
		cmocka_unit_test(a_list_names_entries),
		cmocka_unit_test(some_kinds_are_compared_only_with_what_they_list),
		cmocka_unit_test(declarations_are_found_by_id),
		cmocka_unit_test(a_pattern_fits_the_whole_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
