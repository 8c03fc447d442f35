/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the files publish*.c share. For them only. */
#ifndef STATUSBOOK_STAGES_PUBLISH_PARTS_H
#define STATUSBOOK_STAGES_PUBLISH_PARTS_H

#include <time.h>

#include "stages/publish.h"

/* --- publish_place.c: where the site goes ----------------------------------------------------------------------- */

struct place {
	struct str path;       /* as given, for messages */
	struct str name;       /* the last part of the path */
	struct str stage;      /* ".NAME.stage-PID"; inside, this and the others begin with ".statusbook-" */
	struct str before;     /* ".NAME.prev" */
	struct str manifest;   /* its name */
	struct str redo;       /* ".NAME.redo": a change that has begun */
	struct str undo;       /* ".NAME.undo": the last one, to take back */
	int parent;            /* open folder */
	int work;              /* where stage and changes are: the parent, or the site's folder itself */
	bool is_inside;        /* it is that */
	struct str in_place;   /* why an exchange of names is impossible; empty if it is not */
	int lock;              /* open lock file */
	struct str lock_name;  /* empty if another build has it */
	struct str_array kept; /* names at the top that are the publisher's own */
	int old;               /* the site that is there, an open folder; -1 if there is none */
};

/* Checks that the place is safe, and locks it. False after a complaint. Close it in any case. */
bool place_open(struct arena *arena, const struct publish_options *options, struct place *place, struct diags *diags);
void place_close(struct place *place);

/* Whether what has that name at the top of the output is the publisher's own, and is carried over. */
bool place_keeps(const struct place *place, struct str name);

/* Whether what has that name at the top of the output is there for the time of a change only. */
bool place_works_with(const struct place *place, struct str name);

/* Removes what builds that were killed have left beside the output; 0 or an errno value. The lock must be ours. */
int place_tidy(struct arena *arena, const struct place *place);

/* Tries whether the site can be exchanged: place->in_place says why not. */
void place_probe(struct arena *arena, struct place *place);

/* Removes a folder below `parent` with all that is in it; 0 or an errno value. Not there is fine. */
int remove_folder(int parent, const char *name);

/* --- publish_sealed.c: files that are whole or nothing ---------------------------------------------------------- */

/* Lines, the last of which is "end HASH", of all before. */
struct sealed {
	int file; /* open */
	size_t size;
	size_t read;
	struct hasher *hasher;
	struct buf buf;
	size_t next;  /* of the buffer */
	off_t offset; /* of the next line in the file */
};

/* False if it cannot be one. Else read all lines but the last, and close it: only then it is known whether it is whole. */
bool sealed_open(struct sealed *sealed, int file);
bool sealed_line(struct sealed *sealed, struct str *line);
bool sealed_close(struct sealed *sealed, struct hash128 *end);

/* Adds the last line to a file with all others; 0 or an errno value. */
int sealed_finish(int file, struct hash128 *end);

/* The hash of an open file from that place on; 0 or an errno value. `size` gets where it ends. */
int file_hash(int file, off_t place, off_t *size, struct hash128 *hash);

/* A hash as such files have it: 32 hexadecimal digits. hash_read takes them off the line. */
#define SEALED_HASH 32
void hash_add(struct buf *buf, struct hash128 hash);
bool hash_read(struct str *line, struct hash128 *hash);

/* --- publish_manifest.c: what is ours --------------------------------------------------------------------------- */

/*
 * The file in the output that says which files are ours, and what they were made from. Lines, the first of which names the
 * version; each of the others begins with what it is:
 *
 *     files HASH                  of all from the first row on: of the files alone
 *     pages NUMBER                of the files below
 *     inputs HASH                 of all inputs, with program and options; zeros if not known
 *     shared HASH                 of what all pages share
 *     text HASH en/smtp/550       of one text: see fingerprints.h
 *     keep NAME                   the publisher's own, which is not listed below
 *     message ...                 what there was to say: see publish_messages.c
 *     row NUMBER                  a row of the plan, in their order; below it its files, in theirs:
 *     HASH SIZE PATH
 *     end HASH                    of all before
 *
 * Hashes have 32 hexadecimal digits, and numbers and sizes 10 digits: how long a row is, is known before its files are
 * made, so that threads can write their rows to the right places. The same site has the same manifest.
 *
 * Names are never taken from it to write to; to look at files and to remove them, only names of things inside.
 */
#define MANIFEST_NAME STR(".statusbook-manifest")
#define MANIFEST_HASH SEALED_HASH
#define MANIFEST_SIZE 10
#define MANIFEST_ROW (4 + MANIFEST_SIZE + 1)
#define MANIFEST_HEAD (MANIFEST_HASH + 1 + MANIFEST_SIZE + 1) /* before the path */
#define MANIFEST_LINE(path_len) (MANIFEST_HEAD + (path_len) + 1)

