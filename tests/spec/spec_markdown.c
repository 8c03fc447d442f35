/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Runs tests/spec/markdown.md: the input is the body of an entry; the output is, for each section, a line `[id]
 * heading` and its HTML, then the complaints. The only codes and sources that exist are those below.
 */
#include <stdlib.h>

#include "example.h"
#include "formats/markdown.h"

static const char *const codes[] = { "450", "550", "550#retry", "235-vs-550", "enhanced/5.1.1", NULL };

static bool resolve_code(struct diags *diags, struct str target, struct loc loc, struct buf *href, struct buf *label)
{
	size_t hash = str_find_char(target, '#');

	for (const char *const *code = codes; *code; code++) {
		if (!str_is(target, *code))
			continue;
		buf_add(href, str_until_index(target, hash));
		buf_add(href, STR(".html"));
		buf_add(href, str_from_index(target, hash));
		buf_add(label, str_until_index(target, hash));
		return true;
	}
	diag_add(diags, DIAG_DEAD_CODE, loc, target);
	return false;
}

static bool resolve(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	if (str_take(&url, STR("code:")))
		return resolve_code(context, url, loc, href, label);
	if (!str_take(&url, STR("cite:rfc5321#"))) {
		diag_add(context, DIAG_UNKNOWN_SOURCE, loc, str_from_index(url, 5));
		return false;
	}
	buf_addf(href, "https://www.rfc-editor.org/rfc/rfc5321#section-%.*s", (int)url.len, url.ptr);
	buf_addf(label, "RFC 5321, section %.*s", (int)url.len, url.ptr);
	return true;
}

static void add_diags(struct buf *output, struct diags *diags)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	if (!file)
		abort();
	diag_sort(diags);
	diag_print(diags, DIAG_TEXT, false, file);
	fclose(file);
	buf_add(output, (struct str){ text, len });
	free(text);
}

static void run(struct str input, struct buf *output)
{
	struct arena arena = { 0 };
	struct source source = { .path = STR("550.en.md"), .text = input };
	struct diags diags = { .arena = &arena };
	struct md_links links = { .context = &diags, .resolve = resolve };
	struct md_sections sections;

	md_split(&arena, &source, input, &sections, &diags);
	for (size_t i = 0; i < sections.count; i++) {
		const struct md_section *section = &sections.items[i];
		if (section->id.len > 0 && section->heading.len > 0)
			buf_addf(output, "[%.*s] %.*s\n", (int)section->id.len, section->id.ptr,
				 (int)section->heading.len, section->heading.ptr);
		md_render(&source, section->body, &links, output, &diags);
	}
	add_diags(output, &diags);
	arena_free(&arena);
}

int main(void)
{
	return example_page("tests/spec/markdown.md", run);
}
