/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Publishing: the site is the old one or the new one, and nothing that is not ours is touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "project.h"
#include "base/hash.h"
#include "stages/publish.h"

#define MANIFEST "out/.statusbook-manifest"

struct fixture {
	struct sandbox box;
	struct arena arena;
	struct diags diags; /* of the last build */
	struct publish_report report;
	size_t descriptors;
	char home[256];
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->descriptors = open_descriptors();
	project_make(&f->box);
	sandbox_folder(&f->box, "www");
	snprintf(f->home, sizeof(f->home), "%s", getenv("HOME") ? getenv("HOME") : "");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	setenv("HOME", f->home, 1);
	sandbox_free(&f->box);
	arena_free(&f->arena);
	assert_int_equal(open_descriptors(), f->descriptors);
	free(f);
	return 0;
}

/* Builds to a path as the user would give it. */
static bool publish_at(struct fixture *f, const char *output, size_t threads, publish_render *make)
{
	struct publish_options options = { f->box.path, output, threads, .sync = false };
	struct built built;

	built_make_fine(&built, &f->box);
	f->report = (struct publish_report){ 0 };
	f->diags = (struct diags){ .arena = &f->arena };
	bool done = publish(built.plan, make, &options, &f->report, &f->diags);
	assert_int_equal(done, diag_exit_status(&f->diags) == 0 && f->report.signal == 0);
	built_free(&built);
	return done;
}

static bool publish_to(struct fixture *f, const char *path)
{
	return publish_at(f, sandbox_at(&f->box, path), 2, render);
}

/* The usual place: a folder of its own, so that what lies beside it can be seen. */
static bool publish_out(struct fixture *f)
{
	return publish_to(f, "www/out");
}

static void publish_fine(struct fixture *f)
{
	if (!publish_out(f)) {
		diag_print(&f->diags, DIAG_TEXT, false, stderr);
		fail_msg("the build failed");
	}
}

/* All that is there, byte by byte; times apart. */
static struct str snapshot(struct fixture *f, const char *path)
{
	struct buf list = { 0 };

	sandbox_list(&f->box, &f->arena, path, &list);
	struct str copy = arena_copy(&f->arena, buf_view(&list));
	buf_free(&list);
	return copy;
}

