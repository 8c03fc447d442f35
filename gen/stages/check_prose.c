/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Proof-reading: what can be told without knowing the language. */
#include "stages/check_prose.h"

#include "base/map.h"

#define SHORT_LINE 40     /* bytes: shorter ones may be names or terms */
#define SHORT_SENTENCE 40 /* bytes: shorter ones may well be said twice */

/* A sentence, and where it was first read. */
struct seen {
	const struct document *document;
	const struct md_section *section;
};

struct proof {
	struct arena *arena; /* of the whole reading */
	struct diags *diags;
	struct map sentences; /* text -> struct seen; of one locale and family */
};

static bool ends_well(struct str line)
{
	char last = line.ptr[line.len - 1];
	bool letter = ((last | 0x20) >= 'a' && (last | 0x20) <= 'z') || last == ',' || last == ';' || last == '-';

	return !letter;
}

/* The last words of a paragraph without a full stop, or whatever the language has for it: something is missing. */
static void check_end(struct proof *proof, const struct document *document, const struct md_section *section,
		      struct str line)
{
	if (line.len < SHORT_LINE || ends_well(line))
		return;
	struct str tail = str_from_index(line, line.len - SHORT_LINE / 2);
	size_t start = str_find_char(tail, ' ');
	tail = start == SIZE_MAX ? tail : str_from_index(tail, start + 1);
	size_t at = str_find(section->body, tail, 0);
	struct str place = str_until_index(str_from_index(section->body, at), tail.len);
	diag_add(proof->diags, DIAG_CUT_OFF, at == SIZE_MAX ? section->heading_loc : loc_of(&document->source, place),
		 tail);
}

/* A sentence that stands in two entries is a copy; each page has to say something of its own. */
static void check_sentence(struct proof *proof, const struct document *document, const struct md_section *section,
			   struct str sentence)
{
	struct str text = arena_copy(proof->arena, str_trim(sentence));
	const struct seen *before = map_find(&proof->sentences, text);

	if (text.len < SHORT_SENTENCE)
		return;
	if (before) {
		diag_add(proof->diags, DIAG_SHARED_SENTENCE, section->heading_loc, text)->note =
			before->section->heading_loc;
		return;
	}
	struct seen *seen = arena_new(proof->arena, struct seen);
	*seen = (struct seen){ document, section };
	map_add(&proof->sentences, proof->arena, text, seen);
}

/* Sentences end with a full stop and a blank: good enough for comparing, whatever it cuts in two. */
static void check_line(struct proof *proof, const struct document *document, const struct md_section *section,
		       struct str line)
{
	check_end(proof, document, section, line);
	while (line.len > 0) {
		size_t end = str_find(line, STR(". "), 0);
		check_sentence(proof, document, section, str_until_index(line, end));
		line = end == SIZE_MAX ? str_from_index(line, line.len) : str_from_index(line, end + 2);
	}
}

static void check_document(struct proof *proof, const struct document *document)
{
	for (size_t i = 0; i < document->sections.count; i++) {
		const struct md_section *section = &document->sections.items[i];
		struct buf plain = { 0 };
		md_plain(section->body, &plain);
		struct str rest = arena_copy(proof->arena, buf_view(&plain)), line;
		while (str_next_line(&rest, &line))
			if (line.len > 0)
				check_line(proof, document, section, line);
		buf_free(&plain);
	}
}

void check_prose(const struct manuscript *manuscript, struct diags *diags)
{
	const struct site *site = manuscript->site;
	struct arena arena = { 0 };

	for (size_t f = 0; f < manuscript->folders.count; f++) {
		const struct folder *folder = &manuscript->folders.items[f];
		for (size_t l = 0; l < site->locales.count; l++) {
			struct proof proof = { .arena = &arena, .diags = diags };
			for (size_t i = 0; i < folder->count; i++)
				if (!folder->items[i].broken &&
				    str_eq(folder->items[i].locale, site->locales.items[l].id))
					check_document(&proof, &folder->items[i]);
		}
	}
	arena_free(&arena);
}
