/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Builds over the site before: how little is done, by counts, which have no noise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"
#include "stages/publish.h"

struct done {
	bool current; /* nothing was to do */
	bool fine;
	struct publish_report report;
	struct diags diags;
};

static struct arena arena;

/* As `statusbook build` does it. */
static struct done build(struct fixture *f, struct publish_options options)
{
	struct done done = { .diags = { .arena = &arena } };
	struct fingerprints texts;
	struct inputs inputs;
	struct built built;

	options.project = f->box.path;
	options.output = sandbox_at(&f->box, "www/out");
	options.threads = 2;
	sandbox_folder(&f->box, "www");
	struct publication *publication = publication_open(&arena, &options, &done.diags);
	inputs_read(&arena, f->box.path, 2, &inputs);
	done.current = done.diags.count == 0 &&
		       publication_is_current(publication, &inputs, inputs.hash, &done.report, &done.diags);
	done.fine = done.current;
	if (!done.current && done.diags.count == 0) {
		built_make_fine(&built, &f->box);
		fingerprints_make(&built.arena, built.manuscript, &inputs, (struct hash128){ 0 }, &texts);
		struct publish_record record = { inputs.hash, &texts, &built.diags };
		done.fine = publication_make(publication, built.plan, render, &record, &done.report, &done.diags);
		built_free(&built);
	}
	publication_close(publication);
	return done;
}

static struct done build_fine(struct fixture *f)
{
	struct done done = build(f, (struct publish_options){ 0 });

	assert_true(done.fine);
	return done;
}

static void edit(struct fixture *f, const char *path, const char *text)
{
	sandbox_write(&f->box, path, text);
}

/* Lists and such: root, missing, and in each of two languages home, missing, family and its data. */
#define LISTS 10

/* The page of a code, and its data. */
#define CODE 3

static void the_first_build_makes_all_pages(void **state)
{
	struct done done = build_fine(*state);

	assert_false(done.current);
	assert_int_equal(done.report.made, 42);
	assert_int_equal(done.report.written, 51);
}

static void nothing_changed_and_nothing_is_read(void **state)
{
	build_fine(*state);
	struct done done = build_fine(*state);

	assert_true(done.current);
	assert_int_equal(done.report.made + done.report.written, 0);
	assert_int_equal(done.report.unchanged, 51);
	assert_int_equal(done.report.pages, 22);
}

/* Times are not contents. */
static void a_new_time_is_no_change(void **state)
{
	struct fixture *f = *state;
	const struct timespec times[] = { { 1000000000, 0 }, { 1000000000, 0 } };

	build_fine(f);
	assert_int_equal(utimensat(f->box.folder, "content/demo/450.en.md", times, 0), 0);
	assert_true(build_fine(f).current);
}

/* 450 is compared with 200, 500 and 99, and German shows the English text. */
static void a_body_makes_the_pages_that_can_show_it(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	edit(f, "content/demo/450.en.md",
	     ENTRY("450", "Wait", "  outcome: no\n  steps: mail\n", "## Meaning {#meaning}\n\nAnother text.\n"));
	struct done done = build_fine(f);
	assert_int_equal(done.report.made, LISTS + 2 * (CODE + 3));
	assert_int_equal(done.report.written, 2 * CODE); /* comparisons of this site do not show sections */
}

static void a_translation_makes_pages_of_its_language(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	edit(f, "content/demo/200.de.md",
	     "---\ntitle: Fertig\nsummary: Zu 200.\n---\n## Bedeutung {#meaning}\n\nAlles ist anders.\n");
	struct done done = build_fine(f);
	assert_int_equal(done.report.made, LISTS + CODE + 2);
	assert_int_equal(done.report.written, CODE);
}

static void a_note_makes_its_comparison(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	edit(f, "content/demo/200-vs-500.en.md", "---\nchanged: 2026-11-23 New.\n---\n200 is *not* what 500 is.\n");
	struct done done = build_fine(f);
	assert_int_equal(done.report.made, LISTS + 2);
	assert_int_equal(done.report.written, 2);
}

/* Other pages show it, or might: all are made, and those that differ are written. */
static void front_matter_makes_all_pages(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	edit(f, "content/demo/450.en.md", ENTRY("450", "Wait a while", "  outcome: no\n  steps: mail\n", MEANING));
	struct done done = build_fine(f);
	assert_int_equal(done.report.made, 42);
	assert_int_equal(done.report.written, 2 * (CODE + 1) + 1); /* with both lists of codes, and llms.txt */
}

static void what_pages_do_not_show_writes_nothing(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	edit(f, "locales/README.md", "How to translate.\n");
	struct done done = build_fine(f);
	assert_false(done.current);
	assert_int_equal(done.report.written, 0);
	assert_true(build_fine(f).current);
}