/* Fails unless exactly these things lie beside the project's output, which is among them. */
static void beside(struct fixture *f, const char *const *names)
{
	int folder = openat(f->box.folder, "www", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct fs_listing listing;
	size_t i = 0;

	assert_int_equal(fs_list(&f->arena, folder, &listing), 0);
	close(folder);
	for (; i < listing.count && names[i]; i++)
		assert_string_equal(listing.items[i].name.ptr, names[i]);
	assert_int_equal(listing.count, i);
	assert_null(names[i]);
}

static const char *const first_time[] = { "out", NULL };
static const char *const from_then_on[] = { ".out.prev", "out", NULL };

static void says(const struct fixture *f, enum diag_rule rule, const char *detail, const char *reason)
{
	for (size_t i = 0; i < f->diags.count; i++)
		if (f->diags.items[i].rule == rule &&
		    str_find(f->diags.items[i].detail, str_from(detail), 0) != SIZE_MAX &&
		    str_find(f->diags.items[i].reason, str_from(reason), 0) != SIZE_MAX)
			return;
	diag_print(&f->diags, DIAG_TEXT, false, stderr);
	fail_msg("nobody complained: %s '%s' %s", diag_rule_name(rule), detail, reason);
}

static void the_first_build_writes_everything(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(f->report.pages, 22);
	assert_int_equal(f->report.files, 51);
	assert_int_equal(f->report.written, 51);
	assert_int_equal(f->report.unchanged + f->report.removed, 0);
	assert_true(sandbox_has(&f->box, "www/out/en/demo/200-vs-500.html"));
	assert_true(sandbox_has(&f->box, "www/out/.nojekyll"));
	beside(f, first_time);
}

/* Each file with its hash and size, under the row of the plan that it is in; and in the end a hash of it all. */
static void the_manifest_lists_every_file(void **state)
{
	struct fixture *f = *state;
	struct str whole, rest, line;
	size_t count = 0, bytes = 0, rows = 0;
	char head[64];

	publish_fine(f);
	whole = rest = sandbox_read(&f->box, &f->arena, "www/" MANIFEST);
	assert_true(str_next_line(&rest, &line) && str_is(line, "statusbook manifest 2"));
	while (str_next_line(&rest, &line) && !str_starts(line, STR("row ")))
		;
	for (;; str_next_line(&rest, &line)) {
		if (str_starts(line, STR("end ")))
			break;
		if (str_starts(line, STR("row "))) {
			snprintf(head, sizeof(head), "row %010zu", rows++);
			assert_true(str_is(line, head));
			continue;
		}
		const char *path = arena_copy(&f->arena, str_from_index(line, 44)).ptr;
		const char *full = arena_concat(&f->arena, STR("www/out/"), str_from(path)).ptr;
		struct str text = sandbox_read(&f->box, &f->arena, full);
		struct hash128 hash = hash128(text);
		snprintf(head, sizeof(head), "%016llx%016llx %010zu ", (unsigned long long)hash.high,
			 (unsigned long long)hash.low, text.len);
		assert_true(str_eq(str_until_index(line, 44), str_from(head)));
		count++;
		bytes += text.len;
	}
	struct hash128 hash = hash128(str_until_index(whole, whole.len - line.len - 1));
	snprintf(head, sizeof(head), "end %016llx%016llx", (unsigned long long)hash.high, (unsigned long long)hash.low);
	assert_true(str_is(line, head));
	assert_int_equal(rest.len, 0);
	assert_int_equal(count, f->report.files);
	assert_int_equal(bytes, f->report.bytes);
}

static void the_second_build_writes_nothing(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	ino_t folder = sandbox_inode(&f->box, "www/out"), page = sandbox_inode(&f->box, "www/out/en/demo/200.html");
	publish_fine(f);
	assert_int_equal(f->report.written + f->report.removed + f->report.bytes, 0);
	assert_int_equal(f->report.unchanged, 51);
	assert_int_equal(sandbox_inode(&f->box, "www/out"), folder);
	assert_int_equal(sandbox_inode(&f->box, "www/out/en/demo/200.html"), page);
	beside(f, first_time);
}

static void a_change_rewrites_what_shows_it(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	ino_t same = sandbox_inode(&f->box, "www/out/en/demo/450.html"),
	      other = sandbox_inode(&f->box, "www/out/en/demo/500.html");
	sandbox_write(&f->box, "content/demo/500.en.md",
		      ENTRY("500", "Broken & <b>", "  outcome: no\n  steps: mail\n  about: [mail, login]\n",
			    "## Meaning {#meaning}\n\nAnother text.\n"));
	publish_fine(f);
	assert_int_equal(f->report.written, 6); /* the page and its data, in both languages; the German page shows the English text */
	assert_int_equal(f->report.unchanged, 45);
	assert_int_equal(f->report.removed, 0);
	assert_int_equal(sandbox_inode(&f->box, "www/out/en/demo/450.html"), same);
	assert_int_not_equal(sandbox_inode(&f->box, "www/out/en/demo/500.html"), other);
	beside(f, from_then_on);
}

/* Whatever came before, the result is that of a build from nothing. */
static void a_small_build_equals_a_fresh_one(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	sandbox_write(&f->box, "content/demo/201.en.md", ENTRY("201", "New", "  outcome: yes\n", MEANING));
	publish_fine(f);
	struct str small = snapshot(f, "www/out");
	sandbox_folder(&f->box, "fresh");
	assert_true(publish_to(f, "fresh/out"));
	assert_int_equal(renameat(f->box.folder, "www", f->box.folder, "away"), 0);
	assert_int_equal(renameat(f->box.folder, "fresh", f->box.folder, "www"), 0);
	assert_string_equal(snapshot(f, "www/out").ptr, small.ptr);
}

static void what_is_no_longer_planned_goes(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "content/demo/200-vs-500.en.md", 0), 0);
	assert_int_equal(unlinkat(f->box.folder, "content/demo/450.en.md", 0), 0);
	sandbox_write(&f->box, "content/demo/99.en.md",
		      "---\ncode: 99\nkind: other\ntitle: No code\nsummary: None.\nfacts:\n"
		      "  outcome: no\n  meant: [500]\n---\n" MEANING);
	publish_fine(f);
	assert_int_equal(f->report.removed, 12); /* 450 and its data, with 200, with 500, and 99 with 450; in two languages */
	assert_false(sandbox_has(&f->box, "www/out/en/demo/450.html"));
	assert_false(sandbox_has(&f->box, "www/out/de/demo/450-vs-500.html"));
	assert_true(sandbox_has(&f->box, "www/out/en/demo/99-vs-500.html"));
	assert_true(sandbox_has(&f->box, "www/.out.prev/en/demo/450.html"));
}

