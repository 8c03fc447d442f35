/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diff.h"

struct outcome {
	size_t removed;
	size_t added;
};

/* Runs it, and checks that what is left of both is the same. */
static struct outcome compare(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
	struct arena arena = { 0 };
	bool *removed = arena_array(&arena, a_count + 1, bool), *added = arena_array(&arena, b_count + 1, bool);
	struct outcome outcome = { 0 };
	size_t j = 0;

	diff(a, a_count, b, b_count, removed, added);
	for (size_t i = 0; i < a_count; i++) {
		outcome.removed += removed[i];
		if (removed[i])
			continue;
		while (j < b_count && added[j])
			j++;
		assert_true(j < b_count);
		assert_int_equal(a[i], b[j]);
		j++;
	}
	for (; j < b_count; j++)
		assert_true(added[j]);
	for (size_t i = 0; i < b_count; i++)
		outcome.added += added[i];
	arena_free(&arena);
	return outcome;
}

static void letters(const char *text, uint32_t *numbers, size_t *count)
{
	for (*count = 0; text[*count]; (*count)++)
		numbers[*count] = (uint32_t)text[*count];
}

static void expect(const char *a, const char *b, size_t removed, size_t added)
{
	uint32_t left[64], right[64];
	size_t left_count, right_count;

	letters(a, left, &left_count);
	letters(b, right, &right_count);
	struct outcome outcome = compare(left, left_count, right, right_count);
	assert_int_equal(outcome.removed, removed);
	assert_int_equal(outcome.added, added);
}

static void what_is_equal_has_no_changes(void **state)
{
	(void)state;
	expect("", "", 0, 0);
	expect("a", "a", 0, 0);
	expect("the same", "the same", 0, 0);
}

static void one_side_may_be_empty(void **state)
{
	(void)state;
	expect("", "abc", 0, 3);
	expect("abc", "", 3, 0);
}

static void the_script_is_the_shortest(void **state)
{
	(void)state;
	expect("abcabba", "cbabac", 3, 2); /* the example of the paper */
	expect("abcdef", "abxdef", 1, 1);
	expect("abc", "xyz", 3, 3);
	expect("ab", "ba", 1, 1);
	expect("aXbYcZ", "abc", 3, 0);
	expect("kitten", "sitting", 2, 3);
}

/* The length of the longest common list, by the table that everybody knows. */
static size_t common(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
	size_t table[41][41] = { { 0 } };

	for (size_t i = 1; i <= a_count; i++)
		for (size_t j = 1; j <= b_count; j++) {
			size_t best = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
			table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : best;
		}
	return table[a_count][b_count];
}

static uint32_t next_number(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

static void it_agrees_with_the_table_on_many_lists(void **state)
{
	uint32_t a[40], b[40], seed = 1;

	(void)state;
	for (size_t round = 0; round < 20000; round++) {
		size_t a_count = next_number(&seed) % 41, b_count = next_number(&seed) % 41;
		uint32_t kinds = 1 + next_number(&seed) % 6;
		for (size_t i = 0; i < a_count; i++)
			a[i] = next_number(&seed) % kinds;
		for (size_t i = 0; i < b_count; i++)
			b[i] = next_number(&seed) % kinds;
		struct outcome outcome = compare(a, a_count, b, b_count);
		assert_int_equal(a_count - outcome.removed, common(a, a_count, b, b_count));
	}
}

static void lists_with_nothing_in_common_end_soon(void **state)
{
	struct arena arena = { 0 };
	size_t count = 50000;
	uint32_t *a = arena_array(&arena, count, uint32_t), *b = arena_array(&arena, count, uint32_t);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		a[i] = (uint32_t)i;
		b[i] = (uint32_t)(count + i);
	}
	struct outcome outcome = compare(a, count, b, count);
	assert_int_equal(outcome.removed, count);
	assert_int_equal(outcome.added, count);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_equal_has_no_changes),
		cmocka_unit_test(one_side_may_be_empty),
		cmocka_unit_test(the_script_is_the_shortest),
		cmocka_unit_test(it_agrees_with_the_table_on_many_lists),
		cmocka_unit_test(lists_with_nothing_in_common_end_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
