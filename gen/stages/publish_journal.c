/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * In place: where few files of many change, linking all others costs more than the change. The stage with the new files
 * gets a list of what is to be done, and both are made safe on the disk. Then the stage takes the name `.NAME.redo`: from
 * here on the change is made, whatever happens. Its files are renamed into the site one by one, what is removed last; a
 * build that finds such a folder goes on with the list where another has left it.
 *
 * What the files were before is linked into `.NAME.undo`, with a list that leads back: to take the change back is to give
 * that folder the other name.
 *
 * The list is a sealed file of lines, in the order in which they are done; each can be done twice.
 *
 *     from HASH           of the site that it changes: see manifest_site
 *     to HASH             and of that which this gives
 *     folder PATH
 *     replace PATH        by the file of the stage
 *     add PATH
 *     remove PATH
 *     leave PATH          a folder in which nothing is left
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "stages/publish_parts.h"

#define JOURNAL ".statusbook-journal"
#define VERSION STR("statusbook journal 1\n")
#define FLUSH ((size_t)64 << 10)

enum journal_step { STEP_FOLDER, STEP_REPLACE, STEP_ADD, STEP_REMOVE, STEP_LEAVE, STEPS };

static const struct str words[STEPS] = {
	{ "folder ", 7 }, { "replace ", 8 }, { "add ", 4 }, { "remove ", 7 }, { "leave ", 6 },
};

/* --- Writing ---------------------------------------------------------------------------------------------------- */

/* A list on its way to the disk. */
struct writing {
	struct arena *arena;
	struct publishing *publishing;
	struct differ differ;
	struct diags *diags;
	struct way way; /* to files of the site */
	struct buf path;
	struct buf bytes;
	struct buf lines;
	int file;
	int error;
	bool removing; /* what is gone is listed now, or else what is new */
	bool refused;  /* a file that would be replaced is not as it was left */
};

static void flush(struct writing *writing)
{
	int error = fs_write(writing->file, buf_view(&writing->lines));

	writing->error = writing->error ? writing->error : error;
	buf_clear(&writing->lines);
}

static void add_step(struct writing *writing, enum journal_step step, struct str path)
{
	buf_add(&writing->lines, words[step]);
	buf_add(&writing->lines, path);
	buf_add_char(&writing->lines, '\n');
	if (writing->lines.len >= FLUSH)
		flush(writing);
}

/* What has become of the file that is to go; each of them has been looked at where all have. */
static enum file_state state_of(struct writing *writing, const struct manifest_file *file)
{
	const struct publishing *publishing = writing->publishing;
	const char *name;

	buf_clear(&writing->path);
	buf_add(&writing->path, file->path);
	buf_add_char(&writing->path, '\0');
	int folder = way_to(&writing->way, publishing->place->old, writing->path.ptr, &name);
	return file_state(folder, name, publishing->old, file, &writing->bytes);
}

static void add_change(void *context, enum change change, const struct manifest_file *file,
		       const struct manifest_file *before)
{
	struct writing *writing = context;

	if (change == CHANGE_NONE || (change == CHANGE_REMOVED) != writing->removing)
		return;
	if (before && !writing->publishing->checked && state_of(writing, before) == FILE_EDITED) {
		complain_edited(writing->arena, writing->publishing->place, before->path, writing->diags);
		writing->refused = true;
	}
	add_step(writing,
		 change == CHANGE_REMOVED    ? STEP_REMOVE
		 : change == CHANGE_REPLACED ? STEP_REPLACE
					     : STEP_ADD,
		 file->path);
}

/* The changes of rows of codes, or of all others: lists show what is there already. */
static void add_rows(struct writing *writing, bool codes)
{
	const struct plan *plan = writing->publishing->plan;

	for (size_t i = 0; i < plan->rows.count && !writing->error; i++)
		if ((plan->rows.items[i].first.kind == PAGE_CODE) == codes)
			writing->error = differ_row(writing->publishing, &writing->differ, i, add_change, writing);
}

static bool is_listed(const struct str_array *folders, struct str path)
{
	for (size_t i = 0; i < folders->count; i++)
		if (str_eq(folders->items[i], path))
			return true;
	return false;
}

/* All folders that the site has, and then those that it had: what goes leaves them empty. */
static void add_folders(struct writing *writing, const struct str_array *folders, enum journal_step step)
{
	const struct manifest_folders *old = &writing->publishing->old->folders;

	for (size_t i = 0; step == STEP_FOLDER && i < folders->count; i++)
		add_step(writing, step, folders->items[i]);
	for (size_t i = 0; i < old->count; i++)
		if (old->items[i].path.len > 0 && !is_listed(folders, old->items[i].path))
			add_step(writing, step, old->items[i].path);
}

