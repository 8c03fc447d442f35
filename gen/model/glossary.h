/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The words that a language keeps to: locales/glossary.LOCALE.tsv. locales/README.md is the manual. */
#ifndef STATUSBOOK_MODEL_GLOSSARY_H
#define STATUSBOOK_MODEL_GLOSSARY_H

#include "formats/words.h"

/* A line of the table. */
struct term {
	struct str source;      /* in the source language */
	struct str use;         /* in this one */
	struct word_set unless; /* phrases in which an avoided word is right */
};

struct glossary {
	struct word_set avoid; /* patterns whose values are terms */
};

#endif
