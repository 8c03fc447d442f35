/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the files render*.c share. For them only. */
#ifndef STATUSBOOK_STAGES_RENDER_PARTS_H
#define STATUSBOOK_STAGES_RENDER_PARTS_H

#include "stages/links.h"
#include "stages/render.h"

/* Links to the comparisons of page->a with the neighbours for that reason; and all that facts give, by fact. */
struct value_list render_near_pairs(const struct page *page, const struct neighbours *near, size_t fact,
				    struct worker *worker);
struct value_list render_near_groups(const struct page *page, const struct neighbours *near, struct worker *worker);

/* The links of a row by class, but for those to entries of `but`; of struct link_class. */
struct value_list render_link_classes(const struct page *page, const struct link_row *row, const struct neighbours *but,
				      struct worker *worker);

/* What was written to the scratch buffer, copied to the worker's arena; the buffer is empty again. */
struct str render_take(struct worker *worker);

/* What programs read, into the worker's buffer: a page of a kind that has no template. */
void render_data(const struct site *site, const struct page *page, struct worker *worker);

/* What a pair page shows. */
const struct pair_view *render_pair(const struct page *page, struct worker *worker);

#endif
