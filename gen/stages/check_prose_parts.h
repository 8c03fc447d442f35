/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the files check_prose*.c share. For them only. */
#ifndef STATUSBOOK_STAGES_CHECK_PROSE_PARTS_H
#define STATUSBOOK_STAGES_CHECK_PROSE_PARTS_H

#include "stages/check_prose.h"

enum prose_kind {
	PROSE_LABEL, /* a short text of a catalogue: anything from a word to a sentence with slots */
	PROSE_NAME,  /* a title or heading: no full stop */
	PROSE_TEXT,  /* sentences */
};

/* A paragraph, title, gloss or message: what a proof-reader takes in at once. */
struct prose {
	enum prose_kind kind;
	struct str text;
	struct str bare;    /* as long as `text`, with MD_VERBATIM for each byte of code spans and slots */
	struct words words; /* of `bare`; those in quotation marks are verbatim once check_quotes has read them */
	struct loc loc;     /* all of it; or of a paragraph the first line */
	const struct md_paragraph *paragraph; /* or NULL */
	bool in_catalogue;                    /* is written in strings of a PO file */
};

/* A sentence that is to be compared with those of all other texts, once these have been read. */
struct said {
	struct str text;
	struct loc loc;
	size_t prose;      /* the number of its paragraph in the text */
	size_t complaints; /* of that paragraph, before */
};

/* One text in the hands of a proof-reader: of several at the same time, none knows another. */
struct proof {
	struct arena *arena;   /* of the whole reading */
	struct arena *scratch; /* of this text */
	struct diags *diags;
	const struct locale *locale;
	struct {
		struct said *items;
		size_t count;
		size_t capacity;
	} sentences;
	size_t prose;      /* how many paragraphs and the like were read */
	size_t complaints; /* of the one that is being read */
	struct diag unsaid;
};

#define MOST_COMPLAINTS 50 /* on one paragraph and the like */

/* The place of `part`, a view of `text` or `bare`. */
struct loc prose_loc(const struct prose *prose, struct str part);

/*
 * Adds a complaint on `part`, likewise, which is its detail; returns it as diag_add does. Of one text fifty are enough: those
 * beyond are not said.
 */
struct diag *prose_complain(struct proof *proof, const struct prose *prose, enum diag_rule rule, struct str part);

/* Each rule for itself; the order of calls is free, but that check_quotes comes before check_words. */
void check_shape(struct proof *proof, const struct prose *prose); /* cut off, doubled words */
void collect_sentences(struct proof *proof, const struct prose *prose);
void check_quotes(struct proof *proof, struct prose *prose);
void check_words(struct proof *proof, const struct prose *prose); /* glossary, address, language */

/*
 * Numbers that a section, which is not empty, and the section that it translates do not have in common. Passed over are those that
 * the document's name or a link of either section has; and up to 12, which can be words, unless both lack one.
 */
void check_numbers(struct proof *proof, const struct document *document, const struct md_section *section,
		   const struct md_section *from);

#endif
