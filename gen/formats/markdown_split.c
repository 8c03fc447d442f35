/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Cutting a body into sections, line by line, before cmark sees any of it. Only lines that begin with `## ` at the very
 * front can cut, and these end every list and quote; so of all blocks only fenced code has to be known here. Where this
 * is too simple (a fence that is never closed inside a list), a heading stays in its section and md_render refuses it.
 */
#include <stdio.h>

#include "base/hash.h"
#include "base/map.h"
#include "formats/markdown.h"

#define LONGEST_ID 80

struct split {
	struct arena *arena;
	const struct source *source;
	struct md_sections *sections;
	struct diags *diags;
	struct map ids; /* to the loc of the first use */
};

struct fence {
	char c; /* ` or ~; 0 outside of fenced code */
	size_t len;
	size_t column; /* where it opened, if behind the marker of a list item; a line that begins before it ends both
			*/
};

static size_t count_front(struct str s, char c)
{
	size_t count = 0;

	while (count < s.len && s.ptr[count] == c)
		count++;
	return count;
}

/* Length of the marker of a list item with the blanks behind it, or 0. */
static size_t item_marker(struct str s)
{
	size_t digits = 0, len;

	while (digits < s.len && digits < 9 && s.ptr[digits] >= '0' && s.ptr[digits] <= '9')
		digits++;
	if (digits == s.len || !memchr(digits ? ".)" : "-+*", s.ptr[digits], digits ? 2 : 3))
		return 0;
	len = digits + 1;
	size_t blanks = count_front(str_from_index(s, len), ' ');
	return blanks > 0 ? len + blanks : 0;
}

static bool open_fence(struct str line, struct fence *fence)
{
	size_t column = count_front(line, ' '), len;

	if (column > 3)
		return false;
	for (fence->column = 0; (len = item_marker(str_from_index(line, column))) > 0; fence->column = column)
		column += len;

	struct str rest = str_from_index(line, column);
	if (rest.len == 0 || (rest.ptr[0] != '`' && rest.ptr[0] != '~'))
		return false;
	size_t count = count_front(rest, rest.ptr[0]);
	if (count < 3 || (rest.ptr[0] == '`' && str_find_char(str_from_index(rest, count), '`') != SIZE_MAX))
		return false;
	fence->c = rest.ptr[0];
	fence->len = count;
	return true;
}

/* Keeps up with fenced code; true if `line` is part of it. */
static bool in_fence(struct str line, struct fence *fence)
{
	struct str text = str_trim(line);
	size_t indentation = count_front(line, ' ');

	if (fence->c && text.len > 0 && indentation < fence->column)
		fence->c = '\0';
	if (!fence->c)
		return open_fence(line, fence);

	size_t count = count_front(text, fence->c);
	if (count >= fence->len && count == text.len && indentation <= fence->column + 3)
		fence->c = '\0';
	return true;
}

static struct str refuse(struct split *split, struct str part, const char *reason)
{
	struct diag *diag = diag_add(split->diags, DIAG_HEADING_ID, loc_of(split->source, part), part);

	diag->reason = str_from(reason);
	return (struct str){ part.ptr, 0 };
}

static bool is_id(struct str id)
{
	if (id.len == 0 || id.len > LONGEST_ID || id.ptr[0] < 'a' || id.ptr[0] > 'z')
		return false;
	for (size_t i = 1; i < id.len; i++) {
		char c = id.ptr[i];
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-')
			return false;
	}
	return !str_is(id, "lead");
}

/* Takes ` {#id}` off the end of `heading`; the id, or the empty view after a diagnostic. */
static struct str take_id(struct split *split, struct str *heading)
{
	struct str whole = *heading, id;
	size_t at = SIZE_MAX;

	for (size_t next = 0; (next = str_find(whole, STR("{#"), next)) != SIZE_MAX; next++)
		at = next;
	if (at == SIZE_MAX || !str_ends(whole, STR("}")))
		return refuse(split, whole, "a section begins with a line like: ## When you see it {#when}");

	*heading = str_trim(str_until_index(whole, at));
	id = (struct str){ whole.ptr + at + 2, whole.len - at - 3 };
	if (heading->len == 0)
		return refuse(split, whole, "the heading is empty");
	if (!is_id(id))
		return refuse(split, whole,
			      "an id has letters a to z, digits and '-', begins with a letter, and is not 'lead'");

	struct loc *place = arena_new(split->arena, struct loc), *first = map_find(&split->ids, id);
	*place = loc_of(split->source, id);
	if (first) {
		diag_add(split->diags, DIAG_DUPLICATE_SECTION, *place, id)->note = *first;
		return (struct str){ id.ptr, 0 };
	}
	map_add(&split->ids, split->arena, id, place);
	return id;
}

static void begin_section(struct split *split, struct str heading, struct str rest)
{
	struct str id = take_id(split, &heading);
	struct md_section *section = array_add(split->arena, split->sections);

	section->id = id;
	section->id_loc = loc_of(split->source, id);
	section->heading = heading;
	section->heading_loc = loc_of(split->source, heading);
	section->body = rest;
}

/* Ends the last section where `line` begins; drops a lead that says nothing. */
static void end_section(struct md_sections *sections, const char *line)
{
	if (sections->count == 0)
		return;

	struct md_section *last = &sections->items[sections->count - 1];
	last->body.len = (size_t)(line - last->body.ptr);
	if (str_is(last->id, "lead") && str_trim(last->body).len == 0)
		sections->count--;
}

void md_split(struct arena *arena, const struct source *source, struct str body, struct md_sections *sections,
	      struct diags *diags)
{
	struct split split = { .arena = arena, .source = source, .sections = sections, .diags = diags };
	struct fence fence = { 0 };
	struct str rest = body, line;

	*sections = (struct md_sections){ 0 };
	if (body.len == 0)
		return;
	*array_add(arena, sections) = (struct md_section){
		.id = STR("lead"),
		.id_loc = loc_of(source, str_until_index(body, 0)),
		.body = body,
		.heading_loc = loc_of(source, str_until_index(body, 0)),
	};
	while (str_next_line(&rest, &line)) {
		if (in_fence(line, &fence) || !str_take(&line, STR("##")))
			continue;
		if (line.len > 0 && line.ptr[0] != ' ' && line.ptr[0] != '\t')
			continue;
		end_section(sections, line.ptr - 2);
		begin_section(&split, str_trim(line), rest);
	}
	end_section(sections, body.ptr + body.len);
}

void md_fingerprint(struct str body, char hex[MD_FINGERPRINT_SIZE])
{
	struct buf folded = { 0 };
	char *to = buf_room(&folded, body.len + 1);
	bool gap = false;

	for (size_t i = 0; i < body.len; i++) {
		char c = body.ptr[i];
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
			gap = folded.len > 0;
			continue;
		}
		if (gap)
			to[folded.len++] = ' ';
		gap = false;
		to[folded.len++] = c;
	}
	snprintf(hex, MD_FINGERPRINT_SIZE, "%08x", (unsigned)(hash64(buf_view(&folded)) >> 32));
	buf_free(&folded);
}
