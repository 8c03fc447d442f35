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
	size_t number;     /* from 0, in the plan of the whole site */
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

/* One of several parts of a site that are made apart from each other. */
struct shard {
	size_t number; /* from 1 */
	size_t count;  /* 1: all of it */
};

/*
 * The same of one part only: rows of codes in turn, so that parts are alike in size; all else is in the first. No file is
 * in two parts, and together they are the site.
 */
struct plan *plan_shard(struct arena *arena, const struct site *site, struct shard shard, struct diags *diags);

/* The folders that its files are in, each after the one around it; with a NUL behind. */
struct str_array plan_folders(struct arena *arena, const struct plan *plan);

/* How many of its files are pages: see page_counts. */
static inline size_t row_page_count(const struct row *row)
{
	return row->asset || row->path.len > 0 || !page_counts(&row->first) ? 0 : row->files;
}

/* A walk over the pages of a row: start with { 0 }; false at the end. Rows of single files have no pages. */
struct row_walk {
	size_t next;
};
bool row_next_page(const struct row *row, struct row_walk *walk, struct page *page);

#endif
