/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Whether a published site is as it was left. By names: the folders are compared with what is ours by a count and a sum of
 * hashes each, so that memory does not grow with the number of pages; only where these differ are names collected, to say
 * which file is foreign. By contents: a file that is older than the manifest and has its size is taken for what was
 * written; a younger one is read.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "stages/publish_parts.h"

#define MOST_EDITED 200 /* files that are named, of each thread */

int way_to(struct way *way, int top, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	struct str folder = { path, slash ? (size_t)(slash - path) : 0 };

	*name = slash ? slash + 1 : path;
	if (folder.len == 0)
		return top;
	if (way->folder >= 0 && str_eq(folder, (struct str){ way->path.ptr, way->path.len - 1 }))
		return way->folder;
	if (way->folder >= 0)
		close(way->folder);
	buf_clear(&way->path);
	buf_add(&way->path, folder);
	buf_add_char(&way->path, '\0');
	way->folder = fs_open_inside(top, way->path.ptr);
	return way->folder;
}

void way_end(struct way *way)
{
	if (way->folder >= 0)
		close(way->folder);
	buf_free(&way->path);
	*way = (struct way){ .folder = -1 };
}

/* --- By names --------------------------------------------------------------------------------------------------- */

typedef void file_found(void *context, struct str path);

/* Where what is ours is listed: in the manifest, or if that is damaged, in the plan. */
struct list {
	const struct manifest *manifest;
	const struct plan *plan; /* NULL where there is none */
};

static void each_planned(const struct plan *plan, file_found *found, void *context)
{
	struct buf path = { 0 };

	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		struct row_walk walk = { 0 };
		struct page page;
		if (row->asset || row->path.len > 0)
			found(context, row->asset ? row->asset->path : row->path);
		while (row_next_page(row, &walk, &page)) {
			buf_clear(&path);
			page_path(&page, &path);
			found(context, buf_view(&path));
		}
	}
	buf_free(&path);
}

static void each_file(const struct list *list, file_found *found, void *context)
{
	const struct manifest *manifest = list->manifest;
	struct manifest_file file;
	struct buf lines = { 0 };

	if (manifest->damaged && list->plan)
		each_planned(list->plan, found, context);
	for (size_t i = 0; i < manifest->rows.count; i++) {
		if (manifest_read(manifest->file, &manifest->rows.items[i], &lines) != 0)
			continue;
		for (struct str rest = buf_view(&lines); manifest_next(&rest, &file);)
			found(context, file.path);
	}
	buf_free(&lines);
}

struct summing {
	struct arena *arena;
	struct manifest_folders *folders;
};

static void add_to_sum(void *context, struct str path)
{
	struct summing *summing = context;

	folders_add(summing->arena, summing->folders, path);
}

static bool is_our_folder(const struct manifest_folders *folders, struct str folder, const char *name)
{
	for (size_t i = 0; i < folders->count; i++) {
		struct str up, last;
		path_split(folders->items[i].path, &up, &last);
		if (str_eq(up, folder) && last.len > 0 && str_is(last, name))
			return true;
	}
	return false;
}

/* The names of our files in one folder: for the message only. */
struct naming {
	struct arena *arena;
	struct str folder;
	struct map names;
};

static void add_name(void *context, struct str path)
{
	struct naming *naming = context;
	struct str folder, name;

	path_split(path, &folder, &name);
	if (str_eq(folder, naming->folder))
		map_add(&naming->names, naming->arena, arena_copy(naming->arena, name), naming);
}

/* S_IFREG, S_IFDIR, or something else; asked by name where the listing does not tell. */
static mode_t kind_of(int folder, const struct dirent *item)
{
	struct stat info;

	if (item->d_type != DT_UNKNOWN)
		return DTTOIF(item->d_type);
	return fstatat(folder, item->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 ? info.st_mode & S_IFMT : 0;
}

/* What no manifest lists: the manifest itself, what is carried over, and what we work with. */
static bool is_unlisted(const struct place *place, const char *name, struct str folder)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return true;
	struct str top = str_from(name);
	return folder.len == 0 &&
	       (str_eq(top, place->manifest) || place_keeps(place, top) || place_works_with(place, top));
}

/* Names each thing in the folder that is not ours. True if there is none after all: then files of ours are missing. */
static bool name_foreign(struct arena *arena, const struct place *place, const struct list *list,
			 const struct manifest_folders *folders, struct str folder, struct diags *diags)
{
	struct naming naming = { arena, folder, { 0 } };
	struct fs_listing listing;
	size_t before = diags->count;
	int below = fs_open_inside(place->old, folder.len ? folder.ptr : "");

	each_file(list, add_name, &naming);
	if (below < 0 || fs_list(arena, below, &listing) != 0)
		listing.count = 0;
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *item = &listing.items[i];
		bool ours = item->is_folder ? is_our_folder(folders, folder, item->name.ptr)
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

/* Whether the folder holds what it should, by count and sum. */
static bool folder_matches(const struct place *place, const struct manifest_folders *folders,
			   const struct manifest_folder *sum)
{
	int folder = fs_open_inside(place->old, sum->path.len ? sum->path.ptr : "");
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
			matches &= kind == S_IFDIR && is_our_folder(folders, sum->path, item->d_name);
			continue;
		}
		count++;
		hashes += hash64(str_from(item->d_name));
	}
	closedir(dir);
	return matches && count == sum->count && hashes == sum->sum;
}

/* Folders are listed by all threads; what is wrong in them is told in their order. */
struct matching {
	const struct place *place;
	const struct manifest_folders *folders;
	bool *matches;
};