/* Nothing is written but _headers, which names it. */
static void a_removed_asset_goes_alone(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "templates/assets/extra.css", "");
	publish_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "templates/assets/extra.css", 0), 0);
	publish_fine(f);
	assert_int_equal(f->report.written, 1);
	assert_int_equal(f->report.removed, 1);
	assert_false(sandbox_has(&f->box, "www/out/assets/extra.e3b0c442.css"));
	publish_fine(f);
	assert_int_equal(f->report.removed, 0);
}

static void a_removed_language_goes_with_its_folder(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "content/demo/200.de.md", 0), 0);
	sandbox_write(
		&f->box, "content/site.yaml",
		"name: Demo\ndescription: Codes of a demo\nbase_url: https://demo.example/docs\nsource_locale: en\n"
		"locales:\n  en: { name: English }\ncitation: \"{name}, section {section}\"\n"
		"sources:\n  rfc1: { name: RFC 1, title: One, url: \"https://rfc.example/1\", "
		"section_url: \"https://rfc.example/1#{section}\" }\n");
	publish_fine(f);
	assert_int_equal(f->report.removed, 21);
	assert_false(sandbox_has(&f->box, "www/out/de"));
	publish_fine(f);
	assert_int_equal(f->report.written, 0);
}

static void a_site_without_assets_can_be_built_again(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(unlinkat(f->box.folder, "templates/assets/style.css", 0), 0);
	publish_fine(f);
	publish_fine(f);
	assert_int_equal(f->report.written, 0);
}

static void any_number_of_threads_gives_the_same_site(void **state)
{
	static const char *const places[] = { "one/out", "two/out", "eight/out" };
	struct fixture *f = *state;
	struct str files[3];

	for (size_t i = 0; i < 3; i++) {
		struct buf list = { 0 };
		struct sandbox inside = f->box;
		char parent[16];
		snprintf(parent, sizeof(parent), "%.*s", (int)(strlen(places[i]) - 4), places[i]);
		sandbox_folder(&f->box, parent);
		assert_true(publish_at(f, sandbox_at(&f->box, places[i]), i == 0 ? 1 : i == 1 ? 2 : 8, render));
		inside.folder = openat(f->box.folder, parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		sandbox_list(&inside, &f->arena, "out", &list);
		close(inside.folder);
		files[i] = arena_copy(&f->arena, buf_view(&list));
		buf_free(&list);
	}
	assert_string_equal(files[0].ptr, files[1].ptr);
	assert_string_equal(files[0].ptr, files[2].ptr);
}

static void an_empty_folder_may_be_used(void **state)
{
	struct fixture *f = *state;

	sandbox_folder(&f->box, "www/out");
	publish_fine(f);
	assert_int_equal(f->report.written, 51);
}

static void a_path_may_end_with_slashes(void **state)
{
	struct fixture *f = *state;

	assert_true(publish_to(f, "www/out//"));
	publish_fine(f);
	assert_int_equal(f->report.written, 0);
}

/* --- Things that are not ours ----------------------------------------------------------------------------------- */

/* Refused, with that message, and not a byte changed anywhere. */
static void refused(struct fixture *f, const char *output, enum diag_rule rule, const char *detail, const char *reason)
{
	struct str before = snapshot(f, ".");

	assert_false(publish_to(f, output));
	says(f, rule, detail, reason);
	assert_int_equal(diag_exit_status(&f->diags), 2);
	assert_string_equal(snapshot(f, ".").ptr, before.ptr);
}

static void foreign_files_are_named_and_kept(void **state)
{
	static const char *const foreign[] = { "www/out/CNAME", "www/out/.well-known/x", "www/out/en/mine.html",
					       "www/out/en/demo/more/x", "www/out/.git/HEAD" };
	static const char *const named[] = { "out/CNAME", "out/.well-known", "out/en/mine.html", "out/en/demo/more",
					     "out/.git" };
	struct fixture *f = *state;

	publish_fine(f);
	for (size_t i = 0; i < 5; i++)
		sandbox_write(&f->box, foreign[i], "mine");
	refused(f, "www/out", DIAG_FOREIGN_FILE, named[0], "");
	assert_int_equal(f->diags.count, 5);
	for (size_t i = 0; i < 5; i++)
		says(f, DIAG_FOREIGN_FILE, named[i], "");
}

#define SITE_KEEPS SITE_YAML "keep: [CNAME, .well-known, absent]\noffline: all.zip\n"

/* What the publisher keeps in the output is in the new site too, the same file; what is not named is still refused. */
static void what_is_kept_is_carried_over(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	sandbox_write(&f->box, "content/site.yaml", SITE_KEEPS);
	sandbox_write(&f->box, "www/out/CNAME", "mine");
	sandbox_write(&f->box, "www/out/all.zip", "archive");
	sandbox_write(&f->box, "www/out/.well-known/acme/token", "secret");
	publish_fine(f);
	assert_int_equal(f->report.written, 0);
	for (size_t i = 0; i < 2; i++) {
		sandbox_write(&f->box, "templates/home.html", i == 0 ? "first\n" : "second\n");
		publish_fine(f);
		assert_true(f->report.written > 0);
		assert_int_equal(f->report.removed, 0);
		assert_true(str_is(sandbox_read(&f->box, &f->arena, "www/out/CNAME"), "mine"));
		assert_true(str_is(sandbox_read(&f->box, &f->arena, "www/out/all.zip"), "archive"));
		assert_true(str_is(sandbox_read(&f->box, &f->arena, "www/out/.well-known/acme/token"), "secret"));
	}
	sandbox_write(&f->box, "www/out/other", "mine");
	refused(f, "www/out", DIAG_FOREIGN_FILE, "out/other", "");
}

static void a_foreign_file_in_place_of_ours_is_noticed(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "www/out/robots.txt", 0), 0);
	sandbox_write(&f->box, "www/out/humans.txt", "mine");
	refused(f, "www/out", DIAG_FOREIGN_FILE, "out/humans.txt", "");
}

