/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Output: bytes that grow at the end. Starts as { 0 }; whoever declared it frees it. Grows by doubling, so that adding
 * is cheap on average. When memory runs out, the program says so and exits with status 3.
 */
#ifndef STATUSBOOK_BASE_BUF_H
#define STATUSBOOK_BASE_BUF_H

#include "base/str.h"

struct buf {
	char *ptr;
	size_t len;
	size_t capacity;
};

void buf_free(struct buf *buf);
void buf_clear(struct buf *buf); /* empty, memory kept for the next use */

/* What buf_room does when there is none. */
char *buf_grow(struct buf *buf, size_t more);

/* Makes room for `more` bytes and returns where they go; add them by raising `len`. */
static inline char *buf_room(struct buf *buf, size_t more)
{
	return more <= buf->capacity - buf->len ? buf->ptr + buf->len : buf_grow(buf, more);
}

void buf_add_char(struct buf *buf, char c);
void buf_add_size(struct buf *buf, size_t number); /* in decimal */
void buf_addf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void buf_add(struct buf *buf, struct str s)
{
	if (s.len > 0) {
		memcpy(buf_room(buf, s.len), s.ptr, s.len);
		buf->len += s.len;
	}
}

/* What is in it now; valid until the next change. */
static inline struct str buf_view(const struct buf *buf)
{
	return (struct str){ buf->ptr, buf->len };
}

#endif
