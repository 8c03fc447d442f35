/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The one escaper. What it writes is safe as text between tags and in a quoted attribute, and nowhere else: untrusted
 * text has no business in script, style, comments, or the names of tags and attributes.
 */
#ifndef STATUSBOOK_FORMATS_HTML_H
#define STATUSBOOK_FORMATS_HTML_H

#include "base/arena.h"
#include "base/buf.h"

/* Adds `text` with & < > " ' as character references. Other bytes go through as they are. */
void html_add_text(struct buf *html, struct str text);

/* The same as a text: `text` itself where nothing needs a reference, or a copy in the arena. */
struct str html_text(struct arena *arena, struct str text);

/*
 * Adds the words of HTML that our own renderers made: no tags, characters instead of references, a line for each
 * paragraph, item, heading and block of code.
 */
void html_plain(struct buf *text, struct str html);

#endif
