/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Texts of pseudo-locales: what a site shows in a language that nobody has to translate into, so that one sees which texts
 * cannot be translated, and what gives way when they are longer or run from right to left.
 *
 * Accented: each Latin letter gets a mark, and every third letter stands twice, so that any text is longer by a third,
 * and its words are too: that is where narrow columns break.
 *
 * Mirrored: each Latin letter becomes an Arabic one that sounds alike. Browsers set those from right to left by what they
 * are. Direction marks and overrides would do that to Latin letters too, but they are invisible, text_check refuses them
 * for good reasons, and neither fonts nor shaping nor the selection would be tried.
 *
 * Kept as they are: slots; all that is no letter; and names, by which readers and machines know things, which are words with
 * a digit, '_', '@' or a dot inside (5.1.x, main.cf), and those of two and more capitals (RFC, EHLO).
 */
#ifndef STATUSBOOK_FORMATS_PSEUDO_H
#define STATUSBOOK_FORMATS_PSEUDO_H

#include "base/buf.h"

enum pseudo_style { PSEUDO_ACCENTED, PSEUDO_MIRRORED };

void pseudo_text(enum pseudo_style style, struct str text, struct buf *out);

/* The same in brackets, which show where a text was cut, or put together from several. No brackets if nothing changes. */
void pseudo_message(enum pseudo_style style, struct str text, struct buf *out);

/*
 * A section of an entry: the words of paragraphs and headings change. Markup, code spans, code blocks and addresses stay,
 * and so does the little that is written with escapes or character references.
 */
void pseudo_markdown(enum pseudo_style style, struct str body, struct buf *out);

#endif
