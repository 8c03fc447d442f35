/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Text as people paste it, made plain so that simple patterns can look for something in it: lower-case ASCII, one
 * character for each that was there. templates/assets/lookup.js does the same, step by step; what one side changes the
 * other has to change.
 *
 * - Lines end in LF, whatever they ended in; marks of quotation (`> > `) at their front are gone, with blanks before them.
 * - Character references (&lt; &amp; &#8222; &uuml;) are what they stand for.
 * - Letters are small and without accents: ä is a, ß is s, ł is l. Blanks of all kinds are spaces; dashes of all kinds
 *   are '-', single quotes and accents "'", double ones '"'. What is invisible is gone.
 * - A run of anything else (other scripts, pictures, control characters, bytes that are not UTF-8) is one '?'.
 */
#ifndef STATUSBOOK_FORMATS_FOLD_H
#define STATUSBOOK_FORMATS_FOLD_H

#include "base/arena.h"

struct folded {
	struct str text;
	const uint32_t *at; /* where in the text that was given each character began; one more for the end */
};

/* Takes time and memory in proportion to the text, which is shorter than 4 GiB. */
struct folded fold_text(struct arena *arena, struct str text);

#endif
