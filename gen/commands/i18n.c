/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook i18n: help with translations. */
#include <stdio.h>

#include "commands/i18n.h"
#include "formats/po_write.h"

static const char help[] =
	"Usage: statusbook i18n status [--locale L] [--all] [--format F] [options]\n"
	"       statusbook i18n diff [options] FILE...\n"
	"       statusbook i18n stamp [--reviewed] [options] FILE...\n"
	"       statusbook i18n extract [options]\n"
	"       statusbook i18n merge [--locale L] [options]\n"
	"\n"
	"status   says what is missing, copied or stale, what is met on the most pages first. The\n"
	"         exit status is 1 if there is anything to do.\n"
	"diff     prints what has changed in the source text since translations of it were stamped,\n"
	"         word by word where git still has the old text. The exit status is 1 if a section\n"
	"         is stale.\n"
	"stamp    writes into translations which source text they were made from; from then on,\n"
	"         check tells which sections have become stale. A stale section whose translation\n"
	"         has not changed since is refused without --reviewed.\n"
	"extract  writes locales/messages.pot: every short text of site.yaml, the family.yaml\n"
	"         files and the templates. Without dates and line numbers, so that extracting\n"
	"         twice changes nothing.\n"
	"merge    extracts, then brings the PO files up to date, by msgmerge of GNU gettext: what is\n"
	"         translated stays, what has changed is marked fuzzy and shows what it was. Makes\n"
	"         the PO file of a language that has none.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --locale L   only this language\n"
	"  --all        list everything that is to do, not the first of it\n"
	"  --format F   text or json\n"
	"  --reviewed   the translations have been brought up to date with the source text\n"
	"  --color W    auto, always or never\n"
	"  -q           no summary\n"
	"  --help       this text\n";

int i18n_extract(struct project *project, const struct options *options, char **files, size_t count)
{
	struct pot pot = { .arena = &project->arena };
	struct buf out = { 0 };

	(void)files;
	(void)count;
	for (size_t i = 0; i < project->site->messages.count; i++) {
		const struct message *message = &project->site->messages.items[i];
		pot_add(&pot, &(struct pot_message){ .context = message->context,
						     .id = message->id,
						     .plural = message->plural,
						     .path = message->loc.source->path });
	}
	pot_write(&pot, project->site->name.text, &out);
	bool written = project_write(project, options, STR("locales/messages.pot"), buf_view(&out), fs_replace);
	if (written && !options->quiet)
		fprintf(stderr, "statusbook: %zu messages\n", pot.count);
	buf_free(&out);
	return 0;
}

/* clang-format off: a table */
static const struct part {
	const char *name;
	const char *letters; /* of the options that it takes */
	bool takes_files;
	bool reads_only;
	int (*run)(struct project *project, const struct options *options, char **files, size_t count);
} parts[] = {
	{ "diff", "C", true, false, i18n_diff },        { "extract", "C", false, false, i18n_extract },
	{ "merge", "Cl", false, false, i18n_merge },    { "stamp", "Cr", true, false, i18n_stamp },
	{ "status", "Cefl", false, true, i18n_status },
};
/* clang-format on */

#define PARTS (sizeof(parts) / sizeof(*parts))

/* The part that the arguments ask for; NULL after a complaint. */
static const struct part *find_part(const struct options *options, int argc, char **argv)
{
	const char *name = argc > options->first ? argv[options->first] : "";
	bool files = argc > options->first + 1;

	for (size_t i = 0; i < PARTS; i++)
		if (strcmp(name, parts[i].name) == 0 && files == parts[i].takes_files &&
		    options_fit(options, parts[i].letters))
			return &parts[i];
	fputs("statusbook i18n: error: expected", stderr);
	for (size_t i = 0; i < PARTS; i++) {
		if (i > 0)
			fputs(i + 1 < PARTS ? "," : " or", stderr);
		fprintf(stderr, " '%s%s'", parts[i].name, parts[i].takes_files ? " FILE..." : "");
	}
	fputs(", each with its own options; see 'statusbook i18n --help' [bad-usage]\n", stderr);
	return NULL;
}

int command_i18n(int argc, char **argv)
{
	struct options options;
	struct project project;
	int status = options_read(argc, argv, "Crefl", help, &options), outcome = 0;

	if (status >= 0)
		return status;
	const struct part *part = find_part(&options, argc, argv);
	if (!part)
		return 2;
	if (part->reads_only)
		project_confine(&options, NULL);
	project_open(&project, &options);
	if (project_is_usable(&project))
		outcome = part->run(&project, &options, argv + options.first + 1, (size_t)(argc - options.first - 1));
	options.format = DIAG_TEXT; /* --format is that of what the part has to say */
	status = project_report(&project, &options);
	project_close(&project);
	return status != 0 ? status : outcome;
}
