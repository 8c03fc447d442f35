/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A scratch folder for tests of what reads and writes files: made by mkdtemp, removed in the end. Paths are relative to
 * it; folders on the way are made.
 */
#ifndef STATUSBOOK_TESTS_SANDBOX_H
#define STATUSBOOK_TESTS_SANDBOX_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"

struct sandbox {
	char path[256];
	int folder; /* open */
};

static inline void sandbox_make(struct sandbox *sandbox)
{
	const char *scratch = getenv("TMPDIR");

	snprintf(sandbox->path, sizeof(sandbox->path), "%s/statusbook-test-XXXXXX", scratch ? scratch : "/tmp");
	assert_non_null(mkdtemp(sandbox->path));
	sandbox->folder = open(sandbox->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(sandbox->folder >= 0);
}

static inline int sandbox_remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
	(void)info;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void sandbox_free(struct sandbox *sandbox)
{
	close(sandbox->folder);
	nftw(sandbox->path, sandbox_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path as the program is told it; good until the sixteenth call from here. */
static inline const char *sandbox_at(const struct sandbox *sandbox, const char *path)
{
	static char paths[16][512];
	static size_t next;
	char *full = paths[next++ % 16];

	snprintf(full, sizeof(paths[0]), "%s/%s", sandbox->path, path);
	return full;
}

static inline void sandbox_folder(const struct sandbox *sandbox, const char *path)
{
	char part[512];

	snprintf(part, sizeof(part), "%s", path);
	for (char *slash = strchr(part, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdirat(sandbox->folder, part, 0755);
		*slash = '/';
	}
	if (mkdirat(sandbox->folder, part, 0755) != 0)
		assert_int_equal(errno, EEXIST);
}

static inline void sandbox_write_bytes(const struct sandbox *sandbox, const char *path, struct str bytes)
{
	char folder[512];
	const char *slash = strrchr(path, '/');

	if (slash) {
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
		sandbox_folder(sandbox, folder);
	}
	int file = openat(sandbox->folder, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	assert_true(file >= 0);
	assert_int_equal(fs_write(file, bytes), 0);
	assert_int_equal(close(file), 0);
}

static inline void sandbox_write(const struct sandbox *sandbox, const char *path, const char *text)
{
	sandbox_write_bytes(sandbox, path, str_from(text));
}

static inline bool sandbox_has(const struct sandbox *sandbox, const char *path)
{
	struct stat info;

	return fstatat(sandbox->folder, path, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

static inline ino_t sandbox_inode(const struct sandbox *sandbox, const char *path)
{
	struct stat info;

	assert_int_equal(fstatat(sandbox->folder, path, &info, AT_SYMLINK_NOFOLLOW), 0);
	return info.st_ino;
}

/* The file's bytes, in the arena. */
static inline struct str sandbox_read(const struct sandbox *sandbox, struct arena *arena, const char *path)
{
	struct str text;

	assert_int_equal(fs_read(arena, sandbox->folder, path, SIZE_MAX / 4, &text), 0);
	return text;
}

/* Adds one line for each thing below the folder: its path, and a fingerprint of its bytes or what a link points to. */
static inline void sandbox_list(const struct sandbox *sandbox, struct arena *arena, const char *path, struct buf *list)
{
	int folder = fs_open_folder(sandbox->folder, path);
	struct fs_listing listing;
	struct stat info;
	char target[512];

	assert_true(folder >= 0);
	assert_int_equal(fs_list(arena, folder, &listing), 0);
	close(folder);
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *item = &listing.items[i];
		const char *name = arena_concat(arena, str_from(path), STR("/"), item->name).ptr;
		assert_int_equal(fstatat(sandbox->folder, name, &info, AT_SYMLINK_NOFOLLOW), 0);
		buf_addf(list, "%s %o ", name, (unsigned)info.st_mode);
		if (item->is_file)
			buf_add(list, sandbox_read(sandbox, arena, name));
		if (S_ISLNK(info.st_mode))
			buf_add(list, (struct str){ target, (size_t)readlinkat(sandbox->folder, name, target,
									       sizeof(target)) });
		buf_add_char(list, '\n');
		if (item->is_folder)
			sandbox_list(sandbox, arena, name, list);
	}
}

/* Number of open descriptors: what leaks shows as a difference. */
static inline size_t open_descriptors(void)
{
	size_t count = 0;

	for (int file = 0; file < 256; file++)
		count += fcntl(file, F_GETFD) != -1;
	return count;
}

#endif
