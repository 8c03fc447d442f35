/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Which program this is. */
#ifndef STATUSBOOK_BASE_PROGRAM_H
#define STATUSBOOK_BASE_PROGRAM_H

#include "base/hash.h"

/*
 * Tells this program, with the libraries that it runs with, from all others: what one made need not be what another would
 * make. From the build ids that the linker has put into them; no file is read.
 */
struct hash128 program_hash(void);

#endif
