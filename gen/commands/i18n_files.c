/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Which translation and which language the user means, and writing into the project. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/i18n.h"

bool i18n_find_locale(struct project *project, const char *id, const struct locale **locale)
{
	const struct site *site = project->site;
	struct str_array names = { 0 };

	*locale = NULL;
	if (!id)
		return true;
	for (size_t i = 0; i < site->locales.count; i++) {
		const struct locale *known = &site->locales.items[i];
		if (known->is_source)
			continue;
		*array_add(&project->arena, &names) = known->id;
		if (str_is(known->id, id))
			*locale = known;
	}
	if (*locale)
		return true;
	struct diag *diag = diag_add(&project->diags, DIAG_NOT_IN_PROJECT, (struct loc){ 0 }, str_from(id));
	diag->reason = STR("expected a locale of content/site.yaml, and not the one that is translated from");
	diag->hint = str_nearest(str_from(id), names.items, names.count);
	return false;
}

static struct str in_project(struct project *project, const struct options *options, struct str path)
{
	return arena_concat(&project->arena, str_from(options->project), STR("/"), path);
}

/* Whether the file that the user gave is the document, by whatever way its name leads there. */
static bool is_file(struct project *project, const struct options *options, const struct document *document,
		    const struct stat *given)
{
	struct stat info;

	return stat(in_project(project, options, document->source.path).ptr, &info) == 0 &&
	       info.st_dev == given->st_dev && info.st_ino == given->st_ino;
}

/* From the current folder, as the shell completes it; else from the project's. */
static bool look_at(struct project *project, const struct options *options, const char *name, struct stat *info)
{
	return stat(name, info) == 0 ||
	       (name[0] != '/' && stat(in_project(project, options, str_from(name)).ptr, info) == 0);
}

static bool find_in_folder(struct project *project, const struct options *options, const struct folder *folder,
			   const struct stat *given, struct translation_file *file)
{
	struct str source = project->site->source_locale->id;

	for (size_t i = 0; !file->translation && i < folder->count; i++)
		if (is_file(project, options, &folder->items[i], given))
			file->translation = &folder->items[i];
	for (size_t i = 0; file->translation && i < folder->count; i++)
		if (str_eq(folder->items[i].slug, file->translation->slug) && str_eq(folder->items[i].locale, source))
			file->source = &folder->items[i];
	return file->translation != NULL;
}

bool i18n_find_file(struct project *project, const struct options *options, const char *name,
		    struct translation_file *file)
{
	const struct manuscript *manuscript = project->manuscript;
	struct stat given;

	*file = (struct translation_file){ 0 };
	if (look_at(project, options, name, &given))
		for (size_t f = 0; f < manuscript->folders.count; f++)
			if (find_in_folder(project, options, &manuscript->folders.items[f], &given, file))
				break;
	if (file->source && file->source != file->translation)
		return true;
	diag_add(&project->diags, DIAG_NOT_A_TRANSLATION, (struct loc){ 0 }, str_from(name));
	return false;
}

bool i18n_write(struct project *project, const struct options *options, struct str path, struct str text,
		int (*write)(int folder, const char *name, struct str text))
{
	struct str full = in_project(project, options, path);
	size_t slash = full.len;

	while (full.ptr[slash - 1] != '/')
		slash--;
	struct str folder = arena_copy(&project->arena, str_until_index(full, slash));
	int below = fs_open_folder(AT_FDCWD, folder.ptr);
	int error = below < 0 ? errno : write(below, full.ptr + slash, text);
	if (error == EEXIST)
		diag_add(&project->diags, DIAG_FILE_EXISTS, (struct loc){ 0 }, path);
	else if (error)
		diag_add_errno(&project->diags, DIAG_UNWRITABLE, path, error);
	if (below >= 0)
		close(below);
	return error == 0;
}
