/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Compares the slots of a message with those of its translations. */
#include "formats/po.h"

#include "base/map.h"
#include "formats/slots.h"

#define MOST_PROBLEMS 5 /* of one text that are reported: a text without end is one mistake */
#define LONGEST_DETAIL 20

struct check {
	const struct po_message *message;
	struct diags *diags;
	struct arena scratch;
	struct map required; /* slots of the id */
	struct map known;    /* and of the plural */
	bool good;
};

static void collect(struct check *check, struct map *map, struct str text)
{
	struct str literal, name;

	while (slot_next(&text, &literal, &name))
		if (name.len > 0)
			map_add(map, &check->scratch, name, check);
}

static void report_bad(struct check *check, struct str text, struct loc loc, struct str brace)
{
	struct str detail = str_until_index(brace, str_find_char(brace, '\n'));

	if (detail.len > LONGEST_DETAIL) {
		detail.len = LONGEST_DETAIL;
		while (((unsigned char)detail.ptr[detail.len] & 0xc0) == 0x80)
			detail.len--;
	}
	diag_add(check->diags, DIAG_BAD_SLOT, po_place(loc, text, str_until_index(brace, 1)), detail);
}

/* Reports braces that begin no slot: all that are left in the text between slots. */
static void check_braces(struct check *check, struct str text, struct loc loc)
{
	struct str rest = text, literal, name;
	size_t problems = 0;

	while (slot_next(&rest, &literal, &name)) {
		for (size_t at; problems < MOST_PROBLEMS && (at = str_find_char(literal, '{')) != SIZE_MAX;
		     problems++) {
			/* The detail may reach beyond the literal, into the slot that follows. */
			literal = str_from_index(literal, at);
			report_bad(check, text, loc, str_from_index(text, (size_t)(literal.ptr - text.ptr)));
			literal = str_from_index(literal, 1);
			check->good = false;
		}
	}
}

/* Returns the slot that was probably meant; may be empty. */
static struct str report_unknown(struct check *check, struct str text, struct loc loc, struct str name)
{
	struct str slot = { name.ptr - 1, name.len + 2 };
	struct diag *diag = diag_add(check->diags, DIAG_UNKNOWN_SLOT, po_place(loc, text, slot), name);
	struct str *names = arena_array(&check->scratch, check->known.count, struct str);

	for (size_t i = 0; i < check->known.count; i++)
		names[i] = check->known.items[i].key;
	struct str meant = str_nearest(name, names, check->known.count);
	diag->hint = arena_copy(check->diags->arena, meant);
	diag->note = check->message->loc;
	return meant;
}

static void check_names(struct check *check, struct str text, struct loc loc)
{
	struct map seen = { .count = 0 };
	struct str rest = text, literal, name;
	size_t problems = 0;

	while (slot_next(&rest, &literal, &name) && problems < MOST_PROBLEMS) {
		if (name.len == 0 || !map_add(&seen, &check->scratch, name, check) || map_find(&check->known, name))
			continue;
		/* A misspelt slot is not a missing one as well. */
		map_add(&seen, &check->scratch, report_unknown(check, text, loc, name), check);
		problems++;
	}
	for (size_t i = 0; i < check->required.count && problems < MOST_PROBLEMS; i++) {
		if (map_find(&seen, check->required.items[i].key))
			continue;
		diag_add(check->diags, DIAG_MISSING_SLOT, loc, check->required.items[i].key)->note =
			check->message->loc;
		problems++;
	}
	if (problems > 0)
		check->good = false;
}

static bool has_slot(struct str text)
{
	struct str literal, name = { NULL, 0 };

	return slot_next(&text, &literal, &name) && name.len > 0;
}

bool po_check_slots(const struct po_message *message, struct diags *diags)
{
	struct check check = { .message = message, .diags = diags, .good = true };

	if (message->fuzzy || message->broken)
		return true;
	collect(&check, &check.required, message->id);
	collect(&check, &check.known, message->id);
	collect(&check, &check.known, message->plural);

	bool strict = message->brace_format || check.known.count > 0;
	if (strict) {
		check_braces(&check, message->id, message->loc);
		check_braces(&check, message->plural, message->plural_loc);
	}
	for (size_t i = 0; i < message->text_count; i++) {
		if (message->texts[i].len == 0)
			continue;
		if (strict || has_slot(message->texts[i]))
			check_braces(&check, message->texts[i], message->text_locs[i]);
		check_names(&check, message->texts[i], message->text_locs[i]);
	}
	arena_free(&check.scratch);
	return check.good;
}
