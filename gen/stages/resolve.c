/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The order in which a site is resolved: first what things are, then what they say of each other, then their texts. */
#include "stages/resolve.h"

#include "base/pool.h"
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

/* The texts of one entry or note need nothing of those of another, so each is made by itself. */
struct texts {
	const struct resolve *resolve;
	const struct family_drafts *family;
	struct drafts *drafts;
	struct diags *diags;  /* per draft */
	struct arena *arenas; /* per worker */
};

static void resolve_draft(void *context, size_t index, size_t worker)
{
	const struct texts *texts = context;
	struct draft *draft = &texts->drafts->items[index];
	struct resolve resolve = *texts->resolve;

	resolve.arena = &texts->arenas[worker];
	resolve.diags = &texts->diags[index];
	*resolve.diags = (struct diags){ .arena = resolve.arena, .before = texts->resolve->diags };
	if (draft->entry)
		resolve_entry_texts(&resolve, texts->family, draft);
	else
		resolve_note_texts(&resolve, texts->family, draft);
}

static void resolve_drafts(struct resolve *resolve, const struct family_drafts *family, struct drafts *drafts)
{
	size_t threads = resolve->site->threads;
	struct arena scratch = { 0 };
	struct texts texts = { resolve, family, drafts, arena_array(&scratch, drafts->count, struct diags),
			       arena_array(&scratch, threads, struct arena) };

	pool_run(threads, drafts->count, resolve_draft, &texts);
	for (size_t i = 0; i < threads; i++)
		arena_absorb(resolve->arena, &texts.arenas[i]);
	for (size_t i = 0; i < drafts->count; i++)
		diag_add_all(resolve->diags, &texts.diags[i]);
	arena_free(&scratch);
}

static void resolve_texts(struct resolve *resolve)
{
	for (size_t f = 0; f < resolve->family_count; f++) {
		struct family_drafts *drafts = &resolve->families[f];
		resolve_rules(resolve, drafts->family);
		resolve_drafts(resolve, drafts, &drafts->entries);
		resolve_drafts(resolve, drafts, &drafts->notes);
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

/* Some text says when it was changed. */
static void find_feeds(struct site *site)
{
	for (size_t f = 0; f < site->families.count; f++) {
		const struct entries *entries = &((const struct family *)site->families.items[f].value)->entries;
		for (size_t i = 0; i < entries->count; i++)
			for (size_t l = 0; l < site->locales.count; l++)
				site->has_feeds |= entries->items[i].texts[l].changed_on.len > 0;
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
	find_feeds(all.site);
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
