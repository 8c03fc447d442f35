/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook check: everything that can be said of a project without writing a file. */
#include <stdio.h>

#include "commands/check_host.h"
#include "stages/check_pairs.h"
#include "stages/check_prose.h"
#include "stages/explain_pairs.h"

static const char help[] =
	"Usage: statusbook check [options]\n"
	"       statusbook check --pairs [options] [A B]\n"
	"       statusbook check --host NAME [options]\n"
	"\n"
	"Reads the project as build does, looks at every comparison and proof-reads all texts too, and\n"
	"says what is wrong.\n"
	"Writes nothing. Exit status: 0 fine, 1 problems in content, 2 wrong use or configuration,\n"
	"3 the machine.\n"
	"\n"
	"  --pairs A B  which rules the comparison of the codes A and B matches, and why others do\n"
	"               not; without codes, a line for every comparison\n"
	"  -b URL       with --host: base address of the site, instead of base_url in site.yaml\n"
	"  --host NAME  the size of the site against the limits of github, gitlab, cloudflare or netlify;\n"
	"               for nginx, caddy and apache, rules for the configuration, on standard output\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --strict     errors in translations, and warnings, count as errors\n"
	"  --format F   messages as text, json or github\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

static int usage(const char *what, const char *value)
{
	fprintf(stderr, "statusbook check: error: %s '%s' [bad-usage]\n", what, value);
	return 2;
}

/* Prints what --pairs asks for; returns the exit status. */
static int print_pairs(const struct site *site, const struct options *options, char **codes)
{
	bool json = options->format == DIAG_JSON, found = true;
	struct buf out = { 0 };

	if (codes[0])
		found = explain_pair(site, str_from(codes[0]), str_from(codes[1]), json, &out);
	else
		explain_pairs(site, json, &out);
	if (found)
		fwrite(out.ptr, 1, out.len, stdout);
	else
		fprintf(stderr, "statusbook check: error: there is no comparison of '%s' and '%s' [bad-usage]\n",
			codes[0], codes[1]);
	buf_free(&out);
	return found ? 0 : 2;
}

/* Whether the arguments behind the options fit; says so if not. */
static bool arguments_fit(int argc, char **argv, const struct options *options)
{
	int count = argc - options->first;

	if (!options->pairs && count > 0)
		return usage("no argument is expected, but got", argv[options->first]) == 0;
	if (options->host && !host_find(options->host)) {
		struct buf names = { 0 };
		buf_add(&names, STR("--host takes "));
		host_names(&names);
		buf_add(&names, STR(", and got\0"));
		usage(names.ptr, options->host);
		buf_free(&names);
		return false;
	}
	if (options->pairs && count != 0 && count != 2)
		return usage("--pairs takes two codes or none, and got", argv[argc - 1]) == 0;
	if (options->pairs && options->format == DIAG_GITHUB)
		return usage("--pairs has no format", "github") == 0;
	return true;
}

int command_check(int argc, char **argv)
{
	struct options options;
	struct project project;
	int status = options_read(argc, argv, "Csfahb", help, &options);

	if (status >= 0)
		return status;
	if (!arguments_fit(argc, argv, &options))
		return 2;
	project_confine(&options, NULL);
	project_open(&project, &options);
	if (project.plan && options.pairs) {
		status = print_pairs(project.site, &options, &argv[options.first]);
		project_close(&project);
		return status;
	}
	if (project.plan && options.host) {
		status = check_host(&project, host_find(options.host), options.quiet);
		project_close(&project);
		return status;
	}
	if (project.plan)
		check_pairs(project.site, &project.diags);
	check_prose(project.manuscript, &project.diags);
	status = project_report(&project, &options);
	if (status == 0 && !options.quiet && options.format == DIAG_TEXT)
		fprintf(stderr, "statusbook: %zu pages, no errors\n", project.plan->page_count);
	project_close(&project);
	return status;
}
