/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A family of codes, as its family.yaml declares it: what an entry may say (kinds, classes, sections, facts), how a
 * dialogue goes (conversation), and how two codes are compared (rules). The program knows no protocol; this is all it
 * knows of one. Values of choices, sets and steps are bits of a 64-bit set, in the order of declaration.
 */
#ifndef STATUSBOOK_MODEL_FAMILY_H
#define STATUSBOOK_MODEL_FAMILY_H

#include <regex.h>

#include "base/map.h"
#include "model/locale.h"

#define NONE SIZE_MAX  /* no index */
#define MOST_VALUES 64 /* values of one choice or set; steps of a conversation */

struct entry;
struct family;

/* An id with a label: a value of a fact, a sense of a reply. */
struct choice {
	struct str id;
	struct label label;
};

struct choices {
	struct choice *items;
	size_t count;
	size_t capacity;
};

/* Index of the choice with that id, or NONE. */
size_t choice_find(const struct choices *choices, struct str id);

/* An extended regular expression of POSIX. The site owns what regcomp allocated: see site_release. */
struct pattern {
	regex_t compiled;
	struct str text;
};

enum fact_type { FACT_CHOICE, FACT_SET, FACT_STEPS, FACT_CODES, FACT_SOURCES, FACT_TEXT, FACT_FLAG };

/* What must hold for a rule to match, or for something to be required. All conditions of a list must hold. */
enum condition_type {
	CONDITION_FACT,    /* the fact of that side has one of the values in `bits` */
	CONDITION_KIND,    /* the kind of that side is one of `bits` */
	CONDITION_CLASS,   /* the class of that side is one of `bits` */
	CONDITION_CODE,    /* the slug of that side is one of `slugs` */
	CONDITION_SAME,    /* both have the fact, with the same value */
	CONDITION_DIFFER,  /* the fact differs */
	CONDITION_SHARE,   /* both have the fact, and some value is common */
	CONDITION_LINKED,  /* the fact of one, a list of codes, names the other */
	CONDITION_SESSION, /* the session relation is one of `bits` */
};

struct condition {
	enum condition_type type;
	bool negated;
	size_t side; /* 0 is a, 1 is b */
	size_t fact;
	uint64_t bits;
	struct str_array slugs;
	const bool *named; /* the same by the entries' index, once rules are resolved; NULL before */
};

struct conditions {
	struct condition *items;
	size_t count;
	size_t capacity;
};

/* Whether something must be there: never, always, or where the conditions on the entry hold. */
struct requirement {
	bool always;
	struct conditions when;
};

struct kind {
	struct str id;
	struct label label;
	const struct pattern *pattern;
	size_t compared_with; /* the fact that lists what such entries are compared with; NONE: with all */
};

struct code_class {
	struct str id;
	struct str kind; /* only of entries of this kind; empty for all */
	struct label label;
	const struct pattern *pattern;
	struct str tone; /* for CSS: good, neutral, caution, bad, none */
	size_t first;    /* of its entries, among `classed` of the family */
	size_t count;
};

enum section_place { PLACE_PAGE, PLACE_ANSWER, PLACE_BOTH };

struct section_def {
	struct str id;
	struct label label; /* names the section where two entries stand side by side */
	enum section_place
		place;   /* on the page; in the answer block on top; on the page and side by side in comparisons */
	bool cites;      /* names a source for what it claims */
	bool shows_code; /* some line of its code blocks has the code of the entry */
	struct requirement required;
};

struct section_defs {
	struct section_def *items;
	size_t count;
	size_t capacity;
};

struct fact_def {
	struct str id;
	struct label label;
	enum fact_type type;
	struct requirement required;
	struct choices values;         /* of a choice or set */
	const struct pattern *pattern; /* codes of a family outside of this site: shown, not linked; or NULL */
	bool same_first;               /* each code begins with the same character as the entry's */
	struct label disagreement;     /* shown under a reply whose text has a code that does not; or empty */
	bool hidden;                   /* links for the program; not a row of tables */
	bool indexes;                  /* search engines may list comparisons of what it links */
};

/* A step of the dialogue. */
struct step {
	struct str id;
	struct label label; /* "RCPT": in tables */
	struct label at;    /* "at RCPT": in sentences */
	struct str_array after_ids;
	struct str next_id;
	uint64_t after;  /* the steps after which it may come at once */
	uint64_t before; /* all steps that have gone before it, directly or not */
	size_t next;     /* the step that must come at once, unless this one was refused; or NONE */
	bool repeats;    /* may come again in the same session */
	bool anytime;    /* has no place in the order */
	bool any;        /* stands for every step */
	struct loc loc;
	const struct entry **usual; /* the entries whose usual step it is, in their order */
	size_t usual_count;
};