static void a_folder_of_somebody_else_is_refused(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "www/out/index.html", "mine");
	sandbox_write(&f->box, "www/out/sub/page.html", "mine");
	assert_false(publish_out(f));
	says(f, DIAG_FOREIGN_FILE, "out/index.html", "");
	says(f, DIAG_FOREIGN_FILE, "out/sub", "");
	assert_true(str_is(sandbox_read(&f->box, &f->arena, "www/out/index.html"), "mine"));
}

static void links_in_the_output_are_foreign(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "www/out/robots.txt", 0), 0);
	assert_int_equal(symlinkat("../../content/site.yaml", f->box.folder, "www/out/robots.txt"), 0);
	assert_false(publish_out(f));
	says(f, DIAG_FOREIGN_FILE, "out/robots.txt", "");
}

static void a_page_that_was_deleted_comes_back(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	struct str before = snapshot(f, "www/out");
	assert_int_equal(unlinkat(f->box.folder, "www/out/en/demo/200.html", 0), 0);
	publish_fine(f);
	assert_int_equal(f->report.written, 1);
	assert_int_equal(f->report.removed, 0);
	assert_string_equal(snapshot(f, "www/out").ptr, before.ptr);
}

static void a_deleted_folder_comes_back(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	struct str before = snapshot(f, "www/out");
	assert_int_equal(renameat(f->box.folder, "www/out/de", f->box.folder, "de"), 0);
	publish_fine(f);
	assert_string_equal(snapshot(f, "www/out").ptr, before.ptr);
}

static void write_manifest(struct fixture *f, const char *lines)
{
	const char *text = arena_concat(&f->arena, STR("statusbook manifest 2\n"), str_from(lines)).ptr;

	sandbox_write(&f->box, "www/" MANIFEST, text);
}

#define LINE "00000000000000000000000000000000 0000000004 "

/* Nothing outside of the output is removed, changed or even looked at. */
static void a_forged_manifest_reaches_nothing_outside(void **state)
{
	static const char *const forged[] = { LINE "../x\n",        LINE "../../content/site.yaml\n",
					      LINE "/etc/passwd\n", LINE "en/../../x\n",
					      LINE "./x\n",         LINE "en//x\n",
					      LINE "..\n",          LINE "../out/en/index.html\n" };
	struct fixture *f = *state;

	sandbox_write(&f->box, "www/x", "mine");
	for (size_t i = 0; i < sizeof(forged) / sizeof(*forged); i++) {
		sandbox_folder(&f->box, "www/out");
		write_manifest(f, forged[i]);
		publish_out(f);
		assert_true(str_is(sandbox_read(&f->box, &f->arena, "www/x"), "mine"));
		for (size_t k = 0; k < f->diags.count; k++) {
			assert_int_equal(str_find(f->diags.items[k].detail, STR("out/.."), 0), SIZE_MAX);
			assert_int_equal(str_find(f->diags.items[k].detail, STR("//etc"), 0), SIZE_MAX);
		}
	}
	assert_true(sandbox_has(&f->box, "content/site.yaml"));
}

