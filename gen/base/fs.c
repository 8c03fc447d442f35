/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Files and folders, by open folder and name. */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_folder(int below, const char *path, int flags)
{
	int folder;

	do
		folder = openat(below, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
	while (folder < 0 && errno == EINTR);
	return folder;
}

int fs_open_folder(int below, const char *path)
{
	return open_folder(below, path, 0);
}

int fs_open_below(int below, const char *name)
{
	return open_folder(below, name, O_NOFOLLOW);
}

int fs_open_inside(int below, const char *path)
{
	struct str rest = str_from(path), part;
	int folder = fs_open_below(below, ".");
	char name[NAME_MAX + 1];

	while (folder >= 0 && str_next_part(&rest, '/', &part)) {
		int inside = -1;
		if (part.len > NAME_MAX) {
			errno = ENAMETOOLONG;
		} else {
			memcpy(name, part.ptr, part.len);
			name[part.len] = '\0';
			inside = fs_open_below(folder, name);
		}
		int error = errno;
		close(folder);
		errno = error;
		folder = inside;
	}
	return folder;
}

int fs_open_place(int below, const char *path)
{
	return open_folder(below, path, O_PATH);
}

/* Reads exactly `size` bytes, and makes sure that no more follow: a file that changes meanwhile is an error. */
static int read_all(int file, char *bytes, size_t size)
{
	size_t done = 0;

	for (;;) {
		char beyond;
		ssize_t got = done < size ? read(file, bytes + done, size - done) : read(file, &beyond, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (got == 0)
			return done == size ? 0 : EAGAIN;
		if (done == size)
			return EAGAIN;
		done += (size_t)got;
	}
}

static int read_open(struct arena *arena, int file, size_t limit, struct str *text)
{
	struct stat info;

	if (fstat(file, &info) != 0)
		return errno;
	if (!S_ISREG(info.st_mode))
		return EINVAL;
	if (info.st_size < 0 || (uintmax_t)info.st_size > limit)
		return EFBIG;

	size_t size = (size_t)info.st_size;
	char *bytes = arena_alloc(arena, size + 1, 1);
	*text = (struct str){ bytes, size };
	return read_all(file, bytes, size);
}

int fs_read(struct arena *arena, int folder, const char *name, size_t limit, struct str *text)
{
	int file;

	*text = (struct str){ NULL, 0 };
	do
		file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	while (file < 0 && errno == EINTR);
	if (file < 0)
		return errno == ENXIO ? EINVAL : errno; /* a socket, or a device that is not there */

	int error = read_open(arena, file, limit, text);
	close(file);
	return error;
}

static int entry_cmp(const void *left, const void *right)
{
	const struct fs_entry *a = left, *b = right;

	return str_cmp(a->name, b->name);
}

/* File systems that do not tell the kind in the listing are asked by name. */
static unsigned char kind_of(int folder, const struct dirent *item)
{
	struct stat info;

	if (item->d_type != DT_UNKNOWN)
		return item->d_type;
	if (fstatat(folder, item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
		return DT_UNKNOWN;
	return S_ISREG(info.st_mode) ? DT_REG : S_ISDIR(info.st_mode) ? DT_DIR : DT_UNKNOWN;
}

int fs_list(struct arena *arena, int folder, struct fs_listing *listing)
{
	int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = again < 0 ? NULL : fdopendir(again);

	*listing = (struct fs_listing){ 0 };
	if (!dir) {
		int error = errno;
		if (again >= 0)
			close(again);
		return error;
	}
	for (;;) {
		errno = 0;
		const struct dirent *item = readdir(dir);
		if (!item)
			break;
		if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
			continue;
		unsigned char kind = kind_of(folder, item);
		*array_add(arena, listing) = (struct fs_entry){
			.name = arena_copy(arena, str_from(item->d_name)),
			.is_folder = kind == DT_DIR,
			.is_file = kind == DT_REG,
		};
	}
	int error = errno;
	closedir(dir);
	if (listing->count > 0)
		qsort(listing->items, listing->count, sizeof(*listing->items), entry_cmp);
	return error;
}

int fs_write(int file, struct str text)
{
	while (text.len > 0) {
		ssize_t put = write(file, text.ptr, text.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno;
		text = str_from_index(text, (size_t)put);
	}
	return 0;
}

int fs_write_at(int file, struct str text, off_t place)
{
	while (text.len > 0) {
		ssize_t put = pwrite(file, text.ptr, text.len, place);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno;
		text = str_from_index(text, (size_t)put);
		place += put;
	}
	return 0;
}

int fs_replace(int folder, const char *name, struct str text)
{
	char beside[300];
	int len = snprintf(beside, sizeof(beside), ".%s.new", name);
	int file = len < (int)sizeof(beside)
			   ? openat(folder, beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644)
			   : -1;

	if (file < 0)
		return len < (int)sizeof(beside) ? errno : ENAMETOOLONG;
	int error = fs_write(file, text);
	if (!error && fsync(file) != 0)
		error = errno;
	if (close(file) != 0 && !error)
		error = errno;
	if (!error && renameat(folder, beside, folder, name) != 0)
		error = errno;
	if (error)
		unlinkat(folder, beside, 0);
	return error;
}

int fs_create(int folder, const char *name, struct str text)
{
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (file < 0)
		return errno;
	int error = fs_write(file, text);
	if (close(file) != 0 && !error)
		error = errno;
	if (error)
		unlinkat(folder, name, 0);
	return error;
}
