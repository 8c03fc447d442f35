/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* family.yaml: kinds, classes, sections, facts, answers and senses. The conversation and the rules are in load_rules.c. */
#include "model/page.h"
#include "stages/load_parts.h"

static void read_kinds(struct load *load, struct family *family, const struct yaml *map, struct str context)
{
	const struct yaml *kinds = load_member(load, map, "kinds", YAML_MAP, true);

	if (kinds && (kinds->count == 0 || kinds->count > MOST_VALUES))
		diag_add(load->diags, DIAG_WRONG_VALUE, kinds->loc, STR("kinds"))->reason =
			STR("expected 1 to 64 of them");
	for (size_t i = 0; kinds && i < kinds->count && i < MOST_VALUES; i++) {
		const struct yaml *node = kinds->items[i].value;
		struct kind *kind = array_add(load->arena, &family->kinds);
		struct str place = load_context(load, context, kinds->items[i].key);
		kind->id = kinds->items[i].key;
		kind->compared_with = NONE;
		if (!load_is(load, node, YAML_MAP, kind->id))
			continue;
		yaml_check_keys(node, YAML_KEYS("label", "pattern", "compared_with"), load->diags);
		load_label(load, node, "label", true, place, &kind->label);
		kind->pattern = load_pattern(load, node, "pattern", true);
	}
}

/* Which fact limits the comparisons of a kind; the facts are known only later than the kinds. */
static void read_compared_with(struct load *load, struct family *family, const struct yaml *map)
{
	const struct yaml *kinds = yaml_find(map, "kinds");

	for (size_t i = 0, k = 0; kinds && i < kinds->count && k < family->kinds.count; i++) {
		if (!str_eq(kinds->items[i].key, family->kinds.items[k].id))
			continue;
		struct kind *kind = &family->kinds.items[k++];
		const struct yaml *node = load_member(load, kinds->items[i].value, "compared_with", YAML_SCALAR, false);
		if (!node)
			continue;
		size_t fact = fact_find(family, node->text);
		if (fact == NONE || family->facts.items[fact].type != FACT_CODES)
			diag_add(load->diags, DIAG_UNKNOWN_FACT, node->loc, node->text)->reason =
				STR("expected a fact of type codes");
		else
			kind->compared_with = fact;
	}
}

static bool has_kind(const struct family *family, struct str id)
{
	for (size_t i = 0; i < family->kinds.count; i++)
		if (str_eq(family->kinds.items[i].id, id))
			return true;
	return false;
}

static void read_classes(struct load *load, struct family *family, const struct yaml *map, struct str context)
{
	const struct yaml *classes = load_member(load, map, "classes", YAML_MAP, true);

	if (classes && (classes->count == 0 || classes->count > MOST_VALUES))
		diag_add(load->diags, DIAG_WRONG_VALUE, classes->loc, STR("classes"))->reason =
			STR("expected 1 to 64 of them");
	for (size_t i = 0; classes && i < classes->count && i < MOST_VALUES; i++) {
		const struct yaml *node = classes->items[i].value;
		struct code_class *class = array_add(load->arena, &family->classes);
		class->id = classes->items[i].key;
		if (!load_is(load, node, YAML_MAP, class->id))
			continue;
		yaml_check_keys(node, YAML_KEYS("label", "pattern", "tone", "kind"), load->diags);
		load_label(load, node, "label", true, load_context(load, context, class->id), &class->label);
		class->tone = load_text(load, node, "tone", false);
		class->kind = load_text(load, node, "kind", false);
		if (class->kind.len > 0 && !has_kind(family, class->kind))
			diag_add(load->diags, DIAG_UNKNOWN_KIND, yaml_find(node, "kind")->loc, class->kind);
		class->pattern = load_pattern(load, node, "pattern", true);
	}
}

static void read_place(struct load *load, const struct yaml *node, struct section_def *section)
{
	static const char *const places[] = { "page", "answer", "both" };
	const struct yaml *place = load_member(load, node, "place", YAML_SCALAR, false);

	if (!place)
		return;
	for (size_t i = 0; i < 3; i++) {
		if (str_is(place->text, places[i])) {
			section->place = (enum section_place)i;
			return;
		}
	}
	diag_add(load->diags, DIAG_WRONG_VALUE, place->loc, place->text)->reason = STR("expected page, answer or both");
}

/* Templates use these as ids of their own on the same pages. */
static bool is_taken(struct str id)
{
	static const char *const names[] = { "main", "facts", "replies", "compare", "codes", "senders" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_is(id, names[i]))
			return true;
	return str_starts(id, STR("class-")) || str_starts(id, STR("replies-"));
}

static void read_sections(struct load *load, const struct family *family, const struct yaml *map, const char *key,
			  struct str context, struct section_defs *sections)
{
	const struct yaml *list = load_member(load, map, key, YAML_MAP, true);

