/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Which entries belong together: by class, by step, by what they name; and the links between them that pages share. */
#include "stages/links.h"
#include "stages/resolve_parts.h"

static void sort_by_class(struct resolve *resolve, struct family *family)
{
	size_t place = 0;

	family->classed = arena_array(resolve->arena, family->entries.count, const struct entry *);
	for (size_t i = 0; i < family->entries.count; i++)
		family->entries.items[i].place = NONE;
	for (size_t c = 0; c < family->classes.count; c++) {
		struct code_class *class = &family->classes.items[c];
		class->first = place;
		for (size_t i = 0; i < family->entries.count; i++) {
			struct entry *entry = &family->entries.items[i];
			if (entry->code_class != class)
				continue;
			entry->place = place;
			family->classed[place++] = entry;
		}
		class->count = place - class->first;
	}
}

static void sort_by_step(struct resolve *resolve, struct family *family)
{
	for (size_t s = 0; s < family->conversation.count; s++) {
		struct step *step = &family->conversation.items[s];
		step->usual = arena_array(resolve->arena, family->entries.count, const struct entry *);
		for (size_t i = 0; i < family->entries.count; i++) {
			const struct fact_value *steps = entry_steps(&family->entries.items[i]);
			if (steps && steps->usual == s)
				step->usual[step->usual_count++] = &family->entries.items[i];
		}
	}
}

static void add_neighbour(struct resolve *resolve, struct entry *about, const struct entry *other, size_t fact)
{
	if (!other || !entry_pair_exists(about, other))
		return;
	for (size_t i = 0; i < about->near.count; i++)
		if (about->near.items[i].entry == other)
			return;
	*array_add(resolve->arena, &about->near) = (struct neighbour){ other, fact };
}

/* By one fact. First what each entry names, then what names it. */
static void find_named(struct resolve *resolve, struct family *family, size_t fact)
{
	for (size_t i = 0; i < family->entries.count; i++) {
		struct entry *entry = &family->entries.items[i];
		for (size_t k = 0; k < entry->facts[fact].code_count; k++)
			add_neighbour(resolve, entry, entry->facts[fact].codes[k].entry, fact);
	}
	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry *other = &family->entries.items[i];
		for (size_t k = 0; k < other->facts[fact].code_count; k++) {
			const struct entry *named = other->facts[fact].codes[k].entry;
			if (named && named->family == family && named->kind == other->kind)
				add_neighbour(resolve, &family->entries.items[named->index], other, fact);
		}
	}
}

void resolve_neighbours(struct resolve *resolve, struct family *family)
{
	sort_by_class(resolve, family);
	sort_by_step(resolve, family);
	for (size_t f = 0; f < family->facts.count; f++)
		find_named(resolve, family, f);
}

static void link_family(struct resolve *resolve, struct family *family, const struct locale *locale,
			struct buf *scratch)
{
	for (size_t i = 0; i < family->entries.count; i++) {
		struct entry *entry = &family->entries.items[i];
		links_near(resolve->arena, resolve->site, entry, locale, scratch);
		if (family->entries.count <= MOST_PICKED)
			entry->texts[locale->index].others =
				links_to_others(resolve->arena, resolve->site, entry, locale, scratch);
	}
}

void resolve_links(struct resolve *resolve)
{
	struct buf scratch = { 0 };

	for (size_t f = 0; f < resolve->family_count; f++)
		for (size_t l = 0; l < resolve->site->locales.count; l++)
			link_family(resolve, resolve->families[f].family, &resolve->site->locales.items[l], &scratch);
	buf_free(&scratch);
}
