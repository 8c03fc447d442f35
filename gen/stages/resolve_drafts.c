/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* From documents to entries and notes: slugs, codes, kinds and classes, order, and which translation belongs to what. */
#include <stdlib.h>

#include "model/page.h"
#include "stages/resolve_parts.h"

#include <utf8proc.h>

static bool is_note(struct str slug)
{
	return str_find(slug, STR("-vs-"), 0) != SIZE_MAX;
}

static const struct yaml *scalar(struct resolve *resolve, const struct document *document, const char *key,
				 bool required)
{
	const struct yaml *node = yaml_find(document->front, key);

	if (node && node->kind == YAML_SCALAR && node->text.len > 0)
		return node;
	if (node && node->kind == YAML_SCALAR)
		diag_add(resolve->diags, DIAG_EMPTY_VALUE, node->loc, str_from(key));
	else if (node)
		diag_add(resolve->diags, DIAG_WRONG_TYPE, node->loc, str_from(key))->reason = STR("expected a text");
	else if (required && document->front)
		diag_add(resolve->diags, DIAG_MISSING_KEY, document->front->loc, str_from(key));
	return NULL;
}

static const struct kind *read_kind(struct resolve *resolve, const struct family *family,
				    const struct document *document)
{
	const struct yaml *node = scalar(resolve, document, "kind", false);
	struct str_array ids = { 0 };

	if (!node)
		return &family->kinds.items[0];
	for (size_t i = 0; i < family->kinds.count; i++) {
		if (str_eq(family->kinds.items[i].id, node->text))
			return &family->kinds.items[i];
		*array_add(resolve->arena, &ids) = family->kinds.items[i].id;
	}
	diag_add(resolve->diags, DIAG_UNKNOWN_KIND, node->loc, node->text)->hint =
		str_nearest(node->text, ids.items, ids.count);
	return &family->kinds.items[0];
}

static const struct code_class *class_of(const struct family *family, const struct entry *entry)
{
	for (size_t i = 0; i < family->classes.count; i++) {
		const struct code_class *class = &family->classes.items[i];
		bool of_kind = class->kind.len == 0 || str_eq(class->kind, entry->kind->id);
		if (of_kind && pattern_fits(class->pattern, entry->code))
			return class;
	}
	return NULL;
}

static void check_slug(struct resolve *resolve, const struct document *document)
{
	if (!slug_fits(document->slug))
		diag_add(resolve->diags, DIAG_BAD_SLUG, document->loc, document->slug);
	else if (slug_is_reserved(document->slug))
		diag_add(resolve->diags, DIAG_RESERVED_SLUG, document->loc, document->slug);
}

static struct document **new_documents(struct resolve *resolve, struct document *source)
{
	struct document **documents = arena_array(resolve->arena, resolve->site->locales.count, struct document *);

	documents[resolve->site->source_locale->index] = source;
	return documents;
}

static void make_entry(struct resolve *resolve, struct family_drafts *drafts, struct document *document)
{
	struct family *family = drafts->family;
	struct entry *entry = array_add(resolve->arena, &family->entries);
	const struct yaml *code = scalar(resolve, document, "code", true);

	check_slug(resolve, document);
	if (document->front)
		yaml_check_keys(
			document->front,
			YAML_KEYS("code", "kind", "title", "summary", "keywords", "changed", "facts", "replies"),
			resolve->diags);
	*entry = (struct entry){ .family = family, .slug = document->slug, .loc = document->loc };
	entry->code = code ? code->text : document->slug;
	entry->kind = read_kind(resolve, family, document);
	entry->code_class = class_of(family, entry);
	entry->facts = arena_array(resolve->arena, family->facts.count, struct fact_value);
	entry->broken = document->broken || !document->front;
	if (code && !pattern_fits(entry->kind->pattern, entry->code)) {
		diag_add(resolve->diags, DIAG_CODE_PATTERN, code->loc, entry->code)->reason =
			arena_concat(resolve->arena, STR("expected "), entry->kind->pattern->text);
		entry->broken = true;
	} else if (code && !entry->code_class) {
		diag_add(resolve->diags, DIAG_NO_CLASS, code->loc, entry->code);
	}
}

static int entry_cmp(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = str_natural_cmp(a->code, b->code);

	return order != 0 ? order : str_natural_cmp(a->slug, b->slug);
}

/* Sorted, so that a code's place among the others does not depend on the file system. */
static void file_entries(struct resolve *resolve, struct family_drafts *drafts)
{
	struct family *family = drafts->family;
	struct str source = resolve->site->source_locale->id;

	if (family->entries.count > 0)
		qsort(family->entries.items, family->entries.count, sizeof(struct entry), entry_cmp);
	for (size_t i = 0; i < family->entries.count; i++) {
		struct entry *entry = &family->entries.items[i];
		entry->index = i;
		map_add(&family->entry_map, resolve->arena, entry->slug, entry);
		*array_add(resolve->arena, &drafts->entries) = (struct draft){
			.documents = new_documents(resolve, folder_find(drafts->folder, entry->slug, source)),
			.entry = entry,
		};
	}
}

