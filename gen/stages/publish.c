/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The plot of publishing: is all that is there ours, what differs, and how it gets there. */
#include "stages/publish.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"
#include "stages/publish_parts.h"

struct publication {
	struct arena *arena;
	struct publish_options options;
	struct place place;
	struct manifest old;
};

/* The site before, as a place of its own: open, or .old is -1. */
static struct place place_before(const struct place *place)
{
	struct place before = *place;

	before.path = place->before;
	before.is_inside = false;
	before.old = fs_open_below(place->work, place->before.ptr);
	return before;
}

/* Whether all that is there is ours, and as it was left. `plan` may be NULL. False after a complaint. */
static bool is_ours(struct arena *arena, const struct place *place, const struct manifest *manifest,
		    const struct plan *plan, size_t threads, struct diags *diags)
{
	bool *rows, missing;

	return check_names(arena, place, manifest, plan, threads, &missing, diags) &&
	       check_files(arena, place, manifest, threads, &rows, diags);
}

/* The site before is removed to make room for the next. */
static bool before_is_ours(struct arena *arena, const struct publishing *publishing, struct diags *diags)
{
	struct place before = place_before(publishing->place);
	struct manifest manifest;

	manifest_open(arena, &before, &manifest);
	bool ours = is_ours(arena, &before, &manifest, publishing->plan, publishing->options->threads, diags);
	manifest_close(&manifest);
	if (before.old >= 0)
		close(before.old);
	return ours;
}

static void tell(struct arena *arena, const struct publishing *publishing, int error, struct diags *diags)
{
	struct str path = { NULL, 0 };

	if (signal_caught())
		return;
	if (publishing->failure)
		failure_of(publishing, &path);
	diag_add_errno(diags, DIAG_UNWRITABLE,
		       arena_concat(arena, publishing->place->path, path.len ? STR("/") : STR(""), path), error);
}

static int by_exchange(struct arena *arena, struct publishing *publishing, struct diags *diags)
{
	if (!publishing->checked && !check_files(arena, publishing->place, publishing->old,
						 publishing->options->threads, &publishing->missing, diags))
		return -1;
	if (!before_is_ours(arena, publishing, diags))
		return -1;
	int error = exchange_fill(arena, publishing);
	if (!error)
		error = exchange_names(publishing);
	if (!error) /* it leads back from a site that is no more */
		remove_folder(publishing->place->work, publishing->place->undo.ptr);
	return error;
}

/* The same files as before, but what they were made from has another fingerprint. */
static int renew_manifest(const struct publishing *publishing)
{
	const struct place *place = publishing->place;

	if (hash_eq(publishing->old->end, publishing->end))
		return 0;
	if (publishing->options->sync && fsync(publishing->manifest) != 0)
		return errno;
	if (renameat(publishing->stage, place->manifest.ptr, place->old, place->manifest.ptr) != 0)
		return errno;
	return publishing->options->sync && fsync(place->old) != 0 ? errno : 0;
}

/*
 * Whether it is far cheaper to rename the files that changed into the site than to link all others into the stage, and to
 * remove their old links one day. In microseconds of a journaled file system; where there is little to gain, the exchange
 * is better: it is done at once.
 */
static bool is_cheaper_in_place(const struct publish_report *report)
{
	size_t exchanged = 14 * report->unchanged, in_place = 28 * (report->written + report->removed);

	return exchanged > 10000 + 4 * in_place;
}

static bool is_in_place(const struct publishing *publishing)
{
	if (publishing->place->old < 0)
		return false;
	if (publishing->place->in_place.len > 0)
		publishing->report->in_place = publishing->place->in_place.ptr;
	return publishing->place->in_place.len > 0 || publishing->options->in_place ||
	       is_cheaper_in_place(publishing->report);
}

/* 0, an errno value, or -1 after a complaint. */
static int make(struct arena *arena, struct publishing *publishing, const struct publish_record *record,
		struct diags *diags)
{
	const struct publish_report *report = publishing->report;
	int error = stage_make(arena, publishing, record);

	if (error)
		return error;
	if (publishing->old->file >= 0 && report->written == 0 && report->removed == 0)
		return renew_manifest(publishing);
	if (is_in_place(publishing))
		return journal_publish(arena, publishing, diags);
	return by_exchange(arena, publishing, diags);
}

static bool is_known(struct hash128 hash)
{
	return hash.high != 0 || hash.low != 0;
}

/* Which pages need not be made; `missing` tells that some file of the old site is not there. */
static const struct changes *find_changes(struct arena *arena, const struct manifest *old,
					  const struct publish_record *record, bool missing)
{
	const struct fingerprints *now = record->fingerprints;
	struct changes *changes = arena_new(arena, struct changes);

	if (!now || missing || old->file < 0 || !is_known(old->shared) || !hash_eq(old->shared, now->shared))
		return NULL;
	return changes_find(arena, now, old->texts.items, old->texts.count, changes) ? changes : NULL;
}

