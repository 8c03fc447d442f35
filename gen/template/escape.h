/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Values as templates write them: formats/html.h with a change of case before it. */
#ifndef STATUSBOOK_TEMPLATE_ESCAPE_H
#define STATUSBOOK_TEMPLATE_ESCAPE_H

#include "base/buf.h"

enum letter_case { CASE_KEPT, CASE_UPPER, CASE_LOWER };

/* Adds `text` with & < > " ' as character references, and with ASCII letters in the wanted case. */
void escape_add(struct buf *out, struct str text, enum letter_case letter_case);

#endif