struct conversation {
	struct step *items;
	size_t count;
	size_t capacity;
	struct conditions closes; /* a reply after which the connection is gone */
	struct conditions stops;  /* a reply after which the dialogue cannot go on to later steps */
	struct conditions early;  /* a reply to a step before which another is missing; may be empty: no reply is one */
};

/* A question of the answer block, and the sentence for each value of the fact. */
struct answer_def {
	struct str id;
	size_t fact;
	struct label question;
	struct label *says; /* one per value; an empty text means: the value's own label */
};

enum slot_type { SLOT_NONE, SLOT_CODE, SLOT_TITLE, SLOT_CLASS, SLOT_KIND, SLOT_STEP, SLOT_AT, SLOT_FACT };

/* A piece of a sentence: literal text, then perhaps a slot. */
struct sentence_part {
	struct str html;
	enum slot_type slot;
	size_t side; /* 0, 1; 2 is what both have in common (facts only) */
	size_t fact;
};

struct sentence {
	struct sentence_part *items;
	size_t count;
	size_t capacity;
	bool fallback; /* in the source language, for want of a translation */
};

/* Where a sketch of a session stops: a reply of one of the two, or either, or both in turn; or a step in between. */
struct stop {
	size_t sides[2]; /* 0 is a, 1 is b; the first `count` */
	size_t count;    /* 0: only the step */
	bool in_turn;    /* both come, one after the other */
	size_t step;     /* NONE: the usual one of the first side */
};

struct stops {
	struct stop *items;
	size_t count;
	size_t capacity;
};

struct rule {
	struct str id;
	struct loc loc;
	struct conditions when;
	struct conditions both; /* those of `when` that look at both entries; once rules are resolved */
	struct label say;
	struct sentence *sentences; /* one per locale */
	bool has_sketch;            /* of its own; without, that of the relation is drawn */
	struct {
		struct stops *items; /* one per session */
		size_t count;
		size_t capacity;
	} sketch;
};

struct rule_sets;

struct rules {
	struct rule *items;
	size_t count;
	size_t capacity;
	const struct rule_sets *sets; /* see rules_prepare */
};

/* The lists of rules of a family's `compare`. */
enum rule_list { RULES_VERDICT, RULES_SESSION, RULES_DIFFERENCES, RULES_CHOICE, RULES_SENDER, RULE_LISTS };

/* Software or a provider that sends the texts under `replies`. It has a page that lists them all. */
struct sender {
	struct str slug;
	struct str name; /* as `from` names it, the same in every language */
	struct label about;
	size_t index;
};

struct entries {
	struct entry *items; /* sorted by code */
	size_t count;
	size_t capacity;
};

struct family_text;
struct lookup;

struct family {
	struct str slug;
	struct label name;
	struct label short_name;
	const struct source *source; /* family.yaml */
	struct {
		struct kind *items;
		size_t count;
		size_t capacity;
	} kinds;
	struct {
		struct code_class *items;
		size_t count;
		size_t capacity;
	} classes;
	struct {
		struct fact_def *items;
		size_t count;
		size_t capacity;
	} facts;
	struct {
		struct answer_def *items;
		size_t count;
		size_t capacity;
	} answers;
	struct section_defs entry_sections;
	struct section_defs note_sections;
	struct section_defs page_sections;
	struct choices senses;
	struct {
		struct sender *items;
		size_t count;
		size_t capacity;
	} senders; /* none: `from` is free text, and there are no such pages */
	struct conversation conversation;
	struct rules rules[RULE_LISTS];
	struct lookup *lookup; /* how its codes are found in text; NULL: they are not */
	bool notes_index;      /* search engines may list comparisons that have a note */
	struct entries entries;
	const struct entry **classed; /* those with a class: class by class, and in their order */
	struct map entry_map;         /* slug -> struct entry */
	struct map notes;             /* "235-vs-550" -> struct note */
	struct family_text *texts;    /* one per locale */
};

size_t fact_find(const struct family *family, struct str id);
size_t step_find(const struct family *family, struct str id);
const struct sender *sender_find(const struct family *family, struct str slug); /* NULL if there is none */
size_t section_find(const struct section_defs *sections, struct str id);

/* Whether all of `text` fits the pattern. NULL, the pattern that could not be read, fits all. */
bool pattern_fits(const struct pattern *pattern, struct str text);

/* Whether some part of `text` does. */
bool pattern_is_in(const struct pattern *pattern, const char *text);

#endif
