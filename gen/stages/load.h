/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The first stage: folders in, the site as written out. Reads site.yaml, each family.yaml, the entries and notes, the PO
 * files, the templates and the assets, and complains about syntax, encoding, unknown keys and what is missing. What
 * needs to know the rest of the site (links, facts, fallbacks) is left to `resolve`.
 */
#ifndef STATUSBOOK_STAGES_LOAD_H
#define STATUSBOOK_STAGES_LOAD_H

#include "formats/markdown.h"
#include "formats/yaml.h"
#include "model/site.h"

/* One Markdown file: front matter and sections, not yet understood. */
struct document {
	struct source source;
	struct str slug;    /* "550", "235-vs-550", "_family" */
	struct str locale;  /* "de" */
	struct loc loc;     /* its first byte */
	struct yaml *front; /* NULL if it has errors */
	struct md_sections sections;
	bool broken;
};

/* Reads `document->source`, a text that is not in the project as `load` has it: an old version of a file. */
void document_parse(struct arena *arena, struct document *document, struct diags *diags);

/* The section with that id; NULL if there is none, or no document. */
const struct md_section *document_section(const struct document *document, struct str id);

struct folder {
	struct family *family;
	struct document *items; /* sorted by file name */
	size_t count;
	size_t capacity;
};

/* The document of that slug in that locale; NULL if there is none. */
struct document *folder_find(const struct folder *folder, struct str slug, struct str locale);

struct manuscript {
	struct site *site;
	struct {
		struct folder *items;
		size_t count;
		size_t capacity;
	} folders;
};

/*
 * Reads the project in the folder `path`. Never returns NULL; whether it is usable, the diagnostics say. All memory is
 * from the arena, and so must outlive what is made from it.
 */
struct manuscript *load(struct arena *arena, const char *path, struct diags *diags);

/* The same with up to `threads` threads, which later stages may use as well. Nothing depends on their number. */
struct manuscript *load_with(struct arena *arena, const char *path, size_t threads, struct diags *diags);

#endif
