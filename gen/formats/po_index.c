/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Contexts to maps of ids. Most catalogues have few contexts or none. */
#include "formats/po_index.h"

void *po_index_find(const struct po_index *index, struct str context, struct str id)
{
	const struct map *ids = map_find(&index->contexts, context);

	return ids ? map_find(ids, id) : NULL;
}

bool po_index_add(struct po_index *index, struct arena *arena, struct str context, struct str id, void *message)
{
	struct map *ids = map_find(&index->contexts, context);

	if (!ids) {
		ids = arena_new(arena, struct map);
		map_add(&index->contexts, arena, context, ids);
	}
	return map_add(ids, arena, id, message);
}
