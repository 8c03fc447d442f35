/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What is a letter, and what its small form is, Unicode says (utf8proc); ASCII is known without asking. */
#include "formats/words.h"

#include <utf8proc.h>

#define NO_BREAK_SPACE 0xa0
#define NARROW_NO_BREAK_SPACE 0x202f

static bool is_part(uint32_t point)
{
	if (point < 0x80)
		return (point >= '0' && point <= '9') || ((point | 0x20) >= 'a' && (point | 0x20) <= 'z');

	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static uint32_t small(uint32_t point)
{
	if (point < 0x80)
		return point >= 'A' && point <= 'Z' ? point | 0x20 : point;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)point);
}

/* The next character of a text that is valid UTF-8; a stray byte, in what has not been checked, stands for itself. */
static size_t take_point(struct str text, uint32_t *point)
{
	unsigned char first = text.len > 0 ? (unsigned char)text.ptr[0] : 0;

	*point = first;
	if (first < 0x80)
		return 1;
	size_t len = str_utf8(text, point);
	return len > 0 ? len : 1;
}

/* Length of the run at the front of `text` that is all part of words, or all not. */
static size_t run_of(struct str text, bool part)
{
	uint32_t point;
	size_t at = 0;

	while (at < text.len) {
		size_t len = take_point(str_from_index(text, at), &point);
		if (is_part(point) != part)
			break;
		at += len;
	}
	return at;
}

void words_add(struct arena *arena, struct words *words, struct str text)
{
	while (text.len > 0) {
		size_t gap = run_of(text, false);
		size_t len = run_of(str_from_index(text, gap), true);
		if (len > 0)
			*array_add(arena, words) = (struct word){
				.gap = str_until_index(text, gap),
				.text = str_until_index(str_from_index(text, gap), len),
			};
		text = str_from_index(text, gap + len);
	}
}

struct str words_view(const struct words *words, size_t first, size_t count)
{
	const struct str *from = &words->items[first].text, *to = &words->items[first + count - 1].text;

	return (struct str){ from->ptr, (size_t)(to->ptr + to->len - from->ptr) };
}

/* Takes a letter off both; false if they differ. `exact`: a capital letter in `a` fits only itself. */
static bool take_same(struct str *a, struct str *b, bool exact)
{
	uint32_t x, y;

	if (b->len == 0)
		return false;
	*a = str_from_index(*a, take_point(*a, &x));
	*b = str_from_index(*b, take_point(*b, &y));
	return x == y || (exact ? x == small(y) : small(x) == small(y));
}

bool word_same(struct str a, struct str b)
{
	while (a.len > 0)
		if (!take_same(&a, &b, false))
			return false;
	return b.len == 0;
}

bool word_gap_is_blank(struct str gap)
{
	uint32_t point;

	while (gap.len > 0) {
		gap = str_from_index(gap, take_point(gap, &point));
		if (point != ' ' && (point < '\t' || point > '\r') && point != NO_BREAK_SPACE &&
		    point != NARROW_NO_BREAK_SPACE)
			return false;
	}
	return true;
}

bool point_is_quote(uint32_t point)
{
	static const uint32_t marks[] = { '"',    '\'',   0xab,   0xbb,   0x2039, 0x203a, 0x275d,
					  0x275e, 0x2e42, 0x300c, 0x300d, 0x300e, 0x300f, 0x301d,
					  0x301e, 0x301f, 0xff02, 0xff62, 0xff63 };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (marks[i] == point)
			return true;
	return point >= 0x2018 && point <= 0x201f;
}

bool text_begins_word(struct str text)
{
	uint32_t point;

	return text.len > 0 && take_point(text, &point) > 0 && is_part(point);
}

static uint32_t last_point(struct str text)
{
	size_t start = text.len;
	uint32_t point = 0;

	while (start > 0 && ((unsigned char)text.ptr[start - 1] & 0xc0) == 0x80)
		start--;
	if (start > 0)
		take_point(str_from_index(text, start - 1), &point);
	return point;
}

bool text_ends_word(struct str text)
{
	return is_part(last_point(text));
}

bool text_ends_in_letter(struct str text)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)last_point(text));

	return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL;
}

static bool gap_fits(struct str wanted, struct str gap)
{
	return str_is(wanted, " ") ? gap.len > 0 && word_gap_is_blank(gap) : str_eq(wanted, gap);
}

