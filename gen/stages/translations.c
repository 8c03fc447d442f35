/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Looks at each text of the source language beside its translation, part by part. */
#include "stages/translations.h"

#include <stdlib.h>

#include "stages/stamps.h"

#define LONGEST_CHANCE 40 /* bytes that may be the same in two languages */

/* Where the walk is: one text in one language. */
struct gather {
	struct arena *arena;
	const struct site *site;
	const struct folder *folder;
	const struct locale *locale;
	struct text_status *text;
};

const char *part_state_name(enum part_state state)
{
	static const char *const names[] = {
#define X(id, name) name,
		PART_STATES(X)
#undef X
	};

	return names[state];
}

const char *text_state_name(enum text_state state)
{
	static const char *const names[] = {
#define X(id, name) name,
		TEXT_STATES(X)
#undef X
	};

	return names[state];
}

bool text_is_copied(struct str text, struct str source)
{
	struct buf own = { 0 }, from = { 0 };

	md_plain(text, &own);
	md_plain(source, &from);
	bool copied = own.len > LONGEST_CHANCE && str_eq(buf_view(&own), buf_view(&from));
	buf_free(&own);
	buf_free(&from);
	return copied;
}

bool section_is_copied(const struct md_section *section, const struct md_section *source)
{
	const struct md_gist *own = &section->gist, *from = &source->gist;

	return own->length > LONGEST_CHANCE && own->length == from->length && own->words.high == from->words.high &&
	       own->words.low == from->words.low;
}

static size_t count_words(struct str markdown)
{
	struct buf plain = { 0 };

	md_plain(markdown, &plain);
	size_t count = md_count_words(buf_view(&plain));
	buf_free(&plain);
	return count;
}

/* A text of front matter; empty if it is not there or no text. */
static struct str scalar(const struct yaml *map, const char *key)
{
	const struct yaml *node = map ? yaml_find(map, key) : NULL;

	return node && node->kind == YAML_SCALAR ? str_trim(node->text) : (struct str){ NULL, 0 };
}

/* A text of front matter, and what it is a translation of. */
static void add_part(struct gather *gather, enum part_kind kind, struct str id, struct str text, struct str source)
{
	struct part_status *part = &gather->text->parts[gather->text->part_count++];

	*part = (struct part_status){ kind, id, PART_DONE, count_words(source) };
	if (text.len == 0)
		part->state = PART_MISSING;
	else if (kind != PART_TITLE && text_is_copied(text, source))
		part->state = PART_COPIED;
}

static enum part_state section_state(const struct document *translation, const struct md_section *from)
{
	static const enum part_state by_stamp[] = {
		[STAMP_NONE] = PART_UNSTAMPED, [STAMP_FRESH] = PART_DONE, [STAMP_STALE] = PART_STALE
	};
	const struct md_section *section = document_section(translation, from->id);

	if (!section || str_trim(section->body).len == 0)
		return PART_MISSING;
	return section_is_copied(section, from) ? PART_COPIED : by_stamp[stamp_of(translation, from)];
}

static void add_section(struct gather *gather, const struct md_section *from)
{
	gather->text->parts[gather->text->part_count++] = (struct part_status){
		PART_SECTION,
		from->id,
		section_state(gather->text->translation, from),
		from->gist.word_count,
	};
}

/* What is to be translated in the front matter of an entry or introduction. */
static void add_front(struct gather *gather, const struct entry *entry)
{
	const struct yaml *from = gather->text->source->front;
	const struct yaml *own = gather->text->translation ? gather->text->translation->front : NULL;
	const struct yaml *replies = yaml_find(from, "replies");
	const struct yaml *glosses = own ? yaml_find(own, "replies") : NULL;

	add_part(gather, PART_TITLE, STR("title"), scalar(own, "title"), scalar(from, "title"));
	add_part(gather, PART_SUMMARY, STR("summary"), scalar(own, "summary"), scalar(from, "summary"));
	for (size_t i = 0; entry && i < entry->reply_count; i++) {
		struct str id = entry->replies[i].id, gloss = { NULL, 0 }, source = { NULL, 0 };
		for (size_t k = 0; glosses && glosses->kind == YAML_MAP && k < glosses->count; k++)
			if (str_eq(glosses->items[k].key, id))
				gloss = str_trim(glosses->items[k].value->text);
		for (size_t k = 0; k < replies->count; k++)
			if (str_eq(scalar(replies->items[k].value, "id"), id))
				source = scalar(replies->items[k].value, "gloss");
		add_part(gather, PART_GLOSS, id, gloss, source);
	}
}

static bool is_to_do(const struct part_status *part)
{
	return part->state < PART_UNSTAMPED;
}

static void sum_up(struct text_status *text)
{
	size_t counts[PART_STATE_COUNT] = { 0 };

	for (size_t i = 0; i < text->part_count; i++) {
		const struct part_status *part = &text->parts[i];
		counts[part->state]++;
		text->words += is_to_do(part) ? part->words : 0;
	}
	text->unstamped = counts[PART_UNSTAMPED];
	if (!text->translation)
		text->state = TEXT_MISSING;
	else if (text->translation->broken)
		text->state = TEXT_BROKEN;
	else if (counts[PART_MISSING] > 0)
		text->state = TEXT_PARTIAL;
	else if (counts[PART_COPIED] > 0)
		text->state = TEXT_COPIED;
	else
		text->state = counts[PART_STALE] > 0 ? TEXT_STALE : TEXT_DONE;
}

static size_t count_comparisons(const struct entry *entry)
{
	const struct entries *all = &entry->family->entries;
	size_t count = 0;

	for (size_t i = 0; i < all->count; i++) {
		const struct entry *other = &all->items[i];
		bool first = entry->index < i;
		count += i != entry->index && entry_pair_exists(first ? entry : other, first ? other : entry);
	}
	return count;
}

