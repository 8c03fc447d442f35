/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Watching the folders of a project. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "commands/serve_parts.h"

#define DEEPEST 2                 /* folders below content/, locales/ and templates/ */
#define QUIET 0.015               /* seconds without news, after which a file is taken as saved */
#define LONGEST 0.1               /* and after which it is looked at all the same */
#define UNHEARD 1.0               /* between two looks where there is no news to be had */
#define LARGEST ((size_t)1 << 20) /* what is larger is refused when the project is read, whatever is in it */

/* A file that is still open for writing is not worth a look. */
#define EVENTS                                                                                                         \
	(IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF |        \
	 IN_ONLYDIR | IN_DONT_FOLLOW)

/* A look at all files. */
struct look {
	struct watch *watch;
	struct arena texts; /* one file at a time */
};

static void listen_to(struct watch *watch, struct str folder)
{
	struct arena arena = { 0 };
	struct str path = arena_concat(&arena, str_from(watch->project), STR("/"), folder);

	if (watch->notify >= 0 && inotify_add_watch(watch->notify, path.ptr, EVENTS) < 0 && errno != ENOENT &&
	    errno != ENOTDIR) {
		close(watch->notify);
		watch->notify = -1;
	}
	arena_free(&arena);
}

static void add(struct watch *watch, struct str path, uint64_t fingerprint)
{
	uint64_t *hash = arena_new(&watch->arena, uint64_t);

	*hash = fingerprint;
	map_add(&watch->now, &watch->arena, path, hash);
}

static void look_at_file(struct look *look, int folder, const char *name, struct str path)
{
	struct arena_mark mark = arena_mark(&look->texts);
	struct str text;
	int error = fs_read(&look->texts, folder, name, LARGEST, &text);

	add(look->watch, path, error ? (uint64_t)error : hash64(text));
	arena_reset(&look->texts, mark);
}

/* Listens first, then looks: what comes in between is heard. Names are in order, so paths are too. */
static void look_at_folder(struct look *look, int below, struct str name, struct str path, size_t depth)
{
	struct arena *arena = &look->watch->arena;
	struct fs_listing listing;

	listen_to(look->watch, path);
	int folder = fs_open_below(below, name.ptr);
	if (folder < 0)
		return;
	add(look->watch, path, 0);
	if (fs_list(arena, folder, &listing) != 0)
		listing.count = 0;
	for (size_t i = 0; i < listing.count; i++) {
		const struct fs_entry *item = &listing.items[i];
		if (item->name.ptr[0] == '.')
			continue;
		struct str inner = arena_concat(arena, path, STR("/"), item->name);
		if (!item->is_folder)
			look_at_file(look, folder, item->name.ptr, inner);
		else if (depth > 0)
			look_at_folder(look, folder, item->name, inner, depth - 1);
	}
	close(folder);
}

static void look_at_project(struct watch *watch)
{
	static const struct str folders[] = { { "content", 7 }, { "locales", 7 }, { "templates", 9 } };
	struct look look = { .watch = watch };

	arena_free(&watch->arena);
	watch->now = (struct map){ 0 };
	listen_to(watch, STR("."));
	int root = fs_open_folder(AT_FDCWD, watch->project);
	for (size_t i = 0; root >= 0 && i < 3; i++)
		look_at_folder(&look, root, folders[i], folders[i], DEEPEST);
	if (root >= 0)
		close(root);
	arena_free(&look.texts);
	watch->due = watch->heard = 0;
	watch->looked = seconds_now();
}

void watch_open(struct watch *watch, const char *project)
{
	*watch = (struct watch){ .project = project, .notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC) };
	look_at_project(watch);
	watch->first = watch->now;
	watch->first_arena = watch->arena;
	watch->now = (struct map){ 0 };
	watch->arena = (struct arena){ 0 };
	look_at_project(watch);
}

void watch_close(struct watch *watch)
{
	if (watch->notify >= 0)
		close(watch->notify);
	arena_free(&watch->first_arena);
	arena_free(&watch->arena);
}

double watch_due(const struct watch *watch)
{
	if (watch->due > 0)
		return watch->due;
	return watch->notify >= 0 ? HUGE_VAL : watch->looked + UNHEARD;
}

void watch_hear(struct watch *watch)
{
	_Alignas(struct inotify_event) char events[4096];
	bool heard = false;

	while (watch->notify >= 0 && read(watch->notify, events, sizeof(events)) > 0)
		heard = true;
	if (!heard)
		return;

	double now = seconds_now();
	if (watch->heard == 0)
		watch->heard = now;
	watch->due = now + QUIET < watch->heard + LONGEST ? now + QUIET : watch->heard + LONGEST;
}

bool watch_is_behind(const struct watch *watch)
{
	return watch->due > 0 || seconds_now() >= watch->looked + UNHEARD;
}

bool watch_look(struct watch *watch)
{
	uint64_t before = watch_state(watch);

	look_at_project(watch);
	return watch_state(watch) != before;
}

bool watch_was_edited(const struct watch *watch, struct str path)
{
	const uint64_t *first = map_find(&watch->first, path), *now = map_find(&watch->now, path);

	return first && now ? *first != *now : first || now;
}

uint64_t watch_state(const struct watch *watch)
{
	uint64_t state = 0;

	for (size_t i = 0; i < watch->now.count; i++) {
		const struct map_item *item = &watch->now.items[i];
		uint64_t facts[] = { state, hash64(item->key), *(const uint64_t *)item->value };
		state = hash64((struct str){ (const char *)facts, sizeof(facts) });
	}
	return state;
}