bool publication_make(struct publication *publication, const struct plan *plan, publish_render *render_page,
		      const struct publish_record *record, struct publish_report *report, struct diags *diags)
{
	struct arena *arena = publication->arena;
	struct place *place = &publication->place;
	struct publishing publishing = {
		.place = place,
		.options = &publication->options,
		.plan = plan,
		.make = render_page,
		.old = &publication->old,
		.stage = -1,
		.manifest = -1,
		.report = report,
	};
	bool missing;

	*report = (struct publish_report){ 0 };
	place->kept = (struct str_array){ 0 };
	for (size_t i = 0; i < plan->site->kept.count; i++)
		*array_add(arena, &place->kept) = arena_copy(arena, plan->site->kept.items[i].name);
	struct signals *signals = signals_catch(arena);
	int error = check_names(arena, place, publishing.old, plan, publication->options.threads, &missing, diags)
			    ? place_tidy(arena, place)
			    : -1;
	place_probe(arena, place);
	publishing.changes = find_changes(arena, publishing.old, record, missing);
	publishing.checked = !publishing.changes;
	if (!error && publishing.checked &&
	    !check_files(arena, place, publishing.old, publication->options.threads, &publishing.missing, diags))
		error = -1;
	if (!error)
		error = make(arena, &publishing, record, diags);
	if (error > 0)
		tell(arena, &publishing, error, diags);
	stage_free(&publishing);
	report->signal = error ? signal_caught() : 0;
	signals_release(signals);
	return error == 0;
}

bool publication_is_current(struct publication *publication, const struct inputs *inputs, struct hash128 hash,
			    struct publish_report *report, struct diags *messages)
{
	struct place *place = &publication->place;
	const struct manifest *old = &publication->old;
	bool *rows, missing;

	if (old->file < 0 || !is_known(hash) || !hash_eq(old->inputs, hash))
		return false;
	place->kept = old->kept;
	if (!check_names(publication->arena, place, old, NULL, publication->options.threads, &missing, messages) ||
	    missing || !check_files(publication->arena, place, old, publication->options.threads, &rows, messages))
		return false;
	for (size_t i = 0; i < old->rows.count; i++)
		if (rows[i])
			return false;
	for (size_t i = 0; i < old->messages.count; i++) {
		if (!message_read(inputs, old->messages.items[i], messages)) {
			messages->count = 0;
			return false;
		}
	}
	*report = (struct publish_report){ .pages = old->pages, .files = old->files, .unchanged = old->files };
	return true;
}

/* 0, an errno value, or -1 after a complaint. */
static int exchange_with_before(struct publication *publication, struct diags *diags)
{
	struct place before = place_before(&publication->place);
	struct manifest manifest;
	int error = -1;

	manifest_open(publication->arena, &before, &manifest);
	before.kept = manifest.kept;
	if (publication->place.is_inside)
		diag_add(diags, DIAG_NO_WAY_BACK, (struct loc){ 0 }, publication->place.path)->reason =
			arena_concat(publication->arena, STR("it is changed in its own folder, where none is kept: "),
				     publication->place.in_place);
	else if (manifest.file < 0)
		diag_add(diags, DIAG_NO_WAY_BACK, (struct loc){ 0 }, publication->place.path)->reason =
			arena_concat(publication->arena, STR("there is no "), before.before, STR(" beside it"));
	else if (is_ours(publication->arena, &before, &manifest, NULL, publication->options.threads, diags))
		error = exchange_back(&publication->place, before.old, publication->options.sync);
	manifest_close(&manifest);
	if (before.old >= 0)
		close(before.old);
	return error;
}

bool publication_go_back(struct publication *publication, struct diags *diags)
{
	struct place *place = &publication->place;
	const struct manifest *now = &publication->old;
	bool sync = publication->options.sync;

	if (now->file < 0) {
		diag_add(diags, DIAG_NO_WAY_BACK, (struct loc){ 0 }, place->path)->reason =
			STR("this is no site of this program");
		return false;
	}
	place->kept = now->kept;
	if (!is_ours(publication->arena, place, now, NULL, publication->options.threads, diags))
		return false;
	int error = journal_can_go_back(place, now) ? journal_go_back(publication->arena, place, sync, diags)
						    : exchange_with_before(publication, diags);
	if (error > 0)
		diag_add_errno(diags, DIAG_UNWRITABLE, place->path, error);
	return error == 0;
}

struct publication *publication_open(struct arena *arena, const struct publish_options *options, struct diags *diags)
{
	struct publication *publication = arena_new(arena, struct publication);

	publication->arena = arena;
	publication->options = *options;
	publication->old.file = -1;
	struct place *place = &publication->place;
	if (!place_open(arena, options, place, diags))
		return publication;
	int error = journal_recover(arena, place, options->sync, diags);
	if (!error)
		error = merge_parts(arena, place, options->threads, diags);
	if (error > 0)
		diag_add_errno(diags, DIAG_UNWRITABLE, place->path, error);
	manifest_open(arena, place, &publication->old);
	return publication;
}

void publication_close(struct publication *publication)
{
	manifest_close(&publication->old);
	place_close(&publication->place);
}

bool publish(const struct plan *plan, publish_render *render_page, const struct publish_options *options,
	     struct publish_report *report, struct diags *diags)
{
	struct arena arena = { 0 };
	struct publish_record nothing = { 0 };
	struct publication *publication = publication_open(&arena, options, diags);
	bool done = diag_exit_status(diags) == 0 &&
		    publication_make(publication, plan, render_page, &nothing, report, diags);

	publication_close(publication);
	arena_free(&arena);
	return done;
}
