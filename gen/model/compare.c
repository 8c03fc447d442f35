/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Comparing two entries by their facts; sentences come from the family's rules. */
#include "model/compare.h"

#include "formats/html.h"
#include "formats/slots.h"

static const struct {
	const char *name;
	enum relation reverse;
} relations[RELATION_COUNT] = {
#define X(id, name, reverse) { name, RELATION_##reverse },
	RELATIONS(X)
#undef X
};

struct str relation_name(enum relation relation)
{
	return str_from(relations[relation].name);
}

static bool link_names(const struct entry *a, const struct entry *b, size_t fact)
{
	return fact_names(&a->facts[fact], b) || fact_names(&b->facts[fact], a);
}

static bool slug_listed(const struct str_array *slugs, struct str slug)
{
	for (size_t i = 0; i < slugs->count; i++)
		if (str_eq(slugs->items[i], slug))
			return true;
	return false;
}

static bool shares(const struct fact_value *x, const struct fact_value *y)
{
	if (x->bits & y->bits)
		return true;
	for (size_t i = 0; i < x->code_count; i++)
		for (size_t j = 0; j < y->code_count; j++)
			if (str_eq(x->codes[i].written, y->codes[j].written))
				return true;
	return false;
}

static bool condition_holds(const struct condition *condition, const struct pair *pair)
{
	const struct entry *a = pair->a, *b = pair->b, *side = condition->side == 0 ? a : b;
	const struct family *family = a->family;

	switch (condition->type) {
	case CONDITION_FACT:
		return (side->facts[condition->fact].bits & condition->bits) != 0;
	case CONDITION_KIND:
		return condition->bits >> (size_t)(side->kind - family->kinds.items) & 1;
	case CONDITION_CLASS:
		return side->code_class && (condition->bits >> (size_t)(side->code_class - family->classes.items) & 1);
	case CONDITION_CODE:
		return condition->named ? condition->named[side->index] : slug_listed(&condition->slugs, side->slug);
	case CONDITION_SAME:
		return a->facts[condition->fact].given &&
		       fact_equal(&a->facts[condition->fact], &b->facts[condition->fact]);
	case CONDITION_DIFFER:
		return !fact_equal(&a->facts[condition->fact], &b->facts[condition->fact]);
	case CONDITION_SHARE:
		return shares(&a->facts[condition->fact], &b->facts[condition->fact]);
	case CONDITION_LINKED:
		return link_names(a, b, condition->fact);
	case CONDITION_SESSION:
		return condition->bits >> pair->session & 1;
	}
	return false;
}

const struct condition *conditions_miss(const struct conditions *conditions, const struct pair *pair)
{
	for (size_t i = 0; i < conditions->count; i++)
		if (condition_holds(&conditions->items[i], pair) == conditions->items[i].negated)
			return &conditions->items[i];
	return NULL;
}

bool conditions_hold(const struct conditions *conditions, const struct pair *pair)
{
	return !conditions_miss(conditions, pair);
}

bool entry_meets(const struct conditions *conditions, const struct entry *entry)
{
	return conditions_hold(conditions, &(struct pair){ entry, entry, RELATION_NONE });
}

bool requirement_holds(const struct requirement *requirement, const struct entry *entry)
{
	return requirement->always || (requirement->when.count > 0 && entry_meets(&requirement->when, entry));
}

static size_t usual_step(const struct entry *entry)
{
	const struct fact_value *steps = entry_steps(entry);

	return steps ? steps->usual : NONE;
}

/* How things stand when a comes strictly before b in the order of steps. */
static enum relation in_order(const struct entry *a, const struct step *step, bool closes)
{
	const struct conversation *conversation = &a->family->conversation;

	if (closes)
		return RELATION_BARS;
	if (!entry_meets(&conversation->stops, a))
		return RELATION_THEN;
	return step->repeats ? RELATION_RETRY_THEN : RELATION_BARS;
}

enum relation compare_session(const struct entry *a, const struct entry *b)
{
	const struct conversation *conversation = &a->family->conversation;
	size_t i = usual_step(a), j = usual_step(b);

	if (i == NONE || j == NONE)
		return RELATION_NONE;

	const struct step *x = &conversation->items[i], *y = &conversation->items[j];
	bool a_closes = entry_meets(&conversation->closes, a);
	bool b_closes = entry_meets(&conversation->closes, b);
	if (y->before >> i & 1)
		return in_order(a, x, a_closes && !x->any);
	if (x->before >> j & 1)
		return relations[in_order(b, y, b_closes && !y->any)].reverse;
	if (a_closes && b_closes)
		return RELATION_BOTH_END;

	bool again = i != j || x->repeats || x->anytime || x->any;
	if (a_closes && again)
		return RELATION_ENDS;
	if (b_closes && again)
		return RELATION_ENDED;
	if (i == j && !x->any)
		return again ? RELATION_SAME_STEP : RELATION_ONCE;
	return RELATION_ANY_ORDER;
}

