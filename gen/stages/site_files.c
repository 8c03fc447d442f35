/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* robots.txt and sitemap.xml. */
#include "stages/site_files.h"

#include "formats/html.h"

struct str site_robots(struct arena *arena, const struct site *site)
{
	return arena_concat(arena, STR("User-agent: *\nAllow: /\n\nSitemap: "), site->base_url, STR("sitemap.xml\n"));
}

static void add_url(const struct site *site, const struct page *page, struct buf *xml)
{
	struct buf path = { 0 };

	page_path(page, &path);
	html_add_text(xml, site->base_url);
	html_add_text(xml, buf_view(&path));
	buf_free(&path);
}

/* Each page lists all its languages, itself among them, and the source language as the default. */
static void add_alternates(const struct site *site, const struct page *page, struct buf *xml)
{
	for (size_t i = 0; i < site->locales.count; i++) {
		struct page other = *page;
		other.locale = &site->locales.items[i];
		if (!page_translated(&other))
			continue;
		buf_add(xml, STR("<xhtml:link rel=\"alternate\" hreflang=\""));
		html_add_text(xml, other.locale->id);
		buf_add(xml, STR("\" href=\""));
		add_url(site, &other, xml);
		buf_add(xml, STR("\"/>\n"));
	}
	struct page original = *page;
	original.locale = site->source_locale;
	if (page->kind == PAGE_HOME)
		original.kind = PAGE_ROOT;
	buf_add(xml, STR("<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\""));
	add_url(site, &original, xml);
	buf_add(xml, STR("\"/>\n"));
}

static void add_entry(const struct site *site, const struct page *page, struct buf *xml)
{
	buf_add(xml, STR("<url>\n<loc>"));
	add_url(site, page, xml);
	buf_add(xml, STR("</loc>\n"));
	if (page->kind == PAGE_CODE && page->a->texts[page->locale->index].changed_on.len > 0) {
		buf_add(xml, STR("<lastmod>"));
		html_add_text(xml, page->a->texts[page->locale->index].changed_on);
		buf_add(xml, STR("</lastmod>\n"));
	}
	if (page->kind != PAGE_ROOT)
		add_alternates(site, page, xml);
	buf_add(xml, STR("</url>\n"));
}

struct str site_sitemap(struct arena *arena, const struct plan *plan)
{
	struct buf xml = { 0 };

	buf_add(&xml, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
			  " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"));
	for (size_t i = 0; i < plan->rows.count; i++) {
		struct row_walk walk = { 0 };
		struct page page;
		while (row_next_page(&plan->rows.items[i], &walk, &page))
			if (page_indexable(&page))
				add_entry(plan->site, &page, &xml);
	}
	buf_add(&xml, STR("</urlset>\n"));
	struct str text = arena_copy(arena, buf_view(&xml));
	buf_free(&xml);
	return text;
}