/* A list that names a link as a folder of ours must not lead through it. */
static void a_forged_manifest_does_not_lead_through_links(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "elsewhere/x", "mine");
	sandbox_folder(&f->box, "www/out");
	assert_int_equal(symlinkat("../../elsewhere", f->box.folder, "www/out/en"), 0);
	write_manifest(f, LINE "en\n" LINE "en/x\n");
	assert_false(publish_out(f));
	assert_true(str_is(sandbox_read(&f->box, &f->arena, "elsewhere/x"), "mine"));
}

/*
 * Whichever byte is damaged, or wherever it is cut: nobody believes it, and all is written anew; or refused, where it does
 * not even begin as one.
 */
static void damage(struct fixture *f, struct str bytes, bool begins, struct str site)
{
	sandbox_write_bytes(&f->box, "www/" MANIFEST, bytes);
	if (begins) {
		publish_fine(f);
		assert_int_equal(f->report.written, 51);
		assert_string_equal(snapshot(f, "www/out").ptr, site.ptr);
	} else {
		assert_false(publish_out(f));
		says(f, DIAG_FOREIGN_FILE, "out/index.html", "");
	}
}

static void a_damaged_manifest_is_never_trusted(void **state)
{
	const size_t name = strlen("statusbook manifest ");
	struct fixture *f = *state;

	publish_fine(f);
	struct str whole = sandbox_read(&f->box, &f->arena, "www/" MANIFEST), site = snapshot(f, "www/out");
	char *damaged = (char *)arena_copy(&f->arena, whole).ptr;
	for (size_t i = 0; i < whole.len; i += 1 + i / 16) {
		damaged[i] ^= 0x15;
		damage(f, (struct str){ damaged, whole.len }, i >= name, site);
		damaged[i] ^= 0x15;
	}
	for (size_t len = 0; len < whole.len; len += 97)
		damage(f, str_until_index(whole, len), len >= name, site);
}

/* What the plan does not have either is somebody's. */
static void foreign_files_are_kept_beside_a_damaged_manifest(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	sandbox_write(&f->box, "www/" MANIFEST, "statusbook manifest 1\n");
	sandbox_write(&f->box, "www/out/en/mine.html", "mine");
	refused(f, "www/out", DIAG_FOREIGN_FILE, "out/en/mine.html", "");
	assert_int_equal(f->diags.count, 1);
}

/* Somebody has mended a page by hand: that is told, and stays. Removed, it is written anew. */
static void a_page_that_was_edited_by_hand_is_kept(void **state)
{
	static const char *const edited[] = { "www/out/en/demo/200.html", "www/out/robots.txt" };
	struct fixture *f = *state;

	publish_fine(f);
	struct str site = snapshot(f, "www/out"), page = sandbox_read(&f->box, &f->arena, edited[0]);
	char *other = (char *)arena_copy(&f->arena, page).ptr;
	other[page.len - 2] ^= 1; /* the same size */
	sandbox_write(&f->box, edited[0], other);
	sandbox_write(&f->box, edited[1], "longer\nthan before, or shorter\n");
	refused(f, "www/out", DIAG_EDITED_FILE, "out/en/demo/200.html", "remove it");
	assert_int_equal(f->diags.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(unlinkat(f->box.folder, edited[i], 0), 0);
	publish_fine(f);
	assert_int_equal(f->report.written, 2);
	assert_string_equal(snapshot(f, "www/out").ptr, site.ptr);
}

/* As `cp` and `git checkout` do it: younger than the manifest, but the same bytes. */
static void a_page_of_a_new_time_is_what_it_was(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(utimensat(f->box.folder, "www/out/en/demo/200.html",
				   (const struct timespec[]){ { 4000000000, 0 }, { 4000000000, 0 } }, 0),
			 0);
	publish_fine(f);
	assert_int_equal(f->report.written, 0);
}

static void a_site_without_its_manifest_is_refused(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "www/" MANIFEST, 0), 0);
	refused(f, "www/out", DIAG_FOREIGN_FILE, "out/index.html", "");
}

static void a_manifest_that_is_no_file_does_not_block(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	assert_int_equal(unlinkat(f->box.folder, "www/" MANIFEST, 0), 0);
	assert_int_equal(mkfifoat(f->box.folder, "www/" MANIFEST, 0644), 0);
	assert_false(publish_out(f));
}

/* What bears the name of the site before, but holds other things, is somebody's. */
static void a_foreign_folder_beside_the_output_is_kept(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	sandbox_write(&f->box, "www/.out.prev/precious.txt", "mine");
	sandbox_write(&f->box, "www/.out.stage-notes/precious.txt", "mine");
	sandbox_write(&f->box, "content/demo/201.en.md", ENTRY("201", "New", "  outcome: yes\n", MEANING));
	publish_out(f);
	assert_true(sandbox_has(&f->box, "www/.out.stage-notes/precious.txt"));
	assert_true(sandbox_has(&f->box, "www/.out.prev/precious.txt"));
}

