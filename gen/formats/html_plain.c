/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The way back from HTML to words. */
#include "formats/html.h"

static bool ends_line(struct str tag)
{
	static const char *const blocks[] = { "/p", "/li", "/pre", "/h3", "/h4", "/h5", "/h6", "br", "hr" };

	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++)
		if (str_is(tag, blocks[i]))
			return true;
	return false;
}

/* Blanks are added one at a time, and none at the front of a line. */
static void add_byte(struct buf *text, size_t start, char c)
{
	char before = text->len > start ? text->ptr[text->len - 1] : '\n';

	if (c != ' ' || (before != ' ' && before != '\n'))
		buf_add_char(text, c);
}

static void end_line(struct buf *text, size_t start)
{
	while (text->len > start && text->ptr[text->len - 1] == ' ')
		text->len--;
	if (text->len > start && text->ptr[text->len - 1] != '\n')
		buf_add_char(text, '\n');
}

static bool take_reference(struct str *html, char *c)
{
	static const struct {
		struct str reference;
		char c;
	} known[] = { { { "&amp;", 5 }, '&' },
		      { { "&lt;", 4 }, '<' },
		      { { "&gt;", 4 }, '>' },
		      { { "&quot;", 6 }, '"' },
		      { { "&#39;", 5 }, '\'' } };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (str_take(html, known[i].reference)) {
			*c = known[i].c;
			return true;
		}
	}
	return false;
}

void html_plain(struct buf *text, struct str html)
{
	size_t start = text->len;
	char c;

	while (html.len > 0) {
		if (html.ptr[0] == '<') {
			size_t end = str_find_char(html, '>');
			if (ends_line(str_from_index(str_until_index(html, end), 1)))
				end_line(text, start);
			html = str_from_index(html, end == SIZE_MAX ? html.len : end + 1);
			continue;
		}
		if (html.ptr[0] == '&' && take_reference(&html, &c)) {
			buf_add_char(text, c);
			continue;
		}
		c = html.ptr[0];
		add_byte(text, start, c == '\n' ? ' ' : c);
		html = str_from_index(html, 1);
	}
	while (text->len > start && text->ptr[text->len - 1] == ' ')
		text->len--;
}
