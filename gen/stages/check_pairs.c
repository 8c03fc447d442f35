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

static void complain(struct diags *diags, enum diag_rule rule, const struct page *page, struct str reason)
{
	struct str name =
		arena_concat(diags->arena, page->locale->id, STR(" "), page->a->slug, STR("-vs-"), page->b->slug);

	diag_add(diags, rule, (struct loc){ page->family->source, 0, 0 }, name)->reason =
		arena_copy(diags->arena, reason);
}

/* All sentences that the rules of one list give; only the first where `one` is set. */
static void collect(const struct page *page, const struct pair *pair, enum rule_list list, bool one,
		    struct arena *arena, struct sentences *sentences)
{
	struct match match;
	size_t next = 0;

	while (sentences->count < MOST_SENTENCES && compare_match(&page->family->rules[list], pair, &next, &match)) {
		struct buf html = { 0 };
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

static void check_pair(const struct page *page, const struct pair *pair, struct arena *arena, struct diags *diags)
{
	const struct note *note = page_note(page);
	struct sentences sentences = { .count = 0 };

	if (page->a->broken || page->b->broken)
		return;
	if (note)
		sentences.items[sentences.count++] = note->texts[page->locale->index].verdict;
	else
		collect(page, pair, RULES_VERDICT, true, arena, &sentences);
	if (sentences.count == 0)
		complain(diags, DIAG_NO_VERDICT, page, (struct str){ NULL, 0 });
	if (page->locale->is_source && !differs(page))
		complain(diags, DIAG_NO_DIFFERENCE, page, (struct str){ NULL, 0 });
	collect(page, pair, RULES_SESSION, true, arena, &sentences);
	collect(page, pair, RULES_CHOICE, true, arena, &sentences);
	collect(page, pair, RULES_SENDER, true, arena, &sentences);
	collect(page, pair, RULES_DIFFERENCES, false, arena, &sentences);
	check_repeats(page, &sentences, diags);
}

static void check_row(const struct site *site, const struct family *family, size_t i, struct diags *diags)
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
			check_pair(&page, &pair, &arena, diags);
			arena_free(&arena);
		}
	}
}

void check_pairs(const struct site *site, struct diags *diags)
{
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		for (size_t i = 0; i < family->entries.count; i++)
			check_row(site, family, i, diags);
	}
}
