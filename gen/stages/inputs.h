/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Before the first stage: whether there is anything to do. The files that `load` could read, with their names and bytes,
 * under one fingerprint; where that is the same, so is the site. Nothing is parsed here, and nothing refused: what cannot
 * be read counts by its name and the reason.
 */
#ifndef STATUSBOOK_STAGES_INPUTS_H
#define STATUSBOOK_STAGES_INPUTS_H

#include "base/hash.h"
#include "base/map.h"

struct input {
	struct str path; /* "content/smtp/550.en.md", as messages show it */
	struct str text;
};

struct inputs {
	struct map files; /* path -> struct input, in the order of the folders */
	struct hash128 hash;
};

/* Reads content/, templates/ and locales/ of the project in the folder `path`. All memory is from the arena. */
void inputs_read(struct arena *arena, const char *path, size_t threads, struct inputs *inputs);

#endif
