/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The files of a site that are no pages: for search engines, feed readers and hosts. For plan.c and its own parts only.
 * They are made when the site is planned and kept, so their size may grow with the number of codes, not of pairs:
 * sitemaps list only the comparisons that search engines should know of.
 */
#ifndef STATUSBOOK_STAGES_SITE_FILES_H
#define STATUSBOOK_STAGES_SITE_FILES_H

#include "stages/plan.h"

struct site_file {
	struct str path;
	struct str text;
};

struct site_files {
	struct site_file *items;
	size_t count;
	size_t capacity;
};

/* All of them, in a fixed order; all rows of pages must have been planned. */
void site_files(struct arena *arena, const struct plan *plan, struct site_files *files);

/* sitemap.xml, an index, and sitemap-en-1.xml and so on, its parts (sitemaps.org; other languages as xhtml:link). */
void site_add_sitemaps(struct arena *arena, const struct plan *plan, struct site_files *files);

/* en/feed.xml, for each language: the latest changes of its codes (Atom, RFC 4287). */
void site_add_feeds(struct arena *arena, const struct site *site, struct site_files *files);

/* llms.txt, the way to the Markdown of codes, and schema.json. */
void site_add_data(struct arena *arena, const struct site *site, struct site_files *files);

#endif
