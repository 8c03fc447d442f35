/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "formats/slots.h"

/* The parts of `text`, each literal in brackets and each name behind a colon. */
static void expect(struct str text, const char *wanted)
{
	struct buf parts = { 0 };
	struct str literal, name;

	while (slot_next(&text, &literal, &name)) {
		buf_addf(&parts, "[%.*s]", (int)literal.len, literal.ptr);
		if (name.len > 0)
			buf_addf(&parts, ":%.*s ", (int)name.len, name.ptr);
	}
	buf_add_char(&parts, '\0');
	assert_string_equal(parts.ptr, wanted);
	buf_free(&parts);
}

static void text_and_slots_take_turns(void **state)
{
	(void)state;
	expect(STR("{n} codes of {a.code}, {x_y-2}!"), "[]:n [ codes of ]:a.code [, ]:x_y-2 [!]");
}

static void text_without_slot_is_one_part(void **state)
{
	(void)state;
	expect(STR("none"), "[none]");
	expect(STR(""), "");
	expect((struct str){ NULL, 0 }, "");
}

static void braces_that_begin_no_slot_are_text(void **state)
{
	(void)state;
	expect(STR("{} { n } {ü} }{{n}} {n"), "[{} { n } {ü} }{]:n [} {n]");
}

static void braces_without_end_cost_no_more_than_their_length(void **state)
{
	struct buf text = { 0 };
	struct str rest, literal, name;

	(void)state;
	for (size_t i = 0; i < 1000000; i++)
		buf_add_char(&text, i % 3 ? 'a' : '{');
	rest = buf_view(&text);
	assert_true(slot_next(&rest, &literal, &name));
	assert_int_equal(literal.len, 1000000);
	assert_int_equal(name.len, 0);
	assert_false(slot_next(&rest, &literal, &name));
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_and_slots_take_turns),
		cmocka_unit_test(text_without_slot_is_one_part),
		cmocka_unit_test(braces_that_begin_no_slot_are_text),
		cmocka_unit_test(braces_without_end_cost_no_more_than_their_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
