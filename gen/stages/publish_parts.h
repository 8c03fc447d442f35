/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the files publish*.c share. For them only. */
#ifndef STATUSBOOK_STAGES_PUBLISH_PARTS_H
#define STATUSBOOK_STAGES_PUBLISH_PARTS_H

#include "stages/publish.h"

#define MANIFEST_NAME ".statusbook-manifest"
#define MANIFEST_HEADER "statusbook manifest 1\n"

/*
 * A line of the manifest: hash (32 hexadecimal digits), size (10 digits), path. Its length is known before the file is
 * made, so threads can write their lines to the right places.
 */
#define MANIFEST_LINE(path_len) (32 + 1 + 10 + 1 + (path_len) + 1)
#define LARGEST_FILE 9999999999

/* Where the site goes. */
struct place {
	struct str path;         /* as given, for messages */
	struct str name;         /* the last part of the path */
	struct str stage;        /* ".NAME.stage-PID" */
	struct str before;       /* ".NAME.prev" */
	int parent;              /* open folder */
	int lock;                /* open lock file */
	struct str lock_name;    /* empty if another build has it */
	const struct site *site; /* which names at the top are the publisher's own */
	int old;                 /* the site that is there, an open folder; -1 if there is none */
};

/* Checks that the place is safe, and locks it. False after a complaint. Close it in any case. */
bool place_open(struct arena *arena, const struct site *site, const struct publish_options *options,
		struct place *place, struct diags *diags);
void place_close(struct place *place);

/* Whether what has that name at the top of the output is the publisher's own, and is carried over. */
bool place_keeps(const struct place *place, struct str name);

/*
 * Whether all that is in the old site is listed in its manifest. False after a complaint that lists what is not.
 * `count` gets the number of our files that are there.
 */
bool manifest_covers(struct arena *arena, const struct place *place, size_t *count, struct diags *diags);

/* Removes a folder below `parent` with all that is in it; 0 or an errno value. Not there is fine. */
int remove_folder(int parent, const char *name);

#endif
