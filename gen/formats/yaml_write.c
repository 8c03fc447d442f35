/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Plain where nobody could take it for anything else, double quotes for all others. */
#include "formats/yaml_write.h"

static bool is_plain(char c)
{
	char lower = (char)(c | 0x20);

	return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

/* Letters, digits, and between them single blanks, '-', '.', '/', '_' and bytes beyond ASCII. */
static bool needs_quotes(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool inside = i > 0 && i + 1 < text.len;
		if (!is_plain(c) && !(inside && (memchr(" -./_", c, 5) || (unsigned char)c >= 0x80)))
			return true;
	}
	return text.len == 0;
}

/* The few characters beyond ASCII that YAML takes for line ends or that may not stand there. */
static bool is_special(uint32_t point)
{
	return point == 0x2028 || point == 0x2029 || point == 0xfeff || point == 0xfffe || point == 0xffff;
}

static bool has_special(struct str text)
{
	uint32_t point;
	size_t len;

	for (size_t i = 0; i < text.len; i += len ? len : 1) {
		len = str_utf8(str_from_index(text, i), &point);
		if (len > 1 && is_special(point))
			return true;
	}
	return false;
}

void yaml_add_text(struct buf *yaml, struct str text)
{
	uint32_t point = 0;
	size_t len;

	if (!needs_quotes(text) && !has_special(text)) {
		buf_add(yaml, text);
		return;
	}
	buf_add_char(yaml, '"');
	for (size_t i = 0; i < text.len; i += len) {
		struct str rest = str_from_index(text, i);
		char c = rest.ptr[0];
		len = str_utf8(rest, &point);
		len = len ? len : 1;
		if (c == '"' || c == '\\')
			buf_addf(yaml, "\\%c", c);
		else if ((unsigned char)c < 0x20 || c == 0x7f)
			buf_addf(yaml, "\\x%02x", (unsigned)(unsigned char)c);
		else if (len > 1 && is_special(point))
			buf_addf(yaml, "\\u%04x", (unsigned)point);
		else
			buf_add(yaml, str_until_index(rest, len));
	}
	buf_add_char(yaml, '"');
}
