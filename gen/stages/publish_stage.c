/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Making the stage. Rows are handed out to threads; each file of a row is made, unless nothing that it shows has changed,
 * and written if its line differs from that of the old manifest. Of the old site nothing else is read.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "stages/publish_parts.h"

/* What a thread has of its own. */
struct desk {
	struct worker worker;
	struct way stage;
	struct way old;
	struct buf path;      /* ends with a NUL that does not count */
	struct buf lines;     /* of the new manifest, for the row */
	struct buf old_lines; /* of the old one */
	struct publish_report report;
	size_t known; /* files that the old manifest has too */
};

struct failure {
	atomic_int error;
	pthread_mutex_t telling;
	struct buf path;
};

void fail(struct publishing *publishing, struct str path, int error)
{
	struct failure *failure = publishing->failure;

	pthread_mutex_lock(&failure->telling);
	if (atomic_load(&failure->error) == 0) {
		buf_add(&failure->path, path);
		atomic_store(&failure->error, error);
	}
	pthread_mutex_unlock(&failure->telling);
}

bool failed(const struct publishing *publishing)
{
	return atomic_load_explicit(&publishing->failure->error, memory_order_relaxed) != 0 || signal_caught();
}

int failure_of(const struct publishing *publishing, struct str *path)
{
	*path = buf_view(&publishing->failure->path);
	return atomic_load(&publishing->failure->error);
}

/* --- One file --------------------------------------------------------------------------------------------------- */

static int write_new(int folder, const char *name, struct str bytes)
{
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (file < 0)
		return errno;
	int error = fs_write(file, bytes);
	if (close(file) != 0 && !error)
		error = errno;
	return error;
}

