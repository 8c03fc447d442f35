/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Texts in YAML that we write: what formats/yaml.h reads from them is the same text. */
#ifndef STATUSBOOK_FORMATS_YAML_WRITE_H
#define STATUSBOOK_FORMATS_YAML_WRITE_H

#include "base/buf.h"

/* Adds `text`, UTF-8, in quotes where it needs them; good in lists and maps, also those in brackets. */
void yaml_add_text(struct buf *yaml, struct str text);

#endif
