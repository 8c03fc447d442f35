/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What has changed in a text, word by word, for people: `the [-old-]{+new+} text`, as git's word diff has it, or red and
 * green. Words are what white space separates; white space itself does not count as a change, but lines and paragraphs
 * stay. Paragraphs without a change are left out, and "..." stands for them.
 */
#ifndef STATUSBOOK_FORMATS_WORDDIFF_H
#define STATUSBOOK_FORMATS_WORDDIFF_H

#include "base/buf.h"

/* Adds what turns `before` into `after`, with a line end behind it; nothing if no word differs. */
void worddiff(struct str before, struct str after, bool color, struct buf *out);

#endif
