/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Finding codes in text that people paste: reports, logs, dialogues. Where codes stand is declared by each family, under
 * `lookup`; templates/assets/lookup.js reads the same declaration and finds the same. How it is done, in the words of
 * tests/spec/family.md:
 *
 * - The text is folded (formats/fold.h). A candidate is a run of letters and digits, with dots inside, that is the code
 *   of an entry, or fits the pattern of the details (longer codes that stand with a code, such as 5.1.1 with 550).
 * - A code is taken with a detail right behind it, or if what stands before and behind it fits a place; a detail by
 *   itself if it fits a place for details. A candidate that fits something to skip is never taken.
 * - What follows, to the next code or an empty line, is the text of the reply. It is compared with the texts that are
 *   known of software (replies of entries with the same code), by their runs of three words.
 *
 * A lookup is made once, when the site is resolved, and constant from then on.
 */
#ifndef STATUSBOOK_MODEL_LOOKUP_H
#define STATUSBOOK_MODEL_LOOKUP_H

#include "model/site.h"

#define LOOKUP_LONGEST ((size_t)1 << 20) /* bytes of text; what is beyond is not looked at */
#define LOOKUP_MOST 32                   /* findings in one family */

/* A place, or what is to be skipped. Patterns may be NULL: then anything fits. */
struct lookup_place {
	struct str id;
	const struct pattern *before; /* what stands before the candidate in its line ends with it */
	const struct pattern *behind; /* what stands behind it begins with it */
	bool from_start;              /* the pattern begins with '^': all of the line before the candidate */
};

struct lookup_places {
	struct lookup_place *items;
	size_t count;
	size_t capacity;
	const struct pattern *any_before; /* one pattern of all that ask for nothing but the end of what is before */
	const struct pattern *any_behind; /* ... for nothing but what is behind; or NULL: those are not in the list */
};

/* What is said of findings: sentences with the slots {code}, {detail} and {class}. */
struct lookup_words {
	struct label disagree; /* code and detail begin differently */
	struct label alone;    /* a detail without a code, and the code that lists it */
	struct label unknown;  /* a detail that no code lists */
	struct label nothing;  /* nothing was found: what to look for */
};

/* A text of some software, as it is compared. */
struct lookup_text {
	const struct entry *entry;
	const struct reply *reply;
	struct str detail;       /* which stands in it; may be empty */
	bool detail_is_own;      /* of all texts of its entry, only this software's have it */
	struct str_array own;    /* runs of three words that are no other software's, and in no standard: "a b c" */
	struct str_array common; /* all other runs */
};

struct lookup {
	size_t detail;                /* a fact of type codes, with a pattern; NONE */
	const struct pattern *joint;  /* all that may stand between a code and its detail; or NULL */
	struct str goes_on;           /* right behind a code whose reply goes on in the next line */
	struct lookup_places places;  /* for codes */
	struct lookup_places details; /* places for details by themselves */
	struct lookup_places skip;
	struct lookup_words words;
	struct map codes; /* folded code -> struct entry */
	size_t *named;    /* per entry, how many others name it in their facts: of two, the better known */
	struct {
		struct lookup_text *items; /* in the order of the entries */
		size_t count;
		size_t capacity;
	} texts;
};

struct finding {
	const struct family *family;
	const struct entry *entry; /* of the code; of a detail alone, the best known that lists it, or NULL */
	struct str code;           /* as it is written; empty for a detail alone */
	struct str detail;         /* may be empty */
	const struct reply *reply; /* the known text, or NULL */
	struct str quote;          /* what was pasted, from the code to the end of its line */
	bool refuses;
	bool disagrees; /* code and detail begin with different characters */
};

struct findings {
	struct finding *items;
	size_t count;
	size_t capacity;
};

/* Whether some family of the site is looked up: then there is a page for it. */
bool site_has_lookup(const struct site *site);

/* Fills `codes` and `texts` of a family's lookup from its entries, which must be complete. */
void lookup_prepare(struct arena *arena, const struct family *family);

/*
 * What is in the text, the most telling first: refusals before all others, each in the order of the text, the same
 * reply once. Any bytes will do. Views of the text are kept.
 */
struct findings lookup_find(struct arena *arena, const struct site *site, struct str text);

/* A sentence in a language, with its slots filled. */
void lookup_say(const struct label *words, const struct finding *finding, const struct locale *locale,
		struct buf *text);

/*
 * The code of the family that begins as the detail does, by which a detail that no code lists is at least told its
 * class; NULL if there is none.
 */
const struct entry *lookup_kin(const struct family *family, struct str detail);

/* For lookup.c and lookup_text.c: the best known text for a reply, or NULL. `reply` is folded, without code and detail. */
const struct reply *lookup_text_of(const struct lookup *lookup, const struct entry *entry, struct str detail,
				   struct str words);

/* Adds the words of folded text, each with a blank before it, and one at the end: " user unknown ". */
void lookup_words_of(struct str folded, struct buf *words);

#endif
