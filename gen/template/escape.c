/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Values in text and attributes: in the wanted case, and escaped. */
#include "template/escape.h"

#include "formats/html.h"

#define STRETCH ((size_t)1024) /* bytes whose case is changed at a time */

static void change_case(char *bytes, size_t len, enum letter_case letter_case)
{
	char first = letter_case == CASE_UPPER ? 'a' : 'A';

	for (size_t i = 0; i < len; i++)
		if (bytes[i] >= first && bytes[i] <= first + 25)
			bytes[i] = (char)(bytes[i] ^ 0x20);
}

void escape_add(struct buf *out, struct str text, enum letter_case letter_case)
{
	char changed[STRETCH];

	if (letter_case == CASE_KEPT) {
		html_add_text(out, text);
		return;
	}
	while (text.len > 0) {
		struct str stretch = str_until_index(text, STRETCH);
		memcpy(changed, stretch.ptr, stretch.len);
		change_case(changed, stretch.len, letter_case);
		html_add_text(out, (struct str){ changed, stretch.len });
		text = str_from_index(text, stretch.len);
	}
}
