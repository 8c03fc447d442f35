/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Arenas: zeroed, aligned, and back to a mark without a trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

static bool all_zero(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t size = 0; size < 3000; size += 7) {
		char *memory = arena_alloc(&arena, 1, size);
		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		assert_true(all_zero(memory, size));
		memset(memory, 0xff, size);
	}
	arena_free(&arena);
}

static void large_pieces_get_blocks_of_their_own(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	char *small = arena_alloc(&arena, 1, 16);
	memset(small, 1, 16);
	char *large = arena_array(&arena, (size_t)5 << 20, char);
	assert_true(all_zero(large, (size_t)5 << 20));
	assert_int_equal(small[15], 1);
	arena_free(&arena);
}

static void a_mark_leads_back(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	struct str kept = arena_copy(&arena, STR("kept"));
	for (size_t round = 0; round < 3; round++) {
		struct arena_mark mark = arena_mark(&arena);
		for (size_t i = 0; i < 1000; i++)
			memset(arena_alloc(&arena, 1, 100), 0xff, 100);
		arena_reset(&arena, mark);
		assert_true(str_is(kept, "kept"));
		assert_true(all_zero(arena_alloc(&arena, 1, 100), 100));
	}
	arena_free(&arena);
}

static void marks_nest(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	struct arena_mark outer = arena_mark(&arena);
	struct str a = arena_copy(&arena, STR("a"));
	struct arena_mark inner = arena_mark(&arena);
	arena_array(&arena, 100000, char);
	arena_reset(&arena, inner);
	assert_true(str_is(a, "a"));
	arena_reset(&arena, outer);
	assert_null(arena.last);
	assert_true(str_is(arena_copy(&arena, STR("again")), "again"));
	arena_free(&arena);
	arena_free(&arena);
}

static void copies_end_with_a_nul_that_does_not_count(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	struct str copy = arena_copy(&arena, (struct str){ "550.en.md", 3 });
	assert_int_equal(copy.len, 3);
	assert_string_equal(copy.ptr, "550");
	assert_string_equal(arena_copy(&arena, (struct str){ NULL, 0 }).ptr, "");
	assert_string_equal(arena_concat(&arena, STR("en"), STR(""), (struct str){ NULL, 0 }, STR("/")).ptr, "en/");
	arena_free(&arena);
}

static void arrays_grow_and_new_elements_are_zero(void **state)
{
	struct {
		size_t *items;
		size_t count;
		size_t capacity;
	} numbers = { 0 };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		size_t *number = array_add(&arena, &numbers);
		assert_int_equal(*number, 0);
		*number = i;
	}
	assert_int_equal(numbers.count, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(numbers.items[i], i);
	arena_free(&arena);
}

/* What a child that asks for too much says, and how it ends. */
static int status_of_child(void (*ask)(void), char *said, size_t size)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		ask();
		_exit(0);
	}
	close(ends[1]);
	ssize_t len = read(ends[0], said, size - 1);
	said[len > 0 ? len : 0] = '\0';
	close(ends[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void ask_for_an_overflowing_product(void)
{
	struct arena arena = { 0 };

	arena_alloc(&arena, SIZE_MAX / 8, 16);
}

static void ask_for_half_of_all_memory(void)
{
	struct arena arena = { 0 };

	arena_alloc(&arena, SIZE_MAX / 2, 1);
}

static void ask_for_a_buffer_beyond_all_memory(void)
{
	struct buf buf = { 0 };

	buf_room(&buf, SIZE_MAX - 1);
}

static void too_much_is_out_of_memory(void **state)
{
	char said[256];

	(void)state;
	assert_int_equal(status_of_child(ask_for_an_overflowing_product, said, sizeof(said)), 3);
	assert_string_equal(said, "statusbook: error: out of memory [out-of-memory]\n");
	assert_int_equal(status_of_child(ask_for_half_of_all_memory, said, sizeof(said)), 3);
	assert_int_equal(status_of_child(ask_for_a_buffer_beyond_all_memory, said, sizeof(said)), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(large_pieces_get_blocks_of_their_own),
		cmocka_unit_test(a_mark_leads_back),
		cmocka_unit_test(marks_nest),
		cmocka_unit_test(copies_end_with_a_nul_that_does_not_count),
		cmocka_unit_test(arrays_grow_and_new_elements_are_zero),
		cmocka_unit_test(too_much_is_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
