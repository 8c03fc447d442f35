/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Links to comparisons. A code has the same on nearly all of its pages, so each is made once, by the templates link-near.html
 * and link-other.html, and pages take what they need. In families that are too large for a list of all on every page, only
 * the code's own page has one, and makes it itself.
 */
#ifndef STATUSBOOK_STAGES_LINKS_H
#define STATUSBOOK_STAGES_LINKS_H

#include "model/page.h"

#define MOST_NEAR 6     /* links of one code to what suggests itself, on the page of a comparison */
#define MOST_PICKED 200 /* entries of a family: every comparison would list them all twice */

/* The comparison of two entries, in a list that is about comparisons of `about`. */
struct pair_link link_between(struct arena *arena, const struct entry *about, const struct entry *other,
			      const struct locale *locale);

/*
 * The entries whose comparison with `about` suggests itself: for each fact those that `about` names in it, then those of
 * the same kind that name `about`; last those that answer the same step. At most `most`.
 */
struct neighbours links_neighbours(struct arena *arena, const struct entry *about, size_t most);

/* The links of `about` to all others; `scratch` is used and left empty. */
struct link_row links_to_others(struct arena *arena, const struct site *site, const struct entry *about,
				const struct locale *locale, struct buf *scratch);

/* The links to what suggests itself first: as many as a page shows, and one more, since no page links to itself. */
void links_near(struct arena *arena, const struct site *site, const struct entry *about, const struct locale *locale,
		struct buf *scratch);

#endif