/* --- Places ----------------------------------------------------------------------------------------------------- */

static void source_folders_and_what_is_in_them_are_refused(void **state)
{
	struct fixture *f = *state;

	sandbox_folder(&f->box, ".git");
	refused(f, "content", DIAG_UNSAFE_OUTPUT, "content", "source folder");
	refused(f, "templates", DIAG_UNSAFE_OUTPUT, "templates", "source folder");
	refused(f, "locales/", DIAG_UNSAFE_OUTPUT, "locales/", "source folder");
	refused(f, "content/new", DIAG_UNSAFE_OUTPUT, "content/new", "source folder");
	refused(f, "templates/assets", DIAG_UNSAFE_OUTPUT, "templates/assets", "source folder");
	refused(f, ".git/new", DIAG_UNSAFE_OUTPUT, ".git/new", "source folder");
	refused(f, "www/../content/demo", DIAG_UNSAFE_OUTPUT, "content/demo", "source folder");
}

static void the_project_and_what_is_around_it_are_refused(void **state)
{
	struct fixture *f = *state;

	assert_false(publish_at(f, f->box.path, 1, render));
	says(f, DIAG_UNSAFE_OUTPUT, f->box.path, "project");
	char *around = (char *)arena_copy(&f->arena, str_from(f->box.path)).ptr;
	*strrchr(around, '/') = '\0';
	assert_false(publish_at(f, around, 1, render));
	says(f, DIAG_UNSAFE_OUTPUT, around, "inside");
	assert_false(publish_at(f, "/", 1, render));
	says(f, DIAG_UNSAFE_OUTPUT, "/", "");
}

static void names_that_are_none_are_refused(void **state)
{
	static const char *const none[] = { ".", "..", "www/.", "www/..", "/", "///", "" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		assert_false(publish_at(f, none[i], 1, render));
		assert_int_equal(diag_exit_status(&f->diags), 2);
	}
}

static void the_home_folder_is_refused(void **state)
{
	struct fixture *f = *state;

	sandbox_folder(&f->box, "me");
	setenv("HOME", sandbox_at(&f->box, "me"), 1);
	refused(f, "me", DIAG_UNSAFE_OUTPUT, "me", "home");
}

static void the_folder_that_one_stands_in_is_refused(void **state)
{
	struct fixture *f = *state;
	int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	sandbox_folder(&f->box, "www/out/deep");
	assert_int_equal(chdir(sandbox_at(&f->box, "www/out/deep")), 0);
	refused(f, "www/out", DIAG_UNSAFE_OUTPUT, "www/out", "stand");
	assert_int_equal(fchdir(here), 0);
	close(here);
}

static void links_files_and_pipes_are_refused(void **state)
{
	struct fixture *f = *state;

	sandbox_folder(&f->box, "real");
	sandbox_write(&f->box, "www/file", "mine");
	assert_int_equal(symlinkat("../real", f->box.folder, "www/link"), 0);
	assert_int_equal(symlinkat("../absent", f->box.folder, "www/dangling"), 0);
	assert_int_equal(mkfifoat(f->box.folder, "www/fifo", 0644), 0);
	refused(f, "www/link", DIAG_UNSAFE_OUTPUT, "www/link", "link");
	refused(f, "www/dangling", DIAG_UNSAFE_OUTPUT, "www/dangling", "link");
	refused(f, "www/file", DIAG_UNSAFE_OUTPUT, "www/file", "not a folder");
	refused(f, "www/fifo", DIAG_UNSAFE_OUTPUT, "www/fifo", "not a folder");
	refused(f, "absent/out", DIAG_MISSING_DIRECTORY, "absent", "");
}

/* Told by what they are, not by their names. */
static void a_way_over_links_into_the_sources_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(symlinkat("../content", f->box.folder, "www/innocent"), 0);
	refused(f, "www/innocent/demo", DIAG_UNSAFE_OUTPUT, "www/innocent/demo", "source folder");
	refused(f, "www/innocent/new", DIAG_UNSAFE_OUTPUT, "www/innocent/new", "source folder");
}

/* --- Two builds, killed builds, full disks ---------------------------------------------------------------------- */

