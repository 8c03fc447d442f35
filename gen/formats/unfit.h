/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What a text must not hold, even where it was written with escapes and the bytes of the file looked harmless: bytes
 * that are not UTF-8, NUL, control characters other than tab and line ends, and invisible direction controls. For the
 * bytes of a file itself there is formats/text.h.
 */
#ifndef STATUSBOOK_FORMATS_UNFIT_H
#define STATUSBOOK_FORMATS_UNFIT_H

#include "base/diag.h"

/*
 * Offset of the first such place at or after `start`, or SIZE_MAX. `*rule` becomes its rule (bad-utf8, nul-byte,
 * control-character, bidi-control), `*len` its length in bytes.
 */
size_t unfit_find(struct str text, size_t start, enum diag_rule *rule, size_t *len);

/* Adds the complaint about what unfit_find found: `bytes` is what it stands for, `loc` the place to show. */
void unfit_report(enum diag_rule rule, struct loc loc, struct str bytes, struct diags *diags);

#endif
