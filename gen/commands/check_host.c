/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* statusbook check --host: every page is made, measured and forgotten. */
#include "commands/check_host.h"

#include <stdio.h>

#include "stages/host_rules.h"
#include "stages/render.h"

struct tally {
	struct arena *arena;
	struct site_size size;
	struct map folders; /* path -> struct folder_tally */
};

struct folder_tally {
	struct str name;
	size_t files;
};

static void count(struct tally *tally, struct str path, size_t bytes)
{
	size_t end = path.len;

	while (end > 0 && path.ptr[end - 1] != '/')
		end--;
	struct str name = str_until_index(path, end);
	struct folder_tally *folder = map_find(&tally->folders, name);
	if (!folder) {
		folder = arena_new(tally->arena, struct folder_tally);
		folder->name = arena_copy(tally->arena, name);
		map_add(&tally->folders, tally->arena, folder->name, folder);
	}
	tally->size.files++;
	tally->size.bytes += bytes;
	if (++folder->files > tally->size.in_folder) {
		tally->size.in_folder = folder->files;
		tally->size.fullest = folder->name;
	}
	if (bytes > tally->size.in_file) {
		tally->size.in_file = bytes;
		tally->size.largest = arena_copy(tally->arena, path);
	}
}

static void measure(const struct plan *plan, struct tally *tally)
{
	struct worker worker = { 0 };
	struct buf path = { 0 };

	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		struct row_walk walk = { 0 };
		struct page page;
		if (row->asset)
			count(tally, row->asset->path, row->asset->bytes.len);
		else if (row->path.len > 0)
			count(tally, row->path, row->text.len);
		while (row_next_page(row, &walk, &page)) {
			render(plan->site, &page, &worker);
			buf_clear(&path);
			page_path(&page, &path);
			count(tally, buf_view(&path), worker.out.len);
		}
	}
	worker_free(&worker);
	buf_free(&path);
}

int check_host(struct project *project, const struct host *host, bool quiet)
{
	struct tally tally = { .arena = &project->arena };
	struct buf text = { 0 }, rules = { 0 };

	measure(project->plan, &tally);
	bool fits = host_report(host, &tally.size, &text);
	if (!quiet)
		fwrite(text.ptr, 1, text.len, stderr);
	if (host->rules)
		host->rules(project->site, &rules);
	if (rules.len > 0)
		fwrite(rules.ptr, 1, rules.len, stdout);
	buf_free(&text);
	buf_free(&rules);
	return fits ? 0 : 1;
}
