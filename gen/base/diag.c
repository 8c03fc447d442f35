/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Collecting, ordering and printing diagnostics. Line and column are computed only here, when a message is printed. */
#include "base/diag.h"

#include <ctype.h>
#include <stdlib.h>

#define TEXT_LIMIT 100
#define LONGEST_QUOTE 160 /* code points of a source line that are shown */

enum severity { WARNING, ERROR, USAGE, SYSTEM };

static const struct {
	const char *id;
	enum severity severity;
	const char *text;
} rules[DIAG_RULE_COUNT] = {
#define X(id, severity, text) { #id, severity, text },
	DIAG_RULES(X)
#undef X
};

struct place {
	size_t line;     /* from 1 */
	size_t column;   /* in characters, from 1 */
	struct str text; /* the line */
	size_t start;    /* where in the line it begins, in bytes */
	size_t width;    /* characters to underline */
};

struct loc loc_of(const struct source *source, struct str part)
{
	return (struct loc){ source, (uint32_t)(part.ptr - source->text.ptr), (uint32_t)part.len };
}

struct diag *diag_add(struct diags *diags, enum diag_rule rule, struct loc loc, struct str detail)
{
	struct diag *diag = array_add(diags->arena, diags);

	*diag = (struct diag){ .rule = rule, .loc = loc, .detail = arena_copy(diags->arena, detail) };
	return diag;
}

struct diag *diag_add_errno(struct diags *diags, enum diag_rule rule, struct str path, int error)
{
	struct diag *diag = diag_add(diags, rule, (struct loc){ 0 }, path);

	diag->reason = arena_copy(diags->arena, str_from(strerror(error)));
	return diag;
}

void diag_add_all(struct diags *diags, const struct diags *from)
{
	for (size_t i = 0; i < from->count; i++)
		*array_add(diags->arena, diags) = from->items[i];
}

const char *diag_rule_name(enum diag_rule rule)
{
	static _Thread_local char name[64];
	size_t i = 0;

	for (const char *c = rules[rule].id; *c && i + 1 < sizeof(name); c++)
		name[i++] = *c == '_' ? '-' : (char)tolower((unsigned char)*c);
	name[i] = '\0';
	return name;
}

bool diag_rule_find(struct str name, enum diag_rule *rule)
{
	for (int i = 0; i < DIAG_RULE_COUNT; i++) {
		*rule = (enum diag_rule)i;
		if (str_is(name, diag_rule_name(*rule)))
			return true;
	}
	return false;
}

static bool is_error(const struct diags *diags, const struct diag *diag)
{
	enum severity severity = rules[diag->rule].severity;
	bool lenient = diag->loc.source && diag->loc.source->lenient;

	if (severity >= USAGE)
		return true;
	return diags->strict || (severity == ERROR && !lenient);
}

int diag_exit_status(const struct diags *diags)
{
	int status = 0;

	for (size_t i = 0; i < diags->count; i++) {
		if (!is_error(diags, &diags->items[i]))
			continue;
		enum severity severity = rules[diags->items[i].rule].severity;
		int wanted = severity == SYSTEM ? 3 : severity == USAGE ? 2 : 1;
		status = wanted > status ? wanted : status;
	}
	return status;
}

static int diag_cmp(const void *left, const void *right)
{
	const struct diag *a = left, *b = right;
	struct str none = { NULL, 0 };
	int order = str_cmp(a->loc.source ? a->loc.source->path : none, b->loc.source ? b->loc.source->path : none);

	if (order != 0)
		return order;
	if (a->loc.offset != b->loc.offset)
		return a->loc.offset < b->loc.offset ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	order = str_cmp(a->detail, b->detail);
	return order != 0 ? order : str_cmp(a->reason, b->reason);
}

void diag_sort(struct diags *diags)
{
	size_t kept = 0;

	if (diags->count == 0)
		return;
	qsort(diags->items, diags->count, sizeof(*diags->items), diag_cmp);
	for (size_t i = 0; i < diags->count; i++)
		if (i == 0 || diag_cmp(&diags->items[i], &diags->items[kept - 1]) != 0)
			diags->items[kept++] = diags->items[i];
	diags->count = kept;
}

void diag_count(const struct diags *diags, size_t *errors, size_t *warnings)
{
	*errors = *warnings = 0;
	for (size_t i = 0; i < diags->count; i++)
		(*(is_error(diags, &diags->items[i]) ? errors : warnings))++;
}

/*
 * Where the last place was: messages come sorted, so that counting lines goes on from there, and the time for all of a
 * file's messages grows with the file and not with its square.
 */
struct cursor {
	const struct source *source;
	size_t offset;
	size_t line;
	size_t start; /* of that line */
};

static struct place place_of(struct loc loc, struct cursor *cursor)
{
	struct str text = loc.source->text;
	size_t offset = loc.offset < text.len ? loc.offset : text.len;

