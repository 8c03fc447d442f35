/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What hosts need to know of a site: rules for web servers that are configured, and whether the site keeps within the
 * limits of hosts that only take files.
 */
#ifndef STATUSBOOK_STAGES_HOST_RULES_H
#define STATUSBOOK_STAGES_HOST_RULES_H

#include "stages/plan.h"

/* What a host allows; 0 where it sets no limit that we know of. */
struct host {
	const char *name;
	size_t most_files;
	size_t most_in_folder; /* files in one folder */
	size_t most_bytes;     /* of all files together */
	size_t most_in_file;
	const char *advice;                                        /* what its user should know */
	void (*rules)(const struct site *site, struct buf *rules); /* for its configuration; NULL where it has none */
};

/* NULL if there is none of that name. */
const struct host *host_find(const char *name);

/* The names of all, with ", " between them. */
void host_names(struct buf *names);

/* What a site is made of; whoever counts, fills it in. */
struct site_size {
	size_t files;
	size_t in_folder; /* files in the fullest folder */
	size_t bytes;
	size_t in_file; /* of the largest */
	struct str largest;
	struct str fullest;
};

/* Adds lines for people: the numbers against the host's limits, and what to change. False if a limit is exceeded. */
bool host_report(const struct host *host, const struct site_size *size, struct buf *text);

#endif