/* Files that the site had, and has no more. */
static void add_removals(struct writing *writing)
{
	writing->removing = true;
	add_rows(writing, true);
	add_rows(writing, false);
	if (!writing->error)
		writing->error = differ_gone(writing->publishing, &writing->differ, add_change, writing);
}

static void add_head(struct buf *lines, struct hash128 from, struct hash128 to)
{
	buf_add(lines, VERSION);
	buf_add(lines, STR("from "));
	hash_add(lines, from);
	buf_add(lines, STR("\nto "));
	hash_add(lines, to);
	buf_add_char(lines, '\n');
}

static void add_all(struct writing *writing)
{
	struct publishing *publishing = writing->publishing;
	struct str_array folders = plan_folders(writing->arena, publishing->plan);
	bool known = publishing->old->file >= 0 || publishing->old->damaged;

	add_head(&writing->lines, publishing->old->site, publishing->site);
	add_folders(writing, &folders, STEP_FOLDER);
	add_rows(writing, true);
	add_rows(writing, false);
	add_step(writing, known ? STEP_REPLACE : STEP_ADD, publishing->place->manifest);
	if (publishing->report->removed > 0)
		add_removals(writing);
	add_folders(writing, &folders, STEP_LEAVE);
	flush(writing);
}

static int create(int folder, const char *name)
{
	return openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
}

static int seal(int file, bool sync)
{
	struct hash128 end;
	int error = sealed_finish(file, &end);

	return !error && sync && fsync(file) != 0 ? errno : error;
}

