/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What a body must hold: the sections that the family asks for; and what a translation must have in common with its source. */
#include "formats/url.h"
#include "model/compare.h"
#include "stages/resolve_parts.h"
#include "stages/translations.h"

static void complain_unknown(struct resolve *resolve, const struct section_defs *defs, const struct source *source,
			     const struct md_section *section)
{
	struct str_array ids = { 0 };

	if (section->id.len == 0)
		return; /* its heading has been complained about */
	if (str_is(section->id, "lead")) {
		diag_add(resolve->diags, DIAG_TEXT_BEFORE_SECTION, loc_of(source, str_trim(section->body)),
			 (struct str){ NULL, 0 });
		return;
	}
	for (size_t i = 0; i < defs->count; i++)
		*array_add(resolve->arena, &ids) = defs->items[i].id;
	diag_add(resolve->diags, DIAG_UNKNOWN_SECTION, section->id_loc, section->id)->hint =
		str_nearest(section->id, ids.items, ids.count);
}

/* Known, in order, not empty. */
static void check_each(struct resolve *resolve, const struct section_defs *defs, const struct document *document)
{
	size_t last = 0;

	for (size_t i = 0; i < document->sections.count; i++) {
		const struct md_section *section = &document->sections.items[i];
		size_t index = section_find(defs, section->id);
		if (index == NONE) {
			complain_unknown(resolve, defs, &document->source, section);
			continue;
		}
		if (index < last)
			diag_add(resolve->diags, DIAG_SECTION_ORDER, section->id_loc, section->id);
		else
			last = index;
		if (str_trim(section->body).len == 0)
			diag_add(resolve->diags, DIAG_EMPTY_SECTION, section->id_loc, section->id);
	}
}

static bool is_required(const struct section_def *def, const struct draft *draft)
{
	return draft->entry ? requirement_holds(&def->required, draft->entry) : def->required.always;
}

/* Whether the body has a section whose id looks like a slip of the pen for the one that is missing. */
static bool is_misspelt(const struct section_defs *defs, const struct document *document, struct str id)
{
	for (size_t i = 0; i < document->sections.count; i++) {
		struct str found = document->sections.items[i].id;
		if (section_find(defs, found) == NONE && str_nearest(found, &id, 1).len > 0)
			return true;
	}
	return false;
}

static void check_required(struct resolve *resolve, const struct section_defs *defs, const struct draft *draft,
			   const struct document *source)
{
	for (size_t i = 0; i < defs->count; i++)
		if (is_required(&defs->items[i], draft) && !document_section(source, defs->items[i].id) &&
		    !is_misspelt(defs, source, defs->items[i].id))
			diag_add(resolve->diags, DIAG_MISSING_SECTION, source->loc, defs->items[i].id);
}

/* Whether some line of the block has the code as a word of its own. */
static bool block_has_code(struct str block, struct str code)
{
	for (size_t at = str_find(block, code, 0); at != SIZE_MAX; at = str_find(block, code, at + 1)) {
		char before = at > 0 ? block.ptr[at - 1] : ' ';
		char after = at + code.len < block.len ? block.ptr[at + code.len] : ' ';
		bool starts = before == ' ' || before == '\n';
		if (starts && (after == ' ' || after == '-' || after == '\n'))
			return true;
	}
	return false;
}

static void check_shows_code(struct resolve *resolve, const struct section_defs *defs, const struct draft *draft,
			     const struct document *source)
{
	for (size_t i = 0; draft->entry && i < source->sections.count; i++) {
		const struct md_section *section = &source->sections.items[i];
		size_t index = section_find(defs, section->id);
		const struct md_parts *parts = &section->gist.parts;
		bool found = false;
		if (index == NONE || !defs->items[index].shows_code)
			continue;
		for (size_t k = 0; k < parts->count; k++)
			found |= parts->items[k].kind == MD_CODE_BLOCK &&
				 block_has_code(parts->items[k].text, draft->entry->code);
		if (!found)
			diag_add(resolve->diags, DIAG_TRANSCRIPT_CODE, section->heading_loc, draft->entry->code);
	}
}

/* Where the family asks for it, what is claimed has its source. */
static void check_cites(struct resolve *resolve, const struct section_defs *defs, const struct document *source)
{
	for (size_t i = 0; i < source->sections.count; i++) {
		const struct md_section *section = &source->sections.items[i];
		size_t index = section_find(defs, section->id);
		const struct md_parts *parts = &section->gist.parts;
		bool found = false;
		if (index == NONE || !defs->items[index].cites)
			continue;
		for (size_t k = 0; k < parts->count; k++)
			found |= parts->items[k].kind == MD_CITE_LINK;
		if (!found)
			diag_add(resolve->diags, DIAG_UNSOURCED, section->heading_loc, section->id);
	}
}

static struct str host_of(struct str address)
{
	size_t at = str_find(address, STR("://"), 0);
	struct str host = str_from_index(address, at == SIZE_MAX ? 0 : at + 3), rest = host;

	str_next_part(&rest, '/', &host);
	return host;
}

