/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Pages: where they stand, finding them again, and which of them are worth finding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/page.h"
#include "fixture.h"

static struct page page_at(const struct fixture *f, const char *path)
{
	struct page page;

	if (!page_find(f->built.site, str_from(path), &page))
		fail_msg("there is no page %s", path);
	return page;
}

static void paths_lead_to_pages_and_back(void **state)
{
	static const char *const paths[] = { "index.html",
					     "404.html",
					     "en/index.html",
					     "de/index.html",
					     "en/demo/index.html",
					     "de/demo/200.html",
					     "en/demo/99.html",
					     "en/demo/200-vs-500.html",
					     "de/demo/99-vs-450.html" };
	static const size_t depths[] = { 0, 0, 1, 1, 2, 2, 2, 2, 2 };
	struct fixture *f = *state;
	struct buf path = { 0 };

	built_make_fine(&f->built, &f->box);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		struct page page = page_at(f, paths[i]);
		buf_clear(&path);
		page_path(&page, &path);
		assert_true(str_is(buf_view(&path), paths[i]));
		assert_int_equal(page_depth(&page), depths[i]);
	}
	buf_free(&path);
}

static void there_is_no_page_at_other_paths(void **state)
{
	static const char *const paths[] = {
		"",
		"/",
		"index",
		"/index.html",
		"index.html/",
		"fr/index.html",
		"en",
		"en/",
		"en/.html",
		"en//index.html",
		"en/demo",
		"en/demo/",
		"en/demo/.html",
		"en/none/index.html",
		"en/demo/777.html",
		"en/demo/200.htm",
		"en/demo/200.HTML",
		"en/demo/500-vs-200.html",
		"en/demo/200-vs-200.html",
		"en/demo/200-vs-.html",
		"en/demo/-vs-200.html",
		"en/demo/200-vs-500-vs-450.html",
		"en/demo/99-vs-200.html",
		"en/demo/../demo/200.html",
		"en/demo/x/200.html",
		"en/index.html/index.html",
		"assets/style.css",
		"en/demo/200\0.html",
	};
	struct fixture *f = *state;
	struct page page;

	built_make_fine(&f->built, &f->box);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (page_find(f->built.site, str_from(paths[i]), &page))
			fail_msg("there is a page '%s'", paths[i]);
}

static void a_note_belongs_to_its_pair(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	struct page with = page_at(f, "en/demo/200-vs-500.html"), without = page_at(f, "en/demo/200-vs-450.html");
	struct page code = page_at(f, "en/demo/200.html");
	assert_non_null(page_note(&with));
	assert_ptr_equal(page_note(&with)->a, with.a);
	assert_null(page_note(&without));
	assert_null(page_note(&code));
}

/* Those of tables, and hidden ones. */
static void lists_of_codes_link_pairs(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	struct page near = page_at(f, "en/demo/200-vs-500.html"), meant = page_at(f, "en/demo/99-vs-450.html");
	struct page other = page_at(f, "en/demo/200-vs-450.html");
	assert_int_equal(page_link(&near), fact_find(near.family, STR("near")));
	assert_int_equal(page_link(&meant), fact_find(near.family, STR("meant")));
	assert_int_equal(page_link(&other), NONE);
}

/* Whether search engines may list: a pair with a note and a link, and one with a link. */
static void words_decide(struct fixture *f, const char *words, bool with_note, bool with_link)
{
	struct str line = arena_concat(&f->built.arena, STR("pairs: { indexable: "), str_from(words), STR(" }\n"));
	struct str text = arena_concat(&f->built.arena, STR(SITE_YAML), line);

	sandbox_write(&f->box, "content/site.yaml", text.ptr);
	built_free(&f->built);
	built_make_fine(&f->built, &f->box);
	struct page note = page_at(f, "en/demo/200-vs-500.html"), link = page_at(f, "en/demo/99-vs-450.html");
	assert_int_equal(page_indexable(&note), with_note);
	assert_int_equal(page_indexable(&link), with_link);
}

static void the_site_decides_which_pairs_are_found(void **state)
{
	struct fixture *f = *state;

	words_decide(f, "[]", false, false);
	words_decide(f, "[note]", true, false);
	words_decide(f, "[meant]", false, true);
	words_decide(f, "[near, meant]", true, true);
}

static void pages_worth_finding_have_a_reason_and_their_language(void **state)
{
	static const struct {
		const char *path;
		bool is;
	} pages[] = {
		{ "index.html", true },
		{ "404.html", false },
		{ "en/index.html", true },
		{ "de/demo/index.html", false }, /* lists four titles, one of them in German */
		{ "de/index.html", false },
		{ "en/demo/200.html", true },
		{ "de/demo/200.html", true },
		{ "de/demo/450.html", false },
		{ "en/demo/200-vs-500.html", true },
		{ "de/demo/200-vs-500.html", false },
		{ "en/demo/200-vs-450.html", false },
	};
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		struct page page = page_at(f, pages[i].path);
		if (page_indexable(&page) != pages[i].is)
			fail_msg("%s", pages[i].path);
	}
}

#define REPLY(id, from) "- { id: " id ", from: " from ", text: 450 no, seen: rfc1, sense: plain, gloss: No. }\n"

/* One that sends nothing has no page; one that sends a single thing has nothing to add to the page of the code. */
static void senders_have_a_page_for_what_they_send(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/family.yaml",
		      FAMILY_YAML
		      "senses: { plain: as meant }\n"
		      "senders:\n  both: { name: Both, about: Two. }\n  once: { name: Once, about: One. }\n"
		      "  none: { name: None, about: Nothing. }\n");
	sandbox_write(&f->box, "content/demo/450.en.md",
		      "---\ncode: 450\ntitle: Wait\nsummary: About 450.\nfacts: { outcome: no, steps: mail }\n"
		      "replies:\n" REPLY("a", "Both") REPLY("b", "Both") REPLY("c", "Once") "---\n" MEANING);
	sandbox_write(&f->box, "templates/sender.html", "{{ sender.name }}\n");
	built_make_fine(&f->built, &f->box);

	struct page both = page_at(f, "en/demo/from-both.html"), once = page_at(f, "en/demo/from-once.html"), other;
	assert_int_equal(page_depth(&both), 2);
	assert_true(page_indexable(&both));
	assert_false(page_indexable(&once));
	assert_false(page_find(f->built.site, STR("en/demo/from-none.html"), &other));
	assert_false(page_find(f->built.site, STR("en/demo/from-.html"), &other));
	assert_true(slug_is_reserved(STR("from-both")));

	struct page german = page_at(f, "de/demo/from-both.html");
	assert_false(page_indexable(&german)); /* nobody has translated what is said of it */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(paths_lead_to_pages_and_back),
		TEST(there_is_no_page_at_other_paths),
		TEST(a_note_belongs_to_its_pair),
		TEST(senders_have_a_page_for_what_they_send),
		TEST(lists_of_codes_link_pairs),
		TEST(the_site_decides_which_pairs_are_found),
		TEST(pages_worth_finding_have_a_reason_and_their_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
