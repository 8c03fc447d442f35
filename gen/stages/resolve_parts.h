/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What the files resolve*.c share. For them only. */
#ifndef STATUSBOOK_STAGES_RESOLVE_PARTS_H
#define STATUSBOOK_STAGES_RESOLVE_PARTS_H

#include "model/page.h"
#include "stages/resolve.h"

/* An entry, a note or a family's introduction, with its documents: one per locale, NULL where there is none. */
struct draft {
	struct document **documents;
	struct entry *entry;
	struct note *note;
};

struct drafts {
	struct draft *items; /* for entries: parallel to family->entries */
	size_t count;
	size_t capacity;
};

struct family_drafts {
	struct folder *folder;
	struct family *family;
	struct drafts entries;
	struct drafts notes;
	struct draft introduction;
};

struct resolve {
	struct arena *arena;
	struct diags *diags;
	struct site *site;
	struct family_drafts *families;
	size_t family_count;
};

/* Makes entries of the source documents of a family, and sorts them. */
void resolve_entries(struct resolve *resolve, struct family_drafts *family);

/* Makes notes of pairs, which needs the facts of the entries, and files the translations with what they translate. */
void resolve_companions(struct resolve *resolve, struct family_drafts *family);

/* Facts and replies of an entry, out of the front matter of its source document. */
void resolve_facts(struct resolve *resolve, struct draft *draft);

/* "rfc5321#4.2.3". False after a complaint at `loc`. */
bool resolve_citation(struct resolve *resolve, struct str written, struct loc loc, struct citation *citation);

/* "550" or "enhanced/5.1.1" as seen from a family; NULL if there is no such entry. */
const struct entry *resolve_code(const struct resolve *resolve, const struct family *family, struct str written);

/* The file with a draft's text in that language, or that of the source where there is none. */
struct str resolve_file_of(const struct resolve *resolve, const struct draft *draft, const struct locale *locale);

/* The draft of an entry. */
const struct draft *resolve_draft_of(const struct resolve *resolve, const struct entry *entry);

/* Says what is missing or of the wrong type in the title, summary and date of a draft's documents. */
void check_front_texts(struct resolve *resolve, const struct draft *draft);
void check_changed(struct resolve *resolve, const struct draft *draft);

/* The texts of entries, notes and families in all languages. */
void resolve_entry_texts(struct resolve *resolve, const struct family_drafts *family, struct draft *draft);
void resolve_note_texts(struct resolve *resolve, const struct family_drafts *family, struct draft *draft);
void resolve_family_texts(struct resolve *resolve, struct family_drafts *family);

/* What each of the family's senders sends; after the texts of all entries. */
void resolve_senders(struct resolve *resolve, const struct family *family, const struct locale *locale,
		     struct family_text *family_text);

/*
 * The sections of a draft in one language, one per definition; an empty id where there is none. `source` are those of
 * the source language, made before, which stand in for what is not translated; NULL when these are being made.
 */
struct section_text *resolve_sections(struct resolve *resolve, const struct family *family,
				      const struct section_defs *defs, const struct draft *draft,
				      const struct locale *locale, const struct section_text *source);

/* Checks the sections of the source document against what the family asks for, and translations against the source. */
void check_sections(struct resolve *resolve, const struct section_defs *defs, const struct draft *draft);

/* The sentences of the rules in all languages. */
void resolve_rules(struct resolve *resolve, struct family *family);

/* The labels of site.yaml and family.yaml in all languages; before anything else, as long as they are all messages. */
void resolve_labels(struct resolve *resolve);

/* Checks each locale's catalogue against the site's messages. */
void check_catalogues(struct resolve *resolve);

/* The content security policy, and the script inside of every page that it admits. */
void resolve_policy(struct resolve *resolve);

/* The index that the search of the pages reads, an asset per locale. */
void resolve_search(struct resolve *resolve);

/* The templates, and with each the part of `views` that is known by then and compiled into it. */
void resolve_templates(struct resolve *resolve);
struct page_view *resolve_known(struct resolve *resolve, const struct site_view *about, const struct locale *locale,
				enum page_kind kind);

/* What entries have in common and name, so that lists of them need not be searched for; once facts are known. */
void resolve_neighbours(struct resolve *resolve, struct family *family);

/* The links to comparisons that pages share; once all texts and templates are there. */
void resolve_links(struct resolve *resolve);

/* The rest of `views`; once all else is resolved. */
void resolve_pages(struct resolve *resolve);

/* What is left to translate, for the pages that show it; once all else is resolved. */
void resolve_work(struct resolve *resolve, const struct manuscript *manuscript);

/* Makes families ready to be looked up, and for each language the asset from which browsers do the same. */
void resolve_lookup(struct resolve *resolve);

#endif
