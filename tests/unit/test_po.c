/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "formats/po.h"

#define HEADER                                                                                                         \
	"msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n>1;\\n\"\n"

struct fixture {
	struct arena arena;
	struct diags diags;
	struct source source;
};

static const struct po *parse(struct fixture *fixture, struct str text)
{
	fixture->diags.arena = &fixture->arena;
	fixture->source = (struct source){ .path = STR("de.po"), .text = text };
	return po_parse(&fixture->arena, &fixture->source, &fixture->diags);
}

static struct str written(struct loc loc)
{
	return str_until_index(str_from_index(loc.source->text, loc.offset), loc.len);
}

static void message_is_found_by_context_and_id(void **state)
{
	struct fixture f = { 0 };
	const struct po *po = parse(&f, STR(HEADER "msgctxt \"verb\" msgid \"Open\" msgstr \"Öffnen\"\r\n"
						   "msgid \"Open\"\r\nmsgstr \"Offen\"\r\n"));

	(void)state;
	assert_int_equal(f.diags.count, 0);
	assert_int_equal(po->count, 2);
	assert_true(str_is(po_find(po, STR("verb"), STR("Open"))->texts[0], "Öffnen"));
	assert_true(str_is(po_find(po, STR(""), STR("Open"))->texts[0], "Offen"));
	assert_true(str_is(po_find(po, (struct str){ NULL, 0 }, STR("Open"))->texts[0], "Offen"));
	assert_null(po_find(po, STR("noun"), STR("Open")));
	assert_null(po_find(po, STR("verb"), STR("Close")));
	arena_free(&f.arena);
}

static void fuzzy_and_empty_messages_are_not_found(void **state)
{
	struct fixture f = { 0 };
	const struct po *po =
		parse(&f, STR(HEADER "#, c-format, fuzzy\nmsgid \"a\"\nmsgstr \"A\"\nmsgid \"b\"\nmsgstr \"\"\n"
				     "msgid \"c\" msgid_plural \"d\" msgstr[0] \"C\" msgstr[1] \"\"\n"));
	struct str none = { NULL, 0 };

	(void)state;
	assert_null(po_find(po, none, STR("a")));
	assert_null(po_find(po, none, STR("b")));
	assert_null(po_find(po, none, STR("c")));
	assert_true(po_entry(po, none, STR("a"))->fuzzy);
	assert_false(po_entry(po, none, STR("b"))->fuzzy);
	arena_free(&f.arena);
}

static void header_fields_are_found_in_any_case(void **state)
{
	struct fixture f = { 0 };
	const struct po *po = parse(&f, STR("msgid \"\"\nmsgstr \"Language:  de \\n"
					    "content-type: text/plain; charset=utf-8\\n\""));

	(void)state;
	assert_int_equal(f.diags.count, 0);
	assert_true(str_is(po_header(po, "language"), "de"));
	assert_int_equal(po_header(po, "Plural-Forms").len, 0);
	assert_int_equal(po_plural_index(po, 1), 0);
	assert_int_equal(po_plural_index(po, 0), 1);
	arena_free(&f.arena);
}

static void nothing_is_an_empty_catalogue(void **state)
{
	static const struct str texts[] = { { NULL, 0 }, { "", 0 }, { "\xef\xbb\xbf", 3 }, { "# x", 3 }, { " \n", 2 } };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct fixture f = { 0 };
		const struct po *po = parse(&f, texts[i]);
		assert_int_equal(po->count, 0);
		assert_int_equal(f.diags.count, 0);
		assert_int_equal(po_header(po, "Language").len, 0);
		assert_null(po_find(po, STR(""), STR("a")));
		arena_free(&f.arena);
	}
}

