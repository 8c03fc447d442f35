/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The third stage: which files the site is made of. Rows, never a list of all pages: a row is a code's page and its
 * comparisons with all later codes, in one language; or a single page or file. The memory of a plan grows with the
 * number of codes, not of pairs. The order of rows, and of files in a row, is fixed.
 */
#ifndef STATUSBOOK_STAGES_PLAN_H
#define STATUSBOOK_STAGES_PLAN_H

#include "model/page.h"

struct row {
	struct page first; /* a page, or if `asset` or `text` is set, nothing */
	const struct asset *asset;
	struct str path; /* of a text that is not a page: "robots.txt" */
	struct str text;
	size_t files;      /* in this row */
	size_t path_bytes; /* of all their paths together */
};

struct plan {
	const struct site *site;
	struct {
		struct row *items;
		size_t count;
		size_t capacity;
	} rows;
	size_t page_count; /* see page_counts */
	size_t file_count; /* pages and all others */
};

/* The plan of a resolved site, in the arena. Complains about two files on one path. */
struct plan *plan(struct arena *arena, const struct site *site, struct diags *diags);

/* A walk over the pages of a row: start with { 0 }; false at the end. Rows of single files have no pages. */
struct row_walk {
	size_t next;
};
bool row_next_page(const struct row *row, struct row_walk *walk, struct page *page);

#endif
