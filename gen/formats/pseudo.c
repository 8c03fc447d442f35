/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Letter by letter; what a word is decides whether it changes at all. */
#include "formats/pseudo.h"

#include <utf8proc.h>

#include "formats/markdown.h"
#include "formats/slots.h"

#define TWICE 3 /* of how many letters one stands twice */

/* From a to z, and from A to Z. There are no capital letters in Arabic. */
static const char *const accented[2][26] = {
	{ "á", "ƀ", "ç", "đ", "é", "ƒ", "ĝ", "ĥ", "î", "ĵ", "ķ", "ļ", "ḿ",
	  "ñ", "ö", "þ", "ɋ", "ŕ", "š", "ţ", "û", "ṽ", "ŵ", "ẋ", "ý", "ž" },
	{ "Á", "Ɓ", "Ç", "Đ", "É", "Ƒ", "Ĝ", "Ĥ", "Î", "Ĵ", "Ķ", "Ļ", "Ḿ",
	  "Ñ", "Ö", "Þ", "Ɋ", "Ŕ", "Š", "Ţ", "Û", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž" },
};
static const char *const mirrored[26] = { "ا", "ب", "ص", "د", "ع", "ف", "غ", "ه", "ي", "ج", "ك", "ل", "م",
					  "ن", "و", "پ", "ق", "ر", "س", "ت", "ؤ", "ڤ", "ث", "خ", "ى", "ز" };

static bool is_letter(uint32_t point)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool is_mark(uint32_t point)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);

	return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Length of the character at the front, if words are made of it; else 0. */
static size_t word_point(struct str s, uint32_t *point)
{
	size_t len = str_utf8(s, point);
	bool plain = len == 1 && (is_digit(s.ptr[0]) || s.ptr[0] == '_');

	return len > 0 && (plain || is_letter(*point) || is_mark(*point)) ? len : 0;
}

/* Length of the word at the front; 0 if none begins there. Dots and @ join two parts to one. */
static size_t word_length(struct str s)
{
	uint32_t point;
	size_t at = 0, len;

	while ((len = word_point(str_from_index(s, at), &point)) > 0) {
		at += len;
		bool joint = at < s.len && (s.ptr[at] == '.' || s.ptr[at] == '@');
		if (joint && word_point(str_from_index(s, at + 1), &point) > 0)
			at++;
	}
	return at;
}

static bool is_name(struct str word)
{
	size_t capitals = 0;

	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		if (is_digit(c) || c == '_' || c == '@' || c == '.')
			return true;
		capitals += is_capital(c);
	}
	return capitals == word.len && capitals > 1;
}

static struct str changed(enum pseudo_style style, struct str letter)
{
	char c = letter.ptr[0], lower = (char)(c | 0x20);

	if (letter.len > 1 || lower < 'a' || lower > 'z')
		return letter;
	return str_from(style == PSEUDO_MIRRORED ? mirrored[lower - 'a'] : accented[is_capital(c)][lower - 'a']);
}

static void add_word(enum pseudo_style style, struct str word, size_t *letters, struct buf *out)
{
	uint32_t point;
	size_t len;

	for (; (len = word_point(word, &point)) > 0; word = str_from_index(word, len)) {
		struct str letter = changed(style, str_until_index(word, len));
		buf_add(out, letter);
		if (style == PSEUDO_ACCENTED && is_letter(point) && ++*letters % TWICE == 0)
			buf_add(out, letter);
	}
}

/* What stands between slots. `letters` are those seen so far. */
static void add_literal(enum pseudo_style style, struct str text, size_t *letters, struct buf *out)
{
	while (text.len > 0) {
		uint32_t point;
		struct str word = str_until_index(text, word_length(text));
		size_t len = word.len;
		if (len == 0) {
			len = str_utf8(text, &point);
			len = len > 0 ? len : 1;
			buf_add(out, str_until_index(text, len));
		} else if (is_name(word)) {
			buf_add(out, word);
		} else {
			add_word(style, word, letters, out);
		}
		text = str_from_index(text, len);
	}
}

void pseudo_text(enum pseudo_style style, struct str text, struct buf *out)
{
	struct str literal, slot;
	size_t letters = 0;

	while (slot_next(&text, &literal, &slot)) {
		add_literal(style, literal, &letters, out);
		if (slot.len > 0) {
			buf_add_char(out, '{');
			buf_add(out, slot);
			buf_add_char(out, '}');
		}
	}
}

void pseudo_message(enum pseudo_style style, struct str text, struct buf *out)
{
	size_t start = out->len;

	buf_add_char(out, '[');
	pseudo_text(style, text, out);
	if (str_eq(str_from_index(buf_view(out), start + 1), text)) {
		out->len = start;
		buf_add(out, text);
	} else {
		buf_add_char(out, ']');
	}
}

void pseudo_markdown(enum pseudo_style style, struct str body, struct buf *out)
{
	struct arena arena = { 0 };
	struct md_paragraphs paragraphs = { 0 };
	size_t done = 0;

	md_read(&arena, body, &paragraphs);
	for (size_t p = 0; p < paragraphs.count; p++) {
		const struct md_paragraph *paragraph = &paragraphs.items[p];
		size_t letters = 0;
		for (size_t i = 0; i < paragraph->runs.count; i++) {
			const struct md_run *run = &paragraph->runs.items[i];
			size_t start = (size_t)(run->where.ptr - body.ptr);
			bool verbatim = paragraph->prose.ptr[run->start] == MD_VERBATIM;
			if (verbatim || !run->exact || start < done)
				continue;
			buf_add(out, str_until_index(str_from_index(body, done), start - done));
			add_literal(style, run->where, &letters, out);
			done = start + run->where.len;
		}
	}
	buf_add(out, str_from_index(body, done));
	arena_free(&arena);
}
