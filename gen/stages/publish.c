/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Publishing: rows of files are made by all threads and compared with the old site; what differs goes to the stage. If
 * anything did, the rest is linked into the stage, and the two folders change their names.
 */
#include "stages/publish.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/pool.h"
#include "stages/publish_parts.h"

#define DEEPEST_KEPT 16 /* folders inside each other */

/* What a thread has of its own. */
struct desk {
	struct worker worker;
	struct buf path;
	struct buf lines; /* of the manifest, for the row */
	struct buf old;   /* the file as it was */
	struct publish_report report;
	size_t existing; /* files that were there before, changed or not */
};

struct publishing {
	const struct plan *plan;
	const struct place *place;
	publish_render *make;
	struct desk *desks;
	size_t *offsets; /* of each row's lines in the manifest */
	int stage;
	int manifest;
	pthread_mutex_t failing; /* for the two below: the first failure is the one to tell */
	int error;
	struct buf failed_path;
};

/* The signal that asks us to stop. A handler can reach nothing else, so this is the one variable of its kind. */
static atomic_int stop_signal;

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP };
#define STOPPING (sizeof(stopping) / sizeof(*stopping))

static void note_signal(int number)
{
	stop_signal = number;
}

/* Signals that whoever started us has switched off, as nohup does, stay off. */
static void catch_signals(struct sigaction before[STOPPING])
{
	struct sigaction stop = { .sa_handler = note_signal };

	stop_signal = 0;
	for (size_t i = 0; i < STOPPING; i++) {
		sigaction(stopping[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(stopping[i], &stop, NULL);
	}
}

static void release_signals(const struct sigaction before[STOPPING])
{
	for (size_t i = 0; i < STOPPING; i++)
		sigaction(stopping[i], &before[i], NULL);
}

static void fail(struct publishing *publishing, struct str path, int error)
{
	pthread_mutex_lock(&publishing->failing);
	if (!publishing->error) {
		publishing->error = error;
		buf_add(&publishing->failed_path, path);
		buf_add_char(&publishing->failed_path, '\0');
	}
	pthread_mutex_unlock(&publishing->failing);
}

static bool failed(struct publishing *publishing)
{
	pthread_mutex_lock(&publishing->failing);
	bool is = publishing->error != 0 || stop_signal != 0;
	pthread_mutex_unlock(&publishing->failing);
	return is;
}

/* Opens for reading and never waits: what lies in the old site might be anything. */
static int open_old(const struct place *place, const char *path)
{
	return place->old < 0 ? -1 : openat(place->old, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

/* Whether the old file has these bytes. `*exists` tells whether there is an old file at all. */
static bool unchanged(const struct place *place, const char *path, struct str bytes, struct buf *old, bool *exists)
{
	int file = open_old(place, path);
	struct stat info;
	size_t got = 0;

	*exists = file >= 0;
	if (file < 0)
		return false;
	bool same = fstat(file, &info) == 0 && S_ISREG(info.st_mode) && (size_t)info.st_size == bytes.len;
	buf_clear(old);
	char *room = buf_room(old, bytes.len + 1);
	while (same && got < bytes.len) {
		ssize_t n = read(file, room + got, bytes.len - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		got += (size_t)n;
	}
	close(file);
	return same && str_eq((struct str){ room, got }, bytes);
}

static int write_new(int stage, const char *path, struct str bytes)
{
	int file = openat(stage, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (file < 0)
		return errno;
	int error = fs_write(file, bytes);
	if (close(file) != 0 && !error)
		error = errno;
	return error;
}

/* `desk->path` ends with a NUL that does not count. */
static void put_file(struct publishing *publishing, struct desk *desk, struct str bytes)
{
	struct str path = { desk->path.ptr, desk->path.len - 1 };
	struct hash128 hash = hash128(bytes);
	bool exists;

	buf_addf(&desk->lines, "%016llx%016llx %010zu %s\n", (unsigned long long)hash.high,
		 (unsigned long long)hash.low, bytes.len, path.ptr);
	desk->report.files++;
	if (unchanged(publishing->place, path.ptr, bytes, &desk->old, &exists)) {
		desk->report.unchanged++;
		desk->existing++;
		return;
	}
	desk->existing += exists;
	int error = write_new(publishing->stage, path.ptr, bytes);
	if (error)
		fail(publishing, path, error);
	desk->report.written++;
	desk->report.bytes += bytes.len;
}

static void put_page(struct publishing *publishing, struct desk *desk, const struct page *page)
{
	publishing->make(publishing->plan->site, page, &desk->worker);
	buf_clear(&desk->path);
	page_path(page, &desk->path);
	buf_add_char(&desk->path, '\0');
	put_file(publishing, desk, buf_view(&desk->worker.out));
	desk->report.pages += page_counts(page);
}

static void put_row(void *context, size_t index, size_t worker)
{
	struct publishing *publishing = context;
	const struct row *row = &publishing->plan->rows.items[index];
	struct desk *desk = &publishing->desks[worker];
	struct row_walk walk = { 0 };
	struct page page;

	if (failed(publishing))
		return;
	buf_clear(&desk->lines);
	if (row->asset || row->path.len > 0) {
		buf_clear(&desk->path);
		buf_add(&desk->path, row->asset ? row->asset->path : row->path);
		buf_add_char(&desk->path, '\0');
		put_file(publishing, desk, row->asset ? row->asset->bytes : row->text);
	}
	while (row_next_page(row, &walk, &page))
		put_page(publishing, desk, &page);
	ssize_t put = pwrite(publishing->manifest, desk->lines.ptr, desk->lines.len, (off_t)publishing->offsets[index]);
	if (put < 0 || (size_t)put != desk->lines.len)
		fail(publishing, STR(MANIFEST_NAME), put < 0 ? errno : ENOSPC);
}

/* Each row's place in the manifest is known from the plan. */
static void measure(struct arena *arena, struct publishing *publishing)
{
	const struct plan *plan = publishing->plan;
	size_t offset = strlen(MANIFEST_HEADER);

	publishing->offsets = arena_array(arena, plan->rows.count, size_t);
	for (size_t i = 0; i < plan->rows.count; i++) {
		publishing->offsets[i] = offset;
		offset += plan->rows.items[i].files * MANIFEST_LINE(0) + plan->rows.items[i].path_bytes;
	}
}

static int make_folder(int stage, const char *name)
{
	return mkdirat(stage, name, 0755) == 0 || errno == EEXIST ? 0 : errno;
}

static int make_folders(struct arena *arena, const struct site *site, int stage)
{
	int error =
		site->assets.count > 0 ? make_folder(stage, "assets") : 0; /* empty, it would be foreign next time */

	for (size_t i = 0; !error && i < site->locales.count; i++) {
		struct str locale = arena_copy(arena, site->locales.items[i].id);
		error = make_folder(stage, locale.ptr);
		for (size_t f = 0; !error && f < site->families.count; f++)
			error = make_folder(stage,
					    arena_concat(arena, locale, STR("/"), site->families.items[f].key).ptr);
	}
	return error;
}

/* ".NAME.stage-PID": what else begins like that is somebody's. */
static bool is_stage(struct str name, struct str prefix)
{
	size_t process;

	return str_starts(name, prefix) && str_to_size(str_from_index(name, prefix.len), &process);
}

/* Builds that were killed leave their stages behind; the lock is ours, so none of them is in use. */
static int remove_litter(struct arena *arena, const struct place *place)
{
	struct str prefix = arena_concat(arena, STR("."), place->name, STR(".stage-"));
	struct fs_listing listing;
	int error = fs_list(arena, place->parent, &listing);

	for (size_t i = 0; !error && i < listing.count; i++)
		if (listing.items[i].is_folder && is_stage(listing.items[i].name, prefix))
			error = remove_folder(place->parent, listing.items[i].name.ptr);
	return error;
}

static int open_stage(struct arena *arena, struct publishing *publishing)
{
	const struct place *place = publishing->place;
	int error = remove_litter(arena, place);

	if (error)
		return error;
	if (mkdirat(place->parent, place->stage.ptr, 0755) != 0)
		return errno;
	publishing->stage = fs_open_folder(place->parent, place->stage.ptr);
	if (publishing->stage < 0)
		return errno;
	error = make_folders(arena, publishing->plan->site, publishing->stage);
	if (error)
		return error;
	publishing->manifest =
		openat(publishing->stage, MANIFEST_NAME, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	return publishing->manifest < 0 ? errno : fs_write(publishing->manifest, STR(MANIFEST_HEADER));
}

/* A file of the old site that did not change becomes the same file of the new one; what is in the stage is newer. */
static int link_file(const struct publishing *publishing, const char *path)
{
	if (linkat(publishing->place->old, path, publishing->stage, path, 0) == 0)
		return 0;
	int error = errno;
	return faccessat(publishing->stage, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : error;
}

static void link_row(void *context, size_t index, size_t worker)
{
	struct publishing *publishing = context;
	const struct row *row = &publishing->plan->rows.items[index];
	struct buf *path = &publishing->desks[worker].path;
	struct row_walk walk = { 0 };
	struct page page;
	bool single = row->asset || row->path.len > 0;

	while (single || row_next_page(row, &walk, &page)) {
		buf_clear(path);
		if (single)
			buf_add(path, row->asset ? row->asset->path : row->path);
		else
			page_path(&page, path);
		buf_add_char(path, '\0');
		int error = link_file(publishing, path->ptr);
		if (error)
			fail(publishing, buf_view(path), error);
		if (single)
			break;
	}
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
	const struct site *site = publishing->plan->site;
	struct arena arena = { 0 };

	for (size_t i = 0; publishing->place->old >= 0 && i < site->kept.count; i++) {
		struct str name = arena_copy(&arena, site->kept.items[i].name);
		int error = carry(publishing->place->old, publishing->stage, name.ptr, DEEPEST_KEPT);
		if (error)
			fail(publishing, name, error);
	}
	arena_free(&arena);
}

/* The new site takes the name of the old one, which stays beside it. The first time there is nothing to exchange. */
static int exchange(const struct publishing *publishing, bool sync)
{
	const struct place *place = publishing->place;

	if (sync && syncfs(publishing->stage) != 0)
		return errno;
	if (place->old < 0) {
		if (renameat(place->parent, place->stage.ptr, place->parent, place->name.ptr) != 0)
			return errno;
	} else {
		int error = remove_folder(place->parent, place->before.ptr);
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

static void add_up(const struct publishing *publishing, size_t threads, size_t old_count, struct publish_report *report)
{
	size_t existing = 0;

	*report = (struct publish_report){ 0 };
	for (size_t i = 0; i < threads; i++) {
		const struct publish_report *part = &publishing->desks[i].report;
		report->pages += part->pages;
		report->files += part->files;
		report->written += part->written;
		report->unchanged += part->unchanged;
		report->bytes += part->bytes;
		existing += publishing->desks[i].existing;
	}
	report->removed = old_count > existing ? old_count - existing : 0;
}

/* Makes all files; 0, or an errno value with `publishing->failed_path`. */
static int make_site(struct publishing *publishing, const struct publish_options *options, size_t old_count,
		     struct publish_report *report)
{
	const struct plan *plan = publishing->plan;

	pool_run(options->threads, plan->rows.count, put_row, publishing);
	add_up(publishing, options->threads, old_count, report);
	if (publishing->error || stop_signal)
		return publishing->error ? publishing->error : EINTR;
	assert(report->files == plan->file_count);
	bool nothing = publishing->place->old >= 0 && report->written == 0 && report->removed == 0;
	if (nothing)
		return 0;
	if (report->unchanged > 0)
		pool_run(options->threads, plan->rows.count, link_row, publishing);
	if (!publishing->error)
		carry_over(publishing);
	if (publishing->error || stop_signal)
		return publishing->error ? publishing->error : EINTR;
	return exchange(publishing, options->sync);
}

static void free_desks(struct publishing *publishing, size_t threads)
{
	for (size_t i = 0; i < threads; i++) {
		worker_free(&publishing->desks[i].worker);
		buf_free(&publishing->desks[i].path);
		buf_free(&publishing->desks[i].lines);
		buf_free(&publishing->desks[i].old);
	}
	buf_free(&publishing->failed_path);
}

/* The site before is removed to make room for the next: it must hold nothing else either. */
static bool before_is_ours(struct arena *arena, const struct place *place, struct diags *diags)
{
	struct place before = *place;
	size_t count;

	before.path = place->before;
	before.old = fs_open_below(place->parent, place->before.ptr);
	bool ours = manifest_covers(arena, &before, &count, diags);
	if (before.old >= 0)
		close(before.old);
	return ours;
}

static bool run(struct arena *arena, struct publishing *publishing, const struct publish_options *options,
		struct publish_report *report, struct diags *diags)
{
	const struct place *place = publishing->place;
	size_t old_count;

	if (!manifest_covers(arena, place, &old_count, diags) || !before_is_ours(arena, place, diags))
		return false;
	assert(options->threads > 0);
	publishing->desks = arena_array(arena, options->threads, struct desk);
	measure(arena, publishing);
	int error = open_stage(arena, publishing);
	if (!error)
		error = make_site(publishing, options, old_count, report);
	if (error && !stop_signal) {
		struct str path =
			publishing->failed_path.len ? str_from(publishing->failed_path.ptr) : (struct str){ 0 };
		diag_add_errno(diags, DIAG_UNWRITABLE,
			       arena_concat(arena, place->path, path.len ? STR("/") : STR(""), path), error);
	}
	if (publishing->manifest >= 0)
		close(publishing->manifest);
	if (publishing->stage >= 0)
		close(publishing->stage);
	remove_folder(place->parent, place->stage.ptr); /* gone already if it was published */
	free_desks(publishing, options->threads);
	return error == 0;
}

bool publish(const struct plan *plan, publish_render *make, const struct publish_options *options,
	     struct publish_report *report, struct diags *diags)
{
	struct arena arena = { 0 };
	struct place place;
	struct publishing publishing = { .plan = plan, .place = &place, .make = make, .stage = -1, .manifest = -1 };
	struct sigaction before[STOPPING];

	catch_signals(before);
	pthread_mutex_init(&publishing.failing, NULL);
	bool done = place_open(&arena, plan->site, options, &place, diags) &&
		    run(&arena, &publishing, options, report, diags);
	place_close(&place);
	pthread_mutex_destroy(&publishing.failing);
	release_signals(before);
	report->signal = done ? 0 : stop_signal;
	arena_free(&arena);
	return done;
}
