/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * How long a comparison takes to be made in memory, as `serve` does it: pages PROJECT. Makes each once before, and then
 * once with the clock running; prints a line of JSON with the median and the slowest in microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands/command.h"
#include "stages/render.h"

struct times {
	double *items;
	size_t count;
	size_t capacity;
};

static double microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void make_all(struct arena *arena, const struct plan *plan, struct worker *worker, struct times *times)
{
	for (size_t i = 0; i < plan->rows.count; i++) {
		const struct row *row = &plan->rows.items[i];
		struct row_walk walk = { 0 };
		struct page page;
		while (!row->asset && row->path.len == 0 && row_next_page(row, &walk, &page)) {
			double start = microseconds();
			render(plan->site, &page, worker);
			if (page.kind == PAGE_PAIR)
				*array_add(arena, times) = microseconds() - start;
		}
	}
}

static int time_cmp(const void *left, const void *right)
{
	const double *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

int main(int argc, char **argv)
{
	struct options options = { .project = argc == 2 ? argv[1] : NULL };
	struct project project;
	struct worker worker = { 0 };
	struct times times = { 0 };

	if (!options.project)
		return 2;
	project_open(&project, &options);
	if (!project.plan)
		return project_report(&project, &options);
	make_all(&project.arena, project.plan, &worker, &times);
	times.count = 0;
	make_all(&project.arena, project.plan, &worker, &times);
	qsort(times.items, times.count, sizeof(*times.items), time_cmp);
	if (times.count > 0)
		printf("{\"pages\": %zu, \"median\": %.2f, \"slowest\": %.2f}\n", times.count,
		       times.items[times.count / 2], times.items[times.count - 1]);
	worker_free(&worker);
	project_close(&project);
	return times.count > 0 ? 0 : 1;
}
