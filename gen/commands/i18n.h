/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The parts of `statusbook i18n`. Each works on a project that is usable, adds to its diagnostics what is wrong, and
 * returns the exit status if nothing is.
 */
#ifndef STATUSBOOK_COMMANDS_I18N_H
#define STATUSBOOK_COMMANDS_I18N_H

#include "base/fs.h"
#include "commands/command.h"
#include "stages/load.h"

/* Writes locales/messages.pot. */
int i18n_extract(struct project *project, const struct options *options, char **files, size_t count);

/*
 * Extracts, then has gettext bring each catalogue up to date: translations and comments stay, those of changed messages
 * become fuzzy, with the message as it was. A locale without a catalogue gets one.
 */
int i18n_merge(struct project *project, const struct options *options, char **files, size_t count);

/*
 * Writes into each translation what it was made from (stages/stamps.h). Every other byte stays. A file is refused if the
 * source text of a section has changed since the last stamp and the translation of it has not, or nobody knows; unless
 * the options say that it was reviewed.
 */
int i18n_stamp(struct project *project, const struct options *options, char **files, size_t count);

/*
 * Prints what has changed in the source text since each translation was stamped. The exit status is 1 if a section is
 * stale, or may be.
 */
int i18n_diff(struct project *project, const struct options *options, char **files, size_t count);

/* Says how far the translations are. The exit status is 1 if anything is to be done. */
int i18n_status(struct project *project, const struct options *options, char **files, size_t count);

/* A translation that the user named, and what it was made from. */
struct translation_file {
	const struct document *translation;
	const struct document *source;
};

/*
 * The translation in the file `name`, which is looked for from the current folder, then from the project's. False after
 * a complaint.
 */
bool i18n_find_file(struct project *project, const struct options *options, const char *name,
		    struct translation_file *file);

#endif
