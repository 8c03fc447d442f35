/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* A comparison of two codes: sentences from rules, rows from facts, fragments from entries and the note. */
#include "model/sketch.h"
#include "stages/render_parts.h"

/* The sentence of the first matching rule; empty if none does. */
static struct str first_sentence(const struct page *page, const struct pair *pair, enum rule_list list,
				 struct worker *worker)
{
	struct match match;
	size_t next = 0;

	if (!compare_match(&page->family->rules[list], pair, &next, &match))
		return (struct str){ NULL, 0 };
	compare_say(&match, page->locale, &worker->scratch);
	return render_take(worker);
}

static struct value_list all_sentences(const struct page *page, const struct pair *pair, enum rule_list list,
				       struct worker *worker)
{
	const struct rules *rules = &page->family->rules[list];
	struct str *sentences = arena_array(&worker->arena, rules->count, struct str);
	struct match match;
	size_t count = 0, next = 0;

	while (compare_match(rules, pair, &next, &match)) {
		compare_say(&match, page->locale, &worker->scratch);
		sentences[count++] = render_take(worker);
	}
	return value_list(sentences, count);
}

static struct sketch_view sketch_line(const struct page *page, const struct sketch_line *line, struct worker *worker)
{
	struct sketch_step_view *steps = arena_array(&worker->arena, line->count, struct sketch_step_view);
	size_t index = page->locale->index;

	for (size_t i = 0; i < line->count; i++) {
		const struct sketch_step *step = &line->items[i];
		steps[i] = (struct sketch_step_view){
			.label = label_in(&step->step->label, page->locale),
			.first = step->first ? &step->first->texts[index] : NULL,
			.second = step->second ? &step->second->texts[index] : NULL,
			.in_turn = step->in_turn,
		};
	}
	return (struct sketch_view){ value_list(steps, line->count) };
}

/* The sentence on sessions, and below it their sketch. */
static void tell_session(const struct page *page, const struct pair *pair, struct pair_view *view,
			 struct worker *worker)
{
	struct match match;
	size_t next = 0;

	if (!compare_match(&page->family->rules[RULES_SESSION], pair, &next, &match))
		return;
	compare_say(&match, page->locale, &worker->scratch);
	view->session = render_take(worker);

	struct sketch sketch = sketch_draw(&worker->arena, &match);
	struct sketch_view *lines = arena_array(&worker->arena, sketch.count, struct sketch_view);
	for (size_t i = 0; i < sketch.count; i++)
		lines[i] = sketch_line(page, &sketch.items[i], worker);
	view->sketch = value_list(lines, sketch.count);
}

/* Facts in two heaps: where the two differ, and where they are the same. */
static void sort_facts(const struct page *page, struct pair_view *view, struct worker *worker)
{
	const struct family *family = page->family;
	const struct entry_text *a = view->a, *b = view->b;
	struct difference_view *differences = arena_array(&worker->arena, family->facts.count, struct difference_view);
	struct fact_text *equal = arena_array(&worker->arena, family->facts.count, struct fact_text);
	size_t different = 0, same = 0;

	for (size_t i = 0; i < family->facts.count; i++) {
		const struct fact_def *def = &family->facts.items[i];
		if (def->hidden || (!page->a->facts[i].given && !page->b->facts[i].given))
			continue;
		struct str label = label_in(&def->label, page->locale);
		if (fact_equal(&page->a->facts[i], &page->b->facts[i]))
			equal[same++] = (struct fact_text){ label, a->fact_html[i] };
		else
			differences[different++] = (struct difference_view){ label, a->fact_html[i], b->fact_html[i] };
	}
	view->differences = value_list(differences, different);
	view->equal = value_list(equal, same);
}

static const struct section_text *section_or_null(const struct section_text *section)
{
	return section->id.len > 0 ? section : NULL;
}

static struct value_list shorts(const struct page *page, const struct pair_view *view, struct worker *worker)
{
	const struct section_defs *defs = &page->family->entry_sections;
	struct short_view *rows = arena_array(&worker->arena, defs->count, struct short_view);
	size_t count = 0;

	for (size_t i = 0; i < defs->count; i++) {
		const struct section_def *def = &defs->items[i];
		struct short_view row = { def->id, label_in(&def->label, page->locale),
					  section_or_null(&view->a->by_def[i]), section_or_null(&view->b->by_def[i]) };
		if (def->place == PLACE_BOTH && (row.a || row.b))
			rows[count++] = row;
	}
	return value_list(rows, count);
}

/* The comparisons of `about` that suggest themselves, but for the one with `other`. */
static size_t add_nearby(const struct entry_text *about, const struct entry *other, struct str *links)
{
	size_t count = 0;

	for (size_t i = 0; i < about->near_count && count < MOST_NEAR; i++)
		if (about->near[i].other != other)
			links[count++] = about->near[i].html;
	return count;
}

static struct value_list nearby(const struct page *page, const struct pair_view *view, struct worker *worker)
{
	struct str *links = arena_array(&worker->arena, 2 * MOST_NEAR, struct str);
	size_t count = add_nearby(view->a, page->b, links);

	count += add_nearby(view->b, page->a, links + count);
	return value_list(links, count);
}

/* The picker: what a code can be compared with beside `other`. */
static struct value_list others(const struct page *page, const struct entry_text *text, const struct entry *other,
				struct worker *worker)
{
	struct neighbour this = { other, NONE };
	struct neighbours but = { &this, 1, 1 };

	if (!text->others.ends)
		return (struct value_list){ NULL, 0, 0 };
	return render_link_classes(page, &text->others, &but, worker);
}

const struct pair_view *render_pair(const struct page *page, struct worker *worker)
{
	struct pair_view *view = arena_new(&worker->arena, struct pair_view);
	const struct note *note = page_note(page);
	struct pair pair = pair_of(page->a, page->b);
	size_t index = page->locale->index;

	view->a = &page->a->texts[index];
	view->b = &page->b->texts[index];
	if (note) {
		view->note = &note->texts[index];
		view->verdict = view->note->verdict;
		view->verdict_original = view->note->original;
		view->verdict_lang = view->note->lang;
		view->verdict_dir = view->note->dir;
	} else {
		view->verdict = first_sentence(page, &pair, RULES_VERDICT, worker);
	}
	tell_session(page, &pair, view, worker);
	view->choice = first_sentence(page, &pair, RULES_CHOICE, worker);
	view->sender = first_sentence(page, &pair, RULES_SENDER, worker);
	view->sentences = all_sentences(page, &pair, RULES_DIFFERENCES, worker);
	sort_facts(page, view, worker);
	view->shorts = shorts(page, view, worker);
	view->nearby = nearby(page, view, worker);
	view->others_a = others(page, view->a, page->b, worker);
	view->others_b = others(page, view->b, page->a, worker);
	return view;
}
