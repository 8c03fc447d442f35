/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Writing archives, zip or tar, through libarchive. Files carry one fixed time and no owner, so that the same files in the
 * same order give the same bytes, whoever writes them and whenever; for a zip, in the same time zone.
 */
#ifndef STATUSBOOK_FORMATS_ARCHIVE_H
#define STATUSBOOK_FORMATS_ARCHIVE_H

#include "base/str.h"

struct archive_file;

enum archive_format { ARCHIVE_ZIP, ARCHIVE_TAR };

/* Begins an archive in the open file, which stays the caller's; NULL if there is no memory for it. */
struct archive_file *archive_begin(enum archive_format format, int file);

/* Adds a regular file, mode 0644. `path` ends with a NUL that does not count. False on an error: see archive_end. */
bool archive_add(struct archive_file *archive, struct str path, struct str bytes);

/* Completes the archive and frees it; 0, or the errno value of the first thing that went wrong. */
int archive_end(struct archive_file *archive);

#endif
