/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Loading: what a project may hold, and that a hostile one reaches nothing else and breaks nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

/* Puts `by` for the first `part` of a file. */
static void change(struct fixture *f, const char *path, const char *part, const char *by)
{
	struct arena arena = { 0 };
	struct str text = sandbox_read(&f->box, &arena, path);
	size_t at = str_find(text, str_from(part), 0);

	assert_int_not_equal(at, SIZE_MAX);
	sandbox_write_bytes(
		&f->box, path,
		arena_concat(&arena, str_until_index(text, at), str_from(by), str_from_index(text, at + strlen(part))));
	arena_free(&arena);
}

static void built_with(struct fixture *f, enum diag_rule rule, const char *detail)
{
	built_make(&f->built, &f->box);
	built_says(&f->built, rule, detail);
}

static void a_project_is_read(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	const struct site *site = f->built.site;
	assert_true(str_is(site->base_url, "https://demo.example/docs/"));
	assert_int_equal(site->locales.count, 2);
	assert_true(str_is(site->source_locale->id, "en"));
	assert_int_equal(site->references.count, 2);
	assert_int_equal(built_family(&f->built)->entries.count, 4);
	assert_true(str_starts(site_asset(site, "style.css")->path, STR("assets/style.")));
	assert_null(site_asset(site, "absent.css"));
}

/* The name has the first eight digits of the SHA-256, so that it changes with the bytes and only with them. */
static void the_name_of_an_asset_has_its_hash(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "templates/assets/abc.min.svg", "abc");
	sandbox_write(&f->box, "templates/assets/plain", "abc");
	built_make_fine(&f->built, &f->box);
	assert_true(str_is(site_asset(f->built.site, "abc.min.svg")->path, "assets/abc.min.ba7816bf.svg"));
	assert_true(str_is(site_asset(f->built.site, "plain")->path, "assets/plain.ba7816bf"));
}

static void scripts_and_style_sheets_lose_their_comments(void **state)
{
	static const char text[] = "/* for authors */\na /* b */\n";
	struct fixture *f = *state;

	sandbox_write(&f->box, "templates/assets/a.js", text);
	sandbox_write(&f->box, "templates/assets/a.css", text);
	sandbox_write(&f->box, "templates/assets/a.txt", text);
	built_make_fine(&f->built, &f->box);
	assert_true(str_is(site_asset(f->built.site, "a.js")->bytes, "a /* b */\n"));
	assert_true(str_is(site_asset(f->built.site, "a.css")->bytes, "a /* b */\n"));
	assert_true(str_is(site_asset(f->built.site, "a.txt")->bytes, text));
}

static void a_missing_project_is_wrong_use(void **state)
{
	struct fixture *f = *state;

	snprintf(f->box.path + strlen(f->box.path), 16, "-absent");
	built_make(&f->built, &f->box);
	assert_int_equal(diag_exit_status(&f->built.diags), 2);
	assert_non_null(built_diag(&f->built, DIAG_MISSING_DIRECTORY));
	f->box.path[strlen(f->box.path) - strlen("-absent")] = '\0';
}

static void missing_parts_are_named(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(unlinkat(f->box.folder, "content/demo/family.yaml", 0), 0);
	built_with(f, DIAG_MISSING_FILE, "content/demo/family.yaml");
	built_free(&f->built);
	assert_int_equal(unlinkat(f->box.folder, "content/site.yaml", 0), 0);
	built_with(f, DIAG_MISSING_FILE, "content/site.yaml");
}

static void files_that_do_not_belong_are_named(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/550.md", "");
	sandbox_write(&f->box, "content/demo/.en.md", ""); /* hidden: passed over */
	sandbox_write(&f->box, "content/demo/notes.txt", "");
	sandbox_write(&f->box, "content/stray.yaml", "");
	sandbox_folder(&f->box, "content/demo/sub");
	sandbox_write(&f->box, "content/demo/550.fr.md", "");
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_UNEXPECTED_FILE, "content/demo/550.md");
	built_says(&f->built, DIAG_UNEXPECTED_FILE, "content/demo/notes.txt");
	built_says(&f->built, DIAG_UNEXPECTED_FILE, "content/stray.yaml");
	built_says(&f->built, DIAG_NOT_A_FILE, "content/demo/sub");
	built_says(&f->built, DIAG_UNKNOWN_LOCALE, "fr");
}

static void large_files_are_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(truncate(sandbox_at(&f->box, "content/demo/450.en.md"), (off_t)100 << 30), 0);
	built_with(f, DIAG_FILE_TOO_LARGE, "content/demo/450.en.md");
}

static void links_and_pipes_are_not_read(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "outside/secret.md", ENTRY("300", "Secret", "  outcome: yes\n", MEANING));
	assert_int_equal(symlinkat("../../outside/secret.md", f->box.folder, "content/demo/300.en.md"), 0);
	assert_int_equal(mkfifoat(f->box.folder, "content/demo/301.en.md", 0644), 0);
	assert_int_equal(symlinkat("../../outside/secret.md", f->box.folder, "templates/assets/key"), 0);
	assert_int_equal(symlinkat("../outside", f->box.folder, "content/linked"), 0);
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_NOT_A_FILE, "content/demo/300.en.md");
	built_says(&f->built, DIAG_NOT_A_FILE, "content/demo/301.en.md");
	built_says(&f->built, DIAG_NOT_A_FILE, "templates/assets/key");
	built_says(&f->built, DIAG_UNEXPECTED_FILE, "content/linked");
}

