/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Reading files and folders: names below a folder that is open, so that nothing outside it can be reached, no links
 * followed, regular files only. Interrupted calls are repeated. Errors are errno values.
 */
#ifndef STATUSBOOK_BASE_FS_H
#define STATUSBOOK_BASE_FS_H

#include <sys/types.h>

#include "base/arena.h"

/* Opens a folder for the calls below; -1 and errno on failure. `below` may be AT_FDCWD. */
int fs_open_folder(int below, const char *path);

/* As fs_open_folder, but refuses a link: for names inside a project or a site. */
int fs_open_below(int below, const char *name);

/* The same for a path of several names; "" is `below` itself. No link is followed on the way. */
int fs_open_inside(int below, const char *path);

/* Opens a folder only to ask where it is and what lies around it: it need not be readable. */
int fs_open_place(int below, const char *path);

/*
 * Reads the file `name` below `folder` into the arena. 0, or an errno value: EFBIG when it is larger than `limit`
 * (known before a byte is read), EINVAL when it is not a regular file, ELOOP for a link. An empty file is fine.
 */
int fs_read(struct arena *arena, int folder, const char *name, size_t limit, struct str *text);

struct fs_entry {
	struct str name; /* with a NUL behind it */
	bool is_folder;
	bool is_file; /* a regular file; neither for links and special files */
};

struct fs_listing {
	struct fs_entry *items;
	size_t count;
	size_t capacity;
};

/* What is in the folder, sorted by name, without "." and "..". 0 or an errno value. */
int fs_list(struct arena *arena, int folder, struct fs_listing *listing);

/* Writes all of `text` to the open file. 0 or an errno value. */
int fs_write(int file, struct str text);

/* The same from that place of the file on. */
int fs_write_at(int file, struct str text, off_t place);

/* Replaces a file as a whole: writes beside it, syncs, renames. The old one is whole until then. 0 or an errno value. */
int fs_replace(int folder, const char *name, struct str text);

/* Writes a file that is not there yet; whatever has that name stays as it is. 0 or an errno value: EEXIST. */
int fs_create(int folder, const char *name, struct str text);

#endif
