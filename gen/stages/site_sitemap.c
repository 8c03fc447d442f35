/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Sitemaps: parts of one language each, so that a translation changes only its own, and an index of them. The limits are
 * those of sitemaps.org, 50,000 addresses and 50 MB, and lower: a part is read and written at once.
 */
#include "formats/html.h"
#include "stages/site_files.h"

#define MOST_ADDRESSES 10000
#define MOST_BYTES ((size_t)10 << 20)

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define SPACE "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""

struct sitemap {
	struct arena *arena;
	const struct site *site;
	struct site_files *files;
	struct buf index;
	const struct locale *locale; /* of the part that is being written */
	size_t number;
	struct buf part;
	size_t addresses;
	struct buf url; /* one address and what is said of it */
	struct buf scratch;
};

static void end_part(struct sitemap *map)
{
	struct buf path = { 0 };

	if (map->addresses == 0)
		return;
	buf_add(&map->part, STR("</urlset>\n"));
	buf_add(&path, STR("sitemap-"));
	buf_add(&path, map->locale->id);
	buf_addf(&path, "-%zu.xml", ++map->number);
	struct str name = arena_copy(map->arena, buf_view(&path));
	*array_add(map->arena, map->files) = (struct site_file){ name, arena_copy(map->arena, buf_view(&map->part)) };
	buf_add(&map->index, STR("<sitemap>\n<loc>"));
	html_add_text(&map->index, map->site->base_url);
	html_add_text(&map->index, name);
	buf_add(&map->index, STR("</loc>\n</sitemap>\n"));
	buf_clear(&map->part);
	map->addresses = 0;
	buf_free(&path);
}

static void add_address(struct sitemap *map, const struct page *page)
{
	buf_clear(&map->scratch);
	page_url(map->site, page, &map->scratch);
	html_add_text(&map->url, buf_view(&map->scratch));
}

static void add_alternate(struct sitemap *map, struct str language, const struct page *page)
{
	buf_add(&map->url, STR("<xhtml:link rel=\"alternate\" hreflang=\""));
	html_add_text(&map->url, language);
	buf_add(&map->url, STR("\" href=\""));
	add_address(map, page);
	buf_add(&map->url, STR("\"/>\n"));
}

/* Each page lists all its languages, itself among them, and the source language as the default. */
static void add_alternates(struct sitemap *map, const struct page *page)
{
	struct page other = *page;

	for (size_t i = 0; i < map->site->locales.count; i++) {
		other.locale = &map->site->locales.items[i];
		if (page_translated(&other))
			add_alternate(map, other.locale->id, &other);
	}
	other.locale = map->site->source_locale;
	if (page->kind == PAGE_HOME)
		other.kind = PAGE_ROOT;
	add_alternate(map, STR("x-default"), &other);
}

/* A comparison changes with each of its codes. */
static struct str changed_on(const struct page *page)
{
	size_t locale = page->locale->index;
	struct str a = page->a ? page->a->texts[locale].changed_on : (struct str){ NULL, 0 };
	struct str b = page->b ? page->b->texts[locale].changed_on : (struct str){ NULL, 0 };

	return str_cmp(a, b) > 0 ? a : b;
}

static void add_page(struct sitemap *map, const struct page *page)
{
	struct str date = changed_on(page);

	buf_clear(&map->url);
	buf_add(&map->url, STR("<url>\n<loc>"));
	add_address(map, page);
	buf_add(&map->url, STR("</loc>\n"));
	if (date.len > 0) {
		buf_add(&map->url, STR("<lastmod>"));
		html_add_text(&map->url, date);
		buf_add(&map->url, STR("</lastmod>\n"));
	}
	if (page->kind != PAGE_ROOT)
		add_alternates(map, page);
	buf_add(&map->url, STR("</url>\n"));
	if (map->addresses == MOST_ADDRESSES || map->part.len + map->url.len > MOST_BYTES)
		end_part(map);
	if (map->addresses++ == 0)
		buf_add(&map->part, STR(XML "<urlset " SPACE " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"));
	buf_add(&map->part, buf_view(&map->url));
}

void site_add_sitemaps(struct arena *arena, const struct plan *plan, struct site_files *files)
{
	struct sitemap map = { .arena = arena, .site = plan->site, .files = files };

	buf_add(&map.index, STR(XML "<sitemapindex " SPACE ">\n"));
	for (size_t i = 0; i < plan->rows.count; i++) {
		struct row_walk walk = { 0 };
		struct page page;
		while (row_next_page(&plan->rows.items[i], &walk, &page)) {
			if (!page_indexable(&page))
				continue;
			if (page.locale != map.locale) {
				end_part(&map);
				map.number = 0;
			}
			map.locale = page.locale;
			add_page(&map, &page);
		}
	}
	end_part(&map);
	buf_add(&map.index, STR("</sitemapindex>\n"));
	*array_add(arena, files) = (struct site_file){ STR("sitemap.xml"), arena_copy(arena, buf_view(&map.index)) };
	buf_free(&map.index);
	buf_free(&map.part);
	buf_free(&map.url);
	buf_free(&map.scratch);
}
