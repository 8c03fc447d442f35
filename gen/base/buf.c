/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Growing output buffers. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

void buf_free(struct buf *buf)
{
	free(buf->ptr);
	*buf = (struct buf){ 0 };
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
}

char *buf_grow(struct buf *buf, size_t more)
{
	if (more > SIZE_MAX / 4 - buf->len)
		arena_out_of_memory();

	size_t capacity = buf->capacity ? buf->capacity : 256;
	while (capacity - buf->len < more)
		capacity *= 2;
	char *ptr = realloc(buf->ptr, capacity);
	if (!ptr)
		arena_out_of_memory();
	buf->ptr = ptr;
	buf->capacity = capacity;
	return buf->ptr + buf->len;
}

void buf_add_char(struct buf *buf, char c)
{
	*buf_room(buf, 1) = c;
	buf->len++;
}

void buf_add_size(struct buf *buf, size_t number)
{
	buf_addf(buf, "%zu", number);
}

void buf_addf(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0) /* the formats are ours and right: only memory can be missing */
		arena_out_of_memory();

	char *room = buf_room(buf, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(room, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += (size_t)len;
}
