/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Sections: rendered once in the language they are written in, shown as a fallback where a translation lacks them. */
#include "formats/html.h"
#include "stages/resolve_parts.h"
#include "stages/stamps.h"

/* What a link needs to know of the text it stands in. */
struct text_place {
	struct resolve *resolve;
	const struct family *family;
	const struct locale *locale;
};

const struct draft *resolve_draft_of(const struct resolve *resolve, const struct entry *entry)
{
	for (size_t i = 0; i < resolve->family_count; i++)
		if (resolve->families[i].family == entry->family)
			return &resolve->families[i].entries.items[entry->index];
	return NULL;
}

struct str resolve_file_of(const struct resolve *resolve, const struct draft *draft, const struct locale *locale)
{
	const struct document *own = draft->documents[locale->index];

	return own && !locale->is_pseudo ? own->source.path
					 : draft->documents[resolve->site->source_locale->index]->source.path;
}

static bool has_section(const struct resolve *resolve, const struct entry *entry, struct str id)
{
	const struct draft *draft = resolve_draft_of(resolve, entry);
	const struct document *source = draft->documents[resolve->site->source_locale->index];

	return document_section(source, id) != NULL;
}

static struct str family_part(struct str target)
{
	size_t slash = str_find_char(target, '/');

	return slash == SIZE_MAX ? (struct str){ NULL, 0 } : str_until_index(target, slash + 1);
}

/* "235-vs-550": the pair must exist, the first in order in front. */
static bool resolve_pair(struct text_place *place, struct str target, struct loc loc, struct buf *href,
			 struct buf *label)
{
	struct str prefix = family_part(target), slug = str_from_index(target, prefix.len);
	size_t middle = str_find(target, STR("-vs-"), prefix.len);
	const struct entry *a = resolve_code(place->resolve, place->family, str_until_index(target, middle));
	struct str second = arena_concat(place->resolve->arena, prefix, str_from_index(target, middle + 4));
	const struct entry *b = resolve_code(place->resolve, place->family, second);

	if (!a || !b || a->index >= b->index || !entry_pair_exists(a, b)) {
		diag_add(place->resolve->diags, DIAG_DEAD_CODE, loc, target);
		return false;
	}
	if (prefix.len > 0)
		buf_add(href, STR("../"));
	buf_add(href, prefix);
	buf_add(href, slug);
	buf_add(href, STR(".html"));
	buf_add(label, a->code);
	buf_add(label, STR("/"));
	buf_add(label, b->code);
	return true;
}

static bool resolve_code_link(struct text_place *place, struct str target, struct loc loc, struct buf *href,
			      struct buf *label)
{
	size_t hash = str_find_char(target, '#');
	struct str code = str_until_index(target, hash), prefix = family_part(code);
	struct str section = str_from_index(target, code.len + 1);

	if (str_find(code, STR("-vs-"), 0) != SIZE_MAX)
		return resolve_pair(place, code, loc, href, label);

	const struct entry *entry = resolve_code(place->resolve, place->family, code);
	if (!entry) {
		diag_add(place->resolve->diags, DIAG_DEAD_CODE, loc, target);
		return false;
	}
	if (section.len > 0 && !has_section(place->resolve, entry, section)) {
		diag_add(place->resolve->diags, DIAG_DEAD_ANCHOR, loc, target);
		return false;
	}
	if (prefix.len > 0)
		buf_add(href, STR("../"));
	buf_add(href, prefix);
	buf_add(href, entry->slug);
	buf_add(href, STR(".html"));
	if (section.len > 0) {
		buf_add(href, STR("#"));
		buf_add(href, section);
	}
	buf_add(label, entry->code);
	return true;
}

static bool resolve_link(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	struct text_place *place = context;
	struct citation citation;

	if (str_take(&url, STR("code:")))
		return resolve_code_link(place, url, loc, href, label);
	if (!str_take(&url, STR("cite:")) || !resolve_citation(place->resolve, url, loc, &citation))
		return false;
	citation_href(&citation, href);
	citation_name(&citation, place->locale, label);
	return true;
}

static bool is_stale(struct resolve *resolve, const struct document *translation, const struct md_section *section,
		     const struct md_section *source)
{
	if (stamp_of(translation, source) != STAMP_STALE)
		return false;
	diag_add(resolve->diags, DIAG_STALE_SECTION, section->heading_loc, section->id);
	return true;
}

static struct str rendered(struct resolve *resolve, const struct family *family, const struct document *document,
			   const struct md_section *section)
{
	struct text_place place = { resolve, family, site_locale(resolve->site, document->locale) };
	/* a translation leaves code blocks as they are in its source */
	const struct locale *source = resolve->site->source_locale;
	bool translated = place.locale != source;
	struct md_links links = { &place, resolve_link, translated ? source->id : (struct str){ NULL, 0 } };
	struct buf html = { 0 };

	md_render(&document->source, section->body, &links, &html, resolve->diags);
	struct str copy = arena_copy(resolve->arena, buf_view(&html));
	buf_free(&html);
	return copy;
}

static struct section_text own_section(struct resolve *resolve, const struct family *family,
				       const struct document *document, const struct md_section *section)
{
	return (struct section_text){
		.id = section->id,
		.heading = section->heading,
		.html = rendered(resolve, family, document, section),
	};
}

/* Where a section stands in the source language, as seen from any page of a family. */
static struct str original_of(struct resolve *resolve, const struct family *family, const struct document *source,
			      struct str section)
{
	bool introduction = str_is(source->slug, "_family"), verdict = str_is(section, "lead");

	return arena_concat(resolve->arena, STR("../../"), source->locale, STR("/"), family->slug, STR("/"),
			    introduction ? STR("index") : source->slug, STR(".html"), verdict ? STR("") : STR("#"),
			    verdict ? STR("") : section);
}

struct section_text *resolve_sections(struct resolve *resolve, const struct family *family,
				      const struct section_defs *defs, const struct draft *draft,
				      const struct locale *locale, const struct section_text *source)
{
	const struct document *own = draft->documents[locale->index];
	const struct document *original = draft->documents[resolve->site->source_locale->index];
	struct section_text *sections = arena_array(resolve->arena, defs->count, struct section_text);

	for (size_t i = 0; i < defs->count; i++) {
		const struct md_section *section = document_section(own, defs->items[i].id);
		const struct md_section *from = document_section(original, defs->items[i].id);
		if (section && from) {
			sections[i] = own_section(resolve, family, own, section);
			sections[i].stale = own != original && is_stale(resolve, own, section, from);
			if (sections[i].stale)
				sections[i].original = original_of(resolve, family, original, from->id);
		} else if (source && from) {
			sections[i] = source[i];
			sections[i].lang = resolve->site->source_locale->id;
			sections[i].dir = resolve->site->source_locale->dir;
		}
	}
	return sections;
}
