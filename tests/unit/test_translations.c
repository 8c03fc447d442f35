/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"
#include "stages/stamps.h"
#include "stages/translations.h"

#define LONG "It is a text that is long enough to be the same by no chance at all."

static const struct locale_status *gather(struct fixture *f)
{
	built_make(&f->built, &f->box);
	struct translations all = translations_gather(&f->built.arena, f->built.manuscript);
	assert_int_equal(all.locale_count, 1);
	assert_true(str_is(all.locales[0].locale->id, "de"));
	return &all.locales[0];
}

static const struct text_status *text_of(const struct locale_status *status, const char *file)
{
	for (size_t i = 0; i < status->families[0].text_count; i++)
		if (str_is(status->families[0].texts[i].file, file))
			return &status->families[0].texts[i];
	fail_msg("no text %s", file);
	return NULL;
}

static enum part_state state_of(const struct text_status *text, const char *id)
{
	for (size_t i = 0; i < text->part_count; i++)
		if (str_is(text->parts[i].id, id))
			return text->parts[i].state;
	fail_msg("no part %s", id);
	return PART_DONE;
}

static void what_most_pages_show_comes_first(void **state)
{
	static const struct {
		const char *file;
		size_t pages;
	} wanted[] = {
		{ "content/demo/450.de.md", 5 }, /* its page, three comparisons, the list */
		{ "content/demo/500.de.md", 4 },        { "content/demo/99.de.md", 3 },
		{ "content/demo/200-vs-500.de.md", 1 }, { "content/demo/200.de.md", 0 },
	};
	const struct family_status *family = &gather(*state)->families[0];

	assert_int_equal(family->text_count, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_true(str_is(family->texts[i].file, wanted[i].file));
		assert_int_equal(family->texts[i].pages, wanted[i].pages);
		assert_int_equal(family->texts[i].state, i < 4 ? TEXT_MISSING : TEXT_DONE);
	}
	assert_int_equal(family->counts[TEXT_MISSING], 4);
	assert_int_equal(family->counts[TEXT_DONE], 1);
}

static void words_are_those_of_the_source_text_without_markup(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/450.en.md",
		      ENTRY("450", "Wait a bit", "  outcome: no\n",
			    "## Meaning {#meaning}\n\n**Three** words, <code:500>.\n\n    no word here\n"));
	/* "Wait a bit", "About 450.", and the section */
	assert_int_equal(text_of(gather(f), "content/demo/450.de.md")->words, 3 + 2 + 3);
}

static void a_part_is_missing_copied_stale_or_without_a_stamp(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/500.en.md",
		      ENTRY("500", "Broken", "  outcome: no\n",
			    "## First {#first}\n\n" LONG "\n\n## Meaning {#meaning}\n\nOne.\n\n## More {#more}\n\n" LONG
			    "\n"));
	sandbox_write(&f->box, "content/demo/500.de.md",
		      "---\ntitle: Kaputt\nsource: { first: \"01234567 01234567\" }\n---\n"
		      "## Zuerst {#first}\n\nAnders.\n\n## Bedeutung {#meaning}\n\nEins.\n\n## Mehr {#more}\n\n" LONG
		      "\n");
	const struct text_status *text = text_of(gather(f), "content/demo/500.de.md");

	assert_int_equal(text->state, TEXT_PARTIAL);
	assert_int_equal(state_of(text, "title"), PART_DONE);
	assert_int_equal(state_of(text, "summary"), PART_MISSING);
	assert_int_equal(state_of(text, "first"), PART_STALE);
	assert_int_equal(state_of(text, "meaning"), PART_UNSTAMPED);
	assert_int_equal(state_of(text, "more"), PART_COPIED);
	assert_int_equal(text->words, 2 + 17 + 17);
	assert_int_equal(text->unstamped, 1);
	assert_int_equal(text->pages,
			 2); /* its page, and the list for the summary; no comparison shows such sections */
}

