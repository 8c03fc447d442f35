/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/yaml.h"
#include "formats/yaml_write.h"

/* Written as a value, and as an element between others, it is read as what it was. */
static void comes_back(const char *text)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("a.yaml") };
	struct buf out = { 0 };

	buf_add(&out, STR("a: "));
	yaml_add_text(&out, str_from(text));
	buf_add(&out, STR("\nb: [x, "));
	yaml_add_text(&out, str_from(text));
	buf_add(&out, STR(", y]\n"));
	source.text = buf_view(&out);
	const struct yaml *map = yaml_parse(&arena, &source, source.text, &diags);
	if (!map)
		fail_msg("cannot be read: %.*s", (int)out.len, out.ptr);
	assert_true(str_is(yaml_find(map, "a")->text, text));
	assert_int_equal(yaml_find(map, "b")->count, 3);
	assert_true(str_is(yaml_find(map, "b")->items[1].value->text, text));
	buf_free(&out);
	arena_free(&arena);
}

static void every_text_comes_back(void **state)
{
	static const char *const texts[] = {
		"",
		" ",
		"plain words",
		"550",
		"5.7.1",
		"no",
		"~",
		"a: b",
		"a #b",
		"# a",
		"a, b",
		"[a]",
		"{a: b}",
		"- a",
		"? a",
		"*a",
		"&a",
		"!a",
		"'a'",
		"\"a\"",
		"a\\nb",
		"a\nb",
		"a\tb",
		" a ",
		"a:",
		"%a",
		"@a",
		"`a`",
		"| a",
		"> a",
		"---",
		"...",
		"Größe",
		"é",

		"b",
		"a\xe2\x80\xa8"
		"b",
		"x\xef\xbb\xbfy",
		"x\xef\xbf\xbfy\xef\xbf\xbe",
		"a - b",
		"a  b",
		"日本 語",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		comes_back(texts[i]);
}

static void quotes_stand_only_where_they_are_needed(void **state)
{
	struct buf out = { 0 };

	(void)state;
	yaml_add_text(&out, STR("Mailbox unavailable"));
	assert_true(str_is(buf_view(&out), "Mailbox unavailable"));
	buf_clear(&out);
	yaml_add_text(&out, STR("It says \"no\"."));
	assert_true(str_is(buf_view(&out), "\"It says \\\"no\\\".\""));
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_comes_back),
		cmocka_unit_test(quotes_stand_only_where_they_are_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
