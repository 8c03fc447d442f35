/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* What must hold for any input. */
#include "fuzz.h"

#include "commands/command.h"
#include "formats/unfit.h"
#include "formats/url.h"

void fuzz_fail(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
	abort();
}

void fuzz_begin(struct fuzz *fuzz, const uint8_t *data, size_t size)
{
	*fuzz = (struct fuzz){ .source = { .path = STR("input"), .text = { (const char *)data, size } } };
	fuzz->diags.arena = &fuzz->arena;
}

void fuzz_check_text(struct str text)
{
	enum diag_rule rule;
	size_t len;

	CHECK(unfit_find(text, 0, &rule, &len) == SIZE_MAX);
}

/* Lines of visible text. */
static void check_shown(struct str text)
{
	fuzz_check_text(text);
	CHECK(str_find_char(text, '\t') == SIZE_MAX);
	CHECK(str_find_char(text, '\r') == SIZE_MAX);
}

void fuzz_check_diags(struct diags *diags)
{
	static const enum diag_format formats[] = { DIAG_TEXT, DIAG_JSON, DIAG_GITHUB };
	struct buf out = { 0 };

	diag_sort(diags);
	for (size_t i = 0; i < diags->count; i++) {
		const struct loc *loc = &diags->items[i].loc;
		if (loc->source && loc->source->text.len > 0)
			CHECK(loc->offset <= loc->source->text.len && loc->len <= loc->source->text.len - loc->offset);
	}
	for (size_t i = 0; i < 3; i++) {
		buf_clear(&out);
		diag_write(diags, formats[i], false, &out);
		check_shown(buf_view(&out));
	}
	buf_free(&out);
}

void fuzz_end(struct fuzz *fuzz)
{
	fuzz_check_diags(&fuzz->diags);
	arena_free(&fuzz->arena);
}

#define MOST_DEPTH 4096

static const char *const elements[] = { "p",      "ul", "ol",   "li", "blockquote", "pre", "code", "em",
					"strong", "a",  "span", "h3", "h4",         "h5",  "h6" };
static const char *const leaves[] = { "br", "hr" };

static bool is_among(struct str name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static struct str take_name(struct str *rest)
{
	size_t len = 0;

	while (len < rest->len &&
	       ((rest->ptr[len] >= 'a' && rest->ptr[len] <= 'z') || (rest->ptr[len] >= '0' && rest->ptr[len] <= '9')))
		len++;
	struct str name = str_until_index(*rest, len);
	*rest = str_from_index(*rest, len);
	return name;
}

/* Takes attributes and the closing bracket. */
static void take_attributes(struct str *rest)
{
	while (str_take(rest, STR(" "))) {
		struct str name = take_name(rest), value;
		CHECK(is_among(name, (const char *const[]){ "class", "href", "rel", "title", "lang", "start" }, 6));
		CHECK(str_take(rest, STR("=\"")));
		size_t end = str_find_char(*rest, '"');
		CHECK(end != SIZE_MAX);
		value = str_until_index(*rest, end);
		*rest = str_from_index(*rest, end + 1);
		CHECK(str_find_char(value, '<') == SIZE_MAX && str_find_char(value, '>') == SIZE_MAX);
		CHECK(str_find_char(value, '\'') == SIZE_MAX);
		if (str_is(name, "href"))
			CHECK(url_kind(value) != URL_REFUSED);
	}
	CHECK(str_take(rest, STR(">")));
}

void fuzz_check_html(struct str html)
{
	struct str open[MOST_DEPTH];
	size_t depth = 0, at;

	fuzz_check_text(html);
	while ((at = str_find_char(html, '<')) != SIZE_MAX) {
		html = str_from_index(html, at + 1);
		if (str_take(&html, STR("/"))) {
			struct str name = take_name(&html);
			CHECK(depth > 0 && str_eq(open[depth - 1], name));
			depth--;
			CHECK(str_take(&html, STR(">")));
			continue;
		}
		struct str name = take_name(&html);
		bool leaf = is_among(name, leaves, sizeof(leaves) / sizeof(*leaves));
		CHECK(leaf || is_among(name, elements, sizeof(elements) / sizeof(*elements)));
		take_attributes(&html);
		CHECK(depth < MOST_DEPTH);
		if (!leaf)
			open[depth++] = name;
	}
	CHECK(depth == 0);
}

struct project *fuzz_project(struct options *options)
{
	static char *const arguments[] = { (char *)"check", (char *)"-C", (char *)"tests/golden/invented", (char *)"-j",
					   (char *)"1" };
	static struct project project;

	CHECK(options_read(5, (char **)arguments, "Cj", "", options) == -1);
	if (!project.plan)
		project_open(&project, options);
	CHECK(project.plan);
	return &project;
}
