/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Lists of the comparisons of one code: those that suggest themselves and why, and the others by class. */
#include <stdlib.h>

#include "stages/render_parts.h"

struct value_list render_near_pairs(const struct page *page, const struct neighbours *near, size_t fact,
				    struct worker *worker)
{
	struct pair_link *links = arena_array(&worker->arena, near->count, struct pair_link);
	size_t count = 0;

	for (size_t i = 0; i < near->count; i++)
		if (near->items[i].fact == fact)
			links[count++] = link_between(&worker->arena, page->a, near->items[i].entry, page->locale);
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

/* The links from one place up to another, as one piece. */
static struct str piece_of(const struct link_row *row, size_t from, size_t to)
{
	size_t start = from > 0 ? row->ends[from - 1] : 0, end = to > 0 ? row->ends[to - 1] : 0;

	return (struct str){ row->html.ptr + start, end - start };
}

static int by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* The places of entries that a list leaves out, in their order. */
static size_t *places_of(const struct neighbours *but, struct worker *worker)
{
	size_t *places = arena_array(&worker->arena, but->count, size_t);

	for (size_t i = 0; i < but->count; i++)
		places[i] = but->items[i].entry->place;
	if (but->count > 1)
		qsort(places, but->count, sizeof(*places), by_number);
	return places;
}

struct value_list render_link_classes(const struct page *page, const struct link_row *row, const struct neighbours *but,
				      struct worker *worker)
{
	const struct family *family = page->family;
	struct link_class *classes = arena_array(&worker->arena, family->classes.count, struct link_class);
	struct str *pieces = arena_array(&worker->arena, family->classes.count + but->count, struct str);
	const size_t *left_out = places_of(but, worker);
	size_t class_count = 0, next = 0;

	for (size_t c = 0; c < family->classes.count; c++) {
		const struct code_class *class = &family->classes.items[c];
		size_t from = class->first, end = class->first + class->count, count = 0;
		while (from < end) {
			size_t to = next < but->count && left_out[next] < end ? left_out[next++] : end;
			pieces[count] = piece_of(row, from, to);
			count += pieces[count].len > 0;
			from = to + 1;
		}
		if (count > 0)
			classes[class_count++] = (struct link_class){ label_in(&class->label, page->locale),
								      class->tone, value_list(pieces, count) };
		pieces += count;
	}
	return value_list(classes, class_count);
}
