/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook build: the whole site, into a folder. */
#include <stdio.h>

#include "commands/command.h"
#include "stages/publish.h"

static const char help[] =
	"Usage: statusbook build [options]\n"
	"\n"
	"Reads content/, templates/ and locales/ and writes the site. Nothing is written if the\n"
	"source language has errors; the site that is there stays as it is until the new one is\n"
	"complete.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  -d DIR       where the site goes (default: site in the project)\n"
	"  -b URL       base address of the site, instead of base_url in site.yaml\n"
	"  -j N         threads (default: all cores)\n"
	"  --strict     errors in translations, and warnings, stop the build too\n"
	"  --pseudo     add two pseudo-locales, en-XA (accented and longer) and ar-XB (right to left)\n"
	"  --no-sync    do not wait until the site is safe on the disk\n"
	"  --format F   messages as text, json or github\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

static void summarise(const struct publish_report *report, double seconds)
{
	double rate = seconds > 0 ? (double)report->pages / seconds : 0;

	fprintf(stderr,
		"statusbook: %zu pages; %zu files: %zu written (%zu bytes), %zu unchanged, %zu removed; %.2f s, %.0f "
		"pages a second\n",
		report->pages, report->files, report->written, report->bytes, report->unchanged, report->removed,
		seconds, rate);
}

int command_build(int argc, char **argv)
{
	struct options options;
	struct project project;
	struct publish_report report = { 0 };
	double start = seconds_now();
	int status = options_read(argc, argv, "Cdbjsnfu", help, &options);

	if (status >= 0)
		return status;
	if (options.first < argc) {
		fprintf(stderr, "statusbook build: error: no argument is expected, but got '%s' [bad-usage]\n",
			argv[options.first]);
		return 2;
	}
	struct arena arena = { 0 };
	struct str output = options.output ? str_from(options.output)
					   : arena_concat(&arena, str_from(options.project), STR("/site"));
	project_confine(&options, output.ptr);
	project_open(&project, &options);
	if (diag_exit_status(&project.diags) == 0) {
		struct publish_options where = { options.project, output.ptr, options.threads, options.sync };
		publish(project.plan, render, &where, &report, &project.diags);
	}
	status = project_report(&project, &options);
	if (report.signal != 0) {
		fputs("statusbook: stopped; the old site is as it was\n", stderr);
		status = 128 + report.signal;
	} else if (status == 0 && !options.quiet)
		summarise(&report, seconds_now() - start);
	project_close(&project);
	arena_free(&arena);
	return status;
}
