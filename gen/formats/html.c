/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Escaping: runs between the five bytes that need it are copied whole. */
#include "formats/html.h"

static const struct str references[256] = {
	['&'] = { "&amp;", 5 },  ['<'] = { "&lt;", 4 },   ['>'] = { "&gt;", 4 },
	['"'] = { "&quot;", 6 }, ['\''] = { "&#39;", 5 },
};

void html_add_text(struct buf *html, struct str text)
{
	size_t done = 0;

	for (size_t i = 0; i < text.len; i++) {
		struct str reference = references[(unsigned char)text.ptr[i]];
		if (reference.len == 0)
			continue;
		buf_add(html, (struct str){ text.ptr + done, i - done });
		buf_add(html, reference);
		done = i + 1;
	}
	buf_add(html, str_from_index(text, done));
}
