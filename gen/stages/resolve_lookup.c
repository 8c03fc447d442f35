/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What browsers need to find codes in text, as lookup-LOCALE.js: a script that sets one variable, since a page from the
 * disk may load scripts but not data. templates/assets/lookup.js reads it; names are as there.
 */
#include "formats/html.h"
#include "formats/json.h"
#include "model/compare.h"
#include "model/lookup.h"
#include "stages/resolve_parts.h"

#define MOST_CHECKS 3

static void add_pattern(struct buf *json, const struct pattern *pattern)
{
	json_next(json);
	json_text(json, pattern ? pattern->text : (struct str){ NULL, 0 });
}

/* [before, behind]; an empty text lets all pass. */
static void add_place(struct buf *json, const struct pattern *before, const struct pattern *behind)
{
	if (!before && !behind)
		return;
	json_next(json);
	buf_add_char(json, '[');
	add_pattern(json, before);
	add_pattern(json, behind);
	buf_add_char(json, ']');
}

static void add_places(struct buf *json, const char *name, const struct lookup_places *places)
{
	json_key(json, name);
	buf_add_char(json, '[');
	for (size_t i = 0; i < places->count; i++)
		add_place(json, places->items[i].before, places->items[i].behind);
	add_place(json, places->any_before, NULL);
	add_place(json, NULL, places->any_behind);
	buf_add_char(json, ']');
}

static void add_texts(struct buf *json, const char *name, const struct str *texts, size_t count)
{
	json_key(json, name);
	buf_add_char(json, '[');
	for (size_t i = 0; i < count; i++) {
		json_next(json);
		json_text(json, texts[i]);
	}
	buf_add_char(json, ']');
}

/* A member that is left out where there is nothing to say. */
static void add_optional(struct buf *json, const char *name, struct str text)
{
	if (text.len > 0)
		json_key_text(json, name, text);
}

static void add_flag(struct buf *json, const char *name, bool flag)
{
	if (flag)
		json_key_size(json, name, 1);
}

static void add_text(struct buf *json, const struct lookup_text *text, const struct locale *locale)
{
	const struct entry *entry = text->entry;
	const struct reply_text *shown = reply_text_find(&entry->texts[locale->index], text->reply->id);
	const struct choice *sense = &entry->family->senses.items[text->reply->sense];

	json_next(json);
	buf_add_char(json, '{');
	json_key_text(json, "id", text->reply->id);
	json_key_text(json, "from", shown->from);
	json_key_text(json, "gloss", shown->gloss);
	add_optional(json, "lang", shown->lang);
	json_key_text(json, "sense", label_in(&sense->label, locale));
	add_optional(json, "detail", text->detail);
	add_flag(json, "ownDetail", text->detail_is_own);
	add_texts(json, "own", text->own.items, text->own.count);
	add_texts(json, "common", text->common.items, text->common.count);
	buf_add_char(json, '}');
}

static void add_known(struct buf *json, const struct entry *entry, const struct locale *locale)
{
	const struct lookup *lookup = entry->family->lookup;

	json_key(json, "texts");
	buf_add_char(json, '[');
	for (size_t i = 0; i < lookup->texts.count; i++)
		if (lookup->texts.items[i].entry == entry)
			add_text(json, &lookup->texts.items[i], locale);
	buf_add_char(json, ']');
}

static void add_answers(struct buf *json, const struct entry_text *text)
{
	const struct answer_text *answers = text->answers.items;

	json_key(json, "answers");
	buf_add_char(json, '[');
	for (size_t i = 0; i < text->answers.count; i++) {
		json_next(json);
		buf_add_char(json, '[');
		json_text(json, answers[i].question);
		json_next(json);
		json_text(json, answers[i].answer);
		buf_add_char(json, ']');
	}
	buf_add_char(json, ']');
}

