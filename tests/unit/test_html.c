/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The escaper, and the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/html.h"

static void check(struct str text, const char *expected)
{
	struct buf html = { 0 };

	html_add_text(&html, text);
	buf_add_char(&html, '\0');
	assert_string_equal(html.ptr, expected);
	buf_free(&html);
}

static void five_bytes_become_references(void **state)
{
	(void)state;
	check(STR("<b class=\"x\" id='y'>&amp;"), "&lt;b class=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
	check(STR("<<>>"), "&lt;&lt;&gt;&gt;");
}

static void other_text_stays_as_it_is(void **state)
{
	(void)state;
	check(STR("Größe: 5 = 5; \\ ` /"), "Größe: 5 = 5; \\ ` /");
	check(STR("&"), "&amp;");
	check((struct str){ NULL, 0 }, "");
}

static void check_plain(const char *html, const char *expected)
{
	struct buf text = { 0 };

	buf_add(&text, STR("before:"));
	html_plain(&text, str_from(html));
	buf_add_char(&text, '\0');
	assert_string_equal(text.ptr + strlen("before:"), expected);
	buf_free(&text);
}

static void blocks_become_lines(void **state)
{
	(void)state;
	check_plain("<p>One\n  two</p>\n<p>three</p>\n", "One two\nthree\n");
	check_plain("<ol>\n<li>a <a href=\"x.html\">b</a></li>\n<li>c<ul>\n<li>d</li>\n</ul>\n</li>\n</ol>\n",
		    "a b\nc d\n");
	check_plain("in <b class=\"code\">550</b> a line", "in 550 a line");
}

static void references_become_characters(void **state)
{
	(void)state;
	check_plain("<p>&lt;a&gt; &amp;lt; &quot;b&quot; &#39;c&#39; & &x;</p>", "<a> &lt; \"b\" 'c' & &x;\n");
	check_plain("", "");
	check_plain("a <b", "a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_bytes_become_references),
		cmocka_unit_test(other_text_stays_as_it_is),
		cmocka_unit_test(blocks_become_lines),
		cmocka_unit_test(references_become_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
