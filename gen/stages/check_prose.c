/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Hands every text that people have written to the rules: front matter, sections, catalogues, labels. */
#include "stages/check_prose.h"

#include "base/pool.h"
#include "formats/slots.h"
#include "model/compare.h"
#include "stages/check_prose_parts.h"
#include "stages/translations.h"

#define CHUNK 64 /* messages that are read in one go */

/* A view of `bare` as one of `text`; others stay what they are. */
static struct str text_of(const struct prose *prose, struct str part)
{
	bool of_bare = part.ptr >= prose->bare.ptr && part.ptr < prose->bare.ptr + prose->bare.len;

	if (!of_bare)
		return part;
	return str_until_index(str_from_index(prose->text, (size_t)(part.ptr - prose->bare.ptr)), part.len);
}

struct loc prose_loc(const struct prose *prose, struct str part)
{
	part = text_of(prose, part);
	if (prose->paragraph)
		return loc_of(prose->loc.source, md_place(prose->paragraph, part));
	return prose->in_catalogue ? po_place(prose->loc, prose->text, part)
				   : yaml_place(prose->loc, prose->text, part);
}

struct diag *prose_complain(struct proof *proof, const struct prose *prose, enum diag_rule rule, struct str part)
{
	if (proof->complaints++ >= MOST_COMPLAINTS)
		return &proof->unsaid;
	return diag_add(proof->diags, rule, prose_loc(prose, part), text_of(prose, part));
}

static void check(struct proof *proof, struct prose *prose)
{
	proof->complaints = 0;
	proof->prose++;
	words_add(proof->scratch, &prose->words, prose->bare);
	check_quotes(proof, prose);
	check_shape(proof, prose);
	check_words(proof, prose);
}

/* A title, summary, gloss or heading. */
static void check_scalar(struct proof *proof, enum prose_kind kind, struct str text, struct loc loc)
{
	struct prose prose = { .kind = kind, .text = text, .bare = text, .loc = loc };

	check(proof, &prose);
}

static void check_node(struct proof *proof, enum prose_kind kind, const struct yaml *node)
{
	if (node && node->kind == YAML_SCALAR)
		check_scalar(proof, kind, node->text, node->loc);
}

/* A text with slots, of a catalogue or of what it is made from. */
static void check_label(struct proof *proof, struct str text, struct loc loc, bool in_catalogue)
{
	struct prose prose = { .text = text, .loc = loc, .in_catalogue = in_catalogue };
	struct str bare = arena_copy(proof->scratch, text), rest = bare, literal, slot;

	while (slot_next(&rest, &literal, &slot))
		if (slot.len > 0)
			memset((char *)slot.ptr, MD_VERBATIM, slot.len); /* our own copy */
	prose.bare = bare;
	check(proof, &prose);
}

/* A text of front matter; one that was left as it is in the source has been reported as a whole. */
static void check_text(struct proof *proof, const struct yaml *node, const struct yaml *source)
{
	bool both = node && source && node->kind == YAML_SCALAR && source->kind == YAML_SCALAR;

	if (!both || !text_is_copied(node->text, source->text))
		check_node(proof, PROSE_TEXT, node);
}

static const struct yaml *gloss_of(const struct yaml *replies, struct str id)
{
	for (size_t i = 0; replies && replies->kind == YAML_LIST && i < replies->count; i++) {
		const struct yaml *found = yaml_find(replies->items[i].value, "id");
		if (found && str_eq(found->text, id))
			return yaml_find(replies->items[i].value, "gloss");
	}
	return NULL;
}

/* A source has a list of replies, a translation a gloss for each. */
static void check_glosses(struct proof *proof, const struct yaml *replies, const struct yaml *source)
{
	for (size_t i = 0; replies && i < replies->count; i++) {
		const struct yaml *value = replies->items[i].value;
		if (value->kind == YAML_MAP)
			check_node(proof, PROSE_TEXT, yaml_find(value, "gloss"));
		else
			check_text(proof, value, gloss_of(source, replies->items[i].key));
	}
}

