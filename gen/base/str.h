/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Views of bytes. A `struct str` is owned by somebody else: not NUL-terminated, never freed. What it points at must
 * outlive it. The empty view is { NULL, 0 } or any pointer with length 0; all functions accept both.
 */
#ifndef STATUSBOOK_BASE_STR_H
#define STATUSBOOK_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *ptr;
	size_t len;
};

#define STR(literal) ((struct str){ "" literal "", sizeof(literal) - 1 })

struct str str_from(const char *text); /* of a NUL-terminated text; NULL gives the empty view */

bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *text);

/* Order by bytes, as memcmp does: the order of all listings. */
int str_cmp(struct str a, struct str b);

/* Order for people: runs of digits compare as numbers, so that 5.7.9 comes before 5.7.10. */
int str_natural_cmp(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* The part of `s` from `start` on, or up to `end`; positions beyond the end are cut to it. */
struct str str_from_index(struct str s, size_t start);
struct str str_until_index(struct str s, size_t end);

/* Position of the first `needle` at or after `start`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t start);
size_t str_find_char(struct str s, char c);

/* Without blanks (space, tab, CR, LF) on both ends. */
struct str str_trim(struct str s);

/* Takes the next line off `rest`, without its newline and a CR before it; false at the end. */
bool str_next_line(struct str *rest, struct str *line);

/* Takes what stands before the next `separator` (or all that is left) off `rest`; false once nothing is left. */
bool str_next_part(struct str *rest, char separator, struct str *part);

/* Takes `prefix` off the front of `s` if it is there. */
bool str_take(struct str *s, struct str prefix);

/* Reads a decimal number that fills all of `s`; false for anything else, also for overflow. */
bool str_to_size(struct str s, size_t *number);

/*
 * Length of the UTF-8 sequence at the front of `s` (1 to 4), with its code point in `*point`; 0 if there is none: a
 * stray or overlong form, a surrogate, beyond U+10FFFF, or cut off (RFC 3629, section 4).
 */
size_t str_utf8(struct str s, uint32_t *point);

/* Whether the point is invisible and turns the direction of what stands around it (Unicode's Bidi_Control). */
bool point_is_bidi_control(uint32_t point);

/* Number of code points in a view of valid UTF-8. */
size_t str_count_points(struct str s);

/*
 * The best of `names` for a mistyped `name`: the nearest by edit distance, if it is near enough to be meant (at most a
 * third of the longer one's length, rounded up, and not all of it); the empty view otherwise. Ties go to the earlier name.
 */
struct str str_nearest(struct str name, const struct str *names, size_t count);

#endif
