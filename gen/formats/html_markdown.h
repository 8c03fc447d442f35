/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * HTML that our own renderers made (markdown_render.c, and the values of facts) as CommonMark, for readers that are
 * programs. Only the tags that these write are known; all others are left out, and what is in them stays.
 */
#ifndef STATUSBOOK_FORMATS_HTML_MARKDOWN_H
#define STATUSBOOK_FORMATS_HTML_MARKDOWN_H

#include "base/buf.h"

/*
 * Adds `html` as Markdown that renders to the same, and a newline behind it if there is any. Relative addresses begin
 * from `folder`, the absolute address of one, with a slash at its end.
 */
void html_markdown(struct buf *text, struct str html, struct str folder);

/* Adds a text that is no HTML, so that it reads as itself within a line of Markdown. */
void markdown_add_text(struct buf *text, struct str plain);

/* Adds a text as a code span. */
void markdown_add_code(struct buf *text, struct str plain);

#endif
