/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Words: those that the glossary avoids, another form of address, and whether they are of the right language at all. */
#include "stages/check_prose_parts.h"

/* By how many words of the source language a text becomes one in it; and in a short text, by what part of its words. */
#define MANY_FOREIGN 3
#define SHORT_TEXT 8
#define SHORT_PART 3

#define MOST_USES 4 /* words to use instead that one message names */

/* Whether the words from `at` to `end` lie in a phrase in which they are right. */
static bool is_right(const struct term *term, const struct words *words, size_t at, size_t end)
{
	size_t longest = term->unless.longest;

	for (size_t i = at + 1 > longest ? at + 1 - longest : 0; longest > 0 && i <= at; i++) {
		const struct word_pattern *phrase = NULL;
		while ((phrase = word_set_match(&term->unless, words, i, phrase)))
			if (i + phrase->words.count >= end)
				return true;
	}
	return false;
}

/* All terms that avoid what stands there, since one word may be wrong for several. */
static void check_glossary(struct proof *proof, const struct prose *prose, size_t at)
{
	const struct word_pattern *pattern = NULL;
	struct str found = { NULL, 0 };
	struct buf uses = { 0 };
	size_t count = 0;

	while (count < MOST_USES &&
	       (pattern = word_set_match(&proof->locale->glossary->avoid, &prose->words, at, pattern))) {
		const struct term *term = pattern->value;
		struct str part = words_view(&prose->words, at, pattern->words.count);
		if (is_right(term, &prose->words, at, at + pattern->words.count))
			continue;
		buf_add(&uses, count++ > 0 ? STR(", or '") : STR("use '"));
		buf_add(&uses, term->use);
		buf_add(&uses, STR("' for '"));
		buf_add(&uses, term->source);
		buf_add_char(&uses, '\'');
		found = part.len > found.len ? part : found;
	}
	if (found.len > 0)
		prose_complain(proof, prose, DIAG_GLOSSARY, found)->reason =
			arena_copy(proof->diags->arena, buf_view(&uses));
	buf_free(&uses);
}

static void check_address(struct proof *proof, const struct prose *prose, size_t at)
{
	const struct word_pattern *pattern = word_set_match(&proof->locale->informal, &prose->words, at, NULL);

	if (!pattern)
		return;
	prose_complain(proof, prose, DIAG_ADDRESS, words_view(&prose->words, at, pattern->words.count));
}

/* How many words of the text belong to the language, as far as the site knows it. */
static size_t count_words(const struct prose *prose, const struct locale *locale)
{
	size_t count = 0;

	for (size_t i = 0; i < prose->words.count; i++)
		count += word_set_match(&locale->function_words, &prose->words, i, NULL) != NULL;
	return count;
}

static size_t count_own(const struct words *words)
{
	size_t count = 0;

	for (size_t i = 0; i < words->count; i++)
		count += !words->items[i].verbatim;
	return count;
}

static void check_language(struct proof *proof, const struct prose *prose)
{
	const struct locale *locale = proof->locale;
	size_t all = count_own(&prose->words);

	if (locale->is_source || locale->source->function_words.count == 0 || all < 2)
		return;
	size_t own = count_words(prose, locale), foreign = count_words(prose, locale->source);
	bool many = foreign >= MANY_FOREIGN || (all <= SHORT_TEXT && foreign * SHORT_PART >= all);
	if (foreign <= own || !many)
		return;
	struct str start = words_view(&prose->words, 0, prose->words.count < 6 ? prose->words.count : 6);
	prose_complain(proof, prose, DIAG_LEFT_IN_SOURCE, start);
}

void check_words(struct proof *proof, const struct prose *prose)
{
	for (size_t i = 0; i < prose->words.count; i++) {
		if (proof->locale->glossary)
			check_glossary(proof, prose, i);
		check_address(proof, prose, i);
	}
	check_language(proof, prose);
}
