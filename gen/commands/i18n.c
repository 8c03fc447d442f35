/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook i18n: help with translations. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "commands/i18n.h"
#include "formats/po_write.h"
#include "stages/load.h"

static const char help[] =
	"Usage: statusbook i18n extract [options]\n"
	"       statusbook i18n stamp [--reviewed] [options] FILE...\n"
	"\n"
	"extract  writes locales/messages.pot: every short text of site.yaml, the family.yaml\n"
	"         files and the templates. Without dates and line numbers, so that extracting\n"
	"         twice changes nothing.\n"
	"stamp    writes into translations which source text they were made from; from then on,\n"
	"         check tells which sections have become stale. A section that is stale already is\n"
	"         refused without --reviewed.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --reviewed   the translations have been brought up to date with the source text\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

void i18n_extract(struct project *project, const struct options *options)
{
	struct pot pot = { .arena = &project->arena };
	struct buf out = { 0 };
	struct str path = arena_concat(&project->arena, str_from(options->project), STR("/locales"));
	int folder = fs_open_folder(AT_FDCWD, path.ptr);

	for (size_t i = 0; i < project->site->messages.count; i++) {
		const struct message *message = &project->site->messages.items[i];
		pot_add(&pot, &(struct pot_message){ .context = message->context,
						     .id = message->id,
						     .plural = message->plural,
						     .path = message->loc.source->path });
	}
	pot_write(&pot, project->site->name.text, &out);
	int error = folder < 0 ? errno : fs_replace(folder, "messages.pot", buf_view(&out));
	if (error)
		diag_add_errno(&project->diags, DIAG_UNWRITABLE,
			       arena_concat(&project->arena, path, STR("/messages.pot")), error);
	if (folder >= 0)
		close(folder);
	buf_free(&out);
}

static bool is_broken(const struct manuscript *manuscript, const struct source *source)
{
	for (size_t f = 0; f < manuscript->folders.count; f++)
		for (size_t i = 0; i < manuscript->folders.items[f].count; i++)
			if (&manuscript->folders.items[f].items[i].source == source)
				return manuscript->folders.items[f].items[i].broken;
	return false;
}

/* Drops what is no hindrance: complaints about texts that can be read, which are why one extracts and stamps. */
static bool usable(struct project *project)
{
	struct diags *diags = &project->diags;
	size_t kept = 0;

	for (size_t i = 0; i < diags->count; i++) {
		const struct source *source = diags->items[i].loc.source;
		bool text = source && (str_ends(source->path, STR(".md")) || str_ends(source->path, STR(".po")));
		if (!text || is_broken(project->manuscript, source))
			diags->items[kept++] = diags->items[i];
	}
	diags->count = kept;
	return diag_exit_status(diags) == 0;
}

int command_i18n(int argc, char **argv)
{
	struct options options;
	struct project project;
	int status = options_read(argc, argv, "Cr", help, &options);

	if (status >= 0)
		return status;
	size_t files = argc > options.first ? (size_t)(argc - options.first - 1) : 0;
	bool extract = argc > options.first && strcmp(argv[options.first], "extract") == 0;
	bool stamp = argc > options.first && strcmp(argv[options.first], "stamp") == 0;
	if (!(extract && files == 0 && !options.reviewed) && !(stamp && files > 0)) {
		fputs("statusbook i18n: error: expected 'extract' or 'stamp FILE...'; see 'statusbook i18n --help' "
		      "[bad-usage]\n",
		      stderr);
		return 2;
	}
	project_open(&project, &options);
	if (usable(&project) && extract)
		i18n_extract(&project, &options);
	else if (stamp && usable(&project))
		i18n_stamp(&project, &options, argv + options.first + 1, files);
	status = project_report(&project, &options);
	if (status == 0 && !options.quiet && extract)
		fprintf(stderr, "statusbook: %zu messages\n", project.site->messages.count);
	project_close(&project);
	return status;
}
