/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Messages by context and id: a map of maps, so that looking one up joins no strings. { 0 } is empty. */
#ifndef STATUSBOOK_FORMATS_PO_INDEX_H
#define STATUSBOOK_FORMATS_PO_INDEX_H

#include "base/map.h"

struct po_index {
	struct map contexts;
};

void *po_index_find(const struct po_index *index, struct str context, struct str id);

/* False, and nothing changes, if the place is taken. */
bool po_index_add(struct po_index *index, struct arena *arena, struct str context, struct str id, void *message);

#endif
