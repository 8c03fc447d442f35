/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Reading and writing manifests. They are read once from front to end, and of their files only sums are kept, by folder,
 * and where each row stands: memory grows with the number of codes, not of pages. What is not whole to the last byte is
 * no manifest.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "stages/publish_parts.h"

#define VERSION STR("statusbook manifest 2\n")
#define FILES STR("files ")

bool path_is_inside(struct str path)
{
	struct str rest = path, part;

	while (str_next_part(&rest, '/', &part))
		if (part.len == 0 || str_is(part, ".") || str_is(part, "..") || memchr(part.ptr, '\0', part.len))
			return false;
	return path.len > 0 && path.ptr[path.len - 1] != '/';
}

void path_split(struct str path, struct str *folder, struct str *name)
{
	size_t start = path.len;

	while (start > 0 && path.ptr[start - 1] != '/')
		start--;
	*name = str_from_index(path, start);
	*folder = str_until_index(path, start > 0 ? start - 1 : 0);
}

static struct manifest_folder *find_folder(const struct manifest_folders *folders, struct str path)
{
	for (size_t i = folders->count; i > 0; i--)
		if (str_eq(folders->items[i - 1].path, path))
			return &folders->items[i - 1];
	return NULL;
}

void folders_add(struct arena *arena, struct manifest_folders *folders, struct str path)
{
	struct str folder, name, up, last;

	path_split(path, &folder, &name);
	struct manifest_folder *found = find_folder(folders, folder);
	if (!found) {
		folder = arena_copy(arena, folder);
		for (up = folder; up.len > 0;) { /* those around it are ours too */
			path_split(up, &up, &last);
			if (!find_folder(folders, up))
				array_add(arena, folders)->path = arena_copy(arena, up);
		}
		found = array_add(arena, folders);
		found->path = folder;
	}
	found->count++;
	found->sum += hash64(name);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	struct manifest *manifest;
	struct sealed lines;
};

static bool read_text(struct reading *reading, struct str line)
{
	struct fingerprint text = { 0 };

	if (!hash_read(&line, &text.hash) || !str_take(&line, STR(" ")))
		return false;
	text.name = arena_copy(reading->arena, line);
	*array_add(reading->arena, &reading->manifest->texts) = text;
	return true;
}

static bool read_head_line(struct reading *reading, struct str line)
{
	struct manifest *manifest = reading->manifest;

	if (str_take(&line, STR("text ")))
		return read_text(reading, line);
	if (str_take(&line, STR("keep ")))
		*array_add(reading->arena, &manifest->kept) = arena_copy(reading->arena, line);
	else if (str_take(&line, STR("message ")))
		*array_add(reading->arena, &manifest->messages) = arena_copy(reading->arena, line);
	else
		return false;
	return true;
}

static bool parse_file(struct str line, struct manifest_file *file)
{
	*file = (struct manifest_file){ .line = line, .hash = str_until_index(line, MANIFEST_HASH) };
	if (line.len <= MANIFEST_HEAD || line.ptr[MANIFEST_HASH] != ' ' || line.ptr[MANIFEST_HEAD - 1] != ' ')
		return false;
	file->path = str_from_index(line, MANIFEST_HEAD);
	return str_to_size(str_until_index(str_from_index(line, MANIFEST_HASH + 1), MANIFEST_SIZE), &file->size);
}

static bool read_file_line(struct reading *reading, struct str line, off_t start)
{
	struct manifest *manifest = reading->manifest;
	struct manifest_file file;

	if (manifest->rows.count == 0 || !parse_file(line, &file) || !path_is_inside(file.path))
		return false;
	struct manifest_row *row = &manifest->rows.items[manifest->rows.count - 1];
	if (row->files++ == 0) {
		row->start = start;
		row->first = hash64(file.path);
	}
	row->len += line.len + 1;
	folders_add(reading->arena, &manifest->folders, file.path);
	manifest->files++;
	return true;
}

static bool read_body_line(struct reading *reading, struct str line, off_t start)
{
	struct manifest *manifest = reading->manifest;
	size_t number;

	if (!str_take(&line, STR("row ")))
		return read_file_line(reading, line, start);
	if (line.len != MANIFEST_SIZE || !str_to_size(line, &number))
		return false;
	*array_add(reading->arena, &manifest->rows) = (struct manifest_row){ .number = number };
	return true;
}

static bool read_lines(struct reading *reading)
{
	struct manifest *manifest = reading->manifest;
	struct str line;

	if (!sealed_line(&reading->lines, &line) || !str_eq(line, str_until_index(VERSION, VERSION.len - 1)))
		return false;
	if (!sealed_line(&reading->lines, &line) || !str_take(&line, FILES) || !hash_read(&line, &manifest->site))
		return false;
	if (!sealed_line(&reading->lines, &line) || !str_take(&line, STR("pages ")) ||
	    !str_to_size(line, &manifest->pages))
		return false;
	if (!sealed_line(&reading->lines, &line) || !str_take(&line, STR("inputs ")) ||
	    !hash_read(&line, &manifest->inputs))
		return false;
	if (!sealed_line(&reading->lines, &line) || !str_take(&line, STR("shared ")) ||
	    !hash_read(&line, &manifest->shared))
		return false;
	manifest->body = reading->lines.offset;
	for (off_t start = reading->lines.offset; sealed_line(&reading->lines, &line); start = reading->lines.offset) {
		bool head = manifest->rows.count == 0 && !str_starts(line, STR("row "));
		manifest->body = head ? reading->lines.offset : manifest->body;
		if (!(head ? read_head_line(reading, line) : read_body_line(reading, line, start)))
			return false;
	}
	return true;
}

