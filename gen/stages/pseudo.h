/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Pseudo-locales, for those who work on pages: the whole site once more in letters with accents (en-XA), and from right to
 * left (ar-XB), made from the source locale as if someone had translated it all. See formats/pseudo.h.
 */
#ifndef STATUSBOOK_STAGES_PSEUDO_H
#define STATUSBOOK_STAGES_PSEUDO_H

#include "stages/load.h"

/*
 * Between `load` and `resolve`: adds the two locales, with a catalogue of all messages and a translation of each document
 * of the source locale. A locale of that id that site.yaml has stays as it is.
 */
void pseudo_add(struct manuscript *manuscript);

#endif
