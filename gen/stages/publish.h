/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The fifth stage: from pages to a published folder. What differs from the site that is there is written to a stage beside
 * the output, and synced; then the new site takes the place of the old one, in one of two ways:
 *
 *   - by an exchange of names: files that did not change are linked into the stage, which then becomes the output. A
 *     reader sees the old site or the new one. The site before stays beside the new one as `.NAME.prev`.
 *   - in place, where few files of many change (see publish_journal.c): the files are renamed into the output one by one,
 *     by a list that was safe on the disk before. Each page is whole at all times, and a change that was interrupted is
 *     finished by the next build. The same where an exchange is impossible; the report says why it is.
 *
 * The manifest in the output (publish_manifest.c) says what is ours, what it was made from, and what there was to say
 * about it: where nothing has changed since, nothing is read but the inputs, and nothing written. Pages that cannot have
 * changed are not made (fingerprints.h).
 *
 * Refuses to write to a place that could hold anything else: see publish_place.c. Files that the program did not write,
 * or that somebody has changed since, are never touched; those that site.yaml names under `keep` stay with the site. An
 * exchange, and a build that finds nothing to do, have looked at every file; a change in place at those that it replaces.
 */
#ifndef STATUSBOOK_STAGES_PUBLISH_H
#define STATUSBOOK_STAGES_PUBLISH_H

#include "stages/fingerprints.h"
#include "stages/plan.h"
#include "stages/render.h"

struct publish_options {
	const char *project; /* folder with content/, templates/ and locales/ */
	const char *output;  /* where the site goes; its parent must exist */
	size_t threads;
	bool sync;          /* make the new site durable before it replaces the old one */
	bool in_place;      /* whatever it costs */
	struct shard shard; /* of the plan; zeros: all of it */
};

/* What the site was made from, kept with it. Zeros: not known, and then all is made again the next time. */
struct publish_record {
	struct hash128 inputs; /* with program and options */
	const struct fingerprints *fingerprints;
	const struct diags *messages; /* sorted */
};

struct publish_report {
	size_t pages;
	size_t files;
	size_t written;
	size_t unchanged;
	size_t removed;
	size_t bytes;         /* written */
	size_t made;          /* pages, to see whether they changed */
	const char *in_place; /* why files were renamed one by one, though there are many; or NULL */
	int signal;           /* the one that stopped it; 0 for none */
};

/* What makes a page; `render` is one. */
typedef void publish_render(const struct site *site, const struct page *page, struct worker *worker);

/* A place that a site is published to, locked against other builds. */
struct publication;

/*
 * Makes sure that the place is safe, takes the lock, and finishes what a build before has begun. Never NULL; close it in
 * any case. Whether it can be used, the diagnostics say.
 */
struct publication *publication_open(struct arena *arena, const struct publish_options *options, struct diags *diags);
void publication_close(struct publication *publication);

/*
 * Whether the site that is there was made from these inputs, and each of its files is as it was then. `messages` gets what
 * there was to say, with places in the inputs. False also after a complaint about files that are not ours.
 */
bool publication_is_current(struct publication *publication, const struct inputs *inputs, struct hash128 hash,
			    struct publish_report *report, struct diags *messages);

/*
 * Makes and publishes the site. False after a complaint, or after a signal (interrupt, termination, hang-up), which ends it
 * within a page's time; the old site is then as it was, and the stage is gone.
 */
bool publication_make(struct publication *publication, const struct plan *plan, publish_render *make,
		      const struct publish_record *record, struct publish_report *report, struct diags *diags);

/*
 * Takes the last change of the site back: the site before comes again, and this one can be gone back to in the same way.
 * False after a complaint: there is none, or one of the two is not as it was left.
 */
bool publication_go_back(struct publication *publication, struct diags *diags);

/* All of it, for a site whose inputs nobody knows. */
bool publish(const struct plan *plan, publish_render *make, const struct publish_options *options,
	     struct publish_report *report, struct diags *diags);

#endif
