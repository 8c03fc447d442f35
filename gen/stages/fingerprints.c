/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Texts are taken as they were resolved, by the very tables that tell templates what they can see: what a link, a
 * fallback or a stamp makes of them is in it. All else is taken as it was written. In doubt a thing is shared.
 */
#include "stages/fingerprints.h"

/* Keys of the front matter that only the entry's own texts show. */
static bool is_private(struct str key)
{
	return str_is(key, "changed") || str_is(key, "keywords") || str_is(key, "source");
}

/* As deep as the YAML reader lets it be. */
static void add_yaml(struct hasher *hasher, const struct yaml *node, bool whole)
{
	hasher_add_size(hasher, node ? (size_t)node->kind : SIZE_MAX);
	if (!node)
		return;
	hasher_add_text(hasher, node->text);
	for (size_t i = 0; i < node->count; i++) {
		if (!whole && is_private(node->items[i].key))
			continue;
		hasher_add_text(hasher, node->items[i].key);
		add_yaml(hasher, node->items[i].value, true);
	}
	hasher_add_size(hasher, node->count > 0);
}

static bool is_introduction(const struct document *document)
{
	return str_starts(document->slug, STR("_"));
}

/* The file of each entry and note: which there are, and their front matter. */
static void add_documents(struct hasher *hasher, const struct manuscript *manuscript)
{
	for (size_t f = 0; f < manuscript->folders.count; f++) {
		const struct folder *folder = &manuscript->folders.items[f];
		hasher_add_text(hasher, folder->family->slug);
		for (size_t i = 0; i < folder->count; i++) {
			const struct document *document = &folder->items[i];
			hasher_add_text(hasher, document->source.path);
			hasher_add_text(hasher, document->slug);
			hasher_add_text(hasher, document->locale);
			hasher_add_size(hasher, document->broken);
			add_yaml(hasher, document->front, false);
		}
	}
}

/* All other files, as they are. */
static void add_files(struct arena *arena, struct hasher *hasher, const struct manuscript *manuscript,
		      const struct inputs *inputs)
{
	struct map own = { 0 };

	for (size_t f = 0; f < manuscript->folders.count; f++) {
		const struct folder *folder = &manuscript->folders.items[f];
		for (size_t i = 0; i < folder->count; i++)
			if (!is_introduction(&folder->items[i]))
				map_add(&own, arena, folder->items[i].source.path, &folder->items[i]);
	}
	for (size_t i = 0; i < inputs->files.count; i++) {
		const struct input *input = inputs->files.items[i].value;
		if (map_find(&own, input->path))
			continue;
		hasher_add_text(hasher, input->path);
		hasher_add_text(hasher, input->text);
	}
}

/* What pages can see of an entry that is not theirs. */
static void add_entry(struct hasher *hasher, const struct entry *entry, const struct locale *locale)
{
	const struct entry_text *text = &entry->texts[locale->index];

	hasher_add_text(hasher, text->slug);
	hasher_add_text(hasher, text->code_html);
	hasher_add_text(hasher, text->title_html);
	hasher_add_text(hasher, text->summary);
	hasher_add_text(hasher, text->lang);
	hasher_add_text(hasher, text->dir);
	hasher_add_text(hasher, text->tone);
	hasher_add_size(hasher, text->translated);
	hasher_add_size(hasher, entry->broken);
}

static void add_families(struct hasher *hasher, const struct site *site, const struct locale *locale)
{
	hasher_add_text(hasher, locale->id);
	hasher_add_size(hasher, locale->home_translated);
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		value_hash(hasher, &family_text_shape, &family->texts[locale->index]);
		for (size_t i = 0; i < family->entries.count; i++)
			add_entry(hasher, &family->entries.items[i], locale);
	}
}

static void add_section(struct hasher *hasher, const struct section_text *section)
{
	hasher_add_text(hasher, section->id);
	hasher_add_text(hasher, section->heading);
	hasher_add_text(hasher, section->html);
	hasher_add_text(hasher, section->lang);
	hasher_add_text(hasher, section->dir);
	hasher_add_size(hasher, section->stale);
	hasher_add_text(hasher, section->original);
}

static struct hash128 entry_hash(const struct entry *entry, const struct locale *locale)
{
	const struct entry_text *text = &entry->texts[locale->index];
	struct hasher *hasher = hasher_new();

