/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Parts of a site that were made apart and copied into one folder. Each has brought a manifest of its own; the next build
 * makes one of them, which is that of a site that was made in one go. Every file is read before that is believed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "stages/publish_parts.h"

/* A row, and where it stands now. */
struct piece {
	struct manifest_row row;
	size_t part;
};

struct merging {
	struct arena *arena;
	const struct place *place;
	struct diags *diags;
	size_t threads;
	struct shard found; /* how many parts are there, of how many */
	struct buf head;    /* that of the first part, behind the number of pages; the others have the same */
	size_t pages;
	struct {
		struct piece *items;
		size_t count;
		size_t capacity;
	} pieces;
};

static bool refuse(struct merging *merging, struct str path, const char *reason)
{
	diag_add(merging->diags, DIAG_SHARDS, (struct loc){ 0 },
		 arena_concat(merging->arena, merging->place->path, STR("/"), path))
		->reason = str_from(reason);
	return false;
}

/* The place as one part knows it. */
static struct place place_of(const struct merging *merging, size_t part)
{
	struct place place = *merging->place;

	place.manifest = manifest_name(merging->arena, (struct shard){ part, merging->found.count });
	return place;
}

/* ".statusbook-manifest.3-of-8" is part 3 of 8. */
static bool is_part(struct str name, struct shard *shard)
{
	struct str number;

	if (!str_take(&name, MANIFEST_NAME) || !str_take(&name, STR(".")) || !str_next_part(&name, '-', &number) ||
	    !str_take(&name, STR("of-")))
		return false;
	return str_to_size(number, &shard->number) && str_to_size(name, &shard->count) && shard->number > 0 &&
	       shard->number <= shard->count;
}

/* Counts the parts that are there. False after a complaint: they are of several sites. */
static bool find_parts(struct merging *merging)
{
	struct fs_listing listing;
	struct shard shard;

	if (fs_list(merging->arena, merging->place->old, &listing) != 0)
		return true; /* whoever needs it will say why */
	for (size_t i = 0; i < listing.count; i++) {
		if (!listing.items[i].is_file || !is_part(listing.items[i].name, &shard))
			continue;
		if (merging->found.number > 0 && merging->found.count != shard.count)
			return refuse(merging, listing.items[i].name,
				      "others are there that are parts of another number");
		merging->found.count = shard.count;
		merging->found.number++;
	}
	return true;
}

/* Whether all files of the part are there, byte for byte. */
static bool check_part(struct merging *merging, const struct place *place, struct manifest *manifest)
{
	bool *missing, fine = true;

	manifest->time = (struct timespec){ 0 }; /* copies are of any age: all are read */
	if (!check_files(merging->arena, place, manifest, merging->threads, &missing, merging->diags))
		return false;
	for (size_t i = 0; i < manifest->rows.count; i++)
		fine &= !missing[i];
	return fine || refuse(merging, place->manifest, "files of it are missing");
}

/* Whether it is a part of the same site as the first one. */
static bool has_same_head(struct merging *merging, const struct manifest *manifest, size_t part)
{
	struct buf head = { 0 };

	if (manifest_head(manifest, &head) != 0)
		return false;
	bool same = part == 1 || str_eq(buf_view(&head), buf_view(&merging->head));
	if (part == 1)
		buf_add(&merging->head, buf_view(&head));
	buf_free(&head);
	return same;
}

static bool take_part(struct merging *merging, size_t part)
{
	struct place place = place_of(merging, part);
	struct manifest manifest;

	manifest_open(merging->arena, &place, &manifest);
	bool fine = manifest.file >= 0 || refuse(merging, place.manifest, "it is not there, or damaged");
	if (fine && !has_same_head(merging, &manifest, part))
		fine = refuse(merging, place.manifest, "it was made from other inputs than the first");
	fine = fine && check_part(merging, &place, &manifest);
	for (size_t i = 0; fine && i < manifest.rows.count; i++)
		*array_add(merging->arena, &merging->pieces) = (struct piece){ manifest.rows.items[i], part };
	merging->pages += manifest.pages;
	manifest_close(&manifest);
	return fine;
}

static int piece_cmp(const void *left, const void *right)
{
	const struct piece *a = left, *b = right;

	return (a->row.number > b->row.number) - (a->row.number < b->row.number);
}

