/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Slugs, and the paths that the preview is asked for: what is found has the path that it was found by. */
#include "commands/serve_parts.h"
#include "fuzz.h"

static struct preview *preview(void)
{
	static struct preview made = { .history = { -1, -1 } };
	static struct options options;

	if (!made.good) {
		made.good = made.latest = fuzz_project(&options);
		made.options = &options;
	}
	return &made;
}

static void check_slug(struct str slug)
{
	if (!slug_fits(slug))
		return;
	CHECK(slug.len >= 1 && slug.len <= 80 && slug.ptr[0] != '.' && slug.ptr[slug.len - 1] != '.');
	CHECK(str_find(slug, STR(".."), 0) == SIZE_MAX);
	for (size_t i = 0; i < slug.len; i++)
		CHECK(memchr("abcdefghijklmnopqrstuvwxyz0123456789-.", slug.ptr[i], 38));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str path = { (const char *)data, size };
	struct preview *preview_made = preview();
	struct buf out = { 0 };
	struct page page;

	check_slug(path);
	if (page_find(preview_made->good->site, path, &page)) {
		page_path(&page, &out);
		CHECK(str_eq(buf_view(&out), path));
		render(preview_made->good->site, &page, &preview_made->worker);
		page_extend(&out, buf_view(&preview_made->worker.out), &(struct page_extras){ .version = "" });
	}
	buf_clear(&out);
	translate_page(&out, preview_made, path);
	buf_free(&out);
	return 0;
}
