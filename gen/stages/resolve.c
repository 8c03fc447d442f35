/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The order in which a site is resolved: first what things are, then what they say of each other, then their texts. */
#include "stages/resolve.h"

#include "stages/resolve_parts.h"

/* Every family, so that entries of one may refer to another. */
static void resolve_families(struct resolve *resolve)
{
	for (size_t f = 0; f < resolve->family_count; f++)
		resolve_entries(resolve, &resolve->families[f]);
	for (size_t f = 0; f < resolve->family_count; f++)
		for (size_t i = 0; i < resolve->families[f].entries.count; i++)
			resolve_facts(resolve, &resolve->families[f].entries.items[i]);
	for (size_t f = 0; f < resolve->family_count; f++)
		resolve_companions(resolve, &resolve->families[f]);
	for (size_t f = 0; f < resolve->family_count; f++)
		resolve_neighbours(resolve, resolve->families[f].family);
}

static void resolve_texts(struct resolve *resolve)
{
	for (size_t f = 0; f < resolve->family_count; f++) {
		struct family_drafts *drafts = &resolve->families[f];
		resolve_rules(resolve, drafts->family);
		for (size_t i = 0; i < drafts->entries.count; i++)
			resolve_entry_texts(resolve, drafts, &drafts->entries.items[i]);
		for (size_t i = 0; i < drafts->notes.count; i++)
			resolve_note_texts(resolve, drafts, &drafts->notes.items[i]);
		resolve_family_texts(resolve, drafts);
	}
}

/* What the site is, and what half of its families are. */
static void judge_homes(struct site *site)
{
	for (size_t l = 0; l < site->locales.count; l++) {
		struct locale *locale = &site->locales.items[l];
		size_t own = 0;
		for (size_t f = 0; f < site->families.count; f++)
			own += ((const struct family *)site->families.items[f].value)->texts[l].lang.len == 0;
		locale->home_translated =
			label_is_translated(&site->description, locale) && 2 * own >= site->families.count;
	}
}

const struct site *resolve(struct manuscript *manuscript, struct diags *diags)
{
	struct arena *arena = manuscript->site->arena;
	struct resolve all = { .arena = arena, .diags = diags, .site = manuscript->site };

	if (!all.site->source_locale)
		return all.site; /* nothing can be said without a language; the reason has been given */
	all.family_count = manuscript->folders.count;
	all.families = arena_array(arena, all.family_count, struct family_drafts);
	for (size_t f = 0; f < all.family_count; f++) {
		all.families[f].folder = &manuscript->folders.items[f];
		all.families[f].family = manuscript->folders.items[f].family;
	}
	resolve_labels(&all);
	resolve_families(&all);
	resolve_texts(&all);
	judge_homes(all.site);
	resolve_policy(&all);
	resolve_search(&all);
	resolve_templates(&all);
	check_catalogues(&all);
	if (diag_exit_status(diags) == 0)
		resolve_lookup(&all);
	if (diag_exit_status(diags) == 0)
		resolve_work(&all, manuscript);
	if (diag_exit_status(diags) == 0)
		resolve_pages(&all);
	if (diag_exit_status(diags) == 0)
		resolve_links(&all);
	return all.site;
}