/* A note is named after a pair that exists, the entry that sorts first in front. */
static void make_note(struct resolve *resolve, struct family_drafts *drafts, struct document *document)
{
	struct family *family = drafts->family;
	size_t middle = str_find(document->slug, STR("-vs-"), 0);
	const struct entry *a = map_find(&family->entry_map, str_until_index(document->slug, middle));
	const struct entry *b = map_find(&family->entry_map, str_from_index(document->slug, middle + 4));

	if (document->front)
		yaml_check_keys(document->front, YAML_KEYS("changed"), resolve->diags);
	if (!a || !b || a->index >= b->index || !entry_pair_exists(a, b)) {
		diag_add(resolve->diags, DIAG_BAD_NOTE_NAME, document->loc, document->slug)->reason =
			!a || !b               ? STR("one of them does not exist")
			: a->index >= b->index ? STR("the other one comes first")
					       : STR("the two are not compared");
		return;
	}
	struct note *note = arena_new(resolve->arena, struct note);
	*note = (struct note){ .a = a, .b = b, .loc = document->loc };
	map_add(&family->notes, resolve->arena, document->slug, note);
	note->next = a->first_note;
	family->entries.items[a->index].first_note = note;
	*array_add(resolve->arena, &drafts->notes) =
		(struct draft){ .documents = new_documents(resolve, document), .note = note };
}

static struct draft *find_draft(struct family_drafts *drafts, struct str slug)
{
	const struct entry *entry = map_find(&drafts->family->entry_map, slug);
	const struct note *note = map_find(&drafts->family->notes, slug);

	if (str_is(slug, "_family"))
		return drafts->introduction.documents ? &drafts->introduction : NULL;
	if (entry)
		return &drafts->entries.items[entry->index];
	for (size_t i = 0; note && i < drafts->notes.count; i++)
		if (drafts->notes.items[i].note == note)
			return &drafts->notes.items[i];
	return NULL;
}

/* A translation may repeat a neutral key if it says the same; other keys of the source have no place in it. */
static void check_translation_keys(struct resolve *resolve, const struct draft *draft,
				   const struct document *translation)
{
	const struct document *source = draft->documents[resolve->site->source_locale->index];
	static const char *const neutral[] = { "code", "kind" };

	if (draft->note)
		yaml_check_keys(translation->front, YAML_KEYS("changed", "source"), resolve->diags);
	else if (draft->entry)
		yaml_check_keys(
			translation->front,
			YAML_KEYS("code", "kind", "title", "summary", "keywords", "changed", "source", "replies"),
			resolve->diags);
	else
		yaml_check_keys(translation->front, YAML_KEYS("title", "summary", "source"), resolve->diags);
	for (size_t i = 0; draft->entry && i < 2; i++) {
		const struct yaml *said = yaml_find(translation->front, neutral[i]);
		const struct yaml *meant = yaml_find(source->front, neutral[i]);
		if (said && meant && !str_eq(said->text, meant->text))
			diag_add(resolve->diags, DIAG_NEUTRAL_KEY, said->loc, str_from(neutral[i]))->note = meant->loc;
	}
}

static void file_translation(struct resolve *resolve, struct family_drafts *drafts, struct document *document)
{
	struct draft *draft = find_draft(drafts, document->slug);
	const struct locale *locale = site_locale(resolve->site, document->locale);

	if (!draft) {
		struct str_array slugs = { 0 };
		for (size_t i = 0; i < drafts->family->entries.count; i++)
			*array_add(resolve->arena, &slugs) = drafts->family->entries.items[i].slug;
		diag_add(resolve->diags, DIAG_ORPHAN_TRANSLATION, document->loc, document->slug)->hint =
			str_nearest(document->slug, slugs.items, slugs.count);
		return;
	}
	draft->documents[locale->index] = document;
	if (document->front)
		check_translation_keys(resolve, draft, document);
}

/* Case and composition of letters as file systems that ignore them see a name. */
static struct str folded(struct resolve *resolve, struct str name)
{
	utf8proc_uint8_t *bytes = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)name.ptr, (utf8proc_ssize_t)name.len, &bytes,
					    UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STABLE);
	struct str result = name;

	if (len == UTF8PROC_ERROR_NOMEM)
		arena_out_of_memory();
	if (len >= 0)
		result = arena_copy(resolve->arena, (struct str){ (const char *)bytes, (size_t)len });
	free(bytes);
	return result;
}

/* Two files whose names differ only in case or composition would be one page on many file systems. */
static void check_collisions(struct resolve *resolve, struct folder *folder)
{
	struct map seen = { 0 };

	for (size_t i = 0; i < folder->count; i++) {
		struct document *document = &folder->items[i];
		struct str name = folded(resolve, document->source.path);
		const struct document *other = map_find(&seen, name);
		if (other)
			diag_add(resolve->diags, DIAG_CASE_COLLISION, document->loc, document->slug)->note = other->loc;
		else
			map_add(&seen, resolve->arena, name, document);
	}
}

void resolve_entries(struct resolve *resolve, struct family_drafts *drafts)
{
	struct folder *folder = drafts->folder;
	struct str source = resolve->site->source_locale->id;

	if (drafts->family->kinds.count == 0)
		return; /* said when family.yaml was read */
	check_collisions(resolve, folder);
	for (size_t i = 0; i < folder->count; i++) {
		struct document *document = &folder->items[i];
		if (!str_eq(document->locale, source) || is_note(document->slug))
			continue;
		if (!str_is(document->slug, "_family")) {
			make_entry(resolve, drafts, document);
			continue;
		}
		drafts->introduction.documents = new_documents(resolve, document);
		if (document->front)
			yaml_check_keys(document->front, YAML_KEYS("title", "summary"), resolve->diags);
	}
	file_entries(resolve, drafts);
}

void resolve_companions(struct resolve *resolve, struct family_drafts *drafts)
{
	struct folder *folder = drafts->folder;
	struct str source = resolve->site->source_locale->id;

	for (size_t i = 0; i < folder->count; i++)
		if (str_eq(folder->items[i].locale, source) && is_note(folder->items[i].slug))
			make_note(resolve, drafts, &folder->items[i]);
	for (size_t i = 0; i < folder->count; i++)
		if (!str_eq(folder->items[i].locale, source))
			file_translation(resolve, drafts, &folder->items[i]);
}