static bool is_file(int file)
{
	struct stat info;

	return fstat(file, &info) == 0 && S_ISREG(info.st_mode);
}

static bool read_all(struct arena *arena, struct manifest *manifest)
{
	struct reading reading = { .arena = arena, .manifest = manifest };
	struct stat info;

	if (fstat(manifest->file, &info) != 0 || !sealed_open(&reading.lines, manifest->file))
		return false;
	manifest->time = info.st_mtim;
	bool fine = read_lines(&reading);
	return sealed_close(&reading.lines, &manifest->end) && fine;
}

struct str manifest_name(struct arena *arena, struct shard shard)
{
	struct buf name = { 0 };

	buf_add(&name, MANIFEST_NAME);
	if (shard.count > 1)
		buf_addf(&name, ".%zu-of-%zu", shard.number, shard.count);
	struct str copy = arena_copy(arena, buf_view(&name));
	buf_free(&name);
	return copy;
}

void manifest_open(struct arena *arena, const struct place *place, struct manifest *manifest)
{
	*manifest = (struct manifest){ .file = -1 };
	if (place->old < 0)
		return;
	int file = openat(place->old, place->manifest.ptr, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (file < 0)
		return;
	manifest->file = file;
	if (read_all(arena, manifest))
		return;
	*manifest = (struct manifest){ .file = -1, .damaged = is_file(file) };
	close(file);
}

void manifest_close(struct manifest *manifest)
{
	if (manifest->file >= 0)
		close(manifest->file);
	manifest->file = -1;
}

int manifest_read(int file, const struct manifest_row *row, struct buf *lines)
{
	buf_clear(lines);
	while (lines->len < row->len) {
		ssize_t got = pread(file, buf_room(lines, row->len - lines->len), row->len - lines->len,
				    row->start + (off_t)lines->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? errno : EAGAIN; /* it has been cut since */
		lines->len += (size_t)got;
	}
	return 0;
}

bool manifest_next(struct str *lines, struct manifest_file *file)
{
	struct str line;

	return str_next_line(lines, &line) && parse_file(line, file);
}

/* --- Writing ---------------------------------------------------------------------------------------------------- */

static void add_decimal(struct buf *buf, size_t number)
{
	char *text = buf_room(buf, MANIFEST_SIZE);

	for (size_t i = MANIFEST_SIZE; i > 0; i--, number /= 10)
		text[i - 1] = (char)('0' + number % 10);
	buf->len += MANIFEST_SIZE;
}

void manifest_add_row(struct buf *buf, size_t number)
{
	buf_add(buf, STR("row "));
	add_decimal(buf, number);
	buf_add_char(buf, '\n');
}

void manifest_add_file(struct buf *buf, struct str bytes, struct str path)
{
	hash_add(buf, hash128(bytes));
	buf_add_char(buf, ' ');
	add_decimal(buf, bytes.len);
	buf_add_char(buf, ' ');
	buf_add(buf, path);
	buf_add_char(buf, '\n');
}

static void add_head_hash(struct buf *buf, struct str name, struct hash128 hash)
{
	buf_add(buf, name);
	hash_add(buf, hash);
	buf_add_char(buf, '\n');
}

void manifest_begin(struct buf *buf, size_t pages)
{
	buf_add(buf, VERSION);
	add_head_hash(buf, FILES, (struct hash128){ 0 });
	buf_add(buf, STR("pages "));
	add_decimal(buf, pages);
	buf_add_char(buf, '\n');
}

int manifest_head(const struct manifest *manifest, struct buf *head)
{
	struct buf begin = { 0 };

	manifest_begin(&begin, 0);
	struct manifest_row rest = { .start = (off_t)begin.len, .len = (size_t)manifest->body - begin.len };
	buf_free(&begin);
	return manifest_read(manifest->file, &rest, head);
}

void manifest_add_head(struct buf *buf, const struct publish_record *record, const struct plan *plan)
{
	const struct fingerprints *texts = record->fingerprints;

	manifest_begin(buf, plan->page_count);
	add_head_hash(buf, STR("inputs "), record->inputs);
	add_head_hash(buf, STR("shared "), texts ? texts->shared : (struct hash128){ 0 });
	for (size_t i = 0; texts && i < texts->count; i++) {
		buf_add(buf, STR("text "));
		hash_add(buf, texts->items[i].hash);
		buf_add_char(buf, ' ');
		buf_add(buf, texts->items[i].name);
		buf_add_char(buf, '\n');
	}
	for (size_t i = 0; i < plan->site->kept.count; i++) {
		buf_add(buf, STR("keep "));
		buf_add(buf, plan->site->kept.items[i].name);
		buf_add_char(buf, '\n');
	}
	if (record->messages)
		messages_add(buf, record->messages);
}

int manifest_finish(int file, size_t head, struct hash128 *site, struct hash128 *end)
{
	struct buf hash = { 0 };
	off_t size;
	int error = file_hash(file, (off_t)head, &size, site);

	hash_add(&hash, *site);
	if (!error)
		error = fs_write_at(file, buf_view(&hash), (off_t)(VERSION.len + FILES.len));
	buf_free(&hash);
	return error ? error : sealed_finish(file, end);
}

struct hash128 manifest_site(const struct place *place)
{
	int file = place->old < 0
			   ? -1
			   : openat(place->old, place->manifest.ptr, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char text[MANIFEST_HASH];
	struct str line = { text, sizeof(text) };
	struct hash128 hash = { 0 };

	if (file < 0)
		return hash;
	ssize_t got = pread(file, text, sizeof(text), (off_t)(VERSION.len + FILES.len));
	close(file);
	if (got != (ssize_t)sizeof(text) || !hash_read(&line, &hash))
		return (struct hash128){ 0 };
	return hash;
}
