/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Walks the folders as `load` does, but takes every file that is not hidden: better one too many than one too few. */
#include "stages/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"

#define DEEPEST 2 /* content/FAMILY/file, templates/assets/file; what lies deeper is not read */
#define LARGEST ((size_t)1 << 20)

struct walk {
	struct arena *arena;
	struct inputs *inputs;
	struct hasher *hasher;
	size_t threads;
};

/* What a thread has read of one file. */
struct volume {
	struct input input;
	struct hash128 hash; /* of the text */
	int error;
};

/* The files of one folder. */
struct shelf {
	int folder;
	struct fs_listing listing;
	struct volume *volumes; /* per item of the listing */
	struct arena *arenas;   /* per worker */
};

static void read_file(void *context, size_t index, size_t worker)
{
	struct shelf *shelf = context;
	const struct fs_entry *item = &shelf->listing.items[index];
	struct volume *volume = &shelf->volumes[index];

	volume->error = EINVAL;
	if (!item->is_file || item->name.ptr[0] == '.')
		return;
	volume->error = fs_read(&shelf->arenas[worker], shelf->folder, item->name.ptr, LARGEST, &volume->input.text);
	if (!volume->error)
		volume->hash = hash128(volume->input.text);
}

static void read_files(struct walk *walk, struct shelf *shelf)
{
	shelf->volumes = arena_array(walk->arena, shelf->listing.count, struct volume);
	shelf->arenas = arena_array(walk->arena, walk->threads, struct arena);
	pool_run(walk->threads, shelf->listing.count, read_file, shelf);
	for (size_t i = 0; i < walk->threads; i++)
		arena_absorb(walk->arena, &shelf->arenas[i]);
}

static void add_file(struct walk *walk, struct volume *volume, struct str path)
{
	volume->input.path = path;
	hasher_add_text(walk->hasher, path);
	hasher_add_size(walk->hasher, (size_t)volume->error);
	if (volume->error)
		return;
	hasher_add_size(walk->hasher, (size_t)volume->hash.high);
	hasher_add_size(walk->hasher, (size_t)volume->hash.low);
	map_add(&walk->inputs->files, walk->arena, path, &volume->input);
}

static void add_folder(struct walk *walk, int below, struct str name, struct str path, size_t depth)
{
	struct shelf shelf = { .folder = fs_open_below(below, name.ptr) };
	int folder = shelf.folder;
	int error = folder < 0 ? errno : fs_list(walk->arena, folder, &shelf.listing);

	hasher_add_text(walk->hasher, path);
	hasher_add_size(walk->hasher, (size_t)error);
	if (!error)
		read_files(walk, &shelf);
	for (size_t i = 0; !error && i < shelf.listing.count; i++) {
		const struct fs_entry *item = &shelf.listing.items[i];
		struct str inside = arena_concat(walk->arena, path, STR("/"), item->name);
		if (item->name.ptr[0] == '.')
			continue;
		if (item->is_folder && depth > 1)
			add_folder(walk, folder, item->name, inside, depth - 1);
		else
			add_file(walk, &shelf.volumes[i], inside);
	}
	if (folder >= 0)
		close(folder);
}

void inputs_read(struct arena *arena, const char *path, size_t threads, struct inputs *inputs)
{
	static const struct str names[] = { { "content", 7 }, { "templates", 9 }, { "locales", 7 } };
	struct walk walk = { arena, inputs, hasher_new(), threads };
	int root = fs_open_folder(AT_FDCWD, path);

	*inputs = (struct inputs){ 0 };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		add_folder(&walk, root, names[i], names[i], DEEPEST);
	if (root >= 0)
		close(root);
	inputs->hash = hasher_end(walk.hasher);
}
