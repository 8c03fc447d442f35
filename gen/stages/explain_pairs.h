/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Why a comparison says what it says, and whether search engines may list it: for the authors of rules, by
 * `statusbook check --pairs`. As text for people, or as JSON.
 */
#ifndef STATUSBOOK_STAGES_EXPLAIN_PAIRS_H
#define STATUSBOOK_STAGES_EXPLAIN_PAIRS_H

#include "base/buf.h"
#include "model/site.h"

/*
 * Adds all that can be said of the two entries with these slugs, in either order, in each family that compares them:
 * the rules that match, and why those before the verdict's do not. False if no family does.
 */
bool explain_pair(const struct site *site, struct str a, struct str b, bool json, struct buf *out);

/* Adds a line, or an object of a JSON array, for every pair: its reason for being listed, and the rules that match. */
void explain_pairs(const struct site *site, bool json, struct buf *out);

#endif
