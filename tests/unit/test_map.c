/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Maps and the fingerprints below them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/map.h"

static void an_empty_map_has_nothing(void **state)
{
	struct map map = { 0 };

	(void)state;
	assert_null(map_find(&map, STR("550")));
	assert_null(map_find(&map, (struct str){ NULL, 0 }));
}

static void a_taken_key_keeps_its_value(void **state)
{
	struct arena arena = { 0 };
	struct map map = { 0 };
	int first, second;

	(void)state;
	assert_true(map_add(&map, &arena, STR("550"), &first));
	assert_false(map_add(&map, &arena, STR("550"), &second));
	assert_ptr_equal(map_find(&map, STR("550")), &first);
	assert_int_equal(map.count, 1);
	arena_free(&arena);
}

static void keys_are_bytes(void **state)
{
	struct arena arena = { 0 };
	struct map map = { 0 };
	int a, b, c;

	(void)state;
	assert_true(map_add(&map, &arena, STR("a"), &a));
	assert_true(map_add(&map, &arena, (struct str){ "a\0", 2 }, &b));
	assert_true(map_add(&map, &arena, STR(""), &c));
	assert_ptr_equal(map_find(&map, STR("a")), &a);
	assert_ptr_equal(map_find(&map, (struct str){ "a\0", 2 }), &b);
	assert_ptr_equal(map_find(&map, (struct str){ NULL, 0 }), &c);
	assert_null(map_find(&map, STR("A")));
	arena_free(&arena);
}

static void thousands_are_found_again_in_their_order(void **state)
{
	struct arena arena = { 0 };
	struct map map = { 0 };
	static size_t values[10000];
	char name[32];

	(void)state;
	for (size_t i = 0; i < 10000; i++) {
		int len = snprintf(name, sizeof(name), "key-%zu", i * 7919 % 10000);
		assert_true(map_add(&map, &arena, arena_copy(&arena, (struct str){ name, (size_t)len }), &values[i]));
	}
	assert_int_equal(map.count, 10000);
	for (size_t i = 0; i < 10000; i++) {
		int len = snprintf(name, sizeof(name), "key-%zu", i * 7919 % 10000);
		assert_ptr_equal(map_find(&map, (struct str){ name, (size_t)len }), &values[i]);
		assert_ptr_equal(map.items[i].value, &values[i]);
	}
	assert_null(map_find(&map, STR("key-10000")));
	arena_free(&arena);
}

static void fingerprints_do_not_depend_on_where_the_empty_view_points(void **state)
{
	struct hash128 a = hash128((struct str){ NULL, 0 }), b = hash128(STR(""));

	(void)state;
	assert_int_equal(hash64((struct str){ NULL, 0 }), hash64(STR("")));
	assert_true(a.high == b.high && a.low == b.low);
	assert_true(hash64(STR("a")) != hash64(STR("b")));
	assert_true(hash128(STR("a")).low != hash128(STR("b")).low);
}

/* FIPS 180-2, appendix B.1: these bytes are in the names of assets, so they must never change. */
static void sha256_is_the_standards(void **state)
{
	static const unsigned char abc[4] = { 0xba, 0x78, 0x16, 0xbf }, empty[4] = { 0xe3, 0xb0, 0xc4, 0x42 };
	unsigned char digest[HASH_SHA256_SIZE];

	(void)state;
	hash_sha256(STR("abc"), digest);
	assert_memory_equal(digest, abc, 4);
	hash_sha256((struct str){ NULL, 0 }, digest);
	assert_memory_equal(digest, empty, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(a_taken_key_keeps_its_value),
		cmocka_unit_test(keys_are_bytes),
		cmocka_unit_test(thousands_are_found_again_in_their_order),
		cmocka_unit_test(fingerprints_do_not_depend_on_where_the_empty_view_points),
		cmocka_unit_test(sha256_is_the_standards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
