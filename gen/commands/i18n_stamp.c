/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook i18n stamp: records in a translation which source text it was made from. */
#include <stdio.h>

#include "base/fs.h"
#include "commands/i18n.h"
#include "stages/stamps.h"

/* False after a complaint: the source text of a section has changed since, and the translation does not follow it. */
static bool may_stamp(struct project *project, const struct options *options, const struct translation_file *file)
{
	bool fine = true;

	for (size_t i = 0; i < file->source->sections.count; i++) {
		const struct md_section *from = &file->source->sections.items[i];
		const struct md_section *section = document_section(file->translation, from->id);
		if (!section || stamp_of(file->translation, from) != STAMP_STALE || options->reviewed ||
		    stamp_was_followed(file->translation, section))
			continue;
		bool known = stamp_has_own(file->translation, from->id);
		diag_add(&project->diags, DIAG_NOT_REVIEWED, section->heading_loc, section->id)->reason =
			known ? STR("bring the translation up to date, or say --reviewed if it needs no change")
			      : STR("say --reviewed once the translation is up to date");
		fine = false;
	}
	return fine;
}

static const struct yaml_item *find_item(const struct yaml *map, struct str key)
{
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->count; i++)
		if (str_eq(map->items[i].key, key))
			return &map->items[i];
	return NULL;
}

/* Where the new `source:` goes: over the old one, lines and all, or before the line that ends the front matter. */
static void find_room(const struct document *translation, size_t *start, size_t *end)
{
	const struct yaml_item *old = find_item(translation->front, STR("source"));
	struct str text = translation->source.text;

	if (old) {
		*start = old->key_loc.offset;
		*end = old->value->loc.offset + old->value->loc.len;
		size_t newline = str_find(text, STR("\n"), *end);
		*end = newline == SIZE_MAX ? text.len : newline + 1;
	} else {
		*start = *end = str_find(text, STR("\n---"), 3) + 1;
	}
}

static void stamp(struct project *project, const struct options *options, const struct translation_file *file)
{
	struct str text = file->translation->source.text;
	struct buf out = { 0 };
	size_t start, end;

	if (!may_stamp(project, options, file))
		return;
	find_room(file->translation, &start, &end);
	buf_add(&out, str_until_index(text, start));
	stamps_write(file->translation, file->source, str_starts(text, STR("---\r\n")) ? "\r\n" : "\n", &out);
	buf_add(&out, str_from_index(text, end));
	struct str path = file->translation->source.path;
	bool same = str_eq(buf_view(&out), text);
	if ((same || project_write(project, options, path, buf_view(&out), fs_replace)) && !options->quiet)
		fprintf(stderr, "statusbook: %s %.*s\n", same ? "nothing new to stamp in" : "stamped", (int)path.len,
			path.ptr);
	buf_free(&out);
}

int i18n_stamp(struct project *project, const struct options *options, char **files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct translation_file file;
		if (i18n_find_file(project, options, files[i], &file))
			stamp(project, options, &file);
	}
	return 0;
}