/* True as well for an address that has been complained about. */
static bool has_part(const struct md_parts *parts, const struct md_part *wanted)
{
	bool web = wanted->kind == MD_WEB_LINK;
	enum url_kind kind = web ? url_kind(wanted->text) : URL_WEB;
	bool found = kind == URL_REFUSED || kind == URL_RELATIVE;

	for (size_t i = 0; i < parts->count && !found; i++) {
		const struct md_part *part = &parts->items[i];
		found = part->kind == wanted->kind && str_eq(part->text, wanted->text);
		found |= web && part->kind == MD_WEB_LINK && str_eq(host_of(part->text), host_of(wanted->text));
	}
	return found;
}

/* The first line of a block that no block of the others has: where it was changed. Its very first if none is new. */
static struct str telling_line(const struct md_parts *others, struct str block)
{
	struct str first = { NULL, 0 }, line;

	while (str_next_line(&block, &line)) {
		bool known = str_trim(line).len == 0;
		for (size_t i = 0; i < others->count && !known; i++) {
			struct str rest = others->items[i].text, other;
			while (others->items[i].kind == MD_CODE_BLOCK && !known && str_next_line(&rest, &other))
				known = str_eq(line, other);
		}
		if (!known)
			return line;
		first = first.ptr ? first : line;
	}
	return first;
}

/* What the source has and the translation has not; a block by one line of it. */
static bool check_missing(struct resolve *resolve, const struct md_section *section, const struct md_parts *wanted,
			  const struct md_parts *parts)
{
	bool complete = true;

	for (size_t i = 0; i < wanted->count; i++) {
		const struct md_part *part = &wanted->items[i];
		bool block = part->kind == MD_CODE_BLOCK;
		struct str line = block ? telling_line(parts, part->text) : part->text;
		if (has_part(parts, part) || line.len == 0)
			continue;
		diag_add(resolve->diags, block ? DIAG_BLOCK_DIFFERS : DIAG_LINK_DIFFERS, section->heading_loc, line)
			->note = part->loc;
		complete = false;
	}
	return complete;
}

/*
 * Code blocks and links are the same in every language; a link to a page of the web may be to one in that language. A link that is
 * too many is told where none is missing: else it may stand in place of that one.
 */
static void compare_parts(struct resolve *resolve, const struct md_section *section, const struct md_section *original)
{
	const struct md_parts *wanted = &original->gist.parts, *parts = &section->gist.parts;

	if (!check_missing(resolve, section, wanted, parts))
		return;
	for (size_t i = 0; i < parts->count; i++)
		if (parts->items[i].kind != MD_CODE_BLOCK && !has_part(wanted, &parts->items[i]))
			diag_add(resolve->diags, DIAG_EXTRA_LINK, parts->items[i].loc, parts->items[i].text);
}

/* Text that is the source's, word for word, whatever its heading. Short texts may well be the same. */
static void check_translated(struct resolve *resolve, const struct md_section *section,
			     const struct md_section *original)
{
	if (section_is_copied(section, original))
		diag_add(resolve->diags, DIAG_UNTRANSLATED_BODY, section->heading_loc, section->id);
}

/* `source:` holds a fingerprint for sections that exist, and the blob id. */
static void check_stamps(struct resolve *resolve, const struct section_defs *defs, const struct document *translation)
{
	const struct yaml *stamps = yaml_find(translation->front, "source");

	if (stamps && stamps->kind != YAML_MAP)
		diag_add(resolve->diags, DIAG_WRONG_TYPE, stamps->loc, STR("source"))->reason =
			STR("expected what `statusbook i18n stamp` writes");
	for (size_t i = 0; stamps && stamps->kind == YAML_MAP && i < stamps->count; i++) {
		const struct yaml_item *item = &stamps->items[i];
		if (!str_is(item->key, "blob") && section_find(defs, item->key) == NONE)
			diag_add(resolve->diags, DIAG_UNKNOWN_SECTION, item->key_loc, item->key);
	}
}

static void check_translation(struct resolve *resolve, const struct section_defs *defs,
			      const struct document *translation, const struct document *source)
{
	check_each(resolve, defs, translation);
	check_stamps(resolve, defs, translation);
	for (size_t i = 0; i < translation->sections.count; i++) {
		const struct md_section *section = &translation->sections.items[i];
		const struct md_section *original = document_section(source, section->id);
		if (section_find(defs, section->id) == NONE)
			continue;
		if (!original) {
			diag_add(resolve->diags, DIAG_EXTRA_SECTION, section->heading_loc, section->id);
			continue;
		}
		compare_parts(resolve, section, original);
		check_translated(resolve, section, original);
	}
	for (size_t i = 0; i < source->sections.count; i++) {
		struct str id = source->sections.items[i].id;
		if (section_find(defs, id) != NONE && !document_section(translation, id) &&
		    !is_misspelt(defs, translation, id))
			diag_add(resolve->diags, DIAG_UNTRANSLATED_SECTION, translation->loc, id);
	}
}

void check_sections(struct resolve *resolve, const struct section_defs *defs, const struct draft *draft)
{
	const struct document *source = draft->documents[resolve->site->source_locale->index];

	if (!source->broken) {
		check_each(resolve, defs, source);
		check_required(resolve, defs, draft, source);
		check_shows_code(resolve, defs, draft, source);
		check_cites(resolve, defs, source);
	}
	for (size_t i = 0; i < resolve->site->locales.count; i++) {
		const struct document *document = draft->documents[i];
		bool own = document && document != source && !resolve->site->locales.items[i].is_pseudo;
		if (own && !document->broken && !source->broken)
			check_translation(resolve, defs, document, source);
	}
}
