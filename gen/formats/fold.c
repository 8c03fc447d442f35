/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* One character after the other, with a glance back at the line that is being written. */
#include "formats/fold.h"

#include <assert.h>

/* What becomes of U+00C0 to U+017F. */
#define FIRST_LETTER 0xc0
static const char letters[] =
	"aaaaaaaceeeeiiiidnooooo?ouuuuypsaaaaaaaceeeeiiiidnooooo?ouuuuypy"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnn"
	"oooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* Beyond that: blanks, and what has a twin in ASCII. '\0' is what nobody sees. */
static const struct {
	uint32_t first;
	uint32_t last;
	char into;
} ranges[] = {
	{ 0x09, 0x09, ' ' },      { 0x60, 0x60, '\'' },     { 0xa0, 0xa0, ' ' },      { 0xab, 0xab, '"' },
	{ 0xad, 0xad, '\0' },     { 0xb4, 0xb4, '\'' },     { 0xbb, 0xbb, '"' },      { 0x2000, 0x200a, ' ' },
	{ 0x200b, 0x200f, '\0' }, { 0x2010, 0x2015, '-' },  { 0x2018, 0x201b, '\'' }, { 0x201c, 0x201f, '"' },
	{ 0x202a, 0x202e, '\0' }, { 0x202f, 0x202f, ' ' },  { 0x2032, 0x2032, '\'' }, { 0x2033, 0x2033, '"' },
	{ 0x2039, 0x203a, '\'' }, { 0x205f, 0x205f, ' ' },  { 0x2060, 0x2069, '\0' }, { 0x2212, 0x2212, '-' },
	{ 0x3000, 0x3000, ' ' },  { 0xfeff, 0xfeff, '\0' },
};

#define OTHER '\1'

static char fold_point(uint32_t point)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return ranges[i].into;
	if (point >= 'A' && point <= 'Z')
		return (char)(point | 0x20);
	if (point == '\n' || (point >= ' ' && point < 0x7f))
		return (char)point;
	if (point >= FIRST_LETTER && point - FIRST_LETTER < sizeof(letters) - 1)
		return letters[point - FIRST_LETTER] == '?' ? OTHER : letters[point - FIRST_LETTER];
	return OTHER;
}

static const struct {
	struct str name;
	uint32_t point;
} names[] = {
	{ { "lt", 2 }, '<' },     { { "gt", 2 }, '>' },    { { "amp", 3 }, '&' },   { { "quot", 4 }, '"' },
	{ { "apos", 4 }, '\'' },  { { "nbsp", 4 }, 0xa0 }, { { "auml", 4 }, 0xe4 }, { { "ouml", 4 }, 0xf6 },
	{ { "uuml", 4 }, 0xfc },  { { "Auml", 4 }, 0xc4 }, { { "Ouml", 4 }, 0xd6 }, { { "Uuml", 4 }, 0xdc },
	{ { "szlig", 5 }, 0xdf },
};

#define LONGEST_REFERENCE 10

static size_t digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (size_t)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (size_t)(c - 'a') + 10 : SIZE_MAX;
}

/* "#8222" or "#x201e", without the marks around it. */
static bool read_number(struct str name, uint32_t *point)
{
	bool hex = name.len > 1 && (name.ptr[1] | 0x20) == 'x';
	size_t base = hex ? 16 : 10, start = hex ? 2 : 1, value = 0;

	for (size_t i = start; i < name.len; i++) {
		size_t digit = digit_value(name.ptr[i]);
		if (digit >= base)
			return false;
		value = value * base + digit;
	}
	*point = value <= 0x10ffff ? (uint32_t)value : 0;
	return name.len > start && name.len - start < 8;
}

/* The length of the character reference at the front, 0 if there is none. */
static size_t read_reference(struct str text, uint32_t *point)
{
	struct str near = str_until_index(text, LONGEST_REFERENCE);
	size_t end = near.ptr[0] == '&' ? str_find_char(near, ';') : SIZE_MAX;

	if (end == SIZE_MAX)
		return 0;
	struct str name = str_from_index(str_until_index(near, end), 1);
	if (name.len > 0 && name.ptr[0] == '#')
		return read_number(name, point) ? end + 1 : 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (str_eq(names[i].name, name)) {
			*point = names[i].point;
			return end + 1;
		}
	}
	return 0;
}

/* Takes one character off `rest`. */
static uint32_t next_point(struct str *rest)
{
	uint32_t point = 0;
	size_t len = read_reference(*rest, &point);

	if (len == 0)
		len = str_utf8(*rest, &point);
	if (len == 0)
		len = 1; /* not UTF-8: point 0, which nothing stands for */
	*rest = str_from_index(*rest, len);
	if (point == '\r') {
		str_take(rest, STR("\n"));
		return '\n';
	}
	return point;
}

struct folded fold_text(struct arena *arena, struct str text)
{
	char *to = arena_array(arena, text.len + 1, char);
	uint32_t *at = arena_array(arena, text.len + 1, uint32_t);
	size_t len = 0, line = 0;         /* where the line begins */
	bool blank = true, other = false; /* only blanks in the line so far; the last character is a '?' of ours */
	struct str rest = text;

	assert(text.len < UINT32_MAX);
	while (rest.len > 0) {
		uint32_t start = (uint32_t)(text.len - rest.len);
		char c = fold_point(next_point(&rest));
		if (c == '\0' || (c == OTHER && other))
			continue;
		other = c == OTHER;
		if (c == '>' && blank) {
			len = line;
			continue;
		}
		at[len] = start;
		to[len++] = other ? '?' : c;
		blank = c == '\n' || (blank && c == ' ');
		line = c == '\n' ? len : line;
	}
	at[len] = (uint32_t)text.len;
	return (struct folded){ { to, len }, at };
}