struct manifest_row {
	size_t number;
	off_t start; /* of its files' lines */
	size_t len;
	size_t files;
	uint64_t first; /* hash of the path of its first file */
};

/* What it says of one folder. */
struct manifest_folder {
	struct str path; /* "" for the top, "en/smtp" */
	size_t count;
	uint64_t sum; /* of the hashes of all names */
};

struct manifest_folders {
	struct manifest_folder *items;
	size_t count;
	size_t capacity;
};

struct manifest {
	int file;     /* open; -1 if there is none, or none that can be trusted */
	bool damaged; /* one of ours is there, but of another version or not as it was written */
	struct timespec time;
	struct hash128 inputs;
	struct hash128 shared;
	struct hash128 site; /* of its files alone */
	struct hash128 end;
	struct {
		struct fingerprint *items; /* name and hash */
		size_t count;
		size_t capacity;
	} texts;
	struct str_array kept;
	struct str_array messages; /* without the word */
	struct {
		struct manifest_row *items;
		size_t count;
		size_t capacity;
	} rows;
	struct manifest_folders folders;
	off_t body; /* where the rows begin */
	size_t pages;
	size_t files;
};

/* ".statusbook-manifest"; that of a part has its number behind it: ".statusbook-manifest.3-of-8". */
struct str manifest_name(struct arena *arena, struct shard shard);

/* Reads the manifest of the site that is there. Close it in any case. */
void manifest_open(struct arena *arena, const struct place *place, struct manifest *manifest);
void manifest_close(struct manifest *manifest);

/* The lines of a row's files, from the open file; 0 or an errno value. */
int manifest_read(int file, const struct manifest_row *row, struct buf *lines);

/* One file, as a line has it. */
struct manifest_file {
	struct str line; /* without its end */
	struct str hash; /* its digits */
	size_t size;
	struct str path;
};

/* Takes the next line off what manifest_read has read; false at the end. */
bool manifest_next(struct str *lines, struct manifest_file *file);

void manifest_add_row(struct buf *buf, size_t number);
void manifest_add_file(struct buf *buf, struct str bytes, struct str path);

/* Adds all that stands before the first row. */
void manifest_add_head(struct buf *buf, const struct publish_record *record, const struct plan *plan);

/* The first lines, up to the number of pages; and the rest up to the rows, which all parts of a site have in common. */
void manifest_begin(struct buf *buf, size_t pages);
int manifest_head(const struct manifest *manifest, struct buf *head); /* 0 or an errno value */

/* Adds what can be said only when all rows are there; they begin at `head`. 0 or an errno value. */
int manifest_finish(int file, size_t head, struct hash128 *site, struct hash128 *end);

/* By which files alone the site that is there can be told from others; zeros if it has no manifest. */
struct hash128 manifest_site(const struct place *place);

/* Whether the path is one inside: parts between slashes, none of which leads up or nowhere. */
bool path_is_inside(struct str path);

/* Cuts "en/smtp/550.html" into "en/smtp" and the rest; the folder of a name at the top is empty. */
void path_split(struct str path, struct str *folder, struct str *name);

/* Counts the file, in its folder; folders around it are known then, too. */
void folders_add(struct arena *arena, struct manifest_folders *folders, struct str path);

/* --- publish_messages.c: what there was to say ------------------------------------------------------------------ */

/* Adds a line for each; and reads one, with its place in the inputs. False if it is not one. */
void messages_add(struct buf *buf, const struct diags *diags);
bool message_read(const struct inputs *inputs, struct str line, struct diags *diags);

/* --- publish_check.c: whether the site is as it was left -------------------------------------------------------- */

/* Files that are opened in folders, one after the other. Starts as { .folder = -1 }. */
struct way {
	int folder; /* the one that was used last; -1 for none */
	struct buf path;
};

/* The open folder in which the file lies, below `top`, following no link; -1 and errno. `name` gets its name there. */
int way_to(struct way *way, int top, const char *path, const char **name);
void way_end(struct way *way);

/*
 * Complains about each thing in the site that is not ours. Ours is what the manifest lists; if it is damaged, what `plan`
 * does, unless that is NULL. False after a complaint. `missing` tells whether a file of ours is not there.
 */
bool check_names(struct arena *arena, const struct place *place, const struct manifest *manifest,
		 const struct plan *plan, size_t threads, bool *missing, struct diags *diags);

/*
 * Looks at every file of the manifest, and complains about those that are not as they were left. False after a complaint,
 * or after a signal. `missing` gets a flag for each row: files of it are not there.
 */
