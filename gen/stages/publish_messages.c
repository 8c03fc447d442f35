/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Messages of the last build, as lines of a manifest, to be shown again where nothing has changed since. Fields between
 * tabs: rule, path, whether the path is a translation's, whether its text was read, offset, length, detail, reason,
 * suggestion; path, offset and length of the note. Bytes that would end a field or a line stand as %XX.
 */
#include "formats/text.h"
#include "stages/publish_parts.h"

#define FIELDS 12

static void add_field(struct buf *buf, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c < 0x20 || c == 0x7f || c == '%')
			buf_addf(buf, "%%%02x", (unsigned)c);
		else
			buf_add_char(buf, (char)c);
	}
	buf_add_char(buf, '\t');
}

static void add_number(struct buf *buf, size_t number)
{
	buf_add_size(buf, number);
	buf_add_char(buf, '\t');
}

static void add_path(struct buf *buf, const struct source *source)
{
	add_field(buf, source ? source->path : (struct str){ NULL, 0 });
}

void messages_add(struct buf *buf, const struct diags *diags)
{
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = &diags->items[i];
		const struct source *source = diag->loc.source;
		buf_add(buf, STR("message "));
		add_field(buf, str_from(diag_rule_name(diag->rule)));
		add_path(buf, source);
		add_number(buf, source && source->lenient);
		add_number(buf, source && source->text.len > 0);
		add_number(buf, diag->loc.offset);
		add_number(buf, diag->loc.len);
		add_field(buf, diag->detail);
		add_field(buf, diag->reason);
		add_field(buf, diag->hint);
		add_path(buf, diag->note.source);
		add_number(buf, diag->note.offset);
		add_number(buf, diag->note.len);
		buf_add_char(buf, '\n');
	}
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_field(struct arena *arena, struct str *line, struct str *field)
{
	struct str part;
	size_t len = 0;

	if (!str_next_part(line, '\t', &part))
		return false;
	char *text = arena_array(arena, part.len + 1, char);
	for (size_t i = 0; i < part.len; i++) {
		bool escaped = part.ptr[i] == '%';
		if (escaped && part.len - i < 3)
			return false;
		int high = escaped ? digit_of(part.ptr[i + 1]) : 0, low = escaped ? digit_of(part.ptr[i + 2]) : 0;
		if (high < 0 || low < 0)
			return false;
		text[len++] = escaped ? (char)(high << 4 | low) : part.ptr[i];
		i += escaped ? 2 : 0;
	}
	*field = (struct str){ text, len };
	return true;
}

/* A source as messages need it: the file, as it was read just now. */
static const struct source *source_of(struct arena *arena, const struct inputs *inputs, struct str path, bool lenient,
				      bool with_text)
{
	const struct input *input = map_find(&inputs->files, path);
	struct source *source = arena_new(arena, struct source);

	if (path.len == 0)
		return NULL;
	*source = (struct source){ .path = path, .lenient = lenient };
	if (with_text && input)
		source->text = text_without_mark(input->text);
	return source;
}

bool message_read(const struct inputs *inputs, struct str line, struct diags *diags)
{
	enum { RULE, PATH, LENIENT, TEXT, OFFSET, LEN, DETAIL, REASON, HINT, NOTE, NOTE_OFFSET, NOTE_LEN };
	struct arena *arena = diags->arena;
	struct str fields[FIELDS];
	size_t numbers[FIELDS] = { 0 };
	enum diag_rule rule;

	for (size_t i = 0; i < FIELDS; i++)
		if (!read_field(arena, &line, &fields[i]))
			return false;
	for (size_t i = LENIENT; i <= NOTE_LEN; i++)
		if ((i <= LEN || i >= NOTE_OFFSET) && (!str_to_size(fields[i], &numbers[i]) || numbers[i] > UINT32_MAX))
			return false;
	if (line.len > 0 || !diag_rule_find(fields[RULE], &rule))
		return false;
	struct loc loc = { source_of(arena, inputs, fields[PATH], numbers[LENIENT], numbers[TEXT]),
			   (uint32_t)numbers[OFFSET], (uint32_t)numbers[LEN] };
	struct diag *diag = diag_add(diags, rule, loc, fields[DETAIL]);
	diag->reason = fields[REASON];
	diag->hint = fields[HINT];
	diag->note = (struct loc){ source_of(arena, inputs, fields[NOTE], false, true), (uint32_t)numbers[NOTE_OFFSET],
				   (uint32_t)numbers[NOTE_LEN] };
	return true;
}