	for (size_t i = 0; list && i < list->count; i++) {
		const struct yaml *node = list->items[i].value;
		struct section_def *section = array_add(load->arena, sections);
		section->id = list->items[i].key;
		if (is_taken(section->id))
			diag_add(load->diags, DIAG_DUPLICATE_ID, list->items[i].key_loc, section->id)->reason =
				STR("the pages use it for a part of their own");
		if (!load_is(load, node, YAML_MAP, section->id))
			continue;
		yaml_check_keys(node, YAML_KEYS("label", "required", "place", "cites", "shows_code"), load->diags);
		load_label(load, node, "label", true, load_context(load, context, section->id), &section->label);
		read_place(load, node, section);
		section->cites = load_flag(load, node, "cites");
		section->shows_code = load_flag(load, node, "shows_code");
		load_requirement(load, family, node, &section->required);
	}
}

static bool read_fact_type(struct load *load, const struct yaml *node, struct fact_def *fact)
{
	static const char *const types[] = { "choice", "set", "steps", "codes", "sources", "text", "flag" };
	const struct yaml *type = load_member(load, node, "type", YAML_SCALAR, true);

	if (!type)
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (str_is(type->text, types[i])) {
			fact->type = (enum fact_type)i;
			return true;
		}
	}
	diag_add(load->diags, DIAG_WRONG_VALUE, type->loc, type->text)->reason =
		STR("expected choice, set, steps, codes, sources, text or flag");
	return false;
}

static void read_values(struct load *load, const struct yaml *node, struct str context, struct choices *values)
{
	if (node && node->count > MOST_VALUES)
		diag_add(load->diags, DIAG_WRONG_VALUE, node->loc, context)->reason = STR("more than 64 values");
	for (size_t i = 0; node && i < node->count && i < MOST_VALUES; i++) {
		struct choice *value = array_add(load->arena, values);
		value->id = node->items[i].key;
		load_label_node(load, node->items[i].value, load_context(load, context, value->id), &value->label);
	}
}

/* Codes that begin as the entry's does, and what is said of a reply where two disagree. */
static void read_same_first(struct load *load, const struct yaml *node, struct str place, struct fact_def *fact)
{
	const struct yaml *disagreement = yaml_find(node, "disagreement");

	fact->same_first = load_flag(load, node, "same_first");
	load_label(load, node, "disagreement", false, load_context(load, place, STR("disagreement")),
		   &fact->disagreement);
	if (fact->same_first && fact->type != FACT_CODES)
		diag_add(load->diags, DIAG_WRONG_VALUE, yaml_find(node, "same_first")->loc, fact->id)->reason =
			STR("only a fact of type codes can have same_first");
	if (disagreement && (!fact->same_first || !fact->pattern))
		diag_add(load->diags, DIAG_WRONG_VALUE, disagreement->loc, STR("disagreement"))->reason =
			STR("the fact needs same_first and a pattern");
}

static void read_fact(struct load *load, struct family *family, const struct yaml_item *item, struct str context)
{
	struct fact_def *fact = array_add(load->arena, &family->facts);
	struct str place = load_context(load, context, item->key);

	fact->id = item->key;
	fact->type = FACT_TEXT;
	if (!load_is(load, item->value, YAML_MAP, item->key))
		return;
	yaml_check_keys(
		item->value,
		YAML_KEYS("type", "label", "required", "values", "pattern", "hidden", "same_first", "disagreement"),
		load->diags);
	load_label(load, item->value, "label", true, place, &fact->label);
	fact->hidden = load_flag(load, item->value, "hidden");
	if (!read_fact_type(load, item->value, fact))
		return;
	bool has_values = fact->type == FACT_CHOICE || fact->type == FACT_SET || fact->type == FACT_FLAG;
	const struct yaml *values = load_member(load, item->value, "values", YAML_MAP, has_values);
	if (values && !has_values)
		diag_add(load->diags, DIAG_WRONG_VALUE, values->loc, STR("values"))->reason =
			STR("only facts of type choice, set and flag have values");
	read_values(load, values, load_context(load, place, STR("values")), &fact->values);
	bool named = fact->values.count == 2 && str_is(fact->values.items[0].id, "true") &&
		     str_is(fact->values.items[1].id, "false");
	if (fact->type == FACT_FLAG && !named)
		diag_add(load->diags, DIAG_WRONG_VALUE, item->key_loc, fact->id)->reason =
			STR("a flag has the values true and false, in this order");
	fact->pattern = load_pattern(load, item->value, "pattern", false);
	read_same_first(load, item->value, place, fact);
}

static void read_facts(struct load *load, struct family *family, const struct yaml *map, struct str context)
{
	const struct yaml *facts = load_member(load, map, "facts", YAML_MAP, true);

	for (size_t i = 0; facts && i < facts->count; i++)
		read_fact(load, family, &facts->items[i], context);
}

static void read_fact_requirements(struct load *load, struct family *family, const struct yaml *map)
{
	const struct yaml *facts = yaml_find(map, "facts");

	for (size_t i = 0; facts && i < family->facts.count; i++)
		if (facts->items[i].value->kind == YAML_MAP)
			load_requirement(load, family, facts->items[i].value, &family->facts.items[i].required);
}

