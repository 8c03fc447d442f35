/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), section 4b: two searches, from both ends,
 * meet in the middle of a shortest script, and both halves are done likewise. Each half has half of the changes, so the
 * list of halves that wait stays as short as a logarithm.
 */
#include "base/diff.h"

#include <stdlib.h>

#include "base/arena.h"

/* A stretch of both lists: a[x .. x_end) and b[y .. y_end). */
struct box {
	size_t x, x_end;
	size_t y, y_end;
};

struct search {
	const uint32_t *a;
	const uint32_t *b;
	ptrdiff_t *forward;  /* furthest x on each diagonal, counted from the middle of the array */
	ptrdiff_t *backward; /* the same from the other end, counted from there */
};

/* Drops what is equal at both ends. */
static void trim(const struct search *search, struct box *box)
{
	while (box->x < box->x_end && box->y < box->y_end && search->a[box->x] == search->b[box->y]) {
		box->x++;
		box->y++;
	}
	while (box->x < box->x_end && box->y < box->y_end && search->a[box->x_end - 1] == search->b[box->y_end - 1]) {
		box->x_end--;
		box->y_end--;
	}
}

/* Goes on from the better of the two diagonals beside `k`: how far one comes there with one change more. */
static ptrdiff_t step(const ptrdiff_t *furthest, ptrdiff_t k, ptrdiff_t d)
{
	bool down = k == -d || (k != d && furthest[k - 1] < furthest[k + 1]);

	return down ? furthest[k + 1] : furthest[k - 1] + 1;
}

/*
 * Finds a point on a shortest way through the box. False if that takes too many changes. Diagonals that have left the
 * box are gone through all the same: they are few, and what is out of the box never meets the other search.
 */
static bool find_middle(const struct search *search, const struct box *box, size_t *x, size_t *y)
{
	ptrdiff_t n = (ptrdiff_t)(box->x_end - box->x), m = (ptrdiff_t)(box->y_end - box->y), delta = n - m;
	const uint32_t *a = search->a + box->x, *b = search->b + box->y;
	ptrdiff_t *forward = search->forward, *backward = search->backward;
	bool odd = delta % 2 != 0;

	forward[1] = backward[1] = 0;
	for (ptrdiff_t d = 0; d <= (n + m + 1) / 2 && d <= DIFF_MOST_CHANGES; d++) {
		for (ptrdiff_t k = -d; k <= d; k += 2) {
			ptrdiff_t at = step(forward, k, d), other = delta - k;
			while (at < n && at - k >= 0 && at - k < m && a[at] == b[at - k])
				at++;
			forward[k] = at;
			bool known = odd && other >= -(d - 1) && other <= d - 1;
			if (known && at + backward[other] >= n) {
				*x = box->x + (size_t)at;
				*y = box->y + (size_t)(at - k);
				return true;
			}
		}
		for (ptrdiff_t k = -d; k <= d; k += 2) {
			ptrdiff_t at = step(backward, k, d), other = delta - k;
			while (at < n && at - k >= 0 && at - k < m && a[n - 1 - at] == b[m - 1 - (at - k)])
				at++;
			backward[k] = at;
			bool known = !odd && other >= -d && other <= d;
			if (known && at + forward[other] >= n) {
				*x = box->x + (size_t)(n - at);
				*y = box->y + (size_t)(m - (at - k));
				return true;
			}
		}
	}
	return false;
}

static void replace(const struct box *box, bool *removed, bool *added)
{
	for (size_t i = box->x; i < box->x_end; i++)
		removed[i] = true;
	for (size_t i = box->y; i < box->y_end; i++)
		added[i] = true;
}

void diff(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, bool *removed, bool *added)
{
	size_t reach = a_count + b_count < DIFF_MOST_CHANGES ? a_count + b_count : DIFF_MOST_CHANGES;
	struct arena arena = { 0 };
	ptrdiff_t *diagonals = arena_array(&arena, 4 * (reach + 2) + 2, ptrdiff_t);
	struct search search = { a, b, diagonals + reach + 1, diagonals + 3 * (reach + 1) + 1 };
	struct {
		struct box *items;
		size_t count;
		size_t capacity;
	} waiting = { 0 };

	*array_add(&arena, &waiting) = (struct box){ 0, a_count, 0, b_count };
	while (waiting.count > 0) {
		struct box box = waiting.items[--waiting.count];
		size_t x, y;
		trim(&search, &box);
		if (box.x == box.x_end || box.y == box.y_end || !find_middle(&search, &box, &x, &y)) {
			replace(&box, removed, added);
			continue;
		}
		*array_add(&arena, &waiting) = (struct box){ box.x, x, box.y, y };
		*array_add(&arena, &waiting) = (struct box){ x, box.x_end, y, box.y_end };
	}
	arena_free(&arena);
}
