/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Feeds of what has changed, by the dates in front matter: no clock. Each change is an entry of its own, so that readers
 * who have seen the code before are told of it again.
 */
#include <stdlib.h>

#include "formats/html.h"
#include "stages/site_files.h"

#define MOST_CHANGES 100

struct change {
	const struct entry *entry;
	const struct entry_text *text;
	size_t place; /* in the order of families and codes */
};

struct changes {
	struct change *items;
	size_t count;
	size_t capacity;
};

/* The latest first. */
static int change_cmp(const void *a, const void *b)
{
	const struct change *x = a, *y = b;
	int order = str_cmp(y->text->changed_on, x->text->changed_on);

	return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

static void find_changes(struct arena *arena, const struct site *site, const struct locale *locale,
			 struct changes *changes)
{
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		for (size_t i = 0; i < family->entries.count; i++) {
			const struct entry *entry = &family->entries.items[i];
			const struct entry_text *text = &entry->texts[locale->index];
			if (text->changed_on.len > 0 && !locale->is_pseudo)
				*array_add(arena, changes) = (struct change){ entry, text, changes->count };
		}
	}
	if (changes->count > 1)
		qsort(changes->items, changes->count, sizeof(*changes->items), change_cmp);
}

static void add_element(struct buf *xml, const char *name, struct str text)
{
	buf_addf(xml, "<%s>", name);
	html_add_text(xml, text);
	buf_addf(xml, "</%s>\n", name);
}

static void add_date(struct buf *xml, struct str date)
{
	buf_add(xml, STR("<updated>"));
	html_add_text(xml, date);
	buf_add(xml, STR("T00:00:00Z</updated>\n"));
}

static void add_link(struct buf *xml, const char *rel, struct str url)
{
	buf_addf(xml, "<link rel=\"%s\" href=\"", rel);
	html_add_text(xml, url);
	buf_add(xml, STR("\"/>\n"));
}

static void add_change(struct arena *arena, const struct site *site, const struct locale *locale,
		       const struct change *change, struct buf *xml)
{
	const struct family *family = change->entry->family;
	struct page page = { .kind = PAGE_CODE, .locale = locale, .family = family, .a = change->entry };
	struct buf url = { 0 };

	page_url(site, &page, &url);
	struct str address = buf_view(&url);
	buf_add(xml, STR("<entry>\n"));
	add_element(xml, "id", arena_concat(arena, address, STR("#"), change->text->changed_on));
	add_element(xml, "title",
		    arena_concat(arena, label_in(&family->short_name, locale), STR(" "), change->text->code, STR(": "),
				 change->text->title));
	add_date(xml, change->text->changed_on);
	add_link(xml, "alternate", address);
	add_element(xml, "summary", change->text->changed_what);
	buf_add(xml, STR("</entry>\n"));
	buf_free(&url);
}

static struct str make_feed(struct arena *arena, const struct site *site, const struct locale *locale, struct str path,
			    const struct changes *changes, struct str latest)
{
	struct page home = { .kind = PAGE_HOME, .locale = locale };
	struct str self = arena_concat(arena, site->base_url, path);
	struct buf xml = { 0 }, url = { 0 };

	buf_add(&xml, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\""));
	html_add_text(&xml, locale->id);
	buf_add(&xml, STR("\">\n"));
	page_url(site, &home, &url);
	add_element(&xml, "id", self);
	add_element(&xml, "title", label_in(&site->name, locale));
	add_element(&xml, "subtitle", label_in(&site->description, locale));
	add_date(&xml, latest);
	buf_add(&xml, STR("<author>\n"));
	add_element(&xml, "name", label_in(&site->name, locale));
	buf_add(&xml, STR("</author>\n"));
	add_link(&xml, "self", self);
	add_link(&xml, "alternate", buf_view(&url));
	for (size_t i = 0; i < changes->count && i < MOST_CHANGES; i++)
		add_change(arena, site, locale, &changes->items[i], &xml);
	buf_add(&xml, STR("</feed>\n"));
	struct str text = arena_copy(arena, buf_view(&xml));
	buf_free(&xml);
	buf_free(&url);
	return text;
}

void site_add_feeds(struct arena *arena, const struct site *site, struct site_files *files)
{
	struct changes *changes = arena_array(arena, site->locales.count, struct changes);
	struct str latest = { NULL, 0 };

	for (size_t i = 0; i < site->locales.count; i++) {
		find_changes(arena, site, &site->locales.items[i], &changes[i]);
		if (changes[i].count > 0 && str_cmp(changes[i].items[0].text->changed_on, latest) > 0)
			latest = changes[i].items[0].text->changed_on;
	}
	for (size_t i = 0; site->has_feeds && i < site->locales.count; i++) {
		const struct locale *locale = &site->locales.items[i];
		struct str path = arena_concat(arena, locale->id, STR("/feed.xml"));
		struct str own = changes[i].count > 0 ? changes[i].items[0].text->changed_on : latest;
		*array_add(arena, files) =
			(struct site_file){ path, make_feed(arena, site, locale, path, &changes[i], own) };
	}
}
