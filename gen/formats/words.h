/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Words of a text in any language, and patterns that find them: what glossaries are written in. locales/README.md is
 * the manual of the patterns.
 *
 * A word is a run of letters, their marks, and digits. A pattern is one word or several, with what stands between them:
 * a blank fits any white space, all else itself. `*` at the front or end of a word stands for any letters, or none. A
 * small letter fits a capital one too; a capital letter fits only itself.
 *
 * Everything is a view of the text, or from the arena.
 */
#ifndef STATUSBOOK_FORMATS_WORDS_H
#define STATUSBOOK_FORMATS_WORDS_H

#include "base/arena.h"

struct word {
	struct str text;
	struct str gap;  /* what stands between it and the word before, or the text's front */
	bool verbatim;   /* for the caller to set: no pattern fits it */
	bool front, end; /* in a pattern: whether `*` stands there */
};

struct words {
	struct word *items;
	size_t count;
	size_t capacity;
};

/* Adds the words of the text. */
void words_add(struct arena *arena, struct words *words, struct str text);

/* The words from `first` on, `count` of them, with the gaps between them, as a view of the text. */
struct str words_view(const struct words *words, size_t first, size_t count);

/* Whether two words are the same but for case. */
bool word_same(struct str a, struct str b);

/* True for white space that blanks in patterns stand for; also for none at all. */
bool word_gap_is_blank(struct str gap);

/* What is a quotation mark in some language; the apostrophes, which can be one, are among them. */
bool point_is_quote(uint32_t point);

/* Whether a word stands at the front, or at the end, of the text. */
bool text_begins_word(struct str text);
bool text_ends_word(struct str text);

/* Whether the last character is a letter of a script that has capital and small ones: such scripts have full stops. */
bool text_ends_in_letter(struct str text);

struct word_pattern {
	struct words words;
	const void *value;         /* of whoever added the pattern */
	struct word_pattern *next; /* to be tried after it */
};

/* In the order in which they were added. */
struct word_chain {
	struct word_pattern *first, *last;
};

#define WORD_CHAINS 64

/* Patterns, found by the first letter of their first word. Starts as { 0 }. */
struct word_set {
	struct word_chain chains[WORD_CHAINS];
	struct word_chain anywhere; /* those that begin with `*` */
	size_t count;
	size_t longest; /* words in the longest of them */
};

#define WORD_SET_MOST 5000 /* each is tried on each word that begins like it */
#define WORD_SET_WANTS STR("expected words, * only at the front or end of one, and at most 5000 of them")

/* Adds a pattern; false if it is none (see WORD_SET_WANTS), or one too many. */
bool word_set_add(struct arena *arena, struct word_set *set, struct str pattern, const void *value);

/*
 * A pattern that fits the words from `at` on; NULL if there is none. `after` is what the last call for the same words
 * returned, and NULL at first.
 */
const struct word_pattern *word_set_match(const struct word_set *set, const struct words *words, size_t at,
					  const struct word_pattern *after);

#endif
