/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* A family's page in each language: its introduction, its classes with their codes, and the sentences of its rules. */
#include "formats/html.h"
#include "model/compare.h"
#include "stages/resolve_parts.h"

static struct entry_link link_to(struct resolve *resolve, const struct family *family, const struct entry_text *text)
{
	return (struct entry_link){
		.href = text->href,
		.path = arena_concat(resolve->arena, family->slug, STR("/"), text->href),
		.code = text->code,
		.title = text->title,
		.summary = text->summary,
		.lang = text->lang,
		.tone = text->tone,
	};
}

static void make_classes(struct resolve *resolve, const struct family *family, const struct locale *locale,
			 struct family_text *text)
{
	struct class_text *classes = arena_array(resolve->arena, family->classes.count, struct class_text);
	size_t class_count = 0;

	for (size_t c = 0; c < family->classes.count; c++) {
		const struct code_class *class = &family->classes.items[c];
		struct entry_link *links = arena_array(resolve->arena, family->entries.count, struct entry_link);
		size_t count = 0;
		for (size_t i = 0; i < family->entries.count; i++)
			if (family->entries.items[i].code_class == class)
				links[count++] =
					link_to(resolve, family, &family->entries.items[i].texts[locale->index]);
		if (count > 0)
			classes[class_count++] = (struct class_text){
				class->id,
				label_in(&class->label, locale),
				class->tone,
				value_list(links, count),
			};
	}
	text->classes = value_list(classes, class_count);
}

static void make_introduction(struct resolve *resolve, const struct family_drafts *drafts, const struct locale *locale,
			      const struct section_text *original, struct family_text *text)
{
	const struct section_defs *defs = &drafts->family->page_sections;
	const struct document *own = drafts->introduction.documents[locale->index];
	const struct document *source = drafts->introduction.documents[resolve->site->source_locale->index];
	const struct yaml *title = own ? yaml_find(own->front, "title") : NULL;
	const struct yaml *summary = own ? yaml_find(own->front, "summary") : NULL;
	const struct section_text *sections =
		locale->is_source
			? original
			: resolve_sections(resolve, drafts->family, defs, &drafts->introduction, locale, original);
	struct section_text *shown = arena_array(resolve->arena, defs->count, struct section_text);
	size_t count = 0, lead = section_find(defs, STR("lead"));

	if (!title || !summary) {
		title = yaml_find(source->front, "title");
		summary = yaml_find(source->front, "summary");
		text->lang = locale->is_source ? (struct str){ NULL, 0 } : resolve->site->source_locale->id;
		text->dir = locale->is_source ? (struct str){ NULL, 0 } : resolve->site->source_locale->dir;
	}
	text->file = resolve_file_of(resolve, &drafts->introduction, locale);
	text->title = title ? title->text : text->name;
	text->summary = summary ? str_trim(summary->text) : (struct str){ NULL, 0 };
	for (size_t i = 0; i < defs->count; i++) {
		if (sections[i].id.len == 0)
			continue;
		if (i == lead) {
			text->lead = arena_new(resolve->arena, struct section_text);
			*text->lead = sections[i];
		} else {
			shown[count++] = sections[i];
		}
	}
	text->sections = value_list(shown, count);
}

static size_t count_pairs(const struct family *family)
{
	size_t count = 0;

	for (size_t i = 0; i < family->entries.count; i++)
		for (size_t j = i + 1; j < family->entries.count; j++)
			count += entry_pair_exists(&family->entries.items[i], &family->entries.items[j]);
	return count;
}

void resolve_family_texts(struct resolve *resolve, struct family_drafts *drafts)
{
	struct family *family = drafts->family;
	const struct section_defs *defs = &family->page_sections;
	bool has_page = drafts->introduction.documents != NULL;
	const struct section_text *original = has_page ? resolve_sections(resolve, family, defs, &drafts->introduction,
									  resolve->site->source_locale, NULL)
						       : NULL;

	family->texts = arena_array(resolve->arena, resolve->site->locales.count, struct family_text);
	for (size_t i = 0; i < resolve->site->locales.count; i++) {
		const struct locale *locale = &resolve->site->locales.items[i];
		struct family_text *text = &family->texts[i];
		text->slug = family->slug;
		text->name = label_in(&family->name, locale);
		text->short_name = label_in(&family->short_name, locale);
		text->href = arena_concat(resolve->arena, family->slug, STR("/index.html"));
		text->title = text->name;
		text->entry_count = family->entries.count;
		text->pair_count = count_pairs(family);
		make_classes(resolve, family, locale, text);
		resolve_senders(resolve, family, locale, text);
		if (has_page)
			make_introduction(resolve, drafts, locale, original, text);
	}
	if (has_page) {
		check_front_texts(resolve, &drafts->introduction);
		check_sections(resolve, defs, &drafts->introduction);
	}
}

/* A translation that lost a slot falls back to the source; the catalogue check says so. */
static void make_sentence(struct resolve *resolve, const struct family *family, const struct rule *rule,
			  const struct locale *locale, struct sentence *sentence)
{
	struct str text = label_in(&rule->say, locale), bad;

	sentence->fallback = !label_is_translated(&rule->say, locale);
	if (sentence_parse(resolve->arena, family, text, sentence, &bad))
		return;
	*sentence = (struct sentence){ .fallback = true };
	sentence_parse(resolve->arena, family, rule->say.text, sentence, &bad);
}

/* Conditions that name codes name codes that exist; rules are tried on every pair, so names are looked up once. */
static void find_codes(struct resolve *resolve, const struct family *family, struct rule *rule)
{
	for (size_t i = 0; i < rule->when.count; i++) {
		struct condition *condition = &rule->when.items[i];
		bool *named =
			condition->slugs.count > 0 ? arena_array(resolve->arena, family->entries.count, bool) : NULL;
		for (size_t k = 0; k < condition->slugs.count; k++) {
			struct str slug = condition->slugs.items[k];
			const struct entry *entry = map_find(&family->entry_map, slug);
			if (entry)
				named[entry->index] = true;
			else
				diag_add(resolve->diags, DIAG_DEAD_CODE, loc_of(family->source, slug), slug);
		}
		condition->named = named;
	}
}

void resolve_rules(struct resolve *resolve, struct family *family)
{
	for (size_t k = 0; k < RULE_LISTS; k++) {
		for (size_t i = 0; i < family->rules[k].count; i++) {
			struct rule *rule = &family->rules[k].items[i];
			find_codes(resolve, family, rule);
			rule->sentences = arena_array(resolve->arena, resolve->site->locales.count, struct sentence);
			for (size_t l = 0; l < resolve->site->locales.count; l++)
				make_sentence(resolve, family, rule, &resolve->site->locales.items[l],
					      &rule->sentences[l]);
		}
		rules_prepare(resolve->arena, family, &family->rules[k]);
	}
}
