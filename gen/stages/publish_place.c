/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Where a site may be written. Places are told by device and inode, not by their names, so that links, `..` and bind
 * mounts do not deceive. Refused are: what is not a folder; the root and the home folder; the project, its source
 * folders, and whatever lies inside the latter or around any of them; the folder that the user stands in, and those
 * around it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "stages/publish_parts.h"

#define DEEPEST 256
#define DEEPEST_REMOVED 16 /* folders inside each other */

struct id {
	dev_t device;
	ino_t inode;
};

static bool id_of(int below, const char *path, struct id *id)
{
	struct stat info;

	if (fstatat(below, path, &info, AT_EMPTY_PATH) != 0)
		return false;
	*id = (struct id){ info.st_dev, info.st_ino };
	return true;
}

static bool same(struct id a, struct id b)
{
	return a.device == b.device && a.inode == b.inode;
}

/* Whether `wanted` is the folder `path` below `below`, or a folder around it. */
static bool is_around(struct id wanted, int below, const char *path)
{
	int folder = fs_open_place(below, path);
	struct id here, before = { 0 };
	bool found = false;

	for (size_t i = 0; folder >= 0 && i < DEEPEST && id_of(folder, ".", &here); i++) {
		found = same(here, wanted);
		if (found || (i > 0 && same(here, before)))
			break;
		before = here;
		int up = fs_open_place(folder, "..");
		close(folder);
		folder = up;
	}
	if (folder >= 0)
		close(folder);
	return found;
}

/* Why the folder with that identity is no place for a site; NULL if it is one. */
static const char *reason_against(struct id output, int project)
{
	struct id id;
	const char *home = getenv("HOME");

	if (id_of(AT_FDCWD, "/", &id) && same(id, output))
		return "it is the root folder";
	if (home && id_of(AT_FDCWD, home, &id) && same(id, output))
		return "it is your home folder";
	if (id_of(project, ".", &id) && same(id, output))
		return "it is the project's own folder";
	if (is_around(output, project, "."))
		return "the project lies inside of it";
	if (is_around(output, AT_FDCWD, "."))
		return "you stand in it or below it";
	return NULL;
}

/* Whether the folder lies in one of the project's sources; they are not to be written to. */
static const char *reason_inside(int parent, int project)
{
	static const char *const sources[] = { "content", "templates", "locales", ".git" };
	struct id id;

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (id_of(project, sources[i], &id) && is_around(id, parent, "."))
			return "it lies inside of a source folder";
	return NULL;
}

static const char *reason_name(int parent, const char *name, int project)
{
	static const char *const sources[] = { "content", "templates", "locales" };
	struct id output, id;

	if (!id_of(parent, name, &output))
		return NULL;
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (id_of(project, sources[i], &id) && same(id, output))
			return "it is a source folder";
	const char *reason = reason_against(output, project);
	for (size_t i = 0; !reason && i < sizeof(sources) / sizeof(*sources); i++)
		if (is_around(output, project, sources[i]))
			reason = "a source folder lies inside of it";
	return reason;
}

static void refuse(struct diags *diags, struct str path, const char *reason)
{
	diag_add(diags, DIAG_UNSAFE_OUTPUT, (struct loc){ 0 }, path)->reason = str_from(reason);
}

/* Cuts the path into the folder around it and the name in it. */
static bool split_path(struct arena *arena, struct str path, struct str *parent, struct str *name)
{
	while (path.len > 1 && path.ptr[path.len - 1] == '/')
		path.len--;
	size_t start = path.len;
	while (start > 0 && path.ptr[start - 1] != '/')
		start--;
	*name = arena_copy(arena, str_from_index(path, start));
	*parent = start == 0 ? STR(".") : arena_copy(arena, str_until_index(path, start > 1 ? start - 1 : 1));
	return name->len > 0 && !str_is(*name, ".") && !str_is(*name, "..");
}