/* Copies the rows of one part to where they belong. */
static int copy_part(struct merging *merging, int to, size_t part)
{
	struct place place = place_of(merging, part);
	int from = openat(place.old, place.manifest.ptr, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	off_t offset = (off_t)merging->head.len;
	struct buf lines = { 0 }, row = { 0 };
	int error = from < 0 ? errno : 0;

	for (size_t i = 0; !error && i < merging->pieces.count; i++) {
		const struct piece *piece = &merging->pieces.items[i];
		if (piece->part == part) {
			error = manifest_read(from, &piece->row, &lines);
			buf_clear(&row);
			manifest_add_row(&row, piece->row.number);
			buf_add(&row, buf_view(&lines));
			if (!error)
				error = fs_write_at(to, buf_view(&row), offset);
		}
		offset += (off_t)(MANIFEST_ROW + piece->row.len);
	}
	if (from >= 0)
		close(from);
	buf_free(&lines);
	buf_free(&row);
	return error;
}

static int write_all(struct merging *merging, int file)
{
	struct hash128 site, end;
	struct buf head = { 0 };

	manifest_begin(&head, merging->pages);
	buf_add(&head, buf_view(&merging->head));
	buf_clear(&merging->head);
	buf_add(&merging->head, buf_view(&head));
	buf_free(&head);
	int error = fs_write(file, buf_view(&merging->head));
	for (size_t part = 1; !error && part <= merging->found.count; part++)
		error = copy_part(merging, file, part);
	if (!error)
		error = manifest_finish(file, merging->head.len, &site, &end);
	return !error && fsync(file) != 0 ? errno : error;
}

static int drop_parts(struct merging *merging)
{
	for (size_t part = 1; part <= merging->found.count; part++)
		if (unlinkat(merging->place->old, place_of(merging, part).manifest.ptr, 0) != 0 && errno != ENOENT)
			return errno;
	return 0;
}

/* The new manifest takes its name before the parts lose theirs. */
static int publish_manifest(struct merging *merging)
{
	const struct place *place = merging->place;
	int error = mkdirat(place->work, place->stage.ptr, 0755) == 0 ? 0 : errno;
	int stage = error ? -1 : fs_open_below(place->work, place->stage.ptr);
	int file = stage < 0 ? -1
			     : openat(stage, place->manifest.ptr, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
				      0644);

	if (!error && file < 0)
		error = errno;
	if (!error)
		error = write_all(merging, file);
	if (!error && renameat(stage, place->manifest.ptr, place->old, place->manifest.ptr) != 0)
		error = errno;
	if (!error)
		error = drop_parts(merging);
	if (file >= 0)
		close(file);
	if (stage >= 0)
		close(stage);
	remove_folder(place->work, place->stage.ptr);
	return error;
}

static bool has_manifest(struct merging *merging)
{
	struct manifest manifest;

	manifest_open(merging->arena, merging->place, &manifest);
	bool has = manifest.file >= 0;
	manifest_close(&manifest);
	return has;
}

static int merge(struct merging *merging)
{
	if (merging->found.number < merging->found.count) {
		if (has_manifest(merging)) /* somebody was killed in drop_parts */
			return drop_parts(merging);
		refuse(merging, place_of(merging, 1).manifest, "other parts are missing: copy all of them here");
		return -1;
	}
	for (size_t part = 1; part <= merging->found.count; part++)
		if (!take_part(merging, part))
			return -1;
	qsort(merging->pieces.items, merging->pieces.count, sizeof(struct piece), piece_cmp);
	for (size_t i = 0; i < merging->pieces.count; i++) {
		if (merging->pieces.items[i].row.number != i) {
			refuse(merging, place_of(merging, 1).manifest, "the parts do not fit each other");
			return -1;
		}
	}
	return publish_manifest(merging);
}

int merge_parts(struct arena *arena, const struct place *place, size_t threads, struct diags *diags)
{
	struct merging merging = { .arena = arena, .place = place, .diags = diags, .threads = threads };

	if (place->old < 0 || !str_eq(place->manifest, MANIFEST_NAME))
		return 0;
	if (!find_parts(&merging))
		return -1;
	int error = merging.found.number > 0 ? merge(&merging) : 0;
	buf_free(&merging.head);
	return error;
}
