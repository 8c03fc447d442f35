/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "formats/yaml.h"

struct fixture {
	struct arena arena;
	struct diags diags;
	struct source source;
};

static struct yaml *parse(struct fixture *fixture, struct str text)
{
	fixture->diags.arena = &fixture->arena;
	fixture->source = (struct source){ .path = STR("x.yaml"), .text = text };
	return yaml_parse(&fixture->arena, &fixture->source, text, &fixture->diags);
}

static struct str written(struct loc loc)
{
	return str_until_index(str_from_index(loc.source->text, loc.offset), loc.len);
}

static void places_are_bytes_of_the_source(void **state)
{
	struct fixture f = { 0 };
	const struct yaml *map = parse(&f, STR("größe: 'ä ö'\r\nb: [ü, \"ß\\n\"]  # é\nc: |\n  é\nd: x y  \n"));

	(void)state;
	assert_int_equal(f.diags.count, 0);
	assert_true(str_is(written(map->items[0].key_loc), "größe"));
	assert_true(str_is(written(map->items[0].value->loc), "'ä ö'"));
	assert_true(str_is(written(map->items[1].value->loc), "[ü, \"ß\\n\"]"));
	assert_true(str_is(written(map->items[1].value->items[1].value->loc), "\"ß\\n\""));
	assert_true(str_is(written(map->items[3].value->loc), "x y"));
	assert_int_equal(map->loc.offset, 0);
	assert_true(str_ends(written(map->loc), STR("d: x y")));
	arena_free(&f.arena);
}

static void texts_as_written_are_views_of_the_source(void **state)
{
	struct fixture f = { 0 };
	const struct yaml *map = parse(&f, STR("a: plain\nb: \"quoted\"\nc: 'it''s'\n"));
	const char *start = f.source.text.ptr;

	(void)state;
	assert_ptr_equal(yaml_find(map, "a")->text.ptr, start + 3);
	assert_ptr_equal(yaml_find(map, "b")->text.ptr, start + 13);
	assert_true(str_is(yaml_find(map, "c")->text, "it's"));
	arena_free(&f.arena);
}

/* Where `part` of the value of `key` stands, as it is written there. */
static struct str place_of(const struct yaml *map, const char *key, const char *part)
{
	const struct yaml *node = yaml_find(map, key);
	size_t at = str_find(node->text, str_from(part), 0);

	assert_true(at != SIZE_MAX);
	return written(
		yaml_place(node->loc, node->text, str_until_index(str_from_index(node->text, at), strlen(part))));
}

static void parts_of_texts_have_places(void **state)
{
	struct fixture f = { 0 };
	const struct yaml *map =
		parse(&f, STR("a: one two\nb: \"\\\"one\\\" two\"\nc: 'it''s on'\nd: >-\n  one\n  two\n"
			      "e: \"\\u00fcb \"\n"));

	(void)state;
	assert_true(str_is(place_of(map, "a", "two"), "two"));
	assert_true(str_is(place_of(map, "b", "two"), "two"));
	assert_true(str_is(place_of(map, "b", "\"one"), "\"one"));
	assert_true(str_is(place_of(map, "c", "s on"), "s on"));
	assert_true(str_is(place_of(map, "d", "e t"), "e\n  t"));
	assert_true(str_is(place_of(map, "e", "b"), "\"\\u00fcb \""));
	arena_free(&f.arena);
}

static void part_may_be_front_matter(void **state)
{
	struct fixture f = { 0 };
	struct source source = { .path = STR("x.md"), .text = STR("---\nä: ö\n---\nText: [") };
	struct str part = str_until_index(str_from_index(source.text, 4), 7);

	(void)state;
	f.diags.arena = &f.arena;
	const struct yaml *map = yaml_parse(&f.arena, &source, part, &f.diags);
	assert_int_equal(map->count, 1);
	assert_int_equal(map->items[0].key_loc.offset, 4);
	assert_int_equal(map->items[0].value->loc.offset, 8);
	arena_free(&f.arena);
}

static void byte_order_mark_is_passed_over(void **state)
{
	struct fixture f = { 0 };
	const struct yaml *map = parse(&f, STR("\xef\xbb\xbf"
					       "a: ö\nb: c\n"));

	(void)state;
	assert_int_equal(map->items[1].key_loc.offset, 9);
	arena_free(&f.arena);
}

