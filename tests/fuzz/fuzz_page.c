/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * From the bytes of a file to a page: the input stands in the place of an entry, of a translation or of the catalogue of a
 * small project (by its first byte), which is then loaded, resolved and planned, and each of its pages rendered.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "fuzz.h"
#include "stages/plan.h"
#include "stages/render.h"
#include "stages/resolve.h"

#define BASE "tests/golden/diagnostics/base"

static const char *const folders[] = { "content", "content/lamp", "locales", "templates", "templates/assets" };
static const char *const replaced[] = { "content/lamp/10.en.md", "content/lamp/10.de.md", "content/lamp/10-vs-20.en.md",
					"content/lamp/_family.en.md", "locales/de.po" };
#define REPLACED (sizeof(replaced) / sizeof(*replaced))

/* A copy of the project, in memory where the system has a place for that. */
struct copy {
	char path[64];
	int folder;
	struct arena arena;
	struct str originals[REPLACED];
};

static void write_file(int folder, const char *name, struct str text)
{
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	CHECK(file >= 0 && fs_write(file, text) == 0);
	close(file);
}

static void copy_folder(struct copy *copy, int from, const char *name)
{
	struct fs_listing listing;
	int old = fs_open_folder(from, name), new;

	CHECK(mkdirat(copy->folder, name, 0700) == 0);
	new = fs_open_folder(copy->folder, name);
	CHECK(old >= 0 && new >= 0 && fs_list(&copy->arena, old, &listing) == 0);
	for (size_t i = 0; i < listing.count; i++) {
		struct str text;
		if (!listing.items[i].is_file)
			continue;
		CHECK(fs_read(&copy->arena, old, listing.items[i].name.ptr, 1 << 20, &text) == 0);
		write_file(new, listing.items[i].name.ptr, text);
	}
	close(old);
	close(new);
}

static struct copy copy;

static void remove_copy(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", copy.path);
	if (system(command) != 0)
		fputs("the copy stays\n", stderr);
}

static void make_copy(void)
{
	int from = fs_open_folder(AT_FDCWD, BASE);

	snprintf(copy.path, sizeof(copy.path), "%s/statusbook-fuzz-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	CHECK(from >= 0 && mkdtemp(copy.path));
	copy.folder = fs_open_folder(AT_FDCWD, copy.path);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		copy_folder(&copy, from, folders[i]);
	for (size_t i = 0; i < REPLACED; i++)
		CHECK(fs_read(&copy.arena, from, replaced[i], 1 << 20, &copy.originals[i]) == 0);
	close(from);
	atexit(remove_copy);
}

static void render_all(const struct plan *planned)
{
	struct worker worker = { 0 };
	struct page page;

	for (size_t i = 0; i < planned->rows.count; i++) {
		struct row_walk walk = { 0 };
		while (row_next_page(&planned->rows.items[i], &walk, &page)) {
			render(planned->site, &page, &worker);
			fuzz_check_text(buf_view(&worker.out));
		}
	}
	worker_free(&worker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t which = size > 0 ? data[0] % REPLACED : 0;
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };

	if (!*copy.path)
		make_copy();
	write_file(copy.folder, replaced[which], str_from_index((struct str){ (const char *)data, size }, 1));
	struct manuscript *manuscript = load(&arena, copy.path, &diags);
	const struct site *site = resolve(manuscript, &diags);
	if (diag_exit_status(&diags) == 0) {
		const struct plan *planned = plan(&arena, site, &diags);
		if (diag_exit_status(&diags) == 0)
			render_all(planned);
	}
	fuzz_check_diags(&diags);
	site_release(manuscript->site);
	arena_free(&arena);
	write_file(copy.folder, replaced[which], copy.originals[which]);
	return 0;
}
