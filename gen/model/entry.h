/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * One code of a family: the facts that hold in every language, and per language the text. Everything of an entry that
 * pages show is made once, when the site is resolved; pages only put the pieces together. The structs named *_text are
 * what templates see.
 */
#ifndef STATUSBOOK_MODEL_ENTRY_H
#define STATUSBOOK_MODEL_ENTRY_H

#include "base/buf.h"
#include "model/family.h"
#include "template/value.h"

/* A document that entries cite: the table `sources` of site.yaml. */
struct reference {
	struct str id;
	struct label name;
	struct str title;
	struct str url;
	struct str section_url; /* with the slot {section}; empty where the document has no addresses for sections */
	struct label citation;  /* how a section of it is named, with {name} and {section} */
	struct str status;
	struct str obsoleted_by;
};

/* "rfc5321#4.2.3" */
struct citation {
	const struct reference *reference;
	struct str section; /* may be empty */
};

/* "550" or "enhanced/5.1.1"; without an entry, a code of a family that is not on this site. */
struct code_link {
	struct str written;
	const struct entry *entry;
	struct loc loc;
};

struct fact_value {
	bool given;
	uint64_t bits; /* choice, set, steps, flag */
	size_t usual;  /* the step marked as the usual one, or the only one; NONE */
	struct str text;
	struct code_link *codes;
	size_t code_count;
	struct citation *citations;
	size_t citation_count;
};

struct reply {
	struct str id;
	struct str from;
	const struct sender *sender; /* NULL where the family lists none */
	struct str text;
	struct citation seen;
	size_t sense;
	struct loc loc;
};

struct section_text {
	struct str id;
	struct str heading;
	struct str html;
	struct str lang; /* empty, or the language of the text where it is not the page's */
	struct str dir;
	bool stale;          /* the source text has changed since */
	struct str original; /* where that stands, from any page of a family; empty if it is not stale */
};

struct fact_text {
	struct str label;
	struct str html;
};

struct answer_text {
	struct str id;
	struct str question;
	struct str answer;
	struct str value; /* id of the value, for CSS */
};

struct reply_text {
	struct str id;
	struct str from;
	struct str href;  /* of the sender's page; empty if there is none */
	struct str sense; /* label */
	struct str text;
	struct str text_lang;    /* server texts are in the source language, as far as anybody knows */
	struct str seen;         /* HTML */
	struct str disagreement; /* what readers are to know of two codes in the text that disagree; or empty */
	struct str gloss;
	struct str lang; /* of the gloss, where it is not the page's */
};

struct sense_text {
	struct str label;
	struct value_list replies;
};

/* A link to a comparison, as a list of such links has it. */
struct near_link {
	const struct entry *other;
	struct str html;
};

/* Links to the comparisons with all others that have a class, in the order of `classed`; those that do not exist are empty. */
struct link_row {
	struct str html;
	const uint32_t *ends; /* of each in `html` */
};

struct entry_text {
	struct str code;
	struct str slug;
	struct str href;      /* "550.html", from a page of the same family */
	struct str code_html; /* the code as sentences show it */
	struct str title_html;
	struct str title;
	struct str summary;
	struct str lang; /* of title and summary, where it is not the page's */
	struct str dir;
	struct str kind;
	struct str kind_label;
	struct str class_id;
	struct str class_label;
	struct str tone;
	struct str file; /* "content/smtp/550.de.md", or the source file where there is no translation */
	struct str changed_on;
	struct str changed_what;
	bool is_code;                /* of the family's first kind */
	bool translated;             /* at least half of the text is in the page's language */
	struct str *fact_html;       /* one per fact of the family; empty if not given */
	struct section_text *by_def; /* one per section of the family; an empty id where there is none */
	struct reply_text *replies;  /* one per reply of the entry */
	struct value_list keywords;
	struct value_list answers;
	struct value_list top_sections;
	struct value_list sections;
	struct value_list facts;
	struct value_list senses;
	struct near_link *near; /* to the comparisons that suggest themselves first */
	size_t near_count;
};