/* The sections of the answer block, as the first lines of their words. */
static void add_checks(struct buf *json, const struct entry_text *text)
{
	const struct section_text *sections = text->top_sections.items;
	struct buf plain = { 0 };

	json_key(json, "sections");
	buf_add_char(json, '[');
	for (size_t i = 0; i < text->top_sections.count; i++) {
		struct str lines[MOST_CHECKS], rest;
		size_t count = 0;
		buf_clear(&plain);
		html_plain(&plain, sections[i].html);
		rest = buf_view(&plain);
		while (count < MOST_CHECKS && str_next_line(&rest, &lines[count]))
			count++;
		json_next(json);
		buf_add_char(json, '{');
		json_key_text(json, "heading", sections[i].heading);
		add_optional(json, "lang", sections[i].lang);
		add_texts(json, "lines", lines, count);
		buf_add_char(json, '}');
	}
	buf_add_char(json, ']');
	buf_free(&plain);
}

/* The details that the entry lists, by which a detail alone finds it. */
static void add_details(struct buf *json, const struct entry *entry)
{
	size_t fact = entry->family->lookup->detail;
	const struct fact_value *value = fact == NONE ? NULL : &entry->facts[fact];

	json_key(json, "details");
	buf_add_char(json, '[');
	for (size_t i = 0; value && i < value->code_count; i++) {
		json_next(json);
		json_text(json, value->codes[i].written);
	}
	buf_add_char(json, ']');
}

static void add_entry(struct buf *json, const struct entry *entry, const struct locale *locale)
{
	const struct entry_text *text = &entry->texts[locale->index];

	json_next(json);
	buf_add_char(json, '{');
	json_key_text(json, "code", text->code);
	json_key_text(json, "href", text->href);
	json_key_text(json, "title", text->title);
	add_optional(json, "lang", text->lang);
	add_optional(json, "classId", text->class_id);
	add_optional(json, "class", text->class_label);
	add_optional(json, "tone", text->tone);
	add_flag(json, "usual", text->is_code);
	json_key_size(json, "named", entry->family->lookup->named[entry->index]);
	add_flag(json, "refuses", entry_meets(&entry->family->conversation.stops, entry));
	add_answers(json, text);
	add_checks(json, text);
	add_details(json, entry);
	add_known(json, entry, locale);
	buf_add_char(json, '}');
}

static void add_words(struct buf *json, const struct lookup_words *words, const struct locale *locale)
{
	json_key(json, "say");
	buf_add_char(json, '{');
	json_key_text(json, "disagree", label_in(&words->disagree, locale));
	json_key_text(json, "alone", label_in(&words->alone, locale));
	json_key_text(json, "unknown", label_in(&words->unknown, locale));
	json_key_text(json, "nothing", label_in(&words->nothing, locale));
	buf_add_char(json, '}');
}

static void add_family(struct buf *json, const struct family *family, const struct locale *locale)
{
	const struct lookup *lookup = family->lookup;

	json_next(json);
	buf_add_char(json, '{');
	json_key_text(json, "path", family->slug);
	if (lookup->detail != NONE)
		json_key_text(json, "detail", family->facts.items[lookup->detail].pattern->text);
	if (lookup->joint)
		json_key_text(json, "joint", lookup->joint->text);
	add_optional(json, "goesOn", lookup->goes_on);
	add_places(json, "places", &lookup->places);
	add_places(json, "detailPlaces", &lookup->details);
	add_places(json, "skip", &lookup->skip);
	add_words(json, &lookup->words, locale);
	json_key(json, "entries");
	buf_add_char(json, '[');
	for (size_t i = 0; i < family->entries.count; i++)
		add_entry(json, &family->entries.items[i], locale);
	buf_add_char(json, ']');
	buf_add_char(json, '}');
}

void resolve_lookup(struct resolve *resolve)
{
	struct site *site = resolve->site;
	struct buf json = { 0 };

	for (size_t i = 0; i < site->families.count; i++) {
		struct family *family = site->families.items[i].value;
		if (family->lookup)
			lookup_prepare(resolve->arena, family);
	}
	for (size_t l = 0; site_has_lookup(site) && l < site->locales.count; l++) {
		const struct locale *locale = &site->locales.items[l];
		buf_clear(&json);
		buf_add(&json, STR("var lookupData = ["));
		for (size_t i = 0; i < site->families.count; i++) {
			const struct family *family = site->families.items[i].value;
			if (family->lookup)
				add_family(&json, family, locale);
		}
		buf_add(&json, STR("];\n"));
		site_add_asset(site, arena_concat(resolve->arena, STR("lookup-"), locale->id, STR(".js")),
			       arena_copy(resolve->arena, buf_view(&json)));
	}
	buf_free(&json);
}