/* A required section that is there, and says next to nothing. */
static void check_length(struct proof *proof, const struct md_section *section, struct loc loc, size_t length)
{
	char count[96];

	if (length >= proof->locale->shortest_section)
		return;
	snprintf(count, sizeof(count), "%zu characters; at least %zu are expected", length,
		 proof->locale->shortest_section);
	diag_add(proof->diags, DIAG_THIN_SECTION, loc, section->id)->reason =
		arena_copy(proof->diags->arena, str_from(count));
}

static bool is_required(const struct family *family, const struct document *document, struct str id)
{
	const struct entry *entry = map_find(&family->entry_map, document->slug);
	const struct section_defs *defs = entry                               ? &family->entry_sections
					  : str_is(document->slug, "_family") ? &family->page_sections
									      : &family->note_sections;
	size_t index = section_find(defs, id);

	if (index == NONE)
		return false;
	return entry ? requirement_holds(&defs->items[index].required, entry) : defs->items[index].required.always;
}

static void check_section(struct proof *proof, const struct family *family, const struct document *document,
			  const struct md_section *section, const struct document *source)
{
	const struct md_section *from = document_section(source, section->id);
	struct md_paragraphs paragraphs = { 0 };
	size_t length = 0;

	if (from && section_is_copied(section, from))
		return; /* likewise */
	if (from)
		check_numbers(proof, document, section, from);
	check_scalar(proof, PROSE_NAME, section->heading, section->heading_loc);
	md_read(proof->scratch, section->body, &paragraphs);
	for (size_t i = 0; i < paragraphs.count; i++) {
		const struct md_paragraph *paragraph = &paragraphs.items[i];
		struct prose prose = { .kind = paragraph->heading ? PROSE_NAME : PROSE_TEXT,
				       .text = paragraph->text,
				       .bare = paragraph->prose,
				       .loc = loc_of(&document->source, paragraph->line),
				       .paragraph = paragraph };
		check(proof, &prose);
		collect_sentences(proof, &prose);
		length += str_count_points(paragraph->text);
	}
	if (paragraphs.count > 0 && is_required(family, document, section->id))
		check_length(proof, section, loc_of(&document->source, paragraphs.items[0].line), length);
}

/* `source` is what the document is a translation of, or NULL. */
static void check_document(struct proof *proof, const struct family *family, const struct document *document,
			   const struct document *source)
{
	struct arena_mark mark = arena_mark(proof->scratch);
	const struct yaml *front = document->front, *from = source ? source->front : NULL;

	check_node(proof, PROSE_NAME, yaml_find(front, "title"));
	check_text(proof, yaml_find(front, "summary"), yaml_find(from, "summary"));
	check_node(proof, PROSE_TEXT, yaml_find(front, "changed"));
	check_glosses(proof, yaml_find(front, "replies"), yaml_find(from, "replies"));
	for (size_t i = 0; i < document->sections.count; i++)
		check_section(proof, family, document, &document->sections.items[i], source);
	arena_reset(proof->scratch, mark);
}

/* What one thread reads in one go: a document, or some messages of a catalogue or of what that is made from. */
struct piece {
	const struct locale *locale;
	const struct folder *folder; /* NULL for messages */
	const struct document *document;
	const struct po *po; /* NULL for what it is made from */
	size_t first;
	struct proof proof;
	struct diags diags;
};

/* A proof-reader's own. */
struct reader {
	struct arena arena;   /* of complaints */
	struct arena said;    /* of sentences */
	struct arena scratch; /* of what is being read */
};

struct reading {
	const struct site *site;
	struct {
		struct piece *items;
		size_t count;
		size_t capacity;
	} pieces; /* in the order in which one reader would take them */
	struct reader *readers;
};

static void read_catalogue(struct proof *proof, const struct piece *piece)
{
	for (size_t i = piece->first; i < piece->po->count && i < piece->first + CHUNK; i++) {
		const struct po_message *message = piece->po->items[i];
		for (size_t k = 0; !message->fuzzy && !message->broken && k < message->text_count; k++)
			check_label(proof, message->texts[k], message->text_locs[k], true);
	}
}

static void read_messages(struct proof *proof, const struct site *site, const struct piece *piece)
{
	for (size_t i = piece->first; i < site->messages.count && i < piece->first + CHUNK; i++)
		check_label(proof, site->messages.items[i].id, site->messages.items[i].loc, false);
}