/* An entry whose comparison with another suggests itself. */
struct neighbour {
	const struct entry *entry;
	size_t fact; /* by which one names the other; NONE: they answer the same step */
};

struct neighbours {
	struct neighbour *items;
	size_t count;
	size_t capacity;
};

struct entry {
	const struct family *family;
	struct str slug;
	struct str code;
	size_t index; /* in the family's order */
	size_t place; /* among `classed` of the family; NONE without a class */
	const struct kind *kind;
	const struct code_class *code_class; /* NULL for none */
	struct fact_value *facts;            /* one per fact of the family */
	struct reply *replies;
	size_t reply_count;
	const struct note *first_note; /* of those with later entries, or NULL */
	struct neighbours near;        /* by each fact those that it names, then those of its kind that name it */
	struct entry_text *texts;      /* one per locale */
	struct loc loc;                /* its file */
	bool broken;                   /* has errors: what depends on it is skipped in silence */
};

/* A hand-written note on a pair. */
struct note_text {
	struct str file;     /* as of an entry */
	struct str verdict;  /* HTML without the paragraph around it */
	struct str original; /* as of a section */
	struct str lang;
	struct str dir;
	struct value_list sections;
};

struct note {
	const struct entry *a;
	const struct entry *b;
	struct note_text *texts; /* one per locale */
	const struct note *next; /* of those with the same `a`, or NULL */
	struct loc loc;
};

/* An entry as lists show it. */
struct entry_link {
	struct str href; /* "550.html", from a page of the same family */
	struct str path; /* "smtp/550.html", from the language's start page; only in the lists of a family */
	struct str code;
	struct str title;
	struct str summary;
	struct str lang; /* of title and summary, where it is not the page's */
	struct str tone;
};

/* A family's own texts in one language. */
struct class_text {
	struct str id;
	struct str label;
	struct str tone;
	struct value_list entries; /* of struct entry_link */
};

/* A code, and what one sender sends with it. */
struct sender_code {
	struct str href;
	struct str code;
	struct str title;
	struct str lang; /* of the title, where it is not the page's */
	struct str tone;
	struct value_list replies; /* of struct reply_text */
};

struct sender_text {
	struct str slug;
	struct str name;
	struct str about;
	struct str lang;         /* of `about`, where it is not the page's */
	struct str href;         /* "from-postfix.html", from a page of the same family */
	struct value_list codes; /* of struct sender_code */
	size_t reply_count;
};

struct family_text {
	struct str file; /* of the introduction, as of an entry; empty without one */
	struct str slug;
	struct str name;
	struct str short_name;
	struct str href; /* "smtp/index.html", from the language's start page */
	struct str title;
	struct str summary;
	struct str lang;
	struct str dir;
	struct section_text *lead; /* NULL without an introduction */
	struct value_list sections;
	struct value_list classes;
	struct value_list senders;        /* of struct sender_text: those that have replies */
	struct sender_text *sender_texts; /* one per sender of the family */
	size_t entry_count;
	size_t pair_count;
};

/* Whether the family has a comparison of the two: kinds may be compared only with what they list. */
bool entry_pair_exists(const struct entry *a, const struct entry *b);

/* The steps that it answers: the family's first fact of type steps. NULL where there is none. */
const struct fact_value *entry_steps(const struct entry *entry);

bool fact_equal(const struct fact_value *a, const struct fact_value *b);

/* What is shown of a reply; NULL if there is none of that id. */
const struct reply_text *reply_text_find(const struct entry_text *text, struct str id);
/* Whether the two codes begin with the same character. */
bool code_begins_as(struct str a, struct str b);

/* Address and name of a citation in a language; both are added as plain text. */
void citation_href(const struct citation *citation, struct buf *href);
void citation_name(const struct citation *citation, const struct locale *locale, struct buf *name);

/* Whether the list of codes names the entry. */
bool fact_names(const struct fact_value *codes, const struct entry *entry);

#endif
