/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Walks the folders as `load` does, but takes every file that is not hidden: better one too many than one too few. */
#include "stages/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"

#define DEEPEST 2 /* content/FAMILY/file, templates/assets/file; what lies deeper is not read */
#define LARGEST ((size_t)1 << 20)

struct walk {
	struct arena *arena;
	struct inputs *inputs;
	struct hasher *hasher;
};

static void add_file(struct walk *walk, int folder, const struct fs_entry *file, struct str path)
{
	struct input *input = arena_new(walk->arena, struct input);
	int error = file->is_file ? fs_read(walk->arena, folder, file->name.ptr, LARGEST, &input->text) : EINVAL;

	input->path = path;
	hasher_add_text(walk->hasher, path);
	hasher_add_size(walk->hasher, (size_t)error);
	if (error)
		return;
	hasher_add_text(walk->hasher, input->text);
	map_add(&walk->inputs->files, walk->arena, path, input);
}

static void add_folder(struct walk *walk, int below, struct str name, struct str path, size_t depth)
{
	struct fs_listing listing = { 0 };
	int folder = fs_open_below(below, name.ptr);
	int error = folder < 0 ? errno : fs_list(walk->arena, folder, &listing);

	hasher_add_text(walk->hasher, path);
	hasher_add_size(walk->hasher, (size_t)error);
	for (size_t i = 0; !error && i < listing.count; i++) {
		const struct fs_entry *item = &listing.items[i];
		struct str inside = arena_concat(walk->arena, path, STR("/"), item->name);
		if (item->name.ptr[0] == '.')
			continue;
		if (item->is_folder && depth > 1)
			add_folder(walk, folder, item->name, inside, depth - 1);
		else
			add_file(walk, folder, item, inside);
	}
	if (folder >= 0)
		close(folder);
}

void inputs_read(struct arena *arena, const char *path, struct inputs *inputs)
{
	static const struct str names[] = { { "content", 7 }, { "templates", 9 }, { "locales", 7 } };
	struct walk walk = { arena, inputs, hasher_new() };
	int root = fs_open_folder(AT_FDCWD, path);

	*inputs = (struct inputs){ 0 };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		add_folder(&walk, root, names[i], names[i], DEEPEST);
	if (root >= 0)
		close(root);
	inputs->hash = hasher_end(walk.hasher);
}
