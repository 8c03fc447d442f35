/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The manifest of a published site: which files are ours. It is read as a stream and compared with the folders by a
 * count and a sum of hashes for each folder, so that memory does not grow with the number of pages. Only where these
 * differ are names collected, to say which file is foreign.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "stages/publish_parts.h"

#define LONGEST_LINE 1024

/* What the manifest says of one folder. */
struct folder_sum {
	struct str path; /* "" for the top, "en/smtp" */
	size_t count;
	uint64_t sum;
};

struct sums {
	struct folder_sum *items;
	size_t count;
	size_t capacity;
};

static void split_name(struct str path, struct str *folder, struct str *name)
{
	size_t start = path.len;

	while (start > 0 && path.ptr[start - 1] != '/')
		start--;
	*name = str_from_index(path, start);
	*folder = str_until_index(path, start > 0 ? start - 1 : 0);
}

static struct folder_sum *sum_of(struct arena *arena, struct sums *sums, struct str folder)
{
	for (size_t i = sums->count; i > 0; i--)
		if (str_eq(sums->items[i - 1].path, folder))
			return &sums->items[i - 1];

	struct str path = arena_copy(arena, folder), up, name;
	struct folder_sum *sum = array_add(arena, sums);
	sum->path = path;
	size_t index = sums->count - 1;
	for (up = path; up.len > 0; up = folder) { /* the folders around it are ours too */
		bool known = false;
		split_name(up, &folder, &name);
		for (size_t i = 0; i < sums->count; i++)
			known |= str_eq(sums->items[i].path, folder);
		if (!known)
			array_add(arena, sums)->path = folder;
	}
	return &sums->items[index];
}

/* Whether the path can be one of ours: parts between slashes, none of which leads up or nowhere. */
static bool is_inside(struct str path)
{
	struct str rest = path, part;

	while (str_next_part(&rest, '/', &part))
		if (part.len == 0 || str_is(part, ".") || str_is(part, ".."))
			return false;
	return path.len > 0 && path.ptr[path.len - 1] != '/';
}

/* Calls `found` with each path of the manifest; false if it is not one of ours, whole. */
static bool read_manifest(FILE *file, void *context, void (*found)(void *context, struct str path))
{
	char line[LONGEST_LINE];

	if (!fgets(line, sizeof(line), file) || strcmp(line, MANIFEST_HEADER) != 0)
		return false;
	while (fgets(line, sizeof(line), file)) {
		size_t len = strlen(line);
		if (len <= MANIFEST_LINE(0) || line[len - 1] != '\n' || line[32] != ' ' || line[43] != ' ')
			return false;
		struct str path = { line + 44, len - 45 };
		if (!is_inside(path))
			return false;
		found(context, path);
	}
	return !ferror(file);
}

struct summing {
	struct arena *arena;
	struct sums *sums;
};

static void add_to_sum(void *context, struct str path)
{
	struct summing *summing = context;
	struct str folder, name;

	split_name(path, &folder, &name);
	struct folder_sum *sum = sum_of(summing->arena, summing->sums, folder);
	sum->count++;
	sum->sum += hash64(name);
}

