/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Plans: as many pages as the formula says, rows that walk over them, and their paths measured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "project.h"

struct fixture {
	struct sandbox box;
	struct built built;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	project_make(&f->box);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	built_free(&f->built);
	sandbox_free(&f->box);
	free(f);
	return 0;
}

static void row_path(const struct row *row, const struct page *page, struct buf *path)
{
	buf_clear(path);
	if (row->asset)
		buf_add(path, row->asset->path);
	else if (row->path.len > 0)
		buf_add(path, row->path);
	else
		page_path(page, path);
}

/* n codes that are compared with each other, and one that is compared with one of them. */
static size_t pages_of(size_t locales, size_t n)
{
	return 2 + locales * (1 + 1 + (n + 1) + n * (n - 1) / 2 + 1);
}

static void pages_are_as_many_as_the_formula_says(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	assert_int_equal(f->built.plan->page_count, pages_of(2, 3));
	assert_int_equal(f->built.plan->file_count,
			 pages_of(2, 3) + 11 + 2 * 9);
	/* two 404.html, style, .nojekyll, _headers, robots, llms, schema, three sitemaps; data of a list and four codes */
}

static void many_codes_make_a_triangle(void **state)
{
	struct fixture *f = *state;
	char path[64], text[256];

	for (int code = 300; code < 337; code++) {
		snprintf(path, sizeof(path), "content/demo/%d.en.md", code);
		snprintf(text, sizeof(text),
			 "---\ncode: %d\ntitle: T\nsummary: S\nfacts:\n  outcome: yes\n---\n" MEANING, code);
		sandbox_write(&f->box, path, text);
	}
	built_make_fine(&f->built, &f->box);
	assert_int_equal(f->built.plan->page_count, pages_of(2, 40));
}

/* Each file once: the walk, the counts and the lengths of the paths agree, and every page is found by its path. */
static void rows_walk_over_every_page_once(void **state)
{
	struct fixture *f = *state;
	struct map seen = { 0 };
	struct buf path = { 0 };
	size_t pages = 0, files = 0;

	built_make_fine(&f->built, &f->box);
	const struct plan *plan = f->built.plan;
	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		bool single = row->asset || row->path.len > 0;
		struct row_walk walk = { 0 };
		struct page page, found;
		size_t in_row = 0, bytes = 0;
		while (row_next_page(row, &walk, &page) || (single && in_row == 0)) {
			row_path(row, &page, &path);
			assert_true(map_add(&seen, &f->built.arena, arena_copy(&f->built.arena, buf_view(&path)), f));
			in_row++;
			bytes += path.len;
			if (single)
				continue;
			assert_true(page_find(plan->site, buf_view(&path), &found));
			assert_int_equal(found.kind, page.kind);
			assert_ptr_equal(found.a, page.a);
			assert_ptr_equal(found.b, page.b);
			assert_ptr_equal(found.locale, page.locale);
			pages += page_counts(&page);
		}
		assert_int_equal(row->files, in_row);
		assert_int_equal(row->path_bytes, bytes);
		files += in_row;
		assert_false(row_next_page(row, &walk, &page));
	}
	assert_int_equal(plan->page_count, pages);
	assert_int_equal(plan->file_count, files);
	buf_free(&path);
}

static void a_row_is_a_code_and_all_later_ones(void **state)
{
	static const char *const expected[] = { "en/demo/200.html", "en/demo/200-vs-450.html",
						"en/demo/200-vs-500.html" };
	struct fixture *f = *state;
	struct buf path = { 0 };

	built_make_fine(&f->built, &f->box);
	const struct plan *plan = f->built.plan;
	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		struct row_walk walk = { 0 };
		struct page page;
		if (row->first.kind != PAGE_CODE || !str_is(row->first.a->slug, "200") || !row->first.locale->is_source)
			continue;
		for (size_t k = 0; k < 3; k++) {
			assert_true(row_next_page(row, &walk, &page));
			row_path(row, &page, &path);
			assert_true(str_is(buf_view(&path), expected[k]));
		}
		assert_false(row_next_page(row, &walk, &page));
	}
	buf_free(&path);
}

static struct str text_of(const struct fixture *f, const char *path)
{
	for (size_t i = 0; i < f->built.plan->rows.count; i++)
		if (str_is(f->built.plan->rows.items[i].path, path))
			return f->built.plan->rows.items[i].text;
	fail_msg("there is no file '%s'", path);
	return (struct str){ NULL, 0 };
}

static size_t occurrences(const struct fixture *f, const char *path, const char *part)
{
	struct str text = text_of(f, path);
	size_t count = 0;

	for (size_t at = 0; (at = str_find(text, str_from(part), at)) != SIZE_MAX; at++)
		count++;
	return count;
}

static bool has(const struct fixture *f, const char *path, const char *part)
{
	return occurrences(f, path, part) > 0;
}

/* "a" with "vs-b", and "a-vs" with "b": both comparisons would be a-vs-vs-b.html. */
static void two_pages_on_one_path_are_an_error(void **state)
{
	static const char *const slugs[] = { "a", "a-vs", "b", "vs-b" };
	struct fixture *f = *state;
	char path[64], text[256];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "content/demo/%s.en.md", slugs[i]);
		snprintf(text, sizeof(text),
			 "---\ncode: 30%d\ntitle: T\nsummary: S\nfacts:\n  outcome: yes\n---\n" MEANING, i);
		sandbox_write(&f->box, path, text);
	}
	built_make(&f->built, &f->box);
	assert_int_equal(diag_exit_status(&f->built.diags), 1);
}