static void read_document(struct proof *proof, const struct piece *piece)
{
	const struct locale *locale = piece->locale;
	const struct document *source =
		locale->is_source ? NULL : folder_find(piece->folder, piece->document->slug, locale->source->id);

	check_document(proof, piece->folder->family, piece->document, source);
}

static void read_piece(void *context, size_t index, size_t worker)
{
	const struct reading *reading = context;
	struct piece *piece = &reading->pieces.items[index];
	struct reader *reader = &reading->readers[worker];
	struct arena_mark mark = arena_mark(&reader->scratch);

	piece->diags.arena = &reader->arena;
	piece->proof = (struct proof){
		.arena = &reader->said, .scratch = &reader->scratch, .diags = &piece->diags, .locale = piece->locale
	};
	if (piece->document)
		read_document(&piece->proof, piece);
	else if (piece->po)
		read_catalogue(&piece->proof, piece);
	else
		read_messages(&piece->proof, reading->site, piece);
	arena_reset(&reader->scratch, mark);
}

/* A sentence that stands in two entries is a copy; each page has to say something of its own. */
static void compare_sentences(struct arena *arena, struct map *said, const struct piece *piece, struct diags *diags)
{
	size_t prose = 0, complaints = 0;

	for (size_t i = 0; i < piece->proof.sentences.count; i++) {
		struct said *sentence = &piece->proof.sentences.items[i];
		const struct loc *before = map_find(said, sentence->text);
		if (!before) {
			map_add(said, arena, sentence->text, &sentence->loc);
			continue;
		}
		if (sentence->prose != prose)
			complaints = sentence->complaints;
		prose = sentence->prose;
		if (complaints++ < MOST_COMPLAINTS)
			diag_add(diags, DIAG_SHARED_SENTENCE, sentence->loc, sentence->text)->note = *before;
	}
}

static void plan_pieces(struct arena *arena, const struct manuscript *manuscript, struct reading *reading)
{
	const struct site *site = manuscript->site;

	for (size_t l = 0; site->source_locale && l < site->locales.count; l++) {
		const struct locale *locale = &site->locales.items[l];
		for (size_t f = 0; f < manuscript->folders.count; f++) {
			const struct folder *folder = &manuscript->folders.items[f];
			for (size_t i = 0; i < folder->count; i++)
				if (!folder->items[i].broken && str_eq(folder->items[i].locale, locale->id))
					*array_add(arena, &reading->pieces) = (struct piece){
						.locale = locale, .folder = folder, .document = &folder->items[i]
					};
		}
		for (size_t i = 0; locale->is_source && i < site->messages.count; i += CHUNK)
			*array_add(arena, &reading->pieces) = (struct piece){ .locale = locale, .first = i };
		for (size_t i = 0; locale->po && i < locale->po->count; i += CHUNK)
			*array_add(arena, &reading->pieces) =
				(struct piece){ .locale = locale, .po = locale->po, .first = i };
	}
}

void check_prose(const struct manuscript *manuscript, struct diags *diags)
{
	const struct site *site = manuscript->site;
	struct arena arena = { 0 };
	struct reading reading = { .site = site };
	struct map said = { 0 };

	plan_pieces(&arena, manuscript, &reading);
	reading.readers = arena_array(&arena, site->threads, struct reader);
	pool_run(site->threads, reading.pieces.count, read_piece, &reading);
	for (size_t i = 0; i < site->threads; i++)
		arena_absorb(diags->arena, &reading.readers[i].arena);
	for (size_t i = 0; i < reading.pieces.count; i++) {
		const struct piece *piece = &reading.pieces.items[i];
		if (i == 0 || piece->locale != piece[-1].locale || piece->folder != piece[-1].folder)
			said = (struct map){ 0 };
		diag_add_all(diags, &piece->diags);
		compare_sentences(&arena, &said, piece, diags);
	}
	for (size_t i = 0; i < site->threads; i++) {
		arena_free(&reading.readers[i].said);
		arena_free(&reading.readers[i].scratch);
	}
	arena_free(&arena);
}
