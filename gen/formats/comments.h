/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Scripts and style sheets as readers get them: without the comments of their authors, indentation and empty lines. Only
 * comments that fill lines of their own are taken out, so that nothing has to be known of the language around them; a
 * string that goes over several lines would lose the same.
 */
#ifndef STATUSBOOK_FORMATS_COMMENTS_H
#define STATUSBOOK_FORMATS_COMMENTS_H

#include "base/buf.h"

/* Adds the text; every line ends with a newline. */
void comments_remove(struct buf *out, struct str text);

#endif
