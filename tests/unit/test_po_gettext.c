/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What our reader makes of a PO file is what gettext makes of it: msgfmt compiles it, and the result is compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/process.h"
#include "formats/po.h"
#include "sandbox.h"

static uint32_t number_at(struct str mo, size_t at)
{
	uint32_t number;

	assert_true(at + sizeof(number) <= mo.len);
	memcpy(&number, mo.ptr + at, sizeof(number)); /* msgfmt writes in the order of the machine */
	return number;
}

/* The text with that index in one of the two tables of an MO file. */
static struct str text_at(struct str mo, size_t table, size_t index)
{
	size_t start = number_at(mo, table) + 8 * index;
	struct str text = { mo.ptr + number_at(mo, start + 4), number_at(mo, start) };

	assert_true(text.ptr + text.len <= mo.ptr + mo.len);
	return text;
}

/* "context\4id\0plural" and "text\0text": whether our catalogue has the same. */
static void compare_one(const struct po *po, struct str key, struct str value)
{
	struct str id = str_until_index(key, str_find_char(key, '\0')), context = { NULL, 0 };
	size_t end = str_find_char(id, '\4');

	if (end != SIZE_MAX) {
		context = str_until_index(id, end);
		id = str_from_index(id, end + 1);
	}
	if (key.len == 0) {
		assert_true(str_eq(po->header->texts[0], value));
		return;
	}
	const struct po_message *message = po_find(po, context, id);
	if (!message)
		fail_msg("we do not show '%.*s'", (int)id.len, id.ptr);
	for (size_t i = 0; i < message->text_count; i++) {
		size_t len = str_find_char(value, '\0');
		struct str text = str_until_index(value, len);
		if (!str_eq(message->texts[i], text))
			fail_msg("'%.*s' is '%.*s' to us", (int)text.len, text.ptr, (int)message->texts[i].len,
				 message->texts[i].ptr);
		value = len == SIZE_MAX ? str_from_index(value, value.len) : str_from_index(value, len + 1);
	}
	assert_int_equal(value.len, 0);
}

static void compare(const char *path)
{
	struct process msgfmt = { .arguments = (const char *const[]){ "msgfmt", "--output-file=-", path, NULL },
				  .limit = (size_t)4 << 20,
				  .seconds = 60 };
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = str_from(path) };
	size_t shown = 0;

	int error = process_run(&msgfmt);
	if (error == ENOENT)
		skip();
	assert_int_equal(error, 0);
	assert_int_equal(msgfmt.status, 0);
	assert_int_equal(fs_read(&arena, AT_FDCWD, path, (size_t)4 << 20, &source.text), 0);
	const struct po *po = po_parse(&arena, &source, &diags);
	assert_int_equal(diags.count, 0);

	struct str mo = buf_view(&msgfmt.output);
	assert_int_equal(number_at(mo, 0), 0x950412de);
	for (size_t i = 0; i < number_at(mo, 8); i++)
		compare_one(po, text_at(mo, 12, i), text_at(mo, 16, i));
	for (size_t i = 0; i < po->count; i++)
		shown += po_find(po, po->items[i]->context, po->items[i]->id) != NULL;
	assert_int_equal(shown + (po->header != NULL), number_at(mo, 8));
	buf_free(&msgfmt.output);
	buf_free(&msgfmt.complaints);
	arena_free(&arena);
}

static void our_catalogues_are_the_same_to_gettext(void **state)
{
	struct arena arena = { 0 };
	struct fs_listing listing;
	size_t catalogues = 0;
	int folder = fs_open_folder(AT_FDCWD, "locales"); /* tests run in the project's folder */

	(void)state;
	assert_true(folder >= 0);
	assert_int_equal(fs_list(&arena, folder, &listing), 0);
	close(folder);
	for (size_t i = 0; i < listing.count; i++) {
		if (!str_ends(listing.items[i].name, STR(".po")))
			continue;
		catalogues++;
		compare(arena_concat(&arena, STR("locales/"), listing.items[i].name).ptr);
	}
	assert_true(catalogues > 0);
	arena_free(&arena);
}

#define HEADER                                                                                                         \
	"msgid \"\"\nmsgstr \"\"\n\"Language: pl\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"               \
	"\"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : "          \
	"2);\\n\"\n"

static void compare_text(const char *text)
{
	struct sandbox box;

	sandbox_make(&box);
	sandbox_write(&box, "a.po", text);
	compare(sandbox_at(&box, "a.po"));
	sandbox_free(&box);
}

static void previous_fuzzy_and_obsolete_messages_are_the_same_to_gettext(void **state)
{
	(void)state;
	compare_text(HEADER
		     "\n# A remark.\n#. for you\n#: a.html\n#, fuzzy, python-brace-format\n"
		     "#| msgctxt \"old\"\n#| msgid \"one {a}\"\n#| msgid_plural \"many\"\n"
		     "msgctxt \"c\"\nmsgid \"One {a}\"\nmsgstr \"Jeden {a}\"\n\n"
		     "#| msgid \"was\"\nmsgid \"is\"\nmsgstr \"jest\"\n\n"
		     "msgid \"not yet\"\nmsgstr \"\"\n\n"
		     "#, fuzzy\n#~| msgid \"before\"\n#~ msgid \"gone\"\n#~ msgstr \"nie ma\"\n\n"
		     "#~ msgid \"older\"\n#~ msgstr \"stare\"\n\n"
		     "msgid \"behind them\"\nmsgstr \"za nimi\"\n");
}

static void contexts_escapes_and_plurals_are_the_same_to_gettext(void **state)
{
	(void)state;
	compare_text(HEADER
		     "msgid \"same\"\nmsgstr \"bez\"\n\nmsgctxt \"a\"\nmsgid \"same\"\nmsgstr \"w a\"\n\n"
		     "msgid \"tab\\t\\\"quote\\\" \\\\ \\x41\\101\"\nmsgstr \"\"\n\"jedna \"\n  "
		     "\"linia\\t\\\"\\\\\\x41\\101\"\n\n"
		     "msgid \"line\\n\"\nmsgstr \"linia\\n\"\n\n"
		     "msgid \"{n} page\"\nmsgid_plural \"{n} pages\"\n"
		     "msgstr[0] \"{n} strona\"\nmsgstr[1] \"{n} strony\"\nmsgstr[2] \"{n} stron\"\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_catalogues_are_the_same_to_gettext),
		cmocka_unit_test(previous_fuzzy_and_obsolete_messages_are_the_same_to_gettext),
		cmocka_unit_test(contexts_escapes_and_plurals_are_the_same_to_gettext),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