static void a_section_of_comparisons_counts_them(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/500.de.md", "---\ntitle: Kaputt\nsummary: Zu 500.\n---\n");
	const struct text_status *text = text_of(gather(f), "content/demo/500.de.md");

	assert_int_equal(state_of(text, "meaning"), PART_MISSING);
	assert_int_equal(text->pages, 3);
}

static void a_translation_that_cannot_be_read_is_not_done(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/200.de.md",
		      "---\ntitle: \"Fertig\n---\n## Bedeutung {#meaning}\n\nGut.\n");
	const struct text_status *text = text_of(gather(f), "content/demo/200.de.md");

	assert_int_equal(text->state, TEXT_BROKEN);
	assert_true(text->pages > 0);
}

static void messages_are_missing_or_fuzzy_once_each(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "templates/home.html", "{{ _(\"Twice\") }} {{ _(\"Twice\") }}");
	sandbox_write(&f->box, "locales/de.po",
		      "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
		      "#, fuzzy\nmsgctxt \"demo.compare.verdict.any\"\nmsgid \"{a.code} and {b.code} differ.\"\n"
		      "msgstr \"{a.code} ist nicht {b.code}.\"\n"
		      "msgctxt \"site.name\"\nmsgid \"Demo\"\nmsgstr \"Demo\"\n");
	const struct locale_status *status = gather(f);
	size_t twice = 0;

	assert_int_equal(status->fuzzy.count, 1);
	assert_int_equal(status->missing.count, status->message_count - 2);
	for (size_t i = 0; i < status->missing.count; i++)
		twice += str_is(status->missing.items[i]->id, "Twice");
	assert_int_equal(twice, 1);
	assert_false(translations_are_done(status));
}

/* Stamps the translation of 200 from the source as it is now, changes the source, and looks again. */
static enum part_state after_change(struct fixture *f, const char *source)
{
	struct buf out = { 0 };

	built_make(&f->built, &f->box);
	const struct folder *folder = &f->built.manuscript->folders.items[0];
	const struct document *from = NULL, *translation = NULL;
	for (size_t i = 0; i < folder->count; i++) {
		if (str_is(folder->items[i].source.path, "content/demo/200.en.md"))
			from = &folder->items[i];
		if (str_is(folder->items[i].source.path, "content/demo/200.de.md"))
			translation = &folder->items[i];
	}
	buf_add(&out, STR("---\ntitle: Fertig\nsummary: Zu 200.\n"));
	stamps_write(translation, from, "\n", &out);
	buf_add(&out, STR("---\n## Bedeutung {#meaning}\n\nAlles ist gut, anders als bei <code:500>.\n"));
	sandbox_write_bytes(&f->box, "content/demo/200.de.md", buf_view(&out));
	buf_free(&out);
	built_free(&f->built);
	sandbox_write(&f->box, "content/demo/200.en.md", source);
	enum part_state part = state_of(text_of(gather(f), "content/demo/200.de.md"), "meaning");
	return part;
}

static void white_space_line_ends_and_facts_make_nothing_stale(void **state)
{
	assert_int_equal(after_change(*state,
				      "---\r\ncode: 200\r\ntitle: Done now\r\nsummary: Other.\r\n"
				      "facts: { outcome: no }\r\n---\r\n\r\n## Sense {#meaning}\r\n\r\n"
				      "All is well,\r\nnot as  with <code:500>.\r\n\r\n"),
			 PART_DONE);
}

static void a_word_makes_a_section_stale(void **state)
{
	assert_int_equal(
		after_change(*state, ENTRY("200", "Done", "  outcome: yes\n",
					   "## Meaning {#meaning}\n\nAll was well, not as with <code:500>.\n")),
		PART_STALE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_most_pages_show_comes_first),
		TEST(words_are_those_of_the_source_text_without_markup),
		TEST(a_part_is_missing_copied_stale_or_without_a_stamp),
		TEST(a_section_of_comparisons_counts_them),
		TEST(a_translation_that_cannot_be_read_is_not_done),
		TEST(messages_are_missing_or_fuzzy_once_each),
		TEST(white_space_line_ends_and_facts_make_nothing_stale),
		TEST(a_word_makes_a_section_stale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
