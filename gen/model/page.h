/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * One page: which it is, where it stands, and what its template sees. Pages of pairs are never listed anywhere: a page
 * is made from its row, used, and forgotten.
 */
#ifndef STATUSBOOK_MODEL_PAGE_H
#define STATUSBOOK_MODEL_PAGE_H

#include "base/buf.h"
#include "model/site.h"

struct page {
	enum page_kind kind;
	const struct locale *locale; /* the source locale for PAGE_ROOT and PAGE_MISSING */
	const struct family *family; /* of family, sender, code and pair pages */
	const struct sender *sender; /* of sender pages */
	const struct entry *a;       /* the code; of a pair the one that sorts first */
	const struct entry *b;
};

/*
 * Whether a name may be an address: lower-case letters, digits and '-', and '.' between two of them, 1 to 80 characters.
 */
bool slug_fits(struct str slug);

/* Whether pages of our own have that name, or a comparison might get it twice. */
bool slug_is_reserved(struct str slug);

/* "from-postfix.html": the address of the sender's page from other pages of the family. */
struct str sender_href(struct arena *arena, const struct sender *sender);

/* Adds the path in the site, "en/smtp/235-vs-550.html". */
void page_path(const struct page *page, struct buf *path);

/* Adds the absolute address that the page is known by. */
void page_url(const struct site *site, const struct page *page, struct buf *url);

/* The page with that path; false if there is none. */
bool page_find(const struct site *site, struct str path, struct page *page);

/* Whether it is shown in place of others: at any depth, so that its addresses start from the base address. */
static inline bool page_is_missing(const struct page *page)
{
	return page->kind == PAGE_MISSING || page->kind == PAGE_LOST;
}

/* Whether it is for programs, and no HTML. */
static inline bool page_is_data(const struct page *page)
{
	return page->kind >= PAGE_CODE_JSON;
}

/* Whether it is one of the pages that we speak of: the page for addresses that there are not counts once. */
static inline bool page_counts(const struct page *page)
{
	return page->kind != PAGE_LOST && !page_is_data(page);
}

/* How many folders deep the page lies: its way to the top is that many "../". */
size_t page_depth(const struct page *page);

/* The hand-written note on the pair, or NULL. */
const struct note *page_note(const struct page *page);

/* The first fact by which one of the pair names the other and which site.yaml takes for a reason; or NONE. */
size_t page_link(const struct page *page);

/* Whether its text is in the page's language, for the most part. A pseudo-locale is no language. */
bool page_translated(const struct page *page);

/*
 * Whether search engines should list it: pairs only for a reason that site.yaml has, senders only with more than one
 * reply, and no fallback pages.
 */
bool page_indexable(const struct page *page);

/*
 * What templates see. Members are documented in templates/README.md; the tables are in page.c. The structs live in the
 * worker's arena while the page is made.
 */
struct alternate_view {
	struct str id; /* of the locale */
	struct str name;
	struct str dir;
	struct str href; /* relative */
	struct str url;  /* absolute */
	bool current;
	bool translated; /* worth telling search engines of */
	bool is_source;
};

struct pair_link {
	struct str href;
	struct str a;
	struct str b;
	struct str code;  /* of the two, the one that the list is about */
	struct str title; /* its title */
	struct str lang;
	struct str tone;
};

/* What the templates of single links see. */
struct link_view {
	const struct pair_link *pair;
};

/* Comparisons with codes of one class, as ready links. */
struct link_class {
	struct str label;
	struct str tone;
	struct value_list links; /* of HTML: any number of links each */
};

/* Comparisons that have something in common: the fact that one names the other in. */
struct pair_class {
	struct str label;
	struct str tone;
	struct value_list pairs; /* of struct pair_link */
};

struct difference_view {
	struct str label;
	struct str a;
	struct str b;
};

struct short_view {
	struct str id;
	struct str label;
	const struct section_text *a; /* NULL where the entry has no such section */
	const struct section_text *b;
};

/* A session: steps with the codes of the pair at theirs. */
struct sketch_step_view {
	struct str label;
	const struct entry_text *first;  /* NULL for a step that is only passed */
	const struct entry_text *second; /* NULL, or the other one: an alternative, or what follows */
	bool in_turn;
};

struct sketch_view {
	struct value_list steps; /* of struct sketch_step_view */
};

struct pair_view {
	const struct entry_text *a;
	const struct entry_text *b;
	struct str verdict;
	struct str verdict_original; /* as of a section: see model/entry.h */
	struct str verdict_lang;     /* empty, or the language of the verdict where it is not the page's */
	struct str verdict_dir;
	struct str session;
	struct value_list sketch; /* of struct sketch_view */
	struct str choice;
	struct str sender;
	struct value_list differences; /* of struct difference_view */
	struct value_list equal;       /* of struct fact_text */
	struct value_list sentences;   /* of HTML */
	struct value_list shorts;      /* of struct short_view */
	const struct note_text *note;
	struct value_list nearby; /* of HTML: links */
	/* All other comparisons of each code, of struct link_class; empty if these are more than a page should list. */
};

struct site_view {
	struct str name;
	struct str description;
	struct str repository;
};

/* What a page shows. */
struct page_view {
	/* The same on all pages of a kind in one language, so that templates are compiled with it: PAGE_KNOWN. */
	const struct site_view *site;
	const struct locale *locale;
	struct str kind; /* "code", "pair", ... */
	struct str root; /* "../../", or "./" at the top */
	struct str home; /* the language's start page */
	struct str css;
	struct str icon;
	struct str script;
	struct str search; /* the index that the script loads when it is needed */
	struct str policy; /* the content security policy */
	struct str boot;   /* HTML: the script that runs before anything is painted */
	struct str base;   /* the absolute address of the site */

	/* The same on all of them too, but known only when all else is. */
	struct value_list families; /* of struct family_text */
	struct str offline;         /* the archive to take along; empty if there is none, or in the archive itself */
	struct str lookup;          /* the page on which codes are found in text; empty without one */
	struct str lookup_css;      /* what that page needs; empty on all others */
	struct str lookup_script;
	struct str lookup_data;
	struct str feed; /* of what has changed in this language; empty without one */
	struct str translations;      /* the page on what is left to translate; empty without one */
	const struct work_view *work; /* what it shows, there alone */

	/* Of the one page. */
	struct str canonical;
	struct str edit;      /* where the text can be edited; empty if site.yaml does not say */
	struct str translate; /* where its translation can be begun; empty if there is one */
	bool is_translation;  /* the text has a file in the page's language, which is not the source's */
	bool indexable;
	const struct alternate_view *original; /* the same page in the source language; NULL on that */
	struct value_list alternates;          /* of struct alternate_view */
	const struct family_text *family;
	const struct sender_text *sender;
	const struct entry_text *entry;
	const struct entry_link *previous;
	const struct entry_link *next;
	struct value_list near; /* of struct pair_class: the comparisons that matter first, by the fact that says so */
	struct value_list same_step;    /* of struct pair_link: with codes that answer the same step */
	struct value_list pair_classes; /* of struct link_class: all others */
	const struct pair_view *pair;
};

#define PAGE_KNOWN offsetof(struct page_view, families)

extern const struct shape page_shape, link_shape;
extern const struct shape family_text_shape, entry_text_shape, note_text_shape;

#endif
