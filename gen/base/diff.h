/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What turns one list of numbers into another: the shortest script of removals and additions (Myers, in linear space).
 * Numbers stand for words, lines or whatever is compared; equal numbers mean equal things.
 */
#ifndef STATUSBOOK_BASE_DIFF_H
#define STATUSBOOK_BASE_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two stretches that differ by more than twice that many elements are taken as replaced as a whole. */
#define DIFF_MOST_CHANGES 8192

/*
 * Sets removed[i] for each element of `a` that is not in `b`, and added[j] for each of `b` that is not in `a`; what is
 * left of both is the same list. The four arrays have a_count and b_count elements; `removed` and `added` are false
 * before. Takes time of at most (a_count + b_count) times the number of changes, in memory that grows with the counts.
 */
void diff(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, bool *removed, bool *added);

#endif
