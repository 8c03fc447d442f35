/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Which translation the user means. */
#include <sys/stat.h>

#include "commands/i18n.h"

/* Whether the file that the user gave is the document, by whatever way its name leads there. */
static bool is_file(struct project *project, const struct options *options, const struct document *document,
		    const struct stat *given)
{
	struct stat info;

	return stat(project_path(project, options, document->source.path).ptr, &info) == 0 &&
	       info.st_dev == given->st_dev && info.st_ino == given->st_ino;
}

/* From the current folder, as the shell completes it; else from the project's. */
static bool look_at(struct project *project, const struct options *options, const char *name, struct stat *info)
{
	return stat(name, info) == 0 ||
	       (name[0] != '/' && stat(project_path(project, options, str_from(name)).ptr, info) == 0);
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
