/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What can be told without knowing the language: text that breaks off, words and sentences that come twice. */
#include "stages/check_prose_parts.h"

#define SHORT_LINE 40     /* bytes: shorter ones may be names or terms */
#define SHORT_SENTENCE 40 /* bytes: shorter ones may well be said twice */

/* Nothing ends with one of these; a colon may stand before a list, but not at the end of a title. */
static bool ends_open(struct str text, bool name)
{
	static const char *const marks[] = { ",", ";", "-", "\u2013", "\u2014", "(", "[" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_ends(text, str_from(marks[i])))
			return true;
	return name && str_ends(text, STR(":"));
}

/* The last words of a text without a full stop, or whatever the language has for it: something is missing. */
static void check_end(struct proof *proof, const struct prose *prose)
{
	struct str text = str_trim(prose->text);
	bool name = prose->kind == PROSE_NAME, open = ends_open(text, name);

	if (name ? !open : text.len < SHORT_LINE || !(open || text_ends_in_letter(text)))
		return;
	struct str tail = str_from_index(text, text.len > SHORT_LINE / 2 ? text.len - SHORT_LINE / 2 : 0);
	size_t start = tail.len < text.len ? str_find_char(tail, ' ') : SIZE_MAX;
	tail = start == SIZE_MAX ? text : str_from_index(tail, start + 1);
	prose_complain(proof, prose, DIAG_CUT_OFF, tail);
}

static bool may_repeat(const struct locale *locale, struct str word)
{
	for (size_t i = 0; i < locale->may_repeat.count; i++)
		if (word_same(locale->may_repeat.items[i], word))
			return true;
	return false;
}

/* Not "E-Mail Mail", nor "mail Mail-Server": words that hyphens hold together are one. */
static bool stands_alone(const struct prose *prose, struct str pair)
{
	struct str before = str_until_index(prose->bare, (size_t)(pair.ptr - prose->bare.ptr));
	struct str after = str_from_index(prose->bare, before.len + pair.len);

	return !str_ends(before, STR("-")) && !str_ends(before, STR(".")) && !str_starts(after, STR("-"));
}

/* The same word twice in a row is a slip of the pen, but for the few words that a language allows. */
static void check_doubled(struct proof *proof, const struct prose *prose)
{
	for (size_t i = 1; i < prose->words.count; i++) {
		const struct word *word = &prose->words.items[i];
		bool counts = word->text.len > 1 && (word->text.ptr[0] < '0' || word->text.ptr[0] > '9');
		if (!counts || !word_same(word[-1].text, word->text) || !word_gap_is_blank(word->gap))
			continue;
		struct str pair = words_view(&prose->words, i - 1, 2);
		if (!may_repeat(proof->locale, word->text) && stands_alone(prose, pair))
			prose_complain(proof, prose, DIAG_DOUBLED_WORD, pair)->detail.len = word[-1].text.len;
	}
}

void check_shape(struct proof *proof, const struct prose *prose)
{
	if (prose->kind != PROSE_LABEL)
		check_end(proof, prose);
	check_doubled(proof, prose);
}

/* Sentences end with a full stop and a blank: good enough for comparing, whatever it cuts in two. */
void collect_sentences(struct proof *proof, const struct prose *prose)
{
	struct str rest = prose->text;

	while (rest.len > 0) {
		size_t end = str_find(rest, STR(". "), 0);
		struct str sentence = str_trim(str_until_index(rest, end));
		if (sentence.len >= SHORT_SENTENCE)
			*array_add(proof->arena, &proof->sentences) =
				(struct said){ arena_copy(proof->arena, sentence), prose_loc(prose, sentence),
					       proof->prose, proof->complaints };
		rest = end == SIZE_MAX ? str_from_index(rest, rest.len) : str_from_index(rest, end + 2);
	}
}
