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
	while (text.len > 0) {
		struct str stretch = str_until_index(text, STRETCH);
		char *room = buf_room(html, stretch.len * LONGEST_REFERENCE);
		char *end = escape_stretch(room, (const unsigned char *)stretch.ptr, stretch.len);
		html->len += (size_t)(end - room);
		text = str_from_index(text, stretch.len);
	}
}
