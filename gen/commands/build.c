/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook build: the whole site, into a folder. */
#include <stdio.h>

#include "base/program.h"
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
	"  --in-place   change the site file by file, whatever it costs: its folder stays the same\n"
	"  --rollback   bring back the site as it was before its last change\n"
	"  --shard I/N  only part I of N; parts that are copied into one folder are a site\n"
	"  --no-sync    do not wait until the site is safe on the disk\n"
	"  --format F   messages as text, json or github\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

static void summarise(const struct publish_report *report, double seconds)
{
	double rate = seconds > 0 ? (double)report->pages / seconds : 0;

	if (report->in_place)
		fprintf(stderr, "statusbook: note: the site was changed file by file: %s\n", report->in_place);
	fprintf(stderr,
		"statusbook: %zu pages; %zu files: %zu written (%zu bytes), %zu unchanged, %zu removed; %.2f s, %.0f "
		"pages a second\n",
		report->pages, report->files, report->written, report->bytes, report->unchanged, report->removed,
		seconds, rate);
}

/* What the site is made of beside its files: the program, and the options that change pages. */
static struct hash128 hash_options(const struct options *options)
{
	struct hash128 program = program_hash();
	struct hasher *hasher = hasher_new();

	hasher_add_size(hasher, (size_t)program.high);
	hasher_add_size(hasher, (size_t)program.low);
	hasher_add_text(hasher, str_from(options->base_url));
	hasher_add_size(hasher, options->pseudo);
	return hasher_end(hasher);
}

static struct hash128 hash_all(const struct inputs *inputs, struct hash128 options)
{
	struct hash128 parts[] = { inputs->hash, options };

	return hash128((struct str){ (const char *)parts, sizeof(parts) });
}

/*
 * Reads the project and publishes it. The files are looked at once more when they have been read: if somebody has changed
 * them meanwhile, nobody knows what the site was made from, and the next build makes it again.
 */
static void make_site(struct project *project, const struct options *options, struct publication *publication,
		      struct hash128 before, struct publish_report *report)
{
	struct hash128 hash = hash_options(options);
	struct fingerprints fingerprints;
	struct publish_record record = { 0 };
	struct arena arena = { 0 };
	struct inputs inputs;

	project_read(project, options);
	if (diag_exit_status(&project->diags) != 0)
		return;
	diag_sort(&project->diags);
	record.messages = &project->diags;
	inputs_read(&arena, options->project, options->threads, &inputs);
	if (hash_eq(inputs.hash, before)) {
		fingerprints_make(&project->arena, project->manuscript, &inputs, hash, &fingerprints);
		record.inputs = hash_all(&inputs, hash);
		record.fingerprints = &fingerprints;
	}
	arena_free(&arena);
	publication_make(publication, project->plan, render, &record, report, &project->diags);
}

/* Makes the site current; whether that was so from the beginning, the report tells. */
static void build(struct project *project, const struct options *options, struct publication *publication,
		  struct publish_report *report)
{
	struct arena arena = { 0 };
	struct inputs inputs;

	inputs_read(&arena, options->project, options->threads, &inputs);
	bool current = publication_is_current(publication, &inputs, hash_all(&inputs, hash_options(options)), report,
					      &project->diags);
	if (current || project->diags.count > 0) {
		arena_absorb(&project->arena, &arena); /* messages show what is in the files */
		return;
	}
	arena_free(&arena);
	make_site(project, options, publication, inputs.hash, report);
}

int command_build(int argc, char **argv)
{
	struct options options;
	struct project project;
	struct publish_report report = { 0 };
	double start = seconds_now();
	int status = options_read(argc, argv, "CdbjsnfuIBS", help, &options);

	if (status >= 0)
		return status;
	if (options.first < argc) {
		fprintf(stderr, "statusbook build: error: no argument is expected, but got '%s' [bad-usage]\n",
			argv[options.first]);
		return 2;
	}
	if (options.rollback && !options_fit(&options, "CdjnfB")) {
		fputs("statusbook build: error: --rollback makes nothing: of the options, -C and -d go with it "
		      "[bad-usage]\n",
		      stderr);
		return 2;
	}
	project_start(&project, &options);
	struct str output = options.output ? str_from(options.output)
					   : arena_concat(&project.arena, str_from(options.project), STR("/site"));
	struct publish_options where = { options.project, output.ptr,       options.threads,
					 options.sync,    options.in_place, options.shard };
	project_confine(&options, output.ptr);
	struct publication *publication = publication_open(&project.arena, &where, &project.diags);
	if (project.diags.count == 0 && options.rollback)
		publication_go_back(publication, &project.diags);
	else if (project.diags.count == 0)
		build(&project, &options, publication, &report);
	publication_close(publication);
	status = project_report(&project, &options);
	if (report.signal != 0) {
		fputs("statusbook: stopped; the old site is as it was\n", stderr);
		status = 128 + report.signal;
	} else if (status == 0 && !options.quiet && options.rollback)
		fputs("statusbook: the site is the one before; once more, and it is this one again\n", stderr);
	else if (status == 0 && !options.quiet)
		summarise(&report, seconds_now() - start);
	project_close(&project);
	return status;
}
