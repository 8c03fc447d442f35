/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook i18n stamp: records in a translation which source text it was made from. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "commands/i18n.h"
#include "stages/load.h"

struct pair {
	const struct document *translation;
	const struct document *source;
	const char *newline; /* as the translation has it */
};

/* Whether the path that the user gave is the document, by whatever way it leads there. */
static bool is_file(struct project *project, const struct options *options, const struct document *document,
		    const struct stat *given)
{
	struct str path = arena_concat(&project->arena, str_from(options->project), STR("/"), document->source.path);
	struct stat info;

	return stat(path.ptr, &info) == 0 && info.st_dev == given->st_dev && info.st_ino == given->st_ino;
}

static bool find_pair(struct project *project, const struct options *options, const char *file, struct pair *pair)
{
	const struct manuscript *manuscript = project->manuscript;
	struct str source = project->site->source_locale->id;
	struct stat given;

	*pair = (struct pair){ 0 };
	if (stat(file, &given) != 0)
		return false;
	for (size_t f = 0; f < manuscript->folders.count; f++) {
		const struct folder *folder = &manuscript->folders.items[f];
		for (size_t i = 0; !pair->translation && i < folder->count; i++)
			if (is_file(project, options, &folder->items[i], &given))
				pair->translation = &folder->items[i];
		for (size_t i = 0; pair->translation && !pair->source && i < folder->count; i++)
			if (str_eq(folder->items[i].slug, pair->translation->slug) &&
			    str_eq(folder->items[i].locale, source))
				pair->source = &folder->items[i];
	}
	if (!pair->source || pair->source == pair->translation)
		return false;
	bool crlf = str_starts(pair->translation->source.text, STR("---\r\n"));
	pair->newline = crlf ? "\r\n" : "\n";
	return true;
}

static const struct yaml_item *find_item(const struct yaml *map, struct str key)
{
	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->count; i++)
		if (str_eq(map->items[i].key, key))
			return &map->items[i];
	return NULL;
}

/* The stamps of all sections that the translation has; false if one of them may not be renewed. */
static bool add_stamps(struct project *project, const struct options *options, const struct pair *pair,
		       const struct yaml *before, struct buf *yaml)
{
	bool fine = true;

	for (size_t i = 0; i < pair->source->sections.count; i++) {
		const struct md_section *section = &pair->source->sections.items[i];
		const struct yaml_item *old = find_item(before, section->id);
		char hex[MD_FINGERPRINT_SIZE];
		if (!document_section(pair->translation, section->id))
			continue;
		md_fingerprint(section->body, hex);
		buf_add(yaml, STR("  "));
		buf_add(yaml, section->id);
		buf_addf(yaml, ": \"%s\"%s", hex, pair->newline);
		if (!old || str_is(old->value->text, hex) || options->reviewed)
			continue;
		diag_add(&project->diags, DIAG_NOT_REVIEWED, old->key_loc, section->id);
		fine = false;
	}
	return fine;
}

/* Where the new `source:` goes: over the old one, lines and all, or before the line that ends the front matter. */
static void find_room(const struct pair *pair, const struct yaml_item *old, size_t *start, size_t *end)
{
	struct str text = pair->translation->source.text;

	if (old) {
		*start = old->key_loc.offset;
		*end = old->value->loc.offset + old->value->loc.len;
		size_t newline = str_find(text, STR("\n"), *end);
		*end = newline == SIZE_MAX ? text.len : newline + 1;
	} else {
		*start = *end = str_find(text, STR("\n---"), 3) + 1;
	}
}

static void stamp(struct project *project, const struct options *options, const struct pair *pair)
{
	struct str text = pair->translation->source.text;
	const struct yaml_item *old = find_item(pair->translation->front, STR("source"));
	struct buf out = { 0 };
	char blob[HASH_GIT_BLOB_SIZE];
	size_t start, end;

	find_room(pair, old, &start, &end);
	hash_git_blob(pair->source->source.text, blob);
	buf_add(&out, str_until_index(text, start));
	buf_addf(&out, "source:%s  blob: \"%s\"%s", pair->newline, blob, pair->newline);
	bool fine = add_stamps(project, options, pair, old ? old->value : NULL, &out);
	buf_add(&out, str_from_index(text, end));
	if (fine && !str_eq(buf_view(&out), text)) {
		struct str path = arena_concat(&project->arena, str_from(options->project), STR("/"),
					       pair->translation->source.path);
		size_t slash = path.len;
		while (path.ptr[slash - 1] != '/')
			slash--;
		struct str folder = arena_copy(&project->arena, str_until_index(path, slash));
		int below = fs_open_folder(AT_FDCWD, folder.ptr);
		int error = below < 0 ? errno : fs_replace(below, path.ptr + slash, buf_view(&out));
		if (error)
			diag_add_errno(&project->diags, DIAG_UNWRITABLE, path, error);
		if (below >= 0)
			close(below);
	}
	buf_free(&out);
}

void i18n_stamp(struct project *project, const struct options *options, char **files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct pair pair;
		if (find_pair(project, options, files[i], &pair))
			stamp(project, options, &pair);
		else
			diag_add(&project->diags, DIAG_NOT_A_TRANSLATION, (struct loc){ 0 }, str_from(files[i]));
	}
}
