/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Quotation marks: those of the language, in pairs, and no others. What stands between them is others' words, so that
 * the rules on words pass it over.
 */
#include "stages/check_prose_parts.h"

#define APOSTROPHE 0x27
#define CURLED_APOSTROPHE 0x2019

#define DEEPEST 2 /* a pair is open once at most */

/* A mark, and what stands around it. */
struct mark {
	uint32_t point;
	struct str place; /* a view of the text */
	bool in_word;     /* a letter or digit stands before it */
	bool goes_on;     /* one stands behind it */
};

struct quotes {
	struct proof *proof;
	struct prose *prose;
	struct {
		struct mark mark;
		size_t pair; /* index of its opening mark in the locale's */
	} open[DEEPEST];
	size_t depth;
	size_t word; /* the next that may stand in a quotation */
};

/* The next mark at or behind `at`, with its place in `mark`; false if there is none. */
static bool find_mark(struct str text, size_t at, struct mark *mark)
{
	for (; at < text.len; at++) {
		unsigned char c = (unsigned char)text.ptr[at];
		if (c != '"' && c != APOSTROPHE && c < 0xc0) /* all other marks begin with a byte above */
			continue;
		struct str rest = str_from_index(text, at);
		size_t len = str_utf8(rest, &mark->point);
		if (len == 0 || !point_is_quote(mark->point))
			continue;
		mark->place = str_until_index(rest, len);
		mark->in_word = text_ends_word(str_until_index(text, at));
		mark->goes_on = text_begins_word(str_from_index(rest, len));
		return true;
	}
	return false;
}

/* Where the text goes on behind the mark. */
static size_t end_of(const struct quotes *quotes, const struct mark *mark)
{
	return (size_t)(mark->place.ptr - quotes->prose->bare.ptr) + mark->place.len;
}

static void complain(struct quotes *quotes, const struct mark *mark, struct str reason)
{
	prose_complain(quotes->proof, quotes->prose, DIAG_QUOTES, mark->place)->reason = reason;
}

/* The marks of the language, for a message. */
static struct str marks_of(struct quotes *quotes)
{
	const struct locale *locale = quotes->proof->locale;

	return arena_concat(quotes->proof->diags->arena, STR("it has "), locale->quote_text);
}

/* Everything that was read between the two is others' words. */
static void pass_over(struct quotes *quotes, struct str from, struct str to)
{
	struct words *words = &quotes->prose->words;

	while (quotes->word < words->count && words->items[quotes->word].text.ptr < from.ptr)
		quotes->word++;
	for (; quotes->word < words->count && words->items[quotes->word].text.ptr < to.ptr; quotes->word++)
		words->items[quotes->word].verbatim = true;
}

/* Whether the mark ends the quotation that was opened last. */
static bool closes(const struct quotes *quotes, const struct mark *mark)
{
	const uint32_t *own = quotes->proof->locale->quotes;
	bool apostrophe = mark->point == APOSTROPHE || mark->point == CURLED_APOSTROPHE;

	if (quotes->depth == 0 || own[quotes->open[quotes->depth - 1].pair + 1] != mark->point)
		return false;
	return !(apostrophe && mark->in_word && mark->goes_on);
}

/* Index of the pair that the mark opens; SIZE_MAX if it opens none. */
static size_t opens(const struct quotes *quotes, const struct mark *mark)
{
	const uint32_t *own = quotes->proof->locale->quotes;
	bool apostrophe = mark->point == APOSTROPHE || mark->point == CURLED_APOSTROPHE;

	if (apostrophe && mark->in_word)
		return SIZE_MAX;
	return mark->point == own[0] ? 0 : mark->point == own[2] ? 2 : SIZE_MAX;
}

static void open_pair(struct quotes *quotes, const struct mark *mark, size_t pair)
{
	size_t at = 0;

	while (at < quotes->depth && quotes->open[at].pair != pair)
		at++;
	for (size_t i = at; i < quotes->depth; i++)
		complain(quotes, &quotes->open[i].mark, STR("nothing closes it before the next one opens"));
	quotes->depth = at;
	quotes->open[quotes->depth].mark = *mark;
	quotes->open[quotes->depth++].pair = pair;
}

/*
 * "rock 'n' roll" and "the '90s" have apostrophes; 'words' have quotation marks. What tells them apart is the next such
 * mark outside of words: whether it can close something.
 */
static bool is_apostrophe(const struct quotes *quotes, const struct mark *mark)
{
	struct mark next = *mark;

	if (mark->point != APOSTROPHE && mark->point != CURLED_APOSTROPHE)
		return false;
	if (mark->in_word)
		return true;
	while (find_mark(quotes->prose->bare, end_of(quotes, &next), &next))
		if (next.point == mark->point && !(next.in_word && next.goes_on))
			return next.goes_on;
	return true;
}

static void read_mark(struct quotes *quotes, const struct mark *mark)
{
	const uint32_t *own = quotes->proof->locale->quotes;
	size_t pair = opens(quotes, mark);

	if (closes(quotes, mark)) {
		quotes->depth--;
		if (quotes->depth == 0)
			pass_over(quotes, quotes->open[0].mark.place, mark->place);
	} else if (pair != SIZE_MAX) {
		open_pair(quotes, mark, pair);
	} else if (is_apostrophe(quotes, mark)) {
		return;
	} else if (mark->point == own[1] || mark->point == own[3]) {
		complain(quotes, mark, STR("it closes nothing"));
	} else {
		complain(quotes, mark, marks_of(quotes));
	}
}

void check_quotes(struct proof *proof, struct prose *prose)
{
	struct quotes quotes = { .proof = proof, .prose = prose };
	struct mark mark;

	if (proof->locale->quotes[0] == 0)
		return;
	for (size_t at = 0; find_mark(prose->bare, at, &mark); at = end_of(&quotes, &mark))
		read_mark(&quotes, &mark);
	for (size_t i = 0; i < quotes.depth; i++)
		complain(&quotes, &quotes.open[i].mark, STR("nothing closes it in the paragraph"));
}