	if (cursor->source != loc.source || cursor->offset > offset)
		*cursor = (struct cursor){ .source = loc.source, .line = 1 };
	for (; cursor->offset < offset; cursor->offset++) {
		if (text.ptr[cursor->offset] == '\n') {
			cursor->line++;
			cursor->start = cursor->offset + 1;
		}
	}
	struct place place = { .line = cursor->line };
	size_t start = cursor->start;
	struct str rest = str_from_index(text, start);
	if (!str_next_line(&rest, &place.text))
		place.text = (struct str){ NULL, 0 };
	place.start = offset - start < place.text.len ? offset - start : place.text.len;
	place.column = 1 + str_count_points(str_until_index(place.text, place.start));
	place.width = str_count_points(str_until_index(str_from_index(place.text, place.start), loc.len));
	return place;
}

size_t loc_line(struct loc loc)
{
	struct cursor cursor = { 0 };

	return place_of(loc, &cursor).line;
}

/* Adds `s` with control characters, and bytes that are not UTF-8, as \xNN. */
static void add_visible(struct buf *buf, struct str s)
{
	while (s.len > 0) {
		uint32_t point = 0;
		size_t len = str_utf8(s, &point);
		bool hidden = len == 0 || point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 ||
			      point == 0x2029 || point_is_bidi_control(point);
		if (len == 0)
			len = 1;
		if (hidden && point != '\t')
			for (size_t i = 0; i < len; i++)
				buf_addf(buf, "\\x%02x", (unsigned)(unsigned char)s.ptr[i]);
		else if (hidden)
			buf_add_char(buf, ' ');
		else
			buf_add(buf, str_until_index(s, len));
		s = str_from_index(s, len);
	}
}

static void add_message(struct buf *buf, const struct diag *diag)
{
	buf_add(buf, str_from(rules[diag->rule].text));
	if (diag->detail.len > 0) {
		buf_add(buf, STR(" '"));
		add_visible(buf, diag->detail);
		buf_add_char(buf, '\'');
	}
	if (diag->reason.len > 0) {
		buf_add(buf, STR(": "));
		add_visible(buf, diag->reason);
	}
	if (diag->hint.len > 0) {
		buf_add(buf, STR("; did you mean '"));
		add_visible(buf, diag->hint);
		buf_add(buf, STR("'?"));
	}
}

static void add_place(struct buf *buf, struct loc loc, struct cursor *cursor)
{
	if (!loc.source) {
		buf_add(buf, STR("statusbook: "));
		return;
	}
	struct place place = place_of(loc, cursor);
	add_visible(buf, loc.source->path);
	if (loc.source->text.len > 0)
		buf_addf(buf, ":%zu:%zu", place.line, place.column);
	buf_add(buf, STR(": "));
}

/* How many characters add_visible makes of it. */
static size_t visible_width(struct str s)
{
	struct buf visible = { 0 };

	add_visible(&visible, s);
	size_t width = str_count_points(buf_view(&visible));
	buf_free(&visible);
	return width;
}

/* The source line, and the caret line below it. */
static void add_quote(struct buf *buf, struct loc loc, struct cursor *cursor)
{
	if (!loc.source || loc.source->text.len == 0)
		return;

	struct place place = place_of(loc, cursor);
	struct str before = str_until_index(place.text, place.start);
	struct str shown = place.text;
	if (place.start > LONGEST_QUOTE)
		return;
	if (shown.len > LONGEST_QUOTE) {
		shown.len = LONGEST_QUOTE;
		while (shown.len > 0 && ((unsigned char)place.text.ptr[shown.len] & 0xc0) == 0x80)
			shown.len--;
	}
	buf_addf(buf, "%5zu | ", place.line);
	add_visible(buf, shown);
	buf_add(buf, STR("\n      | "));

	for (size_t i = visible_width(before); i > 0; i--)
		buf_add_char(buf, ' ');
	buf_add_char(buf, '^');
	struct str rest = str_from_index(shown, place.start);
	for (size_t i = visible_width(str_until_index(rest, loc.len)); i > 1; i--)
		buf_add_char(buf, '~');
	buf_add_char(buf, '\n');
}

/* A list on its way out. */
struct printing {
	const struct diags *diags;
	bool color;
	struct cursor places;
	struct cursor notes;
};

static void add_text(struct buf *buf, struct printing *printing, const struct diag *diag)
{
	bool error = is_error(printing->diags, diag), color = printing->color;

	add_place(buf, diag->loc, &printing->places);
	if (color)
		buf_add(buf, error ? STR("\033[1;31m") : STR("\033[1;35m"));
	buf_add(buf, error ? STR("error: ") : STR("warning: "));
	if (color)
		buf_add(buf, STR("\033[0m"));
	add_message(buf, diag);
	buf_addf(buf, " [%s]\n", diag_rule_name(diag->rule));
	add_quote(buf, diag->loc, &printing->places);
	if (diag->note.source) {
		add_place(buf, diag->note, &printing->notes);
		buf_addf(buf, "note: the other place [%s]\n", diag_rule_name(diag->rule));
	}
}

