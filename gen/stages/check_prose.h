/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Every text that people have written, read as a proof-reader would; tests/spec/prose.md shows each rule. What a language has
 * (quotation marks, function words, a glossary) its locale says. For `statusbook check`, since a build need not pay for
 * it. Needs a manuscript that has been resolved; what is broken in it is passed over.
 */
#ifndef STATUSBOOK_STAGES_CHECK_PROSE_H
#define STATUSBOOK_STAGES_CHECK_PROSE_H

#include "stages/load.h"

void check_prose(const struct manuscript *manuscript, struct diags *diags);

#endif