/* The lock file, locked if `*ours`; again if the build that had it removed it just when we opened it. */
static int open_lock(int parent, const char *name, bool *ours)
{
	for (;;) {
		int lock = openat(parent, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
		struct id opened, named;
		if (lock < 0)
			return -1;
		*ours = flock(lock, LOCK_EX | LOCK_NB) == 0;
		if (!*ours || (id_of(lock, "", &opened) && id_of(parent, name, &named) && same(opened, named)))
			return lock;
		close(lock);
	}
}

static void set_names(struct arena *arena, struct place *place)
{
	struct str prefix =
		place->is_inside ? STR(".statusbook-") : arena_concat(arena, STR("."), place->name, STR("."));
	char pid[32];

	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	place->lock_name = arena_concat(arena, prefix, STR("lock"));
	place->stage = arena_concat(arena, prefix, STR("stage-"), str_from(pid));
	place->before = arena_concat(arena, prefix, STR("prev"));
	place->redo = arena_concat(arena, prefix, STR("redo"));
	place->undo = arena_concat(arena, prefix, STR("undo"));
}

static void work_inside(struct arena *arena, struct place *place, const char *reason)
{
	place->work = place->old;
	place->is_inside = true;
	place->in_place = str_from(reason);
	set_names(arena, place);
}

static bool may_work_inside(int error)
{
	return error == EACCES || error == EPERM || error == EROFS;
}

/* What is mounted there is on another file system, or cannot be renamed; its folder stays where it is. */
static bool is_mounted(int folder)
{
	struct statx info;

	return statx(folder, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &info) == 0 &&
	       (info.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

/* One build at a time: the kernel lets go of the lock when its owner ends, however it ends. */
static bool take_lock(struct arena *arena, struct place *place, struct diags *diags)
{
	char text[32];
	bool ours;

	place->lock = open_lock(place->work, place->lock_name.ptr, &ours);
	if (place->lock < 0 && may_work_inside(errno) && place->old >= 0 && !place->is_inside) {
		work_inside(arena, place, "the folder around it cannot be written to");
		place->lock = open_lock(place->work, place->lock_name.ptr, &ours);
	}
	if (place->lock < 0) {
		diag_add_errno(diags, DIAG_UNWRITABLE, place->path, errno);
		return false;
	}
	if (!ours) {
		place->lock_name = (struct str){ NULL, 0 }; /* not ours to remove */
		ssize_t len = pread(place->lock, text, sizeof(text), 0);
		struct str owner = { text, len > 0 ? (size_t)len : 0 };
		diag_add(diags, DIAG_OUTPUT_BUSY, (struct loc){ 0 }, place->path)->reason =
			arena_concat(diags->arena, STR("process "), str_trim(owner));
		return false;
	}
	int len = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	if (ftruncate(place->lock, 0) != 0 || pwrite(place->lock, text, (size_t)len, 0) != len) {
		diag_add_errno(diags, DIAG_UNWRITABLE, place->path, errno);
		return false;
	}
	return true;
}

static bool check(struct place *place, const struct publish_options *options, struct diags *diags)
{
	int project = fs_open_folder(AT_FDCWD, options->project);
	struct stat info;
	const char *reason = NULL;

	if (project < 0) {
		diag_add(diags, DIAG_MISSING_DIRECTORY, (struct loc){ 0 }, str_from(options->project));
		return false;
	}
	bool there = fstatat(place->parent, place->name.ptr, &info, AT_SYMLINK_NOFOLLOW) == 0;
	if (there && S_ISLNK(info.st_mode))
		reason = "it is a link";
	else if (there && !S_ISDIR(info.st_mode))
		reason = "it is not a folder";
	if (!reason)
		reason = reason_name(place->parent, place->name.ptr, project);
	if (!reason)
		reason = reason_inside(place->parent, project);
	close(project);
	if (reason)
		refuse(diags, place->path, reason);
	return !reason;
}

/* The site that is there; none is fine. */
static bool open_site(struct place *place, struct diags *diags)
{
	if (place->old >= 0)
		close(place->old);
	place->old = fs_open_below(place->parent, place->name.ptr);
	if (place->old >= 0 || errno == ENOENT)
		return true;
	diag_add_errno(diags, DIAG_UNREADABLE, place->path, errno);
	return false;
}

bool place_open(struct arena *arena, const struct publish_options *options, struct place *place, struct diags *diags)
{
	struct str parent;

	*place = (struct place){ .path = str_from(options->output), .parent = -1, .lock = -1, .old = -1 };
	if (!split_path(arena, place->path, &parent, &place->name)) {
		refuse(diags, place->path, "name a folder of its own for the site");
		return false;
	}
	place->parent = fs_open_folder(AT_FDCWD, parent.ptr);
	if (place->parent < 0) {
		diag_add(diags, DIAG_MISSING_DIRECTORY, (struct loc){ 0 }, parent);
		return false;
	}
	if (!check(place, options, diags) || !open_site(place, diags))
		return false;
	place->work = place->parent;
	place->manifest = manifest_name(arena, options->shard);
	set_names(arena, place);
	if (place->old >= 0 && is_mounted(place->old))
		work_inside(arena, place, "it is a mount point");
	if (!take_lock(arena, place, diags))
		return false;
	return place->is_inside || open_site(place, diags); /* another build may have exchanged it till now */
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
		if ((error != EISDIR && error != EPERM) || depth == 0)
			break;
		int below = fs_open_below(dirfd(dir), item->d_name);
		error = below < 0 ? errno : remove_inside(below, depth - 1);
		if (!error && unlinkat(dirfd(dir), item->d_name, AT_REMOVEDIR) != 0)
			error = errno;
	}
	closedir(dir);
	return error;
}

int remove_folder(int parent, const char *name)
{
	int folder = fs_open_below(parent, name);

	if (folder < 0)
		return errno == ENOENT ? 0 : errno;
	int error = remove_inside(folder, DEEPEST_REMOVED);
	if (!error && unlinkat(parent, name, AT_REMOVEDIR) != 0)
		error = errno;
	return error;
}

/* A stage, ours or of a build that was killed: what else begins like that is somebody's. */
static bool is_stage(const struct place *place, struct str name)
{
	size_t process;
	struct str prefix = place->stage;

	while (prefix.ptr[prefix.len - 1] != '-')
		prefix.len--;
	return str_starts(name, prefix) && str_to_size(str_from_index(name, prefix.len), &process);
}

bool place_works_with(const struct place *place, struct str name)
{
	return place->is_inside &&
	       (is_stage(place, name) || str_eq(name, place->redo) || str_eq(name, place->lock_name));
}

int place_tidy(struct arena *arena, const struct place *place)
{
	struct fs_listing listing;
	int error = fs_list(arena, place->work, &listing);

	for (size_t i = 0; !error && i < listing.count; i++)
		if (listing.items[i].is_folder && is_stage(place, listing.items[i].name))
			error = remove_folder(place->work, listing.items[i].name.ptr);
	return error;
}

/* With two empty folders, before anything is made. */
void place_probe(struct arena *arena, struct place *place)
{
	struct str other =
		arena_concat(arena, place->stage, STR("0")); /* a stage by its name, should we be killed here */

	if (place->old < 0 || place->in_place.len > 0)
		return;
	bool fine = mkdirat(place->parent, place->stage.ptr, 0755) == 0 &&
		    mkdirat(place->parent, other.ptr, 0755) == 0 &&
		    renameat2(place->parent, place->stage.ptr, place->parent, other.ptr, RENAME_EXCHANGE) == 0;
	if (!fine && errno != ENOSPC && errno != EDQUOT)
		place->in_place = arena_concat(arena, STR("two folders cannot be exchanged there ("),
					       str_from(strerror(errno)), STR(")"));
	unlinkat(place->parent, place->stage.ptr, AT_REMOVEDIR);
	unlinkat(place->parent, other.ptr, AT_REMOVEDIR);
}

bool place_keeps(const struct place *place, struct str name)
{
	for (size_t i = 0; i < place->kept.count; i++)
		if (str_eq(place->kept.items[i], name))
			return true;
	return false;
}

void place_close(struct place *place)
{
	int files[] = { place->old, place->lock, place->parent };

	if (place->lock >= 0 && place->lock_name.len > 0)
		unlinkat(place->work, place->lock_name.ptr, 0); /* while the lock is held */
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (files[i] >= 0)
			close(files[i]);
}
