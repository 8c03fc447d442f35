/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Reading a project, as every command does. */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/confine.h"
#include "commands/command.h"
#include "stages/resolve.h"

void project_confine(const struct options *options, const char *output)
{
	struct confined_folder folders[2] = { { options->project, false } };
	char *parent = output ? strdup(output) : NULL;

	if (parent)
		folders[1] = (struct confined_folder){ dirname(parent), true };
	if (!confine(folders, parent ? 2 : 1) && !options->quiet)
		fputs("statusbook: note: this kernel has no Landlock; nothing but the program itself guards other "
		      "files\n",
		      stderr);
	free(parent);
}

void project_open(struct project *project, const struct options *options)
{
	*project = (struct project){ 0 };
	project->diags = (struct diags){ .arena = &project->arena, .strict = options->strict };
	project->manuscript = load(&project->arena, options->project, &project->diags);
	if (options->base_url) {
		struct str url = str_from(options->base_url);
		bool slash = str_ends(url, STR("/"));
		project->manuscript->site->base_url = arena_concat(&project->arena, url, slash ? STR("") : STR("/"));
	}
	project->site = resolve(project->manuscript, &project->diags);
	if (diag_exit_status(&project->diags) == 0)
		project->plan = plan(&project->arena, project->site, &project->diags);
}

void project_close(struct project *project)
{
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

double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
