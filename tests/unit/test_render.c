/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Rendering: what pages show, and that threads do not matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/pool.h"
#include "fixture.h"
#include "stages/render.h"

/* The page at that path, in the arena of the project. */
static const char *page_text(struct fixture *f, const char *path)
{
	struct worker worker = { 0 };
	struct page page;

	if (!page_find(f->built.site, str_from(path), &page))
		fail_msg("there is no page %s", path);
	render(f->built.site, &page, &worker);
	const char *text = arena_copy(&f->built.arena, buf_view(&worker.out)).ptr;
	worker_free(&worker);
	return text;
}

static void shows(struct fixture *f, const char *path, const char *part)
{
	const char *text = page_text(f, path);

	if (!strstr(text, part))
		fail_msg("%s does not show '%s':\n%s", path, part, text);
}

static void pages_know_their_way_up(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	shows(f, "index.html", "root ./ en=./en/index.html de=./de/index.html");
	shows(f, "en/index.html", "home ../ Demo codes");
	shows(f, "404.html", "missing /docs/ /docs/assets/style."); /* shown at any depth */
}

static void a_code_page_shows_text_and_facts(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	shows(f, "en/demo/500.html", "https://demo.example/docs/en/demo/500.html\">500 Broken &amp; &lt;b&gt;");
	shows(f, "en/demo/200.html", "Outcome: good\nAnswers: <strong>LOGIN</strong>");
	shows(f, "en/demo/200.html", "RFC 1, section 4.2</a>");
	shows(f, "en/demo/200.html", "between 99 and 450");
	shows(f, "en/demo/99.html", "between  and 200");
	shows(f, "en/demo/500.html", "between 450 and \n");
	shows(f, "de/demo/200.html", "Alles ist gut");
	shows(f, "de/demo/450.html", "meaning [en]");
}

/* Those that a fact names come first, then those at the same step, the others by class; each on one list. */
static void comparisons_are_listed_once(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	shows(f, "en/demo/200.html", "Near 500 200-vs-500.html\nRefused: 450 <a href=\"200-vs-450.html\"></a>\nend\n");
	shows(f, "en/demo/500.html", "Near 200 200-vs-500.html\nsame step 450 450-vs-500.html\nend\n");
	shows(f, "en/demo/99.html", "Meant 450 99-vs-450.html\nend\n");
	assert_null(strstr(page_text(f, "en/demo/200.html"), "99-vs"));
}

static void a_pair_leads_to_other_pairs_of_its_codes(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	shows(f, "en/demo/200-vs-450.html", "200 or 500\n450 or 500\n");
}

static void a_pair_shows_its_note_or_a_rule(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	shows(f, "en/demo/200-vs-500.html", "200 500: 200 is <em>done</em>, 500 is not. []");
	shows(f, "de/demo/200-vs-500.html", "500 is not. [en]");
	shows(f, "en/demo/200-vs-450.html", "<b class=\"code\">200</b> and <b class=\"code\">450</b> end differently.");
	shows(f, "en/demo/450-vs-500.html", "<b class=\"code\">450</b> and <b class=\"code\">500</b> differ.");
	shows(f, "de/demo/450-vs-500.html", "<b class=\"code\">450</b> ist nicht <b class=\"code\">500</b>.");
}

static void a_pair_shows_the_session_and_what_differs(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	shows(f, "en/demo/200-vs-450.html",
	      "First <b class=\"code\">200</b> at LOGIN, then <b class=\"code\">450</b> at MAIL.");
	shows(f, "en/demo/200-vs-450.html", "Outcome: good | not good\n");
	shows(f, "en/demo/450-vs-500.html", "About:  | mail, login\n");
	assert_null(strstr(page_text(f, "en/demo/450-vs-500.html"), "Outcome:"));
	assert_null(strstr(page_text(f, "en/demo/200-vs-450.html"), "Near:"));
	shows(f, "en/demo/450-vs-500.html", "noindex");
	assert_null(strstr(page_text(f, "en/demo/200-vs-500.html"), "noindex"));
}

/* A worker goes from page to page; nothing of the last one is in the next. */
static void a_worker_keeps_nothing(void **state)
{
	static const char *const paths[] = { "en/demo/200-vs-500.html", "index.html", "de/demo/99.html", "404.html" };
	struct fixture *f = *state;
	struct worker worker = { 0 };

	built_make_fine(&f->built, &f->box);
	for (size_t i = 0; i < 12; i++) {
		struct page page;
		assert_true(page_find(f->built.site, str_from(paths[i % 4]), &page));
		render(f->built.site, &page, &worker);
		assert_true(str_is(buf_view(&worker.out), page_text(f, paths[i % 4])));
		assert_int_equal(worker.scratch.len, 0);
		assert_null(worker.arena.last);
	}
	worker_free(&worker);
}

struct crowd {
	const struct plan *plan;
	struct worker workers[8];
	uint64_t *rows; /* what came out, row by row */
};

static void render_row(void *context, size_t index, size_t worker)
{
	struct crowd *crowd = context;
	struct row_walk walk = { 0 };
	struct page page;

	while (row_next_page(&crowd->plan->rows.items[index], &walk, &page)) {
		render(crowd->plan->site, &page, &crowd->workers[worker]);
		crowd->rows[index] = crowd->rows[index] * 31 + hash64(buf_view(&crowd->workers[worker].out));
	}
}

static void any_number_of_threads_renders_the_same(void **state)
{
	static const size_t threads[] = { 1, 2, 8 };
	struct fixture *f = *state;
	char path[64], text[256];
	uint64_t *first = NULL;

	for (int code = 300; code < 330; code++) {
		snprintf(path, sizeof(path), "content/demo/%d.en.md", code);
		snprintf(text, sizeof(text),
			 "---\ncode: %d\ntitle: T\nsummary: S\nfacts:\n  outcome: yes\n---\n" MEANING, code);
		sandbox_write(&f->box, path, text);
	}
	built_make_fine(&f->built, &f->box);
	size_t count = f->built.plan->rows.count;
	for (size_t t = 0; t < 3; t++) {
		struct crowd crowd = { .plan = f->built.plan, .rows = arena_array(&f->built.arena, count, uint64_t) };
		pool_run(threads[t], count, render_row, &crowd);
		for (size_t i = 0; i < 8; i++)
			worker_free(&crowd.workers[i]);
		if (t == 0)
			first = crowd.rows;
		assert_memory_equal(crowd.rows, first, count * sizeof(*first));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pages_know_their_way_up),
		TEST(a_code_page_shows_text_and_facts),
		TEST(comparisons_are_listed_once),
		TEST(a_pair_leads_to_other_pairs_of_its_codes),
		TEST(a_pair_shows_its_note_or_a_rule),
		TEST(a_pair_shows_the_session_and_what_differs),
		TEST(a_worker_keeps_nothing),
		TEST(any_number_of_threads_renders_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
