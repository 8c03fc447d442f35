/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Where pages stand, and finding them by their path. */
#include "model/page.h"

#include "model/lookup.h"

#define PAIR STR("-vs-")
#define SENDER STR("from-")
#define LONGEST_SLUG 80

bool slug_fits(struct str slug)
{
	for (size_t i = 0; i < slug.len; i++) {
		char c = slug.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		bool inside = i > 0 && i + 1 < slug.len;
		if (!plain && !(c == '-' && inside) && !(c == '.' && inside && slug.ptr[i - 1] != '.'))
			return false;
	}
	return slug.len >= 1 && slug.len <= LONGEST_SLUG;
}

bool slug_is_reserved(struct str slug)
{
	/* Pages of our own; and what is a device on Windows, whatever its ending, where no file can have that name. */
	static const char *const names[] = { "index", "codes", "lookup", "translations" };
	static const char *const devices[] = { "con", "prn", "aux", "nul" };
	struct str stem = str_until_index(slug, str_find_char(slug, '.'));
	bool port = stem.len == 4 && (str_starts(stem, STR("com")) || str_starts(stem, STR("lpt")));

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_is(slug, names[i]))
			return true;
	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		if (str_is(stem, devices[i]))
			return true;
	if (port && stem.ptr[3] >= '0' && stem.ptr[3] <= '9')
		return true;
	/* "a-vs" with "b" and "a" with "vs-b" would be one address. */
	return str_starts(slug, STR("vs-")) || str_ends(slug, STR("-vs")) || str_starts(slug, SENDER);
}

struct str sender_href(struct arena *arena, const struct sender *sender)
{
	return arena_concat(arena, SENDER, sender->slug, STR(".html"));
}

/* Pages that stand in the folder of their language. */
static const char *const top_names[PAGE_KINDS] = {
	[PAGE_LOST] = "404",
	[PAGE_HOME] = "index",
	[PAGE_LOOKUP] = "lookup",
	[PAGE_TRANSLATIONS] = "translations",
};

static struct str ending_of(enum page_kind kind)
{
	if (kind == PAGE_CODE_MARKDOWN)
		return STR(".md");
	return kind < PAGE_CODE_JSON ? STR(".html") : STR(".json");
}

void page_path(const struct page *page, struct buf *path)
{
	if (page->kind == PAGE_ROOT || page->kind == PAGE_MISSING) {
		buf_add(path, page->kind == PAGE_ROOT ? STR("index.html") : STR("404.html"));
		return;
	}
	buf_add(path, page->locale->id);
	buf_add(path, STR("/"));
	if (top_names[page->kind]) {
		buf_add(path, str_from(top_names[page->kind]));
		buf_add(path, STR(".html"));
		return;
	}
	buf_add(path, page->family->slug);
	buf_add(path, STR("/"));
	if (page->kind == PAGE_FAMILY || page->kind == PAGE_CODES_JSON) {
		buf_add(path, page->kind == PAGE_FAMILY ? STR("index") : STR("codes"));
	} else if (page->kind == PAGE_SENDER) {
		buf_add(path, SENDER);
		buf_add(path, page->sender->slug);
	} else {
		buf_add(path, page->a->slug);
		if (page->kind == PAGE_PAIR) {
			buf_add(path, PAIR);
			buf_add(path, page->b->slug);
		}
	}
	buf_add(path, ending_of(page->kind));
}

void page_url(const struct site *site, const struct page *page, struct buf *url)
{
	buf_add(url, site->base_url);
	page_path(page, url);
}

static size_t sender_replies(const struct page *page)
{
	return page->family->texts[page->locale->index].sender_texts[page->sender->index].reply_count;
}

static bool find_in_family(struct str name, struct page *page)
{
	size_t middle = str_find(name, PAIR, 0);

	if (str_is(name, "index")) {
		page->kind = PAGE_FAMILY;
		return true;
	}
	if (str_starts(name, SENDER)) {
		page->kind = PAGE_SENDER;
		page->sender = sender_find(page->family, str_from_index(name, SENDER.len));
		return page->sender && sender_replies(page) > 0;
	}
	page->kind = middle == SIZE_MAX ? PAGE_CODE : PAGE_PAIR;
	page->a = map_find(&page->family->entry_map, str_until_index(name, middle));
	if (page->kind == PAGE_CODE)
		return page->a != NULL;
	page->b = map_find(&page->family->entry_map, str_from_index(name, middle + PAIR.len));
	return page->a && page->b && page->a->index < page->b->index && entry_pair_exists(page->a, page->b);
}

