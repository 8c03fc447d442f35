/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The parts of `statusbook i18n`. */
#ifndef STATUSBOOK_COMMANDS_I18N_H
#define STATUSBOOK_COMMANDS_I18N_H

#include "commands/command.h"

/* Writes locales/messages.pot. */
void i18n_extract(struct project *project, const struct options *options);

/*
 * Writes into each translation what it was made from: under `source:` the fingerprint of each section of the source
 * text, and the git blob id of the source file. Every other byte stays. A section whose source has changed since the last
 * stamp is refused, unless the options say that it was reviewed.
 */
void i18n_stamp(struct project *project, const struct options *options, char **files, size_t count);

#endif
