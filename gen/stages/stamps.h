/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Stamps: what a translation was made from, under `source:` in its front matter. Per section two fingerprints, that of
 * the source text and that of the translation as it was then, and once the git blob id of the source file:
 *
 *     source:
 *       blob: "60a353fae54c67795bf24022802b2d8c14bef09b"
 *       meaning: "9ee60076 1f0c9d2b"
 *
 * Stamps of before have the first fingerprint only. White space, line ends and front matter are not in fingerprints.
 */
#ifndef STATUSBOOK_STAGES_STAMPS_H
#define STATUSBOOK_STAGES_STAMPS_H

#include "base/hash.h"
#include "stages/load.h"

enum stamp {
	STAMP_NONE,  /* the section has none: what it was made from is not known */
	STAMP_FRESH, /* the source text is what it was */
	STAMP_STALE, /* it has changed since */
};

/* How the section with that id in the translation stands to the source text. */
enum stamp stamp_of(const struct document *translation, const struct md_section *source);

/* Whether `text` is what the section was made from. */
bool stamp_fits(const struct document *translation, struct str id, struct str text);

/* Whether the translation of the section has changed since it was stamped; false where that is not known. */
bool stamp_was_followed(const struct document *translation, const struct md_section *section);

/* Whether that can be known. */
bool stamp_has_own(const struct document *translation, struct str id);

/* Whether the source file as a whole, front matter included, is what was stamped. */
bool stamp_is_of(const struct document *translation, const struct document *source);

/* The git blob id of the source file; empty if there is none, or what stands there is no id. */
struct str stamp_blob(const struct document *translation);

/* The stamps, or NULL: a map from section ids, and `blob`. */
const struct yaml *stamps_of(const struct document *translation);

/* Adds the whole key, stamping each section that the translation has from the source as it is now. */
void stamps_write(const struct document *translation, const struct document *source, const char *newline,
		  struct buf *yaml);

#endif
