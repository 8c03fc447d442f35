/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook check: everything that can be said of a project without writing a file. */
#include <stdio.h>

#include "commands/command.h"
#include "stages/check_pairs.h"
#include "stages/check_prose.h"

static const char help[] =
	"Usage: statusbook check [options]\n"
	"\n"
	"Reads the project as build does, looks at every comparison too, and says what is wrong.\n"
	"Writes nothing. Exit status: 0 fine, 1 problems in content, 2 wrong use or configuration,\n"
	"3 the machine.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --strict     errors in translations, and warnings, count as errors\n"
	"  --format F   messages as text, json or github\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

int command_check(int argc, char **argv)
{
	struct options options;
	struct project project;
	int status = options_read(argc, argv, "Csf", help, &options);

	if (status >= 0)
		return status;
	if (options.first < argc) {
		fprintf(stderr, "statusbook check: error: no argument is expected, but got '%s' [bad-usage]\n",
			argv[options.first]);
		return 2;
	}
	project_confine(&options, NULL);
	project_open(&project, &options);
	if (project.plan) {
		check_pairs(project.site, &project.diags);
		check_prose(project.manuscript, &project.diags);
	}
	status = project_report(&project, &options);
	if (status == 0 && !options.quiet && options.format == DIAG_TEXT)
		fprintf(stderr, "statusbook: %zu pages, no errors\n", project.plan->page_count);
	project_close(&project);
	return status;
}