static FILE *open_manifest(const struct place *place)
{
	int file = openat(place->old, MANIFEST_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	FILE *manifest = file < 0 ? NULL : fdopen(file, "r");

	if (file >= 0 && !manifest)
		close(file);
	return manifest;
}

static bool is_our_folder(const struct sums *sums, struct str folder, const char *name)
{
	char path[LONGEST_LINE];
	int len = snprintf(path, sizeof(path), "%.*s%s%s", (int)folder.len, folder.ptr, folder.len ? "/" : "", name);

	for (size_t i = 0; i < sums->count; i++)
		if (str_eq(sums->items[i].path, (struct str){ path, (size_t)len }))
			return true;
	return false;
}

/* The names that the manifest lists in one folder: for the message only. */
struct naming {
	struct arena *arena;
	struct str folder;
	struct map names;
};

static void add_name(void *context, struct str path)
{
	struct naming *naming = context;
	struct str folder, name;

	split_name(path, &folder, &name);
	if (str_eq(folder, naming->folder))
		map_add(&naming->names, naming->arena, arena_copy(naming->arena, name), naming);
}

static bool is_folder(int folder, const char *name)
{
	struct stat info;

	return fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
}

/* S_IFREG, S_IFDIR, or something else; asked by name where the listing does not tell. */
static mode_t kind_of(int folder, const struct dirent *item)
{
	struct stat info;

	if (item->d_type != DT_UNKNOWN)
		return DTTOIF(item->d_type);
	return fstatat(folder, item->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 ? info.st_mode & S_IFMT : 0;
}

/* What no manifest lists: the manifest itself, and what is carried over. */
static bool is_unlisted(const struct place *place, const char *name, struct str folder)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return true;
	return folder.len == 0 && (strcmp(name, MANIFEST_NAME) == 0 || place_keeps(place, str_from(name)));
}

/* Names each thing in the folder that is not ours. True if there is none after all: then files of ours are missing. */
static bool name_foreign(struct arena *arena, const struct place *place, const struct sums *sums, struct str folder,
			 struct diags *diags)
{
	struct naming naming = { arena, folder, { 0 } };
	FILE *manifest = open_manifest(place);
	struct fs_listing listing;
	size_t before = diags->count;
	int below = fs_open_below(place->old, folder.len ? folder.ptr : ".");

	if (manifest) {
		read_manifest(manifest, &naming, add_name);
		fclose(manifest);
	}
	if (below < 0 || fs_list(arena, below, &listing) != 0)
		listing.count = 0;
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *item = &listing.items[i];
		bool ours = item->is_folder ? is_our_folder(sums, folder, item->name.ptr)
					    : item->is_file && map_find(&naming.names, item->name);
		if (!ours && !is_unlisted(place, item->name.ptr, folder))
			diag_add(diags, DIAG_FOREIGN_FILE, (struct loc){ 0 },
				 arena_concat(arena, place->path, folder.len ? STR("/") : STR(""), folder, STR("/"),
					      item->name));
	}
	if (below >= 0)
		close(below);
	return diags->count == before;
}

/* Whether the folder holds what the manifest says, by count and sum. Adds to `there` the files that it does hold. */
static bool folder_matches(const struct place *place, const struct sums *sums, const struct folder_sum *sum,
			   size_t *there)
{
	int folder = fs_open_below(place->old, sum->path.len ? sum->path.ptr : ".");
	DIR *dir = folder < 0 ? NULL : fdopendir(folder);
	const struct dirent *item;
	size_t count = 0;
	uint64_t hashes = 0;
	bool matches = true;

	if (!dir) {
		if (folder >= 0)
			close(folder);
		return false;
	}
	while ((item = readdir(dir))) {
		if (is_unlisted(place, item->d_name, sum->path))
			continue;
		mode_t kind = kind_of(dirfd(dir), item);
		if (kind != S_IFREG) {
			matches &= kind == S_IFDIR && is_our_folder(sums, sum->path, item->d_name);
			continue;
		}
		count++;
		hashes += hash64(str_from(item->d_name));
	}
	closedir(dir);
	*there += count;
	return matches && count == sum->count && hashes == sum->sum;
}

bool manifest_covers(struct arena *arena, const struct place *place, size_t *count, struct diags *diags)
{
	struct sums sums = { 0 };
	struct summing summing = { arena, &sums };
	bool fine = true;

	*count = 0;
	if (place->old < 0)
		return true;

	FILE *manifest = open_manifest(place);
	bool whole = manifest && read_manifest(manifest, &summing, add_to_sum);
	if (manifest)
		fclose(manifest);
	if (!whole)
		sums.count = 0; /* not ours: then nothing in it is */
	sum_of(arena, &sums, STR(""));
	for (size_t i = 0; i < sums.count; i++)
		if (!folder_matches(place, &sums, &sums.items[i], count))
			fine &= name_foreign(arena, place, &sums, sums.items[i].path, diags);
	return fine;
}

static int remove_inside(int folder, size_t depth)
{
	DIR *dir = fdopendir(folder);
	const struct dirent *item;
	int error = 0;

	if (!dir) {
		error = errno;
		close(folder);
		return error;
	}
	while (!error && (item = readdir(dir))) {
		if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
			continue;
		if (unlinkat(dirfd(dir), item->d_name, 0) == 0)
			continue;
		error = errno;
		if (!is_folder(dirfd(dir), item->d_name) || depth == 0)
			break;
		int below = openat(dirfd(dir), item->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		error = below < 0 ? errno : remove_inside(below, depth - 1);
		if (!error && unlinkat(dirfd(dir), item->d_name, AT_REMOVEDIR) != 0)
			error = errno;
	}
	closedir(dir);
	return error;
}

int remove_folder(int parent, const char *name)
{
	int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (folder < 0)
		return errno == ENOENT ? 0 : errno;
	int error = remove_inside(folder, 16);
	if (!error && unlinkat(parent, name, AT_REMOVEDIR) != 0)
		error = errno;
	return error;
}
