/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* robots.txt, .nojekyll and _headers, and the order of all such files. */
#include "stages/site_files.h"

static void add(struct arena *arena, struct site_files *files, struct str path, struct str text)
{
	*array_add(arena, files) = (struct site_file){ path, text };
}

static struct str robots(struct arena *arena, const struct site *site)
{
	return arena_concat(arena, STR("User-agent: *\nAllow: /\n\nSitemap: "), site->base_url, STR("sitemap.xml\n"));
}

/*
 * The form that Cloudflare Pages and Netlify read. No two rules set the same header for one address: hosts would join their
 * values. What a policy cannot say in a page is said here too: who may show the page in a frame.
 */
static struct str headers(struct arena *arena, const struct site *site)
{
	struct str base = site_base_path(site);
	struct buf text = { 0 };

	buf_add(&text, base);
	buf_add(&text, STR("*\n  Content-Security-Policy: "));
	buf_add(&text, site->policy);
	buf_add(&text, STR("; frame-ancestors 'none'\n"
			   "  Referrer-Policy: no-referrer\n"
			   "  X-Content-Type-Options: nosniff\n"));
	for (size_t i = 0; i < site->assets.count; i++) {
		if (!site->assets.items[i].is_hashed)
			continue;
		buf_add(&text, base);
		buf_add(&text, site->assets.items[i].path);
		buf_add(&text, STR("\n  Cache-Control: public, max-age=31536000, immutable\n"));
	}
	struct str copy = arena_copy(arena, buf_view(&text));
	buf_free(&text);
	return copy;
}

void site_files(struct arena *arena, const struct plan *plan, struct site_files *files)
{
	const struct site *site = plan->site;

	add(arena, files, STR(".nojekyll"), (struct str){ NULL, 0 });
	add(arena, files, STR("_headers"), headers(arena, site));
	add(arena, files, STR("robots.txt"), robots(arena, site));
	site_add_data(arena, site, files);
	site_add_feeds(arena, site, files);
	site_add_sitemaps(arena, plan, files);
}
