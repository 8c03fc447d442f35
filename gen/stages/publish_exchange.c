/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * All at once: the files that did not change become the same files of the stage, so that it is a whole site; what the
 * publisher keeps in the output too. Then stage and output change their names.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "stages/publish_parts.h"

#define DEEPEST_KEPT 16 /* folders inside each other */

/* What a thread has of its own. */
struct linker {
	struct publishing *publishing;
	struct differ differ;
	struct way old;
	struct way stage;
	struct buf path;
	size_t linked;
};

static void link_file(void *context, enum change change, const struct manifest_file *file,
		      const struct manifest_file *before)
{
	struct linker *linker = context;
	const char *name;

	(void)before;
	if (change != CHANGE_NONE)
		return;
	buf_clear(&linker->path);
	buf_add(&linker->path, file->path);
	buf_add_char(&linker->path, '\0');
	int old = way_to(&linker->old, linker->publishing->place->old, linker->path.ptr, &name);
	int stage = way_to(&linker->stage, linker->publishing->stage, linker->path.ptr, &name);
	if (old < 0 || stage < 0 || linkat(old, name, stage, name, 0) != 0)
		fail(linker->publishing, file->path, errno);
	linker->linked++;
}

static void link_row(void *context, size_t index, size_t worker)
{
	struct linker *linker = &((struct linker *)context)[worker];

	if (failed(linker->publishing))
		return;
	int error = differ_row(linker->publishing, &linker->differ, index, link_file, linker);
	if (error)
		fail(linker->publishing, linker->publishing->place->manifest, error);
}

static int carry(int from, int to, const char *name, size_t depth);

static int carry_folder(int from, int to, const char *name, size_t depth)
{
	struct arena arena = { 0 };
	struct fs_listing listing = { 0 };
	int error = mkdirat(to, name, 0755) == 0 ? 0 : errno;
	int here = fs_open_below(from, name), there = error ? -1 : fs_open_below(to, name);

	if (!error && (here < 0 || there < 0))
		error = errno;
	if (!error)
		error = fs_list(&arena, here, &listing);
	for (size_t i = 0; !error && i < listing.count; i++)
		error = carry(here, there, listing.items[i].name.ptr, depth - 1);
	if (here >= 0)
		close(here);
	if (there >= 0)
		close(there);
	arena_free(&arena);
	return error;
}

/* The same file in the new site; of a folder, each of its files. Not there is fine. */
static int carry(int from, int to, const char *name, size_t depth)
{
	struct stat info;

	if (fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? 0 : errno;
	if (S_ISDIR(info.st_mode))
		return depth > 0 ? carry_folder(from, to, name, depth) : ENAMETOOLONG;
	return linkat(from, name, to, name, 0) == 0 ? 0 : errno;
}

/* What the publisher keeps in the output, as site.yaml names it. */
static void carry_over(struct publishing *publishing)
{
	const struct place *place = publishing->place;

	for (size_t i = 0; place->old >= 0 && i < place->kept.count; i++) {
		int error = carry(place->old, publishing->stage, place->kept.items[i].ptr, DEEPEST_KEPT);
		if (error)
			fail(publishing, place->kept.items[i], error);
	}
}

/* What the publisher has put into the site since. */
static int carry_back(const struct place *place, int before)
{
	int error = 0;

	for (size_t i = 0; !error && i < place->kept.count; i++) {
		const char *name = place->kept.items[i].ptr;
		if (faccessat(place->old, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (unlinkat(before, name, 0) != 0 && errno != ENOENT)
			error = remove_folder(before, name);
		if (!error)
			error = carry(place->old, before, name, DEEPEST_KEPT);
	}
	return error;
}

int exchange_back(const struct place *place, int before, bool sync)
{
	int error = carry_back(place, before);

	if (!error && sync && syncfs(before) != 0)
		error = errno;
	if (!error && renameat2(place->parent, place->before.ptr, place->parent, place->name.ptr, RENAME_EXCHANGE) != 0)
		error = errno;
	return !error && sync && fsync(place->parent) != 0 ? errno : error;
}

/* Whether the stage holds as many files as the plan has. */
static bool is_whole(const struct publishing *publishing, size_t linked)
{
	return publishing->report->written + linked == publishing->plan->file_count;
}

int exchange_fill(struct arena *arena, struct publishing *publishing)
{
	size_t threads = publishing->options->threads, linked = 0;
	struct linker *linkers = arena_array(arena, threads, struct linker);
	struct str path;

	for (size_t i = 0; i < threads; i++) {
		linkers[i].publishing = publishing;
		linkers[i].old.folder = linkers[i].stage.folder = -1;
	}
	if (publishing->report->unchanged > 0)
		pool_run(threads, publishing->plan->rows.count, link_row, linkers);
	for (size_t i = 0; i < threads; i++) {
		linked += linkers[i].linked;
		differ_free(&linkers[i].differ);
		way_end(&linkers[i].old);
		way_end(&linkers[i].stage);
		buf_free(&linkers[i].path);
	}
	if (!failed(publishing))
		carry_over(publishing);
	if (signal_caught())
		return EINTR;
	int error = failure_of(publishing, &path);
	return error || is_whole(publishing, linked) ? error : EAGAIN;
}

int exchange_names(const struct publishing *publishing)
{
	const struct place *place = publishing->place;
	bool sync = publishing->options->sync;

	if (sync && syncfs(publishing->stage) != 0)
		return errno;
	if (place->old < 0) {
		if (renameat(place->parent, place->stage.ptr, place->parent, place->name.ptr) != 0)
			return errno;
	} else {
		int error = remove_folder(place->work, place->before.ptr);
		if (error)
			return error;
		if (renameat2(place->parent, place->stage.ptr, place->parent, place->name.ptr, RENAME_EXCHANGE) != 0)
			return errno;
		if (renameat(place->parent, place->stage.ptr, place->parent, place->before.ptr) != 0) {
			error = errno; /* back to the old site: what bears the stage's name is removed */
			renameat2(place->parent, place->stage.ptr, place->parent, place->name.ptr, RENAME_EXCHANGE);
			return error;
		}
	}
	return sync && fsync(place->parent) != 0 ? errno : 0;
}
