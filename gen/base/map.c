/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Open addressing over an array in the order of insertion. */
#include "base/map.h"

#include "base/hash.h"

/* The slot that holds `key`, or the free one where it would go. */
static size_t slot_of(const struct map *map, struct str key)
{
	size_t slot = (size_t)hash64(key) & (map->slot_count - 1);

	while (map->slots[slot] != 0 && !str_eq(map->items[map->slots[slot] - 1].key, key))
		slot = (slot + 1) & (map->slot_count - 1);
	return slot;
}

void *map_find(const struct map *map, struct str key)
{
	if (map->slot_count == 0)
		return NULL;

	uint32_t found = map->slots[slot_of(map, key)];
	return found ? map->items[found - 1].value : NULL;
}

static void widen(struct map *map, struct arena *arena)
{
	map->slot_count = map->slot_count ? map->slot_count * 2 : 16;
	map->slots = arena_array(arena, map->slot_count, uint32_t);
	for (size_t i = 0; i < map->count; i++)
		map->slots[slot_of(map, map->items[i].key)] = (uint32_t)i + 1;
}

bool map_add(struct map *map, struct arena *arena, struct str key, void *value)
{
	if ((map->count + 1) * 2 > map->slot_count)
		widen(map, arena);

	size_t slot = slot_of(map, key);
	if (map->slots[slot] != 0)
		return false;
	*array_add(arena, map) = (struct map_item){ key, value };
	map->slots[slot] = (uint32_t)map->count;
	return true;
}
