/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * statusbook i18n diff: what has changed in the source text since a translation of it was stamped. Which sections, the
 * stamps know; what in them, git, if it still has the file that was translated.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/process.h"
#include "commands/i18n.h"
#include "formats/worddiff.h"
#include "stages/stamps.h"

#define LONGEST_OLD ((size_t)1 << 20)
#define MOST_SECONDS 10

struct comparison {
	struct project *project;
	const struct options *options;
	const struct translation_file *file;
	const struct document *old; /* the source text as it was; NULL if it cannot be had */
	const char *reason;         /* why not */
	bool is_first;              /* no file before it had anything to print */
	bool silent;                /* nothing has been printed yet */
	bool stale;
	bool reason_matters;
};

/* The old file from git's store. It is somebody's bytes until it has been read like any other file. */
static const char *ask_git(struct project *project, const struct options *options, struct str id, struct str *text)
{
	struct str blob = arena_copy(&project->arena, id);
	struct process git = {
		.arguments = (const char *const[]){ "git", "-C", options->project, "cat-file", "blob", blob.ptr, NULL },
		.limit = LONGEST_OLD,
		.seconds = MOST_SECONDS,
	};

	setenv("GIT_NO_LAZY_FETCH", "1", 1); /* no network for an answer that may be missing */
	setenv("GIT_TERMINAL_PROMPT", "0", 1);
	int error = process_run(&git);
	*text = arena_copy(&project->arena, buf_view(&git.output));
	buf_free(&git.output);
	buf_free(&git.complaints);
	if (error == ENOENT)
		return "git is not installed";
	if (error)
		return "git did not answer in time";
	if (git.status != 0)
		return "git does not have the file that was translated: the history was rewritten or is not all here, "
		       "or the file was never committed";
	return NULL;
}

static void find_old(struct comparison *comparison)
{
	struct project *project = comparison->project;
	struct str id = stamp_blob(comparison->file->translation);
	struct document *old = arena_new(&project->arena, struct document);
	struct diags diags = { .arena = &project->arena };

	if (id.len == 0) {
		comparison->reason = "the stamp has no blob id";
		return;
	}
	comparison->reason = ask_git(project, comparison->options, id, &old->source.text);
	if (comparison->reason)
		return;
	document_parse(&project->arena, old, &diags);
	if (old->broken)
		comparison->reason = "the file that git has under the id of the stamp cannot be read";
	else
		comparison->old = old;
}

/* What is said of a section, or of another text if there is none: a line, and the change if it is known. */
static void print(struct comparison *comparison, const struct md_section *section, const char *what, struct str change)
{
	const struct translation_file *file = comparison->file;

	if (comparison->silent)
		printf("%s%.*s: changes in %.*s\n", comparison->is_first ? "" : "\n",
		       (int)file->translation->source.path.len, file->translation->source.path.ptr,
		       (int)file->source->source.path.len, file->source->source.path.ptr);
	comparison->silent = false;
	if (section && section->heading.len > 0)
		printf("\n## %.*s {#%.*s} (%s)\n", (int)section->heading.len, section->heading.ptr,
		       (int)section->id.len, section->id.ptr, what);
	else if (section)
		printf("\n%.*s (%s)\n", (int)section->id.len, section->id.ptr, what);
	else
		printf("\n%s\n", what);
	if (change.len > 0)
		printf("\n%.*s", (int)change.len, change.ptr);
}

static void print_diff(struct comparison *comparison, const struct md_section *section, const char *what,
		       struct str before, struct str after)
{
	struct buf out = { 0 };

	worddiff(before, after, comparison->options->color_output, &out);
	if (out.len > 0)
		print(comparison, section, what, buf_view(&out));
	buf_free(&out);
}

/* A section that is in the source now. */
static void compare_section(struct comparison *comparison, const struct md_section *section)
{
	const struct document *translation = comparison->file->translation;
	const struct md_section *before = document_section(comparison->old, section->id);
	struct str nothing = { NULL, 0 };

	if (!document_section(translation, section->id)) {
		if (before)
			return; /* left out when it was translated: `status` tells */
		comparison->stale = true;
		if (comparison->old)
			print_diff(comparison, section, "added", nothing, section->body);
		else
			print(comparison, section, "not in the translation", nothing);
		comparison->reason_matters = true;
		return;
	}
	enum stamp stamp = stamp_of(translation, section);
	if (stamp == STAMP_FRESH)
		return;
	comparison->stale = true;
	if (stamp == STAMP_NONE) {
		print(comparison, section, "without a stamp: it may have changed", nothing);
	} else if (before && stamp_fits(translation, section->id, before->body)) {
		print_diff(comparison, section, "changed", before->body, section->body);
	} else {
		print(comparison, section, "changed", nothing);
		comparison->reason_matters = true;
		if (!comparison->reason)
			comparison->reason = "the file that git has under the id of the stamp has another text there";
	}
}

static struct str front_text(const struct document *document, const char *key)
{
	const struct yaml *node = yaml_find(document->front, key);

	return node && node->kind == YAML_SCALAR ? node->text : (struct str){ NULL, 0 };
}

/* What has no stamp but is translated too. It is told, and makes nothing stale. */
static void compare_front(struct comparison *comparison)
{
	static const char *const keys[] = { "title", "summary" };

	for (size_t i = 0; comparison->old && i < 2; i++)
		print_diff(comparison, NULL, keys[i], front_text(comparison->old, keys[i]),
			   front_text(comparison->file->source, keys[i]));
}

static bool compare(struct project *project, const struct options *options, const struct translation_file *file,
		    bool *is_first)
{
	struct comparison comparison = {
		.project = project, .options = options, .file = file, .is_first = *is_first, .silent = true
	};
	const struct md_sections *own = &file->translation->sections;

	if (stamp_is_of(file->translation, file->source))
		comparison.old = file->source;
	else
		find_old(&comparison);
	compare_front(&comparison);
	for (size_t i = 0; i < file->source->sections.count; i++)
		compare_section(&comparison, &file->source->sections.items[i]);
	for (size_t i = 0; i < own->count; i++) {
		if (document_section(file->source, own->items[i].id))
			continue;
		comparison.stale = true;
		print(&comparison, &own->items[i], "removed", (struct str){ NULL, 0 });
	}
	if (comparison.reason_matters && comparison.reason)
		printf("\nWhat exactly has changed is not known: %s.\n", comparison.reason);
	*is_first = *is_first && comparison.silent;
	return comparison.stale;
}

int i18n_diff(struct project *project, const struct options *options, char **files, size_t count)
{
	bool stale = false, is_first = true;

	for (size_t i = 0; i < count; i++) {
		struct translation_file file;
		if (!i18n_find_file(project, options, files[i], &file))
			continue;
		if (stamps_of(file.translation))
			stale = compare(project, options, &file, &is_first) || stale;
		else
			diag_add(&project->diags, DIAG_NOT_STAMPED, file.translation->loc, (struct str){ NULL, 0 });
	}
	fflush(stdout);
	return stale ? 1 : 0;
}
