/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook i18n: help with translations. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "commands/command.h"
#include "formats/po_write.h"

static const char help[] =
	"Usage: statusbook i18n extract [options]\n"
	"\n"
	"extract  writes locales/messages.pot: every short text of site.yaml, the family.yaml\n"
	"         files and the templates. Without dates and line numbers, so that extracting\n"
	"         twice changes nothing.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

/* Writes beside the file and renames, so that the old one is whole until the new one is. */
static int replace(int folder, const char *name, const char *beside, struct str text)
{
	int file = openat(folder, beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (file < 0)
		return errno;
	int error = fs_write(file, text);
	if (!error && fsync(file) != 0)
		error = errno;
	if (close(file) != 0 && !error)
		error = errno;
	if (!error && renameat(folder, beside, folder, name) != 0)
		error = errno;
	if (error)
		unlinkat(folder, beside, 0);
	return error;
}

static void write_pot(struct project *project, const struct options *options)
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
	int error = folder < 0 ? errno : replace(folder, "messages.pot", ".messages.pot.new", buf_view(&out));
	if (error)
		diag_add_errno(&project->diags, DIAG_UNWRITABLE,
			       arena_concat(&project->arena, path, STR("/messages.pot")), error);
	if (folder >= 0)
		close(folder);
	buf_free(&out);
}

int command_i18n(int argc, char **argv)
{
	struct options options;
	struct project project;
	int status = options_read(argc, argv, "C", help, &options);

	if (status >= 0)
		return status;
	if (options.first + 1 != argc || strcmp(argv[options.first], "extract") != 0) {
		fputs("statusbook i18n: error: expected 'extract'; see 'statusbook i18n --help' [bad-usage]\n", stderr);
		return 2;
	}
	project_open(&project, &options);
	if (diag_exit_status(&project.diags) == 0) {
		project.diags.count = 0; /* translations may be incomplete here: that is why one extracts */
		write_pot(&project, &options);
	}
	status = project_report(&project, &options);
	if (status == 0 && !options.quiet)
		fprintf(stderr, "statusbook: %zu messages\n", project.site->messages.count);
	project_close(&project);
	return status;
}