/* "en/smtp/550.json", "en/smtp/550.md", "en/smtp/codes.json" */
static bool find_data(const struct site *site, struct str path, struct page *page)
{
	bool json = str_ends(path, STR(".json"));
	struct str part;

	path.len -= json ? strlen(".json") : strlen(".md");
	page->locale = str_next_part(&path, '/', &part) ? site_locale(site, part) : NULL;
	page->family = str_next_part(&path, '/', &part) ? map_find(&site->families, part) : NULL;
	if (!page->locale || !page->family)
		return false;
	if (json && str_is(path, "codes")) {
		page->kind = PAGE_CODES_JSON;
		return true;
	}
	page->kind = json ? PAGE_CODE_JSON : PAGE_CODE_MARKDOWN;
	page->a = map_find(&page->family->entry_map, path);
	return page->a != NULL;
}

bool page_find(const struct site *site, struct str path, struct page *page)
{
	struct str part;

	*page = (struct page){ .locale = site->source_locale };
	if (str_is(path, "index.html") || str_is(path, "404.html")) {
		page->kind = str_is(path, "index.html") ? PAGE_ROOT : PAGE_MISSING;
		return true;
	}
	if (str_ends(path, STR(".json")) || str_ends(path, STR(".md")))
		return find_data(site, path, page);
	if (!str_ends(path, STR(".html")))
		return false;
	path.len -= strlen(".html");
	if (!str_next_part(&path, '/', &part) || !(page->locale = site_locale(site, part)))
		return false;
	for (size_t i = 0; i < PAGE_KINDS; i++) {
		if (!top_names[i] || !str_is(path, top_names[i]))
			continue;
		page->kind = (enum page_kind)i;
		return (i != PAGE_LOOKUP || site_has_lookup(site)) &&
		       (i != PAGE_TRANSLATIONS || site_work(site, page->locale));
	}
	if (!str_next_part(&path, '/', &part) || !(page->family = map_find(&site->families, part)))
		return false;
	return find_in_family(path, page);
}

size_t page_depth(const struct page *page)
{
	if (page->kind == PAGE_ROOT || page->kind == PAGE_MISSING)
		return 0;
	return top_names[page->kind] ? 1 : 2;
}

const struct note *page_note(const struct page *page)
{
	const struct note *note = page->kind == PAGE_PAIR ? page->a->first_note : NULL;

	while (note && note->b != page->b)
		note = note->next;
	return note;
}

size_t page_link(const struct page *page)
{
	const struct family *family = page->family;

	for (size_t i = 0; i < family->facts.count; i++) {
		if (!family->facts.items[i].indexes)
			continue;
		if (fact_names(&page->a->facts[i], page->b) || fact_names(&page->b->facts[i], page->a))
			return i;
	}
	return NONE;
}

/* Its introduction is, and so are at least half of the titles that it lists. */
static bool is_list_translated(const struct family *family, size_t locale)
{
	size_t own = 0;

	for (size_t i = 0; i < family->entries.count; i++)
		own += family->entries.items[i].texts[locale].lang.len == 0;
	return family->texts[locale].lang.len == 0 && 2 * own >= family->entries.count;
}

bool page_translated(const struct page *page)
{
	size_t index = page->locale->index;

	if (page->locale->is_pseudo)
		return false;
	if (page->kind == PAGE_HOME)
		return page->locale->home_translated;
	if (page->kind == PAGE_FAMILY)
		return is_list_translated(page->family, index);
	if (page->sender && !label_is_translated(&page->sender->about, page->locale))
		return false;
	return (!page->a || page->a->texts[index].translated) && (!page->b || page->b->texts[index].translated);
}

bool page_indexable(const struct page *page)
{
	if (page_is_missing(page) || page_is_data(page) || page->kind == PAGE_TRANSLATIONS || !page_translated(page))
		return false;
	if (page->kind == PAGE_SENDER)
		return sender_replies(page) > 1;
	return page->kind != PAGE_PAIR || (page->family->notes_index && page_note(page)) || page_link(page) != NONE;
}
