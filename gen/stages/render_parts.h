/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What render.c and render_pair.c share. For them only. */
#ifndef STATUSBOOK_STAGES_RENDER_PARTS_H
#define STATUSBOOK_STAGES_RENDER_PARTS_H

#include "stages/render.h"

/* A link to the comparison of two entries, in a list that is about `about`, one of them. */
struct pair_link render_pair_link(const struct page *page, const struct entry *a, const struct entry *b,
				  const struct entry *about, struct worker *worker);

/*
 * The entries whose comparison with `about` suggests itself: those that its facts name, in their order, then those of the
 * same kind that name it.
 */
struct neighbours {
	const struct entry **items;
	size_t count;
};
struct neighbours render_neighbours(const struct entry *about, struct worker *worker);

/* What was written to the scratch buffer, copied to the worker's arena; the buffer is empty again. */
struct str render_take(struct worker *worker);

/* What a pair page shows. */
const struct pair_view *render_pair(const struct page *page, struct worker *worker);

#endif
