/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Names to things. Keys are views that must outlive the map; memory comes from an arena and goes with it. Iteration is
 * in the order of insertion: `items[0 .. count)`.
 */
#ifndef STATUSBOOK_BASE_MAP_H
#define STATUSBOOK_BASE_MAP_H

#include "base/arena.h"

struct map_item {
	struct str key;
	void *value;
};

struct map {
	struct map_item *items;
	size_t count;
	size_t capacity;
	uint32_t *slots; /* 1 + index into items; 0 is free */
	size_t slot_count;
};

/* The value under `key`, or NULL. */
void *map_find(const struct map *map, struct str key);

/* Puts `value` under `key`; false, and nothing changes, if the key is taken. */
bool map_add(struct map *map, struct arena *arena, struct str key, void *value);

#endif