static void add_json_text(struct buf *buf, struct str s)
{
	buf_add_char(buf, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c == '"' || c == '\\')
			buf_addf(buf, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			buf_addf(buf, "\\u%04x", (unsigned)c);
		else
			buf_add_char(buf, (char)c);
	}
	buf_add_char(buf, '"');
}

/* The message as the other two forms have it: visible and in one piece. */
static void add_json(struct buf *buf, struct printing *printing, const struct diag *diag)
{
	struct buf text = { 0 };

	buf_addf(buf, "{\"severity\":\"%s\",\"rule\":\"%s\"", is_error(printing->diags, diag) ? "error" : "warning",
		 diag_rule_name(diag->rule));
	if (diag->loc.source) {
		struct place place = place_of(diag->loc, &printing->places);
		add_visible(&text, diag->loc.source->path);
		buf_add(buf, STR(",\"path\":"));
		add_json_text(buf, buf_view(&text));
		buf_addf(buf, ",\"line\":%zu,\"column\":%zu,\"length\":%zu", place.line, place.column,
			 place.width ? place.width : 1);
	}
	buf_clear(&text);
	add_message(&text, diag);
	buf_add(buf, STR(",\"message\":"));
	add_json_text(buf, buf_view(&text));
	if (diag->note.source) {
		struct place place = place_of(diag->note, &printing->notes);
		buf_clear(&text);
		add_visible(&text, diag->note.source->path);
		buf_add(buf, STR(",\"note\":{\"path\":"));
		add_json_text(buf, buf_view(&text));
		buf_addf(buf, ",\"line\":%zu,\"column\":%zu}", place.line, place.column);
	}
	if (diag->hint.len > 0) {
		buf_add(buf, STR(",\"suggestion\":"));
		buf_clear(&text);
		add_visible(&text, diag->hint);
		add_json_text(buf, buf_view(&text));
	}
	buf_add_char(buf, '}');
	buf_free(&text);
}

/* GitHub's workflow commands escape %, CR, LF in texts, and : and , in properties too. */
static void add_github_text(struct buf *buf, struct str s, bool property)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
			buf_addf(buf, "%%%02X", (unsigned)(unsigned char)c);
		else
			buf_add_char(buf, c);
	}
}

static void add_github(struct buf *buf, struct printing *printing, const struct diag *diag)
{
	struct buf text = { 0 };

	buf_addf(buf, "::%s ", is_error(printing->diags, diag) ? "error" : "warning");
	if (diag->loc.source) {
		struct place place = place_of(diag->loc, &printing->places);
		add_visible(&text, diag->loc.source->path);
		buf_add(buf, STR("file="));
		add_github_text(buf, buf_view(&text), true);
		buf_addf(buf, ",line=%zu,col=%zu,", place.line, place.column);
	}
	buf_addf(buf, "title=%s::", diag_rule_name(diag->rule));
	buf_clear(&text);
	add_message(&text, diag);
	add_github_text(buf, buf_view(&text), false);
	buf_add_char(buf, '\n');
	buf_free(&text);
}

void diag_write(const struct diags *diags, enum diag_format format, bool color, struct buf *out)
{
	struct printing printing = { .diags = diags, .color = color };
	size_t shown = 0, errors, warnings;

	diag_count(diags, &errors, &warnings);
	/* Where not all can be shown, warnings give way: they may follow from the errors. */
	bool limited = format == DIAG_TEXT && diags->count > TEXT_LIMIT;
	if (format == DIAG_JSON)
		buf_add(out, STR("["));
	for (size_t i = 0; i < diags->count && !(limited && shown == TEXT_LIMIT); i++) {
		if (limited && errors > 0 && !is_error(diags, &diags->items[i]))
			continue;
		shown++;
		if (format == DIAG_TEXT) {
			add_text(out, &printing, &diags->items[i]);
		} else if (format == DIAG_GITHUB) {
			add_github(out, &printing, &diags->items[i]);
		} else {
			buf_add(out, i ? STR(",\n ") : STR("\n "));
			add_json(out, &printing, &diags->items[i]);
		}
	}
	if (format == DIAG_JSON)
		buf_add(out, diags->count ? STR("\n]\n") : STR("]\n"));
	if (shown < diags->count)
		buf_addf(out, "statusbook: and %zu more\n", diags->count - shown);
}

void diag_print(const struct diags *diags, enum diag_format format, bool color, FILE *out)
{
	struct buf text = { 0 };

	diag_write(diags, format, color, &text);
	if (text.len > 0)
		fwrite(text.ptr, 1, text.len, out);
	buf_free(&text);
}
