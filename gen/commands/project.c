/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Reading a project, as every command does, and writing into it. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/fs.h"
#include "commands/command.h"
#include "stages/pseudo.h"
#include "stages/resolve.h"

void project_confine(const struct options *options, const char *output)
{
	struct confined_folder folders[2] = { { options->project, false } };
	struct arena arena = { 0 };

	if (output) /* dirname changes what it is given */
		folders[1] =
			(struct confined_folder){ dirname((char *)arena_copy(&arena, str_from(output)).ptr), true };
	if (!confine(folders, output ? 2 : 1) && !options->quiet)
		fputs("statusbook: note: this kernel has no Landlock; nothing but the program itself guards other "
		      "files\n",
		      stderr);
	arena_free(&arena);
}

void project_start(struct project *project, const struct options *options)
{
	*project = (struct project){ 0 };
	project->diags = (struct diags){ .arena = &project->arena, .strict = options->strict };
}

void project_read(struct project *project, const struct options *options)
{
	project->manuscript = load_with(&project->arena, options->project, options->threads, &project->diags);
	if (options->base_url) {
		struct str url = str_from(options->base_url);
		bool slash = str_ends(url, STR("/"));
		project->manuscript->site->base_url = arena_concat(&project->arena, url, slash ? STR("") : STR("/"));
	}
	if (options->pseudo)
		pseudo_add(project->manuscript);
	project->site = resolve(project->manuscript, &project->diags);
	if (diag_exit_status(&project->diags) == 0)
		project->plan = plan_shard(&project->arena, project->site, options->shard, &project->diags);
}

void project_open(struct project *project, const struct options *options)
{
	project_start(project, options);
	project_read(project, options);
}

void project_close(struct project *project)
{
	if (project->manuscript)
		site_release(project->manuscript->site);
	arena_free(&project->arena);
}

int project_report(struct project *project, const struct options *options)
{
	bool json = options->format == DIAG_JSON;
	size_t errors, warnings;

	diag_sort(&project->diags);
	diag_print(&project->diags, options->format, options->color, json ? stdout : stderr);
	diag_count(&project->diags, &errors, &warnings);
	if (options->format == DIAG_TEXT && errors + warnings > 0)
		fprintf(stderr, "statusbook: %zu error%s, %zu warning%s\n", errors, errors == 1 ? "" : "s", warnings,
			warnings == 1 ? "" : "s");
	return diag_exit_status(&project->diags);
}

static bool is_broken(const struct project *project, const struct source *source)
{
	const struct manuscript *manuscript = project->manuscript;

	for (size_t f = 0; f < manuscript->folders.count; f++)
		for (size_t i = 0; i < manuscript->folders.items[f].count; i++)
			if (&manuscript->folders.items[f].items[i].source == source)
				return manuscript->folders.items[f].items[i].broken;
	return false;
}

bool project_is_usable(struct project *project)
{
	struct diags *diags = &project->diags;
	size_t kept = 0;

	for (size_t i = 0; i < diags->count; i++) {
		const struct source *source = diags->items[i].loc.source;
		bool text = source && (str_ends(source->path, STR(".md")) || str_ends(source->path, STR(".po")));
		if (!text || is_broken(project, source))
			diags->items[kept++] = diags->items[i];
	}
	diags->count = kept;
	return diag_exit_status(diags) == 0;
}

bool project_find_locale(struct project *project, const char *id, const struct locale **locale)
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

struct str project_path(struct project *project, const struct options *options, struct str path)
{
	return arena_concat(&project->arena, str_from(options->project), STR("/"), path);
}

bool project_write(struct project *project, const struct options *options, struct str path, struct str text,
		   int (*write)(int folder, const char *name, struct str text))
{
	struct str full = project_path(project, options, path);
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

double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
