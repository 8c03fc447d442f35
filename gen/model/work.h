/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What is left to translate into one language, as the page on it shows it. Addresses lead on from that page. Made once, when the
 * site is resolved.
 */
#ifndef STATUSBOOK_MODEL_WORK_H
#define STATUSBOOK_MODEL_WORK_H

#include "base/str.h"
#include "template/value.h"

/* A piece of a text, with something to be done in it. */
struct work_part {
	struct str kind;  /* "title", "summary", "gloss" or "section" */
	struct str label; /* of a section, in the page's language; the id of a reply */
	struct str state; /* "missing", "copied" or "stale" */
	struct str href;  /* of a section where it stands on a page; else empty */
};

/* A file with something to be done in it. */
struct work_text {
	struct str kind;  /* "entry", "note" or "introduction" */
	struct str code;  /* of an entry or the first of a note */
	struct str other; /* the second of a note */
	struct str title; /* of an entry or introduction */
	struct str lang;  /* of the title, where it is not the page's */
	struct str dir;
	struct str tone;
	struct str other_tone;
	struct str href;
	struct str state;        /* "missing", "broken", "partial", "copied" or "stale" */
	struct value_list parts; /* of struct work_part; none where all is missing */
	size_t words;            /* of the source text */
	size_t pages;            /* on which it is met */
	struct str edit;         /* where the file can be changed, */
	struct str create;       /* or begun; empty where site.yaml does not say */
};

struct work_family {
	struct str name;
	struct str href;
	size_t text_count;
	size_t done;
	size_t words;
	struct value_list texts; /* of struct work_text, the most important first */
};

struct work_view {
	struct value_list families; /* of struct work_family */
	size_t text_count;
	size_t done;
	size_t words;
	size_t message_count; /* of the catalogue, */
	size_t messages;      /* and those of them that are to be done */
	struct str catalogue; /* where it can be changed */
	bool complete;
};

#endif
