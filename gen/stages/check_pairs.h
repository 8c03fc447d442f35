/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Whether every comparison says something: a verdict, a difference, and nothing twice. Looks at all pairs in all
 * languages; for `statusbook check`, since a build need not pay for it.
 */
#ifndef STATUSBOOK_STAGES_CHECK_PAIRS_H
#define STATUSBOOK_STAGES_CHECK_PAIRS_H

#include "model/site.h"

void check_pairs(const struct site *site, struct diags *diags);

#endif
