/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Runs of bytes that need nothing are copied whole. */
#include "formats/json.h"

static bool plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

static bool hidden(uint32_t point)
{
	return point < ' ' || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029;
}

/* Adds what is at the front of `text` and not plain; returns its length. */
static size_t add_special(struct buf *json, struct str text)
{
	uint32_t point;
	size_t len = str_utf8(text, &point);

	if (len == 0) {
		buf_add(json, STR("\\ufffd"));
		return 1;
	}
	if (point == '"' || point == '\\') {
		buf_add_char(json, '\\');
		buf_add_char(json, (char)point);
	} else if (point == '\n') {
		buf_add(json, STR("\\n"));
	} else if (point == '<' || point == '>' || point == '&' || hidden(point)) {
		buf_addf(json, "\\u%04x", (unsigned)point);
	} else {
		buf_add(json, str_until_index(text, len));
	}
	return len;
}

void json_text(struct buf *json, struct str text)
{
	buf_add_char(json, '"');
	while (text.len > 0) {
		size_t run = 0;
		while (run < text.len && plain((unsigned char)text.ptr[run]))
			run++;
		buf_add(json, str_until_index(text, run));
		text = str_from_index(text, run);
		if (text.len > 0)
			text = str_from_index(text, add_special(json, text));
	}
	buf_add_char(json, '"');
}

void json_next(struct buf *json)
{
	char before = json->len > 0 ? json->ptr[json->len - 1] : '[';

	if (before != '[' && before != '{')
		buf_add_char(json, ',');
}

void json_key(struct buf *json, const char *name)
{
	json_next(json);
	json_text(json, str_from(name));
	buf_add_char(json, ':');
}

void json_key_text(struct buf *json, const char *name, struct str text)
{
	json_key(json, name);
	json_text(json, text);
}

void json_key_size(struct buf *json, const char *name, size_t number)
{
	json_key(json, name);
	buf_add_size(json, number);
}