/* Each folder of the project in turn as a link to a folder elsewhere. */
static void linked_folders_are_not_read(void **state)
{
	static const char *const folders[] = { "templates/assets", "locales", "templates", "content" };
	struct fixture *f = *state;

	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(renameat(f->box.folder, folders[i], f->box.folder, "moved"), 0);
		assert_int_equal(symlinkat(sandbox_at(&f->box, "moved"), f->box.folder, folders[i]), 0);
		built_make(&f->built, &f->box);
		bool refused = diag_exit_status(&f->built.diags) != 0 || !f->built.site->locales.items[1].po;
		built_free(&f->built);
		assert_true(refused);
		assert_int_equal(unlinkat(f->box.folder, folders[i], 0), 0);
		assert_int_equal(renameat(f->box.folder, "moved", f->box.folder, folders[i]), 0);
	}
}

/* Slugs of families are in addresses and paths, as those of entries are. */
static void a_folder_with_another_name_is_no_family(void **state)
{
	static const char *const names[] = { "javascript:alert(1)", "Demo", "a b", "a\nb", "\xff", "a\"b", "%2e%2e" };
	char path[64];
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "content/%s", names[i]);
		assert_int_equal(renameat(f->box.folder, "content/demo", f->box.folder, path), 0);
		built_make(&f->built, &f->box);
		assert_int_equal(diag_exit_status(&f->built.diags), 1);
		built_free(&f->built);
		assert_int_equal(renameat(f->box.folder, path, f->box.folder, "content/demo"), 0);
	}
}

/* A line of the manifest is a path; one with a line end in it would spoil the manifest. */
static void an_asset_with_a_control_character_is_refused(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "templates/assets/a\nb.css", "");
	built_make(&f->built, &f->box);
	assert_int_equal(diag_exit_status(&f->built.diags), 1);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
	struct fixture *f = *state;

	sandbox_write_bytes(&f->box, "content/demo/450.en.md", STR("---\ncode: 450\ntitle: \xff\n---\n"));
	sandbox_write_bytes(&f->box, "content/demo/500.en.md", (struct str){ "---\ncode: 5\0\n---\n", 17 });
	built_make(&f->built, &f->box);
	built_says(&f->built, DIAG_BAD_UTF8, "0xff");
	assert_non_null(built_diag(&f->built, DIAG_NUL_BYTE));
	assert_true(str_is(built_diag(&f->built, DIAG_BAD_UTF8)->loc.source->path, "content/demo/450.en.md"));
}

static void windows_files_are_fine(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "content/demo/450.en.md",
		      "\xef\xbb\xbf---\r\ncode: 450\r\ntitle: Wait\r\nsummary: S\r\nfacts:\r\n  outcome: no\r\n---\r\n"
		      "## Meaning {#meaning}\r\n\r\nText.\r\n");
	built_make_fine(&f->built, &f->box);
	assert_true(str_is(built_entry(&f->built, "450")->texts[0].title, "Wait"));
}

static void front_matter_stands_between_two_lines(void **state)
{
	static const char *const without[] = { "", "Text.\n", "---\ncode: 450\n", " ---\ncode: 450\n---\n" };
	struct fixture *f = *state;

	for (size_t i = 0; i < 4; i++) {
		sandbox_write(&f->box, "content/demo/450.en.md", without[i]);
		built_with(f, DIAG_NO_FRONT_MATTER, "");
		built_free(&f->built);
	}
}

