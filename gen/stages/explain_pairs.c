/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Tells which rules a pair matches. What is looked at is collected once, and written in one of two forms. */
#include "stages/explain_pairs.h"

#include "formats/json.h"
#include "model/compare.h"
#include "model/page.h"

static const char *const list_names[RULE_LISTS] = {
	[RULES_VERDICT] = "verdict", [RULES_SESSION] = "session", [RULES_DIFFERENCES] = "differences",
	[RULES_CHOICE] = "choice",   [RULES_SENDER] = "sender",
};

/* The pair of the page: its lower code is page.a. */
struct subject {
	const struct site *site;
	struct page page; /* without a language */
	struct pair pair;
};

static struct subject subject_of(const struct site *site, const struct entry *a, const struct entry *b)
{
	struct page page = { .kind = PAGE_PAIR, .locale = site->source_locale, .family = a->family, .a = a, .b = b };

	return (struct subject){ site, page, pair_of(a, b) };
}

/* What each condition asks for, in the words of family.yaml --------------------------------------------------------- */

static void add_word(struct buf *out, struct str word, size_t *count)
{
	buf_add(out, (*count)++ > 0 ? STR(", ") : STR(""));
	buf_add(out, word);
}

/* The id of value number i of what the condition looks at; empty behind the last. */
static struct str value_id(const struct family *family, const struct condition *condition, size_t i)
{
	const struct fact_def *fact = &family->facts.items[condition->fact];

	if (condition->type == CONDITION_KIND && i < family->kinds.count)
		return family->kinds.items[i].id;
	if (condition->type == CONDITION_CLASS && i < family->classes.count)
		return family->classes.items[i].id;
	if (condition->type == CONDITION_SESSION && i < RELATION_COUNT)
		return relation_name((enum relation)i);
	if (condition->type == CONDITION_FACT && fact->type == FACT_STEPS && i < family->conversation.count)
		return family->conversation.items[i].id;
	if (condition->type == CONDITION_FACT && i < fact->values.count)
		return fact->values.items[i].id;
	return (struct str){ NULL, 0 };
}

static void add_values(const struct family *family, const struct condition *condition, struct buf *out)
{
	size_t count = 0;

	for (size_t i = 0; i < condition->slugs.count; i++)
		add_word(out, condition->slugs.items[i], &count);
	for (size_t i = 0; i < MOST_VALUES; i++)
		if (condition->bits >> i & 1)
			add_word(out, value_id(family, condition, i), &count);
}

/* "b.severity: transient, permanent", "not linked: twin" */
static void add_condition(const struct family *family, const struct condition *condition, struct buf *out)
{
	static const char *const names[] = {
		[CONDITION_KIND] = "kind",     [CONDITION_CLASS] = "class",     [CONDITION_CODE] = "code",
		[CONDITION_SAME] = "same",     [CONDITION_DIFFER] = "differ",   [CONDITION_SHARE] = "share",
		[CONDITION_LINKED] = "linked", [CONDITION_SESSION] = "session",
	};
	bool of_side = condition->type <= CONDITION_CODE;
	bool of_fact = condition->type >= CONDITION_SAME && condition->type <= CONDITION_LINKED;
	struct str fact = family->facts.items[condition->fact].id;

	buf_add(out, condition->negated ? STR("not ") : STR(""));
	if (of_side)
		buf_add(out, condition->side == 0 ? STR("a.") : STR("b."));
	buf_add(out, condition->type == CONDITION_FACT ? fact : str_from(names[condition->type]));
	buf_add(out, STR(": "));
	if (of_fact)
		buf_add(out, fact);
	else
		add_values(family, condition, out);
}

/* Reasons ----------------------------------------------------------------------------------------------------------- */

/* Whose translation is missing: the first of the two without one. */
static struct str untranslated(const struct page *page)
{
	return page->a->texts[page->locale->index].translated ? page->b->code : page->a->code;
}

/* Why search engines may list the page, or may not. */
static void add_reason(const struct page *page, struct buf *out)
{
	const struct note *note = page_note(page);
	size_t fact = page_link(page);

	if (!page_translated(page)) {
		struct str code = untranslated(page);
		buf_addf(out, "%.*s is not translated", (int)code.len, code.ptr);
	} else if (note && page->family->notes_index) {
		buf_add(out, STR("it has a note"));
	} else if (fact != NONE) {
		bool forth = fact_names(&page->a->facts[fact], page->b);
		struct str from = forth ? page->a->code : page->b->code, to = forth ? page->b->code : page->a->code;
		struct str id = page->family->facts.items[fact].id;
		buf_addf(out, "%.*s names %.*s in '%.*s'", (int)from.len, from.ptr, (int)to.len, to.ptr, (int)id.len,
			 id.ptr);
	} else {
		buf_add(out, STR("no reason of site.yaml holds"));
	}
}

