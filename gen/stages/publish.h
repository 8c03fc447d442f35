/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The fifth stage: from pages to a published folder. Everything is written to a stage beside the output, synced, and put
 * in place of the old site by one exchange of names: a reader sees the old site or the new one. Files that did not
 * change keep their inode (they are linked into the stage); if none changed, nothing is written at all. The site before
 * stays beside the new one as `.NAME.prev` until it is needed for the next exchange.
 *
 * Refuses to write to a place that could hold anything else: see publish_place.c. Files that the program did not write
 * are never touched; those that site.yaml names under `keep` are linked into the new site.
 */
#ifndef STATUSBOOK_STAGES_PUBLISH_H
#define STATUSBOOK_STAGES_PUBLISH_H

#include "stages/plan.h"
#include "stages/render.h"

struct publish_options {
	const char *project; /* folder with content/, templates/ and locales/ */
	const char *output;  /* where the site goes; its parent must exist */
	size_t threads;
	bool sync; /* make the new site durable before it replaces the old one */
};

struct publish_report {
	size_t pages;
	size_t files;
	size_t written;
	size_t unchanged;
	size_t removed;
	size_t bytes; /* written */
	int signal;   /* the one that stopped it; 0 for none */
};

/* What makes a page; `render` is one. */
typedef void publish_render(const struct site *site, const struct page *page, struct worker *worker);

/*
 * False after a complaint, or after a signal (interrupt, termination, hang-up), which ends it within a page's time; the
 * old site is then as it was, and the stage is gone.
 */
bool publish(const struct plan *plan, publish_render *make, const struct publish_options *options,
	     struct publish_report *report, struct diags *diags);

#endif
