/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The names of libarchive begin as ours would; struct archive is theirs, struct archive_file is ours. */
#include "formats/archive.h"

#include <errno.h>
#include <stdlib.h>

#include <archive.h>
#include <archive_entry.h>

/* The first moment that a zip can name, which is local time: midday, so that no time zone makes it an earlier day. */
#define FIXED_TIME (315532800 + 12 * 60 * 60) /* 1980-01-01 12:00 UTC */

struct archive_file {
	struct archive *archive;
	int error;
};

static bool note(struct archive_file *file, int result)
{
	if (result >= ARCHIVE_WARN)
		return true;
	if (!file->error)
		file->error = archive_errno(file->archive) > 0 ? archive_errno(file->archive) : EIO;
	return false;
}

struct archive_file *archive_begin(enum archive_format format, int descriptor)
{
	struct archive_file *file = calloc(1, sizeof(*file));

	if (!file || !(file->archive = archive_write_new())) {
		free(file);
		return NULL;
	}
	if (format == ARCHIVE_ZIP) {
		note(file, archive_write_set_format_zip(file->archive));
		note(file, archive_write_zip_set_compression_deflate(file->archive));
	} else {
		note(file, archive_write_set_format_ustar(file->archive));
	}
	note(file, archive_write_open_fd(file->archive, descriptor));
	return file;
}

bool archive_add(struct archive_file *file, struct str path, struct str bytes)
{
	struct archive_entry *entry = file->error ? NULL : archive_entry_new();

	if (!entry) {
		file->error = file->error ? file->error : ENOMEM;
		return false;
	}
	archive_entry_set_pathname(entry, path.ptr);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)bytes.len);
	archive_entry_set_mtime(entry, FIXED_TIME, 0);
	bool fine = note(file, archive_write_header(file->archive, entry));
	if (fine && bytes.len > 0 && archive_write_data(file->archive, bytes.ptr, bytes.len) != (la_ssize_t)bytes.len)
		fine = note(file, ARCHIVE_FATAL);
	archive_entry_free(entry);
	return fine;
}

int archive_end(struct archive_file *file)
{
	note(file, archive_write_close(file->archive));
	archive_write_free(file->archive);
	int error = file->error;
	free(file);
	return error;
}