static void read_answer(struct load *load, struct family *family, const struct yaml_item *item, struct str context)
{
	struct answer_def answer = { .id = item->key };
	struct str place = load_context(load, context, item->key);

	if (!load_is(load, item->value, YAML_MAP, item->key))
		return;
	yaml_check_keys(item->value, YAML_KEYS("fact", "question", "say"), load->diags);
	load_label(load, item->value, "question", true, load_context(load, place, STR("question")), &answer.question);
	const struct yaml *name = load_member(load, item->value, "fact", YAML_SCALAR, true);
	if (!name)
		return;
	answer.fact = fact_find(family, name->text);
	if (answer.fact == NONE || family->facts.items[answer.fact].values.count == 0) {
		diag_add(load->diags, DIAG_UNKNOWN_FACT, name->loc, name->text)->reason =
			STR("expected a fact of type choice or set");
		return;
	}
	const struct choices *values = &family->facts.items[answer.fact].values;
	answer.says = arena_array(load->arena, values->count, struct label);
	const struct yaml *say = load_member(load, item->value, "say", YAML_MAP, false);
	for (size_t i = 0; say && i < say->count; i++) {
		size_t value = choice_find(values, say->items[i].key);
		if (value == NONE)
			diag_add(load->diags, DIAG_WRONG_VALUE, say->items[i].key_loc, say->items[i].key)->reason =
				STR("not a value of the fact");
		else
			load_label_node(load, say->items[i].value, load_context(load, place, say->items[i].key),
					&answer.says[value]);
	}
	*array_add(load->arena, &family->answers) = answer;
}

static void read_senders(struct load *load, struct family *family, const struct yaml *map, struct str context)
{
	const struct yaml *senders = load_member(load, map, "senders", YAML_MAP, false);

	for (size_t i = 0; senders && i < senders->count; i++) {
		const struct yaml_item *item = &senders->items[i];
		struct sender *sender = array_add(load->arena, &family->senders);
		*sender = (struct sender){ .slug = item->key, .index = i };
		if (!slug_fits(item->key))
			diag_add(load->diags, DIAG_BAD_SLUG, item->key_loc, item->key);
		if (!load_is(load, item->value, YAML_MAP, item->key))
			continue;
		yaml_check_keys(item->value, YAML_KEYS("name", "about"), load->diags);
		sender->name = load_text(load, item->value, "name", true);
		load_label(load, item->value, "about", true, load_context(load, context, item->key), &sender->about);
	}
}

struct family *load_family(struct load *load, struct str slug, const struct source *source)
{
	struct family *family = arena_new(load->arena, struct family);
	const struct yaml *map = yaml_parse(load->arena, source, source->text, load->diags);

	family->slug = slug;
	family->source = source;
	if (!load_is(load, map, YAML_MAP, STR("family.yaml")))
		return family;
	yaml_check_keys(map,
			YAML_KEYS("name", "short_name", "kinds", "classes", "sections", "facts", "senses", "senders",
				  "conversation", "answers", "compare", "lookup"),
			load->diags);
	load_label(load, map, "name", true, load_context(load, slug, STR("name")), &family->name);
	load_label(load, map, "short_name", true, load_context(load, slug, STR("short_name")), &family->short_name);
	read_kinds(load, family, map, load_context(load, slug, STR("kinds")));
	read_classes(load, family, map, load_context(load, slug, STR("classes")));
	read_facts(load, family, map, load_context(load, slug, STR("facts")));
	read_compared_with(load, family, map);
	load_conversation(load, family, load_member(load, map, "conversation", YAML_MAP, false));
	read_fact_requirements(load, family, map);

	const struct yaml *sections = load_member(load, map, "sections", YAML_MAP, true);
	struct str context = load_context(load, slug, STR("sections"));
	if (sections) {
		yaml_check_keys(sections, YAML_KEYS("entry", "note", "family"), load->diags);
		read_sections(load, family, sections, "entry", load_context(load, context, STR("entry")),
			      &family->entry_sections);
		read_sections(load, family, sections, "note", load_context(load, context, STR("note")),
			      &family->note_sections);
		read_sections(load, family, sections, "family", load_context(load, context, STR("family")),
			      &family->page_sections);
	}
	read_values(load, load_member(load, map, "senses", YAML_MAP, false), load_context(load, slug, STR("senses")),
		    &family->senses);

	read_senders(load, family, map, load_context(load, slug, STR("senders")));

	const struct yaml *answers = load_member(load, map, "answers", YAML_MAP, false);
	for (size_t i = 0; answers && i < answers->count; i++)
		read_answer(load, family, &answers->items[i], load_context(load, slug, STR("answers")));
	load_rules(load, family, load_member(load, map, "compare", YAML_MAP, false));
	load_lookup(load, family, map);
	return family;
}
