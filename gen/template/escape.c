/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Escaping: runs between the bytes that need it are found sixteen at a time and copied whole. */
#include "template/escape.h"

static struct str reference(char c)
{
	switch (c) {
	case '&':
		return STR("&amp;");
	case '<':
		return STR("&lt;");
	case '>':
		return STR("&gt;");
	case '"':
		return STR("&#34;");
	case '\'':
		return STR("&#39;");
	default:
		return STR("");
	}
}

/* Written without an early way out, so that the compiler makes vector instructions of it. */
static bool block_is_plain(const unsigned char *block)
{
	unsigned char hits = 0;

	for (size_t i = 0; i < 16; i++)
		hits |= (unsigned char)((block[i] == '&') | (block[i] == '<') | (block[i] == '>') | (block[i] == '"') |
					(block[i] == '\''));
	return hits == 0;
}

static size_t plain_length(struct str text)
{
	size_t len = 0;

	while (text.len - len >= 16 && block_is_plain((const unsigned char *)text.ptr + len))
		len += 16;
	while (len < text.len && reference(text.ptr[len]).len == 0)
		len++;
	return len;
}

static void change_case(char *bytes, size_t len, enum letter_case letter_case)
{
	char first = letter_case == CASE_UPPER ? 'a' : 'A';

	for (size_t i = 0; letter_case != CASE_KEPT && i < len; i++)
		if (bytes[i] >= first && bytes[i] <= first + 25)
			bytes[i] = (char)(bytes[i] ^ 0x20);
}

void escape_add(struct buf *out, struct str text, enum letter_case letter_case)
{
	while (text.len > 0) {
		size_t len = plain_length(text);
		char *room = buf_room(out, len + 5);
		memcpy(room, text.ptr, len);
		change_case(room, len, letter_case);
		out->len += len;
		if (len == text.len)
			return;
		buf_add(out, reference(text.ptr[len]));
		text = str_from_index(text, len + 1);
	}
}
