/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What the search of the pages knows: one index per language, JSON inside a classic script, so that a page from the disk
 * may load it too. templates/assets/script.js calls for it and reads it; what it leaves out is short for "none".
 *
 *     statusbookIndex({
 *       "source": "en",                      the language of server texts and fallbacks
 *       "ignore": ["is", "the"],             words of the language that say nothing in a query
 *       "families": [{ "slug", "name", "codes": [{
 *         "slug", "code", "tone", "class", "title", "summary",
 *         "lang": "en",                      of title and summary, where it is not the page's
 *         "words": ["user unknown"],         keywords
 *         "names": ["5.1.1"],                codes of other families, from its facts
 *         "near": [17],                      positions of codes that its facts name, where there is a comparison
 *         "only": [3, 17],                   where it is not compared with all: the positions of those it is compared with
 *         "replies": [["Postfix", "550 5.1.1 ..."]]
 *       }], "senders": [["postfix", "Postfix"]] }]
 *     })
 */
#include "formats/json.h"
#include "stages/resolve_parts.h"

static void add_texts(struct buf *json, const char *key, struct value_list texts)
{
	const struct str *items = texts.items;

	if (texts.count == 0)
		return;
	json_key(json, key);
	buf_add_char(json, '[');
	for (size_t i = 0; i < texts.count; i++) {
		json_next(json);
		json_text(json, items[i]);
	}
	buf_add_char(json, ']');
}

static void add_position(struct buf *json, const struct entry *entry)
{
	json_next(json);
	buf_add_size(json, entry->index);
}

/* In the order in which the facts name them: the first is the likeliest to be meant. */
static void add_near(struct resolve *resolve, struct buf *json, const struct entry *entry)
{
	bool *seen = arena_array(resolve->arena, entry->family->entries.count, bool);

	json_key(json, "near");
	buf_add_char(json, '[');
	for (size_t f = 0; f < entry->family->facts.count; f++) {
		for (size_t i = 0; i < entry->facts[f].code_count; i++) {
			const struct entry *other = entry->facts[f].codes[i].entry;
			if (!other || !entry_pair_exists(entry, other) || seen[other->index])
				continue;
			seen[other->index] = true;
			add_position(json, other);
		}
	}
	buf_add_char(json, ']');
}

/* Where it is not compared with all others. */
static void add_only(struct buf *json, const struct entry *entry)
{
	const struct entries *entries = &entry->family->entries;

	if (entry->kind->compared_with == NONE)
		return;
	json_key(json, "only");
	buf_add_char(json, '[');
	for (size_t i = 0; i < entries->count; i++)
		if (entry_pair_exists(entry, &entries->items[i]))
			add_position(json, &entries->items[i]);
	buf_add_char(json, ']');
}

/* Codes of other families that the facts name. */
static void add_names(struct resolve *resolve, struct buf *json, const struct entry *entry)
{
	struct str_array names = { 0 };

	for (size_t f = 0; f < entry->family->facts.count; f++) {
		for (size_t i = 0; i < entry->facts[f].code_count; i++) {
			const struct code_link *link = &entry->facts[f].codes[i];
			if (!link->entry || link->entry->family != entry->family)
				*array_add(resolve->arena, &names) = link->entry ? link->entry->code : link->written;
		}
	}
	add_texts(json, "names", value_list(names.items, names.count));
}

static void add_replies(struct buf *json, const struct entry *entry)
{
	if (entry->reply_count == 0)
		return;
	json_key(json, "replies");
	buf_add_char(json, '[');
	for (size_t i = 0; i < entry->reply_count; i++) {
		json_next(json);
		buf_add_char(json, '[');
		json_text(json, entry->replies[i].from);
		json_next(json);
		json_text(json, entry->replies[i].text);
		buf_add_char(json, ']');
	}
	buf_add_char(json, ']');
}

static void add_entry(struct resolve *resolve, struct buf *json, const struct entry *entry, const struct locale *locale)
{
	const struct entry_text *text = &entry->texts[locale->index];
	const struct entry_text *original = &entry->texts[resolve->site->source_locale->index];

	json_next(json);
	buf_add_char(json, '{');
	json_key_text(json, "slug", entry->slug);
	json_key_text(json, "code", entry->code);
	json_key_text(json, "tone", text->tone);
	if (text->class_label.len > 0)
		json_key_text(json, "class", text->class_label);
	json_key_text(json, "title", text->title);
	json_key_text(json, "summary", text->summary);
	if (text->lang.len > 0)
		json_key_text(json, "lang", text->lang);
	add_texts(json, "words", text->keywords.count > 0 ? text->keywords : original->keywords);
	add_names(resolve, json, entry);
	add_near(resolve, json, entry);
	add_only(json, entry);
	add_replies(json, entry);
	buf_add_char(json, '}');
}

/* Software and providers that have a page of their own: the slug behind "from-", and the name. */
static void add_senders(struct buf *json, const struct family_text *family)
{
	const struct sender_text *senders = family->senders.items;

	if (family->senders.count == 0)
		return;
	json_key(json, "senders");
	buf_add_char(json, '[');
	for (size_t i = 0; i < family->senders.count; i++) {
		json_next(json);
		buf_add_char(json, '[');
		json_text(json, senders[i].slug);
		json_next(json);
		json_text(json, senders[i].name);
		buf_add_char(json, ']');
	}
	buf_add_char(json, ']');
}

static void add_family(struct resolve *resolve, struct buf *json, const struct family *family,
		       const struct locale *locale)
{
	json_next(json);
	buf_add_char(json, '{');
	json_key_text(json, "slug", family->slug);
	json_key_text(json, "name", family->texts[locale->index].short_name);
	json_key(json, "codes");
	buf_add_char(json, '[');
	for (size_t i = 0; i < family->entries.count; i++)
		add_entry(resolve, json, &family->entries.items[i], locale);
	buf_add_char(json, ']');
	add_senders(json, &family->texts[locale->index]);
	buf_add_char(json, '}');
}

/* The function words of the language: someone who asks whether 451 is permanent does not mean every text with "is". */
static void add_ignored(struct buf *json, const struct word_set *words)
{
	if (words->count == 0)
		return;
	json_key(json, "ignore");
	buf_add_char(json, '[');
	for (size_t i = 0; i < WORD_CHAINS; i++) {
		for (const struct word_pattern *word = words->chains[i].first; word; word = word->next) {
			json_next(json);
			json_text(json, word->words.items[0].text);
		}
	}
	buf_add_char(json, ']');
}

static void add_index(struct resolve *resolve, const struct locale *locale)
{
	struct buf json = { 0 };

	buf_add(&json, STR("statusbookIndex({"));
	json_key_text(&json, "source", resolve->site->source_locale->id);
	add_ignored(&json, &locale->function_words);
	json_key(&json, "families");
	buf_add_char(&json, '[');
	for (size_t f = 0; f < resolve->family_count; f++)
		add_family(resolve, &json, resolve->families[f].family, locale);
	buf_add(&json, STR("]})\n"));
	site_add_named_asset(resolve->site, arena_concat(resolve->arena, STR("search-"), locale->id, STR(".js")),
			     arena_copy(resolve->arena, buf_view(&json)));
	buf_free(&json);
}

void resolve_search(struct resolve *resolve)
{
	if (!site_asset(resolve->site, "script.js") || diag_exit_status(resolve->diags) != 0)
		return; /* nobody would ask for it */
	for (size_t l = 0; l < resolve->site->locales.count; l++)
		add_index(resolve, &resolve->site->locales.items[l]);
}
