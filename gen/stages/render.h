/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The fourth stage: one page. Puts ready fragments between the constant parts of a template, in a worker's buffer. Cannot
 * fail; reads the constant site and writes only to the worker.
 */
#ifndef STATUSBOOK_STAGES_RENDER_H
#define STATUSBOOK_STAGES_RENDER_H

#include "model/page.h"

/* What a thread has of its own. Starts as { 0 }. */
struct worker {
	struct arena arena; /* until the page is done */
	struct buf out;     /* the page */
	struct buf scratch;
};

/* Makes the page in `worker->out`, which is emptied first. */
void render(const struct site *site, const struct page *page, struct worker *worker);

void worker_free(struct worker *worker);

#endif
