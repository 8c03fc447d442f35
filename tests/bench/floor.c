/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What a build cannot do without, and nothing else: the measure of how fast one can be at all on this machine.
 *
 *     floor write [-j N] [--no-sync] TREE OUT    writes the files of TREE to the new folder OUT: the floor of a build
 *     floor look [-j N] TREE INPUT...            asks for each file of TREE how large and how old it is, and reads and
 *                                                hashes each file in the folders INPUT: the floor of a build that finds
 *                                                nothing to do
 *
 * Names, and the bytes to be written, are in memory before the clock starts. Prints a line of JSON: files, bytes,
 * seconds of the clock and of the processor.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/pool.h"
#include "commands/command.h"

#define CHUNK 64 /* files that a thread takes at a time */

struct folder {
	struct str path; /* below the top, with a NUL behind it; "." is the top */
	int open;
};

struct file {
	const char *name;
	size_t folder;
	struct str bytes;
};

struct tree {
	struct {
		struct folder *items;
		size_t count;
		size_t capacity;
	} folders; /* each behind the one that it lies in */
	struct {
		struct file *items;
		size_t count;
		size_t capacity;
	} files;
	size_t bytes;
};

struct work {
	const struct tree *tree;
	void (*each)(const struct work *work, const struct file *file, struct arena *arena);
	const struct folder *out;
	atomic_uint_least64_t seen; /* so that nothing is left out because nobody looks at it */
};

static _Noreturn void give_up(const char *what, int error)
{
	fprintf(stderr, "floor: %s: %s\n", what, strerror(error));
	exit(3);
}

static void add_listing(struct arena *arena, struct tree *tree, size_t folder, bool read)
{
	struct folder here = tree->folders.items[folder];
	struct fs_listing listing;
	int error = fs_list(arena, here.open, &listing);

	for (size_t i = 0; !error && i < listing.count; i++) {
		struct str name = listing.items[i].name;
		if (listing.items[i].is_folder) {
			struct str path = arena_concat(arena, here.path, STR("/"), name);
			*array_add(arena, &tree->folders) = (struct folder){ path, fs_open_below(here.open, name.ptr) };
			continue;
		}
		struct file *file = array_add(arena, &tree->files);
		*file = (struct file){ .name = name.ptr, .folder = folder };
		if (read)
			error = fs_read(arena, here.open, name.ptr, SIZE_MAX, &file->bytes);
		tree->bytes += file->bytes.len;
	}
	if (error)
		give_up(here.path.ptr, error);
}

/* Adds what is in the folder and all below it, with the bytes of the files if `read`. */
static void tree_add(struct arena *arena, struct tree *tree, const char *path, bool read)
{
	size_t next = tree->folders.count;

	*array_add(arena, &tree->folders) = (struct folder){ STR("."), fs_open_folder(AT_FDCWD, path) };
	if (tree->folders.items[next].open < 0)
		give_up(path, errno);
	for (; next < tree->folders.count; next++)
		add_listing(arena, tree, next, read);
}

static void write_file(const struct work *work, const struct file *file, struct arena *arena)
{
	int out = openat(work->out[file->folder].open, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	(void)arena;
	if (out < 0 || fs_write(out, file->bytes) != 0 || close(out) != 0)
		give_up(file->name, errno);
}

static void look_at_file(const struct work *work, const struct file *file, struct arena *arena)
{
	struct stat info;

	(void)arena;
	if (fstatat(work->tree->folders.items[file->folder].open, file->name, &info, AT_SYMLINK_NOFOLLOW) != 0)
		give_up(file->name, errno);
}

static void hash_file(const struct work *work, const struct file *file, struct arena *arena)
{
	struct arena_mark mark = arena_mark(arena);
	struct str text;
	int error = fs_read(arena, work->tree->folders.items[file->folder].open, file->name, SIZE_MAX, &text);

	if (error)
		give_up(file->name, error);
	atomic_fetch_xor(&((struct work *)work)->seen, hash128(text).low);
	arena_reset(arena, mark);
}

static void do_chunk(void *context, size_t index, size_t worker)
{
	const struct work *work = context;
	size_t end = (index + 1) * CHUNK < work->tree->files.count ? (index + 1) * CHUNK : work->tree->files.count;
	struct arena arena = { 0 };

	(void)worker;
	for (size_t i = index * CHUNK; i < end; i++)
		work->each(work, &work->tree->files.items[i], &arena);
	arena_free(&arena);
}

static void do_all(size_t threads, struct work *work)
{
	pool_run(threads, (work->tree->files.count + CHUNK - 1) / CHUNK, do_chunk, work);
}

static void write_tree(struct arena *arena, size_t threads, bool sync, const struct tree *tree, const char *path)
{
	struct folder *out = arena_array(arena, tree->folders.count, struct folder);
	struct work work = { .tree = tree, .each = write_file, .out = out };

	for (size_t i = 0; i < tree->folders.count; i++) {
		int below = i == 0 ? AT_FDCWD : out[0].open;
		const char *name = i == 0 ? path : tree->folders.items[i].path.ptr;
		if (mkdirat(below, name, 0755) != 0 || (out[i].open = fs_open_folder(below, name)) < 0)
			give_up(name, errno);
	}
	do_all(threads, &work);
	if (sync && syncfs(out[0].open) != 0)
		give_up(path, errno);
}

static double processor_seconds(const struct timeval *time)
{
	return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static void report(const struct tree *tree, double start, const struct rusage *before)
{
	double end = seconds_now();
	struct rusage after;

	getrusage(RUSAGE_SELF, &after);
	printf("{\"files\": %zu, \"bytes\": %zu, \"wall\": %.6f, \"user\": %.6f, \"system\": %.6f}\n",
	       tree->files.count, tree->bytes, end - start,
	       processor_seconds(&after.ru_utime) - processor_seconds(&before->ru_utime),
	       processor_seconds(&after.ru_stime) - processor_seconds(&before->ru_stime));
}

static int usage(void)
{
	fputs("usage: floor write [-j N] [--no-sync] TREE OUT | look [-j N] TREE INPUT...\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	bool writes = argc > 1 && strcmp(argv[1], "write") == 0;
	bool sync = true;
	size_t threads = pool_cores();
	struct arena arena = { 0 };
	struct tree tree = { 0 }, inputs = { 0 };
	struct rusage before;
	int next = 2;

	if (argc < 2 || (!writes && strcmp(argv[1], "look") != 0))
		return usage();
	for (; next < argc && argv[next][0] == '-'; next++)
		if (strcmp(argv[next], "--no-sync") == 0)
			sync = false;
		else if (strcmp(argv[next], "-j") != 0 || ++next == argc ||
			 !str_to_size(str_from(argv[next]), &threads))
			return usage();
	if (threads == 0 || (writes ? argc - next != 2 : argc - next < 2))
		return usage();
	tree_add(&arena, &tree, argv[next], writes);
	for (int i = next + 1; !writes && i < argc; i++)
		tree_add(&arena, &inputs, argv[i], false);

	double start = seconds_now();
	getrusage(RUSAGE_SELF, &before);
	if (writes) {
		write_tree(&arena, threads, sync, &tree, argv[next + 1]);
	} else {
		do_all(threads, &(struct work){ .tree = &tree, .each = look_at_file });
		do_all(threads, &(struct work){ .tree = &inputs, .each = hash_file });
	}
	report(&tree, start, &before);
	arena_free(&arena);
	return 0;
}
