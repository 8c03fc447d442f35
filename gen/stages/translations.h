/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * How far the translations are: for each language and family every text with what is to be done in it, the most
 * important first, and the messages that the catalogue lacks. Made from a resolved site and the manuscript it came from; writes
 * nothing, says nothing.
 */
#ifndef STATUSBOOK_STAGES_TRANSLATIONS_H
#define STATUSBOOK_STAGES_TRANSLATIONS_H

#include "stages/load.h"

/* X(ID, name in JSON and text): first what there is least of. */
#define PART_STATES(X)                                                                                                 \
	X(MISSING, "missing")     /* the source text is shown in its place */                                          \
	X(COPIED, "copied")       /* it is the source text, word for word */                                           \
	X(STALE, "stale")         /* the source text has changed since it was stamped */                               \
	X(UNSTAMPED, "unstamped") /* it is there, but nobody will know when the source text changes */                 \
	X(DONE, "done")

enum part_state {
#define X(id, name) PART_##id,
	PART_STATES(X)
#undef X
		PART_STATE_COUNT
};

/* The first of these that fits a text. */
#define TEXT_STATES(X)                                                                                                 \
	X(MISSING, "missing") /* there is no file */                                                                   \
	X(BROKEN, "broken")   /* the file cannot be read as a whole; the diagnostics say why */                        \
	X(PARTIAL, "partial") /* some parts are missing */                                                             \
	X(COPIED, "copied")                                                                                            \
	X(STALE, "stale")                                                                                              \
	X(DONE, "done")

enum text_state {
#define X(id, name) TEXT_##id,
	TEXT_STATES(X)
#undef X
		TEXT_STATE_COUNT
};

const char *part_state_name(enum part_state state);
const char *text_state_name(enum text_state state);

/* A piece of text that is translated as a whole. */
enum part_kind { PART_TITLE, PART_SUMMARY, PART_GLOSS, PART_SECTION };

struct part_status {
	enum part_kind kind;
	struct str id; /* of a section or reply; "title", "summary" */
	enum part_state state;
	size_t words; /* of the source text */
};

enum text_kind { TEXT_ENTRY, TEXT_NOTE, TEXT_INTRODUCTION };

struct text_status {
	enum text_kind kind;
	const struct document *source;
	const struct document *translation; /* NULL if there is none */
	struct str file;                    /* where it stands, or would stand */
	enum text_state state;
	struct part_status *parts; /* all that the source has */
	size_t part_count;
	size_t words; /* of the parts that are missing, copied or stale */
	size_t unstamped;
	size_t pages; /* on which a reader meets these parts; 0 if it is done */
	size_t index; /* its place among the family's texts: entries, notes, introduction, each in their order */
};

struct family_status {
	const struct family *family;
	struct text_status *texts; /* by pages, the most first */
	size_t text_count;
	size_t counts[TEXT_STATE_COUNT];
	size_t words;
	size_t unstamped;
};

struct message_array {
	const struct message **items;
	size_t count;
	size_t capacity;
};

struct locale_status {
	const struct locale *locale;
	struct family_status *families; /* in the order of the site */
	size_t message_count;
	struct message_array missing;
	struct message_array fuzzy;
	size_t texts; /* to do, in all families */
	size_t words;
};

struct translations {
	const struct site *site;
	struct locale_status *locales; /* all but the source locale */
	size_t locale_count;
};

/*
 * On how many pages a part is met: an entry's on its own; its title, and sections that the family places in
 * comparisons, on its comparisons; its title and summary on the page of the family; its title and glosses on the pages of the
 * senders of its replies. A note is on one page; an introduction on that of the family, and its title and summary on the start page.
 * Links that show a title are not counted.
 */
struct translations translations_gather(struct arena *arena, const struct manuscript *manuscript);

bool translations_are_done(const struct locale_status *status);

/* Whether a text is the source text word for word, and too long for that to be chance. Both are Markdown. */
bool text_is_copied(struct str text, struct str source);
bool section_is_copied(const struct md_section *section, const struct md_section *source);

#endif
