/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook package: the site as one file to take along. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "commands/command.h"
#include "formats/archive.h"
#include "stages/load.h"
#include "stages/render.h"

static const char help[] =
	"Usage: statusbook package zip|tar -o FILE [options]\n"
	"\n"
	"Writes all pages, in all languages, with what they need into an archive. Unpacked, they\n"
	"work from the folder, without server and network. The same content gives the same bytes.\n"
	"\n"
	"  -o FILE      the archive; a file of that name is replaced when the new one is complete\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --strict     errors in translations, and warnings, stop it too\n"
	"  --format F   messages as text, json or github\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

#define TOP STR("statusbook/")

struct packing {
	struct archive_file *archive;
	struct worker worker;
	struct buf path;
	size_t files;
};

static bool add(struct packing *packing, struct str bytes)
{
	buf_add_char(&packing->path, '\0');
	packing->files++;
	return archive_add(packing->archive, (struct str){ packing->path.ptr, packing->path.len - 1 }, bytes);
}

/* What only a web server has a use for stays out: the page for missing addresses, and the files for machines. */
static bool add_row(struct packing *packing, const struct site *site, const struct row *row)
{
	struct row_walk walk = { 0 };
	struct page page;
	bool fine = true;

	if (row->asset) {
		buf_clear(&packing->path);
		buf_add(&packing->path, TOP);
		buf_add(&packing->path, row->asset->path);
		return add(packing, row->asset->bytes);
	}
	while (fine && row_next_page(row, &walk, &page)) {
		if (page_is_missing(&page))
			continue;
		buf_clear(&packing->path);
		buf_add(&packing->path, TOP);
		page_path(&page, &packing->path);
		render(site, &page, &packing->worker);
		fine = add(packing, buf_view(&packing->worker.out));
	}
	return fine;
}

static int write_archive(const struct plan *plan, enum archive_format format, int file, size_t *files)
{
	struct packing packing = { .archive = archive_begin(format, file) };

	if (!packing.archive)
		return ENOMEM;
	for (size_t i = 0; i < plan->rows.count; i++)
		if (!add_row(&packing, plan->site, &plan->rows.items[i]))
			break;
	*files = packing.files;
	worker_free(&packing.worker);
	buf_free(&packing.path);
	return archive_end(packing.archive);
}

/* Written beside the old one, synced, and renamed: whoever downloads it meanwhile gets a whole archive. */
static int replace_archive(struct project *project, const struct options *options, enum archive_format format,
			   size_t *files)
{
	struct str beside = arena_concat(&project->arena, str_from(options->output), STR(".new"));
	int file = open(beside.ptr, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (file < 0)
		return errno;
	int error = write_archive(project->plan, format, file, files);
	if (!error && fsync(file) != 0)
		error = errno;
	if (close(file) != 0 && !error)
		error = errno;
	if (!error && rename(beside.ptr, options->output) != 0)
		error = errno;
	if (error)
		unlink(beside.ptr);
	return error;
}

int command_package(int argc, char **argv)
{
	struct options options;
	struct project project;
	size_t files = 0;
	int status = options_read(argc, argv, "Cosf", help, &options);

	if (status >= 0)
		return status;
	const char *name = argc == options.first + 1 ? argv[options.first] : "";
	bool zip = strcmp(name, "zip") == 0;
	if ((!zip && strcmp(name, "tar") != 0) || !options.output) {
		fputs("statusbook package: error: expected 'zip' or 'tar', and -o FILE; see 'statusbook package "
		      "--help' "
		      "[bad-usage]\n",
		      stderr);
		return 2;
	}
	project_confine(&options, options.output);
	setenv("TZ", "UTC0", 1); /* a zip holds local time, and libarchive asks for it */
	tzset();
	project_open(&project, &options);
	if (diag_exit_status(&project.diags) == 0) {
		project.manuscript->site->offline = (struct str){ NULL, 0 }; /* whoever reads it has it */
		project.manuscript->site->has_feeds = false;
		int error = replace_archive(&project, &options, zip ? ARCHIVE_ZIP : ARCHIVE_TAR, &files);
		if (error)
			diag_add_errno(&project.diags, DIAG_UNWRITABLE, str_from(options.output), error);
	}
	status = project_report(&project, &options);
	if (status == 0 && !options.quiet)
		fprintf(stderr, "statusbook: %zu files in %s\n", files, options.output);
	project_close(&project);
	return status;
}