static bool is_there(struct publishing *publishing, struct desk *desk)
{
	const char *name;
	int folder = way_to(&desk->old, publishing->place->old, desk->path.ptr, &name);

	return folder >= 0 && faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Adds the file of desk->path to the row, and writes it unless `old`, its line of before, says the same. */
static void put_file(struct publishing *publishing, struct desk *desk, struct str bytes,
		     const struct manifest_file *old, bool missing)
{
	struct str path = { desk->path.ptr, desk->path.len - 1 };
	size_t start = desk->lines.len;
	const char *name;

	manifest_add_file(&desk->lines, bytes, path);
	struct str line = str_from_index(buf_view(&desk->lines), start);
	line.len--;
	desk->report.files++;
	desk->known += old != NULL;
	if (old && str_eq(line, old->line) && (!missing || is_there(publishing, desk))) {
		desk->report.unchanged++;
		return;
	}
	int folder = way_to(&desk->stage, publishing->stage, path.ptr, &name);
	int error = folder < 0 ? errno : write_new(folder, name, bytes);
	if (error)
		fail(publishing, path, error);
	desk->report.written++;
	desk->report.bytes += bytes.len;
}

static void set_path(struct desk *desk, const struct row *row, const struct page *page)
{
	buf_clear(&desk->path);
	if (page)
		page_path(page, &desk->path);
	else
		buf_add(&desk->path, row->asset ? row->asset->path : row->path);
	buf_add_char(&desk->path, '\0');
}

static void put_page(struct publishing *publishing, struct desk *desk, const struct page *page,
		     const struct manifest_file *old, bool missing)
{
	publishing->make(publishing->plan->site, page, &desk->worker);
	desk->report.made++;
	put_file(publishing, desk, buf_view(&desk->worker.out), old, missing);
}

/* --- One row ---------------------------------------------------------------------------------------------------- */

/* Lines in which files are looked for, in about their order. */
struct search {
	struct str all;
	struct str rest;
};

static bool search_find(struct search *search, struct str path, struct manifest_file *file)
{
	struct str from = search->rest;

	while (manifest_next(&search->rest, file))
		if (str_eq(file->path, path))
			return true;
	search->rest = search->all;
	while (search->rest.ptr != from.ptr && manifest_next(&search->rest, file))
		if (str_eq(file->path, path))
			return true;
	search->rest = from;
	return false;
}

/* The old row's lines; none if it was not there. */
static bool read_old(struct publishing *publishing, struct desk *desk, size_t index)
{
	size_t old = publishing->old_rows[index];

	buf_clear(&desk->old_lines);
	if (old == NONE)
		return true;
	int error = manifest_read(publishing->old->file, &publishing->old->rows.items[old], &desk->old_lines);
	if (error)
		fail(publishing, publishing->place->manifest, error);
	return error == 0;
}

static void make_row(struct publishing *publishing, struct desk *desk, size_t index)
{
	const struct row *row = &publishing->plan->rows.items[index];
	size_t old = publishing->old_rows[index];
	bool missing = old != NONE && publishing->missing && publishing->missing[old];
	struct search search = { buf_view(&desk->old_lines), buf_view(&desk->old_lines) };
	struct row_walk walk = { 0 };
	struct manifest_file file;
	struct page page;

	if (row->asset || row->path.len > 0) {
		set_path(desk, row, NULL);
		bool known = search_find(&search, str_from(desk->path.ptr), &file);
		put_file(publishing, desk, row->asset ? row->asset->bytes : row->text, known ? &file : NULL, missing);
		return;
	}
	while (!failed(publishing) && row_next_page(row, &walk, &page)) {
		set_path(desk, row, &page);
		bool known = search_find(&search, str_from(desk->path.ptr), &file);
		put_page(publishing, desk, &page, known ? &file : NULL, missing);
	}
}

static struct manifest_row new_row(const struct publishing *publishing, size_t index)
{
	const struct row *row = &publishing->plan->rows.items[index];

	return (struct manifest_row){
		.number = row->number,
		.start = publishing->offsets[index] + MANIFEST_ROW,
		.len = row->files * MANIFEST_LINE(0) + row->path_bytes,
		.files = row->files,
	};
}

static bool is_as_it_was(const struct publishing *publishing, size_t index)
{
	size_t old = publishing->old_rows[index];
	struct manifest_row row = new_row(publishing, index);

	return old != NONE && publishing->old->rows.items[old].files == row.files &&
	       publishing->old->rows.items[old].len == row.len;
}

/* A row with the files that it had: their lines are those of the old row, one by one, and few of them are to be made. */
static void remake_row(struct publishing *publishing, struct desk *desk, size_t index, const bool *changed)
{
	const struct row *row = &publishing->plan->rows.items[index];
	struct str rest = buf_view(&desk->old_lines);
	struct row_walk walk = { 0 };
	struct manifest_file old;
	struct page page;

	while (!failed(publishing) && row_next_page(row, &walk, &page)) {
		bool known = manifest_next(&rest, &old);
		if (known && !changes_affect(publishing->changes, changed, &page)) {
			buf_add(&desk->lines, old.line);
			buf_add_char(&desk->lines, '\n');
			desk->report.files++;
			desk->report.unchanged++;
			desk->known++;
			continue;
		}
		set_path(desk, row, &page);
		put_page(publishing, desk, &page, known ? &old : NULL, false);
	}
}

/* Codes, their comparisons and their data show what fingerprints know; codes.json is about all of them. */
static bool is_of_code(const struct row *row)
{
	return !row->asset && row->path.len == 0 && row->first.a;
}

static void put_row(void *context, size_t index, size_t worker)
{
	struct publishing *publishing = context;
	const struct row *row = &publishing->plan->rows.items[index];
	struct desk *desk = &publishing->desks[worker];
	const bool *changed = NULL;

	if (failed(publishing) || !read_old(publishing, desk, index))
		return;
	buf_clear(&desk->lines);
	manifest_add_row(&desk->lines, row->number);
	if (publishing->changes && is_of_code(row) && is_as_it_was(publishing, index))
		changed = changes_in(publishing->changes, &row->first);
	if (changed)
		remake_row(publishing, desk, index, changed);
	else
		make_row(publishing, desk, index);
	desk->report.pages += row_page_count(row);
	struct str lines = str_from_index(buf_view(&desk->lines), MANIFEST_ROW);
	publishing->same[index] = str_eq(lines, buf_view(&desk->old_lines));
	int error = fs_write_at(publishing->manifest, buf_view(&desk->lines), publishing->offsets[index]);
	if (error)
		fail(publishing, publishing->place->manifest, error);
}

/* --- The stage -------------------------------------------------------------------------------------------------- */

/* The row of the old manifest for each of the plan: that which began with the same file. */
static void find_old_rows(struct arena *arena, struct publishing *publishing)
{
	const struct plan *plan = publishing->plan;
	const struct manifest *old = publishing->old;
	struct map rows = { 0 };
	struct buf path = { 0 };

	publishing->old_rows = arena_array(arena, plan->rows.count, size_t);
	publishing->same = arena_array(arena, plan->rows.count, bool);
	for (size_t i = 0; i < old->rows.count; i++)
		map_add(&rows, arena, (struct str){ (const char *)&old->rows.items[i].first, sizeof(uint64_t) },
			&old->rows.items[i]);
	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		buf_clear(&path);
		if (row->asset || row->path.len > 0)
			buf_add(&path, row->asset ? row->asset->path : row->path);
		else
			page_path(&row->first, &path);
		uint64_t first = hash64(buf_view(&path));
		const struct manifest_row *found = map_find(&rows, (struct str){ (const char *)&first, sizeof(first) });
		publishing->old_rows[i] = found ? (size_t)(found - old->rows.items) : NONE;
	}
	buf_free(&path);
}

