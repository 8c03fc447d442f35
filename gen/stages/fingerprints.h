/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What pages are made of, as fingerprints, so that a build after a small change need not make pages that cannot have
 * changed. The page of a code, or of two, shows
 *
 *   - their texts and the note on them, in its language: a fingerprint each;
 *   - what all pages share, under one fingerprint: program, options, templates, site.yaml, family.yaml, catalogues, which
 *     files there are, and of every entry what other pages can see of it: its front matter, and whether it is translated.
 *
 * Where the shared one differs, every page may have changed. All other pages are few, and are made each time.
 */
#ifndef STATUSBOOK_STAGES_FINGERPRINTS_H
#define STATUSBOOK_STAGES_FINGERPRINTS_H

#include "stages/inputs.h"
#include "model/page.h"
#include "stages/load.h"

struct fingerprint {
	struct str name; /* "en/smtp/550" */
	struct hash128 hash;
	const struct locale *locale;
	const struct entry *a;
	const struct entry *b; /* of a note; NULL for an entry */
};

struct fingerprints {
	struct hash128 shared;
	struct fingerprint *items; /* the order depends on what is shared, and on nothing else */
	size_t count;
	size_t capacity;
};

/* Of a resolved site that was read from these inputs; `options` stands for what else made it what it is. */
void fingerprints_make(struct arena *arena, const struct manuscript *manuscript, const struct inputs *inputs,
		       struct hash128 options, struct fingerprints *fingerprints);

/* Which texts have changed since other fingerprints were made, of a site with which this one shares the rest. */
struct changed_entries {
	const struct locale *locale;
	const struct family *family;
	bool *changed; /* by the entries' index */
};

struct changes {
	struct {
		struct changed_entries *items;
		size_t count;
		size_t capacity;
	} families; /* one for each language and family */
	struct {
		const struct fingerprint **items;
		size_t count;
		size_t capacity;
	} notes;
};

/* False if they are not of such a site. */
bool changes_find(struct arena *arena, const struct fingerprints *now, const struct fingerprint *before, size_t count,
		  struct changes *changes);

/* The entries of the page's family that have changed in its language: for the next. */
const bool *changes_in(const struct changes *changes, const struct page *page);

/* Whether one of the texts that the page of a code, or of two, shows has changed. */
bool changes_affect(const struct changes *changes, const bool *entries, const struct page *page);

#endif
