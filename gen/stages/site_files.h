/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The files of a site that are for machines only. For plan.c only. */
#ifndef STATUSBOOK_STAGES_SITE_FILES_H
#define STATUSBOOK_STAGES_SITE_FILES_H

#include "stages/plan.h"

struct str site_robots(struct arena *arena, const struct site *site);

/* All pages that search engines should list, with their other languages (sitemaps.org; hreflang as xhtml:link). */
struct str site_sitemap(struct arena *arena, const struct plan *plan);

#endif