/* Each row's place in the manifest is known from the plan. */
static void measure(struct arena *arena, struct publishing *publishing, size_t head)
{
	const struct plan *plan = publishing->plan;
	off_t offset = (off_t)head;

	publishing->offsets = arena_array(arena, plan->rows.count, off_t);
	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		publishing->offsets[i] = offset;
		offset += (off_t)(MANIFEST_ROW + row->files * MANIFEST_LINE(0) + row->path_bytes);
	}
}

static int make_folders(int stage, struct str_array folders)
{
	for (size_t i = 0; i < folders.count; i++)
		if (mkdirat(stage, folders.items[i].ptr, 0755) != 0)
			return errno;
	return 0;
}

static int open_stage(struct arena *arena, struct publishing *publishing, struct str head)
{
	const struct place *place = publishing->place;

	if (mkdirat(place->work, place->stage.ptr, 0755) != 0)
		return errno;
	publishing->stage = fs_open_below(place->work, place->stage.ptr);
	if (publishing->stage < 0)
		return errno;
	int error = make_folders(publishing->stage, plan_folders(arena, publishing->plan));
	if (error)
		return error;
	publishing->manifest = openat(publishing->stage, place->manifest.ptr,
				      O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	return publishing->manifest < 0 ? errno : fs_write(publishing->manifest, head);
}

static void open_desks(struct arena *arena, struct publishing *publishing)
{
	size_t threads = publishing->options->threads;

	assert(threads > 0);
	publishing->desks = arena_array(arena, threads, struct desk);
	for (size_t i = 0; i < threads; i++)
		publishing->desks[i].stage.folder = publishing->desks[i].old.folder = -1;
	publishing->failure = arena_new(arena, struct failure);
	pthread_mutex_init(&publishing->failure->telling, NULL);
}

static void close_desks(struct publishing *publishing)
{
	for (size_t i = 0; i < publishing->options->threads; i++) {
		struct desk *desk = &publishing->desks[i];
		worker_free(&desk->worker);
		way_end(&desk->stage);
		way_end(&desk->old);
		buf_free(&desk->path);
		buf_free(&desk->lines);
		buf_free(&desk->old_lines);
	}
}

static void add_up(struct publishing *publishing)
{
	struct publish_report *report = publishing->report;
	size_t known = 0;

	for (size_t i = 0; i < publishing->options->threads; i++) {
		const struct publish_report *part = &publishing->desks[i].report;
		report->pages += part->pages;
		report->files += part->files;
		report->written += part->written;
		report->unchanged += part->unchanged;
		report->bytes += part->bytes;
		report->made += part->made;
		known += publishing->desks[i].known;
	}
	report->removed = publishing->old->files - known;
}

int stage_make(struct arena *arena, struct publishing *publishing, const struct publish_record *record)
{
	const struct plan *plan = publishing->plan;
	struct buf head = { 0 };

	manifest_add_head(&head, record, plan);
	find_old_rows(arena, publishing);
	measure(arena, publishing, head.len);
	open_desks(arena, publishing);
	int error = open_stage(arena, publishing, buf_view(&head));
	size_t head_len = head.len;
	buf_free(&head);
	if (!error)
		pool_run(publishing->options->threads, plan->rows.count, put_row, publishing);
	add_up(publishing);
	close_desks(publishing);
	if (!error)
		error = atomic_load(&publishing->failure->error);
	if (!error && signal_caught())
		error = EINTR;
	assert(error || publishing->report->files == plan->file_count);
	return error ? error : manifest_finish(publishing->manifest, head_len, &publishing->site, &publishing->end);
}

void stage_free(struct publishing *publishing)
{
	if (publishing->manifest >= 0)
		close(publishing->manifest);
	if (publishing->stage >= 0)
		close(publishing->stage);
	remove_folder(publishing->place->work, publishing->place->stage.ptr); /* gone already if it was published */
	if (publishing->failure) {
		pthread_mutex_destroy(&publishing->failure->telling);
		buf_free(&publishing->failure->path);
	}
}

/* --- What is different ------------------------------------------------------------------------------------------ */

/* A file that was not there is in the stage, though its line has not changed. */
static bool is_back(const struct publishing *publishing, struct differ *differ, struct str path)
{
	buf_clear(&differ->path);
	buf_add(&differ->path, path);
	buf_add_char(&differ->path, '\0');
	return faccessat(publishing->stage, differ->path.ptr, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

int differ_row(const struct publishing *publishing, struct differ *differ, size_t index, change_found *found,
	       void *context)
{
	size_t old = publishing->old_rows[index];
	bool missing = old != NONE && publishing->missing && publishing->missing[old];
	struct manifest_row row = new_row(publishing, index);
	struct manifest_file file, before;

	if (differ->only_changes && !missing && publishing->same[index])
		return 0;
	int error = manifest_read(publishing->manifest, &row, &differ->lines);

	buf_clear(&differ->old_lines);
	if (!error && old != NONE)
		error = manifest_read(publishing->old->file, &publishing->old->rows.items[old], &differ->old_lines);
	if (error)
		return error;
	struct search was = { buf_view(&differ->old_lines), buf_view(&differ->old_lines) }, is;
	is.all = is.rest = buf_view(&differ->lines);
	for (struct str rest = is.all; manifest_next(&rest, &file);) {
		bool known = search_find(&was, file.path, &before);
		bool same = known && str_eq(before.line, file.line);
		if (same && missing && is_back(publishing, differ, file.path))
			known = same = false;
		found(context,
		      same    ? CHANGE_NONE
		      : known ? CHANGE_REPLACED
			      : CHANGE_ADDED,
		      &file, known ? &before : NULL);
	}
	for (struct str rest = was.all; manifest_next(&rest, &before);)
		if (!search_find(&is, before.path, &file))
			found(context, CHANGE_REMOVED, &before, &before);
	return 0;
}

int differ_gone(const struct publishing *publishing, struct differ *differ, change_found *found, void *context)
{
	const struct manifest *old = publishing->old;
	struct arena arena = { 0 };
	bool *stays = arena_array(&arena, old->rows.count, bool);
	struct manifest_file before;
	int error = 0;

	for (size_t i = 0; i < publishing->plan->rows.count; i++)
		if (publishing->old_rows[i] != NONE)
			stays[publishing->old_rows[i]] = true;
	for (size_t i = 0; !error && i < old->rows.count; i++) {
		if (stays[i])
			continue;
		error = manifest_read(old->file, &old->rows.items[i], &differ->old_lines);
		for (struct str rest = buf_view(&differ->old_lines); !error && manifest_next(&rest, &before);)
			found(context, CHANGE_REMOVED, &before, &before);
	}
	arena_free(&arena);
	return error;
}

void differ_free(struct differ *differ)
{
	buf_free(&differ->lines);
	buf_free(&differ->old_lines);
	buf_free(&differ->path);
}