static size_t count_senders(const struct entry *entry)
{
	size_t count = 0;

	for (size_t i = 0; i < entry->reply_count; i++) {
		const struct sender *sender = entry->replies[i].sender;
		bool before = false;
		for (size_t k = 0; k < i; k++)
			before = before || entry->replies[k].sender == sender;
		count += sender && !before;
	}
	return count;
}

static bool is_in_comparisons(const struct family *family, struct str section)
{
	size_t index = section_find(&family->entry_sections, section);

	return index != NONE && family->entry_sections.items[index].place == PLACE_BOTH;
}

static size_t count_pages(const struct family *family, const struct text_status *text, const struct entry *entry)
{
	bool page = text->state == TEXT_BROKEN, compared = false, listed = false, sent = false;

	for (size_t i = 0; i < text->part_count; i++) {
		const struct part_status *part = &text->parts[i];
		if (!is_to_do(part))
			continue;
		page = true;
		compared = compared || part->kind == PART_TITLE ||
			   (part->kind == PART_SECTION && is_in_comparisons(family, part->id));
		listed = listed || part->kind == PART_TITLE || part->kind == PART_SUMMARY;
		sent = sent || part->kind == PART_TITLE || part->kind == PART_GLOSS;
	}
	if (!entry)
		return (size_t)page + listed;
	return (size_t)page + listed + (compared ? count_comparisons(entry) : 0) + (sent ? count_senders(entry) : 0);
}

static void add_text(struct gather *gather, struct family_status *status, const struct document *source,
		     enum text_kind kind, const struct entry *entry)
{
	struct text_status *text = gather->text = &status->texts[status->text_count];
	size_t most = 2 + (entry ? entry->reply_count : 0) + source->sections.count;
	struct str path = source->source.path;

	*text = (struct text_status){ .kind = kind, .source = source, .index = status->text_count++ };
	text->translation = folder_find(gather->folder, source->slug, gather->locale->id);
	path.len -= source->locale.len + strlen(".md");
	text->file = arena_concat(gather->arena, path, gather->locale->id, STR(".md"));
	text->parts = arena_array(gather->arena, most, struct part_status);
	if (kind != TEXT_NOTE)
		add_front(gather, entry);
	for (size_t i = 0; i < source->sections.count; i++)
		if (source->sections.items[i].id.len > 0)
			add_section(gather, &source->sections.items[i]);
	sum_up(text);
	text->pages = count_pages(status->family, text, entry);
	status->counts[text->state]++;
	status->words += text->words;
	status->unstamped += text->unstamped;
}

static int text_cmp(const void *left, const void *right)
{
	const struct text_status *a = left, *b = right;

	if (a->pages != b->pages)
		return a->pages > b->pages ? -1 : 1;
	if (a->state != b->state)
		return a->state < b->state ? -1 : 1;
	return a->index < b->index ? -1 : 1;
}

static void gather_family(struct gather *gather, const struct folder *folder, struct family_status *status)
{
	const struct family *family = folder->family;
	struct str source = gather->site->source_locale->id;
	const struct document *introduction = folder_find(folder, STR("_family"), source);

	gather->folder = folder;
	*status = (struct family_status){ .family = family };
	status->texts = arena_array(gather->arena, family->entries.count + family->notes.count + 1, struct text_status);
	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry *entry = &family->entries.items[i];
		add_text(gather, status, folder_find(folder, entry->slug, source), TEXT_ENTRY, entry);
	}
	for (size_t i = 0; i < family->notes.count; i++)
		add_text(gather, status, folder_find(folder, family->notes.items[i].key, source), TEXT_NOTE, NULL);
	if (introduction)
		add_text(gather, status, introduction, TEXT_INTRODUCTION, NULL);
	if (status->text_count > 0)
		qsort(status->texts, status->text_count, sizeof(*status->texts), text_cmp);
}

/* Each message once, though it may stand in several places. */
static void gather_messages(struct gather *gather, struct locale_status *status)
{
	struct po_index seen = { 0 };

	for (size_t i = 0; i < gather->site->messages.count; i++) {
		const struct message *message = &gather->site->messages.items[i];
		const struct po *po = status->locale->po;
		if (!po_index_add(&seen, gather->arena, message->context, message->id, (void *)message))
			continue;
		status->message_count++;
		const struct po_message *entry = po ? po_entry(po, message->context, message->id) : NULL;
		if (entry && entry->fuzzy)
			*array_add(gather->arena, &status->fuzzy) = message;
		else if (!entry || !po_find(po, message->context, message->id))
			*array_add(gather->arena, &status->missing) = message;
	}
}

struct translations translations_gather(struct arena *arena, const struct manuscript *manuscript)
{
	const struct site *site = manuscript->site;
	struct translations all = { .site = site };
	size_t families = manuscript->folders.count;

	all.locales = arena_array(arena, site->locales.count, struct locale_status);
	for (size_t l = 0; l < site->locales.count; l++) {
		struct locale_status *status = &all.locales[all.locale_count];
		struct gather gather = { .arena = arena, .site = site, .locale = &site->locales.items[l] };
		if (gather.locale->is_source)
			continue;
		all.locale_count++;
		status->locale = gather.locale;
		status->families = arena_array(arena, families, struct family_status);
		for (size_t f = 0; f < families; f++) {
			gather_family(&gather, &manuscript->folders.items[f], &status->families[f]);
			status->texts += status->families[f].text_count - status->families[f].counts[TEXT_DONE];
			status->words += status->families[f].words;
		}
		gather_messages(&gather, status);
	}
	return all;
}

bool translations_are_done(const struct locale_status *status)
{
	return status->texts == 0 && status->missing.count == 0 && status->fuzzy.count == 0;
}
