/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What is left to translate, out of the status of all translations, for the page of each language that tells of it. */
#include "model/page.h"
#include "stages/resolve_parts.h"
#include "stages/translations.h"

static struct str file_url(struct resolve *resolve, struct str pattern, struct str path)
{
	struct buf url = { 0 };

	site_add_file_url(pattern, path, &url);
	struct str copy = arena_copy(resolve->arena, buf_view(&url));
	buf_free(&url);
	return copy;
}

static const struct section_defs *sections_of(const struct family *family, enum text_kind kind)
{
	if (kind == TEXT_NOTE)
		return &family->note_sections;
	return kind == TEXT_ENTRY ? &family->entry_sections : &family->page_sections;
}

/* A verdict and an introduction stand on top of their page, without an anchor. */
static struct work_part part_of(struct resolve *resolve, const struct family *family, const struct text_status *text,
				const struct part_status *status, const struct locale *locale, struct str href)
{
	static const char *const kinds[] = { "title", "summary", "gloss", "section" };
	const struct section_defs *defs = sections_of(family, text->kind);
	size_t index = status->kind == PART_SECTION ? section_find(defs, status->id) : NONE;
	struct work_part part = {
		.kind = str_from(kinds[status->kind]),
		.label = index == NONE ? status->id : label_in(&defs->items[index].label, locale),
		.state = str_from(part_state_name(status->state)),
	};

	if (index != NONE)
		part.href =
			str_is(status->id, "lead") ? href : arena_concat(resolve->arena, href, STR("#"), status->id);
	return part;
}

static struct value_list parts_of(struct resolve *resolve, const struct family *family, const struct text_status *text,
				  const struct locale *locale, struct str href)
{
	struct work_part *parts = arena_array(resolve->arena, text->part_count, struct work_part);
	size_t count = 0;

	for (size_t i = 0; text->state != TEXT_MISSING && i < text->part_count; i++)
		if (text->parts[i].state < PART_UNSTAMPED)
			parts[count++] = part_of(resolve, family, text, &text->parts[i], locale, href);
	return value_list(parts, count);
}

static void name_text(struct work_text *work, const struct family *family, const struct text_status *text,
		      const struct locale *locale)
{
	const struct entry *entry = map_find(&family->entry_map, text->source->slug);
	const struct note *note = map_find(&family->notes, text->source->slug);
	const struct family_text *introduction = &family->texts[locale->index];

	if (text->kind == TEXT_ENTRY) {
		const struct entry_text *own = &entry->texts[locale->index];
		work->code = own->code;
		work->title = own->title;
		work->lang = own->lang;
		work->dir = own->dir;
		work->tone = own->tone;
	} else if (text->kind == TEXT_NOTE) {
		work->code = note->a->code;
		work->tone = note->a->texts[locale->index].tone;
		work->other = note->b->code;
		work->other_tone = note->b->texts[locale->index].tone;
	} else {
		work->title = introduction->title;
		work->lang = introduction->lang;
		work->dir = introduction->dir;
	}
}

static struct work_text text_of(struct resolve *resolve, const struct family *family, const struct text_status *text,
				const struct locale *locale)
{
	static const char *const kinds[] = { "entry", "note", "introduction" };
	struct str slug = text->kind == TEXT_INTRODUCTION ? STR("index") : text->source->slug;
	struct str href = arena_concat(resolve->arena, family->slug, STR("/"), slug, STR(".html"));
	const struct site *site = resolve->site;
	struct work_text work = {
		.kind = str_from(kinds[text->kind]),
		.href = href,
		.state = str_from(text_state_name(text->state)),
		.parts = parts_of(resolve, family, text, locale, href),
		.words = text->words,
		.pages = text->pages,
	};

	if (text->translation)
		work.edit = file_url(resolve, site->edit_url, text->file);
	else
		work.create = file_url(resolve, site->new_url, text->file);
	name_text(&work, family, text, locale);
	return work;
}

static struct work_family family_of(struct resolve *resolve, const struct family_status *status,
				    const struct locale *locale)
{
	const struct family *family = status->family;
	struct work_text *texts = arena_array(resolve->arena, status->text_count, struct work_text);
	size_t count = 0;

	for (size_t i = 0; i < status->text_count; i++)
		if (status->texts[i].state != TEXT_DONE)
			texts[count++] = text_of(resolve, family, &status->texts[i], locale);
	return (struct work_family){
		.name = family->texts[locale->index].name,
		.href = family->texts[locale->index].href,
		.text_count = status->text_count,
		.done = status->counts[TEXT_DONE],
		.words = status->words,
		.texts = value_list(texts, count),
	};
}

static const struct work_view *work_of(struct resolve *resolve, const struct locale_status *status)
{
	struct work_view *work = arena_new(resolve->arena, struct work_view);
	struct work_family *families = arena_array(resolve->arena, resolve->family_count, struct work_family);
	const struct po *po = status->locale->po;

	for (size_t f = 0; f < resolve->family_count; f++) {
		families[f] = family_of(resolve, &status->families[f], status->locale);
		work->text_count += families[f].text_count;
		work->done += families[f].done;
	}
	work->families = value_list(families, resolve->family_count);
	work->words = status->words;
	work->message_count = status->message_count;
	work->messages = status->missing.count + status->fuzzy.count;
	work->complete = translations_are_done(status);
	if (po)
		work->catalogue = file_url(resolve, resolve->site->edit_url, po->source->path);
	return work;
}

void resolve_work(struct resolve *resolve, const struct manuscript *manuscript)
{
	struct site *site = resolve->site;
	size_t locales = site->locales.count;
	struct translations all = { 0 };

	if (!site->templates)
		return;
	site->work = arena_array(resolve->arena, locales, const struct work_view *);
	for (size_t l = 0; l < locales && !all.site; l++)
		if (site_template(site, &site->locales.items[l], PAGE_TRANSLATIONS))
			all = translations_gather(resolve->arena, manuscript);
	for (size_t l = 0; l < all.locale_count; l++)
		site->work[all.locales[l].locale->index] = work_of(resolve, &all.locales[l]);
}