	value_hash(hasher, &entry_text_shape, text);
	hasher_add_text(hasher, text->file);
	for (size_t i = 0; i < entry->family->entry_sections.count; i++)
		add_section(hasher, &text->by_def[i]);
	for (size_t i = 0; i < entry->family->facts.count; i++)
		hasher_add_text(hasher, text->fact_html[i]);
	for (size_t i = 0; i < text->near_count; i++)
		hasher_add_text(hasher, text->near[i].html);
	return hasher_end(hasher);
}

static struct hash128 note_hash(const struct note *note, const struct locale *locale)
{
	const struct note_text *text = &note->texts[locale->index];
	struct hasher *hasher = hasher_new();

	value_hash(hasher, &note_text_shape, text);
	hasher_add_text(hasher, text->file);
	hasher_add_text(hasher, text->original);
	return hasher_end(hasher);
}

static void add_fingerprints(struct arena *arena, struct fingerprints *fingerprints, const struct family *family,
			     const struct locale *locale)
{
	struct str folder = arena_concat(arena, locale->id, STR("/"), family->slug, STR("/"));

	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry *entry = &family->entries.items[i];
		*array_add(arena, fingerprints) = (struct fingerprint){
			.name = arena_concat(arena, folder, entry->slug),
			.hash = entry_hash(entry, locale),
			.locale = locale,
			.a = entry,
		};
	}
	for (size_t i = 0; i < family->notes.count; i++) {
		const struct note *note = family->notes.items[i].value;
		*array_add(arena, fingerprints) = (struct fingerprint){
			.name = arena_concat(arena, folder, family->notes.items[i].key),
			.hash = note_hash(note, locale),
			.locale = locale,
			.a = note->a,
			.b = note->b,
		};
	}
}

void fingerprints_make(struct arena *arena, const struct manuscript *manuscript, const struct inputs *inputs,
		       struct hash128 options, struct fingerprints *fingerprints)
{
	const struct site *site = manuscript->site;
	struct hasher *shared = hasher_new();

	*fingerprints = (struct fingerprints){ 0 };
	hasher_add_size(shared, (size_t)options.high);
	hasher_add_size(shared, (size_t)options.low);
	add_files(arena, shared, manuscript, inputs);
	add_documents(shared, manuscript);
	for (size_t l = 0; l < site->locales.count; l++)
		add_families(shared, site, &site->locales.items[l]);
	fingerprints->shared = hasher_end(shared);
	for (size_t l = 0; l < site->locales.count; l++)
		for (size_t f = 0; f < site->families.count; f++)
			add_fingerprints(arena, fingerprints, site->families.items[f].value, &site->locales.items[l]);
}

static struct changed_entries *find_entries(const struct changes *changes, const struct locale *locale,
					    const struct family *family)
{
	for (size_t i = changes->families.count; i > 0; i--) {
		struct changed_entries *entries = &changes->families.items[i - 1];
		if (entries->locale == locale && entries->family == family)
			return entries;
	}
	return NULL;
}

bool changes_find(struct arena *arena, const struct fingerprints *now, const struct fingerprint *before, size_t count,
		  struct changes *changes)
{
	*changes = (struct changes){ 0 };
	if (now->count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct fingerprint *text = &now->items[i];
		const struct family *family = text->a->family;
		struct changed_entries *entries = find_entries(changes, text->locale, family);
		if (!str_eq(text->name, before[i].name))
			return false;
		if (!entries) {
			entries = array_add(arena, &changes->families);
			*entries = (struct changed_entries){ text->locale, family,
							     arena_array(arena, family->entries.count, bool) };
		}
		if (hash_eq(text->hash, before[i].hash))
			continue;
		if (text->b)
			*array_add(arena, &changes->notes) = text;
		else
			entries->changed[text->a->index] = true;
	}
	return true;
}

const bool *changes_in(const struct changes *changes, const struct page *page)
{
	return find_entries(changes, page->locale, page->family)->changed;
}

bool changes_affect(const struct changes *changes, const bool *entries, const struct page *page)
{
	if (entries[page->a->index] || (page->b && entries[page->b->index]))
		return true;
	for (size_t i = 0; page->b && i < changes->notes.count; i++) {
		const struct fingerprint *note = changes->notes.items[i];
		if (note->locale == page->locale && note->a == page->a && note->b == page->b)
			return true;
	}
	return false;
}
