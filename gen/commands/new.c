/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook new: files to begin with. */
#include <stdio.h>

#include "base/fs.h"
#include "commands/command.h"
#include "model/page.h"
#include "stages/skeleton.h"

static const char help[] =
	"Usage: statusbook new code FAMILY CODE [options]\n"
	"       statusbook new pair FAMILY CODE CODE [options]\n"
	"       statusbook new translation FAMILY/NAME LOCALE [options]\n"
	"\n"
	"Writes a file to begin with, and never over one that is there. `statusbook check` says what\n"
	"is missing in it.\n"
	"\n"
	"code         an entry with the facts and sections that are required; comments name what\n"
	"             may be chosen\n"
	"pair         a note on two codes\n"
	"translation  of an entry (FAMILY/CODE), a note (FAMILY/CODE-vs-CODE) or an introduction\n"
	"             (FAMILY/_family): headings and text of the source to be overwritten, and the\n"
	"             stamp that tells later what has changed in it\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  --color W    auto, always or never\n"
	"  -q           do not name the file\n"
	"  --help       this text\n";

static void complain(struct project *project, const char *name, const char *reason, const struct str_array *known)
{
	struct diag *diag = diag_add(&project->diags, DIAG_NOT_IN_PROJECT, (struct loc){ 0 }, str_from(name));

	diag->reason = str_from(reason);
	diag->hint = str_nearest(str_from(name), known->items, known->count);
}

static const struct family *find_family(struct project *project, const char *name)
{
	const struct map *families = &project->site->families;
	struct str_array names = { 0 };

	for (size_t i = 0; i < families->count; i++) {
		if (str_is(families->items[i].key, name))
			return families->items[i].value;
		*array_add(&project->arena, &names) = families->items[i].key;
	}
	complain(project, name, "expected a family, a folder of content/", &names);
	return NULL;
}

static const struct entry *find_entry(struct project *project, const struct family *family, const char *name)
{
	const struct entry *entry = map_find(&family->entry_map, str_from(name));
	struct str_array slugs = { 0 };

	for (size_t i = 0; !entry && i < family->entries.count; i++)
		*array_add(&project->arena, &slugs) = family->entries.items[i].slug;
	if (!entry)
		complain(project, name, "expected a code of the family", &slugs);
	return entry;
}

static void write_file(struct project *project, const struct options *options, struct str path, const struct buf *text)
{
	if (project_write(project, options, path, buf_view(text), fs_create) && !options->quiet)
		fprintf(stderr, "statusbook: wrote %.*s\n", (int)path.len, path.ptr);
}

static struct str path_of(struct project *project, const struct family *family, struct str slug, struct str locale)
{
	return arena_concat(&project->arena, STR("content/"), family->slug, STR("/"), slug, STR("."), locale,
			    STR(".md"));
}

static struct str slug_of(struct arena *arena, struct str code)
{
	struct str copy = arena_copy(arena, code);
	char *bytes = (char *)copy.ptr; /* ours */

	for (size_t i = 0; i < copy.len; i++)
		if (bytes[i] >= 'A' && bytes[i] <= 'Z')
			bytes[i] = (char)(bytes[i] | 0x20);
	return copy;
}

/* The first kind that has such codes; NULL after a complaint. */
static const struct kind *kind_of(struct project *project, const struct family *family, struct str code)
{
	struct str patterns = STR("expected ");

	for (size_t i = 0; i < family->kinds.count; i++) {
		const struct kind *kind = &family->kinds.items[i];
		if (pattern_fits(kind->pattern, code))
			return kind;
		patterns = arena_concat(&project->arena, patterns, i > 0 ? STR(" or ") : STR(""), kind->pattern->text);
	}
	diag_add(&project->diags, DIAG_CODE_PATTERN, (struct loc){ 0 }, code)->reason = patterns;
	return NULL;
}

