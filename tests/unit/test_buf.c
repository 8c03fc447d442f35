/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Buffers: what is added comes out as one piece, however often they grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

static void pieces_become_one(void **state)
{
	struct buf buf = { 0 };

	(void)state;
	buf_add(&buf, STR("en/"));
	buf_add(&buf, (struct str){ NULL, 0 });
	buf_addf(&buf, "%s-vs-%03d", "235", 55);
	buf_add_char(&buf, '.');
	buf_add_size(&buf, SIZE_MAX);
	assert_true(str_is(buf_view(&buf), "en/235-vs-055.18446744073709551615"));
	buf_free(&buf);
	assert_int_equal(buf.len + buf.capacity, 0);
	buf_free(&buf);
}

static void growing_keeps_what_is_there(void **state)
{
	struct buf buf = { 0 };

	(void)state;
	for (size_t i = 0; i < 100000; i++)
		buf_add_char(&buf, (char)('a' + i % 26));
	assert_int_equal(buf.len, 100000);
	for (size_t i = 0; i < buf.len; i++)
		assert_int_equal(buf.ptr[i], (char)('a' + i % 26));
	buf_free(&buf);
}

/* The NUL that formatting needs is not part of what is in the buffer, also where it just fits. */
static void formatted_text_ends_without_a_nul(void **state)
{
	(void)state;
	for (size_t len = 250; len < 260; len++) {
		struct buf buf = { 0 };
		buf_addf(&buf, "%*s", (int)len, "x");
		buf_add_char(&buf, 'y');
		assert_int_equal(buf.len, len + 1);
		assert_int_equal(buf.ptr[len - 1], 'x');
		assert_int_equal(buf.ptr[len], 'y');
		buf_free(&buf);
	}
}

static void clearing_keeps_the_memory(void **state)
{
	struct buf buf = { 0 };

	(void)state;
	buf_add(&buf, STR("abc"));
	size_t capacity = buf.capacity;
	buf_clear(&buf);
	assert_int_equal(buf_view(&buf).len, 0);
	assert_int_equal(buf.capacity, capacity);
	buf_free(&buf);
}

static void room_is_there_before_it_is_used(void **state)
{
	struct buf buf = { 0 };

	(void)state;
	memset(buf_room(&buf, 5000), 'r', 5000);
	assert_int_equal(buf.len, 0);
	buf.len += 5000;
	assert_int_equal(str_count_points(buf_view(&buf)), 5000);
	buf_free(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_become_one),
		cmocka_unit_test(growing_keeps_what_is_there),
		cmocka_unit_test(formatted_text_ends_without_a_nul),
		cmocka_unit_test(clearing_keeps_the_memory),
		cmocka_unit_test(room_is_there_before_it_is_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
