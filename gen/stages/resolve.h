/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The second stage: the site as written in, the site as it will be shown out. Types the facts, follows every link, fills
 * what is not translated from the source language, renders each section to HTML once, and compiles the templates.
 * Complains about dead references, missing facts and sections, and translations that do not match. The site is constant
 * from then on.
 */
#ifndef STATUSBOOK_STAGES_RESOLVE_H
#define STATUSBOOK_STAGES_RESOLVE_H

#include "stages/load.h"

/* Returns the finished site. If there are errors in it, the diagnostics say so, and it must not be rendered. */
const struct site *resolve(struct manuscript *manuscript, struct diags *diags);

#endif
