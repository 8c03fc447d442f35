/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Slots: places in a message where a value goes, written as {name}. A name is made of letters, digits, '.', '_' and
 * '-'. A brace that does not begin a slot is text like any other; there is no way to escape one, and none is needed.
 */
#ifndef STATUSBOOK_FORMATS_SLOTS_H
#define STATUSBOOK_FORMATS_SLOTS_H

#include "base/str.h"

/*
 * Takes the text before the next slot, and the slot, off `rest`; false once nothing is left. `name` is empty when the
 * text ends without a slot. Both are views of `rest`:
 *
 *     while (slot_next(&rest, &literal, &name)) {
 *         buf_add(out, literal);
 *         if (name.len > 0)
 *             buf_add(out, value_of(name));
 *     }
 */
bool slot_next(struct str *rest, struct str *literal, struct str *name);

#endif
