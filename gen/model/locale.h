/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Languages, and the short texts that are translated in PO files. */
#ifndef STATUSBOOK_MODEL_LOCALE_H
#define STATUSBOOK_MODEL_LOCALE_H

#include "base/diag.h"
#include "formats/po.h"
#include "model/glossary.h"

struct locale {
	struct str id;                   /* "de": folder name, lang attribute, name of the PO file */
	struct str name;                 /* "Deutsch": as its speakers call it */
	struct str dir;                  /* "ltr" or "rtl" */
	size_t index;                    /* position in the site's list; texts per locale are arrays with this index */
	const struct locale *source;     /* the source locale of the site */
	bool is_source;                  /* the language that entries are written in first */
	bool is_pseudo;                  /* made by the program (stages/pseudo.h): search engines never hear of it */
	struct str_array may_repeat;     /* words that may stand twice in a row, in good grammar */
	uint32_t quotes[4];              /* opening and closing mark, then those inside of these; 0 where it has none */
	struct str quote_text;           /* the same, for messages: "„ “ ‚ ‘" */
	struct word_set informal;        /* words of another form of address than the site's */
	struct word_set function_words;  /* by which the language is known */
	size_t shortest_section;         /* characters that a required section has at least */
	const struct glossary *glossary; /* NULL where there is none */
	bool is_broken;                  /* its catalogue has errors: what is missing in it is not said again */
	bool home_translated;            /* the start page is in this language, for the most part */
	const struct po *po;             /* NULL for the source locale, or where there is none */
};

/*
 * A short text of site.yaml or family.yaml: written in the source language, translated in PO. The context is its place
 * ("smtp.facts.severity.values.permanent"), so that equal words in two places can be translated in two ways.
 */
struct label {
	struct str context;
	struct str text;
	struct loc loc;
	struct label_texts *shared; /* by all copies of the label; NULL: it is looked up each time */
};

struct label_texts {
	const struct str *items; /* one per locale; NULL before labels are resolved */
};

/* Whether the label has a text in that language. */
bool label_is_translated(const struct label *label, const struct locale *locale);

/* The label in that language; the source text where there is no translation. Quick once labels are resolved. */
struct str label_in(const struct label *label, const struct locale *locale);

#endif