static void the_sitemap_lists_what_is_worth_finding(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	assert_true(has(f, "robots.txt", "Sitemap: https://demo.example/docs/sitemap.xml\n"));
	assert_true(has(f, "sitemap.xml", "<loc>https://demo.example/docs/sitemap-en-1.xml</loc>"));
	assert_true(has(f, "sitemap.xml", "<loc>https://demo.example/docs/sitemap-de-1.xml</loc>"));
	assert_true(has(f, "sitemap-en-1.xml", "<loc>https://demo.example/docs/en/demo/200.html</loc>"));
	assert_true(has(f, "sitemap-de-1.xml", "<loc>https://demo.example/docs/de/demo/200.html</loc>"));
	assert_true(has(f, "sitemap-en-1.xml", "<loc>https://demo.example/docs/en/demo/200-vs-500.html</loc>"));
	assert_false(has(f, "sitemap-en-1.xml", "<loc>https://demo.example/docs/de/"));
	/* No note and no fact on the pair; no German text of the code. */
	assert_false(has(f, "sitemap-en-1.xml", "/en/demo/450-vs-500.html"));
	assert_false(has(f, "sitemap-de-1.xml", "/de/demo/450.html"));
	assert_false(has(f, "sitemap-en-1.xml", "404"));
}

/* 151 codes, of which each names all others: 11,325 comparisons that are worth finding. */
static void sitemaps_are_cut_at_ten_thousand_addresses(void **state)
{
	struct fixture *f = *state;
	struct buf near = { 0 };
	char path[64];

	for (int code = 250; code < 400; code++)
		buf_addf(&near, "%s%d", code > 250 ? ", " : "", code);
	for (int code = 250; code < 400; code++) {
		struct buf text = { 0 };
		snprintf(path, sizeof(path), "content/demo/%d.en.md", code);
		buf_addf(&text,
			 "---\ncode: %d\ntitle: T\nsummary: S\nfacts:\n  outcome: yes\n  near: [%.*s]\n---\n%s%c", code,
			 (int)near.len, near.ptr, MEANING, '\0');
		sandbox_write(&f->box, path, text.ptr);
		buf_free(&text);
	}
	built_make_fine(&f->built, &f->box);
	assert_true(has(f, "sitemap.xml", "sitemap-en-2.xml"));
	assert_false(has(f, "sitemap.xml", "sitemap-en-3.xml"));
	assert_int_equal(occurrences(f, "sitemap-en-1.xml", "<url>"), 10000);
	assert_int_equal(occurrences(f, "sitemap-en-2.xml", "<urlset "), 1);
	assert_in_range(occurrences(f, "sitemap-en-2.xml", "<url>"), 1325, 1400);
	buf_free(&near);
}

static void a_feed_has_the_latest_change_first(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/500.de.md",
		      "---\ntitle: Kaputt\nsummary: Zu 500.\nchanged: 2026-11-24 Zum <zweiten> Mal.\n---\n" MEANING);
	sandbox_write(&f->box, "content/demo/200.de.md",
		      "---\ntitle: Fertig\nsummary: Zu 200.\nchanged: 2026-02-01 Neu.\n---\n" MEANING);
	built_make_fine(&f->built, &f->box);
	struct str feed = text_of(f, "de/feed.xml");
	assert_int_equal(occurrences(f, "de/feed.xml", "<entry>"), 2);
	assert_true(str_find(feed, STR("500.html#2026-11-24</id>"), 0) <
		    str_find(feed, STR("200.html#2026-02-01</id>"), 0));
	assert_true(has(f, "de/feed.xml", "<summary>Zum &lt;zweiten&gt; Mal.</summary>"));
	assert_true(has(f, "de/feed.xml", "</subtitle>\n<updated>2026-11-24T00:00:00Z</updated>"));
	/* Nothing has changed in English: the feed is there, as in every language. */
	assert_int_equal(occurrences(f, "en/feed.xml", "<entry>"), 0);
	assert_true(has(f, "en/feed.xml", "<updated>2026-11-24T00:00:00Z</updated>"));
}

static void hosts_are_told_the_policy_and_what_to_keep(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	assert_true(has(f, "_headers", "/docs/*\n  Content-Security-Policy: default-src 'none'; "));
	assert_true(has(f, "_headers", "; frame-ancestors 'none'\n"));
	assert_int_equal(occurrences(f, "_headers", "immutable"), 1);
	assert_true(has(f, "_headers", "/docs/assets/style."));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pages_are_as_many_as_the_formula_says),
		TEST(many_codes_make_a_triangle),
		TEST(rows_walk_over_every_page_once),
		TEST(a_row_is_a_code_and_all_later_ones),
		TEST(two_pages_on_one_path_are_an_error),
		TEST(the_sitemap_lists_what_is_worth_finding),
		TEST(sitemaps_are_cut_at_ten_thousand_addresses),
		TEST(a_feed_has_the_latest_change_first),
		TEST(hosts_are_told_the_policy_and_what_to_keep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