bool check_files(struct arena *arena, const struct place *place, const struct manifest *manifest, size_t threads,
		 bool **missing, struct diags *diags);

enum file_state {
	FILE_SAME,
	FILE_EDITED,
	FILE_MISSING,
};

/* What has become of one file, in the open folder. A file that is younger than the manifest is read. */
enum file_state file_state(int folder, const char *name, const struct manifest *manifest,
			   const struct manifest_file *file, struct buf *bytes);

void complain_edited(struct arena *arena, const struct place *place, struct str path, struct diags *diags);

/* --- publish_merge.c: parts of a site --------------------------------------------------------------------------- */

/* If the site was put together from parts, makes one manifest of theirs. 0, an errno value, or -1 after a complaint. */
int merge_parts(struct arena *arena, const struct place *place, size_t threads, struct diags *diags);

/* --- publish_signals.c ------------------------------------------------------------------------------------------ */

/* From here to the second call, signals that end the program ask it to stop instead. */
struct signals;
struct signals *signals_catch(struct arena *arena);
void signals_release(struct signals *signals);

/* The one that has come; 0 for none. */
int signal_caught(void);

/* --- publish_stage.c: making what differs ----------------------------------------------------------------------- */

struct desk;
struct failure;

struct publishing {
	const struct place *place;
	const struct publish_options *options;
	const struct plan *plan;
	publish_render *make;
	const struct manifest *old;
	const struct changes *changes; /* NULL: all pages are to be made */
	bool checked;                  /* each file of the old site has been looked at */
	bool *missing;                 /* for each row of the old site: some file of it is not there; NULL: all are */
	size_t *old_rows;              /* for each row of the plan, that of the old manifest; NONE */
	bool *same;                    /* for each row of the plan: its lines are those of the old row */
	off_t *offsets;                /* of each row in the new manifest */
	struct desk *desks;
	int stage;           /* open folder */
	int manifest;        /* the new one, open */
	struct hash128 site; /* of its files alone */
	struct hash128 end;  /* of all of it */
	struct failure *failure;
	struct publish_report *report;
};

/* Makes the stage, with what differs from the old site and the new manifest in it. 0 or an errno value. */
int stage_make(struct arena *arena, struct publishing *publishing, const struct publish_record *record);
void stage_free(struct publishing *publishing);

/* The first failure of any thread is the one to tell: 0, or an errno value with the path in the site. */
void fail(struct publishing *publishing, struct str path, int error);
bool failed(const struct publishing *publishing);
int failure_of(const struct publishing *publishing, struct str *path);

/* How the new site differs from the old one, by their manifests. */
enum change { CHANGE_NONE, CHANGE_REPLACED, CHANGE_ADDED, CHANGE_REMOVED };

/* `before` is NULL for a file that was not there. */
typedef void change_found(void *context, enum change change, const struct manifest_file *file,
			  const struct manifest_file *before);

/* What a thread needs for that. Starts as { 0 }. */
struct differ {
	bool only_changes; /* nobody asks for what is the same */
	struct buf lines;
	struct buf old_lines;
	struct buf path;
};

/* The files of a row of the plan; then those of rows that there are no more. 0 or an errno value. */
int differ_row(const struct publishing *publishing, struct differ *differ, size_t index, change_found *found,
	       void *context);
int differ_gone(const struct publishing *publishing, struct differ *differ, change_found *found, void *context);
void differ_free(struct differ *differ);

/* --- publish_exchange.c: all at once ---------------------------------------------------------------------------- */

/* Links the rest of the site into the stage, with what is kept; then the stage takes the place of the old site. */
int exchange_fill(struct arena *arena, struct publishing *publishing);
int exchange_names(const struct publishing *publishing);

/* The site before, an open folder, takes the place of this one, with what is kept in this. 0 or an errno value. */
int exchange_back(const struct place *place, int before, bool sync);

/* --- publish_journal.c: file by file ---------------------------------------------------------------------------- */

/* All return 0, an errno value, or -1 after a complaint. */

/* Finishes what another build has begun on the site, if there is anything. */
int journal_recover(struct arena *arena, const struct place *place, bool sync, struct diags *diags);

/* Brings the files of the stage into the site. Before it has begun, the site is as it was; from then on it is finished. */
int journal_publish(struct arena *arena, struct publishing *publishing, struct diags *diags);

/* Whether the last change of the site can be taken back; and doing it, which again can be. */
bool journal_can_go_back(const struct place *place, const struct manifest *manifest);
int journal_go_back(struct arena *arena, const struct place *place, bool sync, struct diags *diags);

#endif
