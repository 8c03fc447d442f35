/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What the program finds in texts, for run.mjs: answers PROJECT. Reads texts with a NUL behind each from standard input
 * (the byte \x01 stands for a NUL in a text) and prints for each a line: milliseconds of the processor, a blank, and the
 * findings as JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "formats/json.h"
#include "model/lookup.h"
#include "stages/resolve.h"

static void add_finding(struct buf *json, const struct finding *finding)
{
	json_next(json);
	buf_add_char(json, '{');
	json_key_text(json, "code", finding->code);
	json_key_text(json, "entry", finding->entry ? finding->entry->code : (struct str){ NULL, 0 });
	json_key_text(json, "detail", finding->detail);
	json_key_text(json, "text", finding->reply ? finding->reply->id : (struct str){ NULL, 0 });
	json_key_size(json, "disagrees", finding->disagrees);
	json_key_text(json, "quote", finding->quote);
	buf_add_char(json, '}');
}

static void answer(const struct site *site, struct str text)
{
	struct arena arena = { 0 };
	struct buf json = { 0 };
	clock_t start = clock();
	struct findings findings = lookup_find(&arena, site, text);
	double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;

	buf_addf(&json, "%.0f [", 1000 * seconds);
	for (size_t i = 0; i < findings.count; i++)
		add_finding(&json, &findings.items[i]);
	buf_add(&json, STR("]\n"));
	fwrite(json.ptr, 1, json.len, stdout);
	buf_free(&json);
	arena_free(&arena);
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	char *text = NULL;
	size_t size = 0;
	ssize_t len;

	if (argc != 2)
		return 2;
	struct manuscript *manuscript = load(&arena, argv[1], &diags);
	const struct site *site = resolve(manuscript, &diags);
	if (diag_exit_status(&diags) != 0) {
		diag_print(&diags, DIAG_TEXT, false, stderr);
		return 1;
	}
	while ((len = getdelim(&text, &size, '\0', stdin)) > 0) {
		size_t end = (size_t)len - (text[len - 1] == '\0');
		for (size_t i = 0; i < end; i++)
			if (text[i] == '\1')
				text[i] = '\0';
		answer(site, (struct str){ text, end });
	}
	free(text);
	site_release(manuscript->site);
	arena_free(&arena);
	return 0;
}
