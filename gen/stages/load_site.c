/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* site.yaml: names, addresses, locales, and the table of sources. */
#include <strings.h>

#include "formats/slots.h"
#include "formats/url.h"
#include "stages/load_parts.h"

/* A language tag as far as we need it: letters, digits and hyphens, beginning with a letter (BCP 47, section 2.1). */
static bool is_locale(struct str id)
{
	for (size_t i = 0; i < id.len; i++) {
		char c = id.ptr[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool other = (c >= '0' && c <= '9') || c == '-';
		if (!letter && (i == 0 || !other))
			return false;
	}
	return id.len >= 2 && id.len <= 35;
}

/* On file systems that ignore case, "de" and "DE" are one folder. */
static bool same_folder(struct str a, struct str b)
{
	return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

/* Two marks, or four: opening and closing, and those inside of them. */
static void read_quotes(struct load *load, const struct yaml *map, struct locale *locale)
{
	const struct yaml *node = yaml_find(map, "quotes");
	struct str_array marks = load_texts(load, node, STR("quotes"));
	bool fits = marks.count == 2 || marks.count == 4;

	for (size_t i = 0; fits && i < marks.count; i++) {
		fits = marks.items[i].len > 0 && str_utf8(marks.items[i], &locale->quotes[i]) == marks.items[i].len &&
		       point_is_quote(locale->quotes[i]);
		locale->quote_text =
			arena_concat(load->arena, locale->quote_text, i > 0 ? STR(" ") : STR(""), marks.items[i]);
	}
	if (node && !fits) {
		memset(locale->quotes, 0, sizeof(locale->quotes));
		diag_add(load->diags, DIAG_WRONG_VALUE, node->loc, STR("quotes"))->reason =
			STR("expected two quotation marks, or four, each one character");
	}
}

/* Patterns of words, as glossaries have them. */
static void read_words(struct load *load, const struct yaml *map, const char *key, struct word_set *set)
{
	const struct yaml *node = yaml_find(map, key);
	struct str_array words = load_texts(load, node, str_from(key));

	for (size_t i = 0; i < words.count; i++)
		if (!word_set_add(load->arena, set, words.items[i], NULL))
			diag_add(load->diags, DIAG_WRONG_VALUE, node->loc, words.items[i])->reason = WORD_SET_WANTS;
}

/* What `statusbook check` reads texts of the language by. */
static void read_proof_marks(struct load *load, const struct yaml *map, struct locale *locale)
{
	const struct yaml *shortest = load_member(load, map, "shortest_section", YAML_SCALAR, false);

	locale->may_repeat = load_texts(load, yaml_find(map, "may_repeat"), STR("may_repeat"));
	read_quotes(load, map, locale);
	read_words(load, map, "informal", &locale->informal);
	read_words(load, map, "function_words", &locale->function_words);
	if (shortest && !str_to_size(shortest->text, &locale->shortest_section))
		diag_add(load->diags, DIAG_WRONG_VALUE, shortest->loc, shortest->text)->reason =
			STR("expected a number of characters");
}

static void read_locale(struct load *load, const struct yaml_item *item)
{
	struct locale *locale = array_add(load->arena, &load->site->locales);

	locale->id = item->key;
	locale->index = load->site->locales.count - 1;
	locale->dir = STR("ltr");
	if (!is_locale(item->key)) {
		diag_add(load->diags, DIAG_BAD_LOCALE, item->key_loc, item->key);
		locale->is_broken = true; /* no names of files are made of it */
	}
	for (size_t i = 0; i + 1 < load->site->locales.count; i++)
		if (same_folder(load->site->locales.items[i].id, item->key))
			diag_add(load->diags, DIAG_CASE_COLLISION, item->key_loc, item->key);
	if (!load_is(load, item->value, YAML_MAP, item->key))
		return;

	yaml_check_keys(
		item->value,
		YAML_KEYS("name", "dir", "may_repeat", "quotes", "informal", "function_words", "shortest_section"),
		load->diags);
	locale->name = load_text(load, item->value, "name", true);
	read_proof_marks(load, item->value, locale);
	const struct yaml *dir = load_member(load, item->value, "dir", YAML_SCALAR, false);
	if (!dir)
		return;
	locale->dir = dir->text;
	if (!str_is(dir->text, "ltr") && !str_is(dir->text, "rtl"))
		diag_add(load->diags, DIAG_WRONG_VALUE, dir->loc, dir->text)->reason = STR("expected ltr or rtl");
}

static void read_locales(struct load *load, const struct yaml *map)
{
	const struct yaml *locales = load_member(load, map, "locales", YAML_MAP, true);
	const struct yaml *source = load_member(load, map, "source_locale", YAML_SCALAR, true);

	for (size_t i = 0; locales && i < locales->count; i++)
		read_locale(load, &locales->items[i]);
	for (size_t i = 0; source && i < load->site->locales.count; i++) {
		struct locale *locale = &load->site->locales.items[i];
		locale->is_source = str_eq(locale->id, source->text);
		if (locale->is_source)
			load->site->source_locale = locale;
	}
	for (size_t i = 0; i < load->site->locales.count; i++)
		load->site->locales.items[i].source = load->site->source_locale;
	if (source && !load->site->source_locale)
		diag_add(load->diags, DIAG_UNKNOWN_LOCALE, source->loc, source->text);
}

/* A name at the top of the output: no path, and nothing that would have to be escaped in an address. */
static void keep(struct load *load, const struct yaml *node)
{
	struct str name = node->text;
	bool fits = name.len > 0 && name.len <= 255 && !str_is(name, ".") && !str_is(name, "..");

	for (size_t i = 0; fits && i < name.len; i++) {
		char c = name.ptr[i], lower = (char)(c | 0x20);
		fits = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
	}
	if (fits)
		*array_add(load->arena, &load->site->kept) = (struct kept){ name, node->loc };
	else
		diag_add(load->diags, DIAG_WRONG_VALUE, node->loc, name)->reason =
			STR("expected the name of a file or folder: letters, digits, '-', '_' and '.'");
}

static void read_kept(struct load *load, const struct yaml *map)
{
	const struct yaml *list = load_member(load, map, "keep", YAML_LIST, false);
	const struct yaml *offline = load_member(load, map, "offline", YAML_SCALAR, false);

	for (size_t i = 0; list && i < list->count; i++)
		if (load_is(load, list->items[i].value, YAML_SCALAR, STR("keep")))
			keep(load, list->items[i].value);
	if (!offline)
		return;
	load->site->offline = offline->text;
	keep(load, offline);
}

static struct str read_url(struct load *load, const struct yaml *map, const char *key, bool required)
{
	const struct yaml *node = load_member(load, map, key, YAML_SCALAR, required);

	if (!node)
		return (struct str){ NULL, 0 };
	if (!str_starts(node->text, STR("https://")) && !str_starts(node->text, STR("http://")))
		diag_add(load->diags, DIAG_WRONG_VALUE, node->loc, node->text)->reason =
			STR("expected an address that begins with https://");
	else if (url_kind(node->text) != URL_WEB)
		diag_add(load->diags, DIAG_BAD_URL, node->loc, node->text);
	return node->text;
}

static void read_licence(struct load *load, const struct yaml *map, const char *key, struct licence *licence)
{
	const struct yaml *node = load_member(load, map, key, YAML_MAP, false);

	if (!node)
		return;
	yaml_check_keys(node, YAML_KEYS("name", "url"), load->diags);
	licence->name = load_text(load, node, "name", true);
	licence->url = read_url(load, node, "url", true);
}

/* A text with slots holds those that it needs, and no others. `second` may be NULL. */
static void check_slots(struct load *load, const struct yaml *map, const char *key, const char *first,
			const char *second)
{
	const struct yaml *node = yaml_find(map, key);
	struct str rest = node ? node->text : (struct str){ NULL, 0 }, literal, slot;
	bool found = false, wrong = false;

	while (slot_next(&rest, &literal, &slot)) {
		bool stray = str_find_char(literal, '{') != SIZE_MAX;
		bool unknown = slot.len > 0 && !str_is(slot, first) && !(second && str_is(slot, second));
		if (stray)
			diag_add(load->diags, DIAG_BAD_SLOT, node->loc, node->text);
		if (unknown)
			diag_add(load->diags, DIAG_UNKNOWN_SLOT, node->loc, slot);
		wrong |= stray || unknown;
		found |= str_is(slot, first);
	}
	if (node && !found && !wrong)
		diag_add(load->diags, DIAG_MISSING_SLOT, node->loc, str_from(first));
}

static void read_reference(struct load *load, const struct yaml_item *item)
{
	struct reference *reference = arena_new(load->arena, struct reference);
	struct str context = load_context(load, STR("site.sources"), item->key);

	reference->id = item->key;
	map_add(&load->site->references, load->arena, item->key, reference);
	if (!load_is(load, item->value, YAML_MAP, item->key))
		return;

	yaml_check_keys(item->value,
			YAML_KEYS("name", "title", "url", "section_url", "citation", "status", "obsoleted_by"),
			load->diags);
	load_label(load, item->value, "name", true, load_context(load, context, STR("name")), &reference->name);
	reference->title = load_text(load, item->value, "title", true);
	reference->url = read_url(load, item->value, "url", true);
	reference->section_url = read_url(load, item->value, "section_url", false);
	if (url_kind(reference->section_url) == URL_WEB)
		check_slots(load, item->value, "section_url", "section", NULL);
	check_slots(load, item->value, "citation", "section", "name");
	reference->status = load_text(load, item->value, "status", false);
	reference->obsoleted_by = load_text(load, item->value, "obsoleted_by", false);
	reference->citation = load->site->citation;
	load_label(load, item->value, "citation", false, load_context(load, context, STR("citation")),
		   &reference->citation);
}

static void check_obsoleted(struct load *load, const struct yaml *sources)
{
	for (size_t i = 0; sources && i < sources->count; i++) {
		const struct yaml *by = yaml_find(sources->items[i].value, "obsoleted_by");
		if (by && by->kind == YAML_SCALAR && !map_find(&load->site->references, by->text))
			diag_add(load->diags, DIAG_UNKNOWN_SOURCE, by->loc, by->text);
	}
}

static void read_pairs(struct load *load, const struct yaml *map)
{
	if (!map)
		return;
	yaml_check_keys(map, YAML_KEYS("indexable"), load->diags);

	const struct yaml *words = load_member(load, map, "indexable", YAML_LIST, true);
	load->site->has_index_words = words != NULL;
	for (size_t i = 0; words && i < words->count; i++) {
		const struct yaml *word = words->items[i].value;
		if (load_is(load, word, YAML_SCALAR, STR("indexable")))
			*array_add(load->arena, &load->site->index_words) =
				(struct index_word){ word->text, word->loc };
	}
}

/* Whether a reason for some pair of the family is meant. */
static bool set_index_word(struct family *family, struct str word)
{
	size_t fact = fact_find(family, word);

	if (str_is(word, "note"))
		return family->notes_index = true;
	if (fact == NONE || family->facts.items[fact].type != FACT_CODES)
		return false;
	return family->facts.items[fact].indexes = true;
}

void load_index_words(struct load *load)
{
	const struct site *site = load->site;
	bool fine = diag_exit_status(load->diags) == 0;

	for (size_t f = 0; f < site->families.count; f++) {
		struct family *family = site->families.items[f].value;
		family->notes_index = !site->has_index_words;
		for (size_t i = 0; i < family->facts.count; i++)
			family->facts.items[i].indexes =
				!site->has_index_words && family->facts.items[i].type == FACT_CODES;
	}
	for (size_t i = 0; i < site->index_words.count; i++) {
		const struct index_word *word = &site->index_words.items[i];
		bool known = false;
		for (size_t f = 0; f < site->families.count; f++)
			known |= set_index_word(site->families.items[f].value, word->id);
		if (!known && fine)
			diag_add(load->diags, DIAG_UNKNOWN_FACT, word->loc, word->id)->reason =
				STR("expected 'note', or a fact of type codes");
	}
}

void load_site(struct load *load, const struct source *source)
{
	struct site *site = load->site;
	const struct yaml *map = yaml_parse(load->arena, source, source->text, load->diags);

	if (!load_is(load, map, YAML_MAP, STR("site.yaml")))
		return;
	yaml_check_keys(map,
			YAML_KEYS("name", "description", "base_url", "repository", "edit_url", "new_url", "keep",
				  "offline", "text_licence", "code_licence", "source_locale", "locales", "citation",
				  "pairs", "sources"),
			load->diags);
	load_label(load, map, "name", true, STR("site.name"), &site->name);
	load_label(load, map, "description", true, STR("site.description"), &site->description);
	load_label(load, map, "citation", true, STR("site.citation"), &site->citation);
	site->base_url = read_url(load, map, "base_url", true);
	if (!str_ends(site->base_url, STR("/")))
		site->base_url = arena_concat(load->arena, site->base_url, STR("/"));
	site->repository = read_url(load, map, "repository", false);
	site->edit_url = read_url(load, map, "edit_url", false);
	site->new_url = read_url(load, map, "new_url", false);
	read_licence(load, map, "text_licence", &site->text_licence);
	read_licence(load, map, "code_licence", &site->code_licence);
	read_kept(load, map);
	check_slots(load, map, "edit_url", "path", NULL);
	check_slots(load, map, "new_url", "path", NULL);
	check_slots(load, map, "citation", "section", "name");
	if (str_find_char(site->base_url, '?') != SIZE_MAX || str_find_char(site->base_url, '#') != SIZE_MAX)
		diag_add(load->diags, DIAG_WRONG_VALUE, yaml_find(map, "base_url")->loc, site->base_url)->reason =
			STR("an address of a folder has no '?' or '#'");
	/* 404.html links by the path alone: what begins with two slashes would be another host. */
	if (url_kind(site->base_url) == URL_WEB && str_find(site->base_url, STR("//"), strlen("http://")) != SIZE_MAX)
		diag_add(load->diags, DIAG_WRONG_VALUE, yaml_find(map, "base_url")->loc, site->base_url)->reason =
			STR("an address of a folder has no empty part");
	read_locales(load, map);
	read_pairs(load, load_member(load, map, "pairs", YAML_MAP, false));

	const struct yaml *sources = load_member(load, map, "sources", YAML_MAP, true);
	for (size_t i = 0; sources && i < sources->count; i++)
		read_reference(load, &sources->items[i]);
	check_obsoleted(load, sources);
}
