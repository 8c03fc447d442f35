/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The project of the preview, read again and again. */
#include <stdio.h>
#include <stdlib.h>

#include "commands/serve_parts.h"
#include "formats/json.h"
#include "stages/check_pairs.h"
#include "stages/check_prose.h"

#define MOST_SHOWN 100
#define CHECK_AFTER 0.5 /* seconds: a page is loaded again sooner */

/* What comes first in the box of messages. */
enum weight { WEIGHT_ERROR, WEIGHT_EDITED, WEIGHT_REST, WEIGHTS };

static enum weight weight_of(const struct preview *preview, const struct diag *diag)
{
	struct diags one = { .items = (struct diag *)diag, .count = 1, .strict = preview->options->strict };

	if (diag_exit_status(&one) != 0)
		return WEIGHT_ERROR;
	if (diag->loc.source && watch_was_edited(&preview->watch, diag->loc.source->path))
		return WEIGHT_EDITED;
	return WEIGHT_REST;
}

/* The messages that pages show, in the arena. `serious` is how many of them are errors or in files that were edited. */
static struct diags choose(const struct preview *preview, struct arena *arena, size_t *serious)
{
	const struct diags *all = &preview->latest->diags;
	struct diags chosen = { .arena = arena, .strict = all->strict };

	*serious = 0;
	for (enum weight weight = WEIGHT_ERROR; weight < WEIGHTS; weight++) {
		for (size_t i = 0; i < all->count && chosen.count < MOST_SHOWN; i++)
			if (weight_of(preview, &all->items[i]) == weight)
				*array_add(arena, &chosen) = all->items[i];
		if (weight != WEIGHT_REST)
			*serious = chosen.count;
	}
	return chosen;
}

/* As the program prints them for editors, a line of the event for each line. */
static void add_messages(const struct diags *diags, struct buf *news)
{
	struct buf messages = { 0 };
	struct str line;

	diag_write(diags, DIAG_JSON, false, &messages);
	struct str rest = buf_view(&messages);
	while (str_next_line(&rest, &line)) {
		buf_add(news, STR("data: "));
		buf_add(news, line);
		buf_add_char(news, '\n');
	}
	buf_free(&messages);
}

static void make_news(struct preview *preview)
{
	struct buf *news = &preview->news;
	struct arena arena = { 0 };
	size_t errors, warnings, serious;
	struct diags shown = choose(preview, &arena, &serious);

	diag_count(&preview->latest->diags, &errors, &warnings);
	buf_clear(news);
	buf_add(news, STR("event: state\ndata: {"));
	json_key_text(news, "version", str_from(preview->version));
	json_key_size(news, "errors", errors);
	json_key_size(news, "warnings", warnings);
	json_key_size(news, "serious", serious);
	json_key(news, "messages");
	buf_add_char(news, '\n');
	add_messages(&shown, news);
	buf_add(news, STR("data: }\n\n"));
	arena_free(&arena);
}

static void forget(struct project *project)
{
	if (project->manuscript)
		project_close(project);
	*project = (struct project){ 0 };
}

static void read_project(struct preview *preview)
{
	/* The one of the two that pages are not made from. */
	struct project *next = &preview->projects[preview->good == &preview->projects[0]];

	forget(next);
	project_open(next, preview->options);
	project_report(next, preview->options);
	preview->latest = next;
	if (next->plan && diag_exit_status(&next->diags) == 0) {
		forget(&preview->projects[next == &preview->projects[0]]);
		preview->good = next;
		snprintf(preview->version, VERSION_SIZE, "%016llx", (unsigned long long)watch_state(&preview->watch));
	}
	preview->check_due = preview->good == next ? seconds_now() + CHECK_AFTER : 0;
	make_news(preview);
}

/* Proof-reads; false if there is nothing to say. What was said before is not printed again. */
static bool check_project(struct preview *preview)
{
	struct project *project = preview->latest;
	struct diags before = project->diags;

	preview->check_due = 0;
	project->diags = (struct diags){ .arena = &project->arena, .strict = before.strict };
	check_pairs(project->site, &project->diags);
	check_prose(project->manuscript, &project->diags);
	project_report(project, preview->options);
	size_t found = project->diags.count;
	for (size_t i = 0; i < before.count; i++)
		*array_add(&project->arena, &project->diags) = before.items[i];
	diag_sort(&project->diags);
	if (found > 0)
		make_news(preview);
	return found > 0;
}

void preview_open(struct preview *preview, const struct options *options)
{
	*preview = (struct preview){ .options = options };
	history_open(&preview->history, options->project);
	project_confine(options, NULL);
	watch_open(&preview->watch, options->project);
	read_project(preview);
}

void preview_close(struct preview *preview)
{
	watch_close(&preview->watch);
	history_close(&preview->history);
	forget(&preview->projects[0]);
	forget(&preview->projects[1]);
	worker_free(&preview->worker);
	buf_free(&preview->news);
}

double preview_due(const struct preview *preview)
{
	double look = watch_due(&preview->watch), check = preview->check_due;

	return check > 0 && check < look ? check : look;
}

bool preview_run(struct preview *preview)
{
	double now = seconds_now();

	watch_hear(&preview->watch);
	if (now >= watch_due(&preview->watch) && watch_look(&preview->watch)) {
		read_project(preview);
		return true;
	}
	return preview->check_due > 0 && now >= preview->check_due && check_project(preview);
}

bool preview_catch_up(struct preview *preview)
{
	watch_hear(&preview->watch);
	if (!watch_is_behind(&preview->watch) || !watch_look(&preview->watch))
		return false;
	read_project(preview);
	return true;
}

const struct document *preview_document(const struct project *project, struct str family, struct str slug,
					const struct locale *locale)
{
	const struct manuscript *manuscript = project->manuscript;

	for (size_t f = 0; f < manuscript->folders.count; f++) {
		const struct folder *folder = &manuscript->folders.items[f];
		for (size_t i = 0; str_eq(folder->family->slug, family) && i < folder->count; i++)
			if (str_eq(folder->items[i].slug, slug) && str_eq(folder->items[i].locale, locale->id))
				return &folder->items[i];
	}
	return NULL;
}