/* Length of what is ASCII in both and fits at the front; `*differ` where it ends because two letters do not. */
static size_t ascii_fits(struct str wanted, struct str text, bool *differ)
{
	size_t at = 0;

	*differ = false;
	for (; at < wanted.len && at < text.len; at++) {
		unsigned char a = (unsigned char)wanted.ptr[at], b = (unsigned char)text.ptr[at];
		if ((a | b) >= 0x80)
			return at;
		if (a != b && a != small(b)) {
			*differ = true;
			return at;
		}
	}
	return at;
}

/* Whether `text` begins with the word, and is no longer unless it may be. */
static bool begins(const struct word *wanted, struct str text)
{
	bool differ;
	size_t same = ascii_fits(wanted->text, text, &differ);
	struct str rest = str_from_index(wanted->text, same);

	if (differ)
		return false;
	text = str_from_index(text, same);
	while (rest.len > 0)
		if (!take_same(&rest, &text, true))
			return false;
	return wanted->end || text.len == 0;
}

static bool word_fits(const struct word *wanted, struct str text)
{
	uint32_t point;

	if (!wanted->front)
		return begins(wanted, text);
	for (; text.len >= wanted->text.len; text = str_from_index(text, take_point(text, &point)))
		if (begins(wanted, text))
			return true;
	return false;
}

/* Tells most words from what they are compared with by their second byte: no more is needed to see that they differ. */
static inline bool may_begin(const struct word *wanted, struct str text)
{
	if (wanted->front || wanted->text.len < 2)
		return true;
	unsigned char a = (unsigned char)wanted->text.ptr[1], b = text.len > 1 ? (unsigned char)text.ptr[1] : 0;

	return a >= 0x80 || b >= 0x80 || (a | 0x20) == (b | 0x20);
}

static bool pattern_matches(const struct word_pattern *pattern, const struct words *words, size_t at)
{
	if (pattern->words.count > words->count - at)
		return false;
	for (size_t i = 0; i < pattern->words.count; i++) {
		const struct word *wanted = &pattern->words.items[i], *word = &words->items[at + i];
		if (word->verbatim || (i > 0 && !gap_fits(wanted->gap, word->gap)) || !word_fits(wanted, word->text))
			return false;
	}
	return true;
}

/* Takes the stars out of the gaps around a pattern's words. What is left of `rest` stands behind the last word. */
static bool take_stars(struct words *words, struct str rest)
{
	for (size_t i = 0; i < words->count; i++) {
		struct word *word = &words->items[i];
		struct str *after = i + 1 < words->count ? &words->items[i + 1].gap : &rest;
		word->front = str_ends(word->gap, STR("*"));
		word->gap.len -= word->front;
		word->end = str_take(after, STR("*"));
		if (str_find_char(word->gap, '*') != SIZE_MAX || (i > 0 && word->gap.len == 0))
			return false;
	}
	return rest.len == 0 && words->count > 0 && words->items[0].gap.len == 0;
}

static size_t chain_of(struct str word)
{
	uint32_t point;

	take_point(word, &point);
	return small(point) % WORD_CHAINS;
}

bool word_set_add(struct arena *arena, struct word_set *set, struct str text, const void *value)
{
	struct word_pattern *pattern = arena_new(arena, struct word_pattern);
	struct words *words = &pattern->words;

	words_add(arena, words, text);
	const struct word *last = words->count > 0 ? &words->items[words->count - 1] : NULL;
	size_t end = last ? (size_t)(last->text.ptr + last->text.len - text.ptr) : 0;
	if (set->count >= WORD_SET_MOST || !take_stars(words, str_from_index(text, end)))
		return false;

	struct word_chain *chain =
		words->items[0].front ? &set->anywhere : &set->chains[chain_of(words->items[0].text)];
	pattern->value = value;
	if (chain->last)
		chain->last->next = pattern;
	else
		chain->first = pattern;
	chain->last = pattern;
	set->count++;
	set->longest = words->count > set->longest ? words->count : set->longest;
	return true;
}

const struct word_pattern *word_set_match(const struct word_set *set, const struct words *words, size_t at,
					  const struct word_pattern *after)
{
	if (set->count == 0)
		return NULL;
	const struct word_pattern *pattern = after ? after->next : set->chains[chain_of(words->items[at].text)].first;
	bool anywhere = after && after->words.items[0].front;

	while (true) {
		for (; pattern; pattern = pattern->next)
			if (may_begin(&pattern->words.items[0], words->items[at].text) &&
			    pattern_matches(pattern, words, at))
				return pattern;
		if (anywhere)
			return NULL;
		anywhere = true;
		pattern = set->anywhere.first;
	}
}