static void match_folder(void *context, size_t index, size_t worker)
{
	const struct matching *matching = context;

	(void)worker;
	matching->matches[index] = folder_matches(matching->place, matching->folders, &matching->folders->items[index]);
}

bool check_names(struct arena *arena, const struct place *place, const struct manifest *manifest,
		 const struct plan *plan, size_t threads, bool *missing, struct diags *diags)
{
	static const struct manifest_folder top = { .path = { "", 0 } };
	struct manifest_folders folders = manifest->folders;
	struct summing summing = { arena, &folders };
	struct list list = { manifest, plan };
	bool fine = true;

	*missing = false;
	if (place->old < 0)
		return true;
	if (manifest->damaged && plan)
		each_planned(plan, add_to_sum, &summing);
	if (folders.count == 0)
		*array_add(arena, &folders) = top; /* nothing is ours */
	struct matching matching = { place, &folders, arena_array(arena, folders.count, bool) };
	pool_run(threads, folders.count, match_folder, &matching);
	for (size_t i = 0; i < folders.count; i++) {
		if (matching.matches[i])
			continue;
		*missing = true;
		fine &= name_foreign(arena, place, &list, &folders, folders.items[i].path, diags);
	}
	return fine;
}

/* --- By contents ------------------------------------------------------------------------------------------------ */

static bool is_younger(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec >= b.tv_nsec;
}

/* Whether the file has the bytes that were written. */
static bool has_hash(int folder, const char *name, const struct manifest_file *wanted, struct buf *bytes)
{
	int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t got = 1;

	if (file < 0)
		return false;
	buf_clear(bytes);
	buf_room(bytes, wanted->size + 1);
	while (got != 0 && bytes->len <= wanted->size) {
		got = read(file, bytes->ptr + bytes->len, wanted->size + 1 - bytes->len);
		if (got < 0 && errno != EINTR)
			break;
		bytes->len += got > 0 ? (size_t)got : 0;
	}
	close(file);
	if (got != 0 || bytes->len != wanted->size)
		return false;
	struct hash128 hash = hash128(buf_view(bytes));
	buf_clear(bytes);
	hash_add(bytes, hash);
	return str_eq(buf_view(bytes), wanted->hash);
}

enum file_state file_state(int folder, const char *name, const struct manifest *manifest,
			   const struct manifest_file *file, struct buf *bytes)
{
	struct stat info;

	if (folder < 0 || fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || errno == ENOTDIR ? FILE_MISSING : FILE_EDITED;
	if (!S_ISREG(info.st_mode) || (size_t)info.st_size != file->size)
		return FILE_EDITED;
	if (is_younger(info.st_mtim, manifest->time) && !has_hash(folder, name, file, bytes))
		return FILE_EDITED;
	return FILE_SAME;
}

void complain_edited(struct arena *arena, const struct place *place, struct str path, struct diags *diags)
{
	diag_add(diags, DIAG_EDITED_FILE, (struct loc){ 0 }, arena_concat(arena, place->path, STR("/"), path))->reason =
		STR("keep what is yours elsewhere, and remove it to have it written anew");
}

/* What a thread that looks at files has of its own. */
struct eyes {
	struct way way;
	struct buf lines;
	struct buf path;
	struct buf bytes;
	struct arena arena;
	struct str_array edited;
};

struct looking {
	const struct place *place;
	const struct manifest *manifest;
	struct eyes *eyes;
	bool *missing;
};

static void look_at_row(void *context, size_t index, size_t worker)
{
	struct looking *looking = context;
	struct eyes *eyes = &looking->eyes[worker];
	struct manifest_file file;
	const char *name;

	if (signal_caught() ||
	    manifest_read(looking->manifest->file, &looking->manifest->rows.items[index], &eyes->lines))
		return;
	for (struct str rest = buf_view(&eyes->lines); manifest_next(&rest, &file);) {
		buf_clear(&eyes->path);
		buf_add(&eyes->path, file.path);
		buf_add_char(&eyes->path, '\0');
		int folder = way_to(&eyes->way, looking->place->old, eyes->path.ptr, &name);
		enum file_state state = file_state(folder, name, looking->manifest, &file, &eyes->bytes);
		looking->missing[index] |= state == FILE_MISSING;
		if (state == FILE_EDITED && eyes->edited.count < MOST_EDITED)
			*array_add(&eyes->arena, &eyes->edited) = arena_copy(&eyes->arena, file.path);
	}
}

bool check_files(struct arena *arena, const struct place *place, const struct manifest *manifest, size_t threads,
		 bool **missing, struct diags *diags)
{
	struct looking looking = { place, manifest, arena_array(arena, threads, struct eyes),
				   arena_array(arena, manifest->rows.count, bool) };
	bool fine = true;

	for (size_t i = 0; i < threads; i++)
		looking.eyes[i].way.folder = -1;
	pool_run(threads, manifest->rows.count, look_at_row, &looking);
	for (size_t i = 0; i < threads; i++) {
		struct eyes *eyes = &looking.eyes[i];
		for (size_t k = 0; k < eyes->edited.count; k++)
			complain_edited(arena, place, eyes->edited.items[k], diags);
		fine &= eyes->edited.count == 0;
		way_end(&eyes->way);
		buf_free(&eyes->lines);
		buf_free(&eyes->path);
		buf_free(&eyes->bytes);
		arena_free(&eyes->arena);
	}
	*missing = looking.missing;
	return fine && !signal_caught();
}
