/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What the preview adds to a page: one element, `<script src="/_preview.js" ...>`, which does the rest in the browser.
 * The published bytes know nothing of it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "commands/serve_parts.h"
#include "formats/html.h"

/* Made by the Makefile, of the files of those names beside this one. */
static const unsigned char script_bytes[] = {
#include "commands/serve_page.js.inc"
};
static const unsigned char style_bytes[] = {
#include "commands/serve_page.css.inc"
};

const struct str page_script = { (const char *)script_bytes, sizeof(script_bytes) };
const struct str page_style = { (const char *)style_bytes, sizeof(style_bytes) };

/* For its own pages; those of the site bring theirs. */
#define POLICY                                                                                                         \
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action "   \
	"'none'"

static bool has_source(struct str sources, struct str source)
{
	struct str one;

	while (str_next_part(&sources, ' ', &one))
		if (str_eq(one, source))
			return true;
	return false;
}

/* "script-src 'none'" becomes "script-src 'self'"; a directive that has 'self' stays as it is. */
static void add_directive(struct buf *out, struct str directive)
{
	if (has_source(directive, STR("'self'"))) {
		buf_add(out, directive);
		return;
	}
	struct str rest = directive, part;
	while (str_next_part(&rest, ' ', &part)) {
		if (str_is(part, "'none'"))
			continue;
		buf_add(out, part);
		buf_add_char(out, ' ');
	}
	buf_add(out, STR("'self'"));
}

void page_extend_policy(struct buf *out, struct str policy)
{
	static const struct str needed[] = { { "script-src", 10 }, { "style-src", 9 }, { "connect-src", 11 } };
	bool there[3] = { false };
	const char *gap = "";
	struct str directive;

	while (str_next_part(&policy, ';', &directive)) {
		directive = str_trim(directive);
		size_t which = 0;
		while (which < 3 && !str_eq(str_until_index(directive, str_find_char(directive, ' ')), needed[which]))
			which++;
		buf_add(out, str_from(gap));
		if (which < 3)
			add_directive(out, directive);
		else
			buf_add(out, directive);
		if (which < 3)
			there[which] = true;
		gap = "; ";
	}
	for (size_t i = 0; i < 3; i++) {
		if (there[i])
			continue;
		buf_add(out, str_from(gap));
		buf_add(out, needed[i]);
		buf_add(out, STR(" 'self'"));
		gap = "; ";
	}
}

/* As it stands in the attribute: templates escape it or not. */
static void add_policy(struct buf *out, struct str value)
{
	struct buf before = { 0 }, after = { 0 };

	html_plain(&before, value);
	page_extend_policy(&after, buf_view(&before));
	html_add_text(out, buf_view(&after));
	buf_free(&before);
	buf_free(&after);
}

static void add_attribute(struct buf *out, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	buf_addf(out, " data-%s=\"", name);
	html_add_text(out, value);
	buf_add_char(out, '"');
}

static void add_script(struct buf *out, const struct page_extras *extras)
{
	buf_add(out, STR("<script src=\"/_preview.js\" defer"));
	add_attribute(out, "version", str_from(extras->version));
	add_attribute(out, "file", extras->file);
	add_attribute(out, "text", extras->text);
	add_attribute(out, "locales", extras->locales);
	buf_add(out, STR("></script>\n"));
}

void page_extend(struct buf *out, struct str html, const struct page_extras *extras)
{
	struct str meta = STR("<meta http-equiv=\"Content-Security-Policy\" content=\"");
	size_t policy = str_find(html, meta, 0), end = html.len;

	if (policy != SIZE_MAX) {
		policy += meta.len;
		size_t quote = str_find(html, STR("\""), policy);
		buf_add(out, str_until_index(html, policy));
		add_policy(out, str_from_index(str_until_index(html, quote), policy));
		html = str_from_index(html, quote);
	}
	for (size_t at = str_find(html, STR("</body>"), 0); at != SIZE_MAX; at = str_find(html, STR("</body>"), at + 1))
		end = at;
	buf_add(out, str_until_index(html, end));
	add_script(out, extras);
	buf_add(out, str_from_index(html, end));
}

void page_begin(struct buf *html, struct str title)
{
	buf_add(html, STR("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			  "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
			  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			  "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"));
	html_add_text(html, title);
	buf_add(html, STR("</title>\n<link rel=\"stylesheet\" href=\"/_preview.css\">\n</head>\n<body>\n"));
}

void page_end(struct buf *html, const struct page_extras *extras)
{
	add_script(html, extras);
	buf_add(html, STR("</body>\n</html>\n"));
}

void page_of_errors(struct buf *html, const struct project *project, const char *version)
{
	struct buf messages = { 0 };

	diag_write(&project->diags, DIAG_TEXT, false, &messages);
	page_begin(html, STR("The site has errors"));
	buf_add(html,
		STR("<main>\n<h1>The site has errors</h1>\n"
		    "<p>There is no page to show yet. Once these are mended, the page comes by itself.</p>\n<pre>"));
	html_add_text(html, buf_view(&messages));
	buf_add(html, STR("</pre>\n</main>\n"));
	page_end(html, &(struct page_extras){ .version = version });
	buf_free(&messages);
}
