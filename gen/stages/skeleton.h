/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Files to begin with: an entry, a note, a translation. They can be read as they are; what is still to be written is empty or
 * in the source language, so that `check` says so, and where there is a choice a comment names it.
 */
#ifndef STATUSBOOK_STAGES_SKELETON_H
#define STATUSBOOK_STAGES_SKELETON_H

#include "stages/load.h"

/*
 * An entry for a code of that kind: the facts that are required, each with the first value that may stand there, and
 * the sections that are required with these facts.
 */
void skeleton_entry(struct arena *arena, const struct site *site, const struct family *family, const struct kind *kind,
		    struct str code, struct buf *out);

/* A note on the pair. */
void skeleton_note(const struct entry *a, const struct entry *b, struct buf *out);

/* A translation of the file, stamped: the texts of the source, to be overwritten one by one. */
void skeleton_translation(const struct document *source, struct buf *out);

#endif
