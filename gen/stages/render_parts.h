/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the files render*.c share. For them only. */
#ifndef STATUSBOOK_STAGES_RENDER_PARTS_H
#define STATUSBOOK_STAGES_RENDER_PARTS_H

#include "stages/render.h"

/* A link to the comparison of two entries, in a list that is about `about`, one of them. */
struct pair_link render_pair_link(const struct page *page, const struct entry *a, const struct entry *b,
				  const struct entry *about, struct worker *worker);

/*
 * The entries whose comparison with `about` suggests itself: for each fact those that `about` names in it, then those of
 * the same kind that name `about`; last those that answer the same step.
 */
struct neighbour {
	const struct entry *entry;
	size_t fact; /* by which one names the other; NONE: they answer the same step */
};
struct neighbours {
	struct neighbour *items;
	size_t count;
};
struct neighbours render_neighbours(const struct entry *about, struct worker *worker);

/* Links to the comparisons of page->a with the neighbours for that reason; and all that facts give, by fact. */
struct value_list render_near_pairs(const struct page *page, const struct neighbours *near, size_t fact,
				    struct worker *worker);
struct value_list render_near_groups(const struct page *page, const struct neighbours *near, struct worker *worker);

/* The comparisons of `about` by class, but for those with entries of `but`; of struct pair_class. */
struct value_list render_pair_classes(const struct page *page, const struct entry *about, const struct neighbours *but,
				      struct worker *worker);

/* What was written to the scratch buffer, copied to the worker's arena; the buffer is empty again. */
struct str render_take(struct worker *worker);

/* What programs read, into the worker's buffer: a page of a kind that has no template. */
void render_data(const struct site *site, const struct page *page, struct worker *worker);

/* What a pair page shows. */
const struct pair_view *render_pair(const struct page *page, struct worker *worker);

#endif
