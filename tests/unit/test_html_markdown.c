/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Our HTML as Markdown again: what md_render makes of it has to be the same HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/html_markdown.h"
#include "formats/markdown.h"

#define FOLDER STR("https://a.example/docs/en/demo/")

static bool resolve(void *context, struct str url, struct loc loc, struct buf *href, struct buf *label)
{
	(void)context;
	(void)loc;
	buf_add(href, str_from_index(url, 5));
	buf_add(href, STR(".html"));
	buf_add(label, str_from_index(url, 5));
	return true;
}

static void render(struct str text, struct buf *html)
{
	struct arena arena = { 0 };
	struct diags diags = { .arena = &arena };
	struct source source = { .path = STR("a.md"), .text = text };
	struct md_links links = { NULL, resolve, { NULL, 0 } };

	md_render(&source, text, &links, html, &diags);
	diag_print(&diags, DIAG_TEXT, false, stderr);
	arena_free(&arena);
}

static void becomes(const char *html, const char *expected)
{
	struct buf text = { 0 };

	html_markdown(&text, str_from(html), FOLDER);
	buf_add_char(&text, '\0');
	assert_string_equal(text.ptr, expected);
	buf_free(&text);
}

static void what_we_render_comes_back(void **state)
{
	static const char *const texts[] = {
		"One.\nTwo *three* **four** `five`.\n\nSix.\n",
		"- a\n- b\n  - c\n  - d\n- e\n",
		"1. a\n\n   b\n\n2. c\n",
		"7. seven\n8. eight\n",
		"- - a\n  - b\n- > c\n  >\n  > d\n",
		"> a\n> b\n>\n> - c\n> - d\n\ne\n",
		"### Heading\n\nText\n\n* * *\n\n#### Another `one`\n",
		"```smtp\nS: 220 <a> & `b`\nC: EHLO x\n\nS: 250\n```\n",
		"- a\n\n  ```sh\n  x\n\n  y\n  ```\n\n- b\n",
		"- ```\n  x\n  ```\n",
		"````\n```\n````\n",
		"a `` ` `` and `` `b` `` c\n",
		"\\*a\\* \\_b\\_ c_d \\[e] \\<f> \\`g\\` h\\\\i &amp;amp; j & k\n",
		"\\# a\n\n1\\. b\n\n\\- c\n\\> d\n\n2026\\) e\n\n\\+ f\n\n12 g\n",
		"a\\\nb\n",
		"[a *b*](https://out.example/x_(y)?z=1&q) and <mailto:a@b.example>\n",
		"- [a](https://out.example/)\n-\n- b\n",
		"***both*** and **a*b*c**\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf html = { 0 }, text = { 0 }, again = { 0 };
		render(str_from(texts[i]), &html);
		assert_true(html.len > 0);
		html_markdown(&text, buf_view(&html), FOLDER);
		render(buf_view(&text), &again);
		buf_add_char(&html, '\0');
		buf_add_char(&again, '\0');
		assert_string_equal(again.ptr, html.ptr);
		buf_free(&html);
		buf_free(&text);
		buf_free(&again);
	}
}

static void addresses_become_absolute(void **state)
{
	(void)state;
	becomes("<a class=\"code\" href=\"550.html#retry\">550</a>",
		"[550](https://a.example/docs/en/demo/550.html#retry)\n");
	becomes("<a href=\"../other/1.html\">1</a>", "[1](https://a.example/docs/en/other/1.html)\n");
	becomes("<a href=\"https://out.example/\" rel=\"x\">o</a>", "[o](https://out.example/)\n");
	becomes("<a href=\"a(b).html\">x</a>", "[x](<https://a.example/docs/en/demo/a(b).html>)\n");
}

static void values_of_facts_are_one_line(void **state)
{
	(void)state;
	becomes("AUTH, <strong>RCPT</strong>", "AUTH, **RCPT**\n");
	becomes("<span class=\"verbatim\" lang=\"en\">a &lt;b&gt; &amp; c</span>", "a \\<b> & c\n");
	becomes("", "");
}

static void nothing_breaks_it(void **state)
{
	static const char *const texts[] = { "<",
					     "<a",
					     "</li></ul></blockquote>",
					     "<li><li><li>",
					     "<code>",
					     "<pre>",
					     "<pre><code",
					     "<a>x</a></a>",
					     "&",
					     "<>",
					     "< >",
					     "<p",
					     "<ol start=\"x\"><li>" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf text = { 0 };
		html_markdown(&text, str_from(texts[i]), FOLDER);
		buf_free(&text);
	}
	struct buf deep = { 0 }, text = { 0 };
	for (size_t i = 0; i < 5000; i++)
		buf_add(&deep, i % 2 ? STR("<ul><li>") : STR("<blockquote>"));
	html_markdown(&text, buf_view(&deep), FOLDER);
	buf_free(&deep);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_we_render_comes_back),
		cmocka_unit_test(addresses_become_absolute),
		cmocka_unit_test(values_of_facts_are_one_line),
		cmocka_unit_test(nothing_breaks_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
