/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The prose of entries, read as a proof-reader would: text that breaks off, and sentences that several entries share.
 * For `statusbook check`, since a build need not pay for it.
 */
#ifndef STATUSBOOK_STAGES_CHECK_PROSE_H
#define STATUSBOOK_STAGES_CHECK_PROSE_H

#include "stages/load.h"

void check_prose(const struct manuscript *manuscript, struct diags *diags);

#endif