/* Writes the list into the stage. 0, an errno value, or -1 after a complaint. */
static int write_journal(struct arena *arena, struct publishing *publishing, struct diags *diags)
{
	struct writing writing = { .arena = arena, .publishing = publishing, .diags = diags, .way = { .folder = -1 } };

	writing.file = create(publishing->stage, JOURNAL);
	if (writing.file < 0)
		return errno;
	writing.differ.only_changes = true;
	add_all(&writing);
	if (!writing.error)
		writing.error = seal(writing.file, publishing->options->sync);
	if (close(writing.file) != 0 && !writing.error)
		writing.error = errno;
	differ_free(&writing.differ);
	way_end(&writing.way);
	buf_free(&writing.path);
	buf_free(&writing.bytes);
	buf_free(&writing.lines);
	return writing.refused ? -1 : writing.error;
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

struct journal {
	int file;
	struct hash128 from;
	struct hash128 to;
	struct sealed lines;
};

static bool read_step(struct journal *journal, enum journal_step *step, struct str *path)
{
	if (!sealed_line(&journal->lines, path))
		return false;
	for (*step = 0; *step < STEPS; (*step)++)
		if (str_take(path, words[*step]))
			return path_is_inside(*path);
	return false;
}

/* To the first step. */
static bool begin(struct journal *journal)
{
	struct str line;

	return sealed_open(&journal->lines, journal->file) && sealed_line(&journal->lines, &line) &&
	       str_eq(line, str_until_index(VERSION, VERSION.len - 1)) && sealed_line(&journal->lines, &line) &&
	       str_take(&line, STR("from ")) && hash_read(&line, &journal->from) &&
	       sealed_line(&journal->lines, &line) && str_take(&line, STR("to ")) && hash_read(&line, &journal->to);
}

static bool end(struct journal *journal)
{
	struct hash128 hash;

	return journal->lines.hasher && sealed_close(&journal->lines, &hash);
}

/* Opens the list of a folder: not there if `file` is -1. False if it is not whole. */
static bool open_journal(struct journal *journal, int folder)
{
	enum journal_step step;
	struct str path;

	*journal = (struct journal){ .file = openat(folder, JOURNAL, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) };
	if (journal->file < 0)
		return errno == ENOENT;
	bool fine = begin(journal);
	while (fine && read_step(journal, &step, &path))
		;
	return end(journal) && fine;
}

static void close_journal(struct journal *journal)
{
	if (journal->file >= 0)
		close(journal->file);
}

/* --- Doing ------------------------------------------------------------------------------------------------------ */

/* The folders between which files move. */
struct moving {
	int redo;
	int site;
	int undo; /* -1: it cannot be undone */
	struct way from;
	struct way to;
	struct way back;
	struct buf path;
};

static int make_folder(int below, const char *path)
{
	return mkdirat(below, path, 0755) == 0 || errno == EEXIST ? 0 : errno;
}

/* Without it the change is made all the same. */
static void give_up_undo(struct moving *moving)
{
	close(moving->undo);
	moving->undo = -1;
}

/* The way to the file in one of the three; the name is the same in all. -1 and errno. */
static int folder_in(struct way *way, int top, const struct moving *moving, const char **name)
{
	return way_to(way, top, moving->path.ptr, name);
}

/* Into the site, from the folder of the change; done already if it is not there any more. */
static int put(struct moving *moving, bool replace)
{
	const char *name;
	int from = folder_in(&moving->from, moving->redo, moving, &name);
	int to = folder_in(&moving->to, moving->site, moving, &name);

	if (from < 0 || to < 0)
		return errno;
	if (faccessat(from, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? 0 : errno;
	if (replace && moving->undo >= 0) {
		int back = folder_in(&moving->back, moving->undo, moving, &name);
		if (back < 0 || (linkat(to, name, back, name, 0) != 0 && errno != EEXIST && errno != ENOENT))
			give_up_undo(moving);
	}
	return renameat(from, name, to, name) == 0 ? 0 : errno;
}

static int take_away(struct moving *moving)
{
	const char *name;
	int to = folder_in(&moving->to, moving->site, moving, &name);
	int back = moving->undo < 0 ? -1 : folder_in(&moving->back, moving->undo, moving, &name);

	if (to < 0)
		return errno == ENOENT ? 0 : errno;
	if (back >= 0 && renameat(to, name, back, name) == 0)
		return 0;
	if (back >= 0 && errno == ENOENT)
		return 0;
	if (moving->undo >= 0)
		give_up_undo(moving);
	return unlinkat(to, name, 0) == 0 || errno == ENOENT ? 0 : errno;
}

/* A folder in which nothing is left; then the one around it, if that was all it had. */
static int leave(struct moving *moving)
{
	for (;;) {
		if (unlinkat(moving->site, moving->path.ptr, AT_REMOVEDIR) != 0)
			return errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST ? 0 : errno;
		char *slash = strrchr(moving->path.ptr, '/');
		if (!slash)
			return 0;
		*slash = '\0';
	}
}

static int take_step(struct moving *moving, enum journal_step step, struct str path)
{
	buf_clear(&moving->path);
	buf_add(&moving->path, path);
	buf_add_char(&moving->path, '\0');
	switch (step) {
	case STEP_FOLDER:
		if (moving->undo >= 0 && make_folder(moving->undo, moving->path.ptr) != 0)
			give_up_undo(moving);
		return make_folder(moving->site, moving->path.ptr);
	case STEP_REPLACE:
	case STEP_ADD:
		return put(moving, step == STEP_REPLACE);
	case STEP_REMOVE:
		return take_away(moving);
	case STEP_LEAVE:
		return leave(moving);
	case STEPS:
		break;
	}
	return EINVAL;
}

/* Adds the steps of one kind to the list that leads back. */
static void turn_steps(struct journal *journal, enum journal_step wanted, enum journal_step back,
		       struct writing *writing)
{
	enum journal_step step;
	struct str path;

	begin(journal);
	while (read_step(journal, &step, &path))
		if (step == wanted)
			add_step(writing, back, path);
	end(journal);
}

/* What was added goes, and what went comes. */
static int write_way_back(struct journal *journal, int undo, bool sync)
{
	struct writing writing = { 0 };

	unlinkat(undo, JOURNAL, 0); /* of one who was interrupted here */
	writing.file = create(undo, JOURNAL);
	if (writing.file < 0)
		return errno;
	add_head(&writing.lines, journal->to, journal->from);
	turn_steps(journal, STEP_FOLDER, STEP_FOLDER, &writing);
	turn_steps(journal, STEP_REPLACE, STEP_REPLACE, &writing);
	turn_steps(journal, STEP_REMOVE, STEP_ADD, &writing);
	turn_steps(journal, STEP_ADD, STEP_REMOVE, &writing);
	turn_steps(journal, STEP_FOLDER, STEP_LEAVE, &writing);
	flush(&writing);
	if (!writing.error)
		writing.error = seal(writing.file, sync);
	buf_free(&writing.lines);
	close(writing.file);
	return writing.error;
}

static void open_folders(struct moving *moving, const struct place *place)
{
	*moving = (struct moving){
		.redo = fs_open_below(place->work, place->redo.ptr),
		.site = place->old,
		.undo = -1,
		.from = { .folder = -1 },
		.to = { .folder = -1 },
		.back = { .folder = -1 },
	};
}

static void close_folders(struct moving *moving)
{
	way_end(&moving->from);
	way_end(&moving->to);
	way_end(&moving->back);
	buf_free(&moving->path);
	if (moving->redo >= 0)
		close(moving->redo);
	if (moving->undo >= 0)
		close(moving->undo);
}

/* Takes all steps of the list that has been checked. */
static int take_steps(struct journal *journal, struct moving *moving)
{
	enum journal_step step;
	struct str path;
	int error = 0;

	begin(journal);
	while (!error && read_step(journal, &step, &path))
		error = take_step(moving, step, path);
	end(journal);
	return error;
}

/*
 * From the folder of the change to a changed site, and the way back. Only when the site is safe on the disk may the folder
 * go: its list first, since without it, it is litter.
 */
static int finish(const struct place *place, struct journal *journal, struct moving *moving, bool sync)
{
	if (!place->is_inside && make_folder(place->work, place->undo.ptr) == 0)
		moving->undo = fs_open_below(place->work, place->undo.ptr);
	int error = take_steps(journal, moving);
	if (!error && sync && syncfs(moving->site) != 0)
		error = errno;
	if (error)
		return error;
	if (moving->undo >= 0 && write_way_back(journal, moving->undo, sync) != 0)
		give_up_undo(moving);
	if (moving->undo < 0)
		remove_folder(place->work, place->undo.ptr);
	if (unlinkat(moving->redo, JOURNAL, 0) != 0)
		return errno;
	error = remove_folder(place->work, place->redo.ptr);
	return !error && sync && fsync(place->work) != 0 ? errno : error;
}

/* Does what the folder of a change says, if it is one, and of this site. 0, an errno value, or -1 after a complaint. */
static int follow(struct arena *arena, const struct place *place, bool sync, struct diags *diags)
{
	struct hash128 site = manifest_site(place);
	struct journal journal;
	struct moving moving;

	open_folders(&moving, place);
	bool whole = open_journal(&journal, moving.redo);
	int error = 0;
	bool ours = hash_eq(site, journal.from) || hash_eq(site, journal.to);
	if (journal.file < 0) {
		error = whole ? remove_folder(place->work, place->redo.ptr) : errno;
	} else if (!whole || !ours) {
		diag_add(diags, DIAG_UNFINISHED, (struct loc){ 0 }, place->path)->reason = arena_concat(
			arena,
			whole ? STR("it was begun on another site; remove ") : STR("its list is damaged; remove "),
			place->redo, STR(" beside it"));
		error = -1;
	} else {
		error = finish(place, &journal, &moving, sync);
	}
	close_journal(&journal);
	close_folders(&moving);
	return error;
}

int journal_recover(struct arena *arena, const struct place *place, bool sync, struct diags *diags)
{
	if (place->old < 0 || faccessat(place->work, place->redo.ptr, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		return 0;
	return follow(arena, place, sync, diags);
}

int journal_publish(struct arena *arena, struct publishing *publishing, struct diags *diags)
{
	const struct place *place = publishing->place;
	bool sync = publishing->options->sync;
	int error = write_journal(arena, publishing, diags);

	if (error)
		return error;
	if (signal_caught())
		return EINTR;
	if (sync && syncfs(publishing->stage) != 0)
		return errno;
	error = remove_folder(place->work, place->undo.ptr);
	if (error)
		return error;
	if (renameat(place->work, place->stage.ptr, place->work, place->redo.ptr) != 0)
		return errno;
	if (sync && fsync(place->work) != 0)
		return errno;
	return follow(arena, place, sync, diags);
}

bool journal_can_go_back(const struct place *place, const struct manifest *manifest)
{
	int undo = fs_open_below(place->work, place->undo.ptr);
	struct journal journal;

	if (undo < 0)
		return false;
	bool can = open_journal(&journal, undo) && journal.file >= 0 && hash_eq(journal.from, manifest->site);
	close_journal(&journal);
	close(undo);
	return can;
}

int journal_go_back(struct arena *arena, const struct place *place, bool sync, struct diags *diags)
{
	if (renameat(place->work, place->undo.ptr, place->work, place->redo.ptr) != 0)
		return errno;
	if (sync && fsync(place->work) != 0)
		return errno;
	return follow(arena, place, sync, diags);
}