static void new_code(struct project *project, const struct options *options, char **names)
{
	const struct family *family = find_family(project, names[0]);
	struct str code = str_from(names[1]), slug = slug_of(&project->arena, code);
	const struct kind *kind = family ? kind_of(project, family, code) : NULL;
	struct buf out = { 0 };

	if (!kind)
		return;
	if (!slug_fits(slug) || slug_is_reserved(slug)) {
		diag_add(&project->diags, slug_fits(slug) ? DIAG_RESERVED_SLUG : DIAG_BAD_SLUG, (struct loc){ 0 },
			 slug);
		return;
	}
	skeleton_entry(&project->arena, project->site, family, kind, code, &out);
	write_file(project, options, path_of(project, family, slug, project->site->source_locale->id), &out);
	buf_free(&out);
}

static void new_pair(struct project *project, const struct options *options, char **names)
{
	const struct family *family = find_family(project, names[0]);
	const struct entry *a = family ? find_entry(project, family, names[1]) : NULL;
	const struct entry *b = a ? find_entry(project, family, names[2]) : NULL;
	struct buf out = { 0 };

	if (!b)
		return;
	const struct entry *first = a->index < b->index ? a : b, *second = first == a ? b : a;
	struct str slug = arena_concat(&project->arena, first->slug, STR("-vs-"), second->slug);
	if (a == b || !entry_pair_exists(first, second)) {
		diag_add(&project->diags, DIAG_BAD_NOTE_NAME, (struct loc){ 0 }, slug)->reason =
			STR("the two are not compared");
		return;
	}
	skeleton_note(first, second, &out);
	write_file(project, options, path_of(project, family, slug, project->site->source_locale->id), &out);
	buf_free(&out);
}

/* "smtp/550": the source file of that name; NULL after a complaint. */
static const struct document *find_source(struct project *project, const char *name)
{
	const struct manuscript *manuscript = project->manuscript;
	struct str_array names = { 0 };

	for (size_t f = 0; f < manuscript->folders.count; f++) {
		const struct folder *folder = &manuscript->folders.items[f];
		for (size_t i = 0; i < folder->count; i++) {
			const struct document *document = &folder->items[i];
			if (!str_eq(document->locale, project->site->source_locale->id))
				continue;
			struct str known =
				arena_concat(&project->arena, folder->family->slug, STR("/"), document->slug);
			if (str_is(known, name))
				return document;
			*array_add(&project->arena, &names) = known;
		}
	}
	complain(project, name, "expected FAMILY/NAME of an entry, note or introduction", &names);
	return NULL;
}

static void new_translation(struct project *project, const struct options *options, char **names)
{
	const struct document *source = find_source(project, names[0]);
	const struct locale *locale;
	struct buf out = { 0 };

	if (!source || !project_find_locale(project, names[1], &locale))
		return;
	struct str path =
		str_until_index(source->source.path, source->source.path.len - source->locale.len - strlen(".md"));
	skeleton_translation(source, &out);
	write_file(project, options, arena_concat(&project->arena, path, locale->id, STR(".md")), &out);
	buf_free(&out);
}

static const struct {
	const char *name;
	int names; /* that follow */
	void (*run)(struct project *project, const struct options *options, char **names);
} kinds[] = {
	{ "code", 2, new_code },
	{ "pair", 3, new_pair },
	{ "translation", 2, new_translation },
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

int command_new(int argc, char **argv)
{
	struct options options;
	struct project project;
	size_t kind = 0;
	int status = options_read(argc, argv, "C", help, &options);

	if (status >= 0)
		return status;
	char **names = argv + options.first;
	while (kind < KINDS && (options.first >= argc || strcmp(names[0], kinds[kind].name) != 0 ||
				argc - options.first - 1 != kinds[kind].names))
		kind++;
	if (kind == KINDS) {
		fputs("statusbook new: error: expected 'code FAMILY CODE', 'pair FAMILY CODE CODE' or 'translation "
		      "FAMILY/NAME LOCALE'; see 'statusbook new --help' [bad-usage]\n",
		      stderr);
		return 2;
	}
	project_open(&project, &options);
	if (project_is_usable(&project))
		kinds[kind].run(&project, &options, names + 1);
	status = project_report(&project, &options);
	project_close(&project);
	return status;
}
