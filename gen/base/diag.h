/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Diagnostics, as a compiler gives them: collected while the program goes on, then sorted by path and place, doubles
 * dropped, and printed with the source line and a caret. What is quoted from files is shown with control characters as
 * \xNN, so that a hostile file cannot drive a terminal.
 *
 * A list of diagnostics belongs to one thread at a time.
 */
#ifndef STATUSBOOK_BASE_DIAG_H
#define STATUSBOOK_BASE_DIAG_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag_rules.h"

enum diag_rule {
#define X(id, severity, text) DIAG_##id,
	DIAG_RULES(X)
#undef X
		DIAG_RULE_COUNT
};

/* A text that messages can point into. `path` is as shown to the user, relative to the project. */
struct source {
	struct str path;
	struct str text;
	bool lenient; /* a translation: errors in it count as warnings, unless --strict */
};

/* A place in a source. `source` may be NULL: then the message stands for itself. */
struct loc {
	const struct source *source;
	uint32_t offset;
	uint32_t len; /* bytes that the caret line underlines; at least one is */
};

/* The place of `part`, a view that was cut out of the source's text. */
struct loc loc_of(const struct source *source, struct str part);

/* Its line, from 1. */
size_t loc_line(struct loc loc);

struct diag {
	enum diag_rule rule;
	struct loc loc;
	struct str detail; /* the variable part, printed in quotes; may be empty */
	struct str reason; /* plain words behind it ("expected a list", "Permission denied"); may be empty */
	struct str hint;   /* printed as: did you mean 'hint'? */
	struct loc note;   /* another place that belongs to it; source may be NULL */
};

struct diags {
	struct arena *arena; /* holds copies of all texts */
	struct diag *items;
	size_t count;
	size_t capacity;
	bool strict;                /* warnings count as errors */
	const struct diags *before; /* what was said before, for those who ask; or NULL */
};

/*
 * Adds a complaint; texts are copied. Returns it, so that the caller can set `reason`, `hint` and `note`; the pointer is
 * good until the next one is added. Views put into those fields must live as long as the list.
 */
struct diag *diag_add(struct diags *diags, enum diag_rule rule, struct loc loc, struct str detail);

/* As diag_add, with the system's words for `error` (an errno value) as the reason. */
struct diag *diag_add_errno(struct diags *diags, enum diag_rule rule, struct str path, int error);

/* Adds all of `from`, whose texts must live as long. */
void diag_add_all(struct diags *diags, const struct diags *from);

const char *diag_rule_name(enum diag_rule rule); /* "unknown-key"; good until the next call */
bool diag_rule_find(struct str name, enum diag_rule *rule);

/* The exit status that the list calls for: 0, or the highest of 1 (content), 2 (use), 3 (machine). */
int diag_exit_status(const struct diags *diags);

/* Sorts by path, place and rule, and drops doubles. */
void diag_sort(struct diags *diags);

/* How many count as errors, and how many as warnings, after sorting. */
void diag_count(const struct diags *diags, size_t *errors, size_t *warnings);

enum diag_format {
	DIAG_TEXT,   /* for people: stops at 100 messages and says how many there are */
	DIAG_JSON,   /* an array of objects, for editors */
	DIAG_GITHUB, /* workflow commands, for annotations in CI */
};

/* Adds all messages to `out`. */
void diag_write(const struct diags *diags, enum diag_format format, bool color, struct buf *out);

void diag_print(const struct diags *diags, enum diag_format format, bool color, FILE *out);

#endif
