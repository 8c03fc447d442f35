/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook i18n merge: catalogues brought up to date with the messages, by gettext's own programs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/process.h"
#include "commands/i18n.h"

#define LONGEST_CATALOGUE ((size_t)4 << 20)
#define MOST_SECONDS 60

/* The first line of what the program complained of. */
static struct str first_line(struct project *project, struct str complaints)
{
	struct str line = { NULL, 0 };

	while (str_trim(line).len == 0 && str_next_line(&complaints, &line))
		;
	return arena_copy(&project->arena, str_trim(line));
}

/* What the program prints, in the arena. False after a complaint. */
static bool run(struct project *project, const char *const *arguments, struct str *text)
{
	struct process process = { .arguments = arguments, .limit = LONGEST_CATALOGUE, .seconds = MOST_SECONDS };
	struct str name = str_from(arguments[0]);
	int error = process_run(&process);
	bool fine = error == 0 && process.status == 0;

	*text = arena_copy(&project->arena, buf_view(&process.output));
	if (error == ENOENT)
		diag_add(&project->diags, DIAG_MISSING_PROGRAM, (struct loc){ 0 }, name)->reason =
			STR("it is part of GNU gettext");
	else if (error)
		diag_add_errno(&project->diags, DIAG_PROGRAM_FAILED, name, error);
	else if (!fine)
		diag_add(&project->diags, DIAG_PROGRAM_FAILED, (struct loc){ 0 }, name)->reason =
			first_line(project, buf_view(&process.complaints));
	buf_free(&process.output);
	buf_free(&process.complaints);
	return fine;
}

static void summarise(struct project *project, struct str path, struct str text)
{
	struct source *source = arena_new(&project->arena, struct source);
	struct diags diags = { .arena = &project->arena };
	size_t fuzzy = 0, missing = 0;

	*source = (struct source){ .path = path, .text = text };
	const struct po *po = po_parse(&project->arena, source, &diags);
	for (size_t i = 0; i < po->count; i++) {
		fuzzy += po->items[i]->fuzzy;
		missing += !po->items[i]->fuzzy && !po_find(po, po->items[i]->context, po->items[i]->id);
	}
	fprintf(stderr, "statusbook: %.*s: %zu messages, %zu missing, %zu fuzzy\n", (int)path.len, path.ptr, po->count,
		missing, fuzzy);
}

static void merge(struct project *project, const struct options *options, const struct locale *locale)
{
	struct arena *arena = &project->arena;
	struct str path = arena_concat(arena, STR("locales/"), locale->id, STR(".po"));
	struct str full = arena_concat(arena, str_from(options->project), STR("/"), path);
	struct str template = arena_concat(arena, str_from(options->project), STR("/locales/messages.pot"));
	struct str text;
	bool done;

	if (locale->po)
		done = run(project,
			   (const char *const[]){ "msgmerge", "--previous", "--quiet", "--no-wrap", "--output-file=-",
						  "--", full.ptr, template.ptr, NULL },
			   &text);
	else
		done = run(project,
			   (const char *const[]){ "msginit", "--no-translator", "--no-wrap", "--output-file=-",
						  arena_concat(arena, STR("--locale="), locale->id).ptr,
						  arena_concat(arena, STR("--input="), template).ptr, NULL },
			   &text);
	if (!done)
		return;
	bool same = locale->po && str_eq(text, locale->po->source->text);
	if ((same || project_write(project, options, path, text, locale->po ? fs_replace : fs_create)) &&
	    !options->quiet)
		summarise(project, path, text);
}

int i18n_merge(struct project *project, const struct options *options, char **files, size_t count)
{
	struct options silent = *options;
	const struct locale *wanted;

	silent.quiet = true;
	if (!project_find_locale(project, options->locale, &wanted))
		return 0;
	i18n_extract(project, &silent, files, count);
	setenv("LC_ALL", "C", 1); /* the language of what the programs complain of, and nothing else */
	for (size_t i = 0; i < project->site->locales.count; i++) {
		const struct locale *locale = &project->site->locales.items[i];
		if (!locale->is_source && (!wanted || locale == wanted) && diag_exit_status(&project->diags) == 0)
			merge(project, options, locale);
	}
	return 0;
}
