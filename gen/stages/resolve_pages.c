/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What all pages of a kind show alike in one language: made once, and for the most part compiled into their templates. */
#include "model/lookup.h"
#include "model/page.h"
#include "stages/resolve_parts.h"

static const struct str kinds[PAGE_KINDS] = {
	[PAGE_ROOT] = { "root", 4 },     [PAGE_MISSING] = { "missing", 7 },
	[PAGE_LOST] = { "missing", 7 },  [PAGE_HOME] = { "home", 4 },
	[PAGE_FAMILY] = { "family", 6 }, [PAGE_SENDER] = { "sender", 6 },
	[PAGE_CODE] = { "code", 4 },     [PAGE_PAIR] = { "pair", 4 },
	[PAGE_LOOKUP] = { "lookup", 6 }, [PAGE_TRANSLATIONS] = { "translations", 12 },
};

/* The way up to the top of the site. The 404 page is shown at any depth, so it starts from the base address. */
static struct str root_of(const struct site *site, enum page_kind kind)
{
	static const struct str ways[] = { { "./", 2 }, { "../", 3 }, { "../../", 6 } };

	if (!page_is_missing(&(struct page){ .kind = kind }))
		return ways[page_depth(&(struct page){ .kind = kind })];
	return site_base_path(site);
}

/* The way to a page that a language has once. */
static struct str href_of(struct resolve *resolve, struct str root, const struct locale *locale, enum page_kind kind)
{
	struct buf path = { 0 };

	buf_add(&path, root);
	page_path(&(struct page){ .kind = kind, .locale = locale }, &path);
	struct str href = arena_copy(resolve->arena, buf_view(&path));
	buf_free(&path);
	return href;
}

static struct str asset_href(struct resolve *resolve, struct str file, struct str root)
{
	const struct asset *asset = site_asset(resolve->site, file.ptr);

	return asset ? arena_concat(resolve->arena, root, asset->path) : (struct str){ NULL, 0 };
}

struct page_view *resolve_known(struct resolve *resolve, const struct site_view *about, const struct locale *locale,
				enum page_kind kind)
{
	struct page_view *view = arena_new(resolve->arena, struct page_view);
	const struct site *site = resolve->site;
	struct str root = root_of(site, kind);

	*view = (struct page_view){
		.site = about,
		.locale = locale,
		.kind = kinds[kind],
		.root = root,
		.home = href_of(resolve, root, locale, PAGE_HOME),
		.offline = site->offline.len > 0 ? arena_concat(resolve->arena, root, site->offline) : site->offline,
		.css = asset_href(resolve, STR("style.css"), root),
		.icon = asset_href(resolve, STR("icon.svg"), root),
		.script = asset_href(resolve, STR("script.js"), root),
		.search =
			asset_href(resolve, arena_concat(resolve->arena, STR("search-"), locale->id, STR(".js")), root),
		.policy = site->policy,
		.boot = site->boot_html,
		.base = site->base_url,
	};
	return view;
}

static void add_lookup(struct resolve *resolve, enum page_kind kind, struct page_view *view)
{
	struct str data = arena_concat(resolve->arena, STR("lookup-"), view->locale->id, STR(".js"));

	view->lookup = href_of(resolve, view->root, view->locale, PAGE_LOOKUP);
	if (kind != PAGE_LOOKUP)
		return;
	view->lookup_css = asset_href(resolve, STR("lookup.css"), view->root);
	view->lookup_script = asset_href(resolve, STR("lookup.js"), view->root);
	view->lookup_data = asset_href(resolve, data, view->root);
}

static struct value_list families_in(struct resolve *resolve, const struct locale *locale)
{
	const struct map *families = &resolve->site->families;
	struct family_text *texts = arena_array(resolve->arena, families->count, struct family_text);

	for (size_t i = 0; i < families->count; i++)
		texts[i] = ((const struct family *)families->items[i].value)->texts[locale->index];
	return value_list(texts, families->count);
}

void resolve_pages(struct resolve *resolve)
{
	struct site *site = resolve->site;

	for (size_t l = 0; l < site->locales.count; l++) {
		const struct locale *locale = &site->locales.items[l];
		struct value_list families = families_in(resolve, locale);
		for (size_t k = 0; k < PAGE_KINDS; k++) {
			struct page_view *view = site->views[l * PAGE_KINDS + k];
			view->families = families;
			if (site->has_feeds)
				view->feed = arena_concat(resolve->arena, view->root, locale->id, STR("/feed.xml"));
			if (site_has_lookup(site))
				add_lookup(resolve, (enum page_kind)k, view);
			view->work = site_work(site, locale);
			if (view->work)
				view->translations = href_of(resolve, view->root, locale, PAGE_TRANSLATIONS);
			if (k != PAGE_TRANSLATIONS)
				view->work = NULL;
		}
	}
}
