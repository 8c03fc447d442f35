/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * How long pages take in memory, without a file: render_time PROJECT [MOST]. Renders the comparisons of the project in all
 * languages, one by one and by one thread, at most MOST of them, and prints as lines of `name value`:
 *
 *   pages      how many
 *   bytes      of all of them
 *   median_us  of a page, and p90_us
 *   cpu_us     of the processor, user time, for all pages together, by the page
 *   open_ms    of reading and resolving the project, on the clock; open_cpu_ms: user time
 *   hash       of all bytes, to see that nothing has changed
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/hash.h"
#include "stages/plan.h"
#include "stages/render.h"
#include "stages/resolve.h"

struct measured {
	double *seconds; /* by page */
	size_t count;
	size_t most;
	size_t bytes;
	uint64_t hash;
};

static double clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double user_now(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

static void measure_row(const struct site *site, const struct row *row, struct worker *worker,
			struct measured *measured)
{
	struct row_walk walk = { 0 };
	struct page page;

	while (measured->count < measured->most && row_next_page(row, &walk, &page)) {
		if (page.kind != PAGE_PAIR)
			continue;
		double start = clock_now();
		render(site, &page, worker);
		measured->seconds[measured->count++] = clock_now() - start;
		measured->bytes += worker->out.len;
		measured->hash = measured->hash * 31 + hash64(buf_view(&worker->out));
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print(struct measured *measured, double cpu)
{
	size_t count = measured->count ? measured->count : 1;

	qsort(measured->seconds, measured->count, sizeof(double), by_size);
	printf("pages %zu\nbytes %zu\n", measured->count, measured->bytes);
	printf("median_us %.2f\np90_us %.2f\n", 1e6 * measured->seconds[count / 2],
	       1e6 * measured->seconds[count * 9 / 10]);
	printf("cpu_us %.2f\nhash %016llx\n", 1e6 * cpu / (double)count, (unsigned long long)measured->hash);
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct worker worker = { 0 };

	if (argc < 2 || argc > 3) {
		fputs("usage: render_time PROJECT [MOST]\n", stderr);
		return 2;
	}
	double start = clock_now(), user = user_now();
	const struct site *site = resolve(load(&arena, argv[1], &diags), &diags);
	if (diag_exit_status(&diags) != 0) {
		diag_print(&diags, DIAG_TEXT, false, stderr);
		return 1;
	}
	const struct plan *pages = plan(&arena, site, &diags);
	printf("open_ms %.1f\nopen_cpu_ms %.1f\n", 1e3 * (clock_now() - start), 1e3 * (user_now() - user));

	struct measured measured = { .most = argc > 2 ? strtoul(argv[2], NULL, 10) : pages->page_count };
	measured.seconds = calloc(measured.most + 1, sizeof(double));
	user = user_now();
	for (size_t i = 0; measured.seconds && i < pages->rows.count; i++)
		measure_row(site, &pages->rows.items[i], &worker, &measured);
	if (measured.seconds)
		print(&measured, user_now() - user);
	free(measured.seconds);
	worker_free(&worker);
	arena_free(&arena);
	return 0;
}
