/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Lists of the comparisons of one code: those that suggest themselves and why, and the others by class. */
#include "stages/render_parts.h"

struct pair_link render_pair_link(const struct page *page, const struct entry *a, const struct entry *b,
				  const struct entry *about, struct worker *worker)
{
	const struct entry_text *text = &about->texts[page->locale->index];

	return (struct pair_link){
		.href = arena_concat(&worker->arena, a->slug, STR("-vs-"), b->slug, STR(".html")),
		.a = a->code,
		.b = b->code,
		.code = about->code,
		.title = text->title,
		.lang = text->lang,
		.tone = text->tone,
	};
}

static struct pair_link pair_with(const struct page *page, const struct entry *about, const struct entry *other,
				  struct worker *worker)
{
	bool later = about->index < other->index;

	return render_pair_link(page, later ? about : other, later ? other : about, other, worker);
}

static bool is_listed(const struct neighbours *list, const struct entry *entry)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].entry == entry)
			return true;
	return false;
}

static void add_neighbour(struct neighbours *list, const struct entry *about, const struct entry *other, size_t fact)
{
	if (other && entry_pair_exists(about, other) && !is_listed(list, other))
		list->items[list->count++] = (struct neighbour){ other, fact };
}

/* Whether both usually answer the same step. Any step is none in particular. */
static bool same_step(const struct entry *a, const struct entry *b)
{
	const struct fact_value *x = entry_steps(a), *y = entry_steps(b);

	return x && x->usual != NONE && x->usual == y->usual && !a->family->conversation.items[x->usual].any;
}

struct neighbours render_neighbours(const struct entry *about, struct worker *worker)
{
	const struct entries *entries = &about->family->entries;
	size_t facts = about->family->facts.count;
	struct neighbours list = { arena_array(&worker->arena, entries->count, struct neighbour), 0 };

	for (size_t f = 0; f < facts; f++) {
		for (size_t i = 0; i < about->facts[f].code_count; i++)
			add_neighbour(&list, about, about->facts[f].codes[i].entry, f);
		for (size_t i = 0; i < entries->count; i++) {
			const struct entry *other = &entries->items[i];
			if (other->kind == about->kind && fact_names(&other->facts[f], about))
				add_neighbour(&list, about, other, f);
		}
	}
	for (size_t i = 0; i < entries->count; i++)
		if (same_step(about, &entries->items[i]))
			add_neighbour(&list, about, &entries->items[i], NONE);
	return list;
}

struct value_list render_near_pairs(const struct page *page, const struct neighbours *near, size_t fact,
				    struct worker *worker)
{
	struct pair_link *links = arena_array(&worker->arena, near->count, struct pair_link);
	size_t count = 0;

	for (size_t i = 0; i < near->count; i++)
		if (near->items[i].fact == fact)
			links[count++] = pair_with(page, page->a, near->items[i].entry, worker);
	return value_list(links, count);
}

struct value_list render_near_groups(const struct page *page, const struct neighbours *near, struct worker *worker)
{
	const struct family *family = page->family;
	struct pair_class *groups = arena_array(&worker->arena, family->facts.count, struct pair_class);
	size_t count = 0;

	for (size_t f = 0; f < family->facts.count; f++) {
		struct pair_class group = { .label = label_in(&family->facts.items[f].label, page->locale) };
		group.pairs = render_near_pairs(page, near, f, worker);
		if (group.pairs.count > 0)
			groups[count++] = group;
	}
	return value_list(groups, count);
}

struct value_list render_pair_classes(const struct page *page, const struct entry *about, const struct neighbours *but,
				      struct worker *worker)
{
	const struct family *family = about->family;
	struct pair_class *classes = arena_array(&worker->arena, family->classes.count, struct pair_class);
	struct pair_link *links = arena_array(&worker->arena, family->entries.count, struct pair_link);
	size_t class_count = 0;

	for (size_t c = 0; c < family->classes.count; c++) {
		const struct code_class *class = &family->classes.items[c];
		size_t count = 0;
		for (size_t i = 0; i < family->entries.count; i++) {
			const struct entry *other = &family->entries.items[i];
			if (other->code_class == class && entry_pair_exists(about, other) && !is_listed(but, other))
				links[count++] = pair_with(page, about, other, worker);
		}
		if (count > 0)
			classes[class_count++] = (struct pair_class){ label_in(&class->label, page->locale),
								      class->tone, value_list(links, count) };
		links += count;
	}
	return value_list(classes, class_count);
}
