/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Escaping: runs between the bytes that need it are found sixteen at a time and copied whole. */
#include "formats/html.h"

#define LONGEST_REFERENCE 6
#define STRETCH ((size_t)1024) /* room is made for so many bytes at a time, as if each needed a reference */

/* The reference of a byte, and its length; 0 for all others. */
static const struct reference {
	char text[7];
	unsigned char len;
} references[256] = {
	['&'] = { "&amp;", 5 },  ['<'] = { "&lt;", 4 },   ['>'] = { "&gt;", 4 },
	['"'] = { "&quot;", 6 }, ['\''] = { "&#39;", 5 },
};

#define EACH_BYTE(byte) ((uint64_t)0x0101010101010101 * (byte))

/* Whether one of the eight bytes is `byte`: then, and only then, a byte of the difference is zero and borrows. */
static inline uint64_t hits(uint64_t bytes, unsigned char byte)
{
	uint64_t difference = bytes ^ EACH_BYTE(byte);

	return (difference - EACH_BYTE(1)) & ~difference & EACH_BYTE(0x80);
}

static inline bool word_is_plain(uint64_t word)
{
	return (hits(word, '&') | hits(word, '<') | hits(word, '>') | hits(word, '"') | hits(word, '\'')) == 0;
}

static inline uint64_t eight_bytes(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

/* Up to eight bytes; zeros, which are plain, stand for those that are not there. */
static inline uint64_t few_bytes(struct str text)
{
	uint32_t first, last;
	uint64_t word = 0;

	if (text.len >= sizeof(first)) {
		memcpy(&first, text.ptr, sizeof(first));
		memcpy(&last, text.ptr + text.len - sizeof(last), sizeof(last));
		return (uint64_t)first << 32 | last;
	}
	for (size_t i = 0; i < text.len; i++)
		word = word << 8 | (unsigned char)text.ptr[i];
	return word;
}

/* Most texts are short and plain: they are looked at by words, of which the last overlaps the one before. */
static bool is_short_and_plain(struct str text)
{
	if (text.len > 32)
		return false;
	if (text.len < 8)
		return word_is_plain(few_bytes(text));
	for (size_t i = 0; i + 8 < text.len; i += 8)
		if (!word_is_plain(eight_bytes(text.ptr + i)))
			return false;
	return word_is_plain(eight_bytes(text.ptr + text.len - 8));
}

/* Written without an early way out, so that the compiler makes vector instructions of it. */
static inline bool block_is_plain(const unsigned char *block)
{
	unsigned char hits = 0;

	for (size_t i = 0; i < 16; i++)
		hits |= (unsigned char)((block[i] == '&') | (block[i] == '<') | (block[i] == '>') | (block[i] == '"') |
					(block[i] == '\''));
	return hits == 0;
}

/* Writes at most STRETCH bytes of text to where there is room; returns the end. */
static char *escape_stretch(char *to, const unsigned char *from, size_t len)
{
	const unsigned char *end = from + len;

	while (from < end) {
		if (end - from >= 16 && block_is_plain(from)) {
			memcpy(to, from, 16);
			to += 16;
			from += 16;
			continue;
		}
		/* Up to the next block: all of it, or what is left. */
		const unsigned char *stop = end - from >= 16 ? from + 16 : end;
		for (; from < stop; from++) {
			const struct reference *reference = &references[*from];
			*to = (char)*from;
			if (reference->len > 0)
				memcpy(to, reference->text, LONGEST_REFERENCE);
			to += reference->len > 0 ? reference->len : 1;
		}
	}
	return to;
}

void html_add_text(struct buf *html, struct str text)
{
	if (is_short_and_plain(text)) {
		buf_add(html, text);
		return;
	}
	while (text.len > 0) {
		struct str stretch = str_until_index(text, STRETCH);
		char *room = buf_room(html, stretch.len * LONGEST_REFERENCE);
		char *end = escape_stretch(room, (const unsigned char *)stretch.ptr, stretch.len);
		html->len += (size_t)(end - room);
		text = str_from_index(text, stretch.len);
	}
}

struct str html_text(struct arena *arena, struct str text)
{
	struct buf html = { 0 };

	html_add_text(&html, text);
	struct str result = html.len == text.len ? text : arena_copy(arena, buf_view(&html));
	buf_free(&html);
	return result;
}
