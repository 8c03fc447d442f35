/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* schema.json, which describes the JSON of codes, and llms.txt, which leads programs that read prose to the Markdown. */
#include "formats/html_markdown.h"
#include "stages/site_files.h"

static const char schema[] = {
#include "stages/data_schema.json.inc"
};

static void add_link(struct buf *out, const struct site *site, const struct page *page, struct str label)
{
	buf_add(out, STR("- ["));
	markdown_add_text(out, label);
	buf_add(out, STR("]("));
	page_url(site, page, out);
	buf_add(out, STR(")"));
}

/* The codes of a family in the source language. */
static void add_codes(struct arena *arena, const struct site *site, const struct family *family, struct buf *out)
{
	const struct locale *locale = site->source_locale;

	buf_add(out, STR("\n## "));
	markdown_add_text(out, label_in(&family->name, locale));
	buf_add(out, STR("\n\n"));
	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry *entry = &family->entries.items[i];
		const struct entry_text *text = &entry->texts[locale->index];
		struct page page = { .kind = PAGE_CODE_MARKDOWN, .locale = locale, .family = family, .a = entry };
		add_link(out, site, &page, arena_concat(arena, text->code, STR(" "), text->title));
		buf_add(out, STR(": "));
		markdown_add_text(out, text->summary);
		buf_add_char(out, '\n');
	}
}

static void add_lists(struct arena *arena, const struct site *site, struct buf *out)
{
	buf_add(out, STR("\n## JSON\n\n"));
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		for (size_t l = 0; l < site->locales.count; l++) {
			const struct locale *locale = &site->locales.items[l];
			struct page page = { .kind = PAGE_CODES_JSON, .locale = locale, .family = family };
			if (locale->is_pseudo)
				continue;
			add_link(out, site, &page,
				 arena_concat(arena, label_in(&family->name, locale), STR(" ("), locale->name,
					      STR(")")));
			buf_add_char(out, '\n');
		}
	}
	buf_add(out, STR("- [JSON Schema]("));
	buf_add(out, site->base_url);
	buf_add(out, STR("schema.json)\n"));
}

void site_add_data(struct arena *arena, const struct site *site, struct site_files *files)
{
	struct buf out = { 0 };

	buf_add(&out, STR("# "));
	markdown_add_text(&out, label_in(&site->name, site->source_locale));
	buf_add(&out, STR("\n\n> "));
	markdown_add_text(&out, label_in(&site->description, site->source_locale));
	buf_add_char(&out, '\n');
	for (size_t f = 0; f < site->families.count; f++)
		add_codes(arena, site, site->families.items[f].value, &out);
	add_lists(arena, site, &out);
	*array_add(arena, files) = (struct site_file){ STR("llms.txt"), arena_copy(arena, buf_view(&out)) };
	*array_add(arena, files) = (struct site_file){ STR("schema.json"), (struct str){ schema, sizeof(schema) } };
	buf_free(&out);
}