static void place_counts_through_quotes_lines_and_escapes(void **state)
{
	struct fixture f = { 0 };
	const struct po *po =
		parse(&f, STR(HEADER "msgid \"a\"\nmsgstr \"ä\\n\" \"\"\n  \"\\303\\266 \\\"x\\x41\\\\\"\n"));
	const struct po_message *message = po->items[0];
	static const struct {
		size_t start, len;
		const char *written;
	} cases[] = {
		{ 0, 2, "ä" },    { 2, 1, "\\n" },    { 3, 2, "\\303\\266" },
		{ 6, 1, "\\\"" }, { 7, 2, "x\\x41" }, { 9, 1, "\\\\" },
	};

	(void)state;
	assert_true(str_is(message->texts[0], "ä\nö \"xA\\"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str part = str_until_index(str_from_index(message->texts[0], cases[i].start), cases[i].len);
		struct loc loc = po_place(message->text_locs[0], message->texts[0], part);
		assert_true(str_is(written(loc), cases[i].written));
	}
	arena_free(&f.arena);
}

static void file_cut_off_anywhere_is_read_to_its_end(void **state)
{
	struct str whole = STR(HEADER
			       "#, fuzzy\nmsgctxt \"c\"\nmsgid \"a\\x41\"\nmsgid_plural \"{b\"\n"
			       "msgstr[0] \"\\303\\266\"\nmsgstr[1] \"{b}\"\n");

	(void)state;
	for (size_t len = 0; len <= whole.len; len++) {
		struct fixture f = { 0 };
		struct str text = arena_copy(&f.arena, str_until_index(whole, len));
		const struct po *po = parse(&f, text);
		for (size_t i = 0; i < po->count; i++)
			po_check_slots(po->items[i], &f.diags);
		arena_free(&f.arena);
	}
}

static void slots_are_compared_and_said_once(void **state)
{
	struct fixture f = { 0 };
	const struct po *po =
		parse(&f, STR(HEADER "msgid \"{a.code} {b}\"\nmsgstr \"ä\\n\"\n\"{a.kode} {c} {c} {b}\"\n"));

	(void)state;
	assert_false(po_check_slots(po->items[0], &f.diags));
	assert_int_equal(f.diags.count, 2);
	assert_int_equal(f.diags.items[0].rule, DIAG_UNKNOWN_SLOT);
	assert_true(str_is(written(f.diags.items[0].loc), "{a.kode}"));
	assert_true(str_is(f.diags.items[0].hint, "a.code"));
	assert_true(str_is(written(f.diags.items[1].loc), "{c}"));
	arena_free(&f.arena);
}

static void slots_of_untranslated_and_fuzzy_messages_are_not_compared(void **state)
{
	struct fixture f = { 0 };
	const struct po *po =
		parse(&f, STR(HEADER "msgid \"{a}\"\nmsgstr \"\"\n#, fuzzy\nmsgid \"{b}\"\nmsgstr \"{c\"\n"));

	(void)state;
	assert_true(po_check_slots(po->items[0], &f.diags));
	assert_true(po_check_slots(po->items[1], &f.diags));
	assert_int_equal(f.diags.count, 0);
	arena_free(&f.arena);
}

static void mistakes_of_one_text_end(void **state)
{
	struct buf text = { 0 };
	struct fixture f = { 0 };

	(void)state;
	buf_add(&text, STR(HEADER "msgid \"{a}\"\nmsgstr \""));
	for (size_t i = 0; i < 100000; i++)
		buf_addf(&text, "{x%zu} { ", i);
	buf_add(&text, STR("\"\nmsgid \"b\"\nmsgstr \""));
	for (size_t i = 0; i < 100000; i++)
		buf_add(&text, STR("\\001"));
	buf_add(&text, STR("\"\n"));
	const struct po *po = parse(&f, buf_view(&text));
	assert_false(po_check_slots(po->items[0], &f.diags));
	assert_in_range(f.diags.count, 2, 20);
	arena_free(&f.arena);
	buf_free(&text);
}

static void many_messages_are_read_in_little_time(void **state)
{
	struct buf text = { 0 };
	struct fixture f = { 0 };

	(void)state;
	buf_add(&text, STR(HEADER));
	for (size_t i = 0; i < 20000; i++)
		buf_addf(&text, "msgctxt \"c%zu\"\nmsgid \"a\"\nmsgstr \"b\"\nmsgid \"a%zu\"\nmsgstr \"b\"\n", i, i);
	assert_int_equal(parse(&f, buf_view(&text))->count, 40000);
	assert_int_equal(f.diags.count, 0);
	arena_free(&f.arena);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_is_found_by_context_and_id),
		cmocka_unit_test(fuzzy_and_empty_messages_are_not_found),
		cmocka_unit_test(header_fields_are_found_in_any_case),
		cmocka_unit_test(nothing_is_an_empty_catalogue),
		cmocka_unit_test(place_counts_through_quotes_lines_and_escapes),
		cmocka_unit_test(file_cut_off_anywhere_is_read_to_its_end),
		cmocka_unit_test(slots_are_compared_and_said_once),
		cmocka_unit_test(slots_of_untranslated_and_fuzzy_messages_are_not_compared),
		cmocka_unit_test(mistakes_of_one_text_end),
		cmocka_unit_test(many_messages_are_read_in_little_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
