/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Writes messages as gettext does, but for wrapping: a string ends where its text has a line end. */
#include "formats/po_write.h"

#include <assert.h>

#include "formats/slots.h"

#define LONGEST_LINE 79 /* of references, as gettext wraps them */

static void add_once(struct str_array *array, struct arena *arena, struct str s)
{
	if (s.len == 0)
		return;
	for (size_t i = 0; i < array->count; i++)
		if (str_eq(array->items[i], s))
			return;
	*array_add(arena, array) = s;
}

/* Adds one line of text with what a string cannot hold escaped. */
static void write_escaped(struct buf *out, struct str text)
{
	static const char bytes[] = "\n\t\r\a\b\f\v\\\"", letters[] = "ntrabfv\\\"";

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		const char *byte = memchr(bytes, c, sizeof(bytes) - 1);
		if (byte)
			buf_addf(out, "\\%c", letters[byte - bytes]);
		else if ((unsigned char)c < ' ' || c == 0x7f)
			buf_addf(out, "\\%03o", (unsigned)(unsigned char)c);
		else
			buf_add_char(out, c);
	}
}

static void write_text(struct buf *out, const char *keyword, struct str text)
{
	size_t end = str_find_char(text, '\n');

	buf_addf(out, "%s ", keyword);
	if (end != SIZE_MAX && end + 1 < text.len)
		buf_add(out, STR("\"\"\n"));
	do {
		end = str_find_char(text, '\n');
		size_t len = end == SIZE_MAX ? text.len : end + 1;
		buf_add_char(out, '"');
		write_escaped(out, str_until_index(text, len));
		buf_add(out, STR("\"\n"));
		text = str_from_index(text, len);
	} while (text.len > 0);
}

static void write_comments(struct buf *out, const struct str_array *comments)
{
	for (size_t i = 0; i < comments->count; i++) {
		struct str rest = comments->items[i], line;
		while (str_next_line(&rest, &line)) {
			buf_add(out, line.len > 0 ? STR("#. ") : STR("#."));
			buf_add(out, line);
			buf_add_char(out, '\n');
		}
	}
}

static void write_paths(struct buf *out, const struct str_array *paths)
{
	size_t column = 0;

	for (size_t i = 0; i < paths->count; i++) {
		struct str path = paths->items[i];
		if (column > 0 && column + 1 + path.len > LONGEST_LINE) {
			buf_add_char(out, '\n');
			column = 0;
		}
		buf_add(out, column == 0 ? STR("#: ") : STR(" "));
		buf_add(out, path);
		column += (column == 0 ? 3 : 1) + path.len;
	}
	if (column > 0)
		buf_add_char(out, '\n');
}

static bool has_slot(struct str text)
{
	struct str literal, name = { NULL, 0 };

	return slot_next(&text, &literal, &name) && name.len > 0;
}

static void write_entry(struct buf *out, const struct pot_entry *entry)
{
	const struct pot_message *message = &entry->message;

	buf_add_char(out, '\n');
	write_comments(out, &entry->comments);
	write_paths(out, &entry->paths);
	if (has_slot(message->id) || has_slot(message->plural))
		buf_add(out, STR("#, python-brace-format\n"));
	if (message->context.len > 0)
		write_text(out, "msgctxt", message->context);
	write_text(out, "msgid", message->id);
	if (message->plural.len > 0) {
		write_text(out, "msgid_plural", message->plural);
		buf_add(out, STR("msgstr[0] \"\"\nmsgstr[1] \"\"\n"));
	} else {
		buf_add(out, STR("msgstr \"\"\n"));
	}
}

bool pot_add(struct pot *pot, const struct pot_message *message)
{
	struct pot_entry *entry = po_index_find(&pot->index, message->context, message->id);

	assert(message->id.len > 0);
	if (!entry) {
		entry = arena_new(pot->arena, struct pot_entry);
		entry->message = *message;
		po_index_add(&pot->index, pot->arena, message->context, message->id, entry);
		*array_add(pot->arena, pot) = entry;
	}
	if (entry->message.plural.len == 0)
		entry->message.plural = message->plural;
	else if (message->plural.len > 0 && !str_eq(entry->message.plural, message->plural))
		return false;
	add_once(&entry->comments, pot->arena, message->comment);
	add_once(&entry->paths, pot->arena, message->path);
	return true;
}

void pot_write(const struct pot *pot, struct str project, struct buf *out)
{
	buf_add(out, STR("msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: "));
	write_escaped(out, project);
	buf_add(out, STR("\\n\"\n"
			 "\"Language: \\n\"\n"
			 "\"MIME-Version: 1.0\\n\"\n"
			 "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
			 "\"Content-Transfer-Encoding: 8bit\\n\"\n"
			 "\"Plural-Forms: \\n\"\n"));
	for (size_t i = 0; i < pot->count; i++)
		write_entry(out, pot->items[i]);
}