static void add_name(const struct subject *subject, struct buf *out)
{
	buf_add(out, subject->page.family->slug);
	buf_add(out, STR("/"));
	buf_add(out, subject->page.a->slug);
	buf_add(out, STR("-vs-"));
	buf_add(out, subject->page.b->slug);
}

/* Text -------------------------------------------------------------------------------------------------------------- */

static void add_place(struct loc loc, struct buf *out)
{
	buf_add(out, loc.source->path);
	buf_addf(out, ":%zu", loc_line(loc));
}

static void text_pages(const struct subject *subject, struct buf *out)
{
	struct page page = subject->page;
	const struct note *note = page_note(&page);

	for (size_t i = 0; i < subject->site->locales.count; i++) {
		page.locale = &subject->site->locales.items[i];
		page_path(&page, out);
		buf_add(out, page_indexable(&page) ? STR(": indexable: ") : STR(": noindex: "));
		add_reason(&page, out);
		buf_add_char(out, '\n');
	}
	if (note) {
		buf_add(out, STR("note: "));
		add_place(note->loc, out);
		buf_add(out, STR("; its verdict stands in place of the rule's\n"));
	}
}

/* "login-then (235, 550), content/smtp/family.yaml:2041" */
static void text_match(const struct match *match, struct buf *out)
{
	buf_add(out, match->rule->id);
	buf_add(out, STR(" ("));
	buf_add(out, match->pair.a->code);
	buf_add(out, STR(", "));
	buf_add(out, match->pair.b->code);
	buf_add(out, STR("), "));
	add_place(match->rule->loc, out);
	buf_add_char(out, '\n');
}

static void text_list(const struct subject *subject, enum rule_list list, struct buf *out)
{
	const struct rules *rules = &subject->page.family->rules[list];
	struct match match;
	size_t next = 0, count = 0;

	while ((count == 0 || list == RULES_DIFFERENCES) && compare_match(rules, &subject->pair, &next, &match)) {
		count++;
		buf_add(out, str_from(list_names[list]));
		buf_add(out, STR(": "));
		text_match(&match, out);
	}
	if (count == 0)
		buf_addf(out, "%s: no rule matches\n", list_names[list]);
}

/* The rules that were tried for the verdict before one matched, and where each failed, in both orders. */
static void text_missed(const struct subject *subject, struct buf *out)
{
	const struct family *family = subject->page.family;
	const struct rules *rules = &family->rules[RULES_VERDICT];
	struct pair back = pair_reversed(&subject->pair);

	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->items[i];
		const struct condition *forth = conditions_miss(&rule->when, &subject->pair);
		const struct condition *swapped = conditions_miss(&rule->when, &back);
		if (!forth || !swapped)
			return;
		if (i == 0)
			buf_add(out, STR("verdicts that do not match, and the first condition that fails:\n"));
		buf_add(out, STR("  "));
		buf_add(out, rule->id);
		buf_add(out, STR(", "));
		add_place(rule->loc, out);
		buf_add(out, STR(": "));
		add_condition(family, forth, out);
		if (swapped != forth) {
			buf_add(out, STR("; swapped, "));
			add_condition(family, swapped, out);
		}
		buf_add_char(out, '\n');
	}
}

static void text_one(const struct subject *subject, struct buf *out)
{
	text_pages(subject, out);
	buf_add(out, STR("relation: "));
	buf_add(out, relation_name(subject->pair.session));
	buf_add_char(out, '\n');
	for (size_t i = 0; i < RULE_LISTS; i++)
		text_list(subject, (enum rule_list)i, out);
	text_missed(subject, out);
}

/* "smtp/235-vs-550: it has a note; session login-then, ..." */
static void text_line(const struct subject *subject, struct buf *out)
{
	struct match match;

	add_name(subject, out);
	buf_add(out, page_indexable(&subject->page) ? STR(": indexable: ") : STR(": noindex: "));
	add_reason(&subject->page, out);
	for (size_t i = 0; i < RULE_LISTS; i++) {
		size_t next = 0;
		if (i == RULES_DIFFERENCES ||
		    !compare_match(&subject->page.family->rules[i], &subject->pair, &next, &match))
			continue;
		buf_addf(out, "; %s ", list_names[i]);
		buf_add(out, match.rule->id);
	}
	buf_add_char(out, '\n');
}

/* JSON -------------------------------------------------------------------------------------------------------------- */

