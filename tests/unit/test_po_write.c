/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "formats/po.h"
#include "formats/po_write.h"

#define HEADER                                                                                                         \
	"msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: Statusbook\\n\"\n\"Language: \\n\"\n\"MIME-Version: "          \
	"1.0\\n\"\n"                                                                                                   \
	"\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n\"Plural-Forms: "     \
	"\\n\"\n"

/* Every kind of message that there is. */
static void fill(struct pot *pot)
{
	static const struct pot_message messages[] = {
		{ .id = { "Codes", 5 }, .path = { "templates/index.html", 20 } },
		{ .id = { "One of {family}", 15 },
		  .plural = { "{n} of {family}", 15 },
		  .comment = { "A count.\n\nOf codes.", 19 } },
		{ .id = { "Codes", 5 }, .path = { "templates/code.html", 19 }, .comment = { "A heading.", 10 } },
		{ .context = { "verb", 4 }, .id = { "Open \"x\\y\"\t", 11 } },
		{ .id = { "Größe\nin\nBytes", 16 } },
		{ .id = { "Ends {a.code}\n", 14 } },
		{ .id = { "{x-y} \x01\a", 8 } },
		{ .id = { "Codes", 5 }, .path = { "templates/index.html", 20 } },
	};

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		assert_true(pot_add(pot, &messages[i]));
}

static void messages_are_written_once_and_in_order(void **state)
{
	struct arena arena = { 0 };
	struct pot pot = { .arena = &arena };
	struct buf out = { 0 };

	(void)state;
	fill(&pot);
	pot_write(&pot, STR("Statusbook"), &out);
	buf_add_char(&out, '\0');
	assert_string_equal(
		out.ptr, HEADER
		"\n"
		"#. A heading.\n#: templates/index.html templates/code.html\nmsgid \"Codes\"\nmsgstr \"\"\n\n"
		"#. A count.\n#.\n#. Of codes.\n#, python-brace-format\nmsgid \"One of {family}\"\n"
		"msgid_plural \"{n} of {family}\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n\n"
		"msgctxt \"verb\"\nmsgid \"Open \\\"x\\\\y\\\"\\t\"\nmsgstr \"\"\n\n"
		"msgid \"\"\n\"Größe\\n\"\n\"in\\n\"\n\"Bytes\"\nmsgstr \"\"\n\n"
		"#, python-brace-format\nmsgid \"Ends {a.code}\\n\"\nmsgstr \"\"\n\n"
		"#, python-brace-format\nmsgid \"{x-y} \\001\\a\"\nmsgstr \"\"\n");
	buf_free(&out);
	arena_free(&arena);
}

static void what_is_written_can_be_read(void **state)
{
	struct arena arena = { 0 };
	struct pot pot = { .arena = &arena };
	struct buf out = { 0 };
	struct diags diags = { .arena = &arena };

	(void)state;
	fill(&pot);
	pot_write(&pot, STR("Statusbook"), &out);
	struct source source = { .path = STR("messages.pot"), .text = buf_view(&out) };
	const struct po *po = po_parse(&arena, &source, &diags);
	assert_int_equal(po->count, pot.count);
	assert_int_equal(diags.count, 2); /* the control characters, which templates cannot hold */
	for (size_t i = 0; i < po->count; i++) {
		assert_true(str_eq(po->items[i]->id, pot.items[i]->message.id));
		assert_true(str_eq(po->items[i]->plural, pot.items[i]->message.plural));
		assert_true(str_eq(po->items[i]->context, pot.items[i]->message.context));
	}
	buf_free(&out);
	arena_free(&arena);
}

static void msgfmt_accepts_it(void **state)
{
	struct arena arena = { 0 };
	struct pot pot = { .arena = &arena };
	struct buf out = { 0 };

	(void)state;
	if (system("command -v msgfmt >/dev/null") != 0)
		skip();
	fill(&pot);
	pot_write(&pot, STR("Statusbook"), &out);
	FILE *msgfmt = popen("msgfmt --check -o /dev/null - 2>/dev/null", "w");
	assert_non_null(msgfmt);
	assert_int_equal(fwrite(out.ptr, 1, out.len, msgfmt), out.len);
	assert_int_equal(pclose(msgfmt), 0);
	buf_free(&out);
	arena_free(&arena);
}

static void plurals_join_a_message_but_must_agree(void **state)
{
	struct arena arena = { 0 };
	struct pot pot = { .arena = &arena };

	(void)state;
	assert_true(pot_add(&pot, &(struct pot_message){ .id = STR("code") }));
	assert_true(pot_add(&pot, &(struct pot_message){ .id = STR("code"), .plural = STR("codes") }));
	assert_true(pot_add(&pot, &(struct pot_message){ .id = STR("code") }));
	assert_false(pot_add(&pot, &(struct pot_message){ .id = STR("code"), .plural = STR("{n} codes") }));
	assert_int_equal(pot.count, 1);
	assert_true(str_is(pot.items[0]->message.plural, "codes"));
	arena_free(&arena);
}

static void references_are_wrapped(void **state)
{
	struct arena arena = { 0 };
	struct pot pot = { .arena = &arena };
	struct buf out = { 0 };
	struct str paths[9], rest, line;

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		paths[i] = arena_copy(&arena, STR("templates/partials/0.html"));
		*(char *)(uintptr_t)(paths[i].ptr + 19) = (char)('0' + i);
		pot_add(&pot, &(struct pot_message){ .id = STR("a"), .path = paths[i] });
	}
	pot_write(&pot, STR("Statusbook"), &out);
	rest = buf_view(&out);
	while (str_next_line(&rest, &line))
		assert_true(line.len < 80);
	buf_free(&out);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_are_written_once_and_in_order),
		cmocka_unit_test(what_is_written_can_be_read),
		cmocka_unit_test(msgfmt_accepts_it),
		cmocka_unit_test(plurals_join_a_message_but_must_agree),
		cmocka_unit_test(references_are_wrapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
