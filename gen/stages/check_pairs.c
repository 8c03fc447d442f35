/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Reads each comparison as the page will print it. */
#include "stages/check_pairs.h"

#include "base/buf.h"
#include "model/compare.h"
#include "model/page.h"

#define MOST_SENTENCES 64

struct sentences {
	struct str items[MOST_SENTENCES];
	size_t count;
};

/* Which rules of the family some pair has matched. */
struct usage {
	bool *lists[RULE_LISTS]; /* one for each rule */
};

static void complain(struct diags *diags, enum diag_rule rule, const struct page *page, struct str reason)
{
	struct str name =
		arena_concat(diags->arena, page->locale->id, STR(" "), page->a->slug, STR("-vs-"), page->b->slug);

	diag_add(diags, rule, (struct loc){ page->family->source, 0, 0 }, name)->reason =
		arena_copy(diags->arena, reason);
}

/* All sentences that the rules of one list give; only the first where `one` is set. */
static void collect(const struct page *page, const struct pair *pair, enum rule_list list, bool one,
		    struct usage *usage, struct arena *arena, struct sentences *sentences)
{
	const struct rules *rules = &page->family->rules[list];
	struct match match;
	size_t next = 0;

	while (sentences->count < MOST_SENTENCES && compare_match(rules, pair, &next, &match)) {
		struct buf html = { 0 };
		usage->lists[list][match.rule - rules->items] = true;
		compare_say(&match, page->locale, &html);
		sentences->items[sentences->count++] = arena_copy(arena, buf_view(&html));
		buf_free(&html);
		if (one)
			return;
	}
}

static bool differs(const struct page *page)
{
	const struct family *family = page->family;

	for (size_t i = 0; i < family->facts.count; i++)
		if (!family->facts.items[i].hidden && !fact_equal(&page->a->facts[i], &page->b->facts[i]))
			return true;
	return false;
}

static void check_repeats(const struct page *page, const struct sentences *sentences, struct diags *diags)
{
	for (size_t i = 0; i < sentences->count; i++)
		for (size_t k = 0; k < sentences->count; k++)
			if (i != k && (i < k || sentences->items[i].len != sentences->items[k].len) &&
			    str_find(sentences->items[k], sentences->items[i], 0) != SIZE_MAX)
				complain(diags, DIAG_REPEATED_SENTENCE, page, sentences->items[i]);
}

static void check_pair(const struct page *page, const struct pair *pair, struct usage *usage, struct arena *arena,
		       struct diags *diags)
{
	const struct note *note = page_note(page);
	struct sentences sentences = { .count = 0 };

	if (page->a->broken || page->b->broken)
		return;
	collect(page, pair, RULES_VERDICT, true, usage, arena, &sentences);
	if (note) {
		sentences.items[0] = note->texts[page->locale->index].verdict;
		sentences.count = 1;
	}
	if (sentences.count == 0)
		complain(diags, DIAG_NO_VERDICT, page, (struct str){ NULL, 0 });
	if (page->locale->is_source && !differs(page))
		complain(diags, DIAG_NO_DIFFERENCE, page, (struct str){ NULL, 0 });
	collect(page, pair, RULES_SESSION, true, usage, arena, &sentences);
	collect(page, pair, RULES_CHOICE, true, usage, arena, &sentences);
	collect(page, pair, RULES_SENDER, true, usage, arena, &sentences);
	collect(page, pair, RULES_DIFFERENCES, false, usage, arena, &sentences);
	check_repeats(page, &sentences, diags);
}

static void check_row(const struct site *site, const struct family *family, size_t i, struct usage *usage,
		      struct diags *diags)
{
	for (size_t j = i + 1; j < family->entries.count; j++) {
		struct page page = {
			PAGE_PAIR, NULL, family, NULL, &family->entries.items[i], &family->entries.items[j]
		};
		if (!entry_pair_exists(page.a, page.b))
			continue;
		struct pair pair = pair_of(page.a, page.b);
		for (size_t l = 0; l < site->locales.count; l++) {
			struct arena arena = { 0 };
			page.locale = &site->locales.items[l];
			check_pair(&page, &pair, usage, &arena, diags);
			arena_free(&arena);
		}
	}
}

/* A rule that no pair matches says nothing anywhere: something in it is wrong, or another rule always comes first. */
static void check_usage(const struct family *family, const struct usage *usage, struct diags *diags)
{
	for (size_t l = 0; l < RULE_LISTS; l++)
		for (size_t i = 0; i < family->rules[l].count; i++)
			if (!usage->lists[l][i])
				diag_add(diags, DIAG_UNUSED_RULE, family->rules[l].items[i].say.loc,
					 family->rules[l].items[i].id);
}

static void check_family(const struct site *site, const struct family *family, struct diags *diags)
{
	struct arena arena = { 0 };
	struct usage usage;
	size_t before = diags->count;

	for (size_t l = 0; l < RULE_LISTS; l++)
		usage.lists[l] = arena_array(&arena, family->rules[l].count, bool);
	for (size_t i = 0; i < family->entries.count; i++)
		check_row(site, family, i, &usage, diags);
	if (diags->count == before)
		check_usage(family, &usage, diags);
	arena_free(&arena);
}

void check_pairs(const struct site *site, struct diags *diags)
{
	for (size_t f = 0; f < site->families.count; f++)
		check_family(site, site->families.items[f].value, diags);
}