struct pair pair_of(const struct entry *a, const struct entry *b)
{
	return (struct pair){ a, b, compare_session(a, b) };
}

struct pair pair_reversed(const struct pair *pair)
{
	return (struct pair){ pair->b, pair->a, relations[pair->session].reverse };
}

/* Labels of the values in `bits`, with commas between them. */
static void say_values(const struct family *family, size_t fact, uint64_t bits, const struct locale *locale,
		       struct buf *html)
{
	const struct fact_def *def = &family->facts.items[fact];
	bool first = true;

	for (size_t i = 0; i < MOST_VALUES; i++) {
		if (!(bits >> i & 1))
			continue;
		const struct label *label =
			def->type == FACT_STEPS ? &family->conversation.items[i].label : &def->values.items[i].label;
		if (!first)
			buf_add(html, STR(", "));
		html_add_text(html, label_in(label, locale));
		first = false;
	}
}

static void say_step(const struct entry *entry, const struct locale *locale, bool adverbial, struct buf *html)
{
	size_t i = usual_step(entry);

	if (i == NONE)
		return;
	const struct step *step = &entry->family->conversation.items[i];
	html_add_text(html, label_in(adverbial ? &step->at : &step->label, locale));
}

static void say_fact(const struct match *match, const struct sentence_part *part, const struct locale *locale,
		     struct buf *html)
{
	const struct entry *side = part->side == 1 ? match->pair.b : match->pair.a;
	const struct family *family = side->family;

	if (part->side == 2)
		say_values(family, part->fact,
			   match->pair.a->facts[part->fact].bits & match->pair.b->facts[part->fact].bits, locale, html);
	else
		buf_add(html, side->texts[locale->index].fact_html[part->fact]);
}

void compare_say(const struct match *match, const struct locale *locale, struct buf *html)
{
	const struct sentence *sentence = &match->rule->sentences[locale->index];

	if (sentence->fallback) {
		buf_add(html, STR("<span lang=\""));
		html_add_text(html, locale->source->id);
		buf_add(html, STR("\" dir=\""));
		html_add_text(html, locale->source->dir);
		buf_add(html, STR("\">"));
	}
	for (size_t i = 0; i < sentence->count; i++) {
		const struct sentence_part *part = &sentence->items[i];
		const struct entry *side = part->side == 1 ? match->pair.b : match->pair.a;
		const struct entry_text *text = &side->texts[locale->index];
		buf_add(html, part->html);
		switch (part->slot) {
		case SLOT_NONE:
			break;
		case SLOT_CODE:
			buf_add(html, text->code_html);
			break;
		case SLOT_TITLE:
			buf_add(html, text->title_html);
			break;
		case SLOT_CLASS:
			html_add_text(html, text->class_label);
			break;
		case SLOT_KIND:
			html_add_text(html, text->kind_label);
			break;
		case SLOT_STEP:
		case SLOT_AT:
			say_step(side, locale, part->slot == SLOT_AT, html);
			break;
		case SLOT_FACT:
			say_fact(match, part, locale, html);
			break;
		}
	}
	if (sentence->fallback)
		buf_add(html, STR("</span>"));
}

static bool parse_slot(const struct family *family, struct str name, struct sentence_part *part)
{
	static const struct {
		const char *name;
		enum slot_type slot;
	} slots[] = {
		{ "code", SLOT_CODE }, { "title", SLOT_TITLE }, { "class", SLOT_CLASS },
		{ "kind", SLOT_KIND }, { "step", SLOT_STEP },   { "at", SLOT_AT },
	};

	if (str_take(&name, STR("both.")))
		part->side = 2;
	else if (str_take(&name, STR("b.")))
		part->side = 1;
	else if (!str_take(&name, STR("a.")))
		return false;

	for (size_t i = 0; part->side < 2 && i < sizeof(slots) / sizeof(*slots); i++) {
		if (str_is(name, slots[i].name)) {
			part->slot = slots[i].slot;
			return true;
		}
	}
	part->slot = SLOT_FACT;
	part->fact = fact_find(family, name);
	if (part->fact == NONE)
		return false;
	enum fact_type type = family->facts.items[part->fact].type;
	return part->side < 2 || type == FACT_CHOICE || type == FACT_SET || type == FACT_STEPS;
}

bool sentence_parse(struct arena *arena, const struct family *family, struct str text, struct sentence *sentence,
		    struct str *bad)
{
	struct str rest = text, literal, name;

	while (slot_next(&rest, &literal, &name)) {
		struct sentence_part *part = array_add(arena, sentence);
		part->html = html_text(arena, literal);
		bool stray = str_find_char(literal, '{') != SIZE_MAX;
		if (stray || (name.len > 0 && !parse_slot(family, name, part))) {
			*bad = stray ? literal : name;
			return false;
		}
	}
	return true;
}
