/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Questions about one or two entries that several stages ask. */
#include "model/entry.h"

#include "formats/slots.h"

static bool lists(const struct entry *entry, const struct entry *other)
{
	size_t fact = entry->kind->compared_with;

	return fact == NONE || fact_names(&entry->facts[fact], other);
}

bool entry_pair_exists(const struct entry *a, const struct entry *b)
{
	return a != b && a->family == b->family && lists(a, b) && lists(b, a);
}

static bool has_code(const struct fact_value *value, struct str written)
{
	for (size_t i = 0; i < value->code_count; i++)
		if (str_eq(value->codes[i].written, written))
			return true;
	return false;
}

/* In whatever order they are listed. */
static bool same_codes(const struct fact_value *a, const struct fact_value *b)
{
	for (size_t i = 0; i < a->code_count; i++)
		if (!has_code(b, a->codes[i].written))
			return false;
	return a->code_count == b->code_count;
}

static bool has_citation(const struct fact_value *value, const struct citation *citation)
{
	for (size_t i = 0; i < value->citation_count; i++)
		if (value->citations[i].reference == citation->reference &&
		    str_eq(value->citations[i].section, citation->section))
			return true;
	return false;
}

static bool same_citations(const struct fact_value *a, const struct fact_value *b)
{
	for (size_t i = 0; i < a->citation_count; i++)
		if (!has_citation(b, &a->citations[i]))
			return false;
	return a->citation_count == b->citation_count;
}

const struct fact_value *entry_steps(const struct entry *entry)
{
	const struct family *family = entry->family;

	for (size_t i = 0; i < family->facts.count; i++)
		if (family->facts.items[i].type == FACT_STEPS)
			return &entry->facts[i];
	return NULL;
}

bool fact_equal(const struct fact_value *a, const struct fact_value *b)
{
	return a->given == b->given && a->bits == b->bits && a->usual == b->usual && str_eq(a->text, b->text) &&
	       same_codes(a, b) && same_citations(a, b);
}

bool code_begins_as(struct str a, struct str b)
{
	uint32_t point;
	size_t len = str_utf8(a, &point);

	return len > 0 && str_starts(b, str_until_index(a, len));
}

bool fact_names(const struct fact_value *codes, const struct entry *entry)
{
	for (size_t i = 0; i < codes->code_count; i++)
		if (codes->codes[i].entry == entry)
			return true;
	return false;
}

const struct reply_text *reply_text_find(const struct entry_text *text, struct str id)
{
	const struct sense_text *senses = text->senses.items;

	for (size_t s = 0; s < text->senses.count; s++) {
		const struct reply_text *replies = senses[s].replies.items;
		for (size_t i = 0; i < senses[s].replies.count; i++)
			if (str_eq(replies[i].id, id))
				return &replies[i];
	}
	return NULL;
}

void citation_href(const struct citation *citation, struct buf *href)
{
	struct str rest = citation->reference->section_url, literal, slot;

	if (citation->section.len == 0 || rest.len == 0) {
		buf_add(href, citation->reference->url);
		return;
	}
	while (slot_next(&rest, &literal, &slot)) {
		buf_add(href, literal);
		if (slot.len > 0)
			buf_add(href, citation->section);
	}
}

void citation_name(const struct citation *citation, const struct locale *locale, struct buf *name)
{
	struct str rest = label_in(&citation->reference->citation, locale), literal, slot;

	if (citation->section.len == 0) {
		buf_add(name, label_in(&citation->reference->name, locale));
		return;
	}
	while (slot_next(&rest, &literal, &slot)) {
		buf_add(name, literal);
		if (str_is(slot, "name"))
			buf_add(name, label_in(&citation->reference->name, locale));
		else if (str_is(slot, "section"))
			buf_add(name, citation->section);
	}
}
