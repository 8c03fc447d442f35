/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Numbers of a section, which are the same in every language: codes, times, years, RFCs. Languages differ in how they write
 * and when they need one, so that some say nothing: see what is passed over, below.
 */
#include "stages/check_prose_parts.h"

#define LARGEST_WORD 12 /* numbers up to it are words as often as digits */

/* Each number once, as it is compared: "30", "2.5" for 2,5 as well, "10000" for 10,000 and 10.000. */
struct numbers {
	struct str *items;
	size_t count;
	size_t capacity;
};

static bool is_digit(struct str text, size_t at)
{
	return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* The bytes of a point, a comma or a narrow blank that stands between two digits; 0 for all else. */
static size_t separator(struct str text, size_t at)
{
	static const struct str marks[] = { { ".", 1 }, { ",", 1 }, { "\u00a0", 2 }, { "\u202f", 3 } };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_starts(str_from_index(text, at), marks[i]) && is_digit(text, at + marks[i].len))
			return marks[i].len;
	return 0;
}

/* "10.000" and "1.000.000", but not "5.7.100". */
static bool has_thousands(struct str number)
{
	bool whole = str_find_char(number, '.') == SIZE_MAX || number.ptr[0] == '0';
	struct str part;

	for (size_t i = 0; !whole && str_next_part(&number, '.', &part); i++)
		whole = i == 0 ? part.len > 3 : part.len != 3;
	return !whole;
}

static bool has_number(const struct numbers *numbers, struct str number)
{
	for (size_t i = 0; i < numbers->count; i++)
		if (str_eq(numbers->items[i], number))
			return true;
	return false;
}

static void add_number(struct arena *arena, struct numbers *numbers, struct str number)
{
	struct str part, key = { NULL, 0 };

	if (has_thousands(number)) {
		while (str_next_part(&number, '.', &part))
			key = arena_concat(arena, key, part);
	} else {
		key = arena_copy(arena, number);
	}
	while (key.len > 1 && key.ptr[0] == '0' && is_digit(key, 1))
		key = str_from_index(key, 1); /* "07" of a date */
	if (!has_number(numbers, key))
		*array_add(arena, numbers) = key;
}

static void add_numbers(struct arena *arena, struct numbers *numbers, struct str text)
{
	struct buf number = { 0 };

	for (size_t at = 0; at < text.len; at++) {
		while (is_digit(text, at)) {
			buf_add_char(&number, text.ptr[at++]);
			size_t len = separator(text, at);
			if (len > 0)
				buf_add_char(&number, '.');
			at += len;
		}
		if (number.len > 0)
			add_number(arena, numbers, buf_view(&number));
		buf_clear(&number);
	}
	buf_free(&number);
}

/* What the links of a section name: where it says <cite:rfc5321#4.2>, "the RFC" may be "RFC 5321" in another language. */
static void add_links(struct arena *arena, struct numbers *numbers, const struct md_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		if (parts->items[i].kind != MD_CODE_BLOCK)
			add_numbers(arena, numbers, parts->items[i].text);
}

static bool may_be_word(struct str number)
{
	size_t value;

	return str_to_size(number, &value) && value <= LARGEST_WORD;
}

static struct numbers numbers_without(struct arena *arena, const struct numbers *all, const struct numbers *other,
				      const struct numbers *named)
{
	struct numbers rest = { 0 };

	for (size_t i = 0; i < all->count; i++)
		if (!has_number(other, all->items[i]) && !has_number(named, all->items[i]))
			*array_add(arena, &rest) = all->items[i];
	return rest;
}

static bool has_small(const struct numbers *numbers)
{
	for (size_t i = 0; i < numbers->count; i++)
		if (may_be_word(numbers->items[i]))
			return true;
	return false;
}

static void drop_small(struct numbers *numbers)
{
	size_t kept = 0;

	for (size_t i = 0; i < numbers->count; i++)
		if (!may_be_word(numbers->items[i]))
			numbers->items[kept++] = numbers->items[i];
	numbers->count = kept;
}

static void list(struct buf *text, struct str where, const struct numbers *numbers)
{
	if (numbers->count == 0)
		return;
	buf_add(text, text->len > 0 ? STR("; ") : STR(""));
	buf_add(text, where);
	for (size_t i = 0; i < numbers->count; i++) {
		buf_add(text, i > 0 ? STR(", ") : STR(" "));
		buf_add(text, numbers->items[i]);
	}
}

void check_numbers(struct proof *proof, const struct document *document, const struct md_section *section,
		   const struct md_section *from)
{
	struct arena *arena = proof->scratch;
	struct numbers own = { 0 }, others = { 0 }, named = { 0 };
	struct buf text = { 0 };

	add_numbers(arena, &own, section->gist.figures);
	add_numbers(arena, &others, from->gist.figures);
	add_numbers(arena, &named, document->slug);
	add_links(arena, &named, &section->gist.parts);
	add_links(arena, &named, &from->gist.parts);
	struct numbers here = numbers_without(arena, &own, &others, &named);
	struct numbers there = numbers_without(arena, &others, &own, &named);
	if (!has_small(&here) || !has_small(&there)) {
		drop_small(&here);
		drop_small(&there);
	}
	list(&text, STR("only here"), &here);
	list(&text, STR("only in the source text"), &there);
	if (text.len > 0)
		diag_add(proof->diags, DIAG_NUMBERS_DIFFER, section->heading_loc, section->id)->reason =
			arena_copy(proof->diags->arena, buf_view(&text));
	buf_free(&text);
}
