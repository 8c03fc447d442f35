/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Files of lines that are whole to the last byte or nothing. They are read as a stream: memory does not grow with them. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "stages/publish_parts.h"

#define END STR("end ")
#define END_LINE (4 + SEALED_HASH + 1)
#define CHUNK ((size_t)256 << 10)

bool hash_read(struct str *line, struct hash128 *hash)
{
	uint64_t parts[2] = { 0 };

	if (line->len < SEALED_HASH)
		return false;
	for (size_t i = 0; i < SEALED_HASH; i++) {
		char c = line->ptr[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
		if (digit < 0)
			return false;
		parts[i / 16] = parts[i / 16] << 4 | (uint64_t)digit;
	}
	*hash = (struct hash128){ parts[0], parts[1] };
	*line = str_from_index(*line, SEALED_HASH);
	return true;
}

static void add_hexadecimal(char *text, uint64_t number)
{
	for (size_t i = 16; i > 0; i--, number >>= 4)
		text[i - 1] = "0123456789abcdef"[number & 15];
}

void hash_add(struct buf *buf, struct hash128 hash)
{
	char *text = buf_room(buf, SEALED_HASH);

	add_hexadecimal(text, hash.high);
	add_hexadecimal(text + 16, hash.low);
	buf->len += SEALED_HASH;
}

bool sealed_open(struct sealed *sealed, int file)
{
	struct stat info;

	*sealed = (struct sealed){ .file = file };
	if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size < END_LINE)
		return false;
	sealed->size = (size_t)info.st_size - END_LINE;
	sealed->hasher = hasher_new();
	return true;
}

/* More of the file behind what is left of it in the buffer; false at the end. */
static bool read_more(struct sealed *sealed)
{
	size_t kept = sealed->buf.len - sealed->next, wanted = sealed->size - sealed->read;
	ssize_t got;

	if (wanted > CHUNK)
		wanted = CHUNK;
	if (kept > 0)
		memmove(sealed->buf.ptr, sealed->buf.ptr + sealed->next, kept);
	sealed->buf.len = kept;
	sealed->next = 0;
	char *room = buf_room(&sealed->buf, wanted + 1);
	do
		got = wanted > 0 ? pread(sealed->file, room, wanted, (off_t)sealed->read) : 0;
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return false;
	hasher_add(sealed->hasher, (struct str){ room, (size_t)got });
	sealed->buf.len += (size_t)got;
	sealed->read += (size_t)got;
	return true;
}

bool sealed_line(struct sealed *sealed, struct str *line)
{
	for (;;) {
		struct str rest = str_from_index(buf_view(&sealed->buf), sealed->next);
		size_t len = rest.len > 0 ? str_find_char(rest, '\n') : SIZE_MAX;
		if (len < rest.len) {
			*line = str_until_index(rest, len);
			sealed->next += len + 1;
			sealed->offset += (off_t)len + 1;
			return true;
		}
		if (!read_more(sealed))
			return false;
	}
}

/* The last line, which stands at that place. */
static bool read_end(int file, size_t place, struct hash128 *end)
{
	char text[END_LINE];
	struct str line = { text, sizeof(text) };
	ssize_t got = pread(file, text, sizeof(text), (off_t)place);

	return got == (ssize_t)sizeof(text) && str_take(&line, END) && hash_read(&line, end) && str_is(line, "\n");
}

bool sealed_close(struct sealed *sealed, struct hash128 *end)
{
	bool all = sealed->read == sealed->size && sealed->next == sealed->buf.len;
	struct hash128 hash = hasher_end(sealed->hasher);

	buf_free(&sealed->buf);
	return read_end(sealed->file, sealed->size, end) && all && hash_eq(hash, *end);
}

int file_hash(int file, off_t place, off_t *size, struct hash128 *hash)
{
	struct hasher *hasher = hasher_new();
	struct buf buf = { 0 };
	char *bytes = buf_room(&buf, CHUNK);
	ssize_t got;
	int error = 0;

	while (!error && (got = pread(file, bytes, CHUNK, place)) != 0) {
		if (got < 0 && errno != EINTR)
			error = errno;
		if (got < 0)
			continue;
		hasher_add(hasher, (struct str){ bytes, (size_t)got });
		place += got;
	}
	*size = place;
	*hash = hasher_end(hasher);
	buf_free(&buf);
	return error;
}

int sealed_finish(int file, struct hash128 *end)
{
	struct buf line = { 0 };
	off_t size;
	int error = file_hash(file, 0, &size, end);

	buf_add(&line, END);
	hash_add(&line, *end);
	buf_add_char(&line, '\n');
	if (!error)
		error = fs_write_at(file, buf_view(&line), size);
	buf_free(&line);
	return error;
}