static void a_second_build_at_the_same_time_is_refused(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	struct str before = snapshot(f, "www/out");
	int lock = openat(f->box.folder, "www/.out.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	assert_int_equal(ftruncate(lock, 0), 0);
	assert_int_equal(pwrite(lock, "4711\n", 5, 0), 5);
	assert_false(publish_out(f));
	says(f, DIAG_OUTPUT_BUSY, "www/out", "process 4711");
	assert_int_equal(diag_exit_status(&f->diags), 2);
	assert_int_equal(flock(lock, LOCK_UN), 0);
	close(lock);
	publish_fine(f);
	assert_string_equal(snapshot(f, "www/out").ptr, before.ptr);
	beside(f, first_time);
}

static void rounds_of_two_builds_leave_one_whole_site(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	for (int round = 0; round < 10; round++) {
		const char *entry = round % 2 ? ENTRY("201", "Odd", "  outcome: yes\n", MEANING)
					      : ENTRY("201", "Even", "  outcome: yes\n", MEANING);
		sandbox_write(&f->box, "content/demo/201.en.md", entry);
		pid_t child = fork();
		if (child == 0)
			_exit(publish_out(f) ? 0 : diag_exit_status(&f->diags));
		bool done = publish_out(f);
		int status, code;
		assert_int_equal(waitpid(child, &status, 0), child);
		code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		assert_true(code == 0 || code == 2);
		assert_true(done || code == 0);
		publish_fine(f);
		assert_int_equal(f->report.written, 0);
		beside(f, from_then_on);
	}
}

static void litter_of_killed_builds_is_removed(void **state)
{
	struct fixture *f = *state;

	sandbox_write(&f->box, "www/.out.stage-1/en/demo/200.html", "half");
	sandbox_write(&f->box,
		      "www/.out.stage-99999/"
		      ".statusbook-manifest",
		      "statusbook manifest 2\n");
	sandbox_write(&f->box, "www/.other.stage-1/x", "another site's");
	publish_fine(f);
	assert_false(sandbox_has(&f->box, "www/.out.stage-1"));
	assert_false(sandbox_has(&f->box, "www/.out.stage-99999"));
	assert_true(sandbox_has(&f->box, "www/.other.stage-1/x"));
}

static void die_at_a_page(const struct site *site, const struct page *page, struct worker *worker)
{
	if (page->kind == PAGE_PAIR && !page->locale->is_source)
		_exit(9);
	render(site, page, worker);
}

static void a_killed_build_leaves_the_old_site(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	struct str before = snapshot(f, "www/out");
	sandbox_write(&f->box, "content/demo/201.en.md", ENTRY("201", "New", "  outcome: yes\n", MEANING));
	pid_t child = fork();
	if (child == 0) {
		publish_at(f, sandbox_at(&f->box, "www/out"), 1, die_at_a_page);
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 9);
	assert_string_equal(snapshot(f, "www/out").ptr, before.ptr);
	publish_fine(f);
	assert_true(sandbox_has(&f->box, "www/out/en/demo/201.html"));
	beside(f, from_then_on);
}

/* As Ctrl-C in the middle of a build. */
static void interrupt_a_page(const struct site *site, const struct page *page, struct worker *worker)
{
	if (page->kind == PAGE_PAIR && !page->locale->is_source)
		raise(SIGTERM);
	render(site, page, worker);
}

static void a_signal_stops_the_build_and_leaves_the_old_site(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	sandbox_write(&f->box, "content/demo/201.en.md", ENTRY("201", "New", "  outcome: yes\n", MEANING));
	struct str before = snapshot(f, "www/out");
	assert_false(publish_at(f, sandbox_at(&f->box, "www/out"), 2, interrupt_a_page));
	assert_int_equal(f->report.signal, SIGTERM);
	assert_int_equal(f->diags.count, 0);
	assert_string_equal(snapshot(f, "www/out").ptr, before.ptr);
	beside(f, first_time);
	publish_fine(f);
	assert_int_equal(f->report.signal, 0);
	assert_true(sandbox_has(&f->box, "www/out/en/demo/201.html"));
}

/* One page that is too large for the limit set below. */
static void bloat_a_page(const struct site *site, const struct page *page, struct worker *worker)
{
	render(site, page, worker);
	if (page->kind == PAGE_PAIR && !page->locale->is_source)
		for (int i = 0; i < 100000; i++)
			buf_add(&worker->out, STR("0123456789"));
}

/* As on a full disk: writing fails in the middle. */
static bool publish_with_little_room(struct fixture *f, size_t threads)
{
	struct rlimit before, little;
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	little = (struct rlimit){ 100000, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	bool done = publish_at(f, sandbox_at(&f->box, "www/out"), threads, bloat_a_page);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, handler);
	return done;
}

static void a_failure_in_the_middle_leaves_the_old_site(void **state)
{
	struct fixture *f = *state;

	publish_fine(f);
	sandbox_write(&f->box, "content/demo/201.en.md", ENTRY("201", "New", "  outcome: yes\n", MEANING));
	struct str before = snapshot(f, "www/out");
	for (size_t threads = 1; threads <= 8; threads *= 2) {
		assert_false(publish_with_little_room(f, threads));
		says(f, DIAG_UNWRITABLE, "www/out/de/demo/", "File too large");
		assert_int_equal(diag_exit_status(&f->diags), 3);
		assert_int_equal(f->diags.count, 1);
		assert_string_equal(snapshot(f, "www/out").ptr, before.ptr);
		beside(f, first_time);
	}
	publish_fine(f);
}

static void a_failure_of_the_first_build_leaves_nothing(void **state)
{
	static const char *const nothing[] = { NULL };
	struct fixture *f = *state;

	assert_false(publish_with_little_room(f, 2));
	beside(f, nothing);
}

/* Whoever reads while it is built sees the old page or the new one, never none. */
static void readers_always_find_a_page(void **state)
{
	struct fixture *f = *state;
	struct str text;

	publish_fine(f);
	pid_t child = fork();
	if (child == 0) {
		for (int round = 0; round < 20; round++) {
			const char *entry = round % 2 ? ENTRY("200", "Odd", "  outcome: yes\n", MEANING)
						      : ENTRY("200", "Even", "  outcome: yes\n", MEANING);
			sandbox_write(&f->box, "content/demo/200.en.md", entry);
			if (!publish_out(f))
				_exit(1);
		}
		_exit(0);
	}
	int status = 0;
	const char *page = sandbox_at(&f->box, "www/out/en/demo/200.html");
	while (waitpid(child, &status, WNOHANG) == 0) {
		struct arena_mark mark = arena_mark(&f->arena);
		assert_int_equal(fs_read(&f->arena, AT_FDCWD, page, 100000, &text), 0);
		assert_true(str_starts(text, STR("<a href")) && str_ends(text, STR("\n")));
		arena_reset(&f->arena, mark);
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_build_writes_everything),
		TEST(the_manifest_lists_every_file),
		TEST(the_second_build_writes_nothing),
		TEST(a_change_rewrites_what_shows_it),
		TEST(a_small_build_equals_a_fresh_one),
		TEST(what_is_no_longer_planned_goes),
		TEST(a_removed_asset_goes_alone),
		TEST(a_removed_language_goes_with_its_folder),
		TEST(a_site_without_assets_can_be_built_again),
		TEST(any_number_of_threads_gives_the_same_site),
		TEST(an_empty_folder_may_be_used),
		TEST(a_path_may_end_with_slashes),
		TEST(foreign_files_are_named_and_kept),
		TEST(what_is_kept_is_carried_over),
		TEST(a_foreign_file_in_place_of_ours_is_noticed),
		TEST(a_folder_of_somebody_else_is_refused),
		TEST(links_in_the_output_are_foreign),
		TEST(a_page_that_was_deleted_comes_back),
		TEST(a_deleted_folder_comes_back),
		TEST(a_forged_manifest_reaches_nothing_outside),
		TEST(a_forged_manifest_does_not_lead_through_links),
		TEST(a_damaged_manifest_is_never_trusted),
		TEST(foreign_files_are_kept_beside_a_damaged_manifest),
		TEST(a_page_that_was_edited_by_hand_is_kept),
		TEST(a_page_of_a_new_time_is_what_it_was),
		TEST(a_site_without_its_manifest_is_refused),
		TEST(a_manifest_that_is_no_file_does_not_block),
		TEST(a_foreign_folder_beside_the_output_is_kept),
		TEST(source_folders_and_what_is_in_them_are_refused),
		TEST(the_project_and_what_is_around_it_are_refused),
		TEST(names_that_are_none_are_refused),
		TEST(the_home_folder_is_refused),
		TEST(the_folder_that_one_stands_in_is_refused),
		TEST(links_files_and_pipes_are_refused),
		TEST(a_way_over_links_into_the_sources_is_refused),
		TEST(a_second_build_at_the_same_time_is_refused),
		TEST(rounds_of_two_builds_leave_one_whole_site),
		TEST(litter_of_killed_builds_is_removed),
		TEST(a_killed_build_leaves_the_old_site),
		TEST(a_signal_stops_the_build_and_leaves_the_old_site),
		TEST(a_failure_in_the_middle_leaves_the_old_site),
		TEST(a_failure_of_the_first_build_leaves_nothing),
		TEST(readers_always_find_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