/* Wrong types at each place of family.yaml: complaints, no crash. */
static void any_wrong_type_is_a_complaint(void **state)
{
	static const char *const parts[][2] = {
		{ "  code: { label: code, pattern: \"[1-5][0-9][0-9]\" }", "  code: just text" },
		{ "  code: { label: code, pattern: \"[1-5][0-9][0-9]\" }", "  code: [a]" },
		{ "  ok: { pattern: \"2..\", label: Fine, tone: good }", "  ok: just text" },
		{ "  bad: { pattern: \".*\", label: Refused, tone: bad }", "  bad: []" },
		{ "    more: { label: More }", "    more: text" },
		{ "  remark: { type: text, label: Remark }", "  remark: text" },
		{ "  cite: { type: sources, label: Defined in }", "  cite: { type: [], label: {} }" },
		{ "    login: { label: LOGIN", "    other: text\n    login: { label: LOGIN" },
		{ "  closes: { outcome: [] }", "  closes: text" },
		{ "  final: { fact: outcome, question: Final?, say: { yes: It is done. } }", "  final: text" },
		{ "{ when: { differ: outcome }, say", "{ when: [a], say" },
		{ "conversation:\n", "conversation: text\nnone:\n" },
		{ "facts:\n", "facts: text\nnone:\n" },
		{ "kinds:\n", "kinds: text\nnone:\n" },
		{ "classes:\n", "classes: []\nnone:\n" },
		{ "sections:\n", "sections: []\nnone:\n" },
		{ "compare:\n", "compare: text\nnone:\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		sandbox_write(&f->box, "content/demo/family.yaml", FAMILY_YAML);
		change(f, "content/demo/family.yaml", parts[i][0], parts[i][1]);
		built_make(&f->built, &f->box);
		if (diag_exit_status(&f->built.diags) != 1)
			fail_msg("nobody complained about: %s", parts[i][1]);
		built_free(&f->built);
	}
}

static void patterns_that_are_none_are_named(void **state)
{
	struct fixture *f = *state;

	change(f, "content/demo/family.yaml", "[1-5][0-9][0-9]", "[1-5");
	built_with(f, DIAG_BAD_PATTERN, "[1-5");
}

/* Values are bits of a set: what does not fit in is refused, not wrapped around. */
static void more_than_64_classes_are_refused(void **state)
{
	struct fixture *f = *state;
	struct buf classes = { 0 };

	buf_add(&classes, STR("classes:\n"));
	for (int i = 0; i < 70; i++)
		buf_addf(&classes, "  c%d: { pattern: x, label: C%d }\n", i, i);
	buf_add_char(&classes, '\0');
	change(f, "content/demo/family.yaml", "classes:\n", classes.ptr);
	change(f, "content/demo/family.yaml", "{ differ: outcome }", "{ a.class: c69 }");
	buf_free(&classes);
	built_make(&f->built, &f->box);
	assert_int_equal(diag_exit_status(&f->built.diags), 1);
}

static void steps_in_a_circle_are_named(void **state)
{
	struct fixture *f = *state;

	change(f, "content/demo/family.yaml", "at: at HELLO }", "at: at HELLO, after: mail }");
	built_with(f, DIAG_STEP_CYCLE, "hello");
}

static void steps_go_before_at_any_distance(void **state)
{
	struct fixture *f = *state;

	built_make_fine(&f->built, &f->box);
	const struct family *family = built_family(&f->built);
	assert_int_equal(family->conversation.items[step_find(family, STR("mail"))].before, 1 | 2);
	assert_int_equal(family->conversation.items[step_find(family, STR("hello"))].before, 0);
}

static void conditions_and_slots_must_be_known(void **state)
{
	static const struct {
		const char *by;
		enum diag_rule rule;
		const char *detail;
	} wrong[] = {
		{ "{ outcome: yes }", DIAG_UNKNOWN_CONDITION, "outcome" },
		{ "{ a.outcom: yes }", DIAG_UNKNOWN_CONDITION, "a.outcom" },
		{ "{ a.outcome: maybe }", DIAG_WRONG_VALUE, "maybe" },
		{ "{ differ: outcom }", DIAG_UNKNOWN_FACT, "outcom" },
		{ "{ session: sometimes }", DIAG_WRONG_VALUE, "sometimes" },
		{ "{ not: { not: { a.outcome: yes } } }", DIAG_UNKNOWN_CONDITION, "not" },
		{ "{ a.remark: x }", DIAG_UNKNOWN_CONDITION, "a.remark" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		sandbox_write(&f->box, "content/demo/family.yaml", FAMILY_YAML);
		change(f, "content/demo/family.yaml", "{ differ: outcome }", wrong[i].by);
		built_with(f, wrong[i].rule, wrong[i].detail);
		built_free(&f->built);
	}
	sandbox_write(&f->box, "content/demo/family.yaml", FAMILY_YAML);
	change(f, "content/demo/family.yaml", "{b.code} differ.", "{b.cod} differ.");
	built_with(f, DIAG_UNKNOWN_SLOT, "b.cod");
}

static void a_locale_needs_its_catalogue(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(unlinkat(f->box.folder, "locales/de.po", 0), 0);
	built_with(f, DIAG_MISSING_CATALOGUE, "locales/de.po");
	assert_int_equal(diag_exit_status(&f->built.diags), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_project_is_read),
		TEST(the_name_of_an_asset_has_its_hash),
		TEST(scripts_and_style_sheets_lose_their_comments),
		TEST(a_missing_project_is_wrong_use),
		TEST(missing_parts_are_named),
		TEST(files_that_do_not_belong_are_named),
		TEST(large_files_are_refused),
		TEST(links_and_pipes_are_not_read),
		TEST(linked_folders_are_not_read),
		TEST(a_folder_with_another_name_is_no_family),
		TEST(an_asset_with_a_control_character_is_refused),
		TEST(bytes_that_are_no_text_are_refused),
		TEST(windows_files_are_fine),
		TEST(front_matter_stands_between_two_lines),
		TEST(any_wrong_type_is_a_complaint),
		TEST(patterns_that_are_none_are_named),
		TEST(more_than_64_classes_are_refused),
		TEST(steps_in_a_circle_are_named),
		TEST(steps_go_before_at_any_distance),
		TEST(conditions_and_slots_must_be_known),
		TEST(a_locale_needs_its_catalogue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
