/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Runs the example blocks of one page of the format manual. */
#include "example.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/fs.h"

#define FENCE "````````````````````````````````"

static void add_with_tabs(struct buf *buf, struct str text)
{
	for (;;) {
		size_t arrow = str_find(text, STR("\xe2\x86\x92"), 0);
		buf_add(buf, str_until_index(text, arrow));
		if (arrow == SIZE_MAX)
			return;
		buf_add_char(buf, '\t');
		text = str_from_index(text, arrow + 3);
	}
}

static bool run_one(const char *path, size_t line, example_run *run, const struct buf *input,
		    const struct buf *expected)
{
	struct buf output = { 0 };

	run(buf_view(input), &output);
	bool same = str_eq(buf_view(&output), buf_view(expected));
	if (!same)
		printf("%s:%zu: example differs\n--- input\n%.*s--- expected\n%.*s--- got\n%.*s---\n", path, line,
		       (int)input->len, input->ptr, (int)expected->len, expected->ptr, (int)output.len, output.ptr);
	buf_free(&output);
	return same;
}

int example_page(const char *path, example_run *run)
{
	struct arena arena = { 0 };
	struct buf input = { 0 }, expected = { 0 }, *part = NULL;
	struct str rest, line;
	size_t passed = 0, failed = 0, number = 0, start = 0;

	int error = fs_read(&arena, AT_FDCWD, path, (size_t)1 << 20, &rest);
	if (error) {
		printf("%s: %s\n", path, strerror(error));
		return 1;
	}
	while (str_next_line(&rest, &line)) {
		number++;
		if (!part && str_eq(line, STR(FENCE " example"))) {
			buf_clear(&input);
			buf_clear(&expected);
			part = &input;
			start = number;
		} else if (part && str_eq(line, STR(FENCE))) {
			if (run_one(path, start, run, &input, &expected))
				passed++;
			else
				failed++;
			part = NULL;
		} else if (part == &input && str_eq(line, STR("."))) {
			part = &expected;
		} else if (part) {
			add_with_tabs(part, line);
			buf_add_char(part, '\n');
		}
	}
	if (passed + failed == 0) {
		printf("%s: no examples\n", path);
		failed = 1;
	}
	printf("%s: %zu passed, %zu failed\n", path, passed, failed);
	buf_free(&input);
	buf_free(&expected);
	arena_free(&arena);
	return failed ? 1 : 0;
}
