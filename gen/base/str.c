/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Views: comparing, searching and cutting them. Nothing here allocates. */
#include "base/str.h"

#include <assert.h>

struct str str_from(const char *text)
{
	return text ? (struct str){ text, strlen(text) } : (struct str){ NULL, 0 };
}

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_is(struct str a, const char *text)
{
	return str_eq(a, str_from(text));
}

int str_cmp(struct str a, struct str b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes a run of digits off `s`, without leading zeros. */
static struct str take_number(struct str *s)
{
	while (s->len > 1 && s->ptr[0] == '0' && digit(s->ptr[1]))
		*s = str_from_index(*s, 1);

	size_t len = 0;
	while (len < s->len && digit(s->ptr[len]))
		len++;
	struct str number = str_until_index(*s, len);
	*s = str_from_index(*s, len);
	return number;
}

int str_natural_cmp(struct str a, struct str b)
{
	struct str x = a, y = b;

	while (x.len > 0 && y.len > 0) {
		if (digit(x.ptr[0]) && digit(y.ptr[0])) {
			struct str m = take_number(&x), n = take_number(&y);
			if (m.len != n.len)
				return m.len < n.len ? -1 : 1;
			int order = str_cmp(m, n);
			if (order != 0)
				return order;
			continue;
		}
		if (x.ptr[0] != y.ptr[0])
			return (unsigned char)x.ptr[0] < (unsigned char)y.ptr[0] ? -1 : 1;
		x = str_from_index(x, 1);
		y = str_from_index(y, 1);
	}
	if (x.len != y.len)
		return x.len < y.len ? -1 : 1;
	return str_cmp(a, b);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq((struct str){ s.ptr, prefix.len }, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_from_index(s, s.len - suffix.len), suffix);
}

struct str str_from_index(struct str s, size_t start)
{
	if (start >= s.len)
		return (struct str){ s.len ? s.ptr + s.len : s.ptr, 0 };
	return (struct str){ s.ptr + start, s.len - start };
}

struct str str_until_index(struct str s, size_t end)
{
	return (struct str){ s.ptr, end < s.len ? end : s.len };
}

size_t str_find(struct str s, struct str needle, size_t start)
{
	if (needle.len == 0)
		return start <= s.len ? start : SIZE_MAX;
	while (start < s.len && s.len - start >= needle.len) {
		const char *hit = memchr(s.ptr + start, needle.ptr[0], s.len - start - needle.len + 1);
		if (!hit)
			return SIZE_MAX;
		start = (size_t)(hit - s.ptr);
		if (memcmp(hit, needle.ptr, needle.len) == 0)
			return start;
		start++;
	}
	return SIZE_MAX;
}

size_t str_find_char(struct str s, char c)
{
	const char *hit = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.len > 0 && blank(s.ptr[0]))
		s = str_from_index(s, 1);
	while (s.len > 0 && blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool str_next_line(struct str *rest, struct str *line)
{
	if (rest->len == 0)
		return false;

	size_t end = str_find_char(*rest, '\n');
	*line = str_until_index(*rest, end);
	*rest = end == SIZE_MAX ? str_from_index(*rest, rest->len) : str_from_index(*rest, end + 1);
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool str_next_part(struct str *rest, char separator, struct str *part)
{
	if (rest->len == 0)
		return false;

	size_t end = str_find_char(*rest, separator);
	*part = str_until_index(*rest, end);
	*rest = end == SIZE_MAX ? str_from_index(*rest, rest->len) : str_from_index(*rest, end + 1);
	return true;
}

bool str_take(struct str *s, struct str prefix)
{
	if (!str_starts(*s, prefix))
		return false;
	*s = str_from_index(*s, prefix.len);
	return true;
}

bool str_to_size(struct str s, size_t *number)
{
	size_t value = 0;

	for (size_t i = 0; i < s.len; i++) {
		size_t next = (size_t)(s.ptr[i] - '0');
		if (!digit(s.ptr[i]) || value > SIZE_MAX / 10 || value * 10 > SIZE_MAX - next)
			return false;
		value = value * 10 + next;
	}
	*number = value;
	return s.len > 0;
}

size_t str_utf8(struct str s, uint32_t *point)
{
	if (s.len == 0)
		return 0;

	unsigned char first = (unsigned char)s.ptr[0];
	size_t len = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
	if (len == 0 || len > s.len)
		return 0;

	uint32_t value = len == 1 ? first : first & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		unsigned char next = (unsigned char)s.ptr[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3fu);
	}
	bool overlong = (len == 3 && value < 0x800) || (len == 4 && value < 0x10000);
	bool surrogate = value >= 0xd800 && value <= 0xdfff;
	if (overlong || surrogate || value > 0x10ffff)
		return 0;
	*point = value;
	return len;
}

bool point_is_bidi_control(uint32_t point)
{
	return point == 0x061c || point == 0x200e || point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069);
}

size_t str_count_points(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
	return count;
}

#define LONGEST_NAME 64

/* Edit distance with swaps of neighbours counted as one; names are short, so one small table does. */
static size_t distance(struct str a, struct str b)
{
	size_t rows[3][LONGEST_NAME + 1];

	assert(a.len <= LONGEST_NAME && b.len <= LONGEST_NAME);
	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t best = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
			    before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[a.len % 3][b.len];
}

struct str str_nearest(struct str name, const struct str *names, size_t count)
{
	struct str best = { NULL, 0 };
	size_t nearest = SIZE_MAX;

	if (name.len == 0 || name.len > LONGEST_NAME)
		return best;
	for (size_t i = 0; i < count; i++) {
		if (names[i].len == 0 || names[i].len > LONGEST_NAME)
			continue;
		size_t d = distance(name, names[i]);
		size_t longer = name.len > names[i].len ? name.len : names[i].len;
		if (d < nearest && d < longer && d <= (longer + 2) / 3) {
			nearest = d;
			best = names[i];
		}
	}
	return best;
}