static void json_pages(const struct subject *subject, struct buf *out)
{
	struct page page = subject->page;
	struct buf text = { 0 };

	json_key(out, "pages");
	buf_add_char(out, '[');
	for (size_t i = 0; i < subject->site->locales.count; i++) {
		page.locale = &subject->site->locales.items[i];
		json_next(out);
		buf_add_char(out, '{');
		buf_clear(&text);
		page_path(&page, &text);
		json_key_text(out, "path", buf_view(&text));
		json_key(out, "indexable");
		buf_add(out, page_indexable(&page) ? STR("true") : STR("false"));
		buf_clear(&text);
		add_reason(&page, &text);
		json_key_text(out, "reason", buf_view(&text));
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
	buf_free(&text);
}

static void json_place(struct loc loc, struct buf *out)
{
	json_key_text(out, "file", loc.source->path);
	json_key_size(out, "line", loc_line(loc));
}

static void json_list(const struct subject *subject, enum rule_list list, struct buf *out)
{
	const struct rules *rules = &subject->page.family->rules[list];
	struct match match;
	size_t next = 0, count = 0;

	json_key(out, list_names[list]);
	buf_add_char(out, '[');
	while ((count == 0 || list == RULES_DIFFERENCES) && compare_match(rules, &subject->pair, &next, &match)) {
		count++;
		json_next(out);
		buf_add_char(out, '{');
		json_key_text(out, "rule", match.rule->id);
		json_key_text(out, "a", match.pair.a->slug);
		json_key_text(out, "b", match.pair.b->slug);
		json_place(match.rule->loc, out);
		if (match.rule->has_sketch) {
			json_key(out, "sketch");
			buf_add(out, STR("true"));
		}
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
}

static void json_condition(const struct family *family, const char *name, const struct condition *condition,
			   struct buf *out)
{
	struct buf text = { 0 };

	add_condition(family, condition, &text);
	json_key_text(out, name, buf_view(&text));
	buf_free(&text);
}

static void json_missed(const struct subject *subject, struct buf *out)
{
	const struct family *family = subject->page.family;
	const struct rules *rules = &family->rules[RULES_VERDICT];
	struct pair back = pair_reversed(&subject->pair);

	json_key(out, "missed");
	buf_add_char(out, '[');
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->items[i];
		const struct condition *forth = conditions_miss(&rule->when, &subject->pair);
		const struct condition *swapped = conditions_miss(&rule->when, &back);
		if (!forth || !swapped)
			break;
		json_next(out);
		buf_add_char(out, '{');
		json_key_text(out, "rule", rule->id);
		json_place(rule->loc, out);
		json_condition(family, "fails", forth, out);
		json_condition(family, "swapped", swapped, out);
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
}

static void json_one(const struct subject *subject, bool all, struct buf *out)
{
	const struct note *note = page_note(&subject->page);
	struct buf name = { 0 };

	json_next(out);
	buf_add(out, STR("\n{"));
	add_name(subject, &name);
	json_key_text(out, "pair", buf_view(&name));
	buf_free(&name);
	json_pages(subject, out);
	if (note)
		json_key_text(out, "note", note->loc.source->path);
	json_key_text(out, "relation", relation_name(subject->pair.session));
	for (size_t i = 0; i < RULE_LISTS; i++)
		json_list(subject, (enum rule_list)i, out);
	if (all)
		json_missed(subject, out);
	buf_add_char(out, '}');
}

bool explain_pair(const struct site *site, struct str a, struct str b, bool json, struct buf *out)
{
	bool found = false;

	if (json)
		buf_add_char(out, '[');
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		const struct entry *x = map_find(&family->entry_map, a), *y = map_find(&family->entry_map, b);
		if (!x || !y || !entry_pair_exists(x, y))
			continue;
		found = true;
		bool later = x->index < y->index;
		struct subject subject = subject_of(site, later ? x : y, later ? y : x);
		if (json)
			json_one(&subject, true, out);
		else
			text_one(&subject, out);
	}
	if (json)
		buf_add(out, STR("\n]\n"));
	return found;
}

static void explain_row(const struct site *site, const struct family *family, size_t i, bool json, struct buf *out)
{
	for (size_t j = i + 1; j < family->entries.count; j++) {
		struct subject subject = subject_of(site, &family->entries.items[i], &family->entries.items[j]);
		if (!entry_pair_exists(subject.page.a, subject.page.b))
			continue;
		if (json)
			json_one(&subject, false, out);
		else
			text_line(&subject, out);
	}
}

void explain_pairs(const struct site *site, bool json, struct buf *out)
{
	if (json)
		buf_add_char(out, '[');
	for (size_t f = 0; f < site->families.count; f++) {
		const struct family *family = site->families.items[f].value;
		for (size_t i = 0; i < family->entries.count; i++)
			explain_row(site, family, i, json, out);
	}
	if (json)
		buf_add(out, STR("\n]\n"));
}