static void bad_bytes_are_reported_at_their_byte(void **state)
{
	static const struct {
		struct str text;
		uint32_t offset;
	} cases[] = {
		{ { "\xc3\xa4: \xff", 5 }, 4 },
		{ { "\xff\xfe"
		    "a\0",
		    4 },
		  0 },
		{ { "\xc3\xa4: \0", 5 }, 4 },
		{ { "a: \xc3", 4 }, 3 },
		{ { "\xc3\xa4: \x01", 5 }, 4 },
		{ { "a: \xed\xa0\x80", 6 }, 3 },
		{ { "\xc3\xa4: \"x\\q\"", 9 }, 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture f = { 0 };
		assert_null(parse(&f, cases[i].text));
		assert_int_equal(f.diags.count, 1);
		assert_int_equal(f.diags.items[0].rule, DIAG_BAD_YAML);
		assert_int_equal(f.diags.items[0].loc.offset, cases[i].offset);
		arena_free(&f.arena);
	}
}

static void nothing_gives_an_empty_map(void **state)
{
	static const struct str texts[] = { { NULL, 0 },  { "", 0 },      { "\n", 1 },
					    { "# x", 3 }, { "---\n", 4 }, { "{}", 2 } };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct fixture f = { 0 };
		const struct yaml *map = parse(&f, texts[i]);
		assert_non_null(map);
		assert_int_equal(map->kind, YAML_MAP);
		assert_int_equal(map->count, 0);
		arena_free(&f.arena);
	}
}

static void an_empty_text_is_no_empty_map(void **state)
{
	struct fixture f = { 0 };

	(void)state;
	assert_int_equal(parse(&f, STR("''"))->kind, YAML_SCALAR);
	arena_free(&f.arena);
}

static void find_takes_anything(void **state)
{
	struct fixture f = { 0 };
	const struct yaml *list = parse(&f, STR("[a]"));

	(void)state;
	assert_null(yaml_find(NULL, "a"));
	assert_null(yaml_find(list, "a"));
	assert_null(yaml_find(list->items[0].value, "a"));
	assert_true(yaml_check_keys(list, NULL, 0, &f.diags));
	arena_free(&f.arena);
}

static void all_mistakes_of_ours_are_found_in_one_go(void **state)
{
	struct fixture f = { 0 };

	(void)state;
	assert_null(parse(&f, STR("a: &x 1\nb: !t 2\na: 3\nc: ! 4\n*x : 5\n? {d: e}\n: \"\\x01\"\n")));
	assert_int_equal(f.diags.count, 7);
	assert_int_equal(f.diags.items[2].rule, DIAG_DUPLICATE_KEY);
	assert_int_equal(f.diags.items[2].note.offset, 0);
	assert_int_equal(f.diags.items[2].loc.offset, 16);
	arena_free(&f.arena);
}

static void depth_is_limited(void **state)
{
	struct buf text = { 0 };
	struct fixture f = { 0 };

	(void)state;
	for (size_t i = 0; i < YAML_DEEPEST; i++)
		buf_add_char(&text, '[');
	for (size_t i = 0; i < YAML_DEEPEST; i++)
		buf_add_char(&text, ']');
	assert_non_null(parse(&f, buf_view(&text)));
	buf_clear(&text);
	for (size_t i = 0; i < 1000000; i++)
		buf_add_char(&text, '[');
	assert_null(parse(&f, buf_view(&text)));
	assert_int_equal(f.diags.items[0].rule, DIAG_YAML_TOO_DEEP);
	assert_int_equal(f.diags.items[0].loc.offset, YAML_DEEPEST);
	arena_free(&f.arena);
	buf_free(&text);
}

static void many_keys_are_read_in_little_time(void **state)
{
	struct buf text = { 0 };
	struct fixture f = { 0 };

	(void)state;
	for (size_t i = 0; i < 50000; i++)
		buf_addf(&text, "ä%zu: [b]\n", i);
	assert_int_equal(parse(&f, buf_view(&text))->count, 50000);
	arena_free(&f.arena);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_bytes_of_the_source),
		cmocka_unit_test(texts_as_written_are_views_of_the_source),
		cmocka_unit_test(parts_of_texts_have_places),
		cmocka_unit_test(part_may_be_front_matter),
		cmocka_unit_test(byte_order_mark_is_passed_over),
		cmocka_unit_test(bad_bytes_are_reported_at_their_byte),
		cmocka_unit_test(nothing_gives_an_empty_map),
		cmocka_unit_test(an_empty_text_is_no_empty_map),
		cmocka_unit_test(find_takes_anything),
		cmocka_unit_test(all_mistakes_of_ours_are_found_in_one_go),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(many_keys_are_read_in_little_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
