/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What every text file has to be before anything else reads it: UTF-8, with or without a byte-order mark, with lines
 * that end in LF or CR LF, and without characters that nobody sees.
 */
#ifndef STATUSBOOK_FORMATS_TEXT_H
#define STATUSBOOK_FORMATS_TEXT_H

#include "base/diag.h"

/*
 * False after adding diagnostics: bad-utf8 at the first bad byte (nothing behind it is looked at), nul-byte at the
 * first NUL, control-character (all but tab, LF, and CR before LF) and bidi-control, the first five of each.
 */
bool text_check(const struct source *source, struct diags *diags);

/* `text` without the byte-order mark at its front, if there is one. */
struct str text_without_mark(struct str text);

#endif