static void messages_are_kept(void **state)
{
	struct fixture *f = *state;

	edit(f, "content/demo/200.de.md",
	     "---\ntitel: \"50 %\tx\"\ntitle: Fertig\nsummary: Zu 200.\n---\n## Bedeutung {#meaning}\n\nText.\n");
	build_fine(f);
	struct done done = build_fine(f);
	assert_true(done.current);
	assert_true(done.diags.count > 0);
	const struct diag *diag = &done.diags.items[0];
	assert_int_equal(diag->rule, DIAG_UNKNOWN_KEY);
	assert_true(str_is(diag->loc.source->path, "content/demo/200.de.md"));
	assert_true(str_is(diag->detail, "titel") && str_is(diag->hint, "title"));
	assert_int_equal(loc_line(diag->loc), 2);
	assert_true(diag->loc.source->lenient);
}

static void a_page_that_is_gone_comes_back(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "www/out/de/demo/450.html", 0), 0);
	struct done done = build_fine(f);
	assert_false(done.current);
	assert_int_equal(done.report.written, 1);
	assert_true(build_fine(f).current);
}

/* Nobody looked at it before; a change that would overwrite it does. */
static void in_place_an_edited_page_is_kept(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	edit(f, "www/out/en/demo/450.html", "mended");
	edit(f, "content/demo/450.en.md",
	     ENTRY("450", "Wait", "  outcome: no\n  steps: mail\n", "## Meaning {#meaning}\n\nAnother text.\n"));
	struct done done = build(f, (struct publish_options){ .in_place = true });
	assert_false(done.fine);
	assert_int_equal(done.diags.items[0].rule, DIAG_EDITED_FILE);
	assert_true(str_is(sandbox_read(&f->box, &arena, "www/out/en/demo/450.html"), "mended"));
}

/* The site before, linked beside it, must not change with it. */
static void in_place_the_site_before_stays_as_it_was(void **state)
{
	struct fixture *f = *state;

	build_fine(f);
	edit(f, "content/demo/450.en.md", ENTRY("450", "First", "  outcome: no\n  steps: mail\n", MEANING));
	build_fine(f);
	struct buf before = { 0 }, after = { 0 };
	sandbox_list(&f->box, &arena, "www/.out.prev", &before);
	edit(f, "content/demo/450.en.md", ENTRY("450", "Second", "  outcome: no\n  steps: mail\n", MEANING));
	assert_true(build(f, (struct publish_options){ .in_place = true }).fine);
	sandbox_list(&f->box, &arena, "www/.out.prev", &after);
	assert_true(str_eq(buf_view(&before), buf_view(&after)));
	buf_free(&before);
	buf_free(&after);
}

/* Whichever byte of the list is damaged, or wherever it is cut: not one step is taken. */
static void a_damaged_list_is_never_followed(void **state)
{
	struct fixture *f = *state;
	struct buf before = { 0 }, after = { 0 };

	build_fine(f);
	edit(f, "content/demo/450.en.md", ENTRY("450", "Another", "  outcome: no\n  steps: mail\n", MEANING));
	assert_true(build(f, (struct publish_options){ .in_place = true }).fine);
	assert_int_equal(renameat(f->box.folder, "www/.out.undo", f->box.folder, "www/.out.redo"), 0);
	struct str list = sandbox_read(&f->box, &arena, "www/.out.redo/.statusbook-journal");
	char *damaged = (char *)arena_copy(&arena, list).ptr;
	sandbox_list(&f->box, &arena, "www/out", &before);
	for (size_t i = 0; i < list.len * 2; i++) {
		size_t at = i % list.len;
		damaged[at] ^= 0x15;
		sandbox_write_bytes(&f->box, "www/.out.redo/.statusbook-journal",
				    (struct str){ i < list.len ? damaged : list.ptr, i < list.len ? list.len : at });
		damaged[at] ^= 0x15;
		struct done done = build(f, (struct publish_options){ 0 });
		assert_false(done.fine);
		assert_int_equal(done.diags.items[0].rule, DIAG_UNFINISHED);
	}
	sandbox_list(&f->box, &arena, "www/out", &after);
	assert_true(str_eq(buf_view(&before), buf_view(&after)));
	buf_free(&before);
	buf_free(&after);
}

static int end(void **state)
{
	arena_free(&arena);
	return tear_down(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_build_makes_all_pages),
		TEST(nothing_changed_and_nothing_is_read),
		TEST(a_new_time_is_no_change),
		TEST(a_body_makes_the_pages_that_can_show_it),
		TEST(a_translation_makes_pages_of_its_language),
		TEST(a_note_makes_its_comparison),
		TEST(front_matter_makes_all_pages),
		TEST(what_pages_do_not_show_writes_nothing),
		TEST(messages_are_kept),
		TEST(a_page_that_is_gone_comes_back),
		TEST(in_place_an_edited_page_is_kept),
		TEST(in_place_the_site_before_stays_as_it_was),
		TEST(a_damaged_list_is_never_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
